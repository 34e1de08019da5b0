"""The files for running it name only settings, commands and paths that there are."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from assistant.cli import main

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "running"
PAGE = (ROOT / "docs" / "running.md").read_text("utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
CONFIG = (ROOT / "assistant" / "config.py").read_text("utf-8")
FILES = sorted(FOLDER.iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_explained_and_names_settings_that_there_are(path: Path) -> None:
    assert f"`{path.name}`" in PAGE
    for setting in set(re.findall(r"PLAINLY_[A-Z_]+", path.read_text("utf-8"))):
        assert setting in CONFIG
        assert f"`{setting}`" in FORMATS


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.service")), ids=lambda path: path.name)
def test_a_service_starts_a_command_that_there_is_as_a_user_without_powers(path: Path) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment]
    unit.read_string(path.read_text("utf-8"))
    service = unit["Service"]
    program, command, *options = service["ExecStart"].split()

    assert program == "/opt/plainly/bin/assistant"
    known = {name for option in main.commands[command].params for name in option.opts}
    assert {option for option in options if option.startswith("-")} <= known
    assert service["DynamicUser"] == service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] == "plainly"


def test_the_commands_of_the_page_are_there() -> None:
    named = set(re.findall(r"`?(?:assistant|plainly) (\w+)(?: |`|\n)", PAGE))

    assert {"backup", "check", "migrate", "restore", "serve", "verify"} <= named
    assert named <= set(main.commands)


def test_nginx_takes_no_more_than_the_program_does() -> None:
    site = (FOLDER / "nginx.conf").read_text("utf-8")

    assert "client_max_body_size 64k;" in site
    assert "location = /readyz" in site
    assert site.count("access_log off;") == 2
