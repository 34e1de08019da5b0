"""Training records to put into a house: a passed check, a pack, and one signature."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant import config, knowledge, storage, training
from assistant.accounts import Account
from assistant.knowledge import Role, Setting
from assistant.storage import Session
from assistant.storage.training import certificates, checks, learners, packs, practice
from assistant.storage.training.checks import Conditions
from assistant.storage.training.packs import Printed
from assistant.training import Audience, Identity, Item, Observed

ONE = "Noor North"
SCENARIOS = ("scribe-errors", "falls-sensors", "family-objects")


def furnish(session: Session, place: int, by: Account) -> None:
    """Give a location one learner with everything that can be kept of one."""
    today = datetime.now(UTC).date()
    known = knowledge.load(config.knowledge_folder())
    items, plan = training.items(known), known.plans["induction"]
    asked = tuple(items[id] for id in SCENARIOS)
    learner = learners.add(session, place, ONE, Role.CARE_WORKER)
    pass_check(session, place, learner, asked)
    tool = storage.register.tools(session, place)[0].tool
    seen = Observed(
        learner_id=learner, use=tool.use, tool=tool.name, on=today, by=by.name, safely=True
    )
    practice.sign(session, place, seen)
    whom = Audience(role=Role.CARE_WORKER, setting=Setting.CARE_HOME)
    code = packs.free_code(session, place)
    shown = training.session_scenarios(plan, items, whom, code)
    drawn = training.check_scenarios(plan, items, known.ideas, whom, code, seen=shown)
    printed = Printed(tuple(items[id] for id in shown), tuple(items[id] for id in drawn))
    packs.keep(session, place, code, "induction", whom, printed, by=by.name, today=today)


def pass_check(session: Session, place: int, learner: int, asked: tuple[Item, ...]) -> str:
    """Let someone pass a check today, and return the code of their certificate."""
    today = datetime.now(UTC).date()
    conditions = Conditions(identity=Identity.WITNESS, witness="A. Senior")
    begun = checks.begin(session, place, learner, "induction", asked, conditions, today)
    assert begun
    assert checks.key_in(session, place, begun[0], [item.right for item in asked], today)
    code = certificates.issue(session, place, begun[0])
    assert code
    return code
