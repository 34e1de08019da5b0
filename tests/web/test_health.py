"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import text

from assistant.config import Settings
from assistant.storage import Storage
from tests.web.conftest import Pages


def test_a_ready_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_health_asks_nothing_of_the_database(
    client: FlaskClient, store: Storage, settings: Settings
) -> None:
    store.close()
    for path in settings.data.glob("plainly.db*"):
        path.unlink()
    (settings.data / "plainly.db").mkdir()

    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "the database does not answer\n")


def test_answers_go_on_without_the_database_and_notices_say_why_not(
    pages: Pages, store: Storage, settings: Settings
) -> None:
    token = pages.token()
    store.close()
    for path in settings.data.glob("plainly.db*"):
        path.unlink()
    (settings.data / "plainly.db").mkdir()

    asked = pages.client.post("/", data={**token, "question": "the sensor missed her fall"})
    assert asked.status_code == 200
    assert pages.client.get("/answers/emergency").status_code == 200
    refused = pages.client.get("/notices")
    assert refused.status_code == 503
    assert "Traceback" not in refused.text


def test_an_old_schema_is_not_ready(client: FlaskClient, store: Storage) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    assert client.get("/readyz").status_code == 503


def test_an_index_of_other_knowledge_is_not_ready(app: Flask, client: FlaskClient) -> None:
    parts = app.extensions["plainly"]
    other = structs.replace(parts.knowledge, answers={})
    app.extensions["plainly"] = replace(parts, knowledge=other)
    assert client.get("/readyz").status_code == 503
