"""What notices said in other languages is kept for good, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant import storage
from assistant.cli.serve import keep_translations
from assistant.languages import LANGUAGES, Catalogue, Translation
from assistant.storage import Storage, kept_translations
from tests.small_house import add_place
from tests.test_sentences import CALL, KEEP, MESSAGES, NEW, SHIPPED
from tests.tools import VERSION

TRANSLATIONS = Path(__file__).parents[1] / "translations"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URDU = Catalogue(LANGUAGES["ur"], {KEEP.id: Translation("Something else.", "نہیں", False)})


def test_what_fits_the_english_is_kept_by_language(database: Storage) -> None:
    with database.write() as session:
        kept_translations.keep(session, MESSAGES, [SHIPPED, URDU])
    with database.read() as session:
        assert kept_translations.of(session, MESSAGES) == {
            "pl": {one.id: SHIPPED.sentences[one.id].text for one in (KEEP, CALL)}
        }
        assert kept_translations.of(session, [NEW, CALL._replace(text="Other words.")]) == {}


def test_a_later_translation_of_the_same_words_takes_its_place(database: Storage) -> None:
    better = Catalogue(LANGUAGES["pl"], {KEEP.id: Translation(KEEP.text, "{period}!", False)})
    with database.write() as session:
        kept_translations.keep(session, MESSAGES, [SHIPPED])
        kept_translations.keep(session, MESSAGES, [better])
        found = kept_translations.of(session, MESSAGES)["pl"]
    assert found == {KEEP.id: "{period}!", CALL.id: SHIPPED.sentences[CALL.id].text}


def test_serving_keeps_the_translations_of_what_was_published_before_once(
    database: Storage, tmp_path: Path
) -> None:
    keep_translations(database, TRANSLATIONS)
    with database.write() as session:
        assert not kept_translations.are_any(session)
        storage.notices.publish(session, add_place(session), VERSION, NOW)
    keep_translations(database, TRANSLATIONS)
    keep_translations(database, tmp_path)
    messages = VERSION.notice.every_message()
    with database.read() as session:
        kept = kept_translations.of(session, messages)
    assert set(kept) == set(LANGUAGES) - {"en"}
    assert kept["ur"].keys() == {message.id for message in messages}
