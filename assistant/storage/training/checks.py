"""Individual checks: begin, answer, come back, retake. Answers are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assistant.storage.tables import AttemptRow, CheckItemRow, LearnerRow
from assistant.storage.training import versions
from assistant.storage.training.learners import own as own_learner
from assistant.storage.training.secret import draw_token, hashed
from assistant.training import Asked, Choice, Identity, Item, Support, next_place

# That no other took the place of an attempt: what was keyed in wrongly counts for nothing.
HOLDS = AttemptRow.replaced_on.is_(None)


class Conditions(Struct, frozen=True, kw_only=True):
    """How a check is taken: how identity was confirmed and by whom, with which help."""

    identity: Identity
    witness: str = ""
    support: tuple[Support, ...] = ()
    language: str = "en"


class Attempt(Struct, frozen=True, kw_only=True):
    """One attempt of a check as it stands; ``first_id`` is the check that a retake belongs to.

    ``pack_id`` is the pack that a sheet was keyed in from; ``replaced_on`` the day on which another
    took its place, since when it counts for nothing.
    """

    id: int
    location_id: int
    learner_id: int
    first_id: int
    plan: str
    conditions: Conditions
    asked: tuple[Asked, ...]
    versions: tuple[str, ...]
    begun_on: date
    finished_on: date | None
    pack_id: int | None = None
    replaced_on: date | None = None

    @property
    def next(self) -> int | None:
        """Return the place of the item to go on with, or None when all are answered."""
        return next_place(self.asked)


def begin(
    session: Session,
    location_id: int,
    learner_id: int,
    plan: str,
    items: Sequence[Item],
    conditions: Conditions,
    today: date,
    first_id: int | None = None,
    slip: str | None = None,
    pack_id: int | None = None,
) -> tuple[int, str] | None:
    """Keep a new attempt that asks *items*; return its number and the token of the device.

    *first_id* makes it a retake; with the *slip* code that confirmed who it is, they can go on with
    it later (``by_slip``); *pack_id* says of which pack a sheet is. None when the learner or the
    check before is not of here, or when there is nothing to ask.
    """
    if not items or own_learner(session, location_id, learner_id) is None:
        return None
    if first_id is not None:
        first = session.get(AttemptRow, first_id)
        if first is None or (first.location_id, first.learner_id) != (location_id, learner_id):
            return None
        first_id = first.first_id or first.id
    versions.keep(session, items)
    token = draw_token()
    row = AttemptRow(
        location_id=location_id,
        learner_id=learner_id,
        first_id=first_id,
        token_hash=hashed(token),
        plan=plan,
        identity=conditions.identity.value,
        witness=conditions.witness,
        support=" ".join(conditions.support),
        language=conditions.language,
        begun_on=today,
        slip_hash=hashed(slip) if slip else None,
        pack_id=pack_id,
    )
    session.add(row)
    session.flush()
    session.add_all(_item_row(row.id, place, item) for place, item in enumerate(items))
    session.flush()
    return row.id, token


def _item_row(attempt_id: int, place: int, item: Item) -> CheckItemRow:
    return CheckItemRow(
        attempt_id=attempt_id,
        place=place,
        scenario=item.id,
        version=item.version,
        advice=item.advice,
        idea=item.idea,
        safety_critical=item.safety_critical,
        right=item.right,
    )


def get(session: Session, location_id: int, attempt_id: int) -> Attempt | None:
    """Return an attempt of that location, or None."""
    row = session.get(AttemptRow, attempt_id)
    if row is None or row.location_id != location_id:
        return None
    return attempts_of(session, [row])[0]


def by_token(session: Session, token: str) -> Attempt | None:
    """Return the attempt that this device holds, or None; someone who comes back goes on."""
    row = _by_token(session, token)
    return attempts_of(session, [row])[0] if row else None


def by_slip(session: Session, location_id: int, code: str) -> Attempt | None:
    """Return the attempt of that location that was begun with a slip and is not finished."""
    row = session.scalars(
        select(AttemptRow).where(
            AttemptRow.slip_hash == hashed(code), AttemptRow.location_id == location_id
        )
    ).first()
    return attempts_of(session, [row])[0] if row else None


def take_up(
    session: Session, location_id: int, attempt_id: int, slip: str | None = None
) -> str | None:
    """Return a token for another device to go on with an open attempt; the one before it ends.

    With a new *slip* code it is that one that opens the attempt from now on.
    """
    row = session.get(AttemptRow, attempt_id)
    if row is None or row.location_id != location_id or row.finished_on is not None:
        return None
    token = draw_token()
    row.token_hash = hashed(token)
    if slip is not None:
        row.slip_hash = hashed(slip)
    session.flush()
    return token


def add_help(session: Session, token: str, support: Sequence[Support], language: str) -> bool:
    """Add to the help that a check is taken with; what was noted before stays noted."""
    row = _by_token(session, token, lock=True)
    if row is None or row.finished_on is not None:
        return False
    noted = {*map(Support, row.support.split()), *support}
    row.support = " ".join(one for one in Support if one in noted)
    if Support.OTHER_LANGUAGE in support:
        row.language = language
    session.flush()
    return True


def answer(session: Session, token: str, place: int, choice: Choice, today: date) -> bool:
    """Keep the choice for the item at *place*; return whether that item is answered now.

    The first answer stands: sending it twice, or going back and choosing again, changes nothing.
    Items are answered in their order.
    """
    row = _by_token(session, token, lock=True)
    return row is not None and _answer(session, row, place, choice, today)


def key_in(
    session: Session, location_id: int, attempt_id: int, options: Sequence[int], today: date
) -> bool:
    """Keep all answers of a check on paper at once; False when they do not fit its items."""
    row = session.get(AttemptRow, attempt_id)
    attempt = get(session, location_id, attempt_id)
    if row is None or attempt is None or len(options) != len(attempt.asked) or attempt.finished_on:
        return False
    sizes = [versions.kept(session, version) for version in attempt.versions]
    for option, shown in zip(options, sizes, strict=True):
        if shown is None or not 0 <= option < len(shown.options):
            return False
    return all(
        _answer(session, row, place, Choice(option), today) for place, option in enumerate(options)
    )


def chain(session: Session, location_id: int, attempt_id: int) -> tuple[Attempt, ...]:
    """Return the check that an attempt belongs to, the first one and its retakes in order."""
    row = session.get(AttemptRow, attempt_id)
    if row is None or row.location_id != location_id:
        return ()
    first = row.first_id or row.id
    rows = session.scalars(
        select(AttemptRow)
        .where(or_(AttemptRow.id == first, AttemptRow.first_id == first), HOLDS)
        # A corrected sheet is younger than its retakes, and still comes before them.
        .order_by(AttemptRow.first_id.is_not(None), AttemptRow.id)
    ).all()
    return attempts_of(session, rows)


def of_learner(
    session: Session, location_id: int, learner_id: int, *, replaced: bool = False
) -> tuple[Attempt, ...]:
    """Return every attempt of someone of that location, oldest first; *replaced* ones if wanted."""
    own = (AttemptRow.location_id == location_id) & (AttemptRow.learner_id == learner_id)
    query = select(AttemptRow).where(own if replaced else own & HOLDS).order_by(AttemptRow.id)
    return attempts_of(session, session.scalars(query).all())


def of_pack(session: Session, location_id: int, pack_id: int) -> list[tuple[Attempt, str]]:
    """Return the sheets of a pack that were keyed in and hold, each with whose it is, by name."""
    rows = session.execute(
        select(AttemptRow, LearnerRow.name)
        .join(LearnerRow, LearnerRow.id == AttemptRow.learner_id)
        .where(AttemptRow.location_id == location_id, AttemptRow.pack_id == pack_id, HOLDS)
        .order_by(LearnerRow.name, AttemptRow.id)
    ).all()
    attempts = attempts_of(session, [row for row, _name in rows])
    return [(one, name) for one, (_row, name) in zip(attempts, rows, strict=True)]


def seen(session: Session, location_id: int, learner_id: int) -> frozenset[str]:
    """Return the scenarios that someone was asked in any check, so that others can be drawn."""
    found = session.scalars(
        select(CheckItemRow.scenario)
        .join(AttemptRow, AttemptRow.id == CheckItemRow.attempt_id)
        .where(AttemptRow.location_id == location_id, AttemptRow.learner_id == learner_id)
    )
    return frozenset(found)


def attempts_of(session: Session, rows: Sequence[AttemptRow]) -> tuple[Attempt, ...]:
    """Return the attempts that *rows* keep, with what was asked; one read for all of them."""
    asked: dict[int, list[CheckItemRow]] = {row.id: [] for row in rows}
    for item in session.scalars(
        select(CheckItemRow)
        .where(CheckItemRow.attempt_id.in_(asked))
        .order_by(CheckItemRow.attempt_id, CheckItemRow.place)
        .execution_options(populate_existing=True)
    ):
        asked[item.attempt_id].append(item)
    return tuple(_attempt(row, asked[row.id]) for row in rows)


def _answer(session: Session, row: AttemptRow, place: int, choice: Choice, today: date) -> bool:
    items = session.scalars(
        select(CheckItemRow).where(CheckItemRow.attempt_id == row.id).order_by(CheckItemRow.place)
    ).all()
    if not 0 <= place < len(items):
        return False
    item = items[place]
    if item.option is not None:
        return True
    open_places = [one.place for one in items if one.option is None]
    shown = versions.kept(session, item.version)
    fits = shown is not None and 0 <= choice.option < len(shown.options)
    if place != open_places[0] or not fits:
        return False
    item.option, item.sure = choice.option, choice.sure.value if choice.sure else None
    if len(open_places) == 1:
        row.finished_on, row.slip_hash = today, None
    session.flush()
    return True


def _by_token(session: Session, token: str, *, lock: bool = False) -> AttemptRow | None:
    where = select(AttemptRow).where(AttemptRow.token_hash == hashed(token))
    return session.scalars(where.with_for_update() if lock else where).first()


def _attempt(row: AttemptRow, items: Sequence[CheckItemRow]) -> Attempt:
    return Attempt(
        id=row.id,
        location_id=row.location_id,
        learner_id=row.learner_id,
        first_id=row.first_id or row.id,
        plan=row.plan,
        conditions=Conditions(
            identity=Identity(row.identity),
            witness=row.witness,
            support=tuple(map(Support, row.support.split())),
            language=row.language,
        ),
        asked=tuple(
            Asked(
                scenario=item.scenario,
                version=item.version,
                advice=item.advice,
                idea=item.idea,
                safety_critical=item.safety_critical,
                right=item.right,
                option=item.option,
            )
            for item in items
        ),
        versions=tuple(item.version for item in items),
        begun_on=row.begun_on,
        finished_on=row.finished_on,
        pack_id=row.pack_id,
        replaced_on=row.replaced_on,
    )
