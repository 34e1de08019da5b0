"""What training remembers. Every function takes a database session first.

``learners`` is the roster, ``sessions`` what a facilitator does, ``room`` what a learner's device
does, ``found`` the gaps that a session opens, ``checks`` the individual check, ``certificates``
their proof, ``practice`` what seniors saw, ``packs`` what was printed, ``records`` what was done
and what it showed, ``personal`` one person's data out and away. Another location's object is not
there: the answer is None or False.
"""

from assistant.storage.training import (
    certificates,
    checks,
    found,
    learners,
    packs,
    personal,
    practice,
    records,
    room,
    sessions,
    versions,
)

__all__ = [
    "certificates",
    "checks",
    "found",
    "learners",
    "packs",
    "personal",
    "practice",
    "records",
    "room",
    "sessions",
    "versions",
]
