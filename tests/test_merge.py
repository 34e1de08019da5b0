"""Suggested phrasings find their way into the knowledge, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import answering, gaps, matching
from assistant import knowledge as knowledge_base
from assistant.cli import main
from assistant.gaps import Suggestion
from assistant.knowledge import KnowledgeError, merge
from assistant.knowledge.merge import NOTE
from assistant.matching import Match
from assistant.wordlist import british
from tests import small_base

FIRST = "questions/basics/first.txt"
DECLINED = {"food": "whats for tea tonight\nis there pudding\n"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A small knowledge base with a kind of question that is not ours."""
    folder = small_base.knowledge(tmp_path / "base")
    (folder / "declined").mkdir()
    for kind, lines in DECLINED.items():
        (folder / "declined" / f"{kind}.txt").write_text(lines, "utf-8")
    kinds = "food: {title: Food, say: Ask the kitchen.}\n"
    (folder / "declined" / "kinds.yaml").write_text(kinds, "utf-8")
    return folder


def _lines(*entries: object) -> bytes:
    return "\n".join(json.dumps(entry) for entry in entries).encode()


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_phrasing_is_added_under_a_note_of_its_own(base: Path) -> None:
    before = (base / FIRST).read_text("utf-8")
    suggested = _lines({"answer": "first", "phrasings": ["could we start on it before lunch"]})
    merge.apply(base, merge.plan(base, suggested, "s"))

    after = (base / FIRST).read_text("utf-8")
    assert after == f"{before}{NOTE}\ncould we start on it before lunch\n"
    assert (
        "could we start on it before lunch" in knowledge_base.load(base).answers["first"].phrasings
    )


def test_a_second_merge_goes_under_the_same_note(base: Path) -> None:
    for phrasing in ("could we start on it before lunch", "do the others know how"):
        suggested = _lines({"answer": "first", "phrasings": [phrasing]})
        merge.apply(base, merge.plan(base, suggested, "s"))

    assert (base / FIRST).read_text("utf-8").count(NOTE) == 1


def test_a_question_that_is_not_ours_joins_its_kind(base: Path) -> None:
    suggested = _lines({"declined": "food", "phrasings": ["when do we get our dinner"]})
    merge.apply(base, merge.plan(base, suggested, "s"))

    assert "when do we get our dinner" in knowledge_base.load(base).declined["food"].phrasings


def test_what_an_answer_has_already_is_left_out(base: Path) -> None:
    suggested = _lines({"answer": "first", "phrasings": ["May I do the FIRST thing now?"]})
    found = merge.plan(base, suggested, "s")

    assert (found.added, found.problems) == ({}, [])
    assert found.known == ["May I do the FIRST thing now?"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"answer": "none", "phrasings": ["do i"]}, "there is no answer `none`"),
        ({"declined": "none", "phrasings": ["do i"]}, "there is no declined kind `none`"),
        ({"phrasings": ["do i"]}, "give one of answer and declined"),
        ({"answer": "first", "declined": "food", "phrasings": ["do i"]}, "give one of answer"),
        ({"answer": "first", "phrasings": []}, "phrasings"),
        ({"answer": "first", "phrasings": ["do i"], "by": "someone"}, "unknown field `by`"),
        ({"answer": "first", "phrasings": ["?!"]}, "has no words"),
        ({"answer": "first", "phrasings": ["long " * 60]}, "longer than 200 characters"),
        ({"answer": "first", "phrasings": ["# a note"]}, "starts with #"),
        (
            {"answer": "first", "phrasings": ["may i do the second thing now"]},
            "already stands for `second`",
        ),
        ({"answer": "first", "phrasings": ["is there pudding"]}, "already stands for `food`"),
        (
            {"answer": "first", "phrasings": ["now may i do the second thing"]},
            "says almost the same as “may i do the second thing now” of `second`",
        ),
        (
            {"answer": "first", "phrasings": ["thing now may i do the first"]},
            "says almost the same as “may i do the first thing now” of `first`",
        ),
        (
            {"answer": "first", "phrasings": ["may Mrs Smith start on it"]},
            "holds a personal detail: name",
        ),
        ({"answer": "first", "phrasings": ["may brenda start on it"]}, "holds a personal detail"),
        ({"answer": "first", "phrasings": ["ring 07700 900123"]}, "holds a personal detail: phone"),
    ],
)
def test_what_may_not_be_added_is_said_with_its_line(
    base: Path, entry: object, message: str
) -> None:
    good = {"answer": "first", "phrasings": ["could we start on it before lunch"]}
    found = merge.plan(base, _lines(good, entry), "s.jsonl")

    assert [str(problem).startswith("s.jsonl:2: ") for problem in found.problems] == [True]
    assert message in found.problems[0].message
    with pytest.raises(KnowledgeError):
        merge.apply(base, found)


def test_one_phrasing_is_not_suggested_for_two_answers(base: Path) -> None:
    both = [{"answer": name, "phrasings": ["could we start on it"]} for name in ("first", "second")]
    found = merge.plan(base, _lines(*both), "s")

    assert "already stands for `first`" in found.problems[0].message


def test_what_an_answer_must_not_match_is_not_its_phrasing(base: Path) -> None:
    path = base / "answers" / "basics" / "first.md"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("related:", "must_not_match: [who pays for it]\nrelated:"), "utf-8"
    )
    found = merge.plan(base, _lines({"answer": "first", "phrasings": ["Who pays for it?"]}), "s")

    assert "must not match" in found.problems[0].message


@pytest.mark.parametrize(
    "line", [b"{", b"\xff\xfe", b"[]", b'{"answer": "FIRST"}', b'"x"', b"\x00" * 10]
)
def test_an_unreadable_line_is_named(base: Path, line: bytes) -> None:
    found = merge.plan(base, b"\n" + line, "s")

    assert [(problem.path, problem.line) for problem in found.problems] == [("s", 2)]


def test_a_broken_base_takes_nothing(base: Path) -> None:
    (base / FIRST).unlink()

    with pytest.raises(KnowledgeError):
        merge.plan(base, b"", "s")


def _run(base: Path, *arguments: str) -> Result:
    environment = {"PLAINLY_KNOWLEDGE": str(base), "PLAINLY_DATA": str(base.parent)}
    return CliRunner(env=environment).invoke(main, arguments)


def test_a_dry_run_says_what_it_would_do_and_does_nothing(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "suggestions.jsonl"
    path.write_bytes(_lines({"answer": "first", "phrasings": ["could we start on it"]}))
    before = _content(base)
    done = _run(base, "knowledge", "merge", str(path), "--dry-run")

    assert done.exit_code == 0
    assert f"{FIRST}: could we start on it" in done.stdout
    assert "would add 1 phrasings; nothing was changed" in done.stdout
    assert _content(base) == before


def test_one_bad_phrasing_keeps_all_of_a_file_out(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "suggestions.jsonl"
    good = {"answer": "first", "phrasings": ["could we start on it"]}
    path.write_bytes(_lines(good, {"answer": "none", "phrasings": ["do i"]}))
    before = _content(base)
    done = _run(base, "knowledge", "merge", str(path))

    assert done.exit_code == 2
    assert f"{path}:2: there is no answer `none`" in done.stdout
    assert "nothing was added" in done.stderr
    assert _content(base) == before


@pytest.mark.parametrize("path", ["/nowhere", "."])
def test_a_file_that_cannot_be_read_is_named(base: Path, path: str) -> None:
    done = _run(base, "knowledge", "merge", path)

    assert done.exit_code == 2
    assert f"cannot read {path}" in done.stderr


def test_a_gap_that_was_mended_is_found_when_asked_again(base: Path, tmp_path: Path) -> None:
    """The way of a gap: its words, a phrasing suggested, merged, trained, asked again."""
    kept = gaps.kept_words("who checks the lift cable", english=british(), names=frozenset())

    def ask_again() -> Match:
        assert _run(base, "index").exit_code == 0
        index = matching.from_bytes((tmp_path / "index.npz").read_bytes(), {}, {}, british())
        return answering.answer(kept.text, knowledge_base.load(base), index).matches[0]

    assert "lift" not in ask_again().phrasing
    phrasings = ["who looks at the lift cable", "lift cable check", "is the lift cable checked"]
    path = tmp_path / "suggestions.jsonl"
    path.write_text(gaps.suggestion_file([Suggestion("second", line) for line in phrasings]))
    assert _run(base, "knowledge", "merge", str(path)).exit_code == 0

    again = ask_again()
    assert (again.answer, again.phrasing) == ("second", "who looks at the lift cable")
