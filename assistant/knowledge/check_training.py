"""Rules for what training is made of: scenarios, the ideas they try out, and session plans."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.model import Plan, Role, Scenario, Setting, Use
from assistant.knowledge.problem import Problem
from assistant.knowledge.read import AnswerPiece, Located, Pieces

# A check has 10 to 12 items, one an idea.
CHECK_ITEMS = range(10, 13)
# A retake asks a missed safety-critical idea again, with another scenario.
MIN_SAFETY_SCENARIOS = 2


def training_problems(pieces: Pieces, by_id: dict[str, AnswerPiece]) -> Iterator[Problem]:
    """Yield what is wrong with scenarios, ideas and plans."""
    for scenario in pieces.scenarios.values():
        yield from _scenario_problems(scenario, pieces, by_id)
    trained = {scenario.piece.answer for scenario in pieces.scenarios.values()}
    for name, answer in by_id.items():
        if answer.fields.safety_critical and name not in trained:
            line = answer.document.line("safety_critical")
            yield Problem(answer.path, line, "is safety critical and has no scenario")
    tried = {scenario.piece.idea for scenario in pieces.scenarios.values()}
    for name in pieces.ideas.keys() - tried:
        yield Problem("ideas.yaml", 1, f"no scenario tries out the idea `{name}`")
    for plan in pieces.plans.values():
        yield from _plan_problems(plan, pieces)
        yield from _check_problems(plan, pieces)
        yield from _enough_problems(plan, pieces, by_id)


def scenario_text(scenario: Scenario) -> str:
    """Return what a learner reads of *scenario* as right or true; wrong options are left out."""
    right = [option.text for option in scenario.options if option.right]
    feedback = [option.feedback for option in scenario.options]
    if scenario.easier:
        pairs = zip(scenario.options, scenario.easier.options, strict=False)
        right += [easier for option, easier in pairs if option.right]
    return " ".join((*right, *feedback, scenario.explanation))


def plan_text(plan: Plan) -> str:
    """Return all that a facilitator or learner reads of *plan*."""
    lines = [plan.title, plan.aim, *plan.prepare, *plan.observe]
    lines += [statement.text for statement in plan.statements]
    for part in plan.parts:
        lines += [part.title, *part.say, *part.ask, *part.watch_for]
    return " ".join(lines)


def _scenario_problems(
    scenario: Located[Scenario], pieces: Pieces, by_id: dict[str, AnswerPiece]
) -> Iterator[Problem]:
    """A scenario has an answer, an idea, and exactly one right option."""

    def at(field: str, message: str) -> Problem:
        return Problem(scenario.path, scenario.document.line(field), message)

    piece = scenario.piece
    idea = pieces.ideas.get(piece.idea)
    if piece.answer not in by_id:
        yield at("answer", f"there is no answer `{piece.answer}`")
    elif idea and idea.safety_critical and not by_id[piece.answer].fields.safety_critical:
        yield at("idea", f"`{piece.idea}` is safety critical, and the answer is not")
    if idea is None:
        yield at("idea", f"there is no idea `{piece.idea}` in ideas.yaml")
    if sum(option.right for option in piece.options) != 1:
        yield at("options", "exactly one option is right")
    if piece.easier and len(piece.easier.options) != len(piece.options):
        yield at("easier", "it has as many options as the scenario, in the same order")


def _plan_problems(plan: Located[Plan], pieces: Pieces) -> Iterator[Problem]:
    def at(field: str, message: str) -> Problem:
        return Problem(plan.path, plan.document.line(field), message)

    piece = plan.piece
    if (minutes := sum(part.minutes for part in piece.parts)) != piece.minutes:
        yield at("minutes", f"the parts take {minutes} minutes together")
    if sum(part.sure for part in piece.parts) != 2:
        yield at("parts", "two parts ask how sure people are: one before and one after")
    ideas = [part.idea for part in piece.parts if part.idea]
    for field, names in (("parts", ideas), ("check", piece.check)):
        for name in names:
            if name not in pieces.ideas:
                yield at(field, f"there is no idea `{name}` in ideas.yaml")
    if any(part.sure and part.idea for part in piece.parts):
        yield at("parts", "a part asks how sure people are, or puts a scenario, not both")


def _check_problems(plan: Located[Plan], pieces: Pieces) -> Iterator[Problem]:
    """A check has enough ideas, and every safety-critical one that these roles train."""
    if not plan.piece.check:
        return
    line = plan.document.line("check")
    if len(set(plan.piece.check)) < CHECK_ITEMS.start:
        yield Problem(plan.path, line, f"a check needs {CHECK_ITEMS.start} ideas or more")
    safety = {name for name, idea in pieces.ideas.items() if idea.safety_critical}
    if len(safety & set(plan.piece.check)) >= CHECK_ITEMS.stop:
        yield Problem(plan.path, line, "more ideas are safety critical than a check has items")
    for name in sorted(safety - set(plan.piece.check)):
        tried = [s.piece for s in pieces.scenarios.values() if s.piece.idea == name]
        if all(any(role in scenario.roles for scenario in tried) for role in plan.piece.roles):
            yield Problem(plan.path, line, f"leaves out the safety-critical idea `{name}`")


def _enough_problems(
    plan: Located[Plan], pieces: Pieces, by_id: dict[str, AnswerPiece]
) -> Iterator[Problem]:
    """Every role finds a scenario in every setting, for the session and for the check."""

    def count(idea: str, role: Role, setting: Setting, uses: tuple[Use, ...]) -> int:
        found = (
            scenario.piece
            for scenario in pieces.scenarios.values()
            if scenario.piece.idea == idea and scenario.piece.answer in by_id
        )
        return sum(
            role in scenario.roles
            and setting in scenario.settings
            and (
                not uses
                or bool(set(uses) & set(scenario.uses or by_id[scenario.answer].fields.uses))
            )
            for scenario in found
        )

    piece = plan.piece
    parts = [part.idea for part in piece.parts if part.idea]
    for role in piece.roles:
        for setting in Setting:
            here = f"for {role.value} in {setting.value}"
            for idea in sorted(set(parts)):
                if count(idea, role, setting, piece.uses) < parts.count(idea):
                    line = plan.document.line("parts")
                    yield Problem(plan.path, line, f"`{idea}` has too few scenarios {here}")
            for idea in piece.check:
                known = pieces.ideas.get(idea)
                needed = MIN_SAFETY_SCENARIOS if known and known.safety_critical else 1
                if count(idea, role, setting, ()) < needed:
                    line = plan.document.line("check")
                    message = f"the check needs {needed} scenarios of `{idea}` {here}"
                    yield Problem(plan.path, line, message)
