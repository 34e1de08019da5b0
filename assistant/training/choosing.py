"""Pick scenarios for a session, a check or a retake: the same seed picks the same ones.

The order comes from a hash of the seed and the name; there is no random source and no clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from assistant.knowledge import Idea, Plan, Role, Setting, Use
from assistant.knowledge.check_training import CHECK_ITEMS
from assistant.training.items import Item

# People use chatbots whether a location has one or not, so a scenario about one is always at hand.
_ALWAYS_LIVE = frozenset({Use.WRITING_HELP})


class Audience(Struct, frozen=True, kw_only=True):
    """For whom scenarios are picked: a role, a setting, and the uses live at the location.

    No ``uses`` means that nobody has said which tools are live; then every scenario is as good.
    """

    role: Role
    setting: Setting
    uses: frozenset[Use] = frozenset()


def session_scenarios(
    plan: Plan, found: Mapping[str, Item], audience: Audience, seed: str
) -> tuple[str, ...]:
    """Return a scenario id for each part of *plan* that puts one, in the order of the plan."""
    picked: list[str] = []
    for part in plan.parts:
        if part.idea:
            fitting = (
                item
                for item in _fitting(part.idea, found, audience)
                if not plan.uses or set(plan.uses) & set(item.uses)
            )
            picked += _best(fitting, audience, seed, avoid=picked)
    return tuple(picked)


def check_scenarios(
    plan: Plan,
    found: Mapping[str, Item],
    ideas: Mapping[str, Idea],
    audience: Audience,
    seed: str,
    seen: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the scenario ids of an individual check of *plan*, one an idea.

    Every safety-critical idea is asked; others fill up to 12. What the learner has *seen*
    is asked only where an idea has nothing else.
    """
    able = [idea for idea in plan.check if any(_fitting(idea, found, audience))]
    # Safety-critical ideas come first and so are never left out.
    able.sort(key=lambda idea: (not ideas[idea].safety_critical, _lot(seed, idea)))
    return ask_ideas(able[: CHECK_ITEMS[-1]], found, audience, seed, seen)


def check_plan(plans: Iterable[Plan], role: Role, *, passed_before: bool) -> Plan | None:
    """Return the plan whose check someone of that *role* takes, or None where there is none.

    Who has not passed yet takes the one that introduces, which is the longest; after that the
    shortest is enough to keep it fresh.
    """
    fitting = [plan for plan in plans if plan.check and role in plan.roles and not plan.uses]
    choose = min if passed_before else max
    return choose(fitting, key=lambda plan: (plan.minutes, plan.id), default=None)


def practice_plan(plans: Iterable[Plan], use: Use) -> Plan | None:
    """Return the plan that says what to look for when someone uses such a tool, or None.

    Of several it is the one that names the use first.
    """
    fitting = [plan for plan in plans if plan.observe and use in plan.uses]
    return min(fitting, key=lambda plan: (plan.uses.index(use), plan.id), default=None)


def ask_ideas(
    names: Iterable[str],
    found: Mapping[str, Item],
    audience: Audience,
    seed: str,
    seen: Collection[str] = (),
) -> tuple[str, ...]:
    """Return a scenario id for each idea of *names*, in the order of the lot.

    A retake asks the missed ideas so, with other scenarios where there are some.
    """
    picked: list[str] = []
    for name in names:
        fitting = list(_fitting(name, found, audience))
        fresh = [item for item in fitting if item.id not in seen]
        picked += _best(fresh or fitting, audience, seed, avoid=picked)
    return tuple(sorted(picked, key=lambda id: _lot(f"{seed} order", id)))


def _fitting(idea: str, found: Mapping[str, Item], audience: Audience) -> Iterable[Item]:
    return (
        item
        for item in found.values()
        if item.idea == idea and audience.role in item.roles and audience.setting in item.settings
    )


def _best(
    fitting: Iterable[Item], audience: Audience, seed: str, avoid: Collection[str]
) -> list[str]:
    """Return the one best id, or nothing: about a live use first, then by lot."""
    free = [item for item in fitting if item.id not in avoid]
    best = min(
        free, key=lambda item: (_distance(item, audience), _lot(seed, item.id)), default=None
    )
    return [best.id] if best else []


def _distance(item: Item, audience: Audience) -> int:
    """Return how far the situation is from what people here meet: 0, 1 or 2."""
    if not audience.uses or (audience.uses | _ALWAYS_LIVE) & set(item.uses):
        return 0
    return 1 if not item.uses else 2


def _lot(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\0{name}".encode()).hexdigest()
