from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant import storage
from assistant.gaps import DecisionKind, GapReason, Kept, Suggestion, WeekCount
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.storage import Storage, gaps
from assistant.storage.gaps import NoSuchGapError
from assistant.storage.tables import GapCountRow, GapRow

MONDAY = date(2026, 11, 23)
WEDNESDAY = MONDAY + timedelta(2)
KEPT = Kept(("is", "flurbotron", "safe"), "flurbotron")


@pytest.fixture
def here(database: Storage) -> int:
    with database.write() as session:
        return storage.locations.add_location(session, Location("P", "N"), Setting.CARE_HOME)


def _record(database: Storage, here: int, day: date, *reasons: GapReason) -> None:
    for reason in reasons:
        with database.write() as session:
            gaps.record(session, here, reason, KEPT, day, "falls-sensors")


def test_a_gap_comes_back_with_its_week_alone(database: Storage, here: int) -> None:
    _record(database, here, WEDNESDAY, GapReason.WRONG)

    with database.read() as session:
        (gap,) = gaps.recent(session, here, WEDNESDAY)
    assert (gap.week_starts_on, gap.reason) == (MONDAY, GapReason.WRONG)
    assert (gap.words, gap.product) == ("is flurbotron safe", "flurbotron")
    assert gap.answer == "falls-sensors"
    assert not gap.is_decided


def test_a_row_has_no_place_for_person_device_or_hour() -> None:
    assert set(GapRow.__table__.columns.keys()) == {
        "id",
        "location_id",
        "week_starts_on",
        "reason",
        "answer",
        "words",
        "product",
        "decision_id",
    }


def test_another_location_s_gaps_are_not_there(database: Storage, here: int) -> None:
    with database.write() as session:
        other = storage.locations.add_location(session, Location("P", "O"), Setting.CARE_HOME)
    _record(database, other, WEDNESDAY, GapReason.WRONG)

    with database.read() as session:
        assert gaps.recent(session, here, WEDNESDAY) == []


def test_words_go_after_thirty_days_and_leave_counts(database: Storage, here: int) -> None:
    _record(database, here, MONDAY, *[GapReason.DECLINED] * 6, *[GapReason.WRONG] * 4)
    _record(database, here, MONDAY + timedelta(7), GapReason.DECLINED)

    with database.write() as session:
        assert gaps.tidy(session, MONDAY + timedelta(29)) == 0
        assert len(gaps.recent(session, here, MONDAY + timedelta(29))) == 11
        assert gaps.recent(session, here, MONDAY + timedelta(40)) == []
        assert gaps.tidy(session, MONDAY + timedelta(30)) == 10
        assert gaps.tidy(session, MONDAY + timedelta(30)) == 0

    with database.read() as session:
        assert len(session.scalars(select(GapRow)).all()) == 1
        assert gaps.counts(session, here) == [
            WeekCount(MONDAY, GapReason.DECLINED, 6),
            # Fewer than five could point to one person.
            WeekCount(MONDAY, GapReason.WRONG, None),
        ]


def test_counts_of_a_week_add_up(database: Storage, here: int) -> None:
    late = MONDAY + timedelta(30)
    for _ in range(2):
        _record(database, here, MONDAY, *[GapReason.WRONG] * 3)
        with database.write() as session:
            assert gaps.tidy(session, late) == 3

    with database.read() as session:
        assert [row.count for row in session.scalars(select(GapCountRow))] == [6]


def test_recording_lets_go_of_what_is_too_old(database: Storage, here: int) -> None:
    _record(database, here, MONDAY, GapReason.WRONG)
    _record(database, here, MONDAY + timedelta(60), GapReason.WRONG)

    with database.read() as session:
        assert len(session.scalars(select(GapRow)).all()) == 1


def test_a_decision_is_kept_without_the_words(database: Storage, here: int) -> None:
    _record(database, here, WEDNESDAY, GapReason.WRONG, GapReason.DECLINED)
    with database.write() as session:
        ids = [gap.id for gap in gaps.recent(session, here, WEDNESDAY)]
        made = gaps.decide(
            session,
            here,
            ids,
            DecisionKind.ADD_PHRASING,
            by="B. Sample, manager",
            today=WEDNESDAY,
            suggestion=Suggestion("falls-sensors", "is this sensor safe at night"),
        )

    assert (made.kind, made.gaps, made.answer) == (DecisionKind.ADD_PHRASING, 2, "falls-sensors")
    with database.write() as session:
        assert all(gap.is_decided for gap in gaps.recent(session, here, WEDNESDAY))
        assert gaps.tidy(session, WEDNESDAY + timedelta(60)) == 2
    with database.read() as session:
        assert gaps.decisions(session, here) == [made]
        assert gaps.suggestions(session, here) == [
            Suggestion("falls-sensors", "is this sensor safe at night")
        ]


@pytest.mark.parametrize(
    "kind", [DecisionKind.LOCAL_ANSWER, DecisionKind.OUT_OF_SCOPE, DecisionKind.REFER]
)
def test_other_decisions_suggest_nothing(database: Storage, here: int, kind: DecisionKind) -> None:
    _record(database, here, WEDNESDAY, GapReason.WRONG)
    with database.write() as session:
        ids = [gap.id for gap in gaps.recent(session, here, WEDNESDAY)]
        gaps.decide(session, here, ids, kind, by="B.", today=WEDNESDAY, answer="falls-sensors")

    with database.read() as session:
        assert gaps.suggestions(session, here) == []
        assert [found.kind for found in gaps.decisions(session, here)] == [kind]


def test_nobody_decides_about_another_location_s_gaps(database: Storage, here: int) -> None:
    with database.write() as session:
        other = storage.locations.add_location(session, Location("P", "O"), Setting.CARE_HOME)
    _record(database, other, WEDNESDAY, GapReason.WRONG)
    with database.read() as session:
        ids = [gap.id for gap in gaps.recent(session, other, WEDNESDAY)]

    for wanted in (ids, [], [10_000]):
        with database.write() as session, pytest.raises(NoSuchGapError):
            gaps.decide(session, here, wanted, DecisionKind.REFER, by="B.", today=WEDNESDAY)
    with database.read() as session:
        assert not gaps.recent(session, other, WEDNESDAY)[0].is_decided


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def own(file: Path) -> Iterator[Storage]:
    """A SQLite database whose bytes can be looked at."""
    store = storage.connect(f"sqlite:///{file}")
    storage.migrate(store)
    yield store
    store.close()


def test_words_that_went_are_in_no_byte_of_the_files(own: Storage, file: Path) -> None:
    with own.write() as session:
        here = storage.locations.add_location(session, Location("P", "N"), Setting.CARE_HOME)
    _record(own, here, MONDAY, GapReason.WRONG)
    log = file.with_name(f"{file.name}-wal")
    assert b"flurbotron" in file.read_bytes() + log.read_bytes()

    with own.write() as session:
        gaps.tidy(session, MONDAY + timedelta(30))
    own.truncate_log()

    assert b"flurbotron" not in file.read_bytes() + log.read_bytes()
