"""The words that the pages of the register use for what the core names."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from assistant.register import Matter, Office, Reason, Staff, Status
from assistant.web.words import Words

STATUSES: Mapping[Status, Words] = {
    Status.IDEA: _("Idea"),
    Status.TRIAL: _("On trial"),
    Status.LIVE: _("In use"),
    Status.PAUSED: _("Paused"),
    Status.STOPPED: _("Stopped"),
    Status.NOT_ALLOWED: _("Found in use, not allowed"),
}
STATUS_ICONS: Mapping[Status, str] = {
    Status.IDEA: "circle-dashed",
    Status.TRIAL: "flask-conical",
    Status.LIVE: "check",
    Status.PAUSED: "circle-pause",
    Status.STOPPED: "circle-stop",
    Status.NOT_ALLOWED: "hand",
}
# What a status means for staff and for the people they care for; said before it is chosen, and
# after.
MEANINGS: Mapping[Status, tuple[Words, ...]] = {
    Status.IDEA: (_("Nobody uses it yet. Staff do not see it."),),
    Status.TRIAL: (
        _("Staff see it under AI tools, as a trial."),
        _("Tell the people it touches before you use it with them: publish its notice first."),
        _("Its first review is due 30 days after the start."),
    ),
    Status.LIVE: (
        _("Staff see it under AI tools."),
        _("Tell the people it touches before you use it with them: publish its notice first."),
        _("Its first review is due 30 days after the start."),
    ),
    Status.PAUSED: (
        _("Staff see that it is paused and must not be used. Care goes on without it."),
        _("Collect its door signs and leaflets, or say on them that it is paused."),
        _("Tell the people it touched what happens instead."),
    ),
    Status.STOPPED: (
        _("Staff see it no more. What was said about it is kept."),
        _("Collect its door signs and leaflets."),
        _("Ask the supplier what happens to the data that it still holds."),
    ),
    Status.NOT_ALLOWED: (
        _("Staff see that it must not be used."),
        _("You get a list of what to do about it."),
    ),
}
# In the order in which a manager wants to see them.
STATUS_ORDER = (
    Status.LIVE,
    Status.TRIAL,
    Status.NOT_ALLOWED,
    Status.PAUSED,
    Status.IDEA,
    Status.STOPPED,
)
OFFICE: Mapping[Office, Words] = {
    Office.MANAGER: _("Manager"),
    Office.DEPUTY_MANAGER: _("Deputy manager"),
    Office.AI_LEAD: _("AI lead"),
    Office.DATA_PROTECTION_LEAD: _("Data protection lead"),
}
# As parts of a list: "carers, nurses and the manager".
USERS: Mapping[Staff, Words] = {
    Staff.CARER: _("carers"),
    Staff.SENIOR_CARER: _("senior carers"),
    Staff.NURSE: _("nurses"),
    Staff.MANAGER: _("the manager"),
    Staff.OFFICE_STAFF: _("office staff"),
}
# As a subject: "A senior carer".
STAFF: Mapping[Staff, Words] = {
    Staff.CARER: _("A carer"),
    Staff.SENIOR_CARER: _("A senior carer"),
    Staff.NURSE: _("A nurse"),
    Staff.MANAGER: _("The manager"),
    Staff.OFFICE_STAFF: _("Office staff"),
}
MATTERS: Mapping[Matter, Words] = {
    Matter.RECORDS: _("More is recorded, or it is kept for another time."),
    Matter.TEACHES_AI: _("The supplier may teach its AI with people's data."),
    Matter.DECIDES: _("It has more say in decisions about people."),
    Matter.NEW_PLACE: _("It is used in a new place."),
    Matter.NEW_DATA: _("It uses more about people."),
    Matter.NEW_VIEWER: _("More people can see what it knows."),
    Matter.LEAVES_UK: _("The data leaves the UK, or goes to another country."),
    Matter.LESS_CHOICE: _("People have less choice."),
}
REVIEW_REASONS: Mapping[Reason, Words] = {
    Reason.FIRST: _("first review, 30 days after the start"),
    Reason.REGULAR: _("regular review"),
    Reason.NEW_VERSION: _("the supplier changed the product"),
}
