"""The words that the pages of notices use for what the core names."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from assistant.notices import Answer, Audience, Format
from assistant.register import Matter, Office, Staff
from assistant.web.words import Words

AUDIENCES: Mapping[Audience, Words] = {
    Audience.RESIDENTS: _("People who live here or get care"),
    Audience.FAMILIES: _("Families and friends"),
    Audience.VISITORS: _("Visitors, on a door sign"),
    Audience.STAFF: _("Staff"),
}
FORMATS: Mapping[Format, Words] = {
    Format.A4: _("A4 leaflet"),
    Format.LARGE: _("Large print"),
    Format.EASY_READ: _("Easy Read"),
    Format.A5: _("A5 booklet"),
    Format.POSTER: _("Poster"),
    Format.DOOR_SIGN: _("Door sign"),
    Format.REMINDER: _("Reminder card"),
    Format.DETAILS: _("Full details"),
    Format.WEB: _("Web page to save"),
    Format.TEXT: _("Plain text"),
    Format.EMAIL: _("E-mail"),
    Format.SMS: _("Text message"),
    Format.SCRIPT: _("Script to say aloud"),
    Format.JSON: _("Open data"),
}
FORMAT_HELP: Mapping[Format, Words] = {
    Format.A4: _("Clear print, 14 point, with the choice slip"),
    Format.LARGE: _("18 point, for people who see less well"),
    Format.EASY_READ: _("One picture and one short sentence a row"),
    Format.A5: _("Four small pages to fold"),
    Format.POSTER: _("A4, to read from two metres away"),
    Format.DOOR_SIGN: _("A5, for the door of a room"),
    Format.REMINDER: _("A6, for people who forget"),
    Format.DETAILS: _("Everything, with the law and people's rights"),
    Format.WEB: _("For your own web site"),
    Format.TEXT: _("For screen readers and braille"),
    Format.EMAIL: _("To copy into a message"),
    Format.SMS: _("Says how many parts it costs"),
    Format.SCRIPT: _("For staff, with time to answer"),
    Format.JSON: _("For other programs, shaped after the public sector standard"),
}
OFFICES: Mapping[Office, Words] = {
    Office.MANAGER: _("Manager"),
    Office.DEPUTY_MANAGER: _("Deputy manager"),
    Office.AI_LEAD: _("AI lead"),
    Office.DATA_PROTECTION_LEAD: _("Data protection lead"),
}
STAFF: Mapping[Staff, Words] = {
    Staff.CARER: _("Carer"),
    Staff.SENIOR_CARER: _("Senior carer"),
    Staff.NURSE: _("Nurse"),
    Staff.MANAGER: _("Manager"),
    Staff.OFFICE_STAFF: _("Office staff"),
}
ANSWERS: Mapping[Answer, Words] = {
    Answer.NO: _("Said no: turn it off"),
    Answer.LESS: _("Wants less of it: limit it"),
    Answer.OBJECT: _("Objects: look into it and answer in writing"),
}
MATTERS: Mapping[Matter, Words] = {
    Matter.RECORDS: _("It now keeps a recording, or keeps it for another time."),
    Matter.TEACHES_AI: _("The supplier now uses people's data to improve its AI."),
    Matter.DECIDES: _("It now does more when something is decided about a person."),
    Matter.NEW_PLACE: _("It is now used in another place."),
    Matter.NEW_DATA: _("It now uses more information about people."),
    Matter.NEW_VIEWER: _("More people can now see what it keeps."),
    Matter.LEAVES_UK: _("Data now leaves the UK."),
    Matter.LESS_CHOICE: _("People now have less of a choice."),
}
