from __future__ import annotations

from pathlib import Path

import pytest

from assistant import config
from assistant.config import ConfigError

SECRET = "x" * 32


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "PLAINLY_DATA is not set"),
        ({"PLAINLY_DATA": "/d"}, "PLAINLY_SECRET_KEY must be"),
        ({"PLAINLY_DATA": "/d", "PLAINLY_SECRET_KEY": "short"}, "PLAINLY_SECRET_KEY must be"),
        ({"PLAINLY_DATA": "/d", "PLAINLY_SECRET_KEY": SECRET, "PLAINLY_PORT": "0"}, "PLAINLY_PORT"),
        ({"PLAINLY_DATA": "/d", "PLAINLY_SECRET_KEY": SECRET, "PLAINLY_PORT": "x"}, "PLAINLY_PORT"),
        (
            {"PLAINLY_DATA": "/d", "PLAINLY_SECRET_KEY": SECRET, "PLAINLY_PUBLIC_URL": "http://a"},
            "https",
        ),
    ],
)
def test_an_unsafe_setting_is_named(environment: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config.from_environment(environment)


@pytest.mark.parametrize(
    "environment",
    [
        {"PLAINLY_DATA": "/d", "PLAINLY_DATABASE_URL": "postgresql+psycopg://real/provider"},
        {"PLAINLY_DATA": "/d/a?b"},
    ],
)
def test_the_demonstration_never_opens_a_real_provider_s_data(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        config.from_environment(environment, demo=True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://care.example/", "https://care.example"),
        ("HTTPS://Care.Example", "https://care.example"),
        ("https://care.example:8443/home/", "https://care.example:8443/home"),
    ],
)
def test_the_public_address_has_one_spelling(given: str, kept: str) -> None:
    environment = {"PLAINLY_DATA": "/d", "PLAINLY_SECRET_KEY": SECRET, "PLAINLY_PUBLIC_URL": given}
    assert config.from_environment(environment).public_url == kept


def test_the_data_folder_never_is_the_checkout(tmp_path: Path) -> None:
    settings = config.from_environment({"XDG_DATA_HOME": str(tmp_path)}, demo=True)

    assert settings.data == tmp_path / "plainly" / "demonstration"
    assert settings.database_url == f"sqlite:///{settings.data / 'plainly.db'}"


def test_the_demonstration_keeps_its_data_apart(tmp_path: Path) -> None:
    environment = {"PLAINLY_DATA": str(tmp_path), "PLAINLY_SECRET_KEY": SECRET}

    assert config.from_environment(environment).data == tmp_path
    assert config.from_environment(environment, demo=True).data == tmp_path / "demonstration"


def test_an_edited_knowledge_folder_is_used(tmp_path: Path) -> None:
    assert config.knowledge_folder({"PLAINLY_KNOWLEDGE": str(tmp_path)}) == tmp_path
    assert (config.knowledge_folder({}) / "sources.yaml").is_file()
