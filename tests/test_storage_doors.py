"""Links, devices, visits and throttles, on both databases."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from sqlalchemy import select

from assistant.accounts import Role, Throttle
from assistant.storage import Session, Storage, doors
from assistant.storage.doors import DeviceKind, Link, Purpose, Visit
from assistant.storage.tables import DeviceRow, FailureRow, LinkRow, VisitRow
from tests.small_house import (
    DAY,
    HOUR,
    IDLE,
    LONGEST,
    MINUTE,
    NOW,
    SECOND,
    add_person,
    add_place,
    at_once,
    find_visit,
)


def good(found: Link | None) -> Link:
    """Return a link that must be there."""
    assert found is not None
    return found


def test_looking_at_a_link_does_not_use_it_up(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session)
        token = doors.make_account_link(session, Purpose.START, person.id, NOW)

    with database.write() as session:
        link = good(doors.find_link(session, token, NOW))
        assert doors.find_link(session, token, NOW) == link
        assert link == Link(link.id, Purpose.START, person, None, "", None)
        assert doors.find_link(session, "guess", NOW) is None
        kept_of_it = session.scalars(select(LinkRow.token_hash)).one()
        assert kept_of_it != token

        assert doors.use_link(session, link, NOW)
        assert doors.find_link(session, token, NOW) is None
        assert not doors.use_link(session, link, NOW)


def test_of_two_at_once_with_the_same_link_one_comes_in(database: Storage) -> None:
    with database.write() as session:
        token = doors.make_account_link(session, Purpose.START, add_person(session).id, NOW)
    with database.read() as session:
        link = good(doors.find_link(session, token, NOW))

    def use(session: Session) -> bool:
        return doors.use_link(session, link, NOW)

    assert at_once(database, use, use) == [True, False]


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [
        (Purpose.START, 3 * DAY),
        (Purpose.PASSWORD, DAY),
        (Purpose.CODE_APP, DAY),
        (Purpose.PIN, 3 * DAY),
    ],
)
def test_a_person_s_link_expires(database: Storage, purpose: Purpose, lasts: timedelta) -> None:
    with database.write() as session:
        token = doors.make_account_link(session, purpose, add_person(session).id, NOW)

    with database.read() as session:
        assert doors.find_link(session, token, NOW + lasts - SECOND) is not None
        assert doors.find_link(session, token, NOW + lasts) is None


@pytest.mark.parametrize(
    ("kind", "lasts"), [(DeviceKind.SHARED, 15 * MINUTE), (DeviceKind.WORK_PHONE, 7 * DAY)]
)
def test_a_device_s_link_expires(database: Storage, kind: DeviceKind, lasts: timedelta) -> None:
    with database.write() as session:
        place = add_place(session)
        token = doors.make_device_link(session, place, "Lounge", kind, NOW)

    with database.read() as session:
        link = good(doors.find_link(session, token, NOW + lasts - SECOND))
        assert doors.find_link(session, token, NOW + lasts) is None
    assert link == Link(link.id, Purpose.ENROL, None, place, "Lounge", kind)


def test_a_newer_link_ends_the_older_for_the_same_purpose(database: Storage) -> None:
    with database.write() as session:
        place, person, other = (
            add_place(session),
            add_person(session, "Ash"),
            add_person(session, "Sam"),
        )
        old = doors.make_account_link(session, Purpose.PIN, person.id, NOW)
        stay = [
            doors.make_account_link(session, Purpose.START, person.id, NOW),
            doors.make_account_link(session, Purpose.PIN, other.id, NOW),
            doors.make_device_link(session, place, "Lounge", DeviceKind.SHARED, NOW),
            doors.make_device_link(session, place, "Hall", DeviceKind.SHARED, NOW),
            doors.make_account_link(session, Purpose.PIN, person.id, NOW),
        ]

    with database.read() as session:
        assert doors.find_link(session, old, NOW) is None
        assert all(doors.find_link(session, token, NOW) for token in stay)


def test_an_older_link_in_hand_does_not_use_up_the_newer(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session)
        old = doors.make_account_link(session, Purpose.PIN, person.id, NOW)
        in_hand = good(doors.find_link(session, old, NOW))
        new = doors.make_account_link(session, Purpose.PIN, person.id, NOW)
        assert not doors.use_link(session, in_hand, NOW)
        assert doors.find_link(session, new, NOW) is not None


def test_an_enrolled_device_is_known_by_its_token(database: Storage) -> None:
    with database.write() as session:
        place, elsewhere = add_place(session, "North"), add_place(session, "South")
        token = doors.enrol(session, place, "Lounge", DeviceKind.SHARED, NOW)
        doors.enrol(session, place, "Hall", DeviceKind.WORK_PHONE, NOW)
        doors.enrol(session, elsewhere, "Office", DeviceKind.SHARED, NOW)

    with database.read() as session:
        found = doors.device_by_token(session, token)
        assert found is not None
        assert (found.location_id, found.name, found.kind) == (place, "Lounge", DeviceKind.SHARED)
        assert (found.enrolled_at, found.last_seen_at) == (NOW, NOW)
        assert doors.device_by_token(session, "guess") is None
        assert doors.device(session, place, found.id) == found
        assert doors.device(session, elsewhere, found.id) is None
        assert doors.device(session, place, found.id + 100) is None
        assert [one.name for one in doors.devices(session, place)] == ["Hall", "Lounge"]
        assert [one.name for one in doors.devices(session, elsewhere)] == ["Office"]
        assert token not in session.scalars(select(DeviceRow.token_hash)).all()


def test_a_device_takes_another_name_and_is_noted_twice_a_day(database: Storage) -> None:
    with database.write() as session:
        token = doors.enrol(session, add_place(session), "Lounge", DeviceKind.SHARED, NOW)
        found = doors.device_by_token(session, token)
        assert found is not None
        doors.rename(session, found, "Landing")
        assert not doors.is_seen_long_ago(found, NOW + 12 * HOUR)
        assert doors.is_seen_long_ago(found, NOW + 12 * HOUR + SECOND)
        doors.note_device(session, found, NOW + DAY)

    with database.read() as session:
        after = doors.device_by_token(session, token)
    assert after is not None
    assert (after.name, after.enrolled_at, after.last_seen_at) == ("Landing", NOW, NOW + DAY)


def test_a_revoked_device_is_shut_out_with_the_visits_at_it(database: Storage) -> None:
    with database.write() as session:
        place, person = add_place(session), add_person(session)
        token, other = (
            doors.enrol(session, place, name, DeviceKind.SHARED, NOW) for name in ("Lounge", "Hall")
        )
        lost, stays = (doors.device_by_token(session, one) for one in (token, other))
        assert lost is not None
        assert stays is not None
        at_lost, at_other = (
            doors.start_visit(session, person, NOW, device_id=one.id) for one in (lost, stays)
        )
        at_none = doors.start_visit(session, person, NOW)
        doors.revoke(session, lost, NOW)

    with database.read() as session:
        assert doors.device_by_token(session, token) is None
        assert doors.device(session, place, lost.id) is None
        assert doors.devices(session, place) == [stays]
        assert find_visit(session, at_lost) is None
        assert find_visit(session, at_other) is not None
        assert find_visit(session, at_none) is not None


@pytest.mark.parametrize(
    ("noted", "at", "is_open"),
    [
        ([], timedelta(), True),
        ([], IDLE - SECOND, True),
        ([], IDLE, False),
        ([IDLE - SECOND], 2 * IDLE - 2 * SECOND, True),
        ([IDLE - SECOND], 2 * IDLE - SECOND, False),
        ([LONGEST - MINUTE], LONGEST - SECOND, True),
        ([LONGEST - MINUTE], LONGEST, False),
    ],
)
def test_a_visit_ends_when_it_is_idle_or_too_long(
    database: Storage, noted: list[timedelta], at: timedelta, is_open: bool
) -> None:
    with database.write() as session:
        person = add_person(session)
        token = doors.start_visit(session, person, NOW)
        visit = find_visit(session, token)
        assert visit is not None
        for after in noted:
            doors.note_visit(session, visit, NOW + after)

    with database.read() as session:
        assert (find_visit(session, token, NOW + at) is not None) is is_open


def test_a_visit_is_noted_again_after_a_minute(database: Storage) -> None:
    with database.write() as session:
        token = doors.start_visit(session, add_person(session), NOW)

    with database.read() as session:
        due = [find_visit(session, token, NOW + after) for after in (MINUTE, MINUTE + SECOND)]
    assert [visit and visit.is_due for visit in due] == [False, True]


def test_a_visit_knows_its_person_device_and_location(database: Storage) -> None:
    with database.write() as session:
        north, south = add_place(session, "North"), add_place(session, "South")
        person = add_person(session, "Ash", Role.MANAGER, north, south)
        device_token = doors.enrol(session, north, "Lounge", DeviceKind.SHARED, NOW)
        device = doors.device_by_token(session, device_token)
        assert device is not None
        token, other = (
            doors.start_visit(session, person, NOW, device_id=device.id, location_id=north)
            for _ in range(2)
        )
        visit = find_visit(session, token)
        assert visit is not None
        assert visit == Visit(visit.id, person, device.id, north, is_due=False)
        doors.move_visit(session, visit, south)

    with database.read() as session:
        moved, stayed = find_visit(session, token), find_visit(session, other)
        assert moved is not None
        assert stayed is not None
        assert (moved.location_id, stayed.location_id) == (south, north)
        assert token not in session.scalars(select(VisitRow.token_hash)).all()
        assert find_visit(session, "guess") is None


def test_a_visit_that_ended_does_not_move_the_next_one(database: Storage) -> None:
    with database.write() as session:
        north, south = add_place(session, "North"), add_place(session, "South")
        old = doors.start_visit(session, add_person(session, "Ash"), NOW, location_id=north)
        in_hand = find_visit(session, old)
        assert in_hand is not None
        doors.end_visit(session, old)
        new = doors.start_visit(session, add_person(session, "Sam"), NOW, location_id=north)
        doors.move_visit(session, in_hand, south)

    with database.read() as session:
        visit = find_visit(session, new)
        assert visit is not None
        assert visit.location_id == north


def test_finish_ends_one_visit_and_a_change_of_secret_all_of_them(database: Storage) -> None:
    with database.write() as session:
        person, other = add_person(session, "Ash"), add_person(session, "Sam")
        first, second, third = (doors.start_visit(session, person, NOW) for _ in range(3))
        others = doors.start_visit(session, other, NOW)
        doors.end_visit(session, first)
        assert [find_visit(session, one) is None for one in (first, second, third)] == [
            True,
            False,
            False,
        ]
        doors.end_visits(session, person.id)

    with database.read() as session:
        assert find_visit(session, second) is None
        assert find_visit(session, third) is None
        assert find_visit(session, others) is not None


def test_failures_count_within_their_window_and_for_their_key(database: Storage) -> None:
    throttle = Throttle(3, 5 * MINUTE)
    with database.write() as session:
        for after in (timedelta(), MINUTE, 2 * MINUTE):
            assert not doors.is_throttled(session, "a@example.org", throttle, NOW + after)
            doors.note_failure(session, "a@example.org", NOW + after)

    with database.read() as session:
        assert doors.is_throttled(session, "a@example.org", throttle, NOW + 2 * MINUTE)
        assert doors.is_throttled(session, "a@example.org", throttle, NOW + 5 * MINUTE - SECOND)
        assert not doors.is_throttled(session, "a@example.org", throttle, NOW + 5 * MINUTE)
        assert not doors.is_throttled(session, "b@example.org", throttle, NOW + 2 * MINUTE)
        assert "a@example.org" not in session.scalars(select(FailureRow.key_hash)).all()


def test_a_success_forgets_the_failures_of_its_key(database: Storage) -> None:
    throttle = Throttle(1, 5 * MINUTE)
    with database.write() as session:
        for key in ("one", "two"):
            doors.note_failure(session, key, NOW)
        doors.forget_failures(session, "one")

    with database.read() as session:
        assert not doors.is_throttled(session, "one", throttle, NOW)
        assert doors.is_throttled(session, "two", throttle, NOW)


def test_instants_in_different_zones_are_compared_as_instants(database: Storage) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    with database.write() as session:
        token = doors.make_account_link(session, Purpose.PASSWORD, add_person(session).id, NOW)

    with database.read() as session:
        end = (NOW + DAY).astimezone(east)
        assert doors.find_link(session, token, end - SECOND) is not None
        assert doors.find_link(session, token, end) is None
