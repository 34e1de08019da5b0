"""Whatever is sent to a form, nothing of ours fails and nothing of it becomes markup.

`python -m tests.bench.bad_inputs` does the same with 10,000 inputs.
"""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.storage.tables import LocationRow, OutcomeRow
from assistant.web import create_app
from tests import bad_inputs

INPUTS = 250


@pytest.mark.parametrize("seed", range(1, 5))
def test_no_input_fails_us_or_becomes_markup(app: Flask, store: Storage, seed: int) -> None:
    attacker = bad_inputs.Attacker(app, seed)
    statuses = Counter(
        attacker.send(number, text).status_code
        for number, text in enumerate(bad_inputs.texts(seed, INPUTS))
    )

    attacker.look()
    # Questions among them were answered, and what is too long or no form was refused.
    assert statuses[200]
    assert statuses[413]
    assert statuses[422]
    with store.read() as session:
        assert session.scalars(select(OutcomeRow)).first() is not None
        assert session.scalars(select(LocationRow)).first() is not None


def test_the_attacker_reaches_every_form(app: Flask) -> None:
    attacker = bad_inputs.Attacker(app, seed=1)
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}

    assert {rule.rule for rule in attacker.rules} == posts
    assert {"question", "size", "theme", "motion", "name", "password", "locations"} <= set(
        attacker.fields
    )


def test_markup_that_comes_back_would_be_seen(
    settings: Settings, knowledge: Knowledge, index: Index, store: Storage
) -> None:
    """The test above could not fail if what comes back were not looked at."""
    # Its own, since an application keeps its templates as they were read.
    app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    app.jinja_env.autoescape = False
    attacker = bad_inputs.Attacker(app, seed=1)
    ask = [rule.rule for rule in attacker.rules].index("/")
    with pytest.raises(AssertionError, match="shows <b data-planted"):
        attacker.send(ask, "can I use ChatGPT <b data-planted>")
