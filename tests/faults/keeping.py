"""`assistant serve --demo` with one more page, which writes several rows in one transaction.

Asking answers even when nothing can be kept of it, and keeps one row; so a refused write and a
half-written one show only here. ``KEEPING_DATABASE`` names another database than the
demonstration's, and ``KEEPING_SYNCHRONOUS`` another way of waiting for the disk.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import Any

from flask import Flask, request

from assistant import cli, config, web
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage import engine, locations
from assistant.web.doors import Policy, policy
from assistant.web.state import state
from tests.faults.serving import PEOPLE


@policy(Policy.PUBLIC)
def keep() -> str:
    name = request.args["name"]
    tools = ("x" * int(request.args["padding"]),)
    people = {f"role {n}": Person(f"Person {n}", "01632 960100") for n in range(PEOPLE)}
    with state().storage.write() as session:
        locations.add_location(session, Location("Kept", name, people, tools), Setting.CARE_HOME)
    return f"kept {name}"


def create_app(*arguments: Any, **named: Any) -> Flask:
    app = created(*arguments, **named)
    app.add_url_rule("/keep", view_func=keep)
    return app


def settings(environment: Mapping[str, str] = os.environ, *, demo: bool = False) -> config.Settings:
    found = from_environment(environment, demo=demo)
    url = os.environ.get("KEEPING_DATABASE")
    return dataclasses.replace(found, database_url=url) if url else found


created, from_environment = web.create_app, config.from_environment

if __name__ == "__main__":
    web.create_app, config.from_environment = create_app, settings
    if how := os.environ.get("KEEPING_SYNCHRONOUS"):
        engine.PRAGMAS["synchronous"] = how
    cli.main(["serve", "--demo"])
