"""A server in processes of its own, those who use it, and what they left in its database."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from assistant.web.server import WORKERS

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = ("-m", "assistant", "serve", "--demo")
KEEPING = ("-m", "tests.faults.keeping")
PEOPLE = 5
QUESTION = "may i do the first thing now"
GONE = (OSError, http.client.HTTPException)


@dataclass
class Deployment:
    """A data folder with its knowledge and its port; commands and servers run on it."""

    data: Path
    knowledge: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def database(self) -> Path:
        """The file that the demonstration keeps its data in."""
        return self.data / "demonstration" / "plainly.db"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its programs."""
        return {
            **os.environ,
            "PLAINLY_DATA": str(self.data),
            "PLAINLY_KNOWLEDGE": str(self.knowledge),
            "PLAINLY_PORT": str(self.port),
            **self.more,
        }

    def run(
        self, *arguments: str | Path, before: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end."""
        return subprocess.run(
            [*before, sys.executable, "-m", "assistant", *map(str, arguments)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @contextmanager
    def serving(
        self, program: Sequence[str] = KEEPING, before: Sequence[str] = (), ready: str = "/readyz"
    ) -> Iterator[Server]:
        """Yield a server that answers; it is stopped, or was killed, at the end."""
        with (self.data / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [*before, sys.executable, *program],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            server = Server(process, f"http://127.0.0.1:{self.port}", self.data / "server.log")
            try:
                server.wait_for(ready)
                yield server
            finally:
                server.stop()


@dataclass
class Reply:
    """What came back: the status, the headers and the page."""

    status: int
    headers: Message
    text: str


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str, **arguments: str) -> Reply:
        """Return the page at *path*; raises what GONE names when the server is not there."""
        query = f"?{urllib.parse.urlencode(arguments)}" if arguments else ""
        return _open(urllib.request.build_opener(), f"{self.address}{path}{query}")

    def keep(self, name: str, padding: int = 0) -> Reply:
        """Have a location of that name kept together with its contacts."""
        return self.get("/keep", name=name, padding=str(padding))

    def wait_for(self, path: str) -> None:
        """Wait until the page at *path* is there."""
        said = ""
        for _ in range(2400):
            try:
                reply = self.get(path)
                if reply.status == 200:
                    return
                said = reply.text
            except GONE as error:
                said = str(error)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail(f"{path} says {said}\n{self.log.read_text('utf-8')[-3000:]}")

    def workers(self) -> list[int]:
        """Return the numbers of the processes that answer, when all are there."""
        number = self.process.pid
        children = Path(f"/proc/{number}/task/{number}/children")
        for _ in range(200):
            if len(found := children.read_text("utf-8").split()) == WORKERS:
                return [int(child) for child in found]
            time.sleep(0.05)
        pytest.fail("some workers are not there")

    def kill(self) -> None:
        """Kill all of its processes at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it as an operator does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(30)


class Asker:
    """Someone at a screen, with the cookies and the form that asking needs."""

    def __init__(self, server: Server) -> None:
        self._address = f"{server.address}/"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = _open(self._browser, self._address).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        self._token = token[1]

    def ask(self, question: str = QUESTION) -> Reply:
        """Ask a question, of which the program keeps how it ended."""
        form = urllib.parse.urlencode({"csrf_token": self._token, "question": question})
        return _open(self._browser, self._address, form.encode())


def _open(browser: urllib.request.OpenerDirector, address: str, data: bytes | None = None) -> Reply:
    try:
        with browser.open(address, data, timeout=30) as response:
            return Reply(response.status, response.headers, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.headers, error.read().decode())


class Load:
    """People who ask and write at the same time, and what was acknowledged to them."""

    def __init__(self) -> None:
        self.asked = 0
        self.acknowledged = 0
        self.kept: set[str] = set()
        self.refused: list[int] = []
        self._changed = threading.Condition()

    @contextmanager
    def on(self, server: Server, each: int = 2) -> Iterator[None]:
        """Use *server* until the end of the block, or until it is gone."""
        done = threading.Event()
        askers = [Asker(server) for _ in range(each)]
        jobs: list[Callable[[], None]] = [lambda asker=asker: self._ask(asker) for asker in askers]  # type: ignore[misc]
        jobs += [lambda: self._keep(server)] * each
        threads = [threading.Thread(target=_repeat, args=(job, done)) for job in jobs]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until *more* questions and *more* locations were acknowledged from now on."""
        with self._changed:
            asked, kept = self.acknowledged + more, len(self.kept) + more
            reached = self._changed.wait_for(
                lambda: self.acknowledged >= asked and len(self.kept) >= kept, timeout=60
            )
        assert reached, f"refused: {self.refused[:5]}"

    def _ask(self, asker: Asker) -> None:
        with self._changed:
            self.asked += 1
        reply = asker.ask()
        with self._changed:
            self.acknowledged += reply.status == 200
            self._note(reply)

    def _keep(self, server: Server) -> None:
        name = os.urandom(8).hex()
        reply = server.keep(name)
        with self._changed:
            if reply.status == 200:
                self.kept.add(name)
            self._note(reply)

    def _note(self, reply: Reply) -> None:
        if reply.status != 200:
            self.refused.append(reply.status)
        self._changed.notify_all()


def _repeat(job: Callable[[], None], done: threading.Event) -> None:
    while not done.is_set():
        try:
            job()
        except GONE:
            return


@dataclass
class Found:
    """What a database holds: outcomes, and the contacts of each kept location by its name."""

    outcomes: int
    contacts: dict[str, int]


def found_in(database: Path) -> Found:
    """Return what *database* holds, after looking that it is whole."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        outcomes = connection.execute(
            "SELECT kind, answer, urgent, week_starts_on, location_id FROM outcome"
        ).fetchall()
        assert len(set(outcomes)) <= 1, "the same question ended in two ways"
        rows = connection.execute(
            "SELECT location.name, count(contact.id) FROM location LEFT JOIN contact "
            "ON contact.location_id = location.id WHERE provider = 'Kept' GROUP BY location.id"
        ).fetchall()
    return Found(len(outcomes), dict(rows))
