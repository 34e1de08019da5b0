"""accounts, doors and ledgers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "visit",
    "recovery_code",
    "link",
    "device",
    "approval",
    "account_location",
    "provider",
    "failure",
    "audit",
    "account",
)
# SQLite would give the number of a deleted row to the next one, while a request still has it.
_NEVER_REUSED = frozenset({"link", "visit"})
# A line of the audit is never changed, and not deleted in its first year, whoever asks.
_AUDIT_GUARDS = {
    "sqlite": (
        (
            "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        ),
        # REPLACE deletes without asking the triggers of DELETE.
        (
            "CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        ),
        (
            "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit "
            "WHEN OLD.at > datetime('now', '-365 days') "
            "BEGIN SELECT RAISE(ABORT, 'the audit is kept for a year at least'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '365 days' "
            "THEN RETURN OLD; END IF; "
            "RAISE EXCEPTION 'the audit is only added to'; END $$"
        ),
        (
            "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_guard()"
        ),
        (
            "CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()"
        ),
    ),
}


def upgrade() -> None:
    """Bring the schema to this revision."""
    _add_accounts()
    _add_doors()
    _add_ledgers()
    for statement in _AUDIT_GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Go back to the revision before."""
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_guard()")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _refers(
    table: str, other: str, *, nullable: bool = False, ondelete: str = "CASCADE"
) -> sa.Column[int]:
    column = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def _create(table: str, *rest: sa.schema.SchemaItem) -> None:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *rest,
        key,
        sqlite_autoincrement=table in _NEVER_REUSED,
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def _add_accounts() -> None:
    _create(
        "account",
        _text("name", 120),
        _text("email", 254, nullable=True),
        _text("role", 20),
        _text("duties", 120),
        _text("password_hash", 200, nullable=True),
        _text("pin_hash", 200, nullable=True),
        _text("code_secret", 64, nullable=True),
        sa.Column("code_step", sa.BigInteger(), nullable=True),
        _instant("added_at"),
        _instant("signed_in_at", nullable=True),
        _instant("left_at", nullable=True),
        _unique("account", "email"),
    )
    op.create_table(
        "account_location",
        _refers("account_location", "account"),
        _refers("account_location", "location"),
        sa.PrimaryKeyConstraint("account_id", "location_id", name=op.f("pk_account_location")),
    )
    op.create_index(op.f("ix_account_location_location_id"), "account_location", ["location_id"])
    _create(
        "recovery_code",
        _refers("recovery_code", "account"),
        _text("code_hash", 64),
        _instant("used_at", nullable=True),
        _unique("recovery_code", "account_id", "code_hash"),
    )


def _add_doors() -> None:
    _create(
        "link",
        _text("token_hash", 64),
        _text("purpose", 20),
        _refers("link", "account", nullable=True),
        _refers("link", "location", nullable=True),
        _text("device_name", 60),
        _text("device_kind", 20, nullable=True),
        _instant("made_at"),
        _instant("expires_at"),
        _instant("used_at", nullable=True),
        _unique("link", "token_hash"),
    )
    op.create_index(op.f("ix_link_account_id"), "link", ["account_id"])
    _create(
        "device",
        _refers("device", "location"),
        _text("name", 60),
        _text("kind", 20),
        _text("token_hash", 64),
        _instant("enrolled_at"),
        _instant("last_seen_at"),
        _instant("revoked_at", nullable=True),
        _unique("device", "token_hash"),
    )
    op.create_index(op.f("ix_device_location_id"), "device", ["location_id"])
    _create(
        "visit",
        _text("token_hash", 64),
        _refers("visit", "account"),
        _refers("visit", "device", nullable=True),
        _refers("visit", "location", nullable=True),
        _instant("started_at"),
        _instant("last_seen_at"),
        _unique("visit", "token_hash"),
    )
    op.create_index(op.f("ix_visit_account_id"), "visit", ["account_id"])
    _create("failure", _text("key_hash", 64), _instant("at"))
    op.create_index("ix_failure_key_at", "failure", ["key_hash", "at"])


def _add_ledgers() -> None:
    _create(
        "provider",
        _text("name", 120),
        sa.Column("open_asking", sa.Boolean(), nullable=False),
        sa.Column("audit_years", sa.Integer(), nullable=False),
    )
    _create(
        "audit",
        _instant("at"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _text("who", 120),
        _text("role", 20),
        sa.Column("location_id", sa.Integer(), nullable=True),
        _text("action", 60),
        _text("about", 200),
        sa.Column("detail", sa.Text(), nullable=False),
    )
    op.create_index("ix_audit_location_at", "audit", ["location_id", "at"])
    _create(
        "approval",
        _text("kind", 20),
        _text("name", 120),
        _text("text_hash", 64),
        sa.Column("approved", sa.Boolean(), nullable=False),
        _refers("approval", "account", nullable=True, ondelete="SET NULL"),
        _text("who", 120),
        _text("role", 20),
        _instant("at"),
    )
    op.create_index("ix_approval_kind_name", "approval", ["kind", "name"])
