"""The audit, approvals, settings, and what is deleted in time, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from assistant import storage
from assistant.accounts import Role
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage import Session, Storage, StorageError, approvals, audit, doors
from assistant.storage import accounts as kept
from assistant.storage.approvals import TextKind
from assistant.storage.audit import ON_SERVER
from assistant.storage.doors import DeviceKind, Purpose
from assistant.storage.provider import Provider
from assistant.storage.tables import (
    AccountRow,
    ApprovalRow,
    AuditRow,
    DeviceRow,
    FailureRow,
    LinkRow,
    LocationRow,
    Table,
    VisitRow,
)
from tests import tools
from tests.small_house import DAY, HOUR, MINUTE, NOW, add_person, add_place

# SQLite calls a refusal of a trigger a broken rule, PostgreSQL an error of its own.
REFUSED = (IntegrityError, StorageError)

# The database holds its lines for a year by its own clock.
TODAY = datetime.now(UTC)
YEAR = timedelta(days=366)


def count(session: Session, table: type[Table]) -> int:
    """Return how many rows there are."""
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def line_at(database: Storage, at: datetime) -> int:
    """Return the number of a new line of the audit of that time."""
    with database.write() as session:
        audit.record(session, ON_SERVER, "set_up", "Example Care", at)
    with database.read() as session:
        return audit.lines(session, None, limit=1)[0].id


def test_a_change_leaves_a_line_that_outlives_its_person(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        morgan = add_person(session, "Morgan", Role.MANAGER, place)
        audit.record(
            session,
            audit.actor(morgan),
            "contact_changed",
            "Èxample “House”",
            NOW,
            location_id=place,
            role="ai_lead",
            name="B. Sample",
        )
        audit.record(session, ON_SERVER, "backup_made", "plainly.db", NOW + HOUR)
    with database.write() as session:
        session.execute(delete(LocationRow))
        session.execute(delete(AccountRow))

    with database.read() as session:
        newest, oldest = audit.lines(session, None)
        assert audit.count(session) == 2
    assert newest == audit.AuditLine(
        newest.id, NOW + HOUR, "on the server", "server", None, "backup_made", "plainly.db", {}
    )
    assert oldest == audit.AuditLine(
        oldest.id,
        NOW,
        "Morgan",
        "manager",
        place,
        "contact_changed",
        "Èxample “House”",
        {"role": "ai_lead", "name": "B. Sample"},
    )


def test_a_change_that_fails_leaves_no_line(database: Storage) -> None:
    def fail_halfway() -> None:
        with database.write() as session:
            audit.record(session, ON_SERVER, "set_up", "Example Care", NOW)
            assert audit.count(session) == 1
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()

    with database.read() as session:
        assert audit.count(session) == 0


def test_a_long_name_does_not_keep_a_line_out(database: Storage) -> None:
    with database.write() as session:
        audit.record(session, ON_SERVER, "set_up", "x" * 300, NOW)

    with database.read() as session:
        assert audit.lines(session, None)[0].about == "x" * 200


def test_lines_are_read_by_location_and_page_by_page(database: Storage) -> None:
    with database.write() as session:
        for number, place in enumerate([1, 2, None, 1, 3]):
            audit.record(session, ON_SERVER, "set_up", f"line {number}", NOW, location_id=place)

    with database.read() as session:

        def read(
            places: list[int] | None, *, before: int | None = None, limit: int | None = None
        ) -> list[str]:
            found = audit.lines(session, places, before=before, limit=limit)
            return [line.about for line in found]

        numbers = {line.about: line.id for line in audit.lines(session, None)}
        assert read(None) == ["line 4", "line 3", "line 2", "line 1", "line 0"]
        assert read([1]) == ["line 3", "line 0"]
        assert read([2, 3]) == ["line 4", "line 1"]
        assert read([]) == []
        assert read(None, limit=2) == ["line 4", "line 3"]
        assert read(None, before=numbers["line 3"], limit=2) == ["line 2", "line 1"]
        assert read([1], before=numbers["line 3"]) == ["line 0"]
        assert read(None, before=numbers["line 0"]) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody'",
        "UPDATE audit SET detail = detail",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE about = 'Example Care'",
    ],
)
@pytest.mark.parametrize("age", [timedelta(), 364 * DAY, -DAY])
def test_the_database_refuses_to_change_or_lose_a_line(
    database: Storage, age: timedelta, statement: str
) -> None:
    line_at(database, TODAY - age)

    def tamper() -> None:
        with database.write() as session:
            session.execute(text(statement))

    with pytest.raises(REFUSED, match="the audit is"):
        tamper()
    with database.read() as session:
        (line,) = audit.lines(session, None)
    assert (line.who, line.at) == ("on the server", TODAY - age)


def test_no_other_statement_replaces_or_empties_the_audit(database: Storage) -> None:
    line_at(database, TODAY)
    statements = {
        "sqlite": "INSERT OR REPLACE INTO audit SELECT id, at, account_id, 'nobody', role,"
        " location_id, action, about, detail FROM audit",
        "postgresql": "TRUNCATE audit",
    }

    def tamper() -> None:
        with database.write() as session:
            session.execute(text(statements[session.get_bind().dialect.name]))

    with pytest.raises(REFUSED, match="the audit is only added to"):
        tamper()
    line_at(database, TODAY)
    with database.read() as session:
        assert [line.who for line in audit.lines(session, None)] == ["on the server"] * 2


def test_an_old_line_may_be_deleted_and_still_not_changed(database: Storage) -> None:
    number = line_at(database, TODAY - YEAR)

    def change() -> None:
        with database.write() as session:
            session.execute(update(AuditRow).values(who="nobody"))

    with pytest.raises(REFUSED, match="only added to"):
        change()
    with database.write() as session:
        session.execute(delete(AuditRow).where(AuditRow.id == number))
    with database.read() as session:
        assert audit.count(session) == 0


def test_the_newest_line_about_a_text_counts(database: Storage) -> None:
    with database.write() as session:
        olive, morgan = (add_person(session, name, Role.OWNER) for name in ("Olive", "Morgan"))
        approvals.approve(session, TextKind.ANSWER, "notes", "a" * 64, olive, NOW)
        approvals.approve(session, TextKind.ANSWER, "notes", "b" * 64, morgan, NOW + DAY)
        approvals.approve(session, TextKind.ANSWER, "photos", "c" * 64, olive, NOW)
        approvals.approve(session, TextKind.SENTENCE, "notes", "d" * 64, olive, NOW + 2 * DAY)

    with database.read() as session:
        current = approvals.current(session, TextKind.ANSWER)
        assert current == {
            "notes": approvals.Approval("notes", "b" * 64, True, "Morgan", "owner", NOW + DAY),
            "photos": approvals.Approval("photos", "c" * 64, True, "Olive", "owner", NOW),
        }
        notes = current["notes"]
        assert approvals.current(session, TextKind.ANSWER, "notes") == {"notes": notes}
        assert approvals.current(session, TextKind.ANSWER, "nothing") == {}
        assert list(approvals.current(session, TextKind.SENTENCE)) == ["notes"]
    assert notes.holds_for("b" * 64)
    assert not notes.holds_for("a" * 64), "the text that was approved before it changed"


def test_an_approval_can_be_taken_back_and_given_again(database: Storage) -> None:
    holds = []
    for approved in (True, False, True):
        with database.write() as session:
            by = add_person(session, "Olive", Role.OWNER)
            approvals.approve(
                session, TextKind.ANSWER, "notes", "a" * 64, by, NOW, approved=approved
            )
        with database.read() as session:
            newest = approvals.current(session, TextKind.ANSWER)["notes"]
            holds.append(newest.holds_for("a" * 64))

    assert holds == [True, False, True]
    with database.read() as session:
        assert count(session, ApprovalRow) == 3


def test_a_leaver_s_approvals_are_handed_over_and_keep_their_name(database: Storage) -> None:
    with database.write() as session:
        leaver, successor, other = (
            add_person(session, name, Role.OWNER) for name in ("Olive", "Morgan", "Sidney")
        )
        for name, by in (("notes", leaver), ("photos", leaver), ("falls", other)):
            approvals.approve(session, TextKind.ANSWER, name, "a" * 64, by, NOW)
        assert approvals.hand_over(session, leaver.id, successor.id) == 2
        assert approvals.hand_over(session, leaver.id, successor.id) == 0

    with database.read() as session:
        lines = session.execute(select(ApprovalRow.name, ApprovalRow.account_id))
        answers_for = {row.name: row.account_id for row in lines}
        current = approvals.current(session, TextKind.ANSWER)
    assert answers_for == {"notes": successor.id, "photos": successor.id, "falls": other.id}
    signed = {name: line.who for name, line in current.items()}
    assert signed == {"notes": "Olive", "photos": "Olive", "falls": "Sidney"}


def test_the_settings_of_the_provider_come_back(database: Storage) -> None:
    with database.read() as session:
        assert storage.provider.get(session) is None
    for provider in (Provider("Example Care"), Provider("Other Care", True, 20)):
        with database.write() as session:
            storage.provider.keep(session, provider)
        with database.read() as session:
            assert storage.provider.get(session) == provider


def test_other_words_for_a_location_replace_all_but_its_kind(database: Storage) -> None:
    before = Location(
        "Example Care",
        "Example House",
        {"manager": Person("B. Sample"), "ai_lead": Person("A. Sample", "01632 960102")},
        (),
        "the blue book",
    )
    after = Location(
        "Example Care",
        "Sample House",
        {"ai_lead": Person("C. Sample", "01632 960103"), "on_call": Person("D. Sample")},
        (),
        "",
    )
    with database.write() as session:
        number = storage.locations.add_location(session, before, Setting.HOME_CARE)
        other = storage.locations.add_location(session, before, Setting.CARE_HOME)
    with database.write() as session:
        storage.locations.change_location(session, number, after)

    with database.read() as session:
        assert storage.locations.get_location(session, number) == after
        assert session.get_one(LocationRow, number).setting == Setting.HOME_CARE
        assert storage.locations.get_location(session, other) == before
        assert storage.locations.names(session) == {number: "Sample House", other: "Example House"}


def _failure(session: Session, at: datetime) -> None:
    doors.note_failure(session, "key", at)


def _visit(session: Session, at: datetime) -> None:
    doors.start_visit(session, add_person(session), at)


def _link(session: Session, at: datetime) -> None:
    made_at = at - doors.LASTS[Purpose.PIN]
    doors.make_account_link(session, Purpose.PIN, add_person(session).id, made_at)


def _revoked_device(session: Session, at: datetime) -> None:
    token = doors.enrol(session, add_place(session), "Lounge", DeviceKind.SHARED, at)
    device = doors.device_by_token(session, token)
    assert device is not None
    doors.revoke(session, device, at)


def _line(session: Session, at: datetime) -> None:
    audit.record(session, ON_SERVER, "set_up", "Example Care", at)


@pytest.mark.parametrize(
    ("table", "add", "years", "kept_for"),
    [
        (FailureRow, _failure, None, DAY),
        (VisitRow, _visit, None, DAY),
        (LinkRow, _link, None, 30 * DAY),
        (DeviceRow, _revoked_device, None, 365 * DAY),
        (AuditRow, _line, None, 6 * YEAR),
        (AuditRow, _line, 1, YEAR),
        (AuditRow, _line, 20, 20 * YEAR),
    ],
)
def test_what_is_past_its_time_is_deleted_and_the_rest_is_kept(
    database: Storage,
    table: type[Table],
    add: Callable[[Session, datetime], None],
    years: int | None,
    kept_for: timedelta,
) -> None:
    with database.write() as session:
        if years:
            storage.provider.keep(session, Provider("Example Care", audit_years=years))
        add(session, TODAY - kept_for - MINUTE)
        add(session, TODAY - kept_for + MINUTE)
        add(session, TODAY)

    with database.write() as session:
        deleted = storage.tidy(session, TODAY)

    assert {name: count for name, count in deleted.items() if count} == {table.__tablename__: 1}
    with database.read() as session:
        assert count(session, table) == 2


def test_tidying_keeps_people_devices_in_use_approvals_and_notices(database: Storage) -> None:
    long_ago = TODAY - 3000 * DAY
    with database.write() as session:
        place = add_place(session)
        person = kept.add(session, "Olive", Role.OWNER, long_ago)
        leaver = kept.add(session, "Ash", Role.STAFF, long_ago, locations=[place])
        kept.let_go(session, leaver.id, long_ago)
        codes = kept.new_recovery_codes(session, person.id)
        token = doors.enrol(session, place, "Lounge", DeviceKind.SHARED, long_ago)
        approvals.approve(session, TextKind.ANSWER, "notes", "a" * 64, person, long_ago)
        notice = storage.notices.publish(session, place, tools.VERSION, long_ago)

    with database.write() as session:
        assert set(storage.tidy(session, TODAY).values()) == {0}

    with database.read() as session:
        assert kept.get(session, person.id) == person
        gone = kept.get(session, leaver.id)
        assert gone is not None
        assert gone.name == "Ash"
        assert kept.recovery_codes_left(session, person.id) == len(codes)
        assert doors.device_by_token(session, token) is not None
        assert list(approvals.current(session, TextKind.ANSWER)) == ["notes"]
        assert storage.notices.by_token(session, notice.token) == notice
        assert storage.locations.location_ids(session) == [place]


def test_an_instant_comes_back_in_utc_whatever_zone_it_had(database: Storage) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    at = datetime(2026, 11, 24, 2, 15, 7, 123456, tzinfo=east)
    with database.write() as session:
        number = kept.add(session, "Olive", Role.OWNER, at).id
        kept.add(session, "Oscar", Role.OWNER, at)
        kept.let_go(session, number, at)
        audit.record(session, ON_SERVER, "set_up", "Example Care", at)

    with database.read() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL TIME ZONE 'Asia/Kolkata'"))
        account = kept.get(session, number)
        assert account is not None
        for found in (account.left_at, audit.lines(session, None)[0].at):
            assert found is not None
            assert found.isoformat() == "2026-11-23T20:45:07.123456+00:00"
            assert found.tzinfo is UTC
