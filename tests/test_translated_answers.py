"""Urgent and safety-critical answers in the languages of staff."""

from __future__ import annotations

import csv

import pytest

from assistant import languages, local
from assistant.knowledge import Knowledge
from assistant.languages import STAFF_LANGUAGES, Catalogue, Message, Translation
from tests.conftest import ROOT

POLISH = STAFF_LANGUAGES["pl"]
SHIPPED = sorted(path.parts[-3] for path in ROOT.glob("translations/*/LC_MESSAGES/answers.po"))
BY_LOCALE = {language.locale: language for language in STAFF_LANGUAGES.values()}


def catalogue(messages: list[Message], reviewed: bool = False) -> Catalogue:
    """Return a catalogue in which each text stands with a mark before it."""
    sentences = {one.id: Translation(one.text, f"PL {one.text}", False) for one in messages}
    pairs = [(one.id, one.text, f"PL {one.text}") for one in messages] if reviewed else []
    hashed = {(id, languages.sha256(source), languages.sha256(text)) for id, source, text in pairs}
    return Catalogue(POLISH, sentences, frozenset(hashed))


def test_every_answer_that_can_harm_is_there_to_translate(knowledge: Knowledge) -> None:
    answers = knowledge.answers.values()
    wanted = {answer.id for answer in answers if answer.urgent or answer.safety_critical}
    assert len(wanted) < len(answers)
    ids = {message.id.split(".")[1] for message in local.messages(answers)}
    assert ids == wanted | {"any"}


def test_a_translation_names_roles_and_no_placeholder(knowledge: Knowledge) -> None:
    texts = " ".join(message.text for message in local.messages(knowledge.answers.values()))
    assert "the person in charge of the shift" in texts
    assert "{" not in texts


def test_a_whole_translation_says_every_step(knowledge: Knowledge) -> None:
    answer = knowledge.answers["lost-device"]
    shown = local.translated(answer, catalogue(list(local.messages([answer]))))
    assert shown is not None
    assert shown.short.startswith("PL ")
    assert len(shown.do) == len(answer.do)
    assert len(shown.do_not) == len(answer.do_not)
    assert shown.band is not None
    assert shown.band.startswith("PL Draft translation")


def test_a_reviewed_translation_has_no_band(knowledge: Knowledge) -> None:
    answer = knowledge.answers["lost-device"]
    known = catalogue(list(local.messages([answer])), reviewed=True)
    shown = local.translated(answer, known)
    assert shown is not None
    assert shown.band is None


@pytest.mark.parametrize("missing", [0, 3, -1])
def test_with_a_sentence_missing_nothing_is_shown(knowledge: Knowledge, missing: int) -> None:
    answer = knowledge.answers["lost-device"]
    messages = list(local.messages([answer]))
    del messages[missing]
    assert local.translated(answer, catalogue(messages)) is None


def test_the_template_of_answers_is_current(knowledge: Knowledge) -> None:
    shipped = (ROOT / "translations" / "answers.pot").read_text("utf-8")
    messages = local.messages(knowledge.answers.values())
    made = languages.template(messages, "knowledge/answers/")
    assert shipped == made, "write translations/answers.pot anew"


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_shipped_answer_is_whole_and_true_to_the_english(
    locale: str, knowledge: Knowledge
) -> None:
    found = languages.read_catalogue(ROOT / "translations", BY_LOCALE[locale], domain="answers")
    answers = [answer for answer in knowledge.answers.values() if local.is_for_staff(answer)]
    known = {name.split(".")[1] for name in found.sentences}
    there = [answer for answer in answers if local.translated(answer, found) is not None]
    assert {answer.id for answer in answers if answer.urgent} <= {answer.id for answer in there}
    assert known == {answer.id for answer in there} | {"any"}, "in part, or of an older English"


@pytest.mark.parametrize("locale", SHIPPED)
def test_each_sentence_was_translated_back(locale: str, knowledge: Knowledge) -> None:
    """The comparison in `back/` is of the texts as they are: a changed one makes it stale."""
    found = languages.read_catalogue(ROOT / "translations", BY_LOCALE[locale], domain="answers")
    with (ROOT / "translations" / "back" / f"{locale}.answers.tsv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
    english = {message.id: message.text for message in local.messages(knowledge.answers.values())}
    assert rows.keys() == found.sentences.keys()
    for name, row in rows.items():
        hashes = languages.sha256(english[name]), languages.sha256(found.sentences[name].text)
        assert (row["source_sha256"], row["target_sha256"]) == hashes, name
        assert row["back"]
        assert row["verdict"] in {"same", "mended"}
