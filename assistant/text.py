"""Words: normalise a question, cut it into words and stem them.

Everything here is a plain function over text and gives the same result on every machine.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

# A question is a sentence or a short story; what is longer is cut by the doors before it gets here.
MAX_CHARACTERS = 2_000

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# They take no room: what they stand between is one word.
_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+"
)
# Vowel signs and other marks belong to words in many scripts, but Python's \\w leaves them out.
_MARKS = "".join(
    chr(code)
    for code in (*range(0x300, 0x1E00), *range(0xA800, 0xAC00))
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_LETTERS = rf"(?:[^\W_]|[{_MARKS}])+"
_WORD = re.compile(rf"{_LETTERS}(?:'{_LETTERS})*")
_CONTRACTIONS = {
    "can't": "can not",
    "cant": "can not",
    "won't": "will not",
    "wont": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "aint": "is not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "werent": "were not",
    "hasnt": "has not",
    "havent": "have not",
    "hadnt": "had not",
    "shouldnt": "should not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "im": "i am",
    "ive": "i have",
    "whats": "what is",
    "wheres": "where is",
    "whos": "who is",
    "hows": "how is",
    "thats": "that is",
    "theres": "there is",
    "theyre": "they are",
    "youre": "you are",
    "weve": "we have",
    "hes": "he is",
    "shes": "she is",
}
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"))
# A stemmer keeps state while it works, so each thread has its own.
_of_thread = threading.local()


def visible(text: str) -> str:
    """Return *text* in composed form without control, zero-width and direction characters."""
    composed = unicodedata.normalize("NFKC", _NO_WIDTH.sub("", text))
    return " ".join(_HIDDEN.sub(" ", composed).split())


def words(text: str) -> list[str]:
    """Return the words of *text* in lower case, contractions written out."""
    found: list[str] = []
    for word in _WORD.findall(visible(text).casefold().translate(_APOSTROPHES)):
        found.extend(_expand(word))
    return found


@lru_cache(maxsize=4096)
def _expand(word: str) -> tuple[str, ...]:
    if word in _CONTRACTIONS:
        return tuple(_CONTRACTIONS[word].split())
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return tuple((word.removesuffix(ending) + full).split())
    return (word.removesuffix("'s").replace("'", ""),)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of an English *word* (Snowball); other scripts stay as they are."""
    if not hasattr(_of_thread, "stemmer"):
        _of_thread.stemmer = snowballstemmer.stemmer("english")
    return str(_of_thread.stemmer.stemWord(word))
