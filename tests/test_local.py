from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from assistant import local
from assistant.knowledge import Answer, Contact, Knowledge, Urgent, Verdict
from assistant.knowledge.check import PLACEHOLDERS
from assistant.local import (
    HiddenAnswer,
    Hours,
    LocalWords,
    Location,
    Person,
    RefusalKind,
    RefusedError,
)

TODAY = date(2026, 11, 24)
NOWHERE = Location()
DAY_LEAD = Person("A. Sample", "01632 960102")
NIGHT_LEAD = Person("N. Sample", "01632 960112")
ON_CALL = Person("C. Sample", "01632 960105")
IN_CHARGE = Person("S. Sample", "01632 960106")
HOME = Location(
    provider="Example Care",
    people={"ai_lead": DAY_LEAD},
    approved_tools=("Notewell", "Listenwell"),
    report_to="the blue book",
)
FULL = Location(
    people={"ai_lead": DAY_LEAD, "on_call": ON_CALL, "person_in_charge": IN_CHARGE},
    people_by_hours={Hours.WEEKEND: {"on_call": Person("W. Sample")}},
)
# 24 November 2026 is a Tuesday; 28 November a Saturday; in June the clocks are an hour ahead.
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


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
    assert local.person(Contact.AI_LEAD, HOME) == DAY_LEAD
    assert local.person(Contact.MANAGER, HOME) is None


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (TUESDAY_NOON, Hours.DAY),
        (TUESDAY_NIGHT, Hours.NIGHT),
        (SATURDAY_NOON, Hours.WEEKEND),
        (datetime(2026, 11, 28, 22, 0, tzinfo=UTC), Hours.NIGHT),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), Hours.DAY),
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), Hours.NIGHT),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), Hours.NIGHT),
        (datetime(2026, 6, 23, 7, 0, tzinfo=UTC), Hours.DAY),
        (datetime(2026, 6, 23, 19, 0, tzinfo=UTC), Hours.NIGHT),
        (datetime(2026, 6, 19, 23, 30, tzinfo=UTC), Hours.NIGHT),
    ],
)
def test_hours_go_by_the_clock_in_england(now: datetime, hours: Hours) -> None:
    assert local.hours(now, 8, 20) is hours


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local.hours(datetime(2026, 11, 24, 12, 0), 8, 20)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("contact", "location", "now", "safety", "asked"),
    [
        # By day everyone is who they are.
        (Contact.AI_LEAD, FULL, TUESDAY_NOON, True, ("ai_lead", DAY_LEAD, False)),
        # A safety matter at night goes to the person on call, never to the AI lead.
        (Contact.AI_LEAD, FULL, TUESDAY_NIGHT, True, ("on_call", ON_CALL, False)),
        (Contact.MANAGER, FULL, TUESDAY_NIGHT, True, ("on_call", ON_CALL, False)),
        # At a weekend it goes to whoever is on call then.
        (Contact.AI_LEAD, FULL, SATURDAY_NOON, True, ("on_call", Person("W. Sample"), False)),
        # What is no safety matter waits for the office.
        (Contact.AI_LEAD, FULL, TUESDAY_NIGHT, False, ("ai_lead", DAY_LEAD, True)),
        # The person in charge of the shift is always there.
        (
            Contact.PERSON_IN_CHARGE,
            FULL,
            TUESDAY_NIGHT,
            True,
            ("person_in_charge", IN_CHARGE, False),
        ),
        # Where nobody is on call, the person in charge is asked, or the role is named.
        (
            Contact.AI_LEAD,
            Location(people={"person_in_charge": IN_CHARGE}),
            TUESDAY_NIGHT,
            True,
            ("person_in_charge", IN_CHARGE, False),
        ),
        (Contact.AI_LEAD, NOWHERE, TUESDAY_NIGHT, True, ("on_call", None, False)),
        # A location that names someone for the night means them.
        (
            Contact.AI_LEAD,
            Location(people_by_hours={Hours.NIGHT: {"ai_lead": NIGHT_LEAD}}),
            TUESDAY_NIGHT,
            True,
            ("ai_lead", NIGHT_LEAD, False),
        ),
        # Whoever is no one of the location's is left as it is.
        (
            Contact.EMERGENCY_SERVICES,
            FULL,
            TUESDAY_NIGHT,
            True,
            ("emergency_services", None, False),
        ),
    ],
)
def test_who_is_asked_goes_by_the_hour(
    contact: Contact,
    location: Location,
    now: datetime,
    safety: bool,
    asked: tuple[str, Person | None, bool],
) -> None:
    found = local.who_to_ask(contact, location, now, safety=safety)

    assert (found.role, found.person, found.waits) == asked
    assert local.person(contact, location, now, safety=safety) == asked[1]


def test_placeholders_name_who_is_there_at_the_time() -> None:
    there = local.at(FULL, SATURDAY_NOON)

    assert local.fill("Ring {on_call}.", there) == "Ring W. Sample (on call)."
    assert local.at(there, SATURDAY_NOON) == there


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("01632 960102", "01632960102"),
        ("(01632) 960-102", "01632960102"),
        ("+44 1632 960102", "+441632960102"),
        ("+44 (0)1632 960102", "+441632960102"),
        ("01632 960102 ext 31", "01632960102"),
        ("01632 960102 x31", "01632960102"),
        ("01632 960102, option 2", "01632960102"),
        ("999", "999"),
        ("ext 31", ""),
        ("31", ""),
        ("the office phone", ""),
        ("", ""),
    ],
)
def test_a_telephone_dials_what_can_be_dialled(phone: str, dialled: str) -> None:
    assert local.dialled(phone) == dialled


@pytest.fixture
def chatbot(knowledge: Knowledge) -> Answer:
    return knowledge.answers["chatgpt-at-work"]


# What would loosen an answer that holds people back, in the words that people may find for it.
LOOSENING = """
You may put first names into ChatGPT.
You can use it for daily notes.
Seniors can decide to skip the check.
Only seniors may put names into it.
You can ask ChatGPT about it.
It is fine to use your own phone.
It is OK with initials only.
Staff are allowed to use ChatGPT here.
You're welcome to use your own account.
No need to ask Alex first.
You don't have to read it all.
Don't worry about this one.
There is no harm in using initials.
Use it without asking.
Feel free to try any app.
Ignore the line about names.
Use ChatGPT for the daily notes.
Staff should type the notes into ChatGPT to save time.
Pop the handover into Gemini and tidy it up.
Let ChatGPT do it.
Talk to ChatGPT about the care plan.
Show Gemini the MAR chart.
Write the care plan with ChatGPT.
Ask the family and then film it.
Tell the family it is only a tablet.
Write names in full.
You may use it if you are in a hurry.
Never use it, except for care plans.
Do not use it unless you are short of time.
Ring the office before you call 999.
Better to use ChatGPT than to write badly.
ChatGPT with first names is how we do the handover.
Managers have signed this off for all chatbots.
Personal details go into our chatbot when we are busy.
The ban on names only covers surnames.
If it helps the resident, do it.
Trust it. It is always right.
Names are allowed.
This does not apply here.
It is up to you.
The login is on the back of the tablet.
Our scribe is approved by CQC.
""".strip().splitlines()
# What adds to an answer or is stricter than it.
ADDING = """
Ring Priya Nair on 01632 960104.
At night, ring the on-call phone: 01632 960105.
You can ask Priya on weekdays from 9 to 5.
You can reach Priya on 01632 960102.
Please ask Sam in the office first.
Ask the night senior first.
If the office is shut, ring the on-call phone.
You must also tell the deputy.
Priya works on Mondays, Wednesdays and Fridays.
The incident book is behind the front desk.
Write it in the blue book as well.
The form is in the top drawer. Fill it in before you go home.
Lock the tablet away after each shift.
Two people must read every draft before it is saved.
Do not use it at all here until the training in March.
Do not use it in bedrooms or bathrooms.
Carers must not use it on bank shifts.
You may not use it in bathrooms.
Nobody may use it in the lounge.
Never take the tablet home.
Nobody installs anything on these tablets.
""".strip().splitlines()


@pytest.mark.parametrize("line", LOOSENING)
def test_no_answer_with_a_floor_is_loosened(knowledge: Knowledge, line: str) -> None:
    for answer in knowledge.answers.values():
        if answer.floor:
            assert local.refusals(answer, line, knowledge), answer.id


@pytest.mark.parametrize("line", ADDING)
def test_a_line_that_adds_or_tightens_is_taken(
    chatbot: Answer, knowledge: Knowledge, line: str
) -> None:
    assert local.refusals(chatbot, line, knowledge) == ()


def test_few_answers_refuse_what_adds_to_most(knowledge: Knowledge) -> None:
    """The check may be too strict where a line is about the floor's own things; seldom, though."""
    held = [answer for answer in knowledge.answers.values() if answer.floor]
    refused = sum(
        bool(local.refusals(answer, line, knowledge)) for answer in held for line in ADDING
    )

    assert refused <= 0.01 * len(held) * len(ADDING)


_NOT_ANY_MORE = (
    ("Nobody", "Everybody"),
    ("nobody", "everybody"),
    ("Nothing", "Anything"),
    ("No one", "Anyone"),
    ("Never", "Always"),
    ("never", "always"),
    ("No ", "A "),
    (" not ", " "),
)


def test_a_floor_line_with_its_no_taken_out_is_refused(knowledge: Knowledge) -> None:
    turned = 0
    for answer in knowledge.answers.values():
        for line in answer.floor:
            for no, yes in _NOT_ANY_MORE:
                if no in line:
                    loosened = line.replace(no, yes, 1)
                    assert local.refusals(answer, loosened, knowledge), loosened
                    turned += 1
                    break
    assert turned > 100


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("You may use it.", RefusalKind.PERMITS),
        ("Never use it, except at night.", RefusalKind.EXCEPTS),
        ("Use ChatGPT for this.", RefusalKind.TELLS_TO_USE),
        ("Details of a person go into a chatbot.", RefusalKind.OPPOSITE),
        ("All is well with it.", RefusalKind.NO_FORM),
        ("Ask Priya, who says it is approved by CQC.", RefusalKind.NEVER_SAY),
        ("Ask about 943 476 5919.", RefusalKind.DETAILS),
        ("Tell the family of Mrs Okonkwo first.", RefusalKind.DETAILS),
        ("Never use it in room 12.", RefusalKind.DETAILS),
        ("Never use it for the man born on 3 May 1931.", RefusalKind.DETAILS),
        ("Tell his family at 12 Nowhere Lane.", RefusalKind.DETAILS),
        ("?!", RefusalKind.EMPTY),
    ],
)
def test_the_reason_is_said(
    chatbot: Answer, knowledge: Knowledge, line: str, kind: RefusalKind
) -> None:
    assert kind in [refusal.kind for refusal in local.refusals(chatbot, line, knowledge)]


def test_the_line_that_is_contradicted_is_named(chatbot: Answer, knowledge: Knowledge) -> None:
    found = local.refusals(chatbot, "Details of a person go into a chatbot.", knowledge)

    assert [refusal.line for refusal in found if refusal.kind is RefusalKind.OPPOSITE] == [
        chatbot.floor[0]
    ]


def test_what_an_answer_wants_at_once_is_not_put_off(knowledge: Knowledge) -> None:
    breach = knowledge.answers["data-breach-now"]
    found = local.refusals(breach, "Tell the manager on Monday.", knowledge)

    assert [refusal.kind for refusal in found] == [RefusalKind.DELAYS]


def test_information_that_holds_nobody_back_takes_any_line(knowledge: Knowledge) -> None:
    answer = next(
        answer
        for answer in knowledge.answers.values()
        if answer.verdict is Verdict.INFORMATION and not answer.floor
    )

    assert local.refusals(answer, "You can find more on the noticeboard.", knowledge) == ()
    assert local.refusals(answer, "CQC approved our tool.", knowledge)


@pytest.mark.parametrize("line", ["at in on if when " * 14, "may " * 60, "no " * 80, "a." * 120])
def test_a_line_of_odd_words_is_judged(chatbot: Answer, knowledge: Knowledge, line: str) -> None:
    assert local.refusals(chatbot, line, knowledge)


def test_a_line_carries_who_when_and_over_which_text(chatbot: Answer, knowledge: Knowledge) -> None:
    line = local.write(
        chatbot,
        " Ask the  night senior\u200b first. ",
        knowledge,
        by="B. Sample",
        today=TODAY,
        name="Priya Nair",
        phone="01632 960104",
    )

    assert line.text == "Ask the night senior first."
    assert (line.answer, line.written_by, line.written_on) == (chatbot.id, "B. Sample", TODAY)
    assert line.written_over == local.shared_hash(chatbot)


@pytest.mark.parametrize(
    ("text", "name", "phone", "kind"),
    [
        ("", "", "", RefusalKind.EMPTY),
        ("Ask Priya. " * 30, "", "", RefusalKind.TOO_LONG),
        ("", "Priya Nair", "ring me", RefusalKind.PHONE),
        ("", "you may use it", "", RefusalKind.NO_FORM),
        ("You may use it.", "Priya Nair", "", RefusalKind.PERMITS),
    ],
)
def test_a_line_that_may_not_stand_is_refused(
    chatbot: Answer, knowledge: Knowledge, text: str, name: str, phone: str, kind: RefusalKind
) -> None:
    with pytest.raises(RefusedError) as caught:
        local.write(chatbot, text, knowledge, by="B.", today=TODAY, name=name, phone=phone)
    assert kind in [refusal.kind for refusal in caught.value.refusals]


def test_a_name_or_number_alone_is_a_line(chatbot: Answer, knowledge: Knowledge) -> None:
    line = local.write(
        chatbot, "", knowledge, by="B.", today=TODAY, name="Priya Nair, night senior", phone="999"
    )

    assert (line.text, line.phone) == ("", "999")


def test_an_answer_with_a_floor_or_for_danger_cannot_be_hidden(knowledge: Knowledge) -> None:
    for answer in knowledge.answers.values():
        if answer.floor or answer.urgent:
            with pytest.raises(RefusedError):
                local.hide(answer, "We have none.", knowledge, by="B.", today=TODAY)


def _plain(knowledge: Knowledge) -> Answer:
    """Return an answer that a location may hide."""
    return next(a for a in knowledge.answers.values() if not local.refusals_to_hide(a))


def test_an_answer_is_hidden_with_a_reason(knowledge: Knowledge) -> None:
    answer = _plain(knowledge)
    hidden = local.hide(
        answer, "We do not have one of these here.", knowledge, by="B.", today=TODAY
    )

    assert hidden.reason == "We do not have one of these here."
    assert local.in_force(LocalWords(hidden=hidden), answer, knowledge).hidden == hidden


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (" ", RefusalKind.EMPTY),
        ("You can use any chatbot.", RefusalKind.PERMITS),
        ("Ours is approved by CQC.", RefusalKind.NEVER_SAY),
        ("long " * 100, RefusalKind.TOO_LONG),
    ],
)
def test_a_reason_allows_and_claims_nothing(
    knowledge: Knowledge, reason: str, kind: RefusalKind
) -> None:
    with pytest.raises(RefusedError) as caught:
        local.hide(_plain(knowledge), reason, knowledge, by="B.", today=TODAY)
    assert kind in [refusal.kind for refusal in caught.value.refusals]


def test_a_changed_shared_answer_asks_for_a_look(chatbot: Answer, knowledge: Knowledge) -> None:
    line = local.write(chatbot, "Ask Priya first.", knowledge, by="B.", today=TODAY)

    assert not local.needs_a_look(line, chatbot)
    assert not local.needs_a_look(line, structs.replace(chatbot, review_by=date(2030, 1, 1)))
    assert local.needs_a_look(line, structs.replace(chatbot, short="Something else is said now."))
    assert local.needs_a_look(line, structs.replace(chatbot, guided=None))
    assert local.needs_a_look(line, None)


def test_the_floor_of_today_holds_over_older_local_words(
    chatbot: Answer, knowledge: Knowledge
) -> None:
    before = structs.replace(chatbot, verdict=Verdict.INFORMATION, floor=())
    line = local.write(before, "You may use it in the lounge.", knowledge, by="B.", today=TODAY)
    added = local.write(before, "Ask Priya first.", knowledge, by="B.", today=TODAY)
    hidden = HiddenAnswer(before.id, "We have none.", local.shared_hash(before), "B.", TODAY)
    own = LocalWords((line, added), hidden)

    assert local.in_force(own, before, knowledge) == own
    assert local.in_force(own, chatbot, knowledge) == LocalWords((added,))
    urgent = structs.replace(before, urgent=Urgent.ACT_NOW)
    assert local.in_force(own, urgent, knowledge).hidden is None
