"""What a provider's people say of translated sentences: lines that are added and never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.languages import Domain, SentenceReview, Verdict
from assistant.storage.tables import TranslationReviewRow


def add(session: Session, reviews: Iterable[SentenceReview]) -> None:
    """Keep what was said, in this order."""
    session.add_all(
        TranslationReviewRow(
            language=review.language,
            domain=review.domain.value,
            sentence=review.id,
            source_sha256=review.source_sha256,
            shipped_sha256=review.shipped_sha256,
            text=review.text,
            verdict=review.verdict.value,
            account_id=review.account_id,
            who=review.name,
            role=review.role,
            qualification=review.qualification,
            method=review.method,
            provider=review.provider,
            reviewed_at=review.reviewed_at,
        )
        for review in reviews
    )


def of_language(
    session: Session, language: str, domain: Domain = Domain.NOTICES
) -> list[SentenceReview]:
    """Return all that was said of a language, oldest first."""
    return by_language(session, domain, language).get(language, [])


def by_language(
    session: Session, domain: Domain = Domain.NOTICES, language: str | None = None
) -> dict[str, list[SentenceReview]]:
    """Return all that was said of each language, or of one, oldest first."""
    query = select(TranslationReviewRow).where(TranslationReviewRow.domain == domain.value)
    if language is not None:
        query = query.where(TranslationReviewRow.language == language)
    found: dict[str, list[SentenceReview]] = defaultdict(list)
    for row in session.scalars(query.order_by(TranslationReviewRow.id)):
        found[row.language].append(_review(row))
    return dict(found)


def _review(row: TranslationReviewRow) -> SentenceReview:
    return SentenceReview(
        language=row.language,
        domain=Domain(row.domain),
        id=row.sentence,
        source_sha256=row.source_sha256,
        shipped_sha256=row.shipped_sha256,
        text=row.text,
        verdict=Verdict(row.verdict),
        name=row.who,
        role=row.role,
        qualification=row.qualification,
        method=row.method,
        provider=row.provider,
        reviewed_at=row.reviewed_at,
        account_id=row.account_id,
    )
