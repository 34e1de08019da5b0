"""What a provider's people say of translated sentences, and what notices said in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table


class TranslationReviewRow(Table):
    """What one person said of one sentence, and the hashes of what they read. Never updated."""

    __tablename__ = "translation_review"
    __table_args__ = (Index("ix_translation_review_language", "domain", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    domain: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(String(120))
    source_sha256: Mapped[str] = mapped_column(String(64))
    shipped_sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(12))
    # No foreign key: a review outlives the account of who made it, and tells two people apart.
    account_id: Mapped[int | None] = mapped_column(Integer)
    who: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    qualification: Mapped[str] = mapped_column(String(120))
    method: Mapped[str] = mapped_column(String(60))
    provider: Mapped[str] = mapped_column(String(120))
    reviewed_at: Mapped[datetime]


class KeptTranslationRow(Table):
    """A sentence of a published notice as it was shipped in a language, by its English text."""

    __tablename__ = "kept_translation"
    __table_args__ = (UniqueConstraint("language", "sentence", "source_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    sentence: Mapped[str] = mapped_column(String(120), index=True)
    source_sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
