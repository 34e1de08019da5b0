"""The other layers of a notice, made from the same sentences so that none can disagree."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.notices.leaflet import Leaflets, once
from assistant.notices.model import Layer, Person, Section, Sentence, Text
from assistant.notices.tool_sentences import (
    ToolSentences,
    day_value,
    known,
    name_value,
    phone_value,
)
from assistant.register import (
    NOT_SURE,
    Audience,
    Condition,
    LawfulBasis,
    PrivacyCheck,
)

# On which bases a person may object, by law; consent is taken back instead.
_CAN_OBJECT = frozenset({LawfulBasis.LEGITIMATE_INTERESTS, LawfulBasis.PUBLIC_TASK})


def layers(leaflets: Leaflets) -> dict[Layer, Text]:
    """Return every layer of a notice."""
    leaflet = leaflets.leaflet()
    return {
        Layer.LEAFLET: leaflet,
        Layer.EASY: leaflets.easy(leaflet),
        Layer.SIGN: _sign(leaflets, leaflet),
        Layer.CARD: _card(leaflets, leaflet),
        Layer.SCRIPT: _script(leaflets, leaflet),
        Layer.DETAILS: _details(leaflets, leaflet),
    }


def _sign(leaflets: Leaflets, leaflet: Text) -> Text:
    """Return what stands on a door or in a hall: what it does, can I say no, whom to ask."""
    if leaflets.file.audience is Audience.VISITORS:
        return leaflet
    sections = [_brief(leaflets, tool) for tool in leaflets.tools]
    sections.append(leaflets.section("ask", leaflets.contact()))
    return Text(leaflet.title, tuple(sections))


def _card(leaflets: Leaflets, leaflet: Text) -> Text:
    """Return what fits on a card for each tool: what it does, can I say no, whom to ask."""
    contact = tuple(leaflets.contact())[:1]
    cards = [_brief(leaflets, tool) for tool in leaflets.tools]
    sections = [Section(card.id, card.heading, (*card.sentences, *contact)) for card in cards]
    return Text(leaflet.title, tuple(sections))


def _brief(leaflets: Leaflets, tool: ToolSentences) -> Section:
    if leaflets.file.audience is Audience.VISITORS:
        return Section(tool.tool.use, tool.say("visitors.job"), (leaflets.say("sign.private"),))
    sentences = (tool.say("does.job"), tool.short_choice())
    if leaflets.file.audience is Audience.STAFF and not leaflets.speaks_to_applicants:
        sentences = (tool.say("does.job"), tool.say(f"staff.choice.{known(tool.tool.choice)}"))
    return Section(tool.tool.use, tool.title(), sentences)


def _script(leaflets: Leaflets, leaflet: Text) -> Text:
    """Return what staff say aloud: the leaflet, with a welcome and questions to the person."""
    tools = {tool.tool.use.value for tool in leaflets.tools}
    sections = []
    for section in leaflet.sections:
        sentences = section.sentences
        match section.id:
            case "what":
                sentences = (leaflets.say("script.hello"), *sentences)
            case "does":
                sentences = (*sentences, leaflets.say("script.say_back"))
            case "choice":
                sentences = (*sentences, leaflets.say("script.choice"))
            case "ask":
                closing = ("script.questions", "script.later")
                sentences = (*sentences, *(leaflets.say(name) for name in closing))
            case id if id in tools:
                sentences = (*sentences, leaflets.say("script.say_back"))
        sections.append(Section(section.id, section.heading, sentences))
    return Text(leaflet.title, tuple(sections))


def _details(leaflets: Leaflets, leaflet: Text) -> Text:
    """Return everything that can be said, with the law and a person's rights."""
    if leaflets.file.audience in (Audience.VISITORS, Audience.STAFF) and (
        not leaflets.speaks_to_applicants
    ):
        return leaflet
    sections = [section for tool in leaflets.tools for section in _whole(leaflets, tool)]
    sections += leaflets.decide()
    sections.append(leaflets.section("law", _law(leaflets)))
    sections.append(leaflets.section("rights", _rights(leaflets)))
    sections.append(leaflets.section("ask", leaflets.ask()))
    sections.append(leaflets.section("complain", leaflets.complain()))
    return Text(leaflets.say("details.title"), tuple(sections))


def _whole(leaflets: Leaflets, tool: ToolSentences) -> Iterator[Section]:
    """Yield everything about one tool, under the questions of the leaflet."""
    maker = tool.say("details.maker", supplier=name_value(known(tool.tool.supplier)))
    about = (*leaflets.to_families(), *tool.what(), maker, *tool.does())
    yield Section(tool.tool.use, tool.title(), once(about))
    yield leaflets.section("check", (*tool.check(), tool.say("check.sorry")))
    yield leaflets.section("knows", tool.knows())
    yield leaflets.section("wrong", tool.wrong())
    yield leaflets.section("choice", (*tool.choice(), *tool.pledges()))
    yield leaflets.section("route", tool.route())


def _law(leaflets: Leaflets) -> Iterator[Sentence]:
    file = leaflets.file
    for tool in leaflets.tools:
        basis, condition = tool.tool.lawful_basis, tool.tool.condition
        unsettled = basis == NOT_SURE or condition is Condition.NOT_SURE
        if unsettled and file.rest_follows_on:
            yield tool.say("details.law_follows", date=day_value(file.rest_follows_on))
        if basis != NOT_SURE:
            yield from (tool.say(f"details.basis.{one}") for one in basis)
        if condition is not Condition.NOT_SURE:
            yield tool.say(f"details.condition.{condition}")
        dpia = tool.tool.dpia
        if isinstance(dpia, PrivacyCheck) and dpia.review_on:
            yield tool.say("details.privacy_again", date=day_value(dpia.review_on))
    yield leaflets.say("details.private")


def _rights(leaflets: Leaflets) -> Iterator[Sentence]:
    bases = {
        basis
        for tool in leaflets.tools
        if tool.tool.lawful_basis != NOT_SURE
        for basis in tool.tool.lawful_basis
    }
    yield leaflets.say("choice.rights")
    if bases & _CAN_OBJECT:
        yield leaflets.say("details.object")
    yield leaflets.say("details.pause")
    yield leaflets.say("details.delete")
    yield leaflets.say("choice.instead.person_decides")
    contact = leaflets.file.data_contact
    if isinstance(contact, Person):
        who = {"name": name_value(contact.name), "phone": phone_value(contact.phone)}
        yield leaflets.say("details.data_contact", **who)
    if leaflets.file.approved_by:
        yield leaflets.say("details.agreed", date=day_value(leaflets.file.approved_by.on))
