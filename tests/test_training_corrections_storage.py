"""Sheets that were keyed in wrongly: another takes their place, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.knowledge import Role, Setting
from assistant.storage.tables import AttemptRow, CheckItemRow
from assistant.storage.training import certificates, checks, corrections, packs, personal, records
from assistant.storage.training.corrections import RetakenError
from assistant.storage.training.packs import Printed
from assistant.training import Audience
from tests.training_home import SCENARIOS, TODAY, WITNESSED, Home, count


def pack(home: Home) -> int:
    """Return the number of a pack that asks the three scenarios."""
    printed = Printed((), tuple(home.found[id] for id in SCENARIOS))
    whom = Audience(role=Role.CARE_WORKER, setting=Setting.CARE_HOME, uses=frozenset())
    with home.store.write() as session:
        return packs.keep(
            session, home.here, "ABCDEF", "induction", whom, printed, by="B", today=TODAY
        )


def letters(home: Home, *, wrong: int = 0) -> list[int]:
    """Return what is ticked on a sheet, the first so many items wrongly."""
    rights = [home.found[id].right for id in SCENARIOS]
    return [(right + 1) % 3 if place < wrong else right for place, right in enumerate(rights)]


def key_in(home: Home, learner: int, *, wrong: int = 0) -> int:
    """Return the number of a sheet that was keyed in."""
    number = pack(home)
    items = [home.found[id] for id in SCENARIOS]
    with home.store.write() as session:
        begun = checks.begin(
            session, home.here, learner, "induction", items, WITNESSED, TODAY, pack_id=number
        )
        assert begun
        assert checks.key_in(session, home.here, begun[0], letters(home, wrong=wrong), TODAY)
        certificates.issue(session, home.here, begun[0])
    return begun[0]


def correct(
    home: Home, sheet: int, learner: int, *, wrong: int = 0, location: int | None = None
) -> int | None:
    """Return what comes of a correction."""
    items = [home.found[id] for id in SCENARIOS]
    with home.store.write() as session:
        return corrections.correct(
            session,
            location or home.here,
            sheet,
            learner,
            items,
            letters(home, wrong=wrong),
            WITNESSED,
            TODAY,
            TODAY,
        )


def passed(home: Home) -> list[int]:
    """Return who has passed a check."""
    with home.store.read() as session:
        return [one.learner_id for one in records.done(session, home.here).passed]


def test_a_correction_takes_the_place_of_a_sheet_which_stays(home: Home) -> None:
    learner = home.learner()
    sheet = key_in(home, learner)
    with home.store.read() as session:
        (code,) = certificates.of_learner(session, home.here, learner)
    new = correct(home, sheet, learner, wrong=1)
    assert new
    assert passed(home) == []
    with home.store.read() as session:
        assert not certificates.check_code(session, code, TODAY).valid, "it rested on a mistake"
        assert [one.id for one in checks.of_learner(session, home.here, learner)] == [new]
        both = checks.of_learner(session, home.here, learner, replaced=True)
        assert [(one.id, one.replaced_on) for one in both] == [(sheet, TODAY), (new, None)]
        assert count(session, CheckItemRow) == 2 * len(SCENARIOS), "no answer is deleted"
        exported = personal.export(session, home.here, learner)
        assert exported
        assert [one["replaced_on"] for one in exported["checks"]] == ["2026-11-24", None]
        assert sum(len(one.choices) for one in records.check_votes(session, home.here)) == 3


def test_a_sheet_that_was_right_after_all_gets_its_certificate(home: Home) -> None:
    learner = home.learner()
    correct(home, key_in(home, learner, wrong=1), learner)
    assert passed(home) == [learner]
    with home.store.read() as session:
        assert len(certificates.of_learner(session, home.here, learner)) == 1


def test_a_sheet_is_given_to_whose_it_was(home: Home) -> None:
    learner, other = home.learner(), home.learner("Other Person")
    correct(home, key_in(home, learner), other)
    assert passed(home) == [other]
    with home.store.write() as session:
        assert personal.delete(session, home.here, other)
    assert passed(home) == [], "what was keyed in wrongly does not count again"


def test_a_retake_goes_on_from_the_corrected_sheet(home: Home) -> None:
    learner = home.learner()
    sheet = key_in(home, learner, wrong=1)
    _attempt, token = home.check(learner, SCENARIOS[:1], sheet)
    home.answer(token, SCENARIOS[:1])
    assert passed(home) == [learner]
    with pytest.raises(RetakenError):
        correct(home, sheet, home.learner("Other Person"))
    new = correct(home, sheet, learner, wrong=2)
    assert passed(home) == [], "the second item is still missed"
    with home.store.read() as session:
        firsts = session.scalars(select(AttemptRow.first_id).where(AttemptRow.id == _attempt))
        assert firsts.one() == new


def test_only_a_sheet_of_here_that_holds_is_corrected(home: Home) -> None:
    learner = home.learner()
    sheet = key_in(home, learner)
    assert correct(home, sheet, learner, location=home.elsewhere) is None
    assert correct(home, sheet, learner)
    assert correct(home, sheet, learner) is None, "it was corrected already"
    number, token = home.check(learner, SCENARIOS)
    home.answer(token, SCENARIOS)
    assert correct(home, number, learner) is None, "it was not keyed in"
