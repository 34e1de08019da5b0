"""The words of the pages in other languages: counted, checked by rule, signed off as one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant import config, languages
from assistant.cli import main
from assistant.languages import PAGES_ID, STAFF_LANGUAGES, LanguageError, PageWords, Review
from tests.conftest import ROOT

POLISH = STAFF_LANGUAGES["pl"]
PLURALS = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
TEMPLATE = """
msgid "Ask CQC"
msgstr ""

#, python-format
msgid "Call 999, %(name)s"
msgstr ""

#, python-format
msgid "%(num)d answer"
msgid_plural "%(num)d answers"
msgstr[0] ""
msgstr[1] ""

msgid "Read <b>this</b>"
msgstr ""
"""
WHOLE = """
msgid "Ask CQC"
msgstr "Zapytaj CQC"

#, python-format
msgid "Call 999, %(name)s"
msgstr "%(name)s, zadzwoń pod 999"

#, python-format
msgid "%(num)d answer"
msgid_plural "%(num)d answers"
msgstr[0] "jedna odpowiedź: %(num)d"
msgstr[1] "%(num)d odpowiedzi"
msgstr[2] "%(num)d odpowiedzi"

msgid "Read <b>this</b>"
msgstr "Przeczytaj <b>to</b>"
"""
WRONG = {
    "other placeholders": ("%(name)s, zadzwoń", "%(nazwa)s, zadzwoń"),
    "HTML tags": ("<b>to</b>", "<i>to</i>"),
    "lost the number 999": ("pod 999", "na pogotowie"),
    "lost the letters CQC": ("Zapytaj CQC", "Zapytaj"),
    "not 0 to 9": ("Zapytaj CQC", "Zapytaj CQC ५"),
    "hidden character": ("Zapytaj CQC", "Zapytaj\u202e CQC"),
    "not a message of the pages": ('msgid "Ask CQC"', 'msgid "Ask the CQC"'),
    "another English plural": ("%(num)d answers", "%(num)d answer(s)"),
    "lacks a plural form": ('[1] "%(num)d odpowiedzi"', '[1] ""'),
    "is not nplurals=3": ("nplurals=3; plural=(n==1 ? 0 : ", "nplurals=3; plural=(n==0 ? 0 : "),
}


def words_of(
    folder: Path, po: str, *, plurals: str = PLURALS, template: str = TEMPLATE
) -> PageWords:
    """Return the Polish words in files of that content."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    path = folder / "pl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head}"Plural-Forms: {plurals}\\n"\n{po}', "utf-8")
    (folder / "messages.pot").write_text(f"{head}{template}", "utf-8")
    return languages.read_page_words(folder, POLISH)


def test_whole_words_have_no_fault(tmp_path: Path) -> None:
    words = words_of(tmp_path, WHOLE)
    assert (words.translated, words.total, words.faults) == (4, 4, ())


@pytest.mark.parametrize("reason", WRONG)
def test_what_must_not_be_used_is_named(tmp_path: Path, reason: str) -> None:
    right, wrong = WRONG[reason]
    assert right in WHOLE + PLURALS
    words = words_of(tmp_path, WHOLE.replace(right, wrong), plurals=PLURALS.replace(right, wrong))
    assert [reason in fault.reason for fault in words.faults] == [True], words.faults


def test_the_plural_forms_are_those_of_the_language(tmp_path: Path) -> None:
    po = WHOLE.replace('msgstr[2] "%(num)d odpowiedzi"\n', "")
    words = words_of(tmp_path, po, plurals="nplurals=2; plural=(n != 1);")
    reasons = [fault.reason for fault in words.faults]
    assert len(reasons) == 2
    assert reasons[0].startswith("is not nplurals=3;")
    assert reasons[1] == "has 2 plural forms, and the language has 3"


@pytest.mark.parametrize("change", ["missing", "unsure"])
def test_what_is_missing_is_counted_and_no_fault(tmp_path: Path, change: str) -> None:
    ask = 'msgid "Ask CQC"\nmsgstr "Zapytaj CQC"\n'
    po = WHOLE.replace(ask, "" if change == "missing" else f"#, fuzzy\n{ask}")
    words = words_of(tmp_path, po)
    assert (words.translated, words.total, words.faults) == (3, 4, ())


def test_a_language_without_a_file_has_no_words(tmp_path: Path) -> None:
    words_of(tmp_path, WHOLE)
    words = languages.read_page_words(tmp_path, STAFF_LANGUAGES["ml"])
    assert (words.translated, words.total, words.faults) == (0, 4, ())


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"messages\.po"):
        words_of(tmp_path, 'msgid "Ask\n')


def test_a_review_of_all_words_holds_for_these_words_alone(tmp_path: Path) -> None:
    words = words_of(tmp_path, WHOLE)
    line = Review(
        language="pl",
        id=PAGES_ID,
        source_sha256=words.source_sha256,
        translation_sha256=words.translation_sha256,
        name="An Example",
        role="translator",
        qualification="grew up with it",
        method="read both texts",
        reviewed_on=date(2026, 11, 24),
    )
    assert words.is_reviewed([line])
    assert words.coverage([line]).reviewed == 4
    assert words.coverage([]).draft == 4
    assert not words_of(tmp_path, WHOLE.replace("Zapytaj", "Spytaj")).is_reviewed([line])
    assert not words_of(
        tmp_path, WHOLE, template=TEMPLATE + '\nmsgid "New"\nmsgstr ""\n'
    ).is_reviewed([line])


@pytest.mark.parametrize("code", STAFF_LANGUAGES)
def test_the_shipped_words_break_no_page(code: str) -> None:
    words = languages.read_page_words(ROOT / "translations", STAFF_LANGUAGES[code])
    assert words.faults == ()


def test_what_the_pages_no_longer_say_is_set_aside(tmp_path: Path) -> None:
    words_of(tmp_path, WHOLE)
    path = tmp_path / "pl" / "LC_MESSAGES" / "messages.po"
    before = path.read_text("utf-8")
    assert languages.set_aside(tmp_path) == []
    assert path.read_text("utf-8") == before
    words_of(tmp_path, WHOLE, template=TEMPLATE.replace("Ask CQC", "Ask them"))
    assert languages.set_aside(tmp_path) == [path]
    words = languages.read_page_words(tmp_path, POLISH)
    assert (words.translated, words.total, words.faults) == (3, 4, ())
    assert '#~ msgstr "Zapytaj CQC"' in path.read_text("utf-8"), "for when it comes back"


def test_who_read_all_words_signs_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = config.Shipped(tmp_path, tmp_path, tmp_path, tmp_path)
    monkeypatch.setattr(config, "shipped", lambda: shipped)
    words = words_of(tmp_path, WHOLE)
    who = ("--name", "An Example", "--role", "translator")
    how = ("--qualification", "grew up with it", "--method", "read both texts")
    done = CliRunner().invoke(main, ["languages", "sign", "pl", *who, *how])
    assert done.exit_code == 0, done.output
    ledger = tmp_path / "review.csv"
    header = (ROOT / "translations" / "review.csv").read_text("utf-8").splitlines()[0]
    ledger.write_text(f"{header}\n{done.output}", "utf-8")
    assert words.is_reviewed(languages.read_reviews(ledger))
    words_of(tmp_path, WHOLE.replace('"Zapytaj CQC"', '""'))
    assert CliRunner().invoke(main, ["languages", "sign", "pl", *who, *how]).exit_code == 2


def test_the_command_counts_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(main, ["languages", "check"])
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) == len(STAFF_LANGUAGES)
    words_of(tmp_path, WHOLE.replace("pod 999", "teraz"))
    shipped = config.Shipped(tmp_path, tmp_path, tmp_path, tmp_path)
    monkeypatch.setattr(config, "shipped", lambda: shipped)
    done = CliRunner().invoke(main, ["languages", "check"])
    assert done.exit_code == 2
    assert "has lost the number 999" in done.output


def test_the_table_tells_of_answers_and_pages() -> None:
    rows = json.loads(CliRunner().invoke(main, ["languages", "--json"]).output)
    by_code = {row["code"]: row for row in rows}
    assert {code for code, row in by_code.items() if row["pages"]} == set(STAFF_LANGUAGES)
    assert {code for code, row in by_code.items() if row["answers"]} == set(STAFF_LANGUAGES)
    assert {code for code, row in by_code.items() if not row["notices"]} == {"ml", "fil"}
