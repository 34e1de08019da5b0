"""The language a question is written in: by its script, then by its words.

A fragment such as "sensor no alarm" is English here, whatever a detector makes of it: only when
most words are neither English nor care vocabulary is the detector asked.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

# Language code by the first word of the Unicode names of its letters.
_BY_SCRIPT = {
    "GURMUKHI": "pa",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "MALAYALAM": "ml",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "CYRILLIC": "uk",
    "CJK": "zh-hans",
    "HANGUL": "ko",
    "THAI": "th",
    "HEBREW": "he",
    "ETHIOPIC": "am",
    "SINHALA": "si",
    "TELUGU": "te",
}
_URDU_LETTERS = frozenset("ٹڈڑںھہےۓ")
_PERSIAN_LETTERS = frozenset("پچژگکی")


# Codes of the languages in Latin letters that staff, residents and families here write.
_LATIN = {
    Language.ENGLISH: "en",
    Language.POLISH: "pl",
    Language.ROMANIAN: "ro",
    Language.PORTUGUESE: "pt",
    Language.SPANISH: "es",
    Language.ITALIAN: "it",
    Language.FRENCH: "fr",
    Language.TURKISH: "tr",
    Language.SOMALI: "so",
    Language.TAGALOG: "tl",
    Language.YORUBA: "yo",
}
FEW_KNOWN = 0.5
SURE = 0.8


def language(question: str, known: float) -> str:
    """Return the language code of *question*; *known* is the share of its words that we know.

    It is the language of the script of most letters; for Latin letters that of the words when few
    are known and the detector is sure, else ``en``.
    """
    by_script = _by_script(question)
    if by_script != "en" or known > FEW_KNOWN:
        return by_script
    best = detector().compute_language_confidence_values(question)[0]
    return _LATIN[best.language] if best.value >= SURE else "en"


@cache
def detector() -> LanguageDetector:
    """Return the detector; loading it takes a moment and 24 MB, once."""
    builder = LanguageDetectorBuilder.from_languages(*_LATIN)
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()


def _by_script(question: str) -> str:
    counts: dict[str, int] = {}
    for letter in question:
        if letter.isalpha():
            script = unicodedata.name(letter, "LATIN").split()[0]
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return "en"
    main = max(sorted(counts), key=lambda script: counts[script])
    if main == "ARABIC":
        letters = set(question)
        if letters & _URDU_LETTERS:
            return "ur"
        return "fa" if letters & _PERSIAN_LETTERS else "ar"
    return _BY_SCRIPT.get(main, "en")
