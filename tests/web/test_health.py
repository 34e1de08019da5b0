"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs

from assistant.storage import StorageError


def test_a_ready_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_health_asks_nothing_of_the_database(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object) -> None:
        raise StorageError("gone")

    monkeypatch.setattr("assistant.web.health.is_current", gone)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "the database does not answer\n")


def test_an_old_schema_is_not_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.health.is_current", lambda _store: False)
    assert client.get("/readyz").status_code == 503


def test_an_index_of_other_knowledge_is_not_ready(app: Flask, client: FlaskClient) -> None:
    parts = app.extensions["plainly"]
    other = structs.replace(parts.knowledge, answers={})
    app.extensions["plainly"] = replace(parts, knowledge=other)
    assert client.get("/readyz").status_code == 503
