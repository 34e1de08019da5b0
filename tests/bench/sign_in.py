"""Whether the time that a refused sign-in takes tells who has an account.

``python -m tests.bench.sign_in`` sends wrong passwords to the real application in this process: for
an address that nobody has, for one that has an account, and for one whose account has no password
yet; and a wrong PIN on an enrolled tablet. Turn by turn, in an order drawn anew each time, so that
what else the machine does falls on all of them alike. Read the ratios: 1.00 tells nothing.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete

from assistant import config, storage
from assistant.accounts import Role
from assistant.cli.main import load_index, load_knowledge, now
from assistant.storage.tables import FailureRow
from assistant.web import create_app
from tests.bench import results
from tests.web.house import HOST, House, furnish, give_secrets

MODULE = "tests.bench.sign_in"
WARM = 5
UNKNOWN = "An address that nobody has"
KNOWN = "An address with an account"
NEW = "An account without a password yet"
PIN = "A wrong PIN on a tablet"
DOORS = (UNKNOWN, KNOWN, NEW, PIN)


class Measured:
    """A provider in *data*, a browser and an enrolled tablet at its door."""

    def __init__(self, data: Path) -> None:
        knowledge = load_knowledge()
        environment = {
            "PLAINLY_DATA": str(data),
            "PLAINLY_SECRET_KEY": "benchmark " * 6,
            "PLAINLY_PUBLIC_URL": f"https://{HOST}",
        }
        settings = config.from_environment(environment)
        self.store = storage.connect(settings.database_url)
        storage.migrate(self.store)
        north, south, people, devices = furnish(self.store)
        index = load_index(knowledge)
        app = create_app(settings, knowledge=knowledge, index=index, storage=self.store)
        house = House(app, self.store, north, south, people, devices)
        give_secrets(house)
        with self.store.write() as session:
            storage.accounts.add(
                session, "Nina", Role.MANAGER, now(), email="nina@two.example", locations=[north]
            )
        pin = f"/sign-in/pin/{people['staff'].id}"
        clients = {"/sign-in/": house.client(), pin: house.at("tablet")}
        self.tries = {
            UNKNOWN: ("/sign-in/", {"email": "nobody@two.example"}),
            KNOWN: ("/sign-in/", {"email": "olive@two.example"}),
            NEW: ("/sign-in/", {"email": "nina@two.example"}),
            PIN: (pin, {"pin": "000000"}),
        }
        self.doors = {path: (client, _token(client, path)) for path, client in clients.items()}

    def milliseconds(self, door: str) -> tuple[float, float]:
        """Return how long a refusal at *door* takes: by the clock, and of processor time."""
        with self.store.write() as session:
            session.execute(delete(FailureRow))
        path, fields = self.tries[door]
        client, token = self.doors[path]
        sent = {"csrf_token": token, "password": "not the password", **fields}
        clock, processor = time.perf_counter(), time.process_time()
        response = client.post(path, data=sent)
        took = time.perf_counter() - clock, time.process_time() - processor
        if response.status_code != 422:
            raise RuntimeError(f"the application answered {response.status}")
        return 1000 * took[0], 1000 * took[1]


def _token(client: FlaskClient, path: str) -> str:
    field = BeautifulSoup(client.get(path).text, "html.parser").select_one("[name=csrf_token]")
    if field is None:
        raise LookupError("the page has no token")
    return str(field["value"])


def as_table(costs: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return the medians of *costs* and their ratios to those of an unknown address."""
    clock = {door: statistics.median(one[0] for one in costs[door]) for door in DOORS}
    processor = {door: statistics.median(one[1] for one in costs[door]) for door in DOORS}
    return (
        f"Median of {len(costs[UNKNOWN])} refusals each, in milliseconds, and the ratio to the "
        "first row:\n\n"
        + results.table(
            ["what is tried", "by the clock", "ratio", "of processor time", "ratio"],
            [
                [
                    door,
                    f"{clock[door]:.1f}",
                    f"{clock[door] / clock[UNKNOWN]:.2f}",
                    f"{processor[door]:.1f}",
                    f"{processor[door] / processor[UNKNOWN]:.2f}",
                ]
                for door in DOORS
            ],
        )
    )


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--tries", type=int, default=100, help="how many at each door")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    by = results.command(MODULE, (given.out,))
    drawn = random.Random(given.seed)
    costs: dict[str, list[tuple[float, float]]] = {door: [] for door in DOORS}
    with TemporaryDirectory() as folder:
        measured = Measured(Path(folder))
        for _turn in range(given.tries + WARM):
            for door in drawn.sample(DOORS, len(DOORS)):
                costs[door].append(measured.milliseconds(door))
        measured.store.close()
    kept = {door: each[WARM:] for door, each in costs.items()}
    results.write(given.out, "sign-in", "Refused sign-ins", by, as_table(kept))


if __name__ == "__main__":
    main()
