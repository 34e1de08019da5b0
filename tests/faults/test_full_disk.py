"""A full disk refuses writes in plain words; reading goes on, and writing when there is room."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.serving import PEOPLE, Asker, Deployment, Server, found_in

_MOUNTS = 1 << 21  # CAP_SYS_ADMIN in Linux's table of capabilities


def may_mount() -> bool:
    """Return whether this user may mount a disk."""
    status = Path("/proc/self/status").read_text("utf-8")
    held = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff"))
    return bool(int(held, 16) & _MOUNTS)


def refuse_growth(server: Server, database: Path) -> Callable[[], None]:
    """Let no file of the server grow; return what takes the limit away again."""
    log = database.with_name("plainly.db-wal")
    for worker in server.workers():
        resource.prlimit(
            worker, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY)
        )

    def make_room() -> None:
        for worker in server.workers():
            resource.prlimit(
                worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )

    return make_room


def fill(server: Server) -> int:
    """Write until a write is refused; return how many were kept."""
    for kept in range(1000):
        reply = server.keep(f"full {kept}", padding=20_000)
        if reply.status != 200:
            return kept
    pytest.fail("the disk never was full")


def check_refusal(server: Server, statuses: set[int]) -> None:
    """Check that writing is refused in plain words, and that reading and asking go on."""
    refused = server.keep("refused", padding=20_000)
    assert refused.status in statuses
    assert refused.headers["Retry-After"] == "30"
    assert "Keep giving care as planned." in refused.text
    assert "Traceback" not in refused.text
    assert server.get("/notices").status == 200
    assert server.get("/answers/first").status == 200
    assert Asker(server).ask().status == 200


def test_files_that_may_not_grow(deployment: Deployment) -> None:
    with deployment.serving() as server:
        assert server.keep("before").status == 200
        make_room = refuse_growth(server, deployment.database)
        kept = fill(server)
        check_refusal(server, {503, 507})
        make_room()
        assert server.keep("after").status == 200

    found = found_in(deployment.database)
    assert found.contacts == dict.fromkeys(
        ["before", *(f"full {number}" for number in range(kept)), "after"], PEOPLE
    )


@pytest.fixture
def small_disk(deployment: Deployment) -> Iterator[Path]:
    """A disk of two megabytes for the data of the demonstration."""
    folder = deployment.database.parent
    folder.mkdir()
    mount(folder, "2M")
    yield folder
    subprocess.run(["/bin/umount", "--lazy", folder], check=True)


def mount(folder: Path, size: str, *more: str) -> None:
    """Mount a disk in memory, or change the size of the one there."""
    options = ",".join(["mode=0700", f"size={size}", *more])
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", options, "plainly", folder], check=True)


def on_a_small_disk(deployment: Deployment, small_disk: Path) -> None:
    """A real disk that is full, with a status and words of its own."""
    with deployment.serving(ready="/healthz") as server:
        ready = server.get("/readyz")
        assert ready.status == 503
        assert "disk: only" in ready.text
        there = Deployment(small_disk, deployment.knowledge)
        assert "disk: only" in there.run("check", "--deploy").stdout
        kept = fill(server)
        check_refusal(server, {507})
        assert "no room" in server.keep("refused", padding=20_000).text
        mount(small_disk, "8M", "remount")
        assert server.keep("after").status == 200

    found = found_in(deployment.database)
    assert set(found.contacts) == {*(f"full {number}" for number in range(kept)), "after"}
    assert set(found.contacts.values()) == {PEOPLE}


# Only who may mount a disk can fill one; the limit above stands in for it everywhere.
if may_mount():
    test_a_disk_that_is_full = on_a_small_disk
