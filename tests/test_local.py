from __future__ import annotations

import pytest

from assistant import local
from assistant.knowledge import Contact
from assistant.knowledge.check import PLACEHOLDERS
from assistant.local import Location, Person

NOWHERE = Location()
HOME = Location(
    provider="Example Care",
    people={"ai_lead": Person("A. Sample", "01632 960102")},
    approved_tools=("Notewell", "Listenwell"),
    report_to="the blue book",
)


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_every_placeholder_has_a_general_wording(name: str) -> None:
    filled = local.fill(f"Ask {{{name}}} now.", NOWHERE)

    assert "{" not in filled
    assert len(filled) > len("Ask  now.")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Ask {ai_lead}.", "Ask A. Sample (the AI lead)."),
        ("Ask {manager}.", "Ask your manager."),
        ("{manager} decides.", "Your manager decides."),
        ("Stop. {on_call} decides.", "Stop. The person on call decides."),
        ("Use only {approved_tools}.", "Use only Notewell, Listenwell."),
        ("Write in {report_to} of {provider}.", "Write in the blue book of Example Care."),
    ],
)
def test_the_location_s_own_words_fill_a_line(text: str, filled: str) -> None:
    assert local.fill(text, HOME) == filled


def test_who_to_ask_here_is_known_or_not() -> None:
    assert local.person(Contact.AI_LEAD, HOME) == Person("A. Sample", "01632 960102")
    assert local.person(Contact.MANAGER, HOME) is None
