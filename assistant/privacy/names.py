"""Names: behind a title, with initials, before a room, in a run, or by the list of given names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from assistant import text
from assistant.privacy.shapes import Detail


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Behind these any word may be a name; the others are ordinary words too ("the sensor may miss
# falls"), so that only a capital letter, or a word that is none, tells.
_TITLE = r"(?:mr|mrs|ms|mx|dr)"
_WORD_TITLE = (
    r"(?:miss|prof|professor|sir|dame|lord|lady|rev|reverend|canon|pastor|imam|rabbi|father|fr|cllr"
    r"|captain|major|matron|sister|brother|nurse|uncle|aunt|auntie|aunty|nan|nana|nanny|gran|granny"
    r"|grandma|grandad|grandpa|master)"
)
_PARTICLES = _set("van von de der den da di du la le el al bin ibn st mc mac o of ter ten dos")
# Words that follow a title without being a name: "ask the dr about", "sister in charge".
_NOT_NAMES = _set(
    """
    a about all am an and any are as ask asked asking at be been but by called came can
    could did do does for from gave get give go going got had has have he her here him his
    how i if in is it just knows left like me my need needs no not now of off on or our out
    practitioner please put rang right said saw say says she should so some telling tells
    than that the their them then there they this to told too up us visit wants was we went
    were what when where which who why will with would you your bank manager station
    associate
    """
)
# Surnames that are words as well; in small letters they count as names only where names stand.
_WORD_SURNAMES = _set(
    "smith cooper turner wright fisher potter mason shepherd archer chandler fletcher harper"
    " marsh parsons webb wells webster carver hooper bishop sawyer thatcher tanner glover palmer"
)
_WORD = r"[^\W\d_][\w'’-]*"
_CAPITALISED = r"[A-Z][\w'’-]*[a-z][\w'’-]*"
CAPITALISED_RUN = re.compile(rf"\b{_CAPITALISED}(?:\s+{_CAPITALISED})+")
TITLED = re.compile(
    rf"\b(?:(?P<sure>(?i:{_TITLE})\b\.?(?:\s+(?:and|&)\s+(?i:{_TITLE})\b\.?)?)"
    rf"|(?P<word>(?i:{_WORD_TITLE})\b))(?P<names>(?:\s+(?:{_WORD}\.?|\[[a-z ]+\])){{1,6}})"
)
INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]*[a-z]|(?<![\w.])[B-HJ-Z]\s[A-Z][\w'’-]*[a-z][\w'’-]*"
    r"|(?<![\w.])(?:[A-Z]\.){2,3}(?![\w.])|(?i:\binitials\s+(?:are\s+|of\s+)?)[A-Z]{2,3}\b"
)
NAME_AND_INITIAL = re.compile(r"\b([A-Z][a-z'’-]+)\s[B-HJ-Z]\b\.?(?!\w)")
_ABBREVIATIONS = _set("a.i. u.k. e.g. i.e. g.p. n.h.s. d.o.b. c.q.c. t.v. i.t. a.m. p.m. u.s.")
CALLED = re.compile(
    r"(?i:\b(?:resident|lady|man|woman|gentleman|gent|person|client|patient|carer|colleague|son"
    r"|daughter|husband|wife|mum|dad|mother|father|someone|neighbour|friend|girl|boy)\s+"
    r"(?:is\s+)?(?:called|named)|\b(?:her|his|their|residents?|whose)(?:'s)?\s+(?:first\s+|last\s+)?"
    rf"(?:sur)?name\s+is|\b(?:her|his|their)\s+name's)\s+(?P<name>{_WORD}(?:\s+{_CAPITALISED})?)"
)
IN_ROOM = re.compile(rf"\b(?P<name>{_WORD})(?=\s+(?:in|from|of|at|who is in|whos in)\s+\[room\])")
# A token that stands for a detail is no word.
BARE = re.compile(rf"(?<![\w\[])(?:{_WORD})(?![\w\]])(?!\s[a-z]+\])")
_STARTS = re.compile(r"(?:^|[.!?:;]['\"”)]?\s)['\"“(]?$")
# "May I", "Will you": no one of that name.
_ASKS = re.compile(
    r"\s+(?:i|we|you|he|she|it|they|someone|anyone|there|ai|the|a|an|my|our)\b", re.I
)
_MONTHS = _set("jan april may june august")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|from|until|till|last|next|this|of|during|before|after|to|\d+(?:st|nd|rd|th)?)"
    r"\s+$",
    re.IGNORECASE,
)
# Given names this short are abbreviations as often, unless they begin with a capital letter.
_SHORT = 3
_STROKES = str.maketrans("łøđþı", "lodti")
# Given names that stand in a word list and are hardly ever meant as the word.
_HARDLY_WORDS = _set(
    "john peter martin terry tom tony sally maria victor roger mike ken bob bobby billy jimmy jay"
    " josh troy brad matt meg phoebe colleen derrick beryl hector noel savannah mickey paddy deb"
)
# What else is "in room 12".
_IN_ROOMS = _set(
    """
    resident residents lady ladies man men gentleman gent woman person people patient client
    someone anyone everyone nobody one two three staff carer carers nurse family visitor visitors
    sensor sensors camera cameras alarm alarms tablet tv bell bells buzzer light lights door
    window speaker microphone scribe recorder monitor chatbot phone wifi fire flood fall falls
    falling fell help call calls check checks care meds medicines notes note died dying lives
    living sits sleeping asleep staying moved moving stays away out back look looks looking down
    up again ai app echo installed fitted used put work works working listening recording
    """
)


class Names:
    """Tells names from other words by the words that are known and the given names."""

    def __init__(self, known: Container[str], names: Container[str]) -> None:
        self._known = known
        self._names = names

    def end_of_titled(self, titled: re.Match[str]) -> int | None:
        """Return where the name behind a title ends, or None when there is none."""
        end: int | None = None
        particle = False
        for found in re.finditer(r"\S+", titled["names"]):
            token = found.group()
            taken = (
                self._begins_name(token, sure=bool(titled["sure"]))
                if end is None
                else particle or self._goes_on(token)
            )
            if not taken:
                break
            end = titled.start("names") + found.end()
            particle = _lower(token) in _PARTICLES
            if token.endswith(".") and len(token) > 2:
                return end - 1
        return end

    def _begins_name(self, token: str, *, sure: bool) -> bool:
        lower = _lower(token)
        if lower in _NOT_NAMES or token.startswith("["):
            return False
        return sure or _is_capitalised(token) or lower in _WORD_SURNAMES or self._is_name(lower)

    def _goes_on(self, token: str) -> bool:
        lower = _lower(token)
        if lower in _NOT_NAMES or token.startswith("["):
            return False
        if _is_capitalised(token) or lower in _PARTICLES:
            return True
        return bool(self._known) and not self._knows(token)

    def _is_name(self, lower: str) -> bool:
        return lower in self._names or _plain(lower) in self._names

    def _knows(self, token: str) -> bool:
        return all(word in self._known for word in text.words(token))

    def of_called(self, name: str) -> Detail | None:
        """Return whether what someone "is called" is a name, as a kind."""
        lower = _lower(name)
        is_name = (
            _is_capitalised(name)
            or self._is_name(lower)
            or lower in _WORD_SURNAMES
            or not self._knows(name)
        )
        return Detail.NAME if is_name and lower not in _NOT_NAMES else None

    def of_initials(self, found: str) -> Detail | None:
        """Return whether "J. Smith" or "B.S." are initials, as a kind."""
        first, *rest = found.split()
        usual = first.casefold() in _ABBREVIATIONS or (rest and _lower(rest[-1]) in _NOT_NAMES)
        return None if usual else Detail.NAME

    def of_in_room(self, name: str) -> Detail | None:
        """Return whether the word before "in room 12" is a name, as a kind."""
        lower = _lower(name)
        if lower in _NOT_NAMES or lower in _IN_ROOMS:
            return None
        is_name = self._is_name(lower) or lower in _WORD_SURNAMES or _is_capitalised(name)
        return Detail.NAME if is_name or (self._known and not self._knows(name)) else None

    def of_run(self, words: str) -> Detail | None:
        """Return whether a run of capitalised words ends in what is no known word, as a kind."""
        return None if _lower(words) in self._known else Detail.NAME

    def of_bare(self, found: re.Match[str]) -> Detail | None:
        """Return whether a word by itself is someone's given name, as a kind."""
        word, lower = found.group(), _lower(found.group())
        if not self._is_name(lower):
            return None
        before, behind = found.string[: found.start()], found.string[found.end() :]
        if lower in _MONTHS and _BEFORE_MONTH.search(before):
            return None
        capital = _is_capitalised(word)
        if lower in self._known and lower not in _HARDLY_WORDS:
            starts = _STARTS.search(before) or _ASKS.match(behind)
            return Detail.NAME if capital and not starts else None
        return Detail.NAME if capital or len(lower) > _SHORT else None


def _lower(token: str) -> str:
    """Return the last word of *token* in lower case, without an ending 's."""
    words = text.words(token)
    return words[-1] if words else ""


def _plain(word: str) -> str:
    """Return *word* in the letters of the English alphabet, as a name is often typed."""
    parts = unicodedata.normalize("NFD", word.translate(_STROKES))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _is_capitalised(token: str) -> bool:
    """Return whether *token* is written like a name; capitals throughout are shouting."""
    bare = token.rstrip(".")
    return bare[:1].isupper() and (len(bare) == 1 or any(letter.islower() for letter in bare[1:]))
