"""Reviews of translations, on both databases."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete

from assistant import storage
from assistant.accounts import Role
from assistant.languages import Domain, Verdict
from assistant.storage import Storage, translations
from assistant.storage.tables import AccountRow
from tests.small_house import add_person, add_place
from tests.test_sentences import ANNA, BEN, BETTER, said


def test_what_was_said_comes_back_in_its_order(database: Storage) -> None:
    reviews = [
        said(Verdict.CHANGED, text=BETTER),
        said(Verdict.TAKEN_BACK, text=BETTER),
        said(Verdict.ACCEPTED, BEN),
        said(Verdict.UNSURE, ANNA, text="آپ “نہیں”\u200c", language="ur"),
    ]
    with database.write() as session:
        translations.add(session, reviews[:2])
    with database.write() as session:
        translations.add(session, reviews[2:])
    with database.read() as session:
        assert translations.of_language(session, "pl") == reviews[:3]
        assert translations.of_language(session, "ro") == []
        assert translations.by_language(session) == {"pl": reviews[:3], "ur": reviews[3:]}


def test_notices_and_answers_are_kept_apart(database: Storage) -> None:
    answer = msgspec.structs.replace(said(Verdict.ACCEPTED), domain=Domain.ANSWERS, id="answer.x")
    with database.write() as session:
        translations.add(session, [answer])
    with database.read() as session:
        assert translations.of_language(session, "pl") == []
        assert translations.of_language(session, "pl", Domain.ANSWERS) == [answer]


def test_a_review_outlives_its_person(database: Storage) -> None:
    with database.write() as session:
        person = add_person(session, "Anna", Role.STAFF, add_place(session))
        review = msgspec.structs.replace(said(Verdict.ACCEPTED), account_id=person.id)
        storage.translations.add(session, [review])
    with database.write() as session:
        session.execute(delete(AccountRow))
    with database.read() as session:
        assert translations.of_language(session, "pl") == [review]
