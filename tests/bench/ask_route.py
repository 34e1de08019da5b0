"""What one question costs on the web, as a multiple of an empty Flask view.

``python -m tests.bench.ask_route`` asks the real application in this process, as htmx does, and an
application with one empty view, turn by turn in the same run. Matching and writing are measured
alone beside it, so that the route can be told without them. Times are processor time, so that other
programs on the machine hardly count. Machines differ, so read the ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from assistant import answering, config, demonstration, privacy, storage
from assistant.answering import Outcome
from assistant.cli.main import load_index, load_knowledge
from assistant.matching import index
from assistant.storage import gaps, locations, outcomes
from assistant.web import create_app
from assistant.web.state import State
from tests.bench import results
from tests.bench.latency import asked

MODULE = "tests.bench.ask_route"
WORDS = 12
WARM = 20
PARTS = ("empty", "whole", "matching", "writing")
MOST_WITHOUT, MOST_WITH = 20, 40


class Measured:
    """The application of the demonstration in *data*, and an empty one beside it."""

    def __init__(self, data: Path) -> None:
        knowledge = load_knowledge()
        environment = {"PLAINLY_DATA": str(data), "PLAINLY_SECRET_KEY": "benchmark " * 6}
        settings = config.from_environment(environment, demo=True)
        self.store = storage.connect(settings.database_url)
        storage.migrate(self.store)
        example = config.knowledge_folder() / "examples" / "scribe.json"
        demonstration.seed(self.store, example, datetime.now(UTC))
        app = create_app(
            settings, knowledge=knowledge, index=load_index(knowledge), storage=self.store
        )
        self.parts: State = app.extensions["plainly"]
        self.client = app.test_client()
        self.empty = _empty()
        self.token = _token(self.client)
        with self.store.read() as session:
            self.location = locations.location_ids(session)[0]

    def milliseconds(self, question: str) -> dict[str, float]:
        """Return what each part costs for *question*."""
        outcome = self._answer(question)
        return {
            "empty": _timed(lambda: self.empty.get("/")),
            "whole": _timed(lambda: self._ask(question)),
            "matching": _timed(lambda: self._answer(question)),
            "writing": _timed(lambda: self._write(outcome)),
        }

    def _ask(self, question: str) -> None:
        fields = {"csrf_token": self.token, "question": question}
        response = self.client.post("/", data=fields, headers={"HX-Request": "true"})
        if response.status_code != 200:
            raise RuntimeError(f"the application answered {response.status}")

    def _answer(self, question: str) -> Outcome:
        parts = self.parts
        masked = privacy.mask(question, parts.words.known, parts.words.names)
        return answering.answer(
            masked.text, knowledge=parts.knowledge, index=parts.index, typed=question
        )

    def _write(self, outcome: Outcome) -> None:
        today = datetime.now(UTC).date()
        with self.store.write() as session:
            outcomes.record_question(session, outcome, self.location, today)
            gaps.tidy(session, today)


def _empty() -> FlaskClient:
    app = Flask("empty")
    app.add_url_rule("/", "show", lambda: "")
    return app.test_client()


def _token(client: FlaskClient) -> str:
    field = BeautifulSoup(client.get("/").text, "html.parser").select_one("[name=csrf_token]")
    if field is None:
        raise LookupError("the page has no token")
    return str(field["value"])


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return 1000 * (time.process_time() - start)


def as_table(costs: Sequence[Mapping[str, float]]) -> str:
    """Return the medians of *costs* and their ratios to the empty view as a table."""
    median = {part: statistics.median(cost[part] for cost in costs) for part in PARTS}
    rest = statistics.median(cost["whole"] - cost["matching"] - cost["writing"] for cost in costs)
    rows = [
        ("An empty Flask view", median["empty"], ""),
        ("The ask route", median["whole"], f"{MOST_WITH} at most"),
        ("... without matching and writing", rest, f"{MOST_WITHOUT} at most"),
        ("Masking and matching alone", median["matching"], ""),
        ("Writing the outcome alone", median["writing"], ""),
    ]
    return (
        f"Median of {len(costs)} questions of {WORDS} words with one misspelt word each, "
        "in milliseconds of processor time:\n\n"
        + results.table(
            ["what", "ms", "of an empty view", "aim"],
            [
                [name, f"{cost:.2f}", f"{cost / median['empty']:.1f}", aim]
                for name, cost, aim in rows
            ],
        )
    )


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--questions", type=int, default=300, help="how many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    by = results.command(MODULE, (given.out,))
    every = index.phrasings_of(load_knowledge())
    questions = asked(every, WORDS, given.questions + WARM, random.Random(given.seed))
    with TemporaryDirectory() as folder:
        measured = Measured(Path(folder))
        costs = [measured.milliseconds(question) for question in questions][WARM:]
        measured.store.close()
    results.write(given.out, "ask-route", "The ask route", by, as_table(costs))


if __name__ == "__main__":
    main()
