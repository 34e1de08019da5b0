"""The language a question is written in, as far as its script alone can tell.

Questions in Latin letters count as English here; telling Polish from English by words is not done
yet, and a Polish question is declined like any other that is not recognised.
"""

from __future__ import annotations

import unicodedata

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
    "CJK": "zh-Hans",
    "HANGUL": "ko",
    "THAI": "th",
    "HEBREW": "he",
    "ETHIOPIC": "am",
    "SINHALA": "si",
    "TELUGU": "te",
}
_URDU_LETTERS = frozenset("ٹڈڑںھہےۓ")
_PERSIAN_LETTERS = frozenset("پچژگکی")


def language(question: str) -> str:
    """Return the language code of *question*: that of the script of most letters, else ``en``."""
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
