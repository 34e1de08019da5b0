"""Alembic's migrations; ``storage.schema`` runs them."""
