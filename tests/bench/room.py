"""A full room on a real server: learners who ask for news all the time, and one facilitator.

``python -m tests.bench.room`` starts ``assistant serve --demo`` (gunicorn, its usual processes) on
a database of its own, lets 60 devices join and answer a whole session, and writes what the server
did for them: requests, errors, latency as a device sees it, and processor time a request. Devices
and server share the machine, so the latency holds the devices' own work as well; processor time
does not. A device opens a connection for each request, as nginx does in front of the server.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

from assistant import config
from assistant.web.server import THREADS, WORKERS
from tests.bench import results
from tests.faults.serving import SERVE, Deployment, Server

MODULE = "tests.bench.room"
NAMES = {
    "news": "learner: is there news?",
    "page": "learner: joining, and the page",
    "send": "learner: an answer",
    "pulse": "facilitator: who has answered?",
    "move": "facilitator: on to the next place",
}
TICKS = os.sysconf("SC_CLK_TCK")
PERCENTILES = (50, 95, 99)


@dataclass
class Seen:
    """What came back: seconds by kind of request, statuses, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NAMES})
    statuses: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: int | str) -> None:
        """Note one request; a status of 400 or more, or words, is a failure."""
        with self._lock:
            self.seconds[kind].append(seconds)
            self.statuses[str(status)] += 1
            if isinstance(status, str) or status >= 400:
                self.failed.append(f"{kind}: {status}")


class Device:
    """A browser as far as it matters here: cookies, forms, redirects and htmx."""

    def __init__(self, address: str, seen: Seen) -> None:
        self._host = urllib.parse.urlsplit(address).netloc
        self._cookies: dict[str, str] = {}
        self._seen = seen
        self.text = ""

    def get(self, kind: str, path: str, *, htmx: bool = False) -> int:
        """Fetch *path* and return the status; the page is in ``text``."""
        return self._send(kind, "GET", path, None, htmx)

    def post(self, kind: str, path: str, **fields: object) -> int:
        """Send a form with the token of the page shown, and follow where it leads."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        form = {"csrf_token": token[1] if token else "", **fields}
        return self._send(kind, "POST", path, urllib.parse.urlencode(form), htmx=False)

    def _send(self, kind: str, method: str, path: str, form: str | None, htmx: bool) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if htmx:
            headers["HX-Request"] = "true"
        start = time.perf_counter()
        try:
            connection = http.client.HTTPConnection(self._host, timeout=30)
            connection.request(method, path, form, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            self._seen.note(kind, time.perf_counter() - start, type(error).__name__)
            return 0
        self._seen.note(kind, time.perf_counter() - start, answer.status)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        if answer.status == 303:
            return self._send(kind, "GET", answer.headers["Location"], None, htmx=False)
        if answer.status != 204:
            self.text = text
        return answer.status


class Learner:
    """Someone in the room, who asks for news and answers what they are asked."""

    def __init__(self, address: str, seen: Seen, number: int) -> None:
        self._device = Device(address, seen)
        self._number = number

    def join(self, code: str) -> None:
        """Take a place in the session."""
        self._device.get("page", "/join/")
        self._device.post("page", "/join/", code=code, name=f"Learner {self._number}")
        if 'id="room"' not in self._device.text:
            raise RuntimeError(f"a learner could not join: {self._device.text[:500]}")

    def take_part(self, every: float) -> None:
        """Ask for news until the session ends; phones do not start at the same moment."""
        time.sleep(every * (self._number % 20) / 20)
        while True:
            begun = time.monotonic()
            revision = re.search(r'data-revision="(\d+)"', self._device.text)
            path = f"/join/news?seen={revision[1] if revision else -1}"
            status = self._device.get("news", path, htmx=True)
            if status == 286:
                return
            if status == 200:
                self._answer()
            time.sleep(max(0.0, every - (time.monotonic() - begun)))

    def _answer(self) -> None:
        text = self._device.text
        phase = re.search(r'name="phase" value="(\w+)"', text)
        item = re.search(r'name="item" value="(\d+)"', text)
        if phase and item:
            fields = {"phase": phase[1], "item": item[1], "option": self._number % 3, "sure": 2}
            self._device.post("send", "/join/answer", **fields)
        elif phase:
            levels = dict.fromkeys(re.findall(r'type="radio" name="([\w-]+)"', text), 3)
            self._device.post("send", "/join/confidence", phase=phase[1], **levels)


class Facilitator:
    """Who runs the session, with a screen that asks for news as well."""

    def __init__(self, address: str, seen: Seen) -> None:
        self._device = Device(address, seen)
        self.path = self.code = ""

    def begin(self, plan: str) -> None:
        """Sign in as the demonstration's facilitator and begin a named session."""
        self._device.get("page", "/try/")
        found = re.search(
            r'action="(/try/\d+)"(?:(?!</form>).)*Sam Sample', self._device.text, re.S
        )
        if found is None:
            raise RuntimeError("the demonstration has no facilitator")
        self._device.post("page", found[1])
        self._device.get("page", f"/training/plans/{plan}")
        fields = {"role": "care_worker", "naming": "named", "way": "phones"}
        self._device.post("page", f"/training/plans/{plan}", **fields)
        number = re.search(r'action="(/training/sessions/\d+)/move"', self._device.text)
        code = re.search(r'class="wall__code" dir="ltr">([^<]+)<', self._device.text)
        if number is None or code is None:
            raise RuntimeError("no session began")
        self.path, self.code = number[1], code[1]

    def run(self, every: float, stay: float) -> int:
        """Stay *stay* seconds at each place of the session, to its end; return the moves."""
        moves = 0
        while f"{self.path}/move" in self._device.text:
            until = time.monotonic() + stay
            page = self._device.text
            while time.monotonic() < until:
                seen = re.search(r"news\?seen=([\d.]+)", self._device.text)
                path = f"{self.path}/news?seen={seen[1] if seen else ''}"
                self._device.get("pulse", path, htmx=True)
                time.sleep(every)
            revision = re.search(r'name="revision" value="(\d+)"', page)
            self._device.text = page
            self._device.post(
                "move", f"{self.path}/move", do="next", revision=revision[1] if revision else -1
            )
            moves += 1
        return moves


def cpu_seconds(server: Server) -> float:
    """Return the processor time of the server and all of its workers so far, gone ones too."""
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text("utf-8").split()

    def spent(pid: int | str, fields: slice) -> int:
        after_name = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, after_name[fields]))

    # utime and stime; of the master also those of children that it has seen end.
    ticks = spent(master, slice(11, 15)) + sum(spent(one, slice(11, 13)) for one in children)
    return ticks / TICKS


@contextmanager
def serving() -> Iterator[Server]:
    """Yield a server on a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="plainly-room-") as folder:
        deployment = Deployment(Path(folder), config.knowledge_folder())
        with deployment.serving(SERVE) as server:
            yield server


def measure(learners: int, every: float, stay: float, plan: str) -> str:
    """Run a whole session and return what it showed, as Markdown."""
    with serving() as server:
        seen = Seen()
        facilitator = Facilitator(server.address, seen)
        facilitator.begin(plan)
        room = [Learner(server.address, seen, number) for number in range(learners)]
        cpu, start = cpu_seconds(server), time.monotonic()
        joining = [threading.Thread(target=one.join, args=(facilitator.code,)) for one in room]
        for thread in joining:
            thread.start()
        for thread in joining:
            thread.join()
        taking_part = [threading.Thread(target=one.take_part, args=(every,)) for one in room]
        for thread in taking_part:
            thread.start()
        moves = facilitator.run(every, stay)
        for thread in taking_part:
            thread.join(60)
        taken = time.monotonic() - start
        return _report(seen, cpu_seconds(server) - cpu, taken, learners, moves, every)


def _report(seen: Seen, cpu: float, taken: float, learners: int, moves: int, every: float) -> str:
    rows = []
    for kind, name in NAMES.items():
        found = seen.seconds[kind]
        if len(found) > 1:
            cuts = statistics.quantiles(found, n=100, method="inclusive")
            cells = [f"{1000 * cuts[percent - 1]:.0f}" for percent in PERCENTILES]
            rows.append([name, f"{len(found):,}", *cells, f"{1000 * max(found):.0f}"])
    requests = sum(map(len, seen.seconds.values()))
    statuses = ", ".join(f"{status}: {n:,}" for status, n in sorted(seen.statuses.items()))
    failed = Counter(seen.failed)
    errors = "none" if not failed else "; ".join(f"{what} ({n})" for what, n in failed.items())
    head = ("request", "number", *(f"p{percent} ms" for percent in PERCENTILES), "longest ms")
    return (
        f"{learners} learners that ask every {every:g} s, one facilitator, {moves} moves in "
        f"{taken:.0f} s; gunicorn with {WORKERS} processes of {THREADS} threads, SQLite.\n\n"
        + results.table(head, rows)
        + f"\n{requests:,} requests ({requests / taken:.0f} a second). Errors: {errors}. "
        f"Statuses: {statuses}. Processor time of the server: {cpu:.1f} s, "
        f"{1000 * cpu / requests:.1f} ms a request, {100 * cpu / taken:.0f} % of one core.\n"
    )


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two questions")
    parser.add_argument("--stay", type=float, default=10.0, help="seconds at each place")
    parser.add_argument("--plan", default="induction")
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    by = results.command(MODULE, (given.out,))
    body = measure(given.learners, given.every, given.stay, given.plan)
    results.write(given.out, "room", "A training room", by, body)


if __name__ == "__main__":
    main()
