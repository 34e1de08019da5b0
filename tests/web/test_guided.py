"""A guided question as a walk."""

from __future__ import annotations

import pytest

from assistant.knowledge import Choice, GuidedQuestion, Verdict
from assistant.web.guided import NoSuchStepError, walk

YES = Choice(label="Yes", verdict=Verdict.YES, text="You may.")
NO = Choice(label="No", answer="elsewhere")
SECOND = GuidedQuestion(question="Is it approved?", choices=(YES, NO))
ON = Choice(label="On", then=SECOND)
FIRST = GuidedQuestion(question="Is it about a person?", choices=(NO, ON))


def test_a_walk_starts_at_the_question() -> None:
    assert walk(FIRST, []).question == FIRST


def test_a_walk_goes_on_to_the_next_question() -> None:
    way = walk(FIRST, [2])
    assert [step.choice for step in way.steps] == [ON]
    assert way.question == SECOND
    assert way.end is None


@pytest.mark.parametrize(("numbers", "end"), [([1], NO), ([2, 1], YES), ([2, 2], NO)])
def test_a_walk_ends_in_a_choice(numbers: list[int], end: Choice) -> None:
    way = walk(FIRST, numbers)
    assert way.end == end
    assert way.question is None


@pytest.mark.parametrize("numbers", [[0], [3], [-1], [1, 1], [2, 1, 1]])
def test_a_step_that_is_not_offered_is_an_error(numbers: list[int]) -> None:
    with pytest.raises(NoSuchStepError):
        walk(FIRST, numbers)
