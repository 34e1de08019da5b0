"""What became of a tool: who changed what and when, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from assistant import notices, register, storage
from assistant.notices import Worded
from assistant.register import Matter
from assistant.storage.register import ToolVersion
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.register import NUMBER
from assistant.web.register_reading import row, sources
from assistant.web.state import state

bp = Blueprint("register_history", __name__, url_prefix="/tools/register")


@dataclass(frozen=True)
class Step:
    """A version: who saved it and when, what it changed in words, and why people must know.

    ``given_to`` is the name of whoever is responsible from then on, None where that did not change.
    """

    version: ToolVersion
    worded: tuple[Worded, ...]
    matters: tuple[Matter, ...]
    given_to: str | None


@bp.get(f"/<{NUMBER}>/history")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show who changed what of a tool, newest first."""
    found = row(number)
    with state().storage.read() as db:
        versions = storage.register.changes(db, here_id(), number=number)
        people = storage.accounts.names(db)
    steps = [_step(one, people) for one in reversed(versions)]
    return render_template("register/history.html", row=found, steps=steps)


def _step(version: ToolVersion, people: dict[int, str]) -> Step:
    before = version.before
    changes = register.changes(before, version.after) if before else ()
    known = sources()
    is_given = version.responsible != version.responsible_before
    return Step(
        version,
        tuple(
            worded
            for change in changes
            for worded in notices.in_words(
                change, version.after.use, known.questions, known.wording
            )
        ),
        tuple(dict.fromkeys(change.matters for change in changes if change.matters)),
        people.get(version.responsible or 0) if is_given else None,
    )
