"""The questions of the register as fields of a form: one builder for every kind of question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, TimeField, validators

from assistant import languages, register
from assistant.knowledge import Setting
from assistant.notices import STEMS
from assistant.notices.free_text import is_free_of_people
from assistant.register import HOME_COUNTRY, Kind, Question, Tool
from assistant.web import forms
from assistant.web.register_reading import Sources
from assistant.web.words import Words

# What the boxes are called that stand for no option; no option has a sign in its name.
NOT_SURE, NONE = "?", "-"
MAX_NAME, MAX_LINE = 80, 200
# Names of products and companies; whatever else is typed must not tell of a person.
_LONGEST = {"name": MAX_NAME, "supplier": MAX_NAME}
_PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PERIOD: ("number", "unit"),
    Kind.HOURS: ("start", "end"),
}
_NO_DAY = _("Please give a day, such as 24 November 2026.")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_UNITS = (
    ("", _("Choose")),
    ("day", _("days")),
    ("week", _("weeks")),
    ("month", _("months")),
    ("year", _("years")),
)


@dataclass(frozen=True)
class Asked:
    """A question with the fields of the form that take its answer; all but two kinds have one."""

    name: str
    question: Question
    fields: tuple[Field, ...]

    @property
    def errors(self) -> list[Words]:
        """Return what is wrong with the answer."""
        return [error for field in self.fields for error in field.errors]


class Paper:
    """The form of some questions about a tool, filled with what is known."""

    def __init__(
        self,
        tool: Tool,
        asks: Iterable[str],
        sources: Sources,
        setting: Setting,
        *,
        sent: bool,
    ) -> None:
        self.tool, self.sources, self.setting = tool, sources, setting
        questions = sources.questions.by_field
        made: dict[str, Field] = {}
        data: dict[str, Any] = {}
        parts: list[tuple[str, Question, tuple[str, ...]]] = []
        for name in asks:
            question = questions[name]
            fields = self._fields(name, question)
            made.update(fields)
            data.update(self._data(name, question))
            parts.append((name, question, tuple(fields)))
        # The questions are data, so the class of their form is made when they are asked.
        kind = type("QuestionsForm", (forms.Form,), made)
        self.form = kind() if sent else kind(formdata=None, data=data)
        self.asked = tuple(
            Asked(name, question, tuple(self.form[one] for one in fields))
            for name, question, fields in parts
        )

    def read(self) -> dict[str, Any] | None:
        """Return the answers by field, or None after saying in the form what is wrong."""
        is_whole = self.form.validate()
        answers = {asked.name: self._answer(asked) for asked in self.asked}
        return answers if is_whole and not any(asked.errors for asked in self.asked) else None

    def refuse(self, fields: Iterable[str]) -> None:
        """Say at *fields*, or at the question that each is a part of, that they are missing."""
        for missing in fields:
            for asked in self.asked:
                if missing == asked.name or missing.startswith(f"{asked.name}."):
                    says = _("Please answer this too, or clear what belongs to it.")
                    _say(asked.fields[-1], says)

    def _fields(self, name: str, question: Question) -> dict[str, Field]:
        """Return the fields of the form for one question, by their names there."""
        key = name.replace(".", "-")
        match question.kind:
            case Kind.TEXT:
                longest = _LONGEST.get(name, MAX_LINE)
                return {key: forms.line(question.asks, longest, optional=True)}
            case Kind.ONE:
                return {key: _radio(question, self._choices(name, question))}
            case Kind.SEVERAL:
                return {key: forms.some_of(question.asks, self._choices(name, question))}
            case Kind.DATE:
                return {key: day(question.asks)}
            case Kind.PERIOD:
                return {f"{key}-number": _number(), f"{key}-unit": _unit()}
            case Kind.HOURS:
                return {f"{key}-start": _clock(_("From")), f"{key}-end": _clock(_("Until"))}
            case Kind.COUNTRY:
                return {key: _country(question)}

    def _choices(self, name: str, question: Question) -> list[tuple[str, Words]]:
        """Return the values that this kind of tool has here, and their words."""
        rules = self.sources.rules(self.tool)
        if question.from_use in STEMS:
            offered = self.sources.wording.options(
                self.tool.use, question.from_use or "", self.setting
            )
            supplier = self.tool.supplier if self.tool.supplier != register.NOT_SURE else "…"
            choices = [
                (one.value, one.label.replace("{supplier}", supplier).rstrip("."))
                for one in offered
            ]
        else:
            values = self.sources.questions.values(name, rules)
            choices = [(value, question.options[value]) for value in values]
        if question.none:
            choices.append((NONE, question.none))
        if self.sources.questions.may_be_unknown(name, self.tool):
            choices.append((NOT_SURE, _("Not sure")))
        return choices

    def _data(self, name: str, question: Question) -> dict[str, Any]:
        """Return what is known, as the fields of the form show it."""
        key, value = name.replace(".", "-"), register.given(self.tool, name)
        match question.kind:
            case Kind.ONE:
                return {key: NOT_SURE if value is None else value}
            case Kind.SEVERAL:
                # Boxes that nobody ticked are not sure; a tick there would have to be taken away.
                return {key: [NONE] if value == [] and question.none else value or []}
            case Kind.DATE:
                return {key: date.fromisoformat(value) if value else None}
            case Kind.PERIOD | Kind.HOURS:
                known = value or {}
                shown = {part: known.get(part) for part in _PARTS[question.kind]}
                if question.kind is Kind.HOURS:
                    shown = {part: at and time.fromisoformat(at) for part, at in shown.items()}
                return {f"{key}-{part}": one for part, one in shown.items()}
        return {key: value or ""}

    def _answer(self, asked: Asked) -> Any:
        """Return the answer as a register file has it; what contradicts itself is said."""
        question, values = asked.question, [field.data for field in asked.fields]
        match question.kind:
            case Kind.SEVERAL:
                return self._several(asked)
            case Kind.TEXT if asked.name not in _LONGEST and not is_free_of_people(values[0]):
                says = _("This looks like details of a person. Please leave them out.")
                _say(asked.fields[0], says)
            case Kind.DATE:
                return values[0].isoformat() if values[0] else None
            case Kind.PERIOD | Kind.HOURS:
                if any(values) and not all(values) and not asked.errors:
                    _say(asked.fields[-1], _("Please fill in both, or neither."))
                known = [v.strftime("%H:%M") if isinstance(v, time) else v for v in values]
                return dict(zip(_PARTS[question.kind], known, strict=True)) if all(known) else None
        return None if values[0] in (NOT_SURE, "", None) else values[0]

    def _several(self, asked: Asked) -> list[str] | None:
        chosen = set(asked.fields[0].data or ())
        if chosen & {NONE, NOT_SURE} and len(chosen) > 1:
            _say(asked.fields[0], _("These do not fit together. Please untick one."))
        if NONE in chosen:
            return []
        unsure = self.sources.questions.may_be_unknown(asked.name, self.tool)
        if NOT_SURE in chosen or (not chosen and unsure):
            return None
        # In the order of the knowledge, so that the same answer is always the same.
        return [one.value for one in asked.fields[0].choices if one.value in chosen]


def day(label: Words, *, needed: bool = False) -> DateField:
    """Return a field for a day."""
    need = validators.InputRequired(_("Please give a day.")) if needed else validators.Optional()
    return _Day(label, [need, _sensible])


def _sensible(_form: object, field: Field) -> None:
    if field.data and not _FIRST_YEAR <= field.data.year <= _LAST_YEAR:
        raise validators.ValidationError(_NO_DAY)


class _Day(DateField):  # type: ignore[misc]
    """A day; what is no day is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_NO_DAY) from error


class _Clock(TimeField):  # type: ignore[misc]
    """A time of day; what is none is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            self.data = None
            raise ValueError(_("Please give a time, such as 21:00.")) from error


def _radio(question: Question, choices: list[tuple[str, Words]]) -> RadioField:
    return RadioField(
        question.asks, [validators.Optional()], choices=forms.offered(choices), coerce=str
    )


def _number() -> IntegerField:
    most = validators.NumberRange(1, 120, _("Please give a number from 1 to 120."))
    return IntegerField(_("How many"), [validators.Optional(), most])


def _unit() -> SelectField:
    return SelectField(
        _("Days, weeks, months or years"), [validators.Optional()], choices=forms.offered(_UNITS)
    )


def _clock(label: Words) -> TimeField:
    return _Clock(label, [validators.Optional()])


def _country(question: Question) -> SelectField:
    choices = forms.offered([("", _("Not sure")), *_countries(str(get_locale() or "en"))])
    return SelectField(question.asks, [validators.Optional()], choices=choices)


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Return every country with its name, our own in front."""
    names = Locale.parse(locale).territories
    found = [(str(code), str(names[code])) for code in names if languages.is_country(str(code))]
    found.sort(key=lambda pair: (pair[0] != HOME_COUNTRY, pair[1]))
    return tuple(found)


def _say(field: Field, words: Words) -> None:
    field.errors = [*field.errors, words]
