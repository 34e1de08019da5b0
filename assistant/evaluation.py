"""Labelled questions into figures: what was answered rightly, wrongly, offered and declined."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering import Outcome, OutcomeKind
from assistant.knowledge import (
    Answer,
    Contact,
    DeclinedKind,
    FirstQuestions,
    Knowledge,
    Lexicon,
    Role,
    Standing,
    Verdict,
    opposite,
)

NONE = "NONE"
HEADER = "question\t"
# The answers that most people come for, as knowledge/README.md lists them.
EVERYDAY = frozenset(
    {
        "chatgpt-at-work",
        "personal-data-in-chatbot",
        "daily-notes",
        "approved-tools",
        "own-phone-or-account",
        "writing-help-english",
        "check-ai-output",
        "ambient-scribe",
        "scribe-permission",
        "scribe-errors",
        "falls-sensors",
        "sensor-missed-event",
        "sensor-false-alarms",
        "resident-says-no",
        "tell-residents",
        "consent-or-not",
        "capacity-and-ai",
        "family-objects",
        "data-breach-now",
        "report-who",
        "emergency",
        "ai-was-wrong",
        "training-needed",
        "translate-for-resident",
        "medicine-questions-to-chatbot",
    }
)


class LabelError(Exception):
    """A line cannot be read; the message names it by number."""


@dataclass(frozen=True)
class Labelled:
    """A question with the answers that would be right, best first; none when it is not ours."""

    question: str
    right: tuple[str, ...]
    style: str


@dataclass(frozen=True)
class Figures:
    """Shares in percent, with the count they rest on."""

    questions: int
    first: float
    among_three: float
    best_first: float
    answered_right: float
    answered_wrong: float
    offered_right: float
    declined: float

    @property
    def first_interval(self) -> tuple[float, float]:
        """Return the 95 % interval (Wilson) of ``first`` in percent."""
        return interval(self.first, self.questions)


@dataclass(frozen=True)
class Opposite:
    """A question that got an answer whose verdict is opposite to the right one's.

    ``safety_critical`` says whether either answer is.
    """

    question: str
    wanted: str
    got: str
    safety_critical: bool


@dataclass(frozen=True)
class Report:
    """Figures over all questions of ours, the everyday ones and by style; what others were given.

    ``opposites`` are the worst of the wrong answers, each by itself.
    """

    ours: Figures
    everyday: Figures
    opposites: tuple[Opposite, ...]
    by_style: Mapping[str, Figures]
    others: int
    false_answers: float
    false_offers: float
    false_ones: tuple[str, ...]
    confused: tuple[tuple[str, str, int], ...]


def read_questions(lines: Iterable[bytes]) -> list[list[str]]:
    """Return the columns of each line of a TSV file, its header left out.

    Raises LabelError naming the first line that is not UTF-8 text.
    """
    rows: list[list[str]] = []
    for number, raw in enumerate(lines, 1):
        try:
            line = raw.decode("utf-8").removeprefix("\ufeff").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise LabelError(f"line {number} is not UTF-8 text") from error
        if "\0" in line:
            raise LabelError(f"line {number} holds a NUL character")
        if number == 1 and line.startswith(HEADER):
            continue
        rows.append(line.split("\t"))
    return rows


def labelled(rows: Sequence[Sequence[str]]) -> list[Labelled]:
    """Return *rows* of question, acceptable answers and style as labelled questions."""
    found = []
    for number, row in enumerate(rows, 1):
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise LabelError(f"row {number} needs a question and its answers, parted by a tab")
        right = tuple(part.strip() for part in row[1].split(",") if part.strip() != NONE)
        found.append(Labelled(row[0], right, row[2] if len(row) > 2 else ""))
    return found


def evaluate(
    questions: Sequence[Labelled],
    ask: Callable[[str], Outcome],
    answers: Mapping[str, Answer],
) -> Report:
    """Return how *ask* does on *questions*; *answers* tells which verdicts are opposite."""
    results = [(question, ask(question.question)) for question in questions]
    ours = [result for result in results if result[0].right]
    others = [result for result in results if not result[0].right]
    answered = [q.question for q, o in others if o.kind is OutcomeKind.ANSWERED]
    offered = sum(outcome.kind is OutcomeKind.SUGGESTED for _, outcome in others)
    confused = Counter(
        (question.right[0], _first(outcome))
        for question, outcome in ours
        if _first(outcome) not in question.right
    )
    return Report(
        ours=_figures(ours),
        everyday=_figures([result for result in ours if result[0].right[0] in EVERYDAY]),
        opposites=tuple(_opposites(ours, answers)),
        by_style={
            style: _figures([result for result in ours if result[0].style == style])
            for style in sorted({question.style for question, _ in ours})
        },
        others=len(others),
        false_answers=_share(len(answered), len(others)),
        false_offers=_share(offered, len(others)),
        false_ones=tuple(answered),
        confused=tuple((wanted, got, n) for (wanted, got), n in confused.most_common()),
    )


def bare_knowledge(
    phrasings: Mapping[str, Sequence[str]], declined: Mapping[str, Sequence[str]]
) -> Knowledge:
    """Return knowledge that is nothing but phrasings, to measure the matching by itself."""
    day = date(2000, 1, 1)
    return Knowledge(
        answers={
            name: Answer(
                id=name,
                title=name,
                verdict=Verdict.INFORMATION,
                headline=name,
                short=name,
                do=(),
                ask=Contact.MANAGER,
                principles=(),
                roles=(Role.CARE_WORKER,),
                standing=Standing.GOOD_PRACTICE,
                sources=(),
                sources_checked_on=day,
                review_by=day,
                group="",
                phrasings=tuple(lines),
                body_html="",
                text_hash="",
            )
            for name, lines in sorted(phrasings.items())
        },
        sources={},
        declined={
            kind: DeclinedKind(title=kind, say=kind, phrasings=tuple(lines))
            for kind, lines in sorted(declined.items())
        },
        urgent_rules=(),
        lexicon=Lexicon(),
        scenarios={},
        ideas={},
        plans={},
        frameworks={},
        never_say={},
        needs={},
        first_questions=FirstQuestions(),
        content_hash="",
    )


def interval(percent: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval (Wilson) of a share in percent that rests on *count* cases."""
    if not count:
        return 0.0, 100.0
    z, share = 1.96, percent / 100
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return 100 * (centre - spread) / scale, 100 * (centre + spread) / scale


def _figures(results: Sequence[tuple[Labelled, Outcome]]) -> Figures:
    count = len(results)

    def share(holds: Callable[[Labelled, Outcome], bool]) -> float:
        return _share(sum(holds(question, outcome) for question, outcome in results), count)

    def right_answer(question: Labelled, outcome: Outcome) -> bool:
        return outcome.answer is not None and outcome.answer.id in question.right

    return Figures(
        questions=count,
        first=share(lambda q, o: _first(o) in q.right),
        among_three=share(lambda q, o: bool({m.answer for m in o.matches[:3]} & {*q.right})),
        best_first=share(lambda q, o: _first(o) == q.right[0]),
        answered_right=share(right_answer),
        answered_wrong=share(
            lambda q, o: o.kind is OutcomeKind.ANSWERED and not right_answer(q, o)
        ),
        offered_right=share(lambda q, o: bool({a.id for a in o.suggestions} & {*q.right})),
        declined=share(lambda _q, o: o.kind is OutcomeKind.DECLINED),
    )


def _opposites(
    results: Sequence[tuple[Labelled, Outcome]], answers: Mapping[str, Answer]
) -> Iterator[Opposite]:
    for question, outcome in results:
        got, wanted = outcome.answer, answers.get(question.right[0])
        if got is None or wanted is None or got.id in question.right:
            continue
        if opposite(got.verdict, wanted.verdict):
            critical = got.safety_critical or wanted.safety_critical
            yield Opposite(question.question, wanted.id, got.id, critical)


def _first(outcome: Outcome) -> str:
    return outcome.matches[0].answer if outcome.matches else ""


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
