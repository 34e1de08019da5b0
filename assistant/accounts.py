"""People with an account: who they are, what they may, and the secrets that prove it.

Lengths and rates follow the Cyber Essentials scheme: passwords of at least 12 characters that are
not easy to guess, a second factor for owners and managers, at most ten guesses in five minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import argon2
import pyotp
from zxcvbn import zxcvbn

ISSUER = "Plainly"
MIN_PASSWORD, MAX_PASSWORD = 12, 200
MIN_STRENGTH = 3
# The estimate takes long for long passwords, which are strong by their length.
_READ_FOR_STRENGTH = 40
# Shorter parts of names stand inside too many other words.
_KNOWN_WORD = 3
PIN_DIGITS = 6
RECOVERY_CODES = 8
TOTP_SECONDS = 30
_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 10
_TOKEN_BYTES = 32
# 19 MiB and two passes: a third of the processor time of the library's own choice, so that a crowd
# at the door cannot fill the memory (OWASP Password Storage Cheat Sheet).
_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Role(StrEnum):
    """What kind of account a person has."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"


class Duty(StrEnum):
    """What a named member of staff may do beyond asking."""

    SENIOR = "senior"
    LANGUAGE_REVIEWER = "language_reviewer"
    FACILITATOR = "facilitator"


class PasswordFault(StrEnum):
    """Why a password is not accepted."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EASY_TO_GUESS = "easy_to_guess"


@dataclass(frozen=True)
class Account:
    """A person of the provider. An owner belongs to every location, the others to those named."""

    id: int
    name: str
    email: str | None
    role: Role
    duties: frozenset[Duty]
    locations: frozenset[int]
    left_at: datetime | None = None

    @property
    def signs_in_by_password(self) -> bool:
        """Return whether this person has a password and a code; staff have a PIN instead."""
        return self.role is not Role.STAFF

    def belongs_to(self, location_id: int) -> bool:
        """Return whether the location with that number is theirs."""
        return self.role is Role.OWNER or location_id in self.locations


def former_name(number: int) -> str:
    """Return what stands for the name of a person who left and was deleted, by their number."""
    return f"former member of staff {number}"


def may_manage(account: Account, other: Account) -> bool:
    """Return whether *account* may change *other*.

    Owners may change everyone; managers the staff whose locations are all theirs.
    """
    if account.role is Role.OWNER:
        return True
    return (
        account.role is Role.MANAGER
        and other.role is Role.STAFF
        and bool(other.locations)
        and other.locations <= account.locations
    )


@dataclass(frozen=True)
class Throttle:
    """How many failures are allowed, and in what time."""

    tries: int
    within: timedelta


_FIVE_MINUTES = timedelta(minutes=5)
PASSWORD_THROTTLE = Throttle(10, _FIVE_MINUTES)
CODE_THROTTLE = Throttle(10, _FIVE_MINUTES)
PIN_THROTTLE = Throttle(5, _FIVE_MINUTES)
# One tablet or office address, whoever is tried from there.
PLACE_THROTTLE = Throttle(30, _FIVE_MINUTES)


def password_fault(password: str, about: Iterable[str] = ()) -> PasswordFault | None:
    """Return why *password* is not accepted, or None.

    *about* is what others know of the person and the provider: its words count for nothing.
    """
    if len(password) < MIN_PASSWORD:
        return PasswordFault.TOO_SHORT
    if len(password) > MAX_PASSWORD:
        return PasswordFault.TOO_LONG
    words = {word for text in about for word in re.split(r"\W+", text) if len(word) >= _KNOWN_WORD}
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    rest = re.sub(known, "", password, flags=re.IGNORECASE)[:_READ_FOR_STRENGTH]
    is_easy = not rest or zxcvbn(rest)["score"] < MIN_STRENGTH
    return PasswordFault.EASY_TO_GUESS if is_easy else None


def is_easy_pin(pin: str) -> bool:
    """Return whether six digits are among those that people try first: runs, repeats, birthdays."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    pair_steps = {int(pin[at + 2 : at + 4]) - int(pin[at : at + 2]) for at in (0, 2)}
    half = len(pin) // 2
    return (
        len(steps) == 1
        or len(set(pin)) < 3
        or pin[:half] == pin[half:]
        or len(pair_steps) == 1
        or pin == pin[::-1]
        or any(_is_date(pin, order) for order in ("%d%m%y", "%y%m%d"))
    )


def _is_date(digits: str, order: str) -> bool:
    try:
        datetime.strptime(digits, order).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def hashed(secret: str) -> str:
    """Return what is kept of a password or PIN."""
    return _HASHER.hash(secret)


# Compared against where there is nothing to compare with, so that it takes the same time.
_NOBODYS = hashed(secrets.token_urlsafe(_TOKEN_BYTES))


def matches(kept: str | None, secret: str) -> bool:
    """Return whether *secret* is what *kept* was made from; takes as long when nothing is kept."""
    try:
        _HASHER.verify(kept or _NOBODYS, secret)
    except argon2.exceptions.VerifyMismatchError:
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether *kept* was made with older settings and should be made again."""
    return _HASHER.check_needs_rehash(kept)


def new_token() -> str:
    """Return an address or cookie that cannot be guessed (256 bits)."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token; a token is random, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code_secret() -> str:
    """Return a new secret for an authenticator app (TOTP)."""
    return pyotp.random_base32()


def code_address(secret: str, email: str) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret, interval=TOTP_SECONDS).provisioning_uri(
        name=email, issuer_name=ISSUER
    )


def code_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """Return the time step that *code* belongs to, or None when it is wrong or was used before.

    One step either side is allowed for, since clocks of phones differ.
    """
    totp = pyotp.TOTP(secret, interval=TOTP_SECONDS)
    digits = re.sub(r"\s", "", code)
    current = int(now.timestamp()) // TOTP_SECONDS
    for step in (current, current - 1, current + 1):
        at = datetime.fromtimestamp(step * TOTP_SECONDS, UTC)
        if hmac.compare_digest(totp.at(at).encode(), digits.encode()):
            return step if last_step is None or step > last_step else None
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Return the codes that stand in for a lost phone, each good for once."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def plain_code(typed: str) -> str:
    """Return a typed recovery code as it is hashed: without spaces, dashes and capitals."""
    return re.sub(r"[^a-z0-9]", "", typed.casefold())


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"
