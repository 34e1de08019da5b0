"""Power goes at any moment: what was acknowledged before is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.storage.sqlite import sqlite_module
from tests.faults import power
from tests.faults.serving import KEEPING, SERVE, Asker, Deployment

QUESTIONS = 40
_ANSWER, _MARK = b"HTTP/1.1 200 ", b"HTTP/1.1 404 "


@pytest.fixture
def ask_under_trace(deploy: Callable[..., Deployment], tmp_path: Path) -> Callable[..., Path]:
    """Have questions asked of a server from its first start on, and return the trace."""

    def asked(program: tuple[str, ...], **environment: str) -> Path:
        deployment = deploy(tmp_path, **environment)
        trace = tmp_path / "trace"
        with deployment.serving(program, before=power.tracer(trace)) as server:
            asker = Asker(server)
            # From this mark on, every page that is found is an answer.
            assert server.get("/mark").status == 404
            assert {asker.ask().status for _ in range(QUESTIONS)} == {200}
        return trace

    return asked


def lost(trace: Path, folder: Path) -> Iterator[int]:
    """Yield for each answer how many of those given until then were lost, had the power gone."""
    disk = power.Disk(folder)
    answers, is_marked = 0, False
    for call in power.calls(trace):
        if not call.name.startswith("send"):
            disk.take(call)
        elif call.data.startswith(_MARK):
            is_marked = True
        elif is_marked and call.data.startswith(_ANSWER):
            answers += 1
            left = trace.parent / f"left-{answers}"
            disk.lose_power(left)
            yield answers - _outcomes(left / "plainly.db")


def _outcomes(database: Path) -> int:
    """Return how many outcomes the program would find; none in a database without its tables."""
    module = sqlite_module()
    with closing(module.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = connection.execute("SELECT name FROM sqlite_schema").fetchall()
        if ("outcome",) not in tables:
            return 0
        return int(connection.execute("SELECT count(*) FROM outcome").fetchone()[0])


def test_no_acknowledged_answer_is_lost(
    ask_under_trace: Callable[..., Path], tmp_path: Path
) -> None:
    trace = ask_under_trace(SERVE)

    assert list(lost(trace, tmp_path / "data" / "demonstration")) == [0] * QUESTIONS


def test_a_database_that_does_not_wait_for_the_disk_loses_some(
    ask_under_trace: Callable[..., Path], tmp_path: Path
) -> None:
    """The same replay, so that the test above is known to be able to fail."""
    trace = ask_under_trace(KEEPING, KEEPING_SYNCHRONOUS="NORMAL")

    assert list(lost(trace, tmp_path / "data" / "demonstration"))[-1] > 0
