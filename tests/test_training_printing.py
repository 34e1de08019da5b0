"""Training on paper: tagged, the same bytes, whole, and with the key apart from the check."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from assistant import knowledge as knowledge_base
from assistant import printing, training
from assistant.knowledge import Knowledge, Setting
from assistant.printing import PrintError
from assistant.printing.packs import Pack, compose
from assistant.training import Audience, Certificate, Identity, Item, Support

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates" / "print"
DAY = date(2026, 11, 24)
MILLIMETRE = 72 / 25.4
CERTIFICATE = Certificate(
    code="KF73WXCD49HJ",
    name="Asha Example",
    title="Starting with AI in care",
    provider="Example Care",
    location="Example House",
    passed_on=DAY,
    due_on=date(2027, 11, 24),
    version="3fa9c1d0",
    identity=Identity.WITNESS,
    witness="B. Senior",
    support=(Support.READ_ALOUD, Support.OTHER_LANGUAGE),
    language="pl",
)


@cache
def real() -> Knowledge:
    return knowledge_base.load(ROOT / "knowledge")


@cache
def items() -> dict[str, Item]:
    return training.items(real())


def audience(plan: str, setting: Setting) -> Audience:
    return Audience(role=real().plans[plan].roles[0], setting=setting)


@cache
def pack(plan: str, setting: Setting = Setting.CARE_HOME) -> bytes:
    return printing.pack(
        real().plans[plan],
        items(),
        real().ideas,
        audience(plan, setting),
        seed="test",
        templates=TEMPLATES,
        printed_on=DAY,
    )


def content(plan: str, setting: Setting = Setting.CARE_HOME) -> Pack:
    return compose(
        real().plans[plan],
        items(),
        real().ideas,
        audience(plan, setting),
        seed="test",
        printed_on=DAY,
    )


def page_texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def squeezed(text: str) -> str:
    """Return *text* without spaces and line ends, which extraction places as it likes."""
    return "".join(text.split())


def pages_of(data: bytes, sheet: str) -> list[str]:
    """Return the pages whose footer names that sheet."""
    return [text for text in page_texts(data) if f"{sheet} ·" in text]


def certificate(**changes: object) -> bytes:
    return printing.certificate(structs.replace(CERTIFICATE, **changes), templates=TEMPLATES)


@pytest.mark.parametrize("name", ["certificate", "induction", "use-sensors"])
def test_training_on_paper_is_tagged_and_says_what_it_is(name: str) -> None:
    data = certificate() if name == "certificate" else pack(name)
    with pikepdf.open(io.BytesIO(data)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        assert document.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize("setting", list(Setting))
@pytest.mark.parametrize("plan", sorted(real().plans))
def test_every_plan_prints_for_every_setting(plan: str, setting: Setting) -> None:
    printed = squeezed("".join(page_texts(pack(plan, setting))))
    shown = content(plan, setting)

    for line in (*real().plans[plan].prepare, *(part.title for part in shown.parts)):
        assert squeezed(line) in printed
    for card in (*shown.cards, *shown.check):
        assert squeezed(card.situation) in printed
        assert squeezed(card.question) in printed
        for option in card.options:
            assert squeezed(option.text) in printed


@pytest.mark.parametrize("letters", [400, 900, 1400])
def test_a_scenario_card_never_runs_over_its_edge(letters: int) -> None:
    """However long the scenario is, card 2 ends above the foot and card 1 above card 2."""
    filler = "A good person in a hurry reads all of this. " * 40
    found = {}
    for id, item in items().items():
        rest = letters - len(item.question) - 40
        found[id] = structs.replace(
            item,
            situation=filler[: min(rest // 2, 700)],
            options=(
                structs.replace(item.options[0], text=filler[: rest // 4]),
                structs.replace(item.options[1], text=filler[: rest // 8]),
                structs.replace(item.options[2], text=f"{filler[: rest // 8 - 8]} ZEBRA"),
            ),
        )
    data = printing.pack(
        real().plans["induction"],
        found,
        real().ideas,
        audience("induction", Setting.CARE_HOME),
        seed="x",
        templates=TEMPLATES,
        printed_on=DAY,
    )
    pages = [
        page.get_textpage()
        for page in pypdfium2.PdfDocument(data)
        if "Scenario cards ·" in page.get_textpage().get_text_bounded()
    ]
    assert len(pages) == 2
    for number, page in zip((2, 4), pages, strict=True):
        ends = [_box(page, place) for place in _places(page, "ZEBRA")]
        _, _, _, next_card = _box(page, _places(page, f"Card {number}")[0])
        _, _, _, foot = _box(page, _places(page, "Scenario cards ·")[-1])
        assert len(ends) == 2
        assert ends[0][1] > next_card
        assert ends[1][1] > foot + 5 * MILLIMETRE


def _places(page: pypdfium2.PdfTextPage, words: str) -> list[int]:
    """Return where *words* begin on the page, as places of characters."""
    found, search = [], page.search(words)
    while place := search.get_next():
        found.append(place[0])
    return found


def _box(page: pypdfium2.PdfTextPage, place: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character, in points from the bottom left."""
    left, bottom, right, top = page.get_charbox(place)
    return left, bottom, right, top


def test_a_scenario_that_fits_no_card_is_refused() -> None:
    long = "A word or two. " * 60
    found = {
        id: structs.replace(
            item,
            situation=long[:700],
            options=tuple(structs.replace(one, text=long[:400]) for one in item.options),
        )
        for id, item in items().items()
    }
    with pytest.raises(PrintError, match="longer than 1400 characters"):
        printing.pack(
            real().plans["induction"],
            found,
            real().ideas,
            audience("induction", Setting.CARE_HOME),
            seed="x",
            templates=TEMPLATES,
            printed_on=DAY,
        )


def test_what_is_handed_out_gives_no_answer_away() -> None:
    data, shown = pack("induction"), content("induction")
    cards = squeezed("".join(pages_of(data, "Scenario cards")))
    check = squeezed("".join(pages_of(data, "Paper check")))
    for sheet, printed in ((shown.cards, cards), (shown.check, check)):
        for card in sheet:
            assert squeezed(card.explanation) not in printed
            for option in card.options:
                assert squeezed(option.why) not in printed


def test_the_key_stands_apart_and_says_what_passes() -> None:
    data, shown = pack("induction"), content("induction")
    key = "".join(pages_of(data, "Key, for the facilitator"))

    assert not any(page in pages_of(data, "Paper check") for page in pages_of(data, "Key"))
    assert "10 or more of 12 right" in " ".join(key.split())
    for card in shown.check:
        assert squeezed(card.takeaway) in squeezed(key)
        assert card.version in squeezed(key)
    assert squeezed("".join(pages_of(data, "Key, for the facilitator"))).count("!") >= sum(
        card.safety_critical for card in shown.check
    )


def test_the_check_on_paper_asks_other_scenarios_than_the_session() -> None:
    shown = content("induction")

    assert len(shown.check) == 12
    assert not {card.id for card in shown.cards} & {card.id for card in shown.check}


def test_the_script_has_its_minutes_in_a_row() -> None:
    for plan in real().plans:
        parts = content(plan).parts
        assert parts[0].begin == 0
        assert parts[-1].end == real().plans[plan].minutes
        assert all(one.end == next.begin for one, next in itertools.pairwise(parts))


def test_a_plan_without_a_check_has_a_sheet_to_watch_with() -> None:
    data = pack("use-sensors")

    assert pages_of(data, "Paper check") == pages_of(data, "Key, for the facilitator") == []
    (sheet,) = pages_of(data, "Seen in practice")
    for line in real().plans["use-sensors"].observe:
        assert squeezed(line) in squeezed(sheet)


def test_a_certificate_says_all_that_it_must_and_claims_no_more() -> None:
    (page,) = page_texts(certificate())
    text = " ".join(page.split())

    for expected in (
        "Starting with AI in care",
        "Asha Example",
        "24 November 2026",
        "24 November 2027",
        "KF73 WXCD 49HJ",
        "Confirmed by a senior who was there: B. Senior",
        "read aloud by the device",
        "(Polish)",
        "3fa9c1d0",
        "This is not a CQC accreditation.",
        "Ask Example Care whether this code is valid.",
    ):
        assert expected in text
    assert "compliant" not in text


def test_a_certificate_names_the_address_where_its_code_is_checked() -> None:
    data = printing.certificate(
        CERTIFICATE, templates=TEMPLATES, check_address="https://care.example/certificates"
    )

    assert "Type it at https://care.example/certificates." in " ".join(page_texts(data)[0].split())


@pytest.mark.parametrize(
    ("identity", "witness", "words"),
    [
        (Identity.SLIP, "", "Confirmed by a personal slip code"),
        (Identity.UNCONFIRMED, "", "Not confirmed"),
    ],
)
def test_a_certificate_says_how_it_was_confirmed_who_it_was(
    identity: Identity, witness: str, words: str
) -> None:
    text = page_texts(certificate(identity=identity, witness=witness, support=()))[0]

    assert words in " ".join(text.split())
    assert "None was asked for" in text


def test_the_longest_names_stay_on_one_page() -> None:
    long = "Wilhelmina " * 10
    assert len(page_texts(certificate(name=long, location=long, provider=long, title=long))) == 1


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd") *b* $x$ @ref', "= Heading // no", '"]} \\u{41}']
)
def test_text_is_never_read_as_markup(name: str) -> None:
    assert squeezed(name) in squeezed(page_texts(certificate(name=name))[0])


@pytest.mark.parametrize("name", ["Asha\u202eahsA", "A\x00B", "A 🎉", "B" * 700, "房子"])
def test_what_cannot_be_printed_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(PrintError) as caught:
        certificate(name=name)
    assert "\n" not in caught.value.reason


PROGRAM = """
import hashlib, sys
from datetime import date
from pathlib import Path
from tests import test_training_printing as own
print(hashlib.sha256(own.pack("induction")).hexdigest())
print(hashlib.sha256(own.certificate()).hexdigest())
"""


def test_a_fresh_process_gives_the_same_bytes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )

    assert done.stdout.split() == [
        hashlib.sha256(data).hexdigest() for data in (pack("induction"), certificate())
    ]
