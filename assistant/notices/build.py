"""From a notice file to the notice, in English, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.languages import Value, ValueKind
from assistant.notices.layers import layers
from assistant.notices.leaflet import Leaflets, words_of
from assistant.notices.model import (
    Choices,
    Frame,
    Layer,
    Notice,
    NoticeFile,
    Sentence,
    Slip,
)
from assistant.notices.tool_sentences import ToolSentences, day_value, known, name_value
from assistant.notices.wording import Wording
from assistant.register import Audience, ChoiceModel

_SLIP_OPTIONS: dict[ChoiceModel, tuple[str, ...]] = {
    ChoiceModel.ASK_FIRST: ("yes", "no"),
    ChoiceModel.TELL_AND_CAN_SAY_NO: ("yes", "no"),
    ChoiceModel.CAN_LIMIT: ("yes", "less"),
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: ("yes", "object"),
    ChoiceModel.CANNOT_SWITCH_OFF: (),
}


def build(file: NoticeFile, wording: Wording) -> Notice:
    """Return the notice that *file* describes, in English, sentence by sentence.

    NoticeError when a field that a sentence needs is not known.
    """
    leaflets = Leaflets(file, wording)
    return Notice(
        id=file.id,
        version=file.version,
        made_on=file.made_on,
        audience=file.audience,
        provider=file.provider,
        location=file.location,
        contact_phone=file.contact.phone,
        uses=tuple(tool.use for tool in file.tools),
        early=file.rest_follows_on is not None,
        layers=layers(leaflets),
        dates=leaflets.section("dates", _dates(leaflets)),
        slip=_slip(leaflets),
        frame=_frame(leaflets),
        easy=_easy(leaflets),
        hello=leaflets.say("email.hello"),
    )


def main_words(notice: Notice) -> int:
    """Return the number of English words in the main text of the leaflet."""
    return words_of(notice.layers[Layer.LEAFLET])


def _version(file: NoticeFile) -> dict[str, Value]:
    number = Value(ValueKind.NUMBER, str(file.version))
    return {"version": number, "date": day_value(file.made_on)}


def _dates(leaflets: Leaflets) -> Iterator[Sentence]:
    file = leaflets.file
    if file.rest_follows_on:
        yield leaflets.say("dates.follows", date=day_value(file.rest_follows_on))
    yield leaflets.say("dates.version", **_version(file))
    yield leaflets.say("dates.review", date=day_value(file.review_by))


def _slip(leaflets: Leaflets) -> Slip | None:
    """Return the slip, for those whose choice it is."""
    say, file = leaflets.say, leaflets.file
    if file.audience is not Audience.RESIDENTS and not leaflets.speaks_to_applicants:
        return None
    return Slip(
        title=say("slip.title"),
        help=say("slip.help"),
        choices=tuple(_choices(leaflets)),
        no_name=say("slip.no_name"),
        number=say("slip.number"),
        date=say("slip.date"),
        notice=say("slip.notice", notice=name_value(file.id), version=_version(file)["version"]),
        cut=say("slip.cut"),
        questions=say("slip.questions"),
    )


def _choices(leaflets: Leaflets) -> Iterator[Choices]:
    talk = leaflets.say("slip.talk")
    if len(leaflets.tools) == 1:
        yield Choices((*_boxes(leaflets.tools[0]), talk))
        return
    for tool in leaflets.tools:
        if boxes := tuple(_boxes(tool)):
            yield Choices(boxes, tool.title())
    yield Choices((talk,))


def _boxes(tool: ToolSentences) -> Iterator[Sentence]:
    for option in _SLIP_OPTIONS[known(tool.tool.choice)]:
        yield tool.say(f"slip.{option}")


def _frame(leaflets: Leaflets) -> Frame:
    counters = {"page": Value(ValueKind.PAGE, ""), "pages": Value(ValueKind.PAGES, "")}
    return Frame(
        band=leaflets.say("band.draft"),
        version=leaflets.say("footer.version", **_version(leaflets.file)),
        page=leaflets.say("footer.page", **counters),
        web_page=leaflets.say("ask.web_page"),
        web_address=leaflets.say("ask.web_address", web=Value(ValueKind.WEB, "")),
        qr=leaflets.say("ask.qr"),
    )


def _easy(leaflets: Leaflets) -> Sentence:
    checked_on = leaflets.file.easy_read_checked_on
    if checked_on is None:
        return leaflets.say("easy.draft")
    return leaflets.say("easy.checked", date=day_value(checked_on))
