"""The AI tools of a location for everyone: what is allowed, what is not, and who to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template

from assistant import storage
from assistant.knowledge import Contact
from assistant.notices import Wording
from assistant.register import NOT_SURE, CareRoute, HumanCheck, Office, Staff, Status, Tool
from assistant.storage.register import RegisteredTool
from assistant.web.cards import AskHere, ask_here
from assistant.web.doors import Policy, policy
from assistant.web.place import here, location
from assistant.web.register_reading import name_of, notices_about, sources
from assistant.web.register_words import STATUS_ORDER, USERS
from assistant.web.state import now, state
from assistant.web.words import Words

bp = Blueprint("tools", __name__)
_SHOWN = (Status.LIVE, Status.TRIAL, Status.PAUSED, Status.NOT_ALLOWED)
# Contact has no deputy: the manager's own line stands in.
_CONTACTS = {
    Office.MANAGER: Contact.MANAGER,
    Office.DEPUTY_MANAGER: Contact.MANAGER,
    Office.AI_LEAD: Contact.AI_LEAD,
    Office.DATA_PROTECTION_LEAD: Contact.DATA_PROTECTION_LEAD,
}


@dataclass(frozen=True)
class Sheet:
    """A tool as staff see it: nothing of the office's, and nothing that nobody is sure of."""

    kept: RegisteredTool
    name: str
    does: str
    users: tuple[Words, ...]
    check: HumanCheck | None
    told: tuple[str, ...]
    ask: AskHere
    notices: tuple[int, ...]

    @property
    def tool(self) -> Tool:
        """Return the tool as it holds now."""
        return self.kept.tool

    @property
    def may_be_used(self) -> bool:
        """Return whether staff who are trained may use it."""
        return self.tool.status.in_use


@bp.get("/tools")
@policy(Policy.DEVICE)
def show_all() -> str:
    """Show which AI tools are in use here, which are not allowed, and who to ask."""
    found: list[Sheet] = []
    place = here().id
    if place is not None:
        with state().storage.read() as db:
            for kept in storage.register.tools(db, place):
                if kept.tool.status in _SHOWN:
                    about = tuple(one.id for one in notices_about(db, kept))
                    found.append(_sheet(kept, about))
    found.sort(key=lambda one: (STATUS_ORDER.index(one.tool.status), one.name.casefold()))
    return render_template(
        "tools/index.html",
        allowed=[one for one in found if one.may_be_used],
        others=[one for one in found if not one.may_be_used],
        ask_ai_lead=ask_here(Contact.AI_LEAD, location(), now()),
    )


def _sheet(kept: RegisteredTool, about: tuple[int, ...]) -> Sheet:
    tool, known = kept.tool, sources()
    rules = known.rules(tool)
    check = tool.human_check if isinstance(tool.human_check, HumanCheck) else None
    return Sheet(
        kept,
        name_of(tool, rules),
        rules.help,
        tuple(USERS[Staff(one)] for one in _known(tool.used_by) if one != NOT_SURE),
        check if check and check.role is not Staff.NOT_SURE else None,
        tuple(_told(tool, known.wording)),
        ask_here(_CONTACTS[tool.owner or Office.AI_LEAD], location(), now()),
        about,
    )


def _told(tool: Tool, wording: Wording) -> Iterator[str]:
    """Yield what the people concerned are told that staff must keep to: sentences of notices."""
    names = [f"does.never.{one}" for one in _known(tool.never_for)]
    names += [f"does.promise.{one}" for one in tool.promises]
    names += [f"choice.{tool.choice}", f"choice.if_no.{tool.if_no}"]
    if isinstance(tool.care_route, CareRoute):
        route = tool.care_route
        names += [f"route.{route.kind}.{route.by}", f"route.{route.kind}"]
    names += [f"wrong.{one}" for one in _known(tool.limits)]
    said = set()
    for name in names:
        id = wording.id(tool.use, name)
        if id is not None and id not in said:
            said.add(id)
            yield wording.entries[id].text


def _known(values: tuple[str, ...] | str) -> tuple[str, ...]:
    return values if isinstance(values, tuple) else ()
