from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from tests import small_base

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "knowledge" / "examples" / "scribe.json"


@pytest.fixture
def run(index_bytes: bytes, tmp_path: Path) -> object:
    """Runs a command as a person would, with the shipped knowledge and the index of the tests."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index.npz").write_bytes(index_bytes)

    def command(*arguments: str, **environment: str) -> Result:
        return CliRunner(env={"PLAINLY_DATA": str(tmp_path / "data"), **environment}).invoke(
            main, arguments
        )

    return command


def test_a_question_gets_its_answer_as_json(run) -> None:  # type: ignore[no-untyped-def]
    done = run("ask", "is our scribe cqc approved", "--json")
    outcome = json.loads(done.stdout)

    assert done.exit_code == 0
    assert outcome["answer"] == "cqc-approved-tools"
    assert outcome["outcome"] == "answered"
    assert list(outcome) == [
        "question",
        "outcome",
        "answer",
        "suggestions",
        "urgent",
        "language",
        "scope",
        "matches",
    ]
    assert len(outcome["matches"]) == 5
    assert 0 <= outcome["scope"] <= 1


def test_a_question_that_is_not_ours_is_declined(run) -> None:  # type: ignore[no-untyped-def]
    done = run("ask", "whats for tea tonight")

    assert done.exit_code == 0
    assert "I have no approved answer to that. I will not guess." in done.stdout
    assert "Keep giving care as planned." in done.stdout


def test_why_says_what_counted(run) -> None:  # type: ignore[no-untyped-def]
    done = run("ask", "is our scirbe cqc approved", "--why")

    assert "read 'scirbe' as 'scribe'" in done.stdout
    assert "closest phrasing" in done.stdout


def test_a_file_of_questions_gives_a_line_each_in_order(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "questions.tsv"
    path.write_text("question\tanswers\nshes not breathing\temergency\n\nreset\tx\ty\n", "utf-8")
    done = run("ask", "--file", str(path), "--jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert [line["question"] for line in lines] == ["shes not breathing", "", "reset"]
    assert lines[0]["urgent"] == "danger"
    assert lines[0]["answer"] == "emergency"
    assert lines[1]["outcome"] == "declined"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"good\nb\xffd\n", "line 2 is not UTF-8 text"),
        (b"question\tx\na\0b\n", "line 2 holds a NUL"),
    ],
)
def test_an_unreadable_line_is_named_and_nothing_is_written(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "questions.tsv"
    path.write_bytes(content)
    done = run("ask", "--file", str(path), "--jsonl")

    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_phrasings_of_a_file_replace_the_knowledge(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    phrasings = tmp_path / "phrasings.jsonl"
    lines = [
        {"answer": "tea", "phrasings": ["whats for tea", "tea tonight", "supper menu", "pudding"]},
        {"answer": "bus", "phrasings": ["next bus", "when is the bus", "bus stop", "timetable"]},
        {"declined": "odd", "phrasings": ["capital of france", "who won", "weather", "a joke"]},
    ]
    phrasings.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    questions = tmp_path / "questions.tsv"
    questions.write_text("what is for tea tonight\nbus timetable\n", "utf-8")
    done = run("ask", "--file", str(questions), "--jsonl", "--phrasings", str(phrasings))
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.exit_code == 0
    assert [outcome["matches"][0]["answer"] for outcome in outcomes] == ["tea", "bus"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1"),
        ('{"answer": "a"}', "line 1"),
        ('{"answer": "a", "declined": "b", "phrasings": []}', "one of answer and declined"),
        ('{"answer": "a", "phrasings": ["x"]}', "two answers"),
    ],
)
def test_a_bad_phrasings_file_is_named(run, tmp_path: Path, line: str, message: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "phrasings.jsonl"
    path.write_text(line, "utf-8")
    done = run("ask", "hello", "--phrasings", str(path))

    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("ask",), 2, "give one question"),
        (("ask", " "), 2, "the question is empty"),
        (("ask", "x", "--file", "y"), 2, "give one question"),
        (("ask", "--file", "/nowhere"), 2, "cannot read /nowhere"),
        (("evaluate", "/nowhere"), 2, "cannot read /nowhere"),
        (("notice", "/nowhere", "--out", "x.pdf"), 2, "cannot read /nowhere"),
        (("notice", str(EXAMPLE), "--language", "xx", "--out", "x.pdf"), 2, "no language `xx`"),
        (("notice", str(EXAMPLE), "--out", "/nowhere/x.pdf"), 78, "cannot write"),
        (("index", "--out", "/proc/nowhere/index.npz"), 78, "cannot write"),
        (("serve",), 78, "PLAINLY_SECRET_KEY must be"),
    ],
)
def test_bad_input_gets_a_plain_line_and_no_trace_back(  # type: ignore[no-untyped-def]
    run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    own = small_base.knowledge(tmp_path / "small") if arguments[0] == "index" else None
    done = run(*arguments, **({"PLAINLY_KNOWLEDGE": str(own)} if own else {}))

    assert done.exit_code == code
    assert message in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "typed", ["x" * 70_000, "a\x00b", "\u202etxt.exe", "=cmd|' /C calc'!A0", "🙂"]
)
def test_hostile_questions_get_an_outcome(run, typed: str) -> None:  # type: ignore[no-untyped-def]
    done = run("ask", typed, "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["outcome"] in {"answered", "suggested", "declined"}


def test_an_edited_knowledge_base_is_checked_trained_and_asked(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    own = str(small_base.knowledge(tmp_path / "small"))
    stale = run("ask", "the first thing", PLAINLY_KNOWLEDGE=own)
    assert stale.exit_code == 78
    assert "make one with: assistant index" in stale.stderr

    assert run("check", PLAINLY_KNOWLEDGE=own).exit_code == 0
    assert run("index", PLAINLY_KNOWLEDGE=own).exit_code == 0
    done = run("ask", "the first thing now", "--json", PLAINLY_KNOWLEDGE=own)
    assert json.loads(done.stdout)["matches"][0]["answer"] == "first"


def test_a_broken_base_is_listed_and_not_served(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    own = small_base.knowledge(tmp_path / "small")
    (own / "answers" / "basics" / "first.md").write_text("nothing", "utf-8")
    checked = run("check", "--json", PLAINLY_KNOWLEDGE=str(own))
    asked = run("ask", "x", PLAINLY_KNOWLEDGE=str(own))

    assert checked.exit_code == asked.exit_code == 2
    assert json.loads(checked.stdout)["problems"][0]["path"] == "answers/basics/first.md"
    assert "answers/basics/first.md:1: front matter is missing" in asked.stderr


def test_the_shipped_knowledge_passes_its_check(run) -> None:  # type: ignore[no-untyped-def]
    done = run("check", "--json")
    report = json.loads(done.stdout)

    assert report["problems"] == []
    assert report["counts"]["answers"] >= 214


def test_evaluating_gives_shares_that_add_up(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "labelled.tsv"
    path.write_text(
        "question\tanswers\tstyle\n"
        "is our scribe cqc approved\tcqc-approved-tools\tplain\n"
        "shes not breathing\temergency\ttexting\n"
        "capital of france\tNONE\tworld\n",
        "utf-8",
    )
    done = run("evaluate", str(path), "--json")
    report = json.loads(done.stdout)

    assert report["ours"]["questions"] == 2
    assert report["ours"]["first"] == 100.0
    assert report["others"] == 1
    assert report["false_answers"] == 0.0


def test_each_answer_s_own_phrasings_are_reported_weakest_first(run) -> None:  # type: ignore[no-untyped-def]
    lines = run("evaluate", "--held-out").stdout.splitlines()

    assert "held-out phrasings find their answer first" in lines[0]
    shares = [int(line.split("%")[0]) for line in lines[1:]]
    assert len(shares) >= 214
    assert shares == sorted(shares)


def test_a_label_that_is_missing_is_named(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "labelled.tsv"
    path.write_text("a question without a label\n", "utf-8")

    assert "row 1 needs a question and its answers" in run("evaluate", str(path)).stderr


def test_a_leaflet_is_printed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "leaflet.pdf"

    assert run("notice", str(EXAMPLE), "--language", "ur", "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.glob("*unfinished*")] == []


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        *((name, b"%PDF-") for name in ("large", "a5", "easy-read", "poster", "door-sign")),
        *((name, b"%PDF-") for name in ("reminder", "details")),
        ("web", b"<!doctype html>"),
        ("text", b"How AI helps us write your care notes"),
        ("email", b"Subject: How AI helps us write your care notes"),
        ("sms", b"How AI helps us write your care notes."),
        ("script", b"How AI helps us write your care notes"),
        ("json", b"{"),
    ],
)
def test_a_notice_is_made_in_every_format(run, tmp_path: Path, format: str, begins: bytes) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "notice"
    address = ("--public-url", "https://care.example/n/x") if format != "json" else ()

    done = run("notice", str(EXAMPLE), "--format", format, *address, "--out", str(out))

    assert done.exit_code == 0, done.stderr
    assert out.read_bytes().lstrip().startswith(begins)


def test_broken_questions_of_the_register_are_named(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    knowledge = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge)
    questions = knowledge / "register" / "questions.yaml"
    questions.write_text(questions.read_text("utf-8").replace("  trained:", "  colour:"), "utf-8")

    done = run("check", PLAINLY_KNOWLEDGE=str(knowledge))

    assert done.exit_code == 2
    assert "`colour`" in done.stdout


def test_a_blocked_notice_gives_its_gates_as_json(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    notice = json.loads(EXAMPLE.read_text("utf-8"))
    notice["contact"]["phone"] = "12"
    path = tmp_path / "notice.json"
    path.write_text(json.dumps(notice), "utf-8")
    done = run("notice", str(path), "--out", str(tmp_path / "x.pdf"))

    assert done.exit_code == 3
    assert any("phone" in gate["field"] for gate in json.loads(done.stdout))
    assert not (tmp_path / "x.pdf").exists()


def test_the_templates_for_translators_are_up_to_date(run) -> None:  # type: ignore[no-untyped-def]
    done = run("languages", "drift")

    assert done.exit_code == 0, done.stderr


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, command in main.commands.items():
        assert f"assistant {name}" in readme
        assert command.help
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help or option.show_default, f"{name} {option.name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demonstration_is_served_and_survives_a_killed_worker(
    index_bytes: bytes, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "index.npz").write_bytes(index_bytes)
    port = _free_port()
    environment = {**os.environ, "PLAINLY_DATA": str(data), "PLAINLY_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        assert _get(f"{address}/readyz").startswith("ready")
        assert "Plainly" in _get(f"{address}/")
        workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        assert len(workers) == 2
        os.kill(int(workers[0]), signal.SIGKILL)
        assert "Plainly" in _get(f"{address}/")
    finally:
        server.terminate()
        output = server.communicate(timeout=30)[0]
    assert f"http://127.0.0.1:{port}/" in output
    assert "Traceback" not in output
    assert (data / "demonstration" / "plainly.db").is_file()


def _get(address: str) -> str:
    """Return the page at *address*, waiting for the server to come up."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")
