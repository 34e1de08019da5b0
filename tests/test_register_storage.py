"""The register in the store, on both databases: versions, tasks, and who is responsible."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from assistant import local
from assistant.accounts import Role
from assistant.knowledge import Use
from assistant.register import Status, start
from assistant.storage import Session, Storage, audit, locations, register
from assistant.storage.register import (
    NotAnIdeaError,
    RegisteredTool,
    StaleToolError,
    TaskState,
    ToolTakenError,
)
from assistant.storage.tables import ToolTaskRow, ToolVersionRow
from tests import tools
from tests.small_house import HOUR, NOW, add_person, add_place, at_once

NOTES = tools.tool(Use.NOTE_TAKING)
IDEA = start("an-idea", Use.CAMERAS, tools.WORDING.uses[Use.CAMERAS])
BY = audit.ON_SERVER


def add(database: Storage, tool: object = NOTES) -> tuple[int, RegisteredTool]:
    """Return the number of a new location, and its first tool."""
    with database.write() as session:
        place = add_place(session)
        return place, register.add(session, place, tool, NOW, BY)  # type: ignore[arg-type]


def test_a_tool_comes_back_as_it_was_kept(database: Storage) -> None:
    place, kept = add(database)
    with database.read() as session:
        assert register.by_number(session, place, kept.number) == kept
        assert register.tools(session, place) == [kept]
    assert (kept.tool, kept.revision, kept.responsible) == (NOTES, 1, None)
    assert kept.changed_at == NOW


def test_answers_name_the_tools_that_the_register_has_in_use(database: Storage) -> None:
    place, _ = add(database, structs.replace(NOTES, status=Status.LIVE, name="Notewell"))
    others = (
        ("trial", Status.TRIAL, "Listenwell"),
        ("again", Status.LIVE, "Notewell"),
        ("nameless", Status.LIVE, "not_sure"),
        ("paused", Status.PAUSED, "Pausewell"),
        ("found", Status.NOT_ALLOWED, "Chatwell"),
    )
    with database.write() as session:
        for id, status, name in others:
            tool = structs.replace(NOTES, id=id, status=status, name=name)
            register.add(session, place, tool, NOW, BY)
    with database.read() as session:
        found = locations.get_location(session, place)
    assert found is not None
    assert local.fill("Use only {approved_tools}.", found) == "Use only Notewell, Listenwell."


def test_another_location_s_tool_is_not_there(database: Storage) -> None:
    _place, kept = add(database)
    with database.write() as session:
        other = add_place(session, "Elsewhere")
        assert register.tools(session, other) == []
        assert register.by_number(session, other, kept.number) is None
        assert register.version(session, other, kept.number, 1) is None
        assert register.changes(session, other) == []
        with pytest.raises(NoResultFound):
            register.save(session, other, kept.number, NOTES, NOW, BY, 1)
        with pytest.raises(NoResultFound):
            register.remove(session, other, kept.number)
        with pytest.raises(NoResultFound):
            register.keep_task(session, other, kept.number, "name", TaskState(NOW.date()))


def test_the_same_id_may_stand_at_each_location_once(database: Storage) -> None:
    place, _kept = add(database)
    with database.write() as session:
        register.add(session, add_place(session, "Elsewhere"), NOTES, NOW, BY)
        with pytest.raises(ToolTakenError):
            register.add(session, place, NOTES, NOW, BY)


def test_each_save_keeps_the_version_before_it(database: Storage) -> None:
    place, kept = add(database)
    paused = structs.replace(NOTES, status=Status.PAUSED)
    with database.write() as session:
        morgan = audit.actor(add_person(session, "Morgan", Role.MANAGER, place))
        register.save(session, place, kept.number, paused, NOW + HOUR, morgan, 1)

    with database.read() as session:
        first, second = register.changes(session, place)
        assert register.changes(session, place, since=NOW + HOUR) == [second]
        assert register.version(session, place, kept.number, 1) == NOTES
        current = register.by_number(session, place, kept.number)
    assert (first.before, first.after, first.who) == (None, NOTES, "on the server")
    assert (second.before, second.after) == (NOTES, paused)
    assert (second.who, second.role, second.saved_at) == ("Morgan", "manager", NOW + HOUR)
    assert current is not None
    assert (current.tool, current.revision) == (paused, 2)


def test_a_save_on_an_old_version_writes_nothing(database: Storage) -> None:
    place, kept = add(database)
    paused = structs.replace(NOTES, status=Status.PAUSED)
    with database.write() as session:
        register.save(session, place, kept.number, paused, NOW, BY, 1)
        with pytest.raises(StaleToolError):
            register.save(session, place, kept.number, NOTES, NOW, BY, 1)
    with database.read() as session:
        assert [one.after for one in register.changes(session, place)] == [NOTES, paused]


def test_of_two_who_save_at_once_one_is_told(database: Storage) -> None:
    place, kept = add(database)

    def save(name: str, session: Session) -> bool:
        named = structs.replace(NOTES, name=name)
        try:
            register.save(session, place, kept.number, named, NOW, BY, 1)
        except StaleToolError:
            return False
        return True

    assert at_once(
        database, lambda session: save("First", session), lambda session: save("Second", session)
    ) == [True, False]
    with database.read() as session:
        assert register.tools(session, place)[0].tool.name == "First"


def test_saving_what_is_there_adds_no_version(database: Storage) -> None:
    place, kept = add(database)
    with database.write() as session:
        again = register.save(session, place, kept.number, NOTES, NOW + HOUR, BY, 1)
    assert again == kept


def test_the_id_and_the_use_of_a_tool_never_change(database: Storage) -> None:
    place, kept = add(database)
    with database.write() as session:
        for other in (structs.replace(NOTES, id="x"), structs.replace(NOTES, use=Use.CAMERAS)):
            with pytest.raises(ValueError, match="never change"):
                register.save(session, place, kept.number, other, NOW, BY, 1)


def test_someone_is_responsible_until_another_is(database: Storage) -> None:
    place, kept = add(database)
    with database.write() as session:
        morgan = add_person(session, "Morgan", Role.MANAGER, place)
        robin = add_person(session, "Robin", Role.MANAGER, place)
        register.make_responsible(session, place, kept.number, morgan.id, NOW, BY)
        (of_morgan,) = register.answered_for_by(session, morgan.id)
        register.make_responsible(session, place, kept.number, robin.id, NOW, BY)
        again = register.make_responsible(session, place, kept.number, robin.id, NOW, BY)

    with database.read() as session:
        assert register.answered_for_by(session, morgan.id) == []
        (last,) = register.answered_for_by(session, robin.id)
        history = register.changes(session, place, number=kept.number)
    assert of_morgan.responsible == morgan.id
    assert (last.tool, last.revision) == (NOTES, 3)
    assert again == last
    assert [(one.responsible_before, one.responsible) for one in history] == [
        (None, None),
        (None, morgan.id),
        (morgan.id, robin.id),
    ]


def test_only_what_was_never_more_than_an_idea_is_deleted(database: Storage) -> None:
    place, idea = add(database, IDEA)
    with database.write() as session:
        register.keep_task(session, place, idea.number, "name", TaskState(NOW.date()))
        was_live = register.add(session, place, NOTES, NOW, BY)
        back = structs.replace(NOTES, status=Status.IDEA)
        register.save(session, place, was_live.number, back, NOW, BY, 1)
        with pytest.raises(NotAnIdeaError):
            register.remove(session, place, was_live.number)
        register.remove(session, place, idea.number)
        assert [kept.number for kept in register.tools(session, place)] == [was_live.number]
        assert session.scalar(select(func.count()).select_from(ToolTaskRow)) == 0
        assert session.scalar(select(func.count()).select_from(ToolVersionRow)) == 2
        later = register.add(session, place, IDEA, NOW, BY)
    assert later.number > was_live.number, "a page that is open still has the old number"


def test_uses_are_those_of_tools_that_people_meet(database: Storage) -> None:
    place, _kept = add(database)
    with database.write() as session:
        for use, status in (
            (Use.SENSORS, Status.TRIAL),
            (Use.CAMERAS, Status.PAUSED),
            (Use.WRITING_HELP, Status.NOT_ALLOWED),
            (Use.ROSTERING, Status.STOPPED),
            (Use.COMPANIONS, Status.IDEA),
        ):
            register.add(session, place, tools.tool(use, status=status), NOW, BY)
        assert register.live_uses(session, place) == {Use.NOTE_TAKING, Use.SENSORS}


def test_a_task_has_a_date_and_a_duty_is_done_by_someone(database: Storage) -> None:
    place, kept = add(database)
    due = TaskState(due_on=date(2026, 12, 1))
    done = TaskState(done_on=date(2026, 11, 25), done_by="Morgan")
    with database.write() as session:
        register.keep_task(session, place, kept.number, "name", due)
        register.keep_task(session, place, kept.number, "stop-it", due)
        register.keep_task(session, place, kept.number, "stop-it", done)
        register.keep_task(session, place, kept.number, "supplier", due)
        register.keep_task(session, place, kept.number, "supplier", TaskState())

    with database.read() as session:
        assert register.task_states(session, place) == {
            (kept.number, "name"): due,
            (kept.number, "stop-it"): done,
        }
