"""Training: the roster, group sessions, individual checks, observations and certificates.

Names here are those of staff. Answers to a check are only ever added; a person's data goes when the
person is deleted, and what they chose in a group stays as a number without a name.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table

_LOCATION = "location.id"
_LEARNER = "learner.id"
_SESSION = "training_session.id"
_PARTICIPANT = "training_participant.id"
# SHA-256 as hexadecimal digits: a copy of the database opens no device and no slip.
_HASH = String(64)


class LearnerRow(Table):
    """Someone on the roster; ``slip_hash`` is of a slip code that was handed out and not used."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    left_on: Mapped[date | None] = mapped_column(Date)
    slip_hash: Mapped[str | None] = mapped_column(_HASH, unique=True)


class ScenarioVersionRow(Table):
    """The wording of a scenario that somebody answered, as JSON; kept once a version."""

    __tablename__ = "scenario_version"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(64))
    wording: Mapped[str] = mapped_column(Text)


class TrainingSessionRow(Table):
    """A group session and where the room is; ``code`` is free again once it has ended."""

    __tablename__ = "training_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    plan: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(20))
    naming: Mapped[str] = mapped_column(String(12))
    one_screen: Mapped[bool] = mapped_column(Boolean)
    facilitator: Mapped[str] = mapped_column(String(120))
    phase: Mapped[str] = mapped_column(String(12))
    item: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SessionItemRow(Table):
    """A scenario of a session, in its place and version."""

    __tablename__ = "training_session_item"

    session_id: Mapped[int] = mapped_column(
        ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(ForeignKey("scenario_version.version"))


class ParticipantRow(Table):
    """A learner in a session: a device, or a line of the sign-in sheet.

    ``name`` is what they typed; ``learner_id`` whom the facilitator found on the roster.
    """

    __tablename__ = "training_participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(_SESSION, ondelete="CASCADE"), index=True)
    learner_id: Mapped[int | None] = mapped_column(
        ForeignKey(_LEARNER, ondelete="SET NULL"), index=True
    )
    token_hash: Mapped[str | None] = mapped_column(_HASH, unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class VoteRow(Table):
    """What a learner chose for an item before talking (``answer``) or after (``discuss``)."""

    __tablename__ = "training_vote"
    __table_args__ = (Index("ix_training_vote_room", "session_id", "item", "phase"),)

    participant_id: Mapped[int] = mapped_column(
        ForeignKey(_PARTICIPANT, ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[int] = mapped_column(Integer, primary_key=True)
    phase: Mapped[str] = mapped_column(String(12), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(_SESSION, ondelete="CASCADE"))
    option: Mapped[int] = mapped_column(Integer)
    sure: Mapped[int | None] = mapped_column(Integer)


class CardCountRow(Table):
    """How many vote cards the facilitator counted for one option."""

    __tablename__ = "training_card_count"

    session_id: Mapped[int] = mapped_column(
        ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[int] = mapped_column(Integer, primary_key=True)
    phase: Mapped[str] = mapped_column(String(12), primary_key=True)
    option: Mapped[int] = mapped_column(Integer, primary_key=True)
    people: Mapped[int] = mapped_column(Integer)


class ConfidenceRow(Table):
    """How sure a learner was of a principle, from 1 to 5, before and after."""

    __tablename__ = "training_confidence"

    participant_id: Mapped[int] = mapped_column(
        ForeignKey(_PARTICIPANT, ondelete="CASCADE"), primary_key=True
    )
    principle: Mapped[str] = mapped_column(String(30), primary_key=True)
    phase: Mapped[str] = mapped_column(String(12), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(_SESSION, ondelete="CASCADE"), index=True)
    level: Mapped[int] = mapped_column(Integer)


class AttemptRow(Table):
    """One attempt of an individual check; a retake names the ``first_id`` that it belongs to.

    ``slip_hash`` is of the slip code that began it, until it is finished: who comes back goes on.
    ``pack_id`` is the pack of a sheet that was keyed in, ``replaced_on`` the day on which another
    took its place because it had been keyed in wrongly: it stays, and counts for nothing.
    """

    __tablename__ = "check_attempt"
    __table_args__ = (Index("ix_check_attempt_slip_hash", "slip_hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey(_LEARNER, ondelete="CASCADE"), index=True)
    first_id: Mapped[int | None] = mapped_column(
        ForeignKey("check_attempt.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(_HASH, unique=True)
    plan: Mapped[str] = mapped_column(String(64))
    identity: Mapped[str] = mapped_column(String(12))
    witness: Mapped[str] = mapped_column(String(120))
    support: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(12))
    begun_on: Mapped[date] = mapped_column(Date)
    finished_on: Mapped[date | None] = mapped_column(Date)
    slip_hash: Mapped[str | None] = mapped_column(_HASH)
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("paper_pack.id", ondelete="SET NULL"))
    replaced_on: Mapped[date | None] = mapped_column(Date)


class CheckItemRow(Table):
    """One item of an attempt as it was asked; the first answer stands."""

    __tablename__ = "check_item"

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("check_attempt.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(ForeignKey("scenario_version.version"))
    advice: Mapped[str] = mapped_column(String(12))
    idea: Mapped[str] = mapped_column(String(64))
    safety_critical: Mapped[bool] = mapped_column(Boolean)
    right: Mapped[int] = mapped_column(Integer)
    option: Mapped[int | None] = mapped_column(Integer)
    sure: Mapped[int | None] = mapped_column(Integer)


class ObservationRow(Table):
    """A senior watched someone use a tool, and signed what they saw.

    A line that ``corrects_id`` names is taken back by this one, which says why in ``note``; neither
    counts then. Otherwise ``note`` is what comes next for someone who was not yet safe.
    """

    __tablename__ = "observation"
    __table_args__ = (Index("ix_observation_corrects_id", "corrects_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey(_LEARNER, ondelete="CASCADE"), index=True)
    use: Mapped[str] = mapped_column(String(20))
    tool: Mapped[str] = mapped_column(String(120))
    observed_on: Mapped[date] = mapped_column(Date)
    observed_by: Mapped[str] = mapped_column(String(120))
    safely: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    corrects_id: Mapped[int | None] = mapped_column(
        ForeignKey("observation.id", ondelete="CASCADE")
    )


class CertificateRow(Table):
    """A certificate for a passed check; who asks with its code learns the day and no name."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey(_LEARNER, ondelete="CASCADE"), index=True)
    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("check_attempt.id", ondelete="CASCADE"), unique=True
    )
    code: Mapped[str] = mapped_column(String(12), unique=True)
    passed_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)


class TrainingGapRow(Table):
    """A scenario that was shown to be not understood; ``closed_on`` once it went better.

    A session showed it, or checks did where there is no ``session_id``.
    """

    __tablename__ = "training_gap"
    __table_args__ = (UniqueConstraint("session_id", "scenario"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey(_SESSION, ondelete="CASCADE"))
    scenario: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(ForeignKey("scenario_version.version"))
    answer: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(20))
    wrong: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)


class PaperPackRow(Table):
    """A pack that was printed, with the very scenarios in it (as JSON), to key its results in."""

    __tablename__ = "paper_pack"
    __table_args__ = (Index("ix_paper_pack_code", "location_id", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey(_LOCATION, ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(6))
    plan: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(20))
    setting: Mapped[str] = mapped_column(String(20))
    uses: Mapped[str] = mapped_column(String(300))
    scenarios: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(120))
