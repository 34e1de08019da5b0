"""Training: sessions, individual checks, what they show, and who is due. Pure and deterministic.

The way through it, for those who write pages on top:

1. ``items(knowledge)`` gives every scenario with what comes from its answer: once a process.
2. A group session: ``session_scenarios`` picks, ``TrainingSession`` is where the room is, ``move``
   takes it on, ``stage`` finds its script, ``tally`` counts a room.
   ``assistant.storage.training.sessions`` keeps it.
3. An individual check: ``check_scenarios`` draws, ``mark`` marks, ``ask_ideas`` draws a retake of
   what ``mark`` found missed. ``assistant.storage.training.checks`` keeps it.
4. What it shows: ``results``, ``sure_and_wrong``, ``confidence_change``, and ``gaps`` for the gap
   log.
5. Who is due: ``matrix`` from all that was done; ``due`` for one person; ``changed_for_staff`` says
   which changes of a tool count.
6. Paper and spreadsheets: ``read_roster``, ``scenarios_csv``, ``read_scenarios``, ``matrix_csv``.

Codes that people type are described by ``codes``; whoever draws them uses a secret source.
"""

from assistant.training import codes
from assistant.training.certificate import Certificate, CodeCheck
from assistant.training.check import (
    PASS_PERCENT,
    Asked,
    Identity,
    Marking,
    Support,
    mark,
    may_retake,
    next_place,
    version_of,
)
from assistant.training.choosing import (
    Audience,
    ask_ideas,
    check_plan,
    check_scenarios,
    practice_plan,
    session_scenarios,
)
from assistant.training.due import (
    Due,
    Reason,
    State,
    ToolChange,
    changed_for_staff,
    due,
    state,
)
from assistant.training.exchange import (
    matrix_csv,
    read_scenarios,
    scenarios_csv,
    scenarios_json,
)
from assistant.training.items import (
    LETTERS,
    Item,
    Wording,
    advice_now,
    items,
    wording,
)
from assistant.training.matrix import (
    Done,
    Kind,
    Learner,
    MatrixRow,
    Observed,
    Passed,
    TookPart,
    matrix,
)
from assistant.training.results import (
    GAP_PEOPLE,
    Change,
    Choice,
    GapReason,
    ItemResult,
    ItemVotes,
    SureResult,
    TrainingGap,
    check_gaps,
    confidence_change,
    gaps,
    is_often_wrong,
    results,
    sure_and_wrong,
)
from assistant.training.roster import RosterEntry, read_roster
from assistant.training.script import Stage, stage
from assistant.training.session import (
    CONFIDENCE,
    MIN_ANONYMOUS,
    Counts,
    Move,
    Naming,
    Phase,
    Sure,
    TrainingSession,
    move,
    tally,
)
from assistant.training.table import LineProblem, TableError

__all__ = [
    "CONFIDENCE",
    "GAP_PEOPLE",
    "LETTERS",
    "MIN_ANONYMOUS",
    "PASS_PERCENT",
    "Asked",
    "Audience",
    "Certificate",
    "Change",
    "Choice",
    "CodeCheck",
    "Counts",
    "Done",
    "Due",
    "GapReason",
    "Identity",
    "Item",
    "ItemResult",
    "ItemVotes",
    "Kind",
    "Learner",
    "LineProblem",
    "Marking",
    "MatrixRow",
    "Move",
    "Naming",
    "Observed",
    "Passed",
    "Phase",
    "Reason",
    "RosterEntry",
    "Stage",
    "State",
    "Support",
    "Sure",
    "SureResult",
    "TableError",
    "TookPart",
    "ToolChange",
    "TrainingGap",
    "TrainingSession",
    "Wording",
    "advice_now",
    "ask_ideas",
    "changed_for_staff",
    "check_gaps",
    "check_plan",
    "check_scenarios",
    "codes",
    "confidence_change",
    "due",
    "gaps",
    "is_often_wrong",
    "items",
    "mark",
    "matrix",
    "matrix_csv",
    "may_retake",
    "move",
    "next_place",
    "practice_plan",
    "read_roster",
    "read_scenarios",
    "results",
    "scenarios_csv",
    "scenarios_json",
    "session_scenarios",
    "stage",
    "state",
    "sure_and_wrong",
    "tally",
    "version_of",
    "wording",
]
