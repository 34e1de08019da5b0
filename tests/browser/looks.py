"""Looking a page over: by axe, in each of its looks, at each width, by a thumb."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import PHONE, TABLET

WIDTHS = (320, 390, 600, 820, 1280)
# The same words stand on a page in every look; colours, sizes and languages differ.
SPOILT_BY_A_LOOK = (
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
)
_OPEN_ALL = """
for (const part of [...document.querySelectorAll("main details")].slice(0, 8)) {
  part.open = true;
}
"""
_DRESS = """
([theme, direction]) => {
  const root = document.documentElement;
  const worn = [root.dataset.theme, root.dir];
  [root.dataset.theme, root.dir] = [theme, direction];
  return worn;
}
"""
# A link in a sentence is as tall as its line; all else is tapped with a thumb. Around a box or a
# circle to tick, the label is tapped.
TOO_SMALL = """
() => [...document.querySelectorAll(
  "a[href], button, summary, input:not([type=hidden]), textarea, select, label.option")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .option > *"))
  .filter((one) => getComputedStyle(one).display !== "inline"
    || one.textContent.trim() === one.parentElement.textContent.trim())
  .map((one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") ?? one : one)
  .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .map(([box, html]) => `${box.width} x ${box.height}: ${html}`)
"""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong with the page as it stands, by all its rules or by *rules*."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    axe = Axe()
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(axe.axe_script)
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def open_all(page: Page) -> None:
    """Open what is folded, so that it is looked at too; of a long list the first few."""
    page.evaluate(_OPEN_ALL)


def look_over(page: Page, what: str) -> None:
    """Look over the page as it stands: *what* it is, is said where something is wrong.

    The looks are put on one after the other, since loading a page anew takes longer than a look.
    """
    before = page.viewport_size
    assert before is not None
    open_all(page)
    assert violations(page) == [], what
    check_widths(page, what)
    for viewport in (TABLET, PHONE):
        page.set_viewport_size(viewport)
        assert page.evaluate(TOO_SMALL) == [], what
    worn = page.evaluate(_DRESS, ["dark", "rtl"])
    assert violations(page, *SPOILT_BY_A_LOOK) == [], f"{what}, dark and mirrored"
    check_widths(page, f"{what}, mirrored", widths=(390, 820))
    page.evaluate(_DRESS, worn)
    page.set_viewport_size(before)


def check_widths(page: Page, what: str, widths: tuple[int, ...] = WIDTHS) -> None:
    """Fail where the page as it stands has to be scrolled sideways."""
    for width in widths:
        page.set_viewport_size(ViewportSize(width=width, height=900))
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert excess <= 0, f"{what} at {width}"
