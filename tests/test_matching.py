from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from assistant import matching, wordlist
from assistant.knowledge import Knowledge, Urgent, UrgentRule
from assistant.matching import (
    Index,
    Rates,
    UnusableIndexError,
    features,
    language,
    left_out,
    logistic,
    training,
    urgent,
)
from assistant.matching import index as index_module
from assistant.matching.calibration import Held, thresholds
from assistant.matching.reading import Reader, Usage

ROOT = Path(__file__).resolve().parent.parent
PHRASINGS = {
    "falls": (
        "the sensor did not see her fall",
        "falls alarm at night",
        "can a sensor hear a fall",
    ),
    "notes": ("may ai write my notes", "scribe for daily notes", "let it write up the shift"),
    "robots": ("the robot cat", "is a robot pet kind", "companion robot for dementia"),
}
DECLINED = {
    "work": ("when is pay day", "who does the rota", "how much holiday have i left"),
    "world": ("capital of france", "best film tonight", "what is the weather"),
}
ENGLISH = frozenset({"fail", "the", "dose", "kitten"})


def build(**changes: object) -> Index:
    arguments: dict[str, object] = {
        "key": "k",
        "replace": {"write ups": "notes"},
        "add": {"paro": "robot"},
        "english": ENGLISH,
    }
    return training.build(PHRASINGS, DECLINED, **{**arguments, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def small() -> Index:
    return build()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("falls sensor", "falls"),
        ("snesor missed a fall", "falls"),
        ("ai for my write ups", "notes"),
        ("paro", "robots"),
        ("scribes", "notes"),
    ],
)
def test_the_fitting_answer_comes_first(small: Index, question: str, answer: str) -> None:
    assert small.rank(question).matches[0].answer == answer


def test_a_ranking_says_why(small: Index) -> None:
    ranking = small.rank("is a robott pet kind")

    assert ranking.reading.repairs == (("robott", "robot"),)
    assert ranking.matches[0].phrasing == "is a robot pet kind"
    assert "robot" in ranking.counted_words
    assert [match.score for match in ranking.matches] == sorted(
        (match.score for match in ranking.matches), reverse=True
    )


def test_a_question_without_known_words_ranks_by_id(small: Index) -> None:
    assert len(small.rank("!!!").matches) == 3
    assert small.rank("").matches == small.rank("zzzz zzzz").matches


def test_an_index_comes_back_from_its_bytes(small: Index) -> None:
    data = matching.to_bytes(small)
    again = matching.from_bytes(data, {"write ups": "notes"}, {"paro": "robot"}, ENGLISH)

    for question in ("falls sensor", "ai for my write ups", "who does the rota", "paro"):
        assert again.rank(question) == small.rank(question)
    assert again.thresholds(Rates()) == small.thresholds(Rates())
    assert matching.to_bytes(again) == data


@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x05\x06" + bytes(18)])
def test_bytes_that_are_no_index_are_refused(data: bytes) -> None:
    with pytest.raises(UnusableIndexError):
        matching.from_bytes(data, {}, {}, ())


@pytest.mark.parametrize(
    ("phrasings", "message"),
    [
        ({}, "two answers"),
        ({"a": ("x",)}, "two answers"),
        ({"a": ("x",), "b": ()}, "phrasings for: b"),
    ],
)
def test_too_little_to_train_on_is_said_so(
    phrasings: dict[str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(training.TrainingError, match=message):
        training.build(phrasings, {}, key="", replace={}, add={}, english=())


def test_two_builds_give_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from assistant import matching
from assistant.matching import training
from tests.test_matching import DECLINED, PHRASINGS
index = training.build(PHRASINGS, DECLINED, key="k", replace={}, add={}, english=())
Path(sys.argv[1]).write_bytes(matching.to_bytes(index))
"""
    for threads in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / threads)],
            check=True,
            cwd=ROOT,
            env={
                "OMP_NUM_THREADS": threads,
                "OPENBLAS_NUM_THREADS": threads,
                "PYTHONHASHSEED": threads,
            },
        )

    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_parallel_training_gives_the_same_index(small: Index) -> None:
    assert matching.to_bytes(build(processes=2)) == matching.to_bytes(small)


def test_serving_needs_no_training_library() -> None:
    program = "import sys, assistant.matching; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert not {"sklearn", "scipy"} & set(done.stdout.split())


def test_a_vector_has_length_one() -> None:
    fitted = features.fit([("a", "red", "sensor"), ("a", "blue", "sensor")])

    by_word, by_letter, by_meaning = fitted.vectors(("red", "sensor", "sensor", "zzyzx"))
    dictionary, company = np.split(by_meaning.weights, [wordlist.MEANING_DIMENSIONS])
    for weights, length in (
        (by_word.weights, 1),
        (by_letter.weights, 1),
        (dictionary, features.MEANING_SHARE),
        (company, features.COMPANY_SHARE),
    ):
        assert np.linalg.norm(weights) == pytest.approx(length, abs=1e-6)


def test_words_that_nobody_knows_have_no_meaning() -> None:
    fitted = features.fit([("a", "red", "sensor"), ("a", "blue", "sensor")])

    assert not fitted.vectors(("zzyzx",))[2].weights.any()


def test_a_word_that_no_phrasing_holds_counts_by_its_meaning(small: Index) -> None:
    ranking = small.rank("kitten")

    assert ranking.matches[0].answer == "robots"
    assert ranking.counted_words == ("kitten",)
    assert ranking.near_words == (("kitten", "cat"),)


def test_a_word_that_the_answer_holds_needs_no_next_of_kin(small: Index) -> None:
    assert small.rank("robot cats").near_words == ()


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("mum", "mother", "rota"), ("old", "elder", "wifi"), ("pill", "medicin", "camera")],
)
def test_words_of_like_meaning_stand_near(word: str, near: str, far: str) -> None:
    assert features.nearness(word, near) > index_module.NEAR > features.nearness(word, far)


def test_a_word_is_as_near_as_can_be_to_itself() -> None:
    assert features.nearness("robot", "robot") == pytest.approx(1)
    assert features.nearness("zzyzx", "zzyzx") == 0


@pytest.mark.parametrize("table", ["meanings", "company"])
def test_an_index_of_another_table_of_meanings_is_refused(
    small: Index, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    data = matching.to_bytes(small)
    other = replace(getattr(wordlist, table)(), digest="another")
    monkeypatch.setattr(index_module, table, lambda: other)

    with pytest.raises(UnusableIndexError, match="table of meanings"):
        matching.from_bytes(data, {}, {}, ENGLISH)


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("balanced", [False, True])
def test_the_solver_finds_what_scikit_learn_finds(classes: int, *, balanced: bool) -> None:
    rng = np.random.default_rng(classes)
    thin = sparse.random(300, 40, 0.1, "csr", np.float32, rng)
    dense = rng.normal(size=(300, 6)).astype(np.float32)
    labels = (dense[:, 0] + rng.normal(size=300) > 0.5).astype(np.int64)
    labels = np.minimum(labels + rng.integers(0, 9, 300) * (classes > 2), classes - 1)
    # Two classes share one vector there, so that it costs half as much.
    c = 1.0 if classes > 2 else 0.5
    weights, bias = logistic.fit(logistic.Rows(thin, dense), labels, c, 1e-5, balanced=balanced)
    both = sparse.hstack([thin, dense]).tocsr()
    known = LogisticRegression(C=1.0, class_weight="balanced" if balanced else None, tol=1e-6)
    wanted = known.fit(both, labels).predict_proba(both)
    found = np.exp(both @ weights + bias)
    found /= found.sum(axis=1, keepdims=True)

    assert np.abs(found - wanted).max() < 2e-3


def test_each_writer_is_asked_of_the_others() -> None:
    written: left_out.Written = {
        "one": {name: lines[:2] for name, lines in PHRASINGS.items()},
        "two": {name: lines[2:] for name, lines in PHRASINGS.items()},
        "three": {"falls": ("who does the rota",)},
    }
    titles = {name: name for name in PHRASINGS}
    found = left_out.by_writer(written, titles, left_out.Lexical({}, {}, ENGLISH))

    assert [(part.writer, part.phrasings) for part in found] == [
        ("one", 6),
        ("two", 3),
        ("three", 1),
    ]
    assert all(part.first <= part.among_three == 1.0 for part in found)
    assert [held.answer for held in found[2].answers] == ["falls"]
    assert {held.answer for held in found[0].answers} == set(PHRASINGS)


def test_the_longest_lexicon_phrase_wins() -> None:
    reader = Reader(Usage({}, {}), {"care plan": "plan", "care plan software": "software"}, {}, ())

    assert reader.read("our care plan software and care plan").words == (
        "our",
        "software",
        "and",
        "plan",
    )


def _held(out_scope: list[float]) -> Held:
    return Held(
        scope=np.full(10, 0.9),
        certainty=np.linspace(0.1, 1.0, 10),
        wanted=np.ones(10, np.int32),
        got=np.array([0, 1] * 5, np.int32),
        out_scope=np.array(out_scope),
        out_certainty=np.full(len(out_scope), 1.0),
    )


def test_thresholds_keep_the_held_out_mistakes_within_the_rates() -> None:
    held = _held([0.1, 0.2, 0.3, 0.6, 0.95])
    found = thresholds(held, Rates(false_answers=0.0, wrong_answers=0.14))

    wrong = (held.certainty >= found.answer_certainty) & ~held.right
    assert wrong.sum() == 1
    assert (held.out_scope >= found.answer_scope).sum() == 0
    assert found.offer_scope <= found.answer_scope


def test_answers_left_out_may_go_wrong_more_often_than_declined_questions() -> None:
    held = _held([n / 20 for n in range(20)])
    rates = Rates(false_answers=0.5, wrong_answers=1.0)
    strict, near = thresholds(held, rates), thresholds(held, rates, declined=False)

    assert (held.out_scope >= strict.answer_scope).sum() == 3
    assert (held.out_scope >= near.answer_scope).sum() == 7


def test_no_mistakes_allowed_means_none_among_the_held_out() -> None:
    held = _held([0.5])
    found = thresholds(held, Rates(false_answers=0.0, wrong_answers=0.0))

    assert not ((held.certainty >= found.answer_certainty) & ~held.right).any()


RULES = (
    UrgentRule(urgent=Urgent.ACT_NOW, answer="lost-device", all_of=("lost|stolen", "tablet*")),
    UrgentRule(
        urgent=Urgent.DANGER,
        answer="emergency",
        all_of=("not breathing|chok*",),
        none_of=("training|policy",),
    ),
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("HELP she's NOT breathing!!", Urgent.DANGER),
        ("he is choking on toast", Urgent.DANGER),
        ("someone choked and I lost the tablets", Urgent.DANGER),
        ("ive lost the work tablet", Urgent.ACT_NOW),
        ("choking policy update", None),
        ("artichoke soup", None),
        ("tablet time", None),
    ],
)
def test_urgent_words_are_recognised_together(question: str, found: Urgent | None) -> None:
    alarm = urgent.alarm(question, (), RULES)

    assert (alarm.urgent if alarm else None) == found


def test_a_repaired_word_counts_as_well() -> None:
    assert urgent.alarm("he is chokign", ("he", "is", "choking"), RULES) is not None


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("can I use it", "en"),
        ("ما هو الذكاء الاصطناعي؟", "ar"),
        ("کیا میں یہ استعمال کر سکتا ہوں", "ur"),
        ("आवाज़", "hi"),
        ("സെൻസർ", "ml"),
        ("ਸਾਹ", "pa"),
        ("123 ?!", "en"),
        ("the word مرحبا means hello", "en"),
    ],
)
def test_the_script_tells_the_language(question: str, code: str) -> None:
    assert language.language(question, known=1.0) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Nie umiem dobrze obsługiwać komputera", "pl"),
        ("czy moge uzyc chatgpt", "pl"),
        ("Am pierdut tableta de la serviciu", "ro"),
        ("Kanino ako magsusumbong kung may problema sa AI?", "tl"),
        ("¿Puedo usar el traductor del móvil?", "es"),
        ("ne yapmalıyım", "tr"),
        ("waan rabaa caawimaad", "so"),
        ("zxcvb", "en"),
    ],
)
def test_words_that_we_do_not_know_tell_the_language(question: str, code: str) -> None:
    assert language.language(question, known=0.2) == code


@pytest.mark.parametrize("question", ["sensor no alarm", "its okay po", "DPIA form", "ipad lost"])
def test_a_fragment_of_known_words_is_english(question: str) -> None:
    assert language.language(question, known=0.6) == "en"


def test_the_index_is_that_of_the_knowledge(index: Index, knowledge: Knowledge) -> None:
    assert index.answers == tuple(sorted(knowledge.answers))
    assert index.kinds == tuple(sorted(knowledge.declined))
