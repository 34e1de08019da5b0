"""Who to ask on the card: the right person at every hour, with a number to tap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from assistant.knowledge import Contact
from assistant.local import Hours, Location, Person
from assistant.web.cards import ask_here
from tests.web.conftest import words_of

DAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
WEEKEND = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
LEAD = Person("Alex Sample", "01632 960102")
ON_CALL = Person("Chris Sample", "01632 960105")
IN_CHARGE = Person("Pat Sample", "01632 960106")
NIGHT_LEAD = Person("Nat Sample", "01632 960112")
ALL = Location(people={"ai_lead": LEAD, "on_call": ON_CALL, "person_in_charge": IN_CHARGE})
NAMED_BY_HOURS = Location(
    people={"ai_lead": LEAD, "on_call": ON_CALL},
    people_by_hours={
        Hours.NIGHT: {"ai_lead": NIGHT_LEAD},
        Hours.WEEKEND: {"on_call": Person("Wyn Sample", "01632 960113")},
    },
)
NO_ON_CALL = Location(people={"ai_lead": LEAD, "person_in_charge": IN_CHARGE})
ONLY_LEAD = Location(people={"ai_lead": LEAD})
NO_NUMBER = Location(people={"ai_lead": Person("Alex Sample"), "on_call": Person("Chris Sample")})
ODD_NUMBER = Location(people={"ai_lead": Person("Alex Sample", "bleep 31")})
ABROAD_STYLE = Location(people={"ai_lead": Person("Alex Sample", "+44 (0)1632 960102")})
NOTHING_SET = Location()
WAITS = "They are there in office hours. It can wait until then."


def shown(app: Flask, where: Location, at: datetime, contact: Contact, *, safety: bool) -> Tag:
    """Return the card of who to ask as a page shows it."""
    ask = ask_here(contact, where, at, safety=safety)
    with app.test_request_context("/"):
        context: dict[str, object] = {"ask": ask}
        app.update_template_context(context)
        page = app.jinja_env.from_string(
            "{% from 'macros/answer.html' import person_card with context %}"
            "{{ person_card(ask, 'Ask a person') }}"
        ).render(**context)
    card = BeautifulSoup(page, "html.parser").select_one(".person")
    assert card is not None
    return card


@pytest.mark.parametrize(
    ("where", "at", "safety", "says", "dials"),
    [
        # By day the AI lead is asked, whatever it is about.
        (ALL, DAY, True, "Alex Sample , the AI lead", "01632960102"),
        (ALL, DAY, False, "Alex Sample , the AI lead", "01632960102"),
        # A safety matter goes to the person on call at night and at the weekend.
        (ALL, NIGHT, True, "Chris Sample , on call", "01632960105"),
        (ALL, WEEKEND, True, "Chris Sample , on call", "01632960105"),
        # What is no safety matter can wait for the office, and the card says so.
        (ALL, NIGHT, False, f"Alex Sample , the AI lead {WAITS}", "01632960102"),
        (ALL, WEEKEND, False, f"Alex Sample , the AI lead {WAITS}", "01632960102"),
        # Whom a location names for these hours is asked, and does not wait.
        (NAMED_BY_HOURS, NIGHT, True, "Nat Sample , the AI lead", "01632960112"),
        (NAMED_BY_HOURS, NIGHT, False, "Nat Sample , the AI lead", "01632960112"),
        (NAMED_BY_HOURS, WEEKEND, True, "Wyn Sample , on call", "01632960113"),
        # With nobody on call the one in charge of the shift is asked; else the role is named.
        (NO_ON_CALL, NIGHT, True, "Pat Sample , in charge of the shift", "01632960106"),
        (ONLY_LEAD, NIGHT, True, "Ask the person on call.", None),
        # Without a number there is nothing to tap, and one that no telephone dials is shown.
        (NO_NUMBER, DAY, True, "Alex Sample , the AI lead", None),
        (NO_NUMBER, NIGHT, True, "Chris Sample , on call", None),
        (ODD_NUMBER, DAY, True, "bleep 31", None),
        (ABROAD_STYLE, DAY, True, "+44 (0)1632 960102", "+441632960102"),
        # A location that has said nothing: the roles, in words.
        (NOTHING_SET, DAY, True, "Ask your AI lead or manager.", None),
        (NOTHING_SET, NIGHT, True, "Ask the person on call.", None),
        (NOTHING_SET, NIGHT, False, "Ask your AI lead or manager.", None),
    ],
)
def test_the_card_names_who_is_there(
    app: Flask, where: Location, at: datetime, safety: bool, says: str, dials: str | None
) -> None:
    card = shown(app, where, at, Contact.AI_LEAD, safety=safety)
    link = card.select_one("a")

    assert says in words_of(card)
    assert (link["href"] if link else None) == (f"tel:{dials}" if dials else None)


@pytest.mark.parametrize("contact", list(Contact))
@pytest.mark.parametrize("at", [DAY, NIGHT, WEEKEND])
@pytest.mark.parametrize("where", [ALL, NAMED_BY_HOURS, NO_ON_CALL, NOTHING_SET])
def test_no_safety_matter_waits_for_the_office(
    app: Flask, where: Location, at: datetime, contact: Contact
) -> None:
    card = shown(app, where, at, contact, safety=True)
    text = words_of(card)

    assert WAITS not in text
    assert len(text) > len("Ask a person Ask .")
    for link in card.select("a"):
        assert str(link["href"]).removeprefix("tel:").removeprefix("+").isdigit()


def test_the_card_stays_right_between_midnight_and_morning(app: Flask) -> None:
    """Friday night belongs to Friday's people until the office opens; in summer by its clock."""
    for at, says in (
        (datetime(2026, 11, 28, 3, 0, tzinfo=UTC), "Chris Sample"),
        (datetime(2026, 6, 23, 7, 30, tzinfo=UTC), "Alex Sample"),
        (datetime(2026, 6, 23, 6, 30, tzinfo=UTC), "Chris Sample"),
    ):
        assert says in words_of(shown(app, ALL, at, Contact.AI_LEAD, safety=True))
