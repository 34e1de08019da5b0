"""Languages: one table, translations of whole sentences, and who has reviewed them."""

from assistant.languages.catalogue import (
    Catalogue,
    Fault,
    Message,
    Translation,
    TranslationError,
    compile_catalogues,
    placeholders,
    read_catalogue,
    template,
)
from assistant.languages.reviews import HASH_PATTERN, Review, read_reviews, sha256
from assistant.languages.table import (
    ENGLISH,
    LANGUAGES,
    STAFF_LANGUAGES,
    Direction,
    Language,
    LanguageError,
    language,
)
from assistant.languages.values import Value, ValueKind, is_country, shown

__all__ = [
    "ENGLISH",
    "HASH_PATTERN",
    "LANGUAGES",
    "STAFF_LANGUAGES",
    "Catalogue",
    "Direction",
    "Fault",
    "Language",
    "LanguageError",
    "Message",
    "Review",
    "Translation",
    "TranslationError",
    "Value",
    "ValueKind",
    "compile_catalogues",
    "is_country",
    "language",
    "placeholders",
    "read_catalogue",
    "read_reviews",
    "sha256",
    "shown",
    "template",
]
