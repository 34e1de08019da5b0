"""the roster, training sessions, checks, observations and certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    _add_scenario_version()
    _add_learner()
    _add_training_session()
    _add_check_attempt()
    _add_observation()
    _add_training_card_count()
    _add_training_participant()
    _add_training_session_item()
    _add_certificate()
    _add_check_item()
    _add_training_confidence()
    _add_training_vote()


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("training_vote", schema=None) as batch_op:
        batch_op.drop_index("ix_training_vote_room")

    op.drop_table("training_vote")
    with op.batch_alter_table("training_confidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_confidence_session_id"))

    op.drop_table("training_confidence")
    op.drop_table("check_item")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_location_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_learner_id"))

    op.drop_table("certificate")
    op.drop_table("training_session_item")
    with op.batch_alter_table("training_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_participant_session_id"))
        batch_op.drop_index(batch_op.f("ix_training_participant_learner_id"))

    op.drop_table("training_participant")
    op.drop_table("training_card_count")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_location_id"))
        batch_op.drop_index(batch_op.f("ix_observation_learner_id"))

    op.drop_table("observation")
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_attempt_location_id"))
        batch_op.drop_index(batch_op.f("ix_check_attempt_learner_id"))
        batch_op.drop_index(batch_op.f("ix_check_attempt_first_id"))

    op.drop_table("check_attempt")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_location_id"))

    op.drop_table("training_session")
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_location_id"))

    op.drop_table("learner")
    op.drop_table("scenario_version")


def _add_scenario_version() -> None:
    op.create_table(
        "scenario_version",
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_scenario_version")),
    )


def _add_learner() -> None:
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("slip_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_learner_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("slip_hash", name=op.f("uq_learner_slip_hash")),
    )
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learner_location_id"), ["location_id"], unique=False)


def _add_training_session() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("naming", sa.String(length=12), nullable=False),
        sa.Column("one_screen", sa.Boolean(), nullable=False),
        sa.Column("facilitator", sa.String(length=120), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_training_session_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("code", name=op.f("uq_training_session_code")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_session_location_id"), ["location_id"], unique=False
        )


def _add_check_attempt() -> None:
    op.create_table(
        "check_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("identity", sa.String(length=12), nullable=False),
        sa.Column("witness", sa.String(length=120), nullable=False),
        sa.Column("support", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["check_attempt.id"],
            name=op.f("fk_check_attempt_first_id_check_attempt"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_check_attempt_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_check_attempt_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_attempt")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_check_attempt_token_hash")),
    )
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_attempt_first_id"), ["first_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_check_attempt_learner_id"), ["learner_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_check_attempt_location_id"), ["location_id"], unique=False
        )


def _add_observation() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=20), nullable=False),
        sa.Column("tool", sa.String(length=120), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("observed_by", sa.String(length=120), nullable=False),
        sa.Column("safely", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_observation_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_observation_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_observation_location_id"), ["location_id"], unique=False
        )


def _add_training_card_count() -> None:
    op.create_table(
        "training_card_count",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_card_count_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "item", "phase", "option", name=op.f("pk_training_card_count")
        ),
    )


def _add_training_participant() -> None:
    op.create_table(
        "training_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_training_participant_learner_id_learner"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_participant_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_participant")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_participant_token_hash")),
    )
    with op.batch_alter_table("training_participant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_participant_learner_id"), ["learner_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_participant_session_id"), ["session_id"], unique=False
        )


def _add_training_session_item() -> None:
    op.create_table(
        "training_session_item",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_session_item_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["scenario_version.version"],
            name=op.f("fk_training_session_item_version_scenario_version"),
        ),
        sa.PrimaryKeyConstraint("session_id", "item", name=op.f("pk_training_session_item")),
    )


def _add_certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["check_attempt.id"],
            name=op.f("fk_certificate_attempt_id_check_attempt"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_certificate_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_certificate_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_certificate_attempt_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_certificate_location_id"), ["location_id"], unique=False
        )


def _add_check_item() -> None:
    op.create_table(
        "check_item",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("advice", sa.String(length=12), nullable=False),
        sa.Column("idea", sa.String(length=64), nullable=False),
        sa.Column("safety_critical", sa.Boolean(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=True),
        sa.Column("sure", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["check_attempt.id"],
            name=op.f("fk_check_item_attempt_id_check_attempt"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["scenario_version.version"],
            name=op.f("fk_check_item_version_scenario_version"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "place", name=op.f("pk_check_item")),
    )


def _add_training_confidence() -> None:
    op.create_table(
        "training_confidence",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("principle", sa.String(length=30), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["training_participant.id"],
            name=op.f("fk_training_confidence_participant_id_training_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_confidence_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "participant_id", "principle", "phase", name=op.f("pk_training_confidence")
        ),
    )
    with op.batch_alter_table("training_confidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_confidence_session_id"), ["session_id"], unique=False
        )


def _add_training_vote() -> None:
    op.create_table(
        "training_vote",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["training_participant.id"],
            name=op.f("fk_training_vote_participant_id_training_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_vote_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "item", "phase", name=op.f("pk_training_vote")),
    )
    with op.batch_alter_table("training_vote", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_vote_room", ["session_id", "item", "phase"], unique=False
        )
