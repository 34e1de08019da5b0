"""Every page in a made-up language: longer, accented, from right to left, each string in brackets.

What stands outside the brackets was never given to translators.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages import Catalog, mofile, pofile
from playwright.sync_api import Browser, Page, ViewportSize
from werkzeug.routing import Rule

from assistant import config, demonstration, storage
from assistant.accounts import Role
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.web import create_app
from tests.browser.conftest import TABLET, Site, listening, new_page

TRANSLATIONS = Path(__file__).parents[2] / "translations"
# A real one, so that Babel knows its direction and plurals; the program has no words in it.
LOCALE = "ps"
LONGER = 0.4
_ACCENTED = str.maketrans("aeiounscAEIOUNSC", "áéíóúñšçÁÉÍÓÚÑŠÇ")
_PLACEHOLDER = re.compile(r"(%\([a-z_]+\)[sd]|%%)")
# Pages that are no pages, or that end the visit; the saved answers are English for everyone.
# The last needs to be told which answer.
_LEFT_OUT = frozenset(
    {
        *("health.live", "health.ready", "offline.worker", "offline.show"),
        *("local_words.choose", "practice.show_new"),
    }
)
# What is data on a page: names that people gave, and the name of the program.
LEFT_OVER = r"""
() => {
  const root = document.documentElement;
  const data = "script, style, bdi, .bar__home, textarea, option, time, code, .qr, .key";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parts = [];
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at.closest(data) && at.closest("[lang]") === root) {
      parts.push(walker.currentNode.data);
    }
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const at of document.body.querySelectorAll(`[${name}]`)) {
      if (at.closest("[lang]") === root) {
        parts.push(at.getAttribute(name));
      }
    }
  }
  let text = parts.join("\n");
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(/⟦[^⟦⟧]*⟧/g, "");
  }
  return text.split("\n").map((one) => one.trim()).filter((one) => /[A-Za-z]{3}/.test(one));
}
"""
CUT_OFF = r"""
() => [...document.body.querySelectorAll("*")].filter((at) => {
  const style = getComputedStyle(at);
  const hides = ["hidden", "clip"].includes(style.overflowX) || style.textOverflow === "ellipsis";
  return hides && at.innerText?.trim() && !at.closest(".visually-hidden, .skip")
    && (at.scrollWidth > at.clientWidth + 1 || at.scrollHeight > at.clientHeight + 1)
    && style.clipPath === "none";
}).map((at) => at.outerHTML.slice(0, 200))
"""


def pseudo(text: str) -> str:
    """Return *text* longer, accented and in brackets, with its placeholders as they were."""
    parts = _PLACEHOLDER.split(text)
    accented = "".join(
        part if index % 2 else part.translate(_ACCENTED) for index, part in enumerate(parts)
    )
    words = "ŵórdš " * (1 + round(len(text) * LONGER / len("words ")))
    return f"⟦{accented} {words.strip()}⟧"


def write_pseudo_catalogue(folder: Path) -> None:
    """Write the compiled words of the pages in the made-up language below *folder*."""
    with (TRANSLATIONS / "messages.pot").open("rb") as file:
        template = pofile.read_po(file)
    catalogue = Catalog(locale=LOCALE)
    for entry in template:
        if not entry.id:
            continue
        text = (
            tuple(pseudo(form) for form in entry.id)
            if isinstance(entry.id, (tuple, list))
            else pseudo(entry.id)
        )
        catalogue.add(entry.id, text, context=entry.context)
    target = folder / LOCALE / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        mofile.write_mo(file, catalogue)


@pytest.fixture(scope="module")
def pseudo_site(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, index: Index
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pseudo")
    shutil.copytree(TRANSLATIONS, folder / "translations")
    write_pseudo_catalogue(folder / "translations")
    environment = {"PLAINLY_DATA": str(folder), "PLAINLY_SECRET_KEY": "browser tests " * 4}
    settings = config.from_environment(environment, demo=True)
    settings = dataclasses.replace(settings, translations=folder / "translations")
    store = storage.connect(settings.database_url)
    storage.migrate(store)
    example = config.knowledge_folder() / "examples" / "scribe.json"
    demonstration.seed(store, example, datetime(2026, 11, 24, tzinfo=UTC))
    app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    app.config["LOCALE"] = LOCALE
    with listening(app) as site:
        yield site
    store.close()


@pytest.fixture
def owner_page(browser: Browser, pseudo_site: Site) -> Iterator[Page]:
    """A page of the owner, who may open every page."""
    store = pseudo_site.app.extensions["plainly"].storage
    with store.write() as session:
        people = storage.accounts.everyone(session)
        owner = next(one for one in people if one.role is Role.OWNER)
        token = storage.doors.start_visit(session, owner, datetime.now(UTC))
    page = new_page(browser, pseudo_site, viewport=TABLET)
    page.context.add_cookies([{"name": "visit", "value": token, "url": pseudo_site.address}])
    yield page
    page.context.close()


def paths(site: Site) -> list[str]:
    """Return the addresses of all pages that need nothing named in them, and some that do."""

    def is_page(rule: Rule) -> bool:
        return (
            "GET" in (rule.methods or ())
            and not rule.arguments
            and rule.endpoint not in _LEFT_OUT
            and "." not in rule.rule
        )

    found = sorted({rule.rule for rule in site.app.url_map.iter_rules() if is_page(rule)})
    return [
        *found,
        "/answers/chatgpt-at-work",
        "/answers/chatgpt-at-work/2",
        "/answers/emergency",
        "/notices/1/en",
        "/notices/1/ur",
        "/languages/ur/",
        "/languages/ur/sentences?leaflet=1",
        "/languages/ur/sentences/notice.any.ask.manager?leaflet=1",
        "/languages/ur/reviews",
    ]


def names(site: Site) -> set[str]:
    """Return the names that people typed: they stand on pages as they are."""
    with site.app.extensions["plainly"].storage.read() as session:
        people = {one.name for one in storage.accounts.everyone(session)}
        return people | set(storage.locations.names(session).values())


def test_the_made_up_language_is_longer_and_keeps_placeholders() -> None:
    made = pseudo("%(num)s answers are approved")
    assert made.startswith("⟦%(num)s áñšwérš áré áppróvéd")
    assert len(made) >= 1.4 * len("%(num)s answers are approved")
    assert made.endswith("⟧")


def test_every_page_is_translated_whole_and_nothing_is_cut_off(
    owner_page: Page, pseudo_site: Site
) -> None:
    faults: dict[str, object] = {}
    pages, typed = paths(pseudo_site), names(pseudo_site)
    assert len(pages) > 20
    for path in pages:
        response = owner_page.goto(path)
        assert response is not None
        assert response.ok, path
        assert owner_page.locator("html").get_attribute("dir") == "rtl", path
        if left := set(owner_page.evaluate(LEFT_OVER)) - typed:
            faults[f"{path}: not translated"] = left
        for width, height in ((390, 844), (820, 1180)):
            owner_page.set_viewport_size(ViewportSize(width=width, height=height))
            excess = owner_page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if excess > 0:
                faults[f"{path}: too wide at {width}"] = excess
            if cut := owner_page.evaluate(CUT_OFF):
                faults[f"{path}: cut off at {width}"] = cut
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())


@pytest.mark.parametrize("script", ["LEFT_OVER", "CUT_OFF"])
def test_the_made_up_language_would_show_a_fault(
    owner_page: Page, pseudo_site: Site, script: str
) -> None:
    owner_page.goto("/display")
    owner_page.evaluate(
        """() => {
          const box = document.createElement("p");
          box.textContent = "Nobody translated this";
          Object.assign(box.style, {width: "4rem", overflow: "hidden", whiteSpace: "nowrap"});
          document.querySelector("main").append(box);
        }"""
    )
    found = owner_page.evaluate({"LEFT_OVER": LEFT_OVER, "CUT_OFF": CUT_OFF}[script])
    assert any("Nobody translated this" in one for one in found)
