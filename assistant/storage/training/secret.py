"""Secrets of training: codes that people type, and tokens that a device keeps. Stored as hashes."""

from __future__ import annotations

import hashlib
import secrets

from assistant.training.codes import ALPHABET, Length

# 128 bits: a token that cannot be guessed.
TOKEN_BYTES = 16


def draw_code(length: Length) -> str:
    """Return a new code of that length, drawn from a secret source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def draw_token() -> str:
    """Return a new token for a device, as it stands in a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(secret: str) -> str:
    """Return what is stored of a code or token: its SHA-256, 64 digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
