"""Forms: the fields that pages share, and what keeps unprintable text out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    IntegerField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from assistant.web.words import Words

# An address is proved by the link that reaches its owner; here only slips of the finger are caught.
_EMAIL = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$"
MAX_EMAIL = 254
MAX_NAME = 80


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours: the token against forgery comes with it."""

    def refuse(self, field: str, words: Words) -> None:
        """Say at *field* what is wrong."""
        self[field].errors = [*self[field].errors, words]


class Choices(SelectMultipleField):  # type: ignore[misc]
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def line(
    label: Words, longest: int, *, hint: Words = "", optional: bool = False, tall: bool = False
) -> StringField:
    """Return a field for one line of text; a *tall* one shows a long line in full."""
    need = validators.Optional() if optional else _needed()
    checks = [need, _at_most(longest), _printable]
    kind = TextAreaField if tall else StringField
    return kind(label, checks, filters=[_trim], description=hint)


def email(label: Words, *, hint: Words = "") -> StringField:
    """Return a field for an e-mail address."""
    wrong = _("That does not look like an e-mail address.")
    checks = [_needed(), _at_most(MAX_EMAIL), _printable, validators.Regexp(_EMAIL, message=wrong)]
    return StringField(label, checks, filters=[_trim], description=hint)


def secret(label: Words, *, hint: Words = "") -> PasswordField:
    """Return a field for a password or PIN: never trimmed, never shown again."""
    return PasswordField(label, [_needed(), _at_most(400), _printable], description=hint)


def code(label: Words, *, hint: Words = "") -> StringField:
    """Return a field for a code that is typed off another screen."""
    return StringField(
        label, [_needed(), _at_most(40), _printable], filters=[_trim], description=hint
    )


def revision() -> IntegerField:
    """Return a hidden field for the version that was read."""
    return IntegerField(validators=[validators.InputRequired()], widget=HiddenInput())


def one_of(label: Words, choices: Iterable[tuple[Any, Words]], coerce: type = str) -> RadioField:
    """Return a field to choose one of several."""
    return RadioField(
        label,
        [validators.InputRequired(_("Please choose one."))],
        choices=offered(choices),
        coerce=coerce,
    )


def some_of(label: Words, choices: Iterable[tuple[Any, Words]] = (), coerce: type = str) -> Choices:
    """Return a field to tick any of several."""
    return Choices(label, choices=offered(choices), coerce=coerce)


def offered(choices: Iterable[tuple[Any, Words]]) -> list[SelectChoice]:
    """Return pairs of a value and its words as what a field offers."""
    return [SelectChoice(value, words) for value, words in choices]


def _needed() -> validators.DataRequired:
    return validators.DataRequired(_("Please fill this in."))


def _at_most(longest: int) -> validators.Length:
    return validators.Length(
        max=longest, message=_("Please use at most %(most)s characters.", most=longest)
    )


def _printable(_form: object, field: Field) -> None:
    """Refuse characters that no page and no database can take."""
    if any(unicodedata.category(one) in {"Cc", "Cs", "Cf", "Co", "Cn"} for one in field.data or ""):
        raise validators.ValidationError(_("Please use letters, numbers and usual signs only."))


def _trim(typed: str | None) -> str:
    return " ".join((typed or "").split())
