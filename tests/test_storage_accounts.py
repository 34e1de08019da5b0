"""People with an account, on both databases."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from assistant import accounts as core
from assistant.accounts import Account, Duty, Role
from assistant.storage import Session, Storage, doors
from assistant.storage import accounts as kept
from assistant.storage.accounts import EmailTakenError, LastOwnerError, Secrets
from assistant.storage.doors import Purpose
from assistant.storage.tables import AccountRow, RecoveryCodeRow
from tests.small_house import DAY, NOW, add_person, add_place, at_once, change_person, find_visit

PASSWORD, NEW_PASSWORD = "gravel-otter-lantern", "lantern orchard tuesday"
APP = "JBSWY3DPEHPK3PXP"
NO_SECRETS = Secrets(None, None, None, None)


def give_all_secrets(session: Session, account: Account) -> tuple[str, str]:
    """Give *account* every secret, and return the tokens of a link and of a visit."""
    kept.set_password(session, account.id, PASSWORD)
    kept.set_pin(session, account.id, "482915")
    kept.set_code_app(session, account.id, APP, 7)
    link = doors.make_account_link(session, Purpose.PASSWORD, account.id, NOW)
    return link, doors.start_visit(session, account, NOW)


def test_an_account_comes_back_as_it_was_kept(database: Storage) -> None:
    with database.write() as session:
        north, south = add_place(session, "North"), add_place(session, "South")
        added = kept.add(
            session,
            "A. Sample",
            Role.STAFF,
            NOW,
            duties=[Duty.SENIOR, Duty.FACILITATOR, Duty.SENIOR],
            locations=[south, north, south],
        )

    with database.read() as session:
        assert kept.get(session, added.id) == added
        assert kept.get(session, added.id + 1) is None
    assert (added.name, added.email, added.role) == ("A. Sample", None, Role.STAFF)
    assert added.duties == {Duty.SENIOR, Duty.FACILITATOR}
    assert added.locations == {north, south}
    assert added.left_at is None


def test_a_change_replaces_everything_that_was_there(database: Storage) -> None:
    with database.write() as session:
        places = [add_place(session, name) for name in ("North", "South", "West")]
        person = add_person(session, "A. Sample", Role.MANAGER, *places[:2], email="a@example.org")
        changed = kept.change(
            session,
            person.id,
            name="B. Sample",
            role=Role.MANAGER,
            email="B@example.org",
            duties=[Duty.LANGUAGE_REVIEWER],
            locations=places[1:],
        )

    with database.read() as session:
        assert kept.get(session, person.id) == changed
        assert kept.by_email(session, "a@example.org") is None
    assert changed == Account(
        person.id,
        "B. Sample",
        "b@example.org",
        Role.MANAGER,
        frozenset({Duty.LANGUAGE_REVIEWER}),
        frozenset(places[1:]),
    )


def test_an_e_mail_address_is_found_whatever_its_capitals(database: Storage) -> None:
    with database.write() as session:
        olive = add_person(session, "Olive", Role.OWNER, email="Olive@Example.ORG")
        add_person(session, "Ash")

    with database.read() as session:
        assert kept.by_email(session, "oLIVE@example.org") == olive
        assert kept.by_email(session, "olive@example.com") is None
        assert kept.by_email(session, "") is None


def test_an_e_mail_address_is_one_person_s_whatever_its_capitals(database: Storage) -> None:
    with database.write() as session:
        olive = add_person(session, "Olive", Role.OWNER, email="olive@example.org")
        other = add_person(session, "Morgan", Role.MANAGER, email="morgan@example.org")
        with pytest.raises(EmailTakenError):
            add_person(session, "Sidney", Role.MANAGER, email="OLIVE@example.org")
        with pytest.raises(EmailTakenError):
            change_person(session, other, email="Olive@Example.org")
        assert change_person(session, olive, email="OLIVE@example.org") == olive

    with database.read() as session:
        assert kept.everyone(session) == [other, olive]


def test_the_database_itself_refuses_an_e_mail_address_twice(database: Storage) -> None:
    """Two sessions at once see nobody with the address; one of them must fail."""
    one = insert(AccountRow).values(
        name="A. Sample", email="a@example.org", role="owner", duties="", added_at=NOW
    )

    def add_twice() -> None:
        with database.write() as session:
            session.execute(one)
            session.execute(one)

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        add_twice()


def test_the_last_owner_can_neither_leave_nor_be_demoted(database: Storage) -> None:
    with database.write() as session:
        owner = add_person(session, "Olive", Role.OWNER, email="olive@example.org")
        gone = add_person(session, "Oscar", Role.OWNER)
        add_person(session, "Morgan", Role.MANAGER)
        kept.let_go(session, gone.id, NOW)
        for role in (Role.MANAGER, Role.STAFF):
            with pytest.raises(LastOwnerError):
                change_person(session, owner, role=role)
        with pytest.raises(LastOwnerError):
            kept.let_go(session, owner.id, NOW)

    with database.read() as session:
        assert kept.get(session, owner.id) == owner


def test_one_of_two_owners_can_leave_or_be_demoted(database: Storage) -> None:
    with database.write() as session:
        first, second, third = (add_person(session, name, Role.OWNER) for name in "ABC")
        assert change_person(session, first, role=Role.MANAGER).role is Role.MANAGER
        kept.let_go(session, second.id, NOW)
        assert kept.everyone(session)[-1] == third


def test_of_two_owners_who_leave_at_once_one_stays(database: Storage) -> None:
    with database.write() as session:
        olive, oscar = (add_person(session, name, Role.OWNER) for name in ("Olive", "Oscar"))

    def leave(session: Session, account: Account) -> bool:
        try:
            kept.let_go(session, account.id, NOW)
        except LastOwnerError:
            return False
        return True

    left = at_once(database, partial(leave, account=olive), partial(leave, account=oscar))
    assert left == [True, False]
    with database.read() as session:
        assert kept.everyone(session) == [oscar]


@pytest.mark.parametrize(
    ("old", "new", "keeps_secrets", "keeps_visit"),
    [
        (Role.STAFF, Role.STAFF, True, True),
        (Role.MANAGER, Role.MANAGER, True, True),
        (Role.MANAGER, Role.OWNER, True, False),
        (Role.OWNER, Role.MANAGER, True, False),
        (Role.STAFF, Role.MANAGER, False, False),
        (Role.STAFF, Role.OWNER, False, False),
        (Role.MANAGER, Role.STAFF, False, False),
        (Role.OWNER, Role.STAFF, False, False),
    ],
)
def test_a_new_role_ends_visits_and_a_new_way_in_forgets_secrets(
    database: Storage, old: Role, new: Role, keeps_secrets: bool, keeps_visit: bool
) -> None:
    with database.write() as session:
        add_person(session, "Olive", Role.OWNER)
        person, other = add_person(session, "Ash", old), add_person(session, "Sam")
        link, visit = give_all_secrets(session, person)
        others = give_all_secrets(session, other)

    with database.write() as session:
        before = kept.secrets_of(session, person.id)
        change_person(session, person, role=new)

    with database.read() as session:
        assert kept.secrets_of(session, person.id) == (before if keeps_secrets else NO_SECRETS)
        left = core.RECOVERY_CODES if keeps_secrets else 0
        assert kept.recovery_codes_left(session, person.id) == left
        assert (doors.find_link(session, link, NOW) is not None) is keeps_secrets
        assert (find_visit(session, visit) is not None) is keeps_visit
        assert doors.find_link(session, others[0], NOW) is not None
        assert find_visit(session, others[1]) is not None
        assert kept.recovery_codes_left(session, other.id) == core.RECOVERY_CODES


def test_a_leaver_keeps_a_name_and_no_way_in(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = add_person(session, "Ash", Role.MANAGER, place, email="ash@example.org")
        stays = add_person(session, "Sam", Role.STAFF, place)
        link, visit = give_all_secrets(session, person)
        others = give_all_secrets(session, stays)

    with database.write() as session:
        kept.let_go(session, person.id, NOW)

    with database.write() as session:
        assert kept.secrets_of(session, person.id) == NO_SECRETS
        assert kept.recovery_codes_left(session, person.id) == 0
        assert doors.find_link(session, link, NOW) is None
        assert find_visit(session, visit) is None
        found = kept.get(session, person.id)
        assert found is not None
        assert (found.name, found.email, found.left_at) == ("Ash", None, NOW)
        assert kept.by_email(session, "ash@example.org") is None
        assert kept.everyone(session) == [stays]
        assert kept.with_pin(session, place) == [stays]
        assert doors.find_link(session, others[0], NOW) is not None
        assert find_visit(session, others[1]) is not None
        assert add_person(session, "Ash", Role.MANAGER, email="ASH@example.org").id != person.id


def test_a_visit_that_began_as_its_person_left_opens_nothing(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session)
        kept.let_go(session, person.id, NOW)
        token = doors.start_visit(session, person, NOW)

    with database.read() as session:
        assert find_visit(session, token) is None


def test_a_location_shows_its_own_staff_with_a_pin(database: Storage) -> None:
    with database.write() as session:
        north, south = add_place(session, "North"), add_place(session, "South")
        people = {
            name: add_person(session, name, role, *at)
            for name, role, at in (
                ("Sam", Role.STAFF, [north]),
                ("Ash", Role.STAFF, [north, south]),
                ("Kit", Role.STAFF, [south]),
                ("Olive", Role.OWNER, []),
                ("Robin", Role.STAFF, [north]),
            )
        }
        for name in ("Sam", "Ash", "Kit"):
            kept.set_pin(session, people[name].id, "482915")

    with database.read() as session:
        assert kept.with_pin(session, north) == [people["Ash"], people["Sam"]]
        assert kept.with_pin(session, south) == [people["Ash"], people["Kit"]]
        assert [one.name for one in kept.everyone(session, north)] == [
            "Ash",
            "Olive",
            "Robin",
            "Sam",
        ]
        assert [one.name for one in kept.everyone(session, south)] == ["Ash", "Kit", "Olive"]


def test_when_people_last_signed_in_is_known(database: Storage) -> None:
    with database.write() as session:
        often, never = add_person(session, "Ash"), add_person(session, "Sam")
        doors.start_visit(session, often, NOW - DAY)
        doors.start_visit(session, often, NOW)

    with database.read() as session:
        assert kept.last_sign_ins(session) == {often.id: NOW}
        assert kept.get(session, never.id) == never


def test_a_new_password_ends_visits_and_a_new_hash_of_it_does_not(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session, role=Role.MANAGER)
        kept.set_password(session, person.id, PASSWORD)
        first = doors.start_visit(session, person, NOW)
        kept.set_password(session, person.id, NEW_PASSWORD)
        second = doors.start_visit(session, person, NOW)
        before = kept.secrets_of(session, person.id).password_hash
        kept.renew_password_hash(session, person.id, NEW_PASSWORD)

    with database.read() as session:
        after = kept.secrets_of(session, person.id).password_hash
        assert after != before
        assert core.matches(after, NEW_PASSWORD)
        assert not core.matches(after, PASSWORD)
        assert find_visit(session, first) is None
        assert find_visit(session, second) is not None


def test_a_new_pin_ends_visits(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session)
        visit = doors.start_visit(session, person, NOW)
        kept.set_pin(session, person.id, "482915")

    with database.read() as session:
        assert core.matches(kept.secrets_of(session, person.id).pin_hash, "482915")
        assert find_visit(session, visit) is None


def test_the_code_that_proved_the_app_is_spent_and_so_is_each_after(database: Storage) -> None:
    with database.write() as session:
        person, other = add_person(session, "Ash"), add_person(session, "Sam")
        kept.set_code_app(session, person.id, APP, 7)

    with database.write() as session:
        assert [kept.spend_code_step(session, person.id, step) for step in (6, 7, 8, 8, 7, 9)] == [
            False,
            False,
            True,
            False,
            False,
            True,
        ]
        assert kept.spend_code_step(session, other.id, 8)
    with database.read() as session:
        secrets = kept.secrets_of(session, person.id)
    assert (secrets.code_secret, secrets.code_step) == (APP, 9)


def test_a_recovery_code_is_good_once_and_for_its_person(database: Storage) -> None:
    with database.write() as session:
        person, other = add_person(session, "Ash"), add_person(session, "Sam")
        codes = kept.set_code_app(session, person.id, APP, 7)

    def spend(session: Session, account: Account, typed: str) -> bool:
        return kept.spend_recovery_code(session, account.id, typed, NOW)

    with database.write() as session:
        assert len(codes) == kept.recovery_codes_left(session, person.id) == core.RECOVERY_CODES
        assert not spend(session, other, codes[0])
        assert not spend(session, person, "aaaaa-aaaaa")
        assert not spend(session, person, "")
        assert spend(session, person, f" {codes[0].upper().replace('-', ' ')} ")
        assert not spend(session, person, codes[0])
        assert spend(session, person, codes[1])
        assert kept.recovery_codes_left(session, person.id) == core.RECOVERY_CODES - 2
        hashes = session.scalars(select(RecoveryCodeRow.code_hash)).all()
        assert not set(hashes) & set(codes), "codes are kept as hashes"


def test_new_recovery_codes_end_the_old_ones(database: Storage) -> None:
    with database.write() as session:
        person, other = add_person(session, "Ash"), add_person(session, "Sam")
        old = kept.new_recovery_codes(session, person.id)
        others = kept.new_recovery_codes(session, other.id)
        new = kept.new_recovery_codes(session, person.id)
        assert not kept.spend_recovery_code(session, person.id, old[0], NOW)
        assert kept.spend_recovery_code(session, person.id, new[0], NOW)
        assert kept.spend_recovery_code(session, other.id, others[0], NOW)


def test_of_two_at_once_with_the_same_code_one_comes_in(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session)
        codes = kept.set_code_app(session, person.id, APP, 7)

    def spend_step(session: Session) -> bool:
        return kept.spend_code_step(session, person.id, 8)

    def spend_code(session: Session) -> bool:
        return kept.spend_recovery_code(session, person.id, codes[0], NOW)

    assert at_once(database, spend_step, spend_step) == [True, False]
    assert at_once(database, spend_code, spend_code) == [True, False]


def test_an_instant_without_a_zone_is_refused(database: Storage) -> None:
    def add() -> None:
        with database.write() as session:
            kept.add(session, "Olive", Role.OWNER, NOW.replace(tzinfo=None))

    with pytest.raises(StatementError, match="an instant needs a time zone"):
        add()
    with database.read() as session:
        assert kept.everyone(session) == []
