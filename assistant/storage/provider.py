"""The settings that a provider chooses on its own pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assistant.storage.tables import ProviderRow

_ONLY = 1
# How long changes are kept, in years. The shortest is also what the database itself insists on.
AUDIT_YEARS, MIN_AUDIT_YEARS, MAX_AUDIT_YEARS = 6, 1, 20
# How long the training records of someone who has left are kept; undecided keeps them.
MIN_LEAVER_YEARS, MAX_LEAVER_YEARS = 1, 20


@dataclass(frozen=True)
class Provider:
    """The organisation that runs the locations; ``open_asking`` lets any device ask.

    ``leaver_years`` is None until the provider decides how long training records of leavers stay.
    """

    name: str
    open_asking: bool = False
    audit_years: int = AUDIT_YEARS
    leaver_years: int | None = None


def get(session: Session) -> Provider | None:
    """Return the provider, or None before it was set up."""
    row = session.get(ProviderRow, _ONLY)
    if row is None:
        return None
    return Provider(row.name, row.open_asking, row.audit_years, row.leaver_years)


def keep(session: Session, provider: Provider) -> None:
    """Keep the settings of the provider."""
    row = session.get(ProviderRow, _ONLY) or ProviderRow(id=_ONLY)
    row.name, row.open_asking = provider.name, provider.open_asking
    row.audit_years, row.leaver_years = provider.audit_years, provider.leaver_years
    session.add(row)
