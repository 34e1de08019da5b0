"""What asking pages keep beside gaps: how often answers helped; decisions and lines undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant import local, storage
from assistant.gaps import DecisionKind, GapReason, Kept, WeekCount
from assistant.knowledge import Setting
from assistant.local import LocalLine, Location, RefusedError
from assistant.storage import Storage, gaps, helped, local_words
from assistant.storage.gaps import NoSuchGapError

MONDAY = date(2026, 11, 23)
KEPT = Kept(("is", "flurbotron", "safe"), "flurbotron")


@pytest.fixture
def here(database: Storage) -> int:
    return _place(database, "N")


@pytest.fixture
def there(database: Storage) -> int:
    return _place(database, "S")


def _place(database: Storage, name: str) -> int:
    with database.write() as session:
        return storage.locations.add_location(session, Location("P", name), Setting.CARE_HOME)


def _line(text: str = "Ask Priya first.") -> LocalLine:
    return LocalLine("daily-notes", text, "", "", "f" * 64, "B. Sample", MONDAY)


def test_what_helped_adds_up_by_location_and_week(database: Storage, here: int, there: int) -> None:
    with database.write() as session:
        for day in (MONDAY, MONDAY + timedelta(6), MONDAY + timedelta(7)):
            helped.note(session, here, "daily-notes", day)
        helped.note(session, here, "emergency", MONDAY)
        helped.note(session, there, "daily-notes", MONDAY)

    with database.read() as session:
        assert helped.since(session, here, MONDAY) == {"daily-notes": 3, "emergency": 1}
        # A week counts from its Monday, whatever the day.
        assert helped.since(session, here, MONDAY + timedelta(9)) == {"daily-notes": 1}
        assert helped.since(session, there, MONDAY) == {"daily-notes": 1}


def test_a_gap_is_taken_back_by_its_location_alone(
    database: Storage, here: int, there: int
) -> None:
    with database.write() as session:
        number = gaps.record(session, here, GapReason.DECLINED, KEPT, MONDAY)
        assert gaps.sent_in_week(session, here, MONDAY + timedelta(6)) == 1
        assert gaps.sent_in_week(session, here, MONDAY + timedelta(7)) == 0
        assert not gaps.take_back(session, there, number)
        assert gaps.take_back(session, here, number)
        assert not gaps.take_back(session, here, number)
        assert gaps.recent(session, here, MONDAY) == []


def test_a_decision_is_undone_by_its_location_alone(
    database: Storage, here: int, there: int
) -> None:
    with database.write() as session:
        number = gaps.record(session, here, GapReason.DECLINED, KEPT, MONDAY)
        made = gaps.decide(
            session, here, [number], DecisionKind.REFER, by="B.", today=MONDAY, role="ai_lead"
        )
        assert made.role == "ai_lead"
        assert gaps.recent(session, here, MONDAY)[0].decision == made.id
        with pytest.raises(NoSuchGapError):
            gaps.undo(session, there, made.id)
        assert gaps.undo(session, here, made.id) == made
        with pytest.raises(NoSuchGapError):
            gaps.undo(session, here, made.id)
        assert not gaps.recent(session, here, MONDAY)[0].is_decided
        assert gaps.decisions(session, here) == []


def test_a_table_adds_weeks_with_words_to_those_without(
    database: Storage, here: int, there: int
) -> None:
    late = MONDAY + timedelta(42)
    with database.write() as session:
        for _ in range(5):
            gaps.record(session, here, GapReason.DECLINED, KEPT, MONDAY)
        gaps.record(session, there, GapReason.DECLINED, KEPT, MONDAY)
        gaps.tidy(session, late)
        gaps.record(session, here, GapReason.WRONG, KEPT, late, "daily-notes")

    with database.read() as session:
        assert gaps.all_counts(session, here) == [
            WeekCount(late, GapReason.WRONG, None),
            WeekCount(MONDAY, GapReason.DECLINED, 5),
        ]


def test_a_removed_line_comes_back_as_long_as_there_is_room(
    database: Storage, here: int, there: int
) -> None:
    with database.write() as session:
        number = local_words.add_line(session, here, _line())
        assert local_words.remove_line(session, there, number, MONDAY) is None
        removed = local_words.remove_line(session, here, number, MONDAY)
        assert removed is not None
        assert removed.removed_on == MONDAY
        assert local_words.over(session, here, "daily-notes").lines == ()
        assert local_words.removed_lines(session, here, "daily-notes") == [removed]
        assert local_words.put_back(session, there, number) is None

        for _ in range(local.MAX_LINES):
            other = local_words.add_line(session, here, _line("Ask Sam first."))
        with pytest.raises(RefusedError):
            local_words.put_back(session, here, number)
        local_words.remove_line(session, here, other, MONDAY)
        back = local_words.put_back(session, here, number)
        assert back is not None
        assert back.line == _line()


def test_a_line_is_rewritten_in_its_place(database: Storage, here: int, there: int) -> None:
    with database.write() as session:
        number = local_words.add_line(session, here, _line())
        newer = LocalLine(
            "daily-notes", "Ask Sam first.", "Sam", "999", "e" * 64, "C.", MONDAY + timedelta(1)
        )
        assert not local_words.rewrite(session, there, number, newer)
        elsewhere = LocalLine("emergency", "Ask Sam first.", "", "", "e" * 64, "C.", MONDAY)
        assert not local_words.rewrite(session, here, number, elsewhere)
        assert local_words.rewrite(session, here, number, newer)
        assert [kept.line for kept in local_words.kept_lines(session, here)] == [newer]


def test_removed_lines_are_deleted_after_thirty_days(database: Storage, here: int) -> None:
    with database.write() as session:
        number = local_words.add_line(session, here, _line())
        local_words.add_line(session, here, _line("Ask Sam first."))
        local_words.remove_line(session, here, number, MONDAY)
        assert local_words.tidy(session, MONDAY + timedelta(30)) == 0
        assert local_words.tidy(session, MONDAY + timedelta(31)) == 1
        assert len(local_words.kept_lines(session, here)) == 1
