from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assistant import local, storage
from assistant.knowledge import Knowledge, Setting
from assistant.local import (
    HiddenAnswer,
    Hours,
    LocalLine,
    LocalWords,
    Location,
    Person,
    RefusalKind,
    RefusedError,
)
from assistant.storage import Storage, local_words, schema

TODAY = date(2026, 11, 24)
HERE = Location(
    "Example Care",
    "Example House",
    {"ai_lead": Person("A. Sample", "01632 960102"), "on_call": Person("C. Sample")},
    (),
    "the blue book",
    {
        Hours.NIGHT: {"on_call": Person("N. Sample", "01632 960105")},
        Hours.WEEKEND: {"on_call": Person("W. Sample"), "ai_lead": Person("X. Sample")},
    },
    7,
    19,
)


@pytest.fixture
def here(database: Storage) -> int:
    with database.write() as session:
        return storage.locations.add_location(session, HERE, Setting.CARE_HOME)


def _line(answer: str, words: str = "Ask Priya first.") -> LocalLine:
    return LocalLine(answer, words, "Priya Nair", "01632 960104", "f" * 64, "B. Sample", TODAY)


def test_contacts_by_hours_come_back_as_they_were_kept(database: Storage, here: int) -> None:
    with database.read() as session:
        assert storage.locations.get_location(session, here) == HERE


def test_contacts_are_replaced_together(database: Storage, here: int) -> None:
    new = Location(name="Example House", people={"on_call": Person("New")})
    with database.write() as session:
        storage.locations.change_location(session, here, new)

    with database.read() as session:
        found = storage.locations.get_location(session, here)
    assert found is not None
    assert (found.people, found.people_by_hours) == (new.people, {})
    assert (found.day_from, found.day_to, found.name) == (8, 20, "Example House")


def test_lines_come_back_in_the_order_they_were_written(database: Storage, here: int) -> None:
    first, second = _line("daily-notes"), _line("daily-notes", "Write it in the blue book.")
    with database.write() as session:
        local_words.add_line(session, here, first)
        local_words.add_line(session, here, _line("falls-sensors"))
        local_words.add_line(session, here, second)

    with database.read() as session:
        assert local_words.over(session, here, "daily-notes") == LocalWords((first, second))
        assert local_words.over(session, here, "emergency") == LocalWords()
        assert set(local_words.all_words(session, here)) == {"daily-notes", "falls-sensors"}


def test_a_line_is_taken_away_by_its_number(database: Storage, here: int) -> None:
    with database.write() as session:
        number = local_words.add_line(session, here, _line("daily-notes"))
        other = storage.locations.add_location(session, Location("P", "O"), Setting.CARE_HOME)
        local_words.remove_line(session, other, number, TODAY)
        assert [kept.id for kept in local_words.kept_lines(session, here)] == [number]
        local_words.remove_line(session, here, number, TODAY)

    with database.read() as session:
        assert local_words.kept_lines(session, here) == []


def test_an_answer_has_few_local_lines(database: Storage, here: int) -> None:
    with database.write() as session:
        for _ in range(local.MAX_LINES):
            local_words.add_line(session, here, _line("daily-notes"))
        with pytest.raises(RefusedError) as caught:
            local_words.add_line(session, here, _line("daily-notes"))
        local_words.add_line(session, here, _line("falls-sensors"))
    assert [refusal.kind for refusal in caught.value.refusals] == [RefusalKind.TOO_MANY]


def test_an_answer_is_hidden_and_shown_again(database: Storage, here: int) -> None:
    hidden = HiddenAnswer("companion-robots", "We have none.", "f" * 64, "B. Sample", TODAY)
    again = HiddenAnswer("companion-robots", "Not here.", "f" * 64, "B. Sample", TODAY)
    with database.write() as session:
        local_words.hide(session, here, hidden)
        local_words.hide(session, here, again)
        assert local_words.over(session, here, "companion-robots").hidden == again
        local_words.show(session, here, "companion-robots")
        assert local_words.over(session, here, "companion-robots").hidden is None


def test_local_words_are_one_location_s_own(database: Storage, here: int) -> None:
    with database.write() as session:
        other = storage.locations.add_location(session, Location("P", "O"), Setting.CARE_HOME)
        local_words.add_line(session, here, _line("daily-notes"))
        assert local_words.all_words(session, other) == {}


def test_what_was_written_is_what_is_kept(
    database: Storage, here: int, knowledge: Knowledge
) -> None:
    answer = knowledge.answers["chatgpt-at-work"]
    line = local.write(answer, "Ask Priya first.", knowledge, by="B. Sample", today=TODAY)
    with database.write() as session:
        local_words.add_line(session, here, line)

    with database.read() as session:
        own = local_words.over(session, here, answer.id)
    assert local.in_force(own, answer, knowledge) == LocalWords((line,))


OF_AN_OLDER_PROGRAM = """
INSERT INTO location (id, provider, name, setting, approved_tools, report_to)
  VALUES (1, 'P', 'N', 'care_home', '', '');
INSERT INTO contact (location_id, role, name, phone) VALUES (1, 'ai_lead', 'A', '1');
INSERT INTO notice (location_id, token) VALUES (1, 't');
INSERT INTO outcome (location_id, week_starts_on, kind) VALUES (1, '2026-11-23', 'declined')
"""


def test_older_locations_keep_their_contacts_and_all_that_is_theirs(database: Storage) -> None:
    """Making the table of locations anew would delete what belongs to them."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    with database.engine.begin() as connection:
        for statement in OF_AN_OLDER_PROGRAM.split(";"):
            connection.execute(text(statement))
    storage.migrate(database)

    with database.read() as session:
        found = storage.locations.get_location(session, 1)
        kept = session.execute(
            text(
                "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM notice),"
                " (SELECT count(*) FROM outcome)"
            )
        ).one()
    assert found == Location("P", "N", {"ai_lead": Person("A", "1")})
    assert tuple(kept) == (1, 1, 1)
