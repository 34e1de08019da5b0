"""The words that pages use for what the core names: verdicts, details, groups, principles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _

from assistant.accounts import Duty, PasswordFault
from assistant.accounts import Role as AccountRole
from assistant.knowledge import Contact, Role, Setting, Verdict
from assistant.knowledge import words as shared
from assistant.languages import Standing
from assistant.languages import Verdict as TranslationVerdict
from assistant.local import Hours
from assistant.notices import Layer
from assistant.notices.topics import Topic
from assistant.privacy import Detail
from assistant.storage.doors import DeviceKind

Named = TypeVar("Named")

# What flask-babel gives for later; it becomes text when a page shows it.
Words = Any


def _later(words: Mapping[Named, str]) -> dict[Named, Words]:
    """Return *words* to be put into the language of the page when they are shown."""
    return {name: _(text) for name, text in words.items()}


VERDICTS = _later(shared.VERDICTS)
VERDICT_ICONS: Mapping[Verdict, str] = {
    Verdict.YES: "check",
    Verdict.YES_IF: "list-checks",
    Verdict.CHECK_FIRST: "triangle-alert",
    Verdict.NO: "hand",
    Verdict.DO_NOW: "circle-alert",
    Verdict.INFORMATION: "info",
}
STANDINGS = _later(shared.STANDINGS)
CONTACTS = _later(shared.CONTACTS)
ROLES: Mapping[str, Words] = {
    "on_call": _("on call"),
    Contact.PERSON_IN_CHARGE: _("in charge of the shift"),
    Contact.MANAGER: _("the manager"),
    Contact.AI_LEAD: _("the AI lead"),
    Contact.DATA_PROTECTION_LEAD: _("the data protection lead"),
    Contact.SAFEGUARDING_LEAD: _("the safeguarding lead"),
}
# Who is asked instead, out of office hours.
STAND_INS: Mapping[str, Words] = {"on_call": _("the person on call")}
DETAILS: Mapping[Detail, Words] = {
    Detail.NHS_NUMBER: _("an NHS number"),
    Detail.PHONE: _("a phone number"),
    Detail.EMAIL: _("an e-mail address"),
    Detail.DATE: _("a date"),
    Detail.POSTCODE: _("a postcode"),
    Detail.NI_NUMBER: _("a National Insurance number"),
    Detail.ROOM: _("a room number"),
    Detail.ADDRESS: _("an address"),
    Detail.NAME: _("a name"),
    Detail.NUMBER: _("a long number"),
}
# Whom a location names; the order is that of its form.
CONTACT_ROLES: Mapping[str, Words] = {
    "manager": _("Manager"),
    "person_in_charge": _("Person in charge of the shift"),
    "on_call": _("On call, out of hours"),
    "ai_lead": _("AI lead"),
    "data_protection_lead": _("Data protection lead"),
    "safeguarding_lead": _("Safeguarding lead"),
}
HOURS_WORDS: Mapping[Hours | None, Words] = {
    Hours.DAY: _("By day only"),
    Hours.NIGHT: _("At night instead"),
    Hours.WEEKEND: _("At the weekend instead"),
}
PASSWORD_FAULTS: Mapping[PasswordFault, Words] = {
    PasswordFault.TOO_SHORT: _("Please use at least 12 characters."),
    PasswordFault.TOO_LONG: _("Please use at most 200 characters."),
    PasswordFault.EASY_TO_GUESS: _(
        "That is easy to guess. Try three or four words that do not belong together."
    ),
}
ACCOUNT_ROLES: Mapping[AccountRole, Words] = {
    AccountRole.OWNER: _("owner"),
    AccountRole.MANAGER: _("manager"),
    AccountRole.STAFF: _("named staff"),
}
# In which role a visitor asks.
ASKERS: Mapping[Role, Words] = {
    Role.CARE_WORKER: _("Care worker"),
    Role.SENIOR: _("Senior"),
    Role.MANAGER: _("Manager"),
}
# A need that an edited knowledge base adds has the arrow of a way.
NEED_ICONS: Mapping[str, str] = {
    "write": "pencil",
    "told": "tablet-smartphone",
    "wrong": "triangle-alert",
    "asks": "users-round",
    "managers": "clipboard-list",
    "understand": "lightbulb",
}
DUTIES: Mapping[Duty, Words] = {
    Duty.SENIOR: _("senior: signs observed practice"),
    Duty.LANGUAGE_REVIEWER: _("language reviewer: checks translations"),
    Duty.FACILITATOR: _("facilitator: runs training sessions"),
}
DEVICE_KINDS: Mapping[DeviceKind, Words] = {
    DeviceKind.SHARED: _("shared tablet"),
    DeviceKind.WORK_PHONE: _("work phone"),
}
SETTINGS: Mapping[Setting, Words] = {
    Setting.CARE_HOME: _("care home"),
    Setting.HOME_CARE: _("home care"),
    Setting.SUPPORTED_LIVING: _("supported living"),
}
_ACTIONS: Mapping[str, Words] = {
    "signed_in": _("signed in"),
    "signed_out_everywhere": _("signed out everywhere"),
    "account_set_up": _("set up their account"),
    "password_changed": _("changed their password"),
    "code_app_changed": _("set up a new phone for codes"),
    "recovery_code_used": _("used a recovery code"),
    "recovery_codes_renewed": _("made new recovery codes"),
    "pin_set": _("chose a PIN"),
    "person_added": _("added a person"),
    "person_changed": _("changed a person"),
    "person_left": _("ended an account"),
    "link_made_start": _("made a link to start"),
    "link_made_password": _("made a link for a new password"),
    "link_made_code_app": _("made a link for a new phone"),
    "link_made_pin": _("made a link for a PIN"),
    "device_links_made": _("made links to set up devices"),
    "device_enrolled": _("was set up"),
    "device_renamed": _("renamed a device"),
    "device_revoked": _("shut a device out"),
    "person_exported": _("saved what is kept about a person"),
    "person_forgotten": _("deleted a person who had left"),
    "location_added": _("added a location"),
    "location_changed": _("changed a location"),
    "settings_changed": _("changed the provider's settings"),
    "texts_approved": _("approved texts"),
    "approval_taken_back": _("took an approval back"),
    "tool_added": _("added an AI tool"),
    "typed_tools_removed": _("took typed tools out of the location: the register has them"),
    "tool_changed": _("changed an AI tool"),
    "tool_status_changed": _("changed where an AI tool stands"),
    "tool_reviewed": _("reviewed an AI tool"),
    "tool_given_to": _("made someone responsible for an AI tool"),
    "tool_copied": _("copied an AI tool to this location"),
    "tool_deleted": _("deleted an idea for an AI tool"),
    "tool_task_changed": _("changed a task about an AI tool"),
    "session_begun": _("began a training session"),
    "session_ended": _("ended a training session"),
    "cards_counted": _("counted vote cards"),
    "attendance_matched": _("matched who was at a session to the roster"),
    "attendance_added": _("added someone to a session"),
    "provider_set_up": _("set up the provider"),
    "notice_published": _("published a notice"),
    "copy_put_up": _("put copies of a notice up"),
    "copies_taken_down": _("took copies down"),
    "no_recorded": _("recorded a no, slip number"),
    "no_carried_out": _("carried out a no, slip number"),
    "gap_decided": _("decided about a gap"),
    "gap_opened_again": _("opened a gap again"),
    "local_line_added": _("added a line of the location"),
    "local_line_removed": _("removed a line of the location"),
    "local_line_put_back": _("put a line of the location back"),
    "local_line_looked_at": _("looked at a line again after a change"),
    "answer_hidden": _("hid an answer"),
    "answer_shown": _("showed an answer again"),
    "learner_added": _("added a person to the training roster"),
    "learner_changed": _("changed a person on the training roster"),
    "learner_exported": _("saved the training records of a person"),
    "learner_deleted": _("deleted the training records of a person"),
    "roster_taken_over": _("took in a training roster"),
    "slip_made": _("made a slip code"),
    "check_witnessed": _("was the witness of a check"),
    "check_keyed_in": _("keyed in a check from paper"),
    "check_corrected": _("corrected a check that was keyed in"),
    "session_keyed_in": _("keyed in a session from paper"),
    "pack_made": _("made a training pack"),
    "practice_signed": _("signed observed practice"),
    "practice_taken_back": _("took back observed practice"),
    "sentence_reviewed": _("checked a translated sentence"),
    "translations_taken_in": _("took in translations from a file"),
}
# How a translation was checked; the names are those of the review ledger.
METHODS: Mapping[str, Words] = {
    "read both texts": _("I read both texts"),
    "back-translation": _("I said it back in English first, then compared"),
    "read-back with a resident": _("I read it with someone who will use it"),
}
SENTENCE_STANDINGS: Mapping[Standing, Words] = {
    Standing.REVIEWED: _("Reviewed"),
    Standing.DRAFT: _("Draft"),
    Standing.DRAFT_AGAIN: _("Draft again"),
    Standing.UNSURE: _("Somebody is unsure"),
    Standing.MISSING: _("Missing"),
}
REVIEW_VERDICTS: Mapping[TranslationVerdict, Words] = {
    TranslationVerdict.ACCEPTED: _("says it is the same"),
    TranslationVerdict.CHANGED: _("changed it"),
    TranslationVerdict.UNSURE: _("is unsure"),
    TranslationVerdict.TAKEN_BACK: _("took their word back"),
    TranslationVerdict.PROPOSED: _("put it in from a file"),
}
LAYERS: Mapping[Layer, Words] = {
    Layer.LEAFLET: _("Leaflet and web page"),
    Layer.EASY: _("Easy Read"),
    Layer.SIGN: _("Poster and door sign"),
    Layer.CARD: _("Card and text message"),
    Layer.SCRIPT: _("Script to read aloud"),
    Layer.DETAILS: _("Full details"),
}
TOPICS: Mapping[Topic, Words] = {
    Topic.TOOL: _("What it is, does and can get wrong"),
    Topic.INFORMATION: _("What it knows"),
    Topic.CHOICE: _("Saying no, and care without AI"),
    Topic.ASKING: _("Asking and complaining"),
    Topic.HEADINGS: _("Headings and dates"),
    Topic.SLIP: _("The slip"),
    Topic.FORMATS: _("Signs, cards, messages and scripts"),
    Topic.GROUPS: _("For staff and families"),
    Topic.DETAILS: _("Full details"),
}
PRINCIPLES = _later(shared.PRINCIPLES)


def group_words(group: str) -> Words:
    """Return the heading of *group*; an edited knowledge base may have groups of its own."""
    return _(shared.group_words(group))


def action_words(action: str) -> Words:
    """Return what an action of the audit is called on a page."""
    return _ACTIONS.get(action, action)


def role_words(role: str) -> Words:
    """Return what the role of someone who signed is called on a page."""
    return ACCOUNT_ROLES[AccountRole(role)]
