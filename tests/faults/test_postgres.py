"""PostgreSQL stops and comes back: the program says so, and goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant import storage
from tests import postgres
from tests.faults.serving import Asker, Deployment


def test_the_program_lives_without_its_database_and_finds_it_again(
    deploy: Callable[..., Deployment], tmp_path: Path
) -> None:
    with postgres.folder_for_a_server() as folder, postgres.server(folder) as url:
        deployment = deploy(tmp_path, KEEPING_DATABASE=url)
        deployment.database.parent.mkdir()
        with deployment.serving() as server:
            asker = Asker(server)
            assert server.keep("before").status == 200

            postgres.stop(folder)
            assert server.get("/healthz").status == 200
            assert server.get("/readyz").status == 503
            refused = server.keep("without")
            assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
            assert server.get("/answers/first").status == 200
            assert asker.ask().status == 200

            postgres.start(folder)
            server.wait_for("/readyz")
            assert server.keep("after").status == 200
            assert server.get("/notices").status == 200
        store = storage.connect(url)
        assert storage.backup.verify_database(store)["location"] == 3
        store.close()
