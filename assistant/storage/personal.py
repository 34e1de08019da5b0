"""All that is kept about a person with an account: out for them, or away after they have left.

What a person signed stands beside texts, tools and other people's training. It stays, under a name
that tells nobody who it was. The list of changes is never rewritten: it keeps its lines for the
years that the provider chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from assistant.accounts import Account, former_name
from assistant.storage import accounts, locations, register
from assistant.storage.tables import (
    AccountRow,
    ApprovalRow,
    AttemptRow,
    AuditRow,
    ContactRow,
    DeviceRow,
    GapDecisionRow,
    HiddenAnswerRow,
    LinkRow,
    LocalLineRow,
    ObservationRow,
    PaperPackRow,
    Table,
    ToolTaskRow,
    ToolVersionRow,
    TrainingSessionRow,
    TranslationReviewRow,
    VisitRow,
)
from assistant.storage.training import learners, personal
from assistant.training import Learner


class NotLeftError(Exception):
    """The person still has a way in: their account is to be ended first."""


@dataclass(frozen=True)
class Signed:
    """A table whose rows name who signed, in which column, and what an export gives of them.

    Nothing given names another person: whose check was witnessed is not the witness's to have.
    """

    table: type[Table]
    name: str
    given: tuple[str, ...]

    @property
    def column(self) -> ColumnElement[Any]:
        """Return the column of the name."""
        return self.table.__table__.c[self.name]


SIGNED: Mapping[str, Signed] = {
    "approvals": Signed(ApprovalRow, "who", ("kind", "name", "approved", "role", "at")),
    "translations": Signed(
        TranslationReviewRow,
        "who",
        ("language", "domain", "sentence", "text", "verdict", "qualification", "reviewed_at"),
    ),
    "tools_saved": Signed(ToolVersionRow, "who", ("tool_id", "revision", "role", "saved_at")),
    "tasks_done": Signed(ToolTaskRow, "done_by", ("tool_id", "task", "done_on")),
    "lines_written": Signed(
        LocalLineRow, "written_by", ("location_id", "answer", "text", "written_on")
    ),
    "answers_hidden": Signed(
        HiddenAnswerRow, "written_by", ("location_id", "answer", "reason", "written_on")
    ),
    "gaps_decided": Signed(
        GapDecisionRow, "decided_by", ("location_id", "kind", "answer", "phrasing", "decided_on")
    ),
    "sessions_led": Signed(
        TrainingSessionRow, "facilitator", ("location_id", "plan", "started_at")
    ),
    "checks_witnessed": Signed(AttemptRow, "witness", ("location_id", "plan", "begun_on")),
    "practice_signed": Signed(
        ObservationRow, "observed_by", ("location_id", "use", "tool", "observed_on")
    ),
    "packs_made": Signed(PaperPackRow, "made_by", ("location_id", "code", "plan", "made_on")),
}


def leavers(session: Session) -> list[Account]:
    """Return those who have left and whose name is still kept, by name."""
    rows = session.scalars(select(AccountRow.id).where(AccountRow.left_at.is_not(None)))
    found = (accounts.get(session, number) for number in rows.all())
    kept = (one for one in found if one and one.name != former_name(one.id))
    return sorted(kept, key=lambda one: (one.name.casefold(), one.id))


def training_records(session: Session, person: Account) -> list[tuple[int, Learner]]:
    """Return whoever bears the person's name on the roster of a location of theirs.

    Accounts and rosters are not tied to each other: the name is all there is to go by.
    """
    same = person.name.casefold()
    return [
        (place, one)
        for place in locations.location_ids(session)
        if person.belongs_to(place)
        for one in learners.roster(session, place)
        if one.name.casefold() == same
    ]


def contact_for(session: Session, person: Account) -> list[int]:
    """Return the locations that name the person as somebody to ask, each once."""
    return sorted(
        {
            location_id
            for table in (ContactRow, LocalLineRow)
            for location_id in session.scalars(
                select(table.location_id).where(table.name == person.name)
            )
        }
    )


def is_name_shared(session: Session, person: Account) -> bool:
    """Return whether someone else had the same name here, so that signatures cannot be told."""
    return person.name not in _names(session, person)


def signatures(session: Session, person: Account) -> dict[str, int]:
    """Return how much of each kind the person signed; kinds without any are left out."""
    counts = {
        kind: session.execute(
            select(func.count()).select_from(signed.table).where(_by(session, person, signed))
        ).scalar_one()
        for kind, signed in SIGNED.items()
    }
    return {kind: number for kind, number in counts.items() if number}


def export(session: Session, person: Account) -> dict[str, Any]:
    """Return everything that is kept about a person with an account, ready for JSON.

    Secrets are kept as hashes and are not given. ``locations`` puts names to their numbers.
    """
    row = session.get_one(AccountRow, person.id)
    tools = register.answered_for_by(session, person.id)
    rosters = training_records(session, person)
    return {
        "account": {
            **_given(row, ("id", "name", "email", "role", "added_at", "signed_in_at", "left_at")),
            "duties": sorted(person.duties),
            "locations": sorted(person.locations),
            "has_password": row.password_hash is not None,
            "has_pin": row.pin_hash is not None,
            "has_code_app": row.code_secret is not None,
            "recovery_codes_left": accounts.recovery_codes_left(session, person.id),
        },
        "locations": locations.names(session),
        "name_is_shared": is_name_shared(session, person),
        "visits": _visits(session, person),
        "links": [
            _given(link, ("purpose", "made_at", "expires_at", "used_at"))
            for link in session.scalars(select(LinkRow).where(LinkRow.account_id == person.id))
        ],
        "answers_for": [{"location_id": one.location_id, "tool": one.tool.id} for one in tools],
        "contact_at": contact_for(session, person),
        "signed": {
            kind: [
                _given(found, signed.given)
                for found in session.scalars(
                    select(signed.table).where(_by(session, person, signed))
                )
            ]
            for kind, signed in SIGNED.items()
        },
        "changes_by_them": _changes(session, AuditRow.account_id == person.id),
        "changes_about_them": _changes(
            session,
            AuditRow.about.in_(_names(session, person)),
            or_(AuditRow.account_id.is_(None), AuditRow.account_id != person.id),
        ),
        "training": [personal.export(session, place, one.id) for place, one in rosters],
    }


def forget(session: Session, person: Account) -> str:
    """Take a person who has left out of what is kept, and return the name that stays instead.

    The number of the account stays, so that nobody else ever gets it, and so do role and day of
    leaving. Whoever is named as a contact stays there: somebody must be named. Raises NotLeftError.
    """
    row = session.get_one(AccountRow, person.id)
    if row.left_at is None:
        raise NotLeftError
    name = former_name(person.id)
    for signed in SIGNED.values():
        where = _by(session, person, signed)
        session.execute(update(signed.table).where(where).values({signed.name: name}))
    row.name, row.email, row.duties, row.signed_in_at = name, None, "", None
    row.places.clear()
    session.flush()
    session.expire_all()
    return name


def _by(session: Session, person: Account, signed: Signed) -> Any:
    """Return which rows the person signed: by number where it is kept, else by name.

    Two people of one name cannot be told apart by it, so neither is given the other's.
    """
    if signed.table is TranslationReviewRow:
        return TranslationReviewRow.account_id == person.id
    return signed.column.in_(_names(session, person))


def _names(session: Session, person: Account) -> frozenset[str]:
    """Return the names under which the person alone signed, also those from before a change."""
    used = session.scalars(
        select(AuditRow.who).where(AuditRow.account_id == person.id).distinct()
    ).all()
    mine = frozenset({person.name, *used})
    theirs = session.scalars(
        select(AuditRow.who).where(AuditRow.account_id != person.id).distinct()
    ).all()
    others = {name for number, name in accounts.names(session).items() if number != person.id}
    return mine - others - set(theirs)


def _visits(session: Session, person: Account) -> list[dict[str, Any]]:
    query = (
        select(VisitRow, DeviceRow.name)
        .outerjoin(DeviceRow, DeviceRow.id == VisitRow.device_id)
        .where(VisitRow.account_id == person.id)
        .order_by(VisitRow.id)
    )
    return [
        {**_given(visit, ("location_id", "started_at", "last_seen_at")), "device": device}
        for visit, device in session.execute(query)
    ]


def _changes(session: Session, *where: Any) -> list[dict[str, Any]]:
    """Return lines of the list of changes; who else made them is told by their role alone."""
    given = ("at", "role", "location_id", "action", "about", "detail")
    rows: Iterable[AuditRow] = session.scalars(select(AuditRow).where(*where).order_by(AuditRow.id))
    return [_given(row, given) for row in rows]


def _given(row: Table, columns: Iterable[str]) -> dict[str, Any]:
    values = {column: getattr(row, column) for column in columns}
    return {
        column: value.isoformat() if isinstance(value, date | datetime) else value
        for column, value in values.items()
    }
