"""The curated files as objects: load them, or say what is wrong with them."""

from assistant.knowledge.check import counts, opposite, wanting
from assistant.knowledge.load import load
from assistant.knowledge.model import (
    Answer,
    Choice,
    Contact,
    DeclinedKind,
    Framework,
    GuidedQuestion,
    Knowledge,
    Lexicon,
    Principle,
    Role,
    Scenario,
    Setting,
    Source,
    Standing,
    Urgent,
    UrgentRule,
    Use,
    Verdict,
)
from assistant.knowledge.problem import KnowledgeError, Problem
from assistant.knowledge.writers import by_writer

__all__ = [
    "Answer",
    "Choice",
    "Contact",
    "DeclinedKind",
    "Framework",
    "GuidedQuestion",
    "Knowledge",
    "KnowledgeError",
    "Lexicon",
    "Principle",
    "Problem",
    "Role",
    "Scenario",
    "Setting",
    "Source",
    "Standing",
    "Urgent",
    "UrgentRule",
    "Use",
    "Verdict",
    "by_writer",
    "counts",
    "load",
    "opposite",
    "wanting",
]
