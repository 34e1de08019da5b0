"""Settings from the environment, and where the shipped files stand.

A default here is right for production and safe to publish; what has no such default has none and
must be given. Only ``cli`` and ``web`` import this module.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_PACKAGE = Path(__file__).resolve().parent
MIN_SECRET_LENGTH = 32
# A random secret of that length has more different characters; one repeated key has one.
MIN_SECRET_VARIETY = 8
_HOW_TO_MAKE_ONE = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


class ConfigError(Exception):
    """A setting is missing or unsafe; the message says which one and what to do."""


@dataclass(frozen=True)
class Shipped:
    """Folders that come with the program: from the checkout, or from inside the wheel."""

    knowledge: Path
    templates: Path
    translations: Path
    index: Path


def shipped() -> Shipped:
    """Return the shipped folders of the wheel (``assistant/_data``) or else of the checkout."""
    packed = _PACKAGE / "_data"
    root = packed if packed.is_dir() else _PACKAGE.parent
    index = root / "index.npz" if packed.is_dir() else root / "build" / "index.npz"
    return Shipped(root / "knowledge", root / "templates", root / "translations", index)


def knowledge_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of an edited knowledge base (``PLAINLY_KNOWLEDGE``), or the shipped one."""
    return Path(environment.get("PLAINLY_KNOWLEDGE") or shipped().knowledge)


def index_files(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return where an index may stand; the first is where a new one is written.

    The data folder comes first, since the folder of an installed program is never written.
    """
    data = environment.get("PLAINLY_DATA")
    own = [Path(data).expanduser() / "index.npz"] if data else []
    return [*own, shipped().index]


@dataclass(frozen=True)
class Place:
    """Where a deployment keeps what it remembers; all that a backup needs to know."""

    data: Path
    database_url: str


@dataclass(frozen=True)
class Settings:
    """All settings of one deployment; made once and passed down."""

    data: Path
    database_url: str
    templates: Path
    translations: Path
    secret_key: str
    public_url: str | None = None
    port: int = 8000
    demo: bool = False


def from_environment(
    environment: Mapping[str, str] = os.environ, *, demo: bool = False
) -> Settings:
    """Return the settings that *environment* gives.

    Raises ConfigError naming the first setting that is missing or unsafe. The demonstration keeps
    its data apart and needs no secret of its own.
    """
    files = shipped()
    kept = place(environment, demo=demo)
    return Settings(
        data=kept.data,
        database_url=kept.database_url,
        templates=files.templates,
        translations=files.translations,
        secret_key=_secret_key(environment, demo=demo),
        public_url=_public_url(environment),
        port=_port(environment),
        demo=demo,
    )


def place(environment: Mapping[str, str] = os.environ, *, demo: bool = False) -> Place:
    """Return where the data is kept; a backup and its restoring need no other setting.

    Raises ConfigError when the folder is not named.
    """
    data = _data_folder(environment, demo=demo)
    if demo and environment.get("PLAINLY_DATABASE_URL"):
        raise ConfigError("the demonstration keeps its own database: unset PLAINLY_DATABASE_URL")
    url = environment.get("PLAINLY_DATABASE_URL") or f"sqlite:///{data / 'plainly.db'}"
    return Place(data, url)


def unsafe(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return everything that is missing or unsafe for a provider who serves on a public address.

    It asks for more than ``from_environment``, which has to serve a first try too.
    """
    found: list[str] = []
    for setting in (place, _strong_secret_key, _needed_public_url, _port):
        try:
            setting(environment)
        except ConfigError as error:
            found.append(str(error))
    return found


def _strong_secret_key(environment: Mapping[str, str]) -> None:
    if len(set(_secret_key(environment))) < MIN_SECRET_VARIETY:
        raise ConfigError(f"PLAINLY_SECRET_KEY is too simple to be a secret; {_HOW_TO_MAKE_ONE}")


def _needed_public_url(environment: Mapping[str, str]) -> None:
    if _public_url(environment) is None:
        raise ConfigError("PLAINLY_PUBLIC_URL is not set: name the https address that people use")


def _data_folder(environment: Mapping[str, str], *, demo: bool) -> Path:
    given = environment.get("PLAINLY_DATA")
    if given:
        if set(given) & set("?#%"):
            raise ConfigError("PLAINLY_DATA must be a folder without ? # % in its name")
        folder = Path(given).expanduser().resolve()
        return folder / "demonstration" if demo else folder
    if not demo:
        raise ConfigError(
            "PLAINLY_DATA is not set: name the folder that keeps this provider's data"
        )
    home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "plainly" / "demonstration"


def _secret_key(environment: Mapping[str, str], *, demo: bool = False) -> str:
    given = environment.get("PLAINLY_SECRET_KEY") or _secret_of_file(environment)
    if demo and not given:
        return ""
    if len(given) < MIN_SECRET_LENGTH:
        raise ConfigError(
            f"PLAINLY_SECRET_KEY must be a secret of at least {MIN_SECRET_LENGTH} characters; "
            f"{_HOW_TO_MAKE_ONE}"
        )
    return given


def _secret_of_file(environment: Mapping[str, str]) -> str:
    """Return the secret that stands in a file, as systemd and containers hand it over."""
    path = environment.get("PLAINLY_SECRET_KEY_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"PLAINLY_SECRET_KEY_FILE cannot be read: {path}") from error


def _public_url(environment: Mapping[str, str]) -> str | None:
    given = environment.get("PLAINLY_PUBLIC_URL")
    if not given:
        return None
    wrong = ConfigError("PLAINLY_PUBLIC_URL must be an https address such as https://care.example")
    try:
        parts = urlsplit(given)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise wrong from error
    extra = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme != "https" or not parts.hostname or extra:
        raise wrong
    return f"https://{parts.hostname}{port}{parts.path.rstrip('/')}"


def _port(environment: Mapping[str, str]) -> int:
    given = environment.get("PLAINLY_PORT", "8000")
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise ConfigError("PLAINLY_PORT must be a number from 1 to 65535")
    return int(given)
