"""What people ask that we cannot answer well: what is kept of it, and what is alike among it.

A gap keeps words of an English word list without given names, the location and the week; nothing
says who asked, on which device or at what hour. Words go after 30 days and leave counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from assistant import privacy, text
from assistant.knowledge.merge import MAX_PHRASING
from assistant.privacy import Detail

# Words are kept for so many days, counted from the first day of the week that they are kept with.
KEEP_DAYS = 30
# A long story tells who it is about even without a name in it.
MAX_WORDS = 25
# A count below this could point to one person; older weeks show it only as "fewer than 5".
SMALL = 5
# How alike two questions must be to count as one, from 0 to 100 (see `likeness`).
ALIKE = 62


class GapReason(StrEnum):
    """Why a question counts as a gap; the last four are what "not helpful" offers."""

    DECLINED = "declined"
    NOT_TAKEN = "not_taken"  # "did you mean" was offered, and none of it was meant
    WRONG = "wrong"
    OUT_OF_DATE = "out_of_date"
    NOT_MY_QUESTION = "not_my_question"
    HARD_TO_UNDERSTAND = "hard_to_understand"


NOT_HELPFUL = (
    GapReason.WRONG,
    GapReason.OUT_OF_DATE,
    GapReason.NOT_MY_QUESTION,
    GapReason.HARD_TO_UNDERSTAND,
)


class DecisionKind(StrEnum):
    """What a manager decides about gaps."""

    ADD_PHRASING = "add_phrasing"
    LOCAL_ANSWER = "local_answer"
    OUT_OF_SCOPE = "out_of_scope"
    REFER = "refer"
    DONE = "done"


@dataclass(frozen=True)
class Kept:
    """Exactly what a gap keeps of a question: its words in their order, the product's among them.

    ``markable`` are the words that are not kept and that the asker may mark as a product's name.
    ``places`` say which word of the question each kept one is, from 0, so that the asker may take
    it out.
    """

    words: tuple[str, ...]
    product: str | None = None
    markable: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return the kept words as one line; empty when nothing may be kept."""
        return " ".join(self.words)

    @property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """Return what can be taken out, by its place; "can't" is kept as "can not", in one part."""
        found: dict[int, str] = {}
        for place, word in zip(self.places, self.words, strict=True):
            found[place] = f"{found[place]} {word}" if place in found else word
        return tuple(found.items())


@dataclass(frozen=True)
class Gap:
    """One gap as it is kept.

    ``answer`` is the one that was shown and did not help, ``decision`` the number of what was
    decided about it.
    """

    id: int
    week_starts_on: date
    reason: GapReason
    words: str
    product: str | None = None
    answer: str | None = None
    decision: int | None = None

    @property
    def is_decided(self) -> bool:
        """Return whether somebody has decided about it."""
        return self.decision is not None


@dataclass(frozen=True)
class Group:
    """Gaps that are alike, the most usual wording first; ``open`` are those not decided yet."""

    gaps: tuple[Gap, ...]

    @property
    def words(self) -> str:
        """Return the wording that stands for the group."""
        return self.gaps[0].words

    @property
    def open(self) -> tuple[Gap, ...]:
        """Return the gaps that nobody has decided about."""
        return tuple(gap for gap in self.gaps if not gap.is_decided)

    @property
    def answer(self) -> str | None:
        """Return the answer that did not help, which is the same for all of them."""
        return self.gaps[0].answer

    @property
    def is_asked_again(self) -> bool:
        """Return whether it came up again after it had been decided about."""
        return 0 < len(self.open) < len(self.gaps)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the different words that were kept, the most usual first."""
        found = Counter(gap.words for gap in self.gaps if gap.words)
        return tuple(sorted(found, key=lambda words: (-found[words], words)))

    @property
    def reasons(self) -> tuple[tuple[GapReason, int], ...]:
        """Return how often each reason stands behind the open gaps, most often first."""
        return tuple(Counter(gap.reason for gap in self.open).most_common())


@dataclass(frozen=True)
class WeekCount:
    """How many gaps of a reason an older week had; None is fewer than SMALL, but not none."""

    week_starts_on: date
    reason: GapReason
    count: int | None


@dataclass(frozen=True)
class Suggestion:
    """A phrasing that someone thinks belongs to an answer; made by ``suggest``, which checks it."""

    answer: str
    phrasing: str


class PhrasingError(Exception):
    """A phrasing is not taken; ``details`` are the kinds of personal detail in it, if any."""

    def __init__(self, message: str, details: tuple[Detail, ...] = ()) -> None:
        self.details = details
        super().__init__(message)


def suggest(
    answer: str, phrasing: str, *, known: Container[str], names: Container[str]
) -> Suggestion:
    """Return *phrasing*, in one clean line, as a suggestion for *answer*.

    *known* and *names* are those of ``privacy.mask``. Raises PhrasingError when there is no word in
    it, it is too long, or it holds a personal detail.
    """
    clean = text.visible(phrasing)
    if not text.words(clean):
        raise PhrasingError("a phrasing needs words")
    if len(clean) > MAX_PHRASING:
        raise PhrasingError(f"a phrasing has at most {MAX_PHRASING} characters")
    if found := privacy.mask(clean, known, names).found:
        raise PhrasingError("a phrasing holds no personal detail", found)
    return Suggestion(answer, clean)


def week_of(today: date) -> date:
    """Return the Monday of the week of *today*."""
    return today - timedelta(days=today.weekday())


def oldest_week(today: date) -> date:
    """Return the day that a week with words must not start before; earlier ones are counts."""
    return today - timedelta(days=KEEP_DAYS - 1)


_TOKEN = re.compile(r"\[[a-z ]+\]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;]['\"”)]?\s)['\"“(]?$")


def kept_words(
    masked: str,
    *,
    english: Container[str],
    names: Container[str],
    product: str = "",
    taken_out: Container[int] = (),
) -> Kept:
    """Return exactly what a gap would keep of the *masked* question.

    Kept are words of *english* that are no given *names*, 25 at most, and the one word that the
    asker marked as a *product*, if it stands in the question. A word with a capital letter in the
    middle of a sentence is taken for a name and goes; so do numbers and whatever was masked, and
    the words at the places that the asker has *taken_out*.
    """
    clean = _TOKEN.sub("·", text.visible(masked))
    is_shouted = not any(letter.islower() for letter in clean)
    marked = text.visible(product).casefold()
    words: list[tuple[int, str]] = []
    markable: list[str] = []
    for place, found in enumerate(_WORD.finditer(clean)):
        word, lower = found.group(), found.group().casefold()
        if len(words) >= MAX_WORDS:
            break
        if marked and lower == marked and _may_be_marked(word, names):
            words.append((place, lower))
            continue
        capital = word[0].isupper() and not is_shouted and word != "I"
        if capital and not _STARTS.search(clean[: found.start()]):
            kept = []
        else:
            kept = [part for part in text.words(word) if _may_be_kept(part, english, names)]
        words += [(place, part) for part in kept]
        if not kept and _may_be_marked(word, names):
            markable.append(lower)
    # What was cut or taken out makes no room for words that the asker was not shown.
    left = [(place, word) for place, word in words[:MAX_WORDS] if place not in taken_out]
    kept_of_it = tuple(word for _, word in left)
    return Kept(
        kept_of_it,
        marked if marked in kept_of_it and _may_be_marked(marked, names) else None,
        tuple(dict.fromkeys(markable)),
        tuple(place for place, _ in left),
    )


# A product's name is a word of letters, perhaps with digits behind them; a number is none.
_MARKABLE = re.compile(r"[^\W\d_]{2,20}\d{0,2}")


def _may_be_marked(word: str, names: Container[str]) -> bool:
    return _MARKABLE.fullmatch(word) is not None and word.casefold() not in names


def _may_be_kept(word: str, english: Container[str], names: Container[str]) -> bool:
    long_enough = len(word) > 1 or word in {"a", "i"}
    return long_enough and word in english and word not in names


def grouped(gaps: Iterable[Gap]) -> list[Group]:
    """Return *gaps* in groups of likeness, those with most open gaps first.

    The same gaps make the same groups, in whatever order they come.
    """
    same: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: (gap.week_starts_on, gap.id)):
        same.setdefault(_key(gap.words), []).append(gap)
    groups: list[tuple[str, list[Gap]]] = []
    for key, alike in sorted(same.items(), key=lambda item: (-len(item[1]), item[0])):
        scored = [(likeness(key, leader), -place) for place, (leader, _) in enumerate(groups)]
        score, place = max(scored, default=(0.0, 0))
        if key and score >= ALIKE:
            groups[-place][1].extend(alike)
        else:
            groups.append((key, list(alike)))
    made = [Group(tuple(members)) for _, members in groups]
    return sorted(made, key=lambda group: (-len(group.open), -len(group.gaps), group.words))


def by_answer(gaps: Iterable[Gap]) -> list[Group]:
    """Return *gaps* about answers that did not help, an answer a group, most open gaps first."""
    about: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: (gap.week_starts_on, gap.id)):
        if gap.answer is not None:
            about.setdefault(gap.answer, []).append(gap)
    made = [Group(tuple(members)) for members in about.values()]
    return sorted(made, key=lambda group: (-len(group.open), group.answer or ""))


def shown_count(count: int) -> int | None:
    """Return *count* as it may be shown; None is fewer than SMALL."""
    return count if count >= SMALL else None


def likeness(one: str, other: str) -> float:
    """Return how alike two lines of stems are, from 0 to 100, whatever their order."""
    return fuzz.token_sort_ratio(one, other, score_cutoff=ALIKE)


# They stand in most questions and say nothing of what one is about.
_EMPTY = frozenset(
    """
    a about am an and any are as at be been but by can could did do does doing for from get got
    had has have he her here him his how i if in into is it its just let may me might must my no
    not of off on one or our out please put shall she should so some tell than that the their
    them then there they this to too up us use used using want was we were what when where which
    who why will with would you your allowed ok okay
    """.split()  # noqa: SIM905 (a list of words reads better than a column of strings)
)


def _key(words: str) -> str:
    """Return the stems of the words that carry meaning, sorted; of all words when none does."""
    every = words.split()
    meant = [word for word in every if word not in _EMPTY] or every
    return " ".join(sorted({text.stem(word) for word in meant}))


def suggestion_file(suggestions: Sequence[Suggestion]) -> str:
    """Return *suggestions* as the lines of a file that ``assistant knowledge merge`` reads."""
    by_answer: dict[str, list[str]] = {}
    for suggestion in suggestions:
        by_answer.setdefault(suggestion.answer, []).append(suggestion.phrasing)
    return "".join(
        json.dumps(
            {"answer": answer, "phrasings": list(dict.fromkeys(phrasings))}, ensure_ascii=False
        )
        + "\n"
        for answer, phrasings in sorted(by_answer.items())
    )
