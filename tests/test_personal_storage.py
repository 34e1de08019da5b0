"""All that is kept about a person with an account: out for them, and away, on both databases."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from assistant import storage
from assistant.accounts import Account, Duty, Role, former_name
from assistant.knowledge import Role as Work
from assistant.storage import Session, Storage, accounts, approvals, audit, personal
from assistant.storage.personal import SIGNED, NotLeftError
from assistant.storage.tables import (
    ApprovalRow,
    AttemptRow,
    ContactRow,
    GapDecisionRow,
    HiddenAnswerRow,
    LearnerRow,
    LocalLineRow,
    ObservationRow,
    PaperPackRow,
    Table,
    ToolRow,
    ToolTaskRow,
    ToolVersionRow,
    TrainingSessionRow,
    TranslationReviewRow,
)
from assistant.storage.training import learners
from tests.small_house import HOUR, NOW, add_person, add_place

NAME = "Zebedee Quillfeather"
TODAY = date(2026, 11, 24)
# Who signs stands under these names; a job is done by a role, and a line names whom to ask.
NAMES_OF_SIGNERS = re.compile(r"who|witness|facilitator|\w+_by")
NO_PERSON = {("switch_off_job", "done_by")}
# What a session that was led is about holds no person of its own; a text says who to ask.
KEEP_THE_NAME = {"audit", "contact"}


def signed_by(session: Session, place: int, person: Account) -> None:
    """Let a person sign a row of every kind at a place."""
    name = person.name
    learner = learners.add(session, place, "Asha Patel", Work.CARE_WORKER)
    at = {"location_id": place}
    tool = ToolRow(slug="notewell", revision=1, **at)
    session.add(tool)
    session.flush()
    session.add_all(
        [
            _approval(person),
            TranslationReviewRow(
                language="pl",
                domain="notices",
                sentence="who",
                source_sha256="",
                shipped_sha256="",
                text="Tak",
                verdict="accepted",
                account_id=person.id,
                who=name,
                role="staff",
                qualification="speaks it",
                method="",
                provider="",
                reviewed_at=NOW,
            ),
            ToolVersionRow(
                tool_id=tool.id, revision=1, content="{}", saved_at=NOW, who=name, role="manager"
            ),
            ToolTaskRow(tool_id=tool.id, task="dpia", done_on=TODAY, done_by=name),
            LocalLineRow(
                answer="emergency",
                text="Ring first.",
                name="",
                phone="",
                written_over="",
                written_by=name,
                written_on=TODAY,
                **at,
            ),
            HiddenAnswerRow(
                answer="emergency",
                reason="not used",
                written_over="",
                written_by=name,
                written_on=TODAY,
                **at,
            ),
            GapDecisionRow(kind="done", gaps=1, decided_by=name, decided_on=TODAY, **at),
            TrainingSessionRow(
                plan="induction",
                role="care_worker",
                naming="named",
                one_screen=False,
                facilitator=name,
                phase="ended",
                item=0,
                revision=1,
                started_at=NOW,
                **at,
            ),
            AttemptRow(
                learner_id=learner,
                token_hash="t" * 64,
                plan="induction",
                identity="witness",
                witness=name,
                support="",
                language="en",
                begun_on=TODAY,
                **at,
            ),
            ObservationRow(
                learner_id=learner,
                use="sensors",
                tool="Bedwatch",
                observed_on=TODAY,
                observed_by=name,
                safely=True,
                **at,
            ),
            PaperPackRow(
                code="ABCDEF",
                plan="induction",
                role="care_worker",
                setting="care_home",
                uses="",
                scenarios="{}",
                made_on=TODAY,
                made_by=name,
                **at,
            ),
        ]
    )
    audit.record(session, audit.actor(person), "texts_approved", "basics", NOW, location_id=place)
    audit.record(session, audit.ON_SERVER, "person_added", name, NOW, location_id=place)


def _approval(person: Account) -> ApprovalRow:
    return ApprovalRow(
        kind="answer",
        name="emergency",
        text_hash="x" * 64,
        approved=True,
        account_id=person.id,
        who=person.name,
        role="manager",
        at=NOW,
    )


def someone(session: Session, place: int, name: str = NAME) -> Account:
    """Return a new manager of a place."""
    email = f"{len(accounts.names(session))}@two.example"
    return accounts.add(
        session, name, Role.MANAGER, NOW, email=email, duties=[Duty.SENIOR], locations=[place]
    )


def let_go(session: Session, person: Account) -> Account:
    """Let a person leave, and return them as they are then."""
    accounts.let_go(session, person.id, NOW + HOUR)
    left = accounts.get(session, person.id)
    assert left
    return left


def holding(session: Session, word: str) -> set[str]:
    """Return the tables in which *word* stands anywhere."""
    return {
        table.name
        for table in Table.metadata.sorted_tables
        for row in session.execute(select(table))
        if any(word in str(value) for value in row)
    }


def test_every_column_that_names_who_signed_is_known() -> None:
    columns = {
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if NAMES_OF_SIGNERS.fullmatch(column.name)
    }
    known = {(one.table.__tablename__, one.name) for one in SIGNED.values()}
    assert columns - NO_PERSON - {("audit", "who")} == known


def test_a_person_gets_all_that_is_kept_about_them(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = someone(session, place)
        signed_by(session, place, person)
        learners.add(session, place, NAME.upper(), Work.SENIOR)
        accounts.set_password(session, person.id, "lantern orchard tuesday")
        storage.doors.start_visit(session, person, NOW, location_id=place)
        storage.doors.make_account_link(session, storage.doors.Purpose.START, person.id, NOW)
    with database.read() as session:
        exported = personal.export(session, person)
    kept: dict[str, Any] = json.loads(json.dumps(exported))
    assert {kind: len(rows) for kind, rows in kept["signed"].items()} == dict.fromkeys(SIGNED, 1)
    assert kept["account"]["email"] == "0@two.example"
    assert kept["account"]["duties"] == ["senior"]
    assert kept["account"]["has_password"]
    assert kept["locations"][str(place)] == "Example House"
    assert [one["location_id"] for one in kept["visits"]] == [place]
    assert [one["purpose"] for one in kept["links"]] == ["start"]
    assert [one["action"] for one in kept["changes_by_them"]] == ["texts_approved"]
    assert [one["action"] for one in kept["changes_about_them"]] == ["person_added"]
    assert [one["name"] for one in kept["training"]] == [NAME.upper()]


def test_no_secret_and_nobody_else_stands_in_the_file(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = someone(session, place)
        signed_by(session, place, person)
        accounts.set_password(session, person.id, "lantern orchard tuesday")
        accounts.set_code_app(session, person.id, "JBSWY3DPEHPK3PXP", 1)
    with database.read() as session:
        text = json.dumps(personal.export(session, person))
    assert "argon2" not in text
    assert "JBSWY3DPEHPK3PXP" not in text
    assert "Asha Patel" not in text, "whose check was witnessed is not the witness's to have"


def test_a_person_who_is_forgotten_leaves_a_number(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = someone(session, place)
        signed_by(session, place, person)
        session.add(ContactRow(location_id=place, role="manager", name=NAME))
        person = let_go(session, person)
        assert sum(personal.signatures(session, person).values()) == len(SIGNED)
        assert personal.contact_for(session, person) == [place]
        assert personal.leavers(session) == [person]
        assert personal.forget(session, person) == former_name(person.id)
    with database.read() as session:
        assert holding(session, NAME) == KEEP_THE_NAME
        tables = {one.table.__tablename__ for one in SIGNED.values()}
        assert holding(session, former_name(person.id)) == tables | {"account"}
        assert personal.leavers(session) == []
        held = approvals.current(session, storage.approvals.TextKind.ANSWER)["emergency"]
        assert held.holds_for("x" * 64), "what was approved stays approved"


def test_a_number_is_never_given_again(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = let_go(session, someone(session, place))
        personal.forget(session, person)
        assert add_person(session, "Robin", Role.STAFF, place).id != person.id


def test_nobody_is_forgotten_while_they_have_an_account(database: Storage) -> None:
    with database.write() as session:
        person = someone(session, add_place(session))
        with pytest.raises(NotLeftError):
            personal.forget(session, person)


def test_two_of_one_name_are_not_taken_for_each_other(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person, other = someone(session, place), someone(session, place)
        signed_by(session, place, other)
        person = let_go(session, person)
        assert personal.is_name_shared(session, person)
        assert personal.signatures(session, person) == {}
        personal.forget(session, person)
    with database.read() as session:
        assert ApprovalRow.__tablename__ in holding(session, NAME)
        assert holding(session, former_name(person.id)) == {"account"}


def test_what_was_signed_under_an_earlier_name_goes_as_well(database: Storage) -> None:
    with database.write() as session:
        place = add_place(session)
        person = someone(session, place)
        signed_by(session, place, person)
        renamed = accounts.change(
            session,
            person.id,
            name="Zebedee Marrow",
            role=person.role,
            email=person.email,
            duties=person.duties,
            locations=person.locations,
        )
        personal.forget(session, let_go(session, renamed))
    with database.read() as session:
        # Only of a review is it kept who made it by number.
        assert holding(session, NAME) == {"audit"}


def test_training_records_are_found_by_name_at_the_person_s_own_places(database: Storage) -> None:
    with database.write() as session:
        here, there = add_place(session), add_place(session, "Other House")
        person = someone(session, here)
        mine = learners.add(session, here, NAME, Work.SENIOR)
        learners.add(session, there, NAME, Work.SENIOR)
        learners.add(session, here, "Zebedee", Work.SENIOR)
        found = personal.training_records(session, person)
        assert [(place, one.id) for place, one in found] == [(here, mine)]
        assert len(session.scalars(select(LearnerRow.id)).all()) == 3
