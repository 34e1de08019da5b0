"""The static files: vendored ones are what they were, ours keep the rules of the design."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask

from assistant.web.assets import STATIC, Assets
from tests.web.conftest import Pages

VENDORED = json.loads((STATIC / "vendor.lock").read_text("utf-8"))
SHEETS = sorted((STATIC / "css").glob("*.css"))
OWN = {"css", "js"}
MOST_BYTES = 120_000


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: str(entry["file"]))
def test_a_vendored_file_is_what_it_was(entry: dict[str, str]) -> None:
    found = hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest()
    assert found == entry["sha256"]


def test_every_foreign_file_is_locked() -> None:
    locked = {entry["file"] for entry in VENDORED}
    foreign = {
        path.relative_to(STATIC).as_posix()
        for folder in ("fonts", "icons", "licences")
        for path in (STATIC / folder).iterdir()
    }
    assert foreign <= locked


def test_every_vendored_package_has_its_licence() -> None:
    names = {entry["name"] for entry in VENDORED}
    licensed = {entry["name"] for entry in VENDORED if entry["file"].startswith("licences/")}
    assert licensed == names


def test_htmx_is_the_version_that_htmx_flask_understands() -> None:
    assert 'version:"2.0.11"' in (STATIC / "js" / "htmx-2.0.11.min.js").read_text("utf-8")


def test_every_icon_is_used(app: Flask) -> None:
    folder = Path(str(app.template_folder))
    sources = [*folder.rglob("*.html"), *Path(STATIC).parent.glob("*.py")]
    text = "".join(path.read_text("utf-8") for path in sources)
    unused = [
        path.stem for path in (STATIC / "icons").glob("*.svg") if f'"{path.stem}"' not in text
    ]
    assert not unused


def test_an_icon_is_silent_and_follows_the_direction() -> None:
    icon = Assets().icon("arrow-right", turn=True)
    assert 'aria-hidden="true"' in icon
    assert "icon--turn" in icon
    assert "<!--" not in icon
    assert "style" not in icon


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_knows_no_left_and_right(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right)\s*:"
    )
    assert not re.search(physical, text)
    assert not re.search(r"text-align:\s*(?:left|right|justify)", text)
    assert "italic" not in text
    assert "uppercase" not in text
    assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", text)


def test_a_page_is_light(pages: Pages) -> None:
    response = pages.client.get("/")
    soup = pages.get("/")
    tags = soup.select("link[href]:not([rel=preload]), script")
    addresses = [str(tag.get("href") or tag.get("src")) for tag in tags]
    files = [pages.client.get(address, buffered=True).data for address in addresses]
    weight = len(response.data) + sum(map(len, files))
    assert weight < MOST_BYTES, f"{weight} bytes"
