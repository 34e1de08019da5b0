"""Training on the web: plans and sessions for facilitators, and the room for learners.

``start`` is the first page, ``plans`` begins a session, ``running`` is the facilitator's screen,
``session_records`` what stays of it, ``room`` what a learner's own device shows.
"""

from assistant.web.training import plans, room, running, session_records, start

BLUEPRINTS = (start.bp, plans.bp, running.bp, session_records.bp, room.bp)

__all__ = ["BLUEPRINTS"]
