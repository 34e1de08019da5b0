"""The table of languages, catalogues of translations, the review ledger, and the template."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from assistant import languages, notices
from assistant.languages import (
    ENGLISH,
    LANGUAGES,
    Catalogue,
    LanguageError,
    Message,
    Translation,
    TranslationError,
    Value,
    ValueKind,
)

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "translations"
FONTS = ROOT / "assistant" / "printing" / "fonts"
POLISH, URDU = LANGUAGES["pl"], LANGUAGES["ur"]
MADE_FROM = "knowledge/wording/"
MESSAGES = tuple(notices.load_wording(ROOT / "knowledge" / "wording").messages())
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
LEDGER_HEADER = (
    "language,id,source_sha256,translation_sha256,name,role,qualification,method,reviewed_on\n"
)


def catalogue(**sentences: Translation) -> Catalogue:
    return Catalogue(POLISH, {id.replace("_", "."): text for id, text in sentences.items()})


def test_there_are_nineteen_languages_and_english_comes_first() -> None:
    assert len(LANGUAGES) == 19
    assert next(iter(LANGUAGES)) == "en"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_table_agrees_with_babel(code: str) -> None:
    language = LANGUAGES[code]
    locale = Locale.parse(language.locale)
    assert locale.text_direction == language.direction
    # A tag leaves out a script that goes without saying; Babel wants to know it.
    short = language.locale.removesuffix(f"_{language.script}")
    assert language.tag.replace("-", "_") in {language.locale, short}
    assert language.script in (locale.script or language.script)
    english_name = (locale.english_name or "").split(" (")[0].split(",")[0]
    known_here_as = {"Punjabi": "Panjabi", "Persian": "Farsi", "Bangla": "Bengali"}
    assert language.name.startswith(known_here_as.get(english_name, english_name))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_periods_are_written_in_every_language(code: str, unit: str) -> None:
    shown = languages.shown(Value(ValueKind.PERIOD, f"8 {unit}"), LANGUAGES[code])
    assert "8" in shown
    assert "duration" not in shown
    assert len(shown) >= 2


@pytest.mark.parametrize(
    ("kind", "text", "english", "polish", "urdu"),
    [
        (ValueKind.DATE, "2026-11-24", "24 November 2026", "24 listopada 2026", "24 نومبر، 2026"),
        (ValueKind.PERIOD, "1 month", "1 month", "1 miesiąc", "1 مہینہ"),
        (ValueKind.PERIOD, "12 month", "12 months", "12 miesięcy", "12 مہینے"),
        (ValueKind.TIME, "21:30", "21:30", "21:30", "21:30"),
        (ValueKind.COUNTRY, "IE", "Ireland", "Irlandia", "آئرلینڈ"),
        (ValueKind.PHONE, "01632 960101", "01632 960101", "01632 960101", "01632 960101"),
    ],
)
def test_values_are_written_as_readers_of_a_language_write_them(
    kind: ValueKind, text: str, english: str, polish: str, urdu: str
) -> None:
    shown = [languages.shown(Value(kind, text), language) for language in (ENGLISH, POLISH, URDU)]
    assert [text.replace("\u202f", " ") for text in shown] == [english, polish, urdu]


def test_an_unknown_language_is_an_error_that_names_it() -> None:
    with pytest.raises(LanguageError, match="tlh"):
        languages.language("tlh")


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_that_we_ship_is_true_to_the_english(code: str) -> None:
    """A sentence may still be missing; what is there fits the English as it stands now."""
    found = languages.read_catalogue(TRANSLATIONS, LANGUAGES[code])
    assert {fault.reason for fault in found.faults(MESSAGES)} <= {"is missing"}
    assert found.sentences.keys() <= {message.id for message in MESSAGES}


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_with_a_translation_has_its_fonts(code: str) -> None:
    name = LANGUAGES[code].font.replace(" ", "")
    assert {path.stem for path in FONTS.glob(f"{name}-*.?tf")} == {
        f"{name}-Regular",
        f"{name}-Bold",
    }
    assert (FONTS / f"OFL-{name}.txt").is_file()


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_comparison_with_a_back_translation_is_of_the_texts_as_they_stand(code: str) -> None:
    language = LANGUAGES[code]
    sentences = languages.read_catalogue(TRANSLATIONS, language).sentences
    path = TRANSLATIONS / "back" / f"{language.locale}.tsv"
    lines = path.read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows
    for row in rows:
        sentence = sentences[row["id"]]
        hashes = languages.sha256(sentence.source), languages.sha256(sentence.text)
        assert (row["source_sha256"], row["target_sha256"]) == hashes, row["id"]
        assert row["verdict"] in {"same", "mended"}
        assert row["back"]
    assert {row["id"] for row in rows} == sentences.keys()


def test_a_language_without_a_file_has_an_empty_catalogue(tmp_path: Path) -> None:
    assert languages.read_catalogue(tmp_path, POLISH).sentences == {}


MESSAGE = Message("a.b", "We keep it for {period}.")


@pytest.mark.parametrize(
    ("translation", "reason"),
    [
        (None, "is missing"),
        (Translation(MESSAGE.text, " ", False), "is missing"),
        (Translation("We keep it.", "Trzymamy.", False), "has changed in English"),
        (Translation(MESSAGE.text, "Przez {period}.", True), "fuzzy"),
        (Translation(MESSAGE.text, "Przez {czas}.", False), "placeholders"),
        (Translation(MESSAGE.text, "Przez {period}\u202e.", False), r"U\+202E"),
        (Translation(MESSAGE.text, "Przez\x00 {period}.", False), r"U\+0000"),
    ],
    ids=["missing", "blank", "changed", "fuzzy", "placeholder", "direction", "control"],
)
def test_one_faulty_sentence_makes_the_language_unavailable(
    translation: Translation | None, reason: str
) -> None:
    good = Message("c.d", "Yes.")
    sentences = {"c.d": Translation("Yes.", "Tak.", False)}
    if translation:
        sentences["a.b"] = translation
    with pytest.raises(TranslationError, match=rf"a\.b .*{reason}") as caught:
        Catalogue(POLISH, sentences).translate([MESSAGE, good])
    assert [fault.id for fault in caught.value.faults] == ["a.b"]


def test_a_whole_translation_is_given_by_id() -> None:
    found = catalogue(a_b=Translation(MESSAGE.text, "Przez {period}.", False))
    assert found.translate([MESSAGE]) == {"a.b": "Przez {period}."}


@pytest.mark.parametrize("broken", [b"<<<<<<< ours\n", b'msgid "b"\nmsgstr "\xff"\n'])
def test_a_broken_file_is_an_error_and_no_empty_catalogue(tmp_path: Path, broken: bytes) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "notices.po").write_bytes(broken)
    with pytest.raises(LanguageError, match="Polish"):
        languages.read_catalogue(tmp_path, POLISH)


def ledger_line(source: str, translation: str) -> str:
    hashes = f"{languages.sha256(source)},{languages.sha256(translation)}"
    return f"pl,a.b,{hashes},Ewa Sample,nurse,reads both,read both texts,2026-11-24\n"


def test_the_ledger_ships_empty_so_that_every_translation_is_a_draft() -> None:
    assert languages.read_reviews(TRANSLATIONS / "review.csv") == ()
    for code in TRANSLATED:
        found = languages.read_catalogue(TRANSLATIONS, LANGUAGES[code])
        assert not found.reviewed(MESSAGES)


def test_a_review_holds_only_for_the_texts_that_were_read(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(LEDGER_HEADER + ledger_line("Yes.", "Tak."))
    pairs = frozenset(
        (review.id, review.source_sha256, review.translation_sha256)
        for review in languages.read_reviews(path)
    )
    message = Message("a.b", "Yes.")
    reviewed = Catalogue(POLISH, {"a.b": Translation("Yes.", "Tak.", False)}, pairs)
    changed = Catalogue(POLISH, {"a.b": Translation("Yes.", "Nie.", False)}, pairs)
    assert reviewed.reviewed([message])
    assert not changed.reviewed([message])
    assert not reviewed.reviewed([Message("a.b", "Yes, please.")])
    assert not reviewed.reviewed([message, Message("c.d", "No.")])
    assert languages.read_reviews(path)[0].reviewed_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("language,id\n", "columns"),
        (LEDGER_HEADER + ledger_line("a", "b").replace("Ewa Sample", ""), "review.csv:2"),
        (LEDGER_HEADER + "pl,a.b,123,456,Ewa,nurse,reads,read,2026-11-24\n", "review.csv:2"),
        (LEDGER_HEADER + ledger_line("a", "b").replace("2026-11-24", "soon"), "review.csv:2"),
    ],
    ids=["columns", "nobody", "hash", "date"],
)
def test_a_review_that_names_nobody_or_nothing_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "review.csv"
    path.write_text(text)
    with pytest.raises(LanguageError, match=told):
        languages.read_reviews(path)


def test_the_template_for_translators_is_that_of_the_wording() -> None:
    shipped = (TRANSLATIONS / "notices.pot").read_text("utf-8")
    assert shipped == languages.template(MESSAGES, MADE_FROM), "write translations/notices.pot anew"


def test_the_template_does_not_depend_on_the_order_of_the_wording() -> None:
    assert languages.template(reversed(MESSAGES), MADE_FROM) == languages.template(
        MESSAGES, MADE_FROM
    )
    assert "Date" not in languages.template([MESSAGE], MADE_FROM)


def test_every_sentence_tells_translators_where_it_stands() -> None:
    assert [message.id for message in MESSAGES if len(message.note) < 10] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_names_numbers_and_letters_of_the_english(code: str) -> None:
    sentences = languages.read_catalogue(TRANSLATIONS, LANGUAGES[code]).sentences
    for id, sentence in sentences.items():
        for kept in ("ICO", "CQC", "30"):
            assert (kept in sentence.source) == (kept in sentence.text), id
