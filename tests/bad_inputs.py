"""Inputs that nobody sends by mistake, drawn by a seed: for the tests, and by command for more."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

# If any of these stands in a page as it is here, an input became markup or was run.
TELLTALES = ("<b data-planted", "<img src=x", "75289213", 'href="javascript', "href='javascript")
# 8677 times 8677, so that whoever calculates it is found out.
_SUM = "8677*8677"
_HARMFUL = [
    "<b data-planted>",
    "'\"><b data-planted>",
    "<img src=x onerror=planted>",
    "</textarea><b data-planted>",
    "<!--<b data-planted>-->",
    "<a href='javascript:planted'>x</a>",
    "&lt;b data-planted&gt;",
    f"{{{{ {_SUM} }}}}",
    f"{{% set x = {_SUM} %}}{{{{ x }}}}",
    f"${{{_SUM}}}",
    f"#{{{_SUM}}}",
    f'#eval("{_SUM}")',
    f"<%= {_SUM} %>",
    "{{ config }}",
    "{{ ''.__class__.__mro__ }}",
    "%(secret)s %s %n {0} {x!r}",
    "'; DROP TABLE outcome; --",
    "' OR '1'='1",
    "1; ATTACH DATABASE '/tmp/x' AS x",
    f"=cmd|' /C calc'!A0\t={_SUM}",
    "+1+1\t@SUM(A1)\t-2+3",
    "x\r\nX-Planted: 1\r\n\r\n<b data-planted>",
    "x\nSet-Cookie: planted=1",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "http://169.254.169.254/",
    "\0",
    "a\0b",
    "\x1b[31mred",
    "\u202etxt.exe",
    "\u2066x\u2069",
    "\ufeff\u200b\u200d\u2060",
    "\ud800",
    "\udfff\ud800",
    "\U0010ffff",
    "\U000e0041\U000e007f",
    "🙂" * 40,
    "ﷺ" * 30,
    "z" + "\u0301" * 300,
    "Ⱥ" * 50,
    "ß" * 50,
    "İ" * 50,
    "1e309",
    "NaN",
    "-1",
    "0" * 500,
    "9" * 400,
    "true",
    "null",
    "undefined",
    "[]",
    '{"$gt": ""}',
    "A" * 1999,
    "a b " * 499,
    "(" * 1500,
    "a" * 2001,
    "943 476 5919",
]
_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain",
    "",
]


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield *count* harmful texts, most of them several in one."""
    chance = random.Random(seed)
    for number in range(count):
        if number % 200 == 199:
            yield chance.choice(_HARMFUL) + "x" * 70_000
        else:
            parts = chance.choices(_HARMFUL, k=chance.randint(1, 4))
            yield chance.choice(["", " ", "can I use ChatGPT "]).join(["", *parts])


class Attacker:
    """Sends harmful texts to every address that takes a form, and looks at what comes back."""

    def __init__(self, app: Flask, seed: int) -> None:
        self._app = app
        self._chance = random.Random(seed)
        self.rules = sorted(
            (rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())),
            key=lambda rule: rule.rule,
        )
        self.fields = sorted(_field_names(app))
        # A visitor for each address, since "Finish" ends a visit and its token with it.
        self._clients = {rule.rule: app.test_client() for rule in self.rules}
        self._tokens: dict[str, str] = {}

    def send(self, number: int, text: str) -> TestResponse:
        """Return what comes back for *text*, sent to the address whose turn it is.

        Raises AssertionError when that is a failure of ours, or holds the text as markup.
        """
        rule = self.rules[number % len(self.rules)]
        client = self._clients[rule.rule]
        if rule.rule not in self._tokens or client.get_cookie("plainly") is None:
            self._tokens[rule.rule] = _enter(client)
        usual = number % 10 != 9
        content_type = _TYPES[0] if usual else self._chance.choice(_TYPES)
        address = self._address(rule, text)
        headers = {"HX-Request": "true"} if number % 3 == 0 else {}
        response = client.post(
            address, data=self._body(rule, text), content_type=content_type, headers=headers
        )
        place = f"{number}: {rule.rule} {text[:200]!r}"
        assert response.status_code < 500, place
        for telltale in TELLTALES:
            assert telltale not in response.text, f"{place} shows {telltale}"
        assert "planted" not in str(response.headers).casefold(), place
        if response.status_code == 403:
            # Another address signed the owner out everywhere; next time this one signs in again.
            del self._tokens[rule.rule]
        return response

    def look(self) -> None:
        """Look at every page for what was kept; raises AssertionError when it became markup."""
        client = self._app.test_client()
        _enter(client)
        for rule in self._app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and not rule.arguments:
                response = client.get(rule.rule)
                assert response.status_code < 500, rule
                for telltale in TELLTALES if response.mimetype == "text/html" else ():
                    assert telltale not in response.text, f"{rule} shows {telltale}"

    def _address(self, rule: Rule, text: str) -> str:
        """Return the address of *rule*: *text* where it takes a name, 1 where a number."""
        part = quote_from_bytes(text.encode("utf-8", "surrogatepass")[:300], safe="")
        numbered = re.sub(r"<int[^>]*>", "1", rule.rule)
        return re.sub(r"<[^>]+>", lambda _: part or "x", numbered)

    def _body(self, rule: Rule, text: str) -> bytes:
        """Return a form with *text* in every field that any page has."""
        encoded = quote_from_bytes(text.encode("utf-8", "surrogatepass"))
        # The text of 70 kB goes once, so that it is the body that is too long and not the form.
        fields = self.fields if len(text) < 5000 else ["question"]
        parts = [f"{name}={encoded}" for name in fields if name != "csrf_token"]
        return "&".join([f"csrf_token={self._tokens[rule.rule]}", *parts]).encode()


def _field_names(app: Flask) -> set[str]:
    """Return the names of all fields on the pages of *app* whose address takes no name."""
    client = app.test_client()
    _enter(client)
    pages = [
        client.get(rule.rule).text
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments
    ]
    found = re.compile(r"<(?:input|textarea|select|button)[^>]*\bname=\"([a-z_0-9-]+)\"")
    return {name for page in pages for name in found.findall(page)}


def _enter(client: FlaskClient) -> str:
    """Sign in as the owner of the demonstration and return the token of the visit."""
    page = client.get("/try/").text
    owner = re.search(r'action="(/try/\d+)"(?:(?!</form>).)*>owner<', page, re.DOTALL)
    assert owner is not None
    assert client.post(owner[1], data={"csrf_token": _token(client)}).status_code == 303
    return _token(client)


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]
