"""Every promise of SECURITY.md names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PROMISES = [
    row
    for section in PAGE.split("\n### ")[1:]
    for row in section.split("\n## ")[0].splitlines()
    if row.startswith("| ") and not row.startswith("| promise |")
]


def missing(row: str) -> list[str]:
    """Return the tests that a promise names and that do not exist; itself when it names none."""
    named = NAMED.findall(row)
    found = [f"{file}::{name}" for file, name in named if name not in functions_of(ROOT / file)]
    return found if named else [row]


def functions_of(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_page_is_read() -> None:
    assert len(PROMISES) > 20


@pytest.mark.parametrize("row", PROMISES)
def test_a_promise_names_tests_that_exist(row: str) -> None:
    assert missing(row) == []


@pytest.mark.parametrize(
    "row",
    [
        "| We are careful. | |",
        "| We are careful. | `tests/test_security.py::test_that_is_not_there` |",
        "| We are careful. | `tests/test_nowhere.py::test_a_promise_names_tests_that_exist` |",
    ],
)
def test_a_promise_without_a_test_is_found(row: str) -> None:
    assert missing(row) != []
