"""Alembic's entry point: runs on the connection that ``storage.schema`` hands over."""

from alembic import context

from assistant.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
