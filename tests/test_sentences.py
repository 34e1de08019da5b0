"""What people say of translated sentences: what then holds, and how it travels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from assistant import languages
from assistant.languages import (
    LANGUAGES,
    Catalogue,
    Coverage,
    Domain,
    Message,
    SentenceReview,
    SentenceState,
    Standing,
    Translation,
    Verdict,
)

POLISH = LANGUAGES["pl"]
KEEP = Message("notice.a", "We keep it for {period}.", "How long. {period} is a time.")
CALL = Message("notice.b", "Call the ICO within 30 days.", "Whom to call.")
NEW = Message("notice.c", "You can say no.", "A choice.")
MESSAGES = (KEEP, CALL, NEW)
SHIPPED = Catalogue(
    POLISH,
    {
        KEEP.id: Translation(KEEP.text, "Trzymamy to przez {period}.", False),
        CALL.id: Translation(CALL.text, "Zadzwoń do ICO w ciągu 30 dni.", False),
    },
)
BETTER = "Przechowujemy to przez {period}."
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANNA, BEN = 1, 2


def said(
    verdict: Verdict, by: int = ANNA, message: Message = KEEP, text: str | None = None, **more: Any
) -> SentenceReview:
    """Return what a person says of a sentence as it is shipped."""
    shipped = SHIPPED.sentences.get(message.id)
    own = shipped.text if shipped else ""
    fields: dict[str, Any] = {
        "language": "pl",
        "domain": Domain.NOTICES,
        "id": message.id,
        "source_sha256": languages.sha256(message.text),
        "shipped_sha256": languages.sha256(own),
        "text": own if text is None else text,
        "verdict": verdict,
        "name": {ANNA: "Anna Sample", BEN: "Ben Sample"}[by],
        "role": "staff",
        "qualification": "grew up with it",
        "method": "read both texts",
        "provider": "Two Homes Care",
        "reviewed_at": AT,
        "account_id": by,
    }
    return SentenceReview(**{**fields, **more})


def state(*reviews: SentenceReview, message: Message = KEEP) -> SentenceState:
    (found,) = languages.states(SHIPPED, [message], reviews)
    return found


@pytest.mark.parametrize(
    ("reviews", "standing", "text", "people"),
    [
        ([], Standing.DRAFT, "Trzymamy to przez {period}.", 0),
        ([said(Verdict.ACCEPTED)], Standing.REVIEWED, "Trzymamy to przez {period}.", 1),
        ([said(Verdict.CHANGED, text=BETTER)], Standing.REVIEWED, BETTER, 1),
        (
            [said(Verdict.CHANGED, text=BETTER), said(Verdict.ACCEPTED, BEN, text=BETTER)],
            Standing.REVIEWED,
            BETTER,
            2,
        ),
        (
            [said(Verdict.ACCEPTED), said(Verdict.CHANGED, BEN, text=BETTER)],
            Standing.REVIEWED,
            BETTER,
            1,
        ),
        ([said(Verdict.ACCEPTED), said(Verdict.ACCEPTED)], Standing.REVIEWED, None, 1),
        ([said(Verdict.ACCEPTED), said(Verdict.UNSURE, BEN)], Standing.UNSURE, None, 0),
        ([said(Verdict.UNSURE, BEN), said(Verdict.ACCEPTED)], Standing.REVIEWED, None, 1),
        ([said(Verdict.ACCEPTED), said(Verdict.TAKEN_BACK)], Standing.DRAFT, None, 0),
        (
            [
                said(Verdict.ACCEPTED, BEN),
                said(Verdict.CHANGED, text=BETTER),
                said(Verdict.TAKEN_BACK, text=BETTER),
            ],
            Standing.REVIEWED,
            "Trzymamy to przez {period}.",
            1,
        ),
        ([said(Verdict.PROPOSED, text=BETTER)], Standing.DRAFT, BETTER, 0),
        (
            [said(Verdict.ACCEPTED), said(Verdict.PROPOSED, BEN, text=BETTER)],
            Standing.DRAFT,
            BETTER,
            0,
        ),
        ([said(Verdict.CHANGED, text="Trzymamy.")], Standing.MISSING, "Trzymamy.", 1),
    ],
    ids=[
        "nobody",
        "accepted",
        "changed",
        "confirmed",
        "changed by a second",
        "the same person twice",
        "a doubt",
        "a doubt that was settled",
        "taken back",
        "taken back to what another said",
        "from a file",
        "from a file over a review",
        "placeholder lost",
    ],
)
def test_the_newest_word_counts_and_each_person_once(
    reviews: list[SentenceReview], standing: Standing, text: str | None, people: int
) -> None:
    found = state(*reviews)
    assert (found.standing, len(found.by)) == (standing, people)
    if text is not None:
        assert found.text == text


@pytest.mark.parametrize(
    "change",
    [
        {"source_sha256": languages.sha256("We keep it.")},
        {"shipped_sha256": languages.sha256("Trzymamy.")},
    ],
    ids=["English", "translation"],
)
def test_a_changed_text_is_a_draft_again(change: dict[str, Any]) -> None:
    old = said(Verdict.CHANGED, text=BETTER, **change)
    found = state(old)
    assert found.standing is Standing.DRAFT_AGAIN
    assert found.text == found.shipped
    laid = languages.overlay(SHIPPED, MESSAGES, [old])
    assert laid == SHIPPED


def test_a_leaflet_is_reviewed_only_when_all_its_sentences_are() -> None:
    one = [said(Verdict.CHANGED, text=BETTER)]
    laid = languages.overlay(SHIPPED, MESSAGES, one)
    assert laid.translate([KEEP]) == {KEEP.id: BETTER}
    assert laid.reviewed([KEEP])
    assert not laid.reviewed([KEEP, CALL])
    both = languages.overlay(SHIPPED, MESSAGES, [*one, said(Verdict.ACCEPTED, message=CALL)])
    assert both.reviewed([KEEP, CALL])


def test_a_doubt_takes_a_shipped_review_away() -> None:
    pair = (KEEP.id, languages.sha256(KEEP.text), languages.sha256("Trzymamy to przez {period}."))
    shipped = Catalogue(POLISH, SHIPPED.sentences, frozenset({pair}))
    assert shipped.reviewed([KEEP])
    assert not languages.overlay(shipped, MESSAGES, [said(Verdict.UNSURE)]).reviewed([KEEP])


@pytest.mark.parametrize("verdict", [Verdict.UNSURE, Verdict.ACCEPTED])
def test_only_who_vouches_makes_an_unsure_translation_usable(verdict: Verdict) -> None:
    text = SHIPPED.sentences[KEEP.id].text
    fuzzy = Catalogue(POLISH, {KEEP.id: Translation(KEEP.text, text, True)})
    laid = languages.overlay(fuzzy, [KEEP], [said(verdict)])
    assert bool(laid.faults([KEEP])) == (verdict is Verdict.UNSURE)


def test_a_missing_sentence_can_be_written_by_the_provider() -> None:
    assert languages.coverage(SHIPPED, MESSAGES) == Coverage(0, 2, 1)
    written = said(Verdict.CHANGED, message=NEW, text="Możesz odmówić.")
    laid = languages.overlay(SHIPPED, MESSAGES, [written])
    assert languages.coverage(laid, MESSAGES) == Coverage(1, 2, 0)
    assert languages.coverage(laid, MESSAGES).standing is Standing.DRAFT
    assert languages.coverage(laid, [NEW]).standing is Standing.REVIEWED


@pytest.mark.parametrize(
    ("message", "text", "reason"),
    [
        (KEEP, "Przez {period}.", None),
        (KEEP, "Przez czas.", "placeholders"),
        (KEEP, "Przez {period} i {name}.", "placeholders"),
        (KEEP, "Przez \u202e{period}.", "hidden"),
        (CALL, "ICO, 30 dni.", None),
        (CALL, "ICO, 13 dni.", "lost the number 30"),
        (CALL, "ICO, ۳۰ dni.", "0 to 9"),
        (CALL, "Urząd, 30 dni.", "lost the letters ICO"),
        (NEW, " ", "missing"),
    ],
)
def test_a_text_is_checked_by_rule(message: Message, text: str, reason: str | None) -> None:
    found = languages.text_fault(message, text)
    assert (found is None) == (reason is None)
    assert reason is None or (found and reason in found)


# Files


REVIEWS = [
    said(Verdict.CHANGED, text=BETTER),
    said(Verdict.ACCEPTED, BEN, text=BETTER),
    said(Verdict.UNSURE, message=CALL),
    said(Verdict.CHANGED, message=NEW, text="Możesz odmówić."),
]


def exported() -> str:
    return languages.review_lines(languages.states(SHIPPED, MESSAGES, REVIEWS))


def taken(data: str, *own: SentenceReview, provider: str = "Other Care") -> languages.Checked:
    found = languages.states(SHIPPED, MESSAGES, own)
    return languages.check_review_lines(data.encode(), POLISH, found, own, provider)


def test_reviews_that_travel_mean_the_same_elsewhere() -> None:
    checked = taken(exported())
    assert checked.refusals == ()
    there = languages.states(SHIPPED, MESSAGES, checked.reviews)
    here = languages.states(SHIPPED, MESSAGES, REVIEWS)
    assert [(one.standing, one.text, len(one.by)) for one in there] == [
        (one.standing, one.text, len(one.by)) for one in here
    ]
    assert all(review.account_id is None for review in checked.reviews)


def test_taking_the_same_file_in_twice_changes_nothing() -> None:
    first = taken(exported()).reviews
    again = taken(exported(), *first)
    assert (again.reviews, again.unchanged, again.refusals) == ((), len(first), ())


def test_ones_own_export_does_not_make_a_second_person() -> None:
    assert taken(exported(), *REVIEWS, provider="Two Homes Care").reviews == ()


def line(**change: object) -> str:
    fields = msgspec.json.decode(exported().splitlines()[0])
    return msgspec.json.encode({**fields, **change}).decode() + "\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("{", "truncated"),
        (line(format=2), "format"),
        (line(more="x"), "more"),
        (line(verdict="sure"), "verdict"),
        (line(name=""), "name"),
        (line(name="An\0na"), "name"),
        (line(qualification="nurse\u202e"), "qualification"),
        (line(provider="Far \n Away"), "provider"),
        (line(reviewed_at="2026-11-24T09:00:00"), "reviewed_at"),
        (line(language="ur"), "another language (ur)"),
        (line(id="notice.zz"), "not a sentence"),
        (line(domain="answers"), "not a sentence"),
        (line(source_sha256="0" * 64), "another English"),
        (line(shipped_sha256="0" * 64), "another English or another translation"),
        (line(text="Przez {period}!"), "hash"),
        (line(text="Nie.", text_sha256=languages.sha256("Nie.")), "placeholders"),
        (line(verdict="taken_back"), "takes back"),
        (line(provider="Other Care"), "your own provider"),
        (line(account_id=1), "account_id"),
    ],
)
def test_each_line_that_is_refused_is_named(data: str, told: str) -> None:
    checked = taken(line() + data)
    ((number, _id, reason),) = checked.refusals
    assert number == 2
    assert told in reason


def test_texts_go_out_and_come_back_as_they_were() -> None:
    found = languages.states(SHIPPED, MESSAGES, REVIEWS)
    text = languages.to_po(POLISH, found)
    for message in MESSAGES:
        assert f'msgctxt "{message.id}"' in text
        assert message.note in text
    assert text.count("fuzzy") == 1, "what somebody doubts is marked"
    checked = languages.check_po(text.encode(), POLISH, found)
    assert (checked.texts, checked.refusals, checked.unchanged) == ((), (), 2)


def test_a_changed_text_comes_in_as_what_nobody_vouches_for() -> None:
    found = languages.states(SHIPPED, MESSAGES, REVIEWS)
    text = languages.to_po(POLISH, found).replace("Przechowujemy to", "Zachowujemy  to")
    ((_line, id, new),) = languages.check_po(text.encode(), POLISH, found).texts
    assert (id, new) == (KEEP.id, "Zachowujemy to przez {period}.")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('msgctxt "notice.a"', 'msgctxt "notice.z"', "not a sentence"),
        ("We keep it", "We held it", "other English"),
        ("to przez {period}", "to przez {czas}", "placeholders"),
        ("Możesz", "Mo\u202eżesz", "hidden"),
        ('msgid "You', 'msgid "You" "', ""),
    ],
)
def test_each_text_that_is_refused_is_named(old: str, new: str, told: str) -> None:
    found = languages.states(SHIPPED, MESSAGES, REVIEWS)
    text = languages.to_po(POLISH, found)
    changed = text.replace(old, new)
    assert changed != text
    (refusal,) = languages.check_po(changed.encode(), POLISH, found).refusals
    assert refusal.line > 1
    assert told in refusal.reason


def test_reviews_are_told_apart_by_account_and_not_by_name() -> None:
    namesake = said(Verdict.ACCEPTED, BEN, name="Anna Sample", reviewed_at=AT + timedelta(days=1))
    renamed = said(Verdict.ACCEPTED, name="Anna Example")
    assert len(state(said(Verdict.ACCEPTED), namesake).by) == 2
    assert len(state(said(Verdict.ACCEPTED), renamed).by) == 1
