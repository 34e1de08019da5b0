"""The forms of the steps by which a notice is made; each says what it makes of the choices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from msgspec import structs
from wtforms import DateField, HiddenField, TimeField, validators

from assistant import languages
from assistant.notices import (
    MAX_TOOLS,
    Audience,
    Format,
    Making,
    Overruled,
    is_free_of_people,
    making,
)
from assistant.notices.making import DataContact
from assistant.register import Hours, Office
from assistant.web import forms
from assistant.web.notices import sources
from assistant.web.notices.words import AUDIENCES, FORMATS, OFFICES
from assistant.web.notices.workbench import Workbench
from assistant.web.words import Words

MAX_REASON = 300


def _date(label: Words, hint: Words) -> DateField:
    return DateField(label, [validators.Optional()], description=hint)


class Form(forms.Form):
    """A step: it begins with what was chosen before, and gives what is chosen now."""

    @classmethod
    def of(cls, bench: Workbench) -> Self:
        """Return the form of this request, with what was chosen before."""
        form = cls(data=cls._begun(bench))
        form.offer(bench)
        return form

    @classmethod
    def _begun(cls, bench: Workbench) -> dict[str, object]:
        """Return what was chosen before, by the names of the fields."""
        raise NotImplementedError

    def offer(self, bench: Workbench) -> None:
        """Put what there is to choose from into the fields."""

    def chosen(self, bench: Workbench) -> Making:
        """Return the notice in the making with what this step says."""
        raise NotImplementedError


class PeopleForm(Form):
    """Whom the notice is for."""

    audience = forms.one_of(_("Who is it for?"), AUDIENCES.items())

    @classmethod
    def blank(cls) -> PeopleForm:
        """Return the form of a new notice."""
        return cls(formdata=None, data={"audience": Audience.RESIDENTS})

    @classmethod
    def _begun(cls, bench: Workbench) -> dict[str, object]:
        return {"audience": bench.making.audience}

    def chosen(self, bench: Workbench) -> Making:
        """Return it for those people: about what was chosen, or about all that touches them."""
        audience = Audience(self.audience.data)
        rows = [kept.tool for kept in bench.register]
        touching = [tool.id for tool in making.touching(rows, audience, sources.sources().wording)]
        kept = [id for id in bench.making.tools if id in touching]
        return structs.replace(
            bench.making, audience=audience, tools=tuple((kept or touching)[:MAX_TOOLS])
        )


class ToolsForm(Form):
    """Which tools it is about, and whom people can ask."""

    tools = forms.some_of(_("Which tools is it about?"))
    contact = forms.one_of(_("Who can people ask?"), ())
    hours_from = TimeField(_("The phone is answered from"), [validators.Optional()])
    hours_to = TimeField(_("The phone is answered until"), [validators.Optional()])
    data_contact = forms.one_of(_("Who answers questions about personal data?"), ())

    @classmethod
    def _begun(cls, bench: Workbench) -> dict[str, object]:
        chosen = bench.making
        begun: dict[str, object] = {
            "tools": list(bench.ticked),
            "contact": chosen.contact,
            "data_contact": chosen.data_contact,
        }
        if chosen.hours:
            begun["hours_from"] = time.fromisoformat(chosen.hours.start)
            begun["hours_to"] = time.fromisoformat(chosen.hours.end)
        return begun

    def offer(self, bench: Workbench) -> None:
        """Offer the tools in use that touch these people, and those whom the location names."""
        self.tools.choices = forms.offered((tool.id, bench.name(tool)) for tool in bench.touching)
        named = making.contacts(bench.location) or (Office.MANAGER,)
        self.contact.choices = forms.offered((role, _contact(bench, role)) for role in named)
        self.data_contact.choices = forms.offered(
            [
                *((role, _contact(bench, role)) for role in making.contacts(bench.location)),
                (DataContact.NOT_NEEDED, _("We do not need a data protection officer")),
                (DataContact.NOT_SURE, _("Not sure yet")),
            ]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether it can be kept: one tool at least, and not more than a leaflet holds."""
        if not super().validate(extra_validators):
            return False
        if not self.tools.data:
            self.refuse("tools", _("Please choose at least one tool."))
        elif len(self.tools.data) > MAX_TOOLS:
            most = _(
                "Please choose at most %(most)s tools: nobody reads about more.", most=MAX_TOOLS
            )
            self.refuse("tools", most)
        if (self.hours_from.data is None) != (self.hours_to.data is None):
            self.refuse("hours_to", _("Please give both times, or neither."))
        return not self.errors

    def chosen(self, bench: Workbench) -> Making:
        """Return it about those tools, with those people to ask."""
        hours = None
        if self.hours_from.data is not None and self.hours_to.data is not None:
            hours = Hours(start=f"{self.hours_from.data:%H:%M}", end=f"{self.hours_to.data:%H:%M}")
        return structs.replace(
            bench.making,
            tools=tuple(self.tools.data),
            contact=Office(self.contact.data),
            hours=hours,
            data_contact=DataContact(self.data_contact.data),
        )


class LanguagesForm(Form):
    """In which languages and formats it will be printed."""

    languages = forms.some_of(_("Which languages do you need?"))
    formats = forms.some_of(_("Which formats do you need?"), FORMATS.items())
    easy_read_checked_on = _date(
        _("When did people with learning disabilities check the Easy Read version?"),
        _("Leave it empty if nobody has. It then says that it is a draft."),
    )

    @classmethod
    def _begun(cls, bench: Workbench) -> dict[str, object]:
        return {
            "languages": list(bench.making.languages),
            "formats": [format.value for format in bench.making.formats],
            "easy_read_checked_on": bench.making.easy_read_checked_on,
        }

    def offer(self, bench: Workbench) -> None:
        """Offer the languages that have every sentence of this notice."""
        offered = [offer.language for offer in bench.offers] or [languages.ENGLISH]
        self.languages.choices = forms.offered((one.code, one.own_name) for one in offered)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether it can be kept: one language and one format at least."""
        if not super().validate(extra_validators):
            return False
        for name in ("languages", "formats"):
            if not self[name].data:
                self.refuse(name, _("Please choose at least one."))
        return not self.errors

    def chosen(self, bench: Workbench) -> Making:
        """Return it in those languages and formats."""
        return structs.replace(
            bench.making,
            languages=tuple(self.languages.data),
            formats=tuple(Format(name) for name in self.formats.data),
            easy_read_checked_on=self.easy_read_checked_on.data,
        )


class CheckForm(Form):
    """Until when it holds, and by when the rest of a holding notice follows."""

    review_by = DateField(
        _("When will you check it again?"),
        [validators.InputRequired(_("Please fill this in."))],
        description=_("A year from today at the latest."),
    )
    rest_follows_on = _date(
        _("By which day will you tell the rest?"),
        _("Four weeks from today at the latest. Leave it empty to wait until all is known."),
    )

    @classmethod
    def _begun(cls, bench: Workbench) -> dict[str, object]:
        chosen = bench.making
        return {"review_by": chosen.review_by, "rest_follows_on": chosen.rest_follows_on}

    def chosen(self, bench: Workbench) -> Making:
        """Return it with those days."""
        return structs.replace(
            bench.making,
            review_by=self.review_by.data,
            rest_follows_on=self.rest_follows_on.data,
        )


class PublishForm(forms.Form):
    """Who approves the notice, and why in spite of warnings; ``facts`` hashes what they read."""

    facts = HiddenField()
    reason = forms.line(
        _("Why do you publish it all the same?"),
        MAX_REASON,
        hint=_("Your reason stays with this version. Never name a person."),
        optional=True,
        tall=True,
    )

    approved_by = forms.one_of(_("I have read it and approve it as"), OFFICES.items())

    @classmethod
    def of(cls, bench: Workbench) -> PublishForm:
        """Return the form before anyone has approved."""
        return cls(formdata=None, data={"approved_by": Office.MANAGER, "facts": bench.facts})

    def overruled(self, bench: Workbench) -> Overruled | None:
        """Return the warnings that are published in spite of, with the reason, or None."""
        says = tuple(dict.fromkeys(found.gate.says for found in bench.warnings))
        return Overruled(self.reason.data, says) if says else None

    def may_overrule(self, bench: Workbench) -> bool:
        """Return whether no warning stands in the way without a reason; else say so."""
        if bench.warnings and not self.reason.data:
            self.refuse("reason", _("Please give a reason, or mend what is warned about."))
        elif not is_free_of_people(self.reason.data):
            self.refuse("reason", _("Please leave out what is about a person."))
        return not self.errors


def _contact(bench: Workbench, role: Office) -> str:
    """Return who holds a role, to choose from."""
    person = bench.location.people.get(role)
    if person is None:
        return str(gettext("%(role)s (nobody is named yet)", role=OFFICES[role]))
    said: Iterable[str] = (
        person.name,
        str(OFFICES[role]),
        person.phone or gettext("no number yet"),
    )
    return " · ".join(said)
