from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import knowledge as knowledge_base
from assistant import readability
from assistant.knowledge import Knowledge, KnowledgeError, Verdict
from tests import small_base

Edit = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_base.knowledge(tmp_path)


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        file = folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def written(path: str, content: bytes) -> Edit:
    def edit(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    return edit


def removed(path: str) -> Edit:
    return lambda folder: (folder / path).unlink()


FIRST = "answers/basics/first.md"
QUESTIONS = "questions/basics/first.txt"
FIRST_QUESTIONS = "first-questions.yaml"
NEED = b"""write:
  title: I want to write
  parts: [{title: Notes, answers: [%s]}]
"""
BROKEN: list[tuple[str, Edit, str]] = [
    ("unknown field", replaced(FIRST, "ask:", "whom:"), f"{FIRST}:9: unknown field `whom`"),
    ("missing field", replaced(FIRST, "ask: manager\n", ""), "the field `ask` is missing"),
    ("unknown verdict", replaced(FIRST, "yes_if", "perhaps"), f"{FIRST}:4: `verdict`:"),
    ("alias", replaced(FIRST, "[security]", "&a [security]\nuses: *a"), "aliases"),
    (
        "double key",
        replaced(FIRST, "ask: manager", "ask: manager\nask: ai_lead"),
        "stands here twice",
    ),
    ("bad YAML", replaced(FIRST, "[security]", "[security"), "not valid YAML"),
    ("no front matter", written(FIRST, b"just text"), f"{FIRST}:1: front matter is missing"),
    ("not UTF-8", written(FIRST, b"---\n\xff\n---\n"), f"{FIRST}:2: is not UTF-8 text"),
    ("hidden character", replaced(FIRST, "Because", "Be\u202ecause"), "hidden character (U+202E)"),
    ("too large", written(FIRST, b"x" * 200_001), "larger than 200000 bytes"),
    ("file name", replaced(FIRST, "id: first", "id: fist"), "its id is `fist`"),
    ("no phrasings", removed(QUESTIONS), f"{QUESTIONS} is missing"),
    ("no answer", written("questions/basics/third.txt", b"hello\n"), "there is no answer `third`"),
    (
        "unknown field of a need",
        written("needs.yaml", b"write: {name: x}\n"),
        "needs.yaml:1: unknown",
    ),
    ("need without a part", written("needs.yaml", NEED % b""), "needs.yaml:3: `parts`"),
    ("need to nothing", written("needs.yaml", NEED % b"third"), "there is no answer `third`"),
    ("need twice", written("needs.yaml", NEED % b"first, first"), "names `first` twice"),
    ("answer without need", written("needs.yaml", NEED % b"first"), "no need leads to `second`"),
    ("first question", written(FIRST_QUESTIONS, b"care_worker: [third]\n"), "there is no answer"),
    ("wrong role", written(FIRST_QUESTIONS, b"senior: [first]\n"), "not written for the role"),
    ("first twice", written(FIRST_QUESTIONS, b"care_worker: [first, first]\n"), "`first` twice"),
    ("first by whom", written(FIRST_QUESTIONS, b"owner: [first]\n"), "unknown field `owner`"),
    ("seven first", written(FIRST_QUESTIONS, b"senior: [a, b, c, d, e, f, g]\n"), "`senior`:"),
    ("unknown source", replaced(FIRST, "a-source", "b-source"), f"{FIRST}:14: there is no source"),
    ("unknown relative", replaced(FIRST, "[second]", "[third]"), "there is no answer `third`"),
    ("own relative", replaced(FIRST, "[second]", "[first]"), "not related to itself"),
    ("placeholder", replaced(FIRST, "your manager", "{boss}"), "`{boss}` is no placeholder"),
    ("long answer", replaced(FIRST, "Ask first.", "Ask first. " * 40), "the short answer has"),
    ("early review", replaced(FIRST, "2027-05-01", "2025-05-01"), "the review is due before"),
    (
        "same phrasing",
        written("questions/basics/second.txt", b"may i do  THE first thing now?\n"),
        f"also stands at {QUESTIONS}:2",
    ),
    (
        "near phrasing",
        written(QUESTIONS, b"a b c d e f g h i j k\na b c d e f g h i j k j\n"),
        "says almost the same as line 1",
    ),
    ("empty phrasing", written(QUESTIONS, b"may I\n???\n"), f"{QUESTIONS}:2: has no words"),
    (
        "unknown kind",
        written("declined/odd.txt", b"what is for tea\n"),
        "no entry in declined/kinds",
    ),
    ("number", replaced(FIRST, "Because", "In 1984"), "no source of this answer gives “1984”"),
    (
        "scenario missing",
        replaced(FIRST, "ask: manager", "ask: manager\nsafety_critical: true"),
        f"{FIRST}:10: is safety critical and has no scenario",
    ),
    (
        "never say",
        written("never-say.yaml", b"sure: {pattern: Because, why: Nobody knows.}\n"),
        "says “Because”: Nobody knows.",
    ),
    (
        "needless allowance",
        written("never-say.yaml", b"sure: {pattern: zebra, why: None here., allow: [first]}\n"),
        "allows `first`, which does not need it",
    ),
    (
        "urgent answer",
        written(
            "urgent.yaml",
            b"words: {}\nrules:\n  - {urgent: danger, answer: nine, all_of: [help]}\n",
        ),
        "there is no answer `nine`",
    ),
    (
        "urgent words",
        written(
            "urgent.yaml",
            b"words: {}\nrules:\n  - {urgent: danger, answer: first, all_of: ['@x']}\n",
        ),
        "urgent.yaml:3: there are no words `x`",
    ),
    (
        "guided end",
        replaced(
            FIRST,
            "ask: manager",
            "ask: manager\nguided:\n  question: Is it so?\n  choices:\n"
            "    - {label: A, answer: second, verdict: no}\n    - {label: B, answer: second}",
        ),
        "`A` needs one of",
    ),
]


@pytest.mark.parametrize(
    ("edit", "message"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN]
)
def test_a_broken_base_is_named_and_never_loaded(folder: Path, edit: Edit, message: str) -> None:
    edit(folder)

    with pytest.raises(KnowledgeError) as caught:
        knowledge_base.load(folder)

    assert message in str(caught.value)


def test_all_problems_are_named_at_once(folder: Path) -> None:
    replaced(FIRST, "[security]", "[safety]")(folder)
    replaced("answers/basics/second.md", "verdict: yes_if", "verdict: maybe")(folder)
    replaced("sources.yaml", "https:", "http:")(folder)

    with pytest.raises(KnowledgeError) as caught:
        knowledge_base.load(folder)

    assert {problem.path for problem in caught.value.problems} >= {
        FIRST,
        "answers/basics/second.md",
        "sources.yaml",
    }


def test_a_file_outside_the_folder_is_not_read(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "first.md"
    shutil.move(folder / FIRST, elsewhere)
    (folder / FIRST).symlink_to(elsewhere)

    with pytest.raises(KnowledgeError, match="leads out of the knowledge folder"):
        knowledge_base.load(folder)


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such knowledge folder"):
        knowledge_base.load(tmp_path / "nowhere")


def test_opposite_verdicts_name_each_other(folder: Path) -> None:
    replaced(FIRST, "verdict: yes_if", "verdict: no")(folder)
    assert knowledge_base.load(folder).answers["first"].verdict is Verdict.NO

    replaced(FIRST, "[second]", "[]")(folder)
    with pytest.raises(KnowledgeError, match="`first` says the opposite"):
        knowledge_base.load(folder)


def test_an_overdue_review_warns_and_still_serves(folder: Path) -> None:
    base = knowledge_base.load(folder)

    assert knowledge_base.wanting(base, date(2027, 5, 1)) == []
    assert "review was due" in str(knowledge_base.wanting(base, date(2027, 5, 2))[0])


def test_a_changed_text_has_another_hash(folder: Path) -> None:
    before = knowledge_base.load(folder)
    replaced(FIRST, "Because", "Since")(folder)
    after = knowledge_base.load(folder)

    assert before.answers["first"].text_hash != after.answers["first"].text_hash
    assert before.answers["second"].text_hash == after.answers["second"].text_hash
    assert before.content_hash != after.content_hash


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("[x](javascript:alert())", "javascript"),
        ("<script>alert()</script>", "<script"),
        ("<img src=x onerror=alert()>", "<img"),
        ("[x](data:text/html,hi)", "data:"),
        ('<a href="https://a.example" onclick="x()">x</a>', "onclick"),
    ],
)
def test_the_body_holds_no_active_content(folder: Path, body: str, kept: str) -> None:
    replaced(FIRST, "Because.", body)(folder)

    assert kept not in knowledge_base.load(folder).answers["first"].body_html


def test_every_topic_has_its_answer(knowledge: Knowledge) -> None:
    assert len(knowledge.answers) >= 214


def test_every_answer_reads_easily(knowledge: Knowledge) -> None:
    """The measure is a guide: the reading age of what someone acts on is 12 at most."""
    hard = {
        answer.id: round(age, 1)
        for answer in knowledge.answers.values()
        if (age := readability.reading_age(" ".join((answer.short, *answer.do, *answer.do_not))))
        > 12
    }

    assert hard == {}


def test_every_answer_has_enough_phrasings(knowledge: Knowledge) -> None:
    few = {a.id: len(a.phrasings) for a in knowledge.answers.values() if len(a.phrasings) < 25}

    assert few == {}


def test_urgent_answers_begin_with_what_to_do(knowledge: Knowledge) -> None:
    urgent = [answer for answer in knowledge.answers.values() if answer.urgent]

    assert {answer.id for answer in urgent} >= {"emergency", "ai-caused-harm", "data-breach-now"}
    assert [answer.id for answer in urgent if not answer.safety_critical] == []
