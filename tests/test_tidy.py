"""The command that lets go of old words, as a daily timer calls it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.gaps import GapReason, Kept
from assistant.storage import Storage, gaps, locations


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"PLAINLY_DATA": str(tmp_path / "data")}


def test_old_words_go_and_young_ones_stay(environment: dict[str, str], store: Storage) -> None:
    today = datetime.now(UTC).date()
    with store.write() as session:
        here = locations.location_ids(session)[0]
        # The younger one first, since recording lets go of old words as well.
        for day in (today, today - timedelta(40)):
            gaps.record(session, here, GapReason.WRONG, Kept(("is", "it")), day)
    done = CliRunner(env=environment).invoke(main, ["tidy", "--demo"])

    assert done.exit_code == 0
    assert "words of gaps: 1 deleted" in done.stdout
    with store.read() as session:
        assert len(gaps.recent(session, here, today)) == 1
        assert len(gaps.counts(session, here)) == 1
