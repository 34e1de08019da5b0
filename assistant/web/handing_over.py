"""Who takes over what a person answers for: when they leave, or when a location is taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from assistant.accounts import Account, Role
from assistant.storage import Session, approvals, register
from assistant.storage import accounts as kept
from assistant.storage.register import RegisteredTool
from assistant.web import forms
from assistant.web.register import record as record_tool
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in


class HandOverForm(forms.Form):
    """Who takes over what a person no longer answers for."""

    successor = forms.one_of(_("Who takes over what they answer for?"), (), coerce=int)


@dataclass(frozen=True)
class Duties:
    """What somebody answers for and is to give away: AI tools, and texts that they approved."""

    tools: tuple[RegisteredTool, ...] = ()
    texts: int = 0

    def __bool__(self) -> bool:
        """Return whether there is anything to give away."""
        return bool(self.tools or self.texts)

    @property
    def places(self) -> set[int]:
        """Return the locations to which whoever takes over must belong."""
        return {tool.location_id for tool in self.tools}


def lost(db: Session, before: Account, after: Account) -> Duties:
    """Return what a person answers for now and no longer may, once they are changed to *after*.

    Texts are approved for the whole provider: only who may approve no longer gives them away.
    """
    tools = register.answered_for_by(db, before.id)
    may_approve = after.role is not Role.STAFF
    return Duties(
        tuple(tool for tool in tools if not after.belongs_to(tool.location_id)),
        0 if may_approve else approvals.answered_for_by(db, before.id),
    )


def everything(db: Session, person: Account) -> Duties:
    """Return all that a person answers for."""
    tools = tuple(register.answered_for_by(db, person.id))
    return Duties(tools, approvals.answered_for_by(db, person.id))


def give(db: Session, person: Account, duties: Duties, successor: int) -> None:
    """Make the person with the number *successor* answer for *duties* from now on."""
    name = kept.names(db)[successor]
    for tool in duties.tools:
        handed = register.make_responsible(
            db, tool.location_id, tool.number, successor, now(), actor()
        )
        record_tool(db, "tool_given_to", handed, responsible=name)
    if duties.texts:
        approvals.hand_over(db, person.id, successor)


def successors(person: Account, places: Iterable[int]) -> list[tuple[int, str]]:
    """Return who may take over at *places*, the person at the screen first."""
    me = signed_in()
    with state().storage.read() as db:
        others = [one for one in visible(kept.everyone(db)) if one.id not in {me.id, person.id}]
    first = [me] if me.id != person.id else []
    return [(one.id, one.name) for one in [*first, *others] if all(map(one.belongs_to, places))]


def visible(people: Iterable[Account]) -> list[Account]:
    """Return those whom the person at the screen may see: all for owners, else colleagues."""
    me = signed_in()
    if me.role is Role.OWNER:
        return list(people)
    return [one for one in people if one.role is Role.OWNER or one.locations & me.locations]
