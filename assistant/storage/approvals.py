"""Which texts a named person of the provider approved; a changed text is not yet approved again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.accounts import Account
from assistant.storage.tables import AccountRow, ApprovalRow


class TextKind(StrEnum):
    """What kind of text is approved."""

    ANSWER = "answer"
    SENTENCE = "sentence"


@dataclass(frozen=True)
class Approval:
    """The newest line about a text: who approved it as it then was, or took that back.

    ``now_with`` is the name of whoever answers for it since that person left, None before.
    """

    name: str
    text_hash: str
    approved: bool
    who: str
    role: str
    at: datetime
    now_with: str | None = None

    def holds_for(self, text_hash: str) -> bool:
        """Return whether the text with that hash is the one that was approved."""
        return self.approved and self.text_hash == text_hash


def approve(
    session: Session,
    kind: TextKind,
    name: str,
    text_hash: str,
    by: Account,
    now: datetime,
    *,
    approved: bool = True,
) -> None:
    """Add a line: *by* approves the text with that hash, or takes an approval back."""
    session.add(
        ApprovalRow(
            kind=kind.value,
            name=name,
            text_hash=text_hash,
            approved=approved,
            account_id=by.id,
            who=by.name,
            role=by.role.value,
            at=now,
        )
    )


def current(session: Session, kind: TextKind, name: str | None = None) -> dict[str, Approval]:
    """Return the newest line of each text of a kind by its name, or of one text alone."""
    newest = select(func.max(ApprovalRow.id)).where(ApprovalRow.kind == kind.value)
    if name is not None:
        newest = newest.where(ApprovalRow.name == name)
    query = (
        select(ApprovalRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == ApprovalRow.account_id)
        .where(ApprovalRow.id.in_(newest.group_by(ApprovalRow.name)))
    )
    return {row.name: _approval(row, holder) for row, holder in session.execute(query)}


def answered_for_by(session: Session, account_id: int) -> int:
    """Return how many lines about texts a person answers for."""
    query = select(func.count()).where(ApprovalRow.account_id == account_id)
    return session.execute(query).scalar_one()


def hand_over(session: Session, leaver_id: int, successor_id: int) -> int:
    """Make another person answer for what a leaver approved, and return how many lines that was.

    The name of who approved each text stays.
    """
    handed = (
        update(ApprovalRow)
        .where(ApprovalRow.account_id == leaver_id)
        .values(account_id=successor_id)
        .returning(ApprovalRow.id)
    )
    return len(session.execute(handed).all())


def _approval(row: ApprovalRow, holder: str | None) -> Approval:
    now_with = holder if holder != row.who else None
    return Approval(row.name, row.text_hash, row.approved, row.who, row.role, row.at, now_with)
