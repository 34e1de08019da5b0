"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import text

from assistant.config import Settings
from assistant.storage import Storage
from tests.web.conftest import Pages

READY = "ready\nindex: ok\nschema: ok\ndatabase: ok\ndisk: ok\n"


def test_a_ready_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == READY


@pytest.mark.parametrize(
    ("address", "headers", "text"),
    [
        ("127.0.0.1", {}, READY),
        ("::1", {}, READY),
        ("192.0.2.7", {}, "ready\n"),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, "ready\n"),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.7"}, "ready\n"),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, "ready\n"),
        ("", {}, "ready\n"),
    ],
)
def test_only_this_machine_is_told_more_than_ready(
    client: FlaskClient, address: str, headers: dict[str, str], text: str
) -> None:
    asked = {"environ_overrides": {"REMOTE_ADDR": address}, "headers": headers}
    assert client.get("/readyz", **asked).text == text


def test_asking_whether_it_is_ready_changes_nothing(client: FlaskClient, store: Storage) -> None:
    assert store.file is not None
    before = store.file.with_name("plainly.db-wal").read_bytes(), store.file.read_bytes()
    client.get("/readyz")

    assert (store.file.with_name("plainly.db-wal").read_bytes(), store.file.read_bytes()) == before


def test_health_asks_nothing_of_the_database(
    client: FlaskClient, store: Storage, settings: Settings
) -> None:
    store.close()
    for path in settings.data.glob("plainly.db*"):
        path.unlink()
    (settings.data / "plainly.db").mkdir()

    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text.startswith("not ready\nindex: ok\nschema: unable to open")


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

    response = client.get("/readyz")
    assert response.status_code == 503
    assert "schema: it is not the one of this program\n" in response.text


def test_an_index_of_other_knowledge_is_not_ready(app: Flask, client: FlaskClient) -> None:
    parts = app.extensions["plainly"]
    other = structs.replace(parts.knowledge, answers={})
    app.extensions["plainly"] = replace(parts, knowledge=other)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "index: it was not made from this knowledge\n" in response.text
