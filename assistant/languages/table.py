"""One table of the languages we can offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way a script runs; the values are those of HTML and Typst."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True)
class Language:
    """One language we can offer.

    ``code`` is ours (addresses, file names), ``tag`` is BCP 47, ``locale`` is Babel's and the name
    of the folder under translations. For print: ``font`` is the family; ``leading`` the space
    between lines in em, beyond 1.25 em for the line itself; ``scale`` makes a font look as large as
    the Latin one beside it. ``region`` is needed where a language alone does not name the
    script (Chinese).
    """

    code: str
    tag: str
    locale: str
    own_name: str
    name: str
    script: str
    font: str
    leading: float
    direction: Direction = Direction.LTR
    region: str | None = None
    scale: float = 1.0


_RTL = Direction.RTL
_LATIN = "Atkinson Hyperlegible Next"
_ARABIC = "IBM Plex Sans Arabic"
ENGLISH = Language("en", "en-GB", "en_GB", "English", "English", "Latn", _LATIN, 0.2, region="GB")
LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("pl", "pl", "pl", "Polski", "Polish", "Latn", _LATIN, 0.2),
        Language("ro", "ro", "ro", "Română", "Romanian", "Latn", _LATIN, 0.2),
        Language("pa", "pa", "pa_Guru", "ਪੰਜਾਬੀ", "Panjabi", "Guru", "Noto Sans Gurmukhi", 0.35),
        Language("ur", "ur", "ur", "اردو", "Urdu", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("pt", "pt-PT", "pt_PT", "Português", "Portuguese", "Latn", _LATIN, 0.2),
        Language("es", "es", "es", "Español", "Spanish", "Latn", _LATIN, 0.2),
        Language("ar", "ar", "ar", "العربية", "Arabic", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("bn", "bn", "bn", "বাংলা", "Bengali", "Beng", "Noto Sans Bengali", 0.35),
        Language("gu", "gu", "gu", "ગુજરાતી", "Gujarati", "Gujr", "Noto Sans Gujarati", 0.35),
        Language("it", "it", "it", "Italiano", "Italian", "Latn", _LATIN, 0.2),
        Language("ta", "ta", "ta", "தமிழ்", "Tamil", "Taml", "Noto Sans Tamil", 0.3, scale=0.88),
        Language(
            "zh-hant",
            "zh-Hant",
            "zh_Hant",
            "繁體中文",
            "Chinese (Traditional)",
            "Hant",
            "Noto Sans CJK TC",
            0.3,
            region="TW",
        ),
        Language(
            "zh-hans",
            "zh-Hans",
            "zh_Hans",
            "简体中文",
            "Chinese (Simplified)",
            "Hans",
            "Noto Sans CJK SC",
            0.3,
            region="CN",
        ),
        Language("tr", "tr", "tr", "Türkçe", "Turkish", "Latn", _LATIN, 0.2),
        Language("fa", "fa", "fa", "فارسی", "Farsi", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("el", "el", "el", "Ελληνικά", "Greek", "Grek", "Noto Sans", 0.2),
        Language("so", "so", "so", "Soomaali", "Somali", "Latn", _LATIN, 0.2),
        Language("hi", "hi", "hi", "हिन्दी", "Hindi", "Deva", "Noto Sans Devanagari", 0.35),
    )
}
# What staff read beside the English: those that many care workers in England speak.
STAFF_LANGUAGES: Mapping[str, Language] = {
    **{code: LANGUAGES[code] for code in ("pl", "ro", "pt", "hi")},
    "ml": Language("ml", "ml", "ml", "മലയാളം", "Malayalam", "Mlym", "Noto Sans Malayalam", 0.35),
    "fil": Language("fil", "fil", "fil", "Filipino", "Filipino", "Latn", _LATIN, 0.2),
}


class LanguageError(Exception):
    """A language is unknown, or its files cannot be used; the message says what to mend."""


def language(code: str) -> Language:
    """Return the language with our *code*; LanguageError when there is none."""
    try:
        return LANGUAGES[code]
    except KeyError:
        raise LanguageError(f"there is no language `{code}`") from None
