"""From a question to scope and scored answers; pure and deterministic.

Importing this package never needs scikit-learn; ``matching.training`` does.
"""

from assistant.matching.calibration import Rates, Thresholds
from assistant.matching.index import (
    HeldOut,
    Index,
    Match,
    Ranking,
    UnusableIndexError,
    from_bytes,
    key_of,
    to_bytes,
)

__all__ = [
    "HeldOut",
    "Index",
    "Match",
    "Ranking",
    "Rates",
    "Thresholds",
    "UnusableIndexError",
    "from_bytes",
    "key_of",
    "to_bytes",
]
