"""A database with two locations, and short ways to what tests of training do again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant import storage
from assistant.knowledge import Role, Setting
from assistant.local import Location
from assistant.storage import Storage
from assistant.storage.training import checks, learners, room, sessions
from assistant.storage.training.checks import Conditions
from assistant.training import (
    Choice,
    Identity,
    Item,
    Move,
    Naming,
    Phase,
    Support,
    Sure,
    TrainingSession,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SCENARIOS = ("scribe-errors", "falls-sensors", "family-objects")
WITNESSED = Conditions(
    identity=Identity.WITNESS,
    witness="A. Senior",
    support=(Support.READ_ALOUD, Support.OTHER_LANGUAGE),
    language="pl",
)


@dataclass
class Home:
    """A database with two locations, and the items of the knowledge."""

    store: Storage
    found: dict[str, Item]
    here: int
    elsewhere: int

    def session(self, naming: Naming = Naming.ANONYMOUS, *, one_screen: bool = False) -> int:
        """Begin a session and return its number."""
        with self.store.write() as session:
            return begin(session, self.here, self.found, naming=naming, one_screen=one_screen)

    def move(self, number: int, *moves: Move) -> TrainingSession:
        """Take the room on, and return where it is."""
        for step in moves:
            with self.store.write() as session:
                kept = sessions.get(session, self.here, number)
                assert kept
                sessions.move_on(session, self.here, number, step, kept.training.revision, NOW)
        with self.store.read() as session:
            kept = sessions.get(session, self.here, number)
            assert kept
            return kept.training

    def join(self, number: int, name: str = "") -> str:
        """Return the token of a new device in a session."""
        with self.store.write() as session:
            kept = sessions.get(session, self.here, number)
            assert kept
            assert kept.code
            return room.join(session, kept.code, name, NOW)

    def choose(self, token: str, option: int, phase: Phase = Phase.ANSWER, item: int = 0) -> bool:
        """Return whether a choice for an item was taken."""
        with self.store.write() as session:
            return room.choose(session, token, item, phase, Choice(option, Sure.VERY))

    def learner(self, name: str = "Asha Patel", role: Role = Role.CARE_WORKER) -> int:
        """Return the number of someone new on the roster."""
        with self.store.write() as session:
            return learners.add(session, self.here, name, role)

    def check(
        self, learner_id: int, ids: tuple[str, ...], first_id: int | None = None
    ) -> tuple[int, str]:
        """Return the number and the token of a new check."""
        with self.store.write() as session:
            begun = checks.begin(
                session,
                self.here,
                learner_id,
                "induction",
                [self.found[id] for id in ids],
                WITNESSED,
                TODAY,
                first_id,
            )
        assert begun
        return begun

    def answer(self, token: str, ids: tuple[str, ...], wrong: tuple[str, ...] = ()) -> None:
        """Answer a whole check, right but for the *wrong* ones."""
        for place, id in enumerate(ids):
            right = self.found[id].right
            option = (right + 1) % 3 if id in wrong else right
            with self.store.write() as session:
                assert checks.answer(session, token, place, Choice(option), TODAY)


def begin(
    session: Session,
    location_id: int,
    found: dict[str, Item],
    *,
    naming: Naming = Naming.NAMED,
    one_screen: bool = False,
    end: bool = False,
) -> int:
    """Return the number of a session that goes on, or has ended."""
    begun = TrainingSession(
        plan="induction", scenarios=SCENARIOS, naming=naming, one_screen=one_screen
    )
    number = sessions.begin(
        session,
        location_id,
        begun,
        found,
        role=Role.CARE_WORKER,
        facilitator="F. Trainer",
        now=NOW,
    ).id
    if end:
        sessions.move_on(session, location_id, number, Move.END, 0, NOW)
    return number


def home(store: Storage, found: dict[str, Item]) -> Home:
    """Return *store* with two locations in it."""
    with store.write() as session:
        here, elsewhere = (
            storage.locations.add_location(
                session, Location("Example Care", name), Setting.CARE_HOME
            )
            for name in ("Here House", "Elsewhere House")
        )
    return Home(store, found, here, elsewhere)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
