"""Why a location's own text is not taken: it could loosen what the shared answer holds to.

The check knows no meaning, only words, and is conservative. Over an answer that holds people back,
each sentence must have one of three forms: what nobody does, whom to ask or tell and what to sign
or read, or where and when something is found. Whatever else it says could allow too much, so the
manager is told which sentence it is and writes it in another way. Within those forms, words that
allow, except, put off or say the opposite of a floor line are refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant import privacy, text
from assistant.knowledge import Answer, Knowledge, Verdict
from assistant.knowledge.words import products
from assistant.privacy import Detail


class RefusalKind(StrEnum):
    """Why a text is refused; pages put it into words and add how to say it instead."""

    EMPTY = "empty"  # there are no words in it
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"  # the answer has as many local lines as anyone reads
    NO_FORM = "no_form"  # a sentence that neither forbids, nor says whom to ask, nor where
    PERMITS = "permits"  # allows something, or takes a duty away
    EXCEPTS = "excepts"  # makes an exception
    TELLS_TO_USE = "tells_to_use"  # tells people to use a tool
    DELAYS = "delays"  # puts off what the answer wants at once
    OPPOSITE = "opposite"  # reads as the opposite of a floor line
    NEVER_SAY = "never_say"  # claims what may not be claimed anywhere
    DETAILS = "details"  # holds a personal detail; ``words`` is its kind
    PHONE = "phone"  # the phone number is not one that can be rung
    HAS_FLOOR = "has_floor"  # an answer with floor lines is never hidden
    IS_URGENT = "is_urgent"  # nor is one for danger or for acting now


@dataclass(frozen=True)
class Refusal:
    """One reason: its kind, the words of the text that brought it, the shared line it is about."""

    kind: RefusalKind
    words: str = ""
    line: str = ""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SENTENCE = re.compile(r"[.!?;:]+(?:\s|$)| [-–] ")
_SAYS_NO = re.compile(r"\b(says?|said|saying) no\b")
_NEGATORS = _set("no not never none nothing nobody neither nor cannot without")
_HOLD_BACK = frozenset({Verdict.NO, Verdict.CHECK_FIRST, Verdict.YES_IF, Verdict.DO_NOW})

# The three forms: what nobody does, whom to ask or tell, where and when something is found.
_FORBIDS = re.compile(
    r"(?:never|(?:do|must|may|can|should) not|(?:nobody|no one|none of \w+)(?: \w+)?"
    r"|is not allowed to|are not allowed to)(?: (?:ever|also|even|may|must|can|should))*"
    r" (?:uses?|puts?|types?|pastes?|cop(?:y|ies)|shares?|sends?|uploads?|enters?|lends?|takes?"
    r"|films?|records?|photographs?|prints?|leaves?|plays?|relies|rely|trusts?|guess"
    r"|decides?|deletes?|signs?|logs?|sets?|installs?|downloads?|opens?|shows?|brings?|speaks?"
    r"|talks?)\b"
)
_TELLING = _set(
    "ask tell ring call phone speak talk contact report show fetch find reach read see lock fill"
    " hand bring write note"
)
# What may stand before "ask" or "tell": when, who, or that it is a duty.
_STARTS = _set(
    "please also always first then here you staff everyone carers seniors nurses we at on by in"
    " from to for before after during if when out"
)
_DUTIES = _set("must should to")
_STANDS = _set("is are hang hangs stand stands sit sits work works")
_PLACES = _set("in on at behind beside next under by from")
_ADVERBS = _set("also only always kept here there")
_MOST_BEFORE = 6
# A second order behind the first, what someone is told, names, and matters of law fit no form.
_NO_FORM = re.compile(
    r"\b(?:and|then) (?:then )?(?:film|leave|carry|keep|go|use|put|do|start|continue|switch|turn"
    r"|let|record|copy|paste|type|send|share|sign|stop)\b"
    r"|\btell\b.*\b(?:it|this|that|they|he|she|there) (?:is|are|was|has)\b"
    r"|\b(?:write|note)(?: down)? (?:names?|initials|details)\b"
    r"|\b(?:consent|capacity|best interests)\b"
)
_MOST_IN_NAME = 8
_SECRETS = _set("login logins password passwords passcode pin")
# What people are called, and where lists hang, names no tool.
_FIXED = re.compile(r"\b(?:ai lead|(?:the )?list of approved tools|approved tools list)\b")

# Words that allow unless "not" or "never" stands just before them.
_PERMITS = re.compile(
    r"\b(?:allowed|permitted|fine|ok|okay|all right|alright|acceptable|enough|safe to|free to"
    r"|welcome to|happy for|go ahead|optional|up to you|your choice|as you like|ignore|skip"
    r"|unnecessary|no need|need not|(?:do|does|did) not (?:need|have to|apply|matter|worry|bother)"
    r"|no (?:problem|worries|matter|harm)|not (?:necessary|needed|required)|no longer|never mind"
    r"|without (?:asking|telling|checking|training|approval|permission|consent))\b"
)
_FREES = re.compile(r"^(?:no |need not|do |does |did |not |never |without )")
_EXCEPTS = re.compile(
    r"\b(?:unless|except|excepting|apart from|other than|even (?:if|when)|as long as|but if"
    r"|provided that|in place of|before (?:you )?(?:call|ring|dial) (?:999|111|an ambulance)"
    r"|only if|sometimes|usually|mostly|normally|in a hurry|short of time|just this once|instead)\b"
)
_DELAYS = re.compile(
    r"\b(?:(?:on|until|till|by|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|later|wait"
    r"|in the morning|next (?:day|week|morning|shift|time)|end of the (?:week|month|shift|day)"
    r"|when (?:you have|you get|there is) (?:a )?(?:time|moment|quiet|chance))\b"
)
_AT_ONCE = re.compile(r"\b(?:at once|moment|now|same shift|any hour|straight away|immediately)\b")
_MODALS = _set("may can could might")
# "You can ring Priya" allows nothing; these verbs find or tell a person.
_HARMLESS = _set("ask ring call phone speak talk tell find reach contact read see report come")
_USES = _set(
    "use uses using put puts type types paste copy share send upload enter give try let record save"
    " log film trust rely pop get ask run open start turn switch"
)
_ABOUT = _set("whether if before about which when that")
_TOOLS = _set("ai chatbot chatbots tool tools app apps software scribe scribes")

# What tells of a resident. Phones and addresses for mail are those of who to ask; a name without a
# title may be a colleague's, and one with a title belongs into the field for who to ask.
_NOT_IN_TEXT = frozenset(
    {
        Detail.NHS_NUMBER,
        Detail.NI_NUMBER,
        Detail.DATE,
        Detail.POSTCODE,
        Detail.ROOM,
        Detail.ADDRESS,
        Detail.NAME,
    }
)

# Verbs that turn a sentence round: "do not skip the checks" says to do them.
_TURNING = _set("stop stops skip miss delay ignore forget wait avoid drop mute cancel cut off")
# Words too common to show that two lines are about the same thing.
_COMMON = _set(
    """
    a an the of to in on at by for from with into about and or but if when as is are be been was
    were has have had do does did it its this that these those there here they them their you
    your we our he she his her i my me who whom what which how all any each every one no not
    never none nothing nobody only also just please always will would should must may can could
    use uses used using ask asks tell tells go goes put puts make makes take takes get gets keep
    keeps give gives say says let before after until while first now then out up so than more
    some such both even same other another own
    """
)
_CLAUSES = _set("that until unless which who before if while without except than when")
_ENOUGH_SHARED = 2
# A sentence with this share of a line's words is that line again, perhaps with its "not" gone.
_MOST = 0.6


def refusals(answer: Answer, written: str, knowledge: Knowledge) -> tuple[Refusal, ...]:
    """Return why *written* is not taken as the location's own line over *answer*; none if it is.

    The same line over another answer, or over another text of this one, may be judged otherwise.
    """
    clean = text.visible(written)
    if not text.words(clean):
        return (Refusal(RefusalKind.EMPTY),)
    found = [*_claims(clean, knowledge), *_details(clean, _NOT_IN_TEXT)]
    if answer.floor or answer.verdict in _HOLD_BACK:
        tools = _TOOLS | products(knowledge.lexicon)
        for words in _sentences(clean):
            found += _loosening(words, answer, tools)
    return tuple(dict.fromkeys(found))


def refusals_of_reason(reason: str, knowledge: Knowledge) -> tuple[Refusal, ...]:
    """Return why *reason* is not taken for hiding an answer: it allows or claims something."""
    if not text.words(reason):
        return (Refusal(RefusalKind.EMPTY),)
    found = [*_claims(reason, knowledge), *_details(reason, _NOT_IN_TEXT)]
    for words in _sentences(reason):
        found += _permissions(" ".join(words), words, _TOOLS | products(knowledge.lexicon))
    return tuple(dict.fromkeys(found))


def refusals_of_name(name: str, knowledge: Knowledge) -> tuple[Refusal, ...]:
    """Return why *name* is not taken as that of someone to ask, such as "Priya, night senior"."""
    words = text.words(name)
    found = [*_claims(name, knowledge), *_details(name, _NOT_IN_TEXT - {Detail.NAME})]
    if len(words) > _MOST_IN_NAME or (_MODALS | _USES | _NEGATORS) & set(words):
        found.append(Refusal(RefusalKind.NO_FORM, name))
    return tuple(found)


def refusals_to_hide(answer: Answer) -> tuple[Refusal, ...]:
    """Return why *answer* cannot be hidden by a location; none if it can."""
    found = [Refusal(RefusalKind.HAS_FLOOR, line=answer.floor[0])] if answer.floor else []
    if answer.urgent:
        found.append(Refusal(RefusalKind.IS_URGENT))
    return tuple(found)


def _claims(clean: str, knowledge: Knowledge) -> Iterator[Refusal]:
    for rule in knowledge.never_say.values():
        if claim := re.search(rule.pattern, clean, re.IGNORECASE):
            yield Refusal(RefusalKind.NEVER_SAY, claim.group(), rule.why)


def _details(clean: str, kinds: frozenset[Detail]) -> Iterator[Refusal]:
    for kind in privacy.mask(clean).found:
        if kind in kinds:
            yield Refusal(RefusalKind.DETAILS, kind.value)


def _sentences(clean: str) -> list[list[str]]:
    """Return the words of each sentence of *clean*; "when she says no" is no "no" of the writer."""
    found = (_SAYS_NO.sub(r"\1", " ".join(text.words(part))) for part in _SENTENCE.split(clean))
    return [sentence.split() for sentence in found if sentence]


def _loosening(words: list[str], answer: Answer, tools: frozenset[str]) -> Iterator[Refusal]:
    """Yield what in a sentence could loosen *answer*."""
    line = _FIXED.sub("them", " ".join(words))
    words = line.split()
    if not _has_a_form(line, words, answer, tools):
        yield Refusal(RefusalKind.NO_FORM, " ".join(words))
    yield from _permissions(line, words, tools)
    if exception := _EXCEPTS.search(line):
        yield Refusal(RefusalKind.EXCEPTS, exception.group())
    if (answer.urgent or _AT_ONCE.search(" ".join(answer.floor))) and (
        late := _DELAYS.search(line)
    ):
        yield Refusal(RefusalKind.DELAYS, late.group())
    yield from _opposites(words, answer)


def _permissions(line: str, words: list[str], tools: frozenset[str]) -> Iterator[Refusal]:
    """Yield the words of a sentence that allow something or tell people to use a tool."""
    for found in _PERMITS.finditer(line):
        before = set(line[: found.start()].split()[-2:])
        if _FREES.match(found.group()) or not _NEGATORS & before:
            yield Refusal(RefusalKind.PERMITS, found.group())
    for place, word in enumerate(words):
        if word in _MODALS and _allows(words, place, tools):
            yield Refusal(RefusalKind.PERMITS, " ".join(words[max(place - 1, 0) : place + 2]))
        elif word in _USES | _TELLING and _tells_to_use(words, place, tools):
            yield Refusal(RefusalKind.TELLS_TO_USE, " ".join(words[place : place + 4]))


def _has_a_form(line: str, words: list[str], answer: Answer, tools: frozenset[str]) -> bool:
    """Return whether a sentence forbids, says whom to ask or tell, or where something is found."""
    if _NO_FORM.search(line):
        return False
    if _FORBIDS.search(line) or _tells(words) or line.replace(" ", "").isdecimal():
        return True
    about = {stem for kept in answer.floor for stem in _stems(text.words(kept))}
    return _says_where(words) and not (
        _names_tool(words, tools) or about & _stems(words) or (_NEGATORS | _SECRETS) & set(words)
    )


def _tells(words: list[str]) -> bool:
    place = next((place for place, word in enumerate(words) if word in _TELLING), None)
    if place is None or words[place + 1 : place + 2] == ["again"]:
        return False
    before = words[:place]
    begins = not before or before[0] in _STARTS or before[-1] in _DUTIES
    return begins and place <= _MOST_BEFORE and not {"and", *_NEGATORS} & set(before)


def _says_where(words: list[str]) -> bool:
    place = next((place for place, word in enumerate(words) if word in _STANDS), len(words))
    behind = [word for word in words[place + 1 :] if word not in _ADVERBS]
    return place > 0 and behind[:1] != [] and behind[0] in _PLACES


def _names_tool(words: list[str], tools: frozenset[str]) -> bool:
    line = f" {' '.join(words)} "
    return any(f" {tool} " in line for tool in tools)


def _allows(words: list[str], place: int, tools: frozenset[str]) -> bool:
    """Return whether the "may" or "can" at *place* allows something."""
    behind = [word for word in words[place + 1 :] if word not in {"also", "always", "still"}]
    verb = behind[0] if behind else ""
    if verb in {"not", "never"} or _NEGATORS & set(words[:place]):
        return False
    return verb not in _HARMLESS or _names_tool(behind, tools)


def _tells_to_use(words: list[str], place: int, tools: frozenset[str]) -> bool:
    """Return whether the verb at *place* is about a tool and nothing before it says no."""
    before, behind = words[:place], words[place + 1 :]
    if words[place] in _TELLING:
        # "Ask Priya before you use the chatbot": the tool is what it is about.
        behind = behind[: next((n for n, word in enumerate(behind) if word in _ABOUT), None)]
    return (
        _names_tool(behind, tools) and not _NEGATORS & set(before) and "before" not in before[-3:]
    )


def _opposites(words: list[str], answer: Answer) -> Iterator[Refusal]:
    """Yield the floor lines about the same things as *words* that say yes where these say no."""
    stems = _stems(words)
    for line in answer.floor:
        for about in _sentences(line):
            shared = len(stems & _stems(about))
            readings = {_forbids(about), _forbids(_first_clause(about))}
            turned = shared >= _ENOUGH_SHARED and _forbids(_first_clause(words)) not in readings
            again = shared >= max(_ENOUGH_SHARED, _MOST * len(_stems(about)))
            if turned or (again and _odd(words) != _odd(about)):
                yield Refusal(RefusalKind.OPPOSITE, " ".join(words), line)


def _stems(words: list[str]) -> set[str]:
    return {text.stem(word) for word in words if word not in _COMMON and word not in _NEGATORS}


def _first_clause(words: list[str]) -> list[str]:
    """Return *words* up to where another clause begins: what is said, without its conditions."""
    ends = (place for place, word in enumerate(words) if place and word in _CLAUSES)
    return words[: next(ends, len(words))]


def _odd(words: list[str]) -> bool:
    """Return whether *words* hold an odd number of words that say no."""
    return sum(word in _NEGATORS for word in words) % 2 == 1


def _forbids(words: list[str]) -> bool:
    """Return whether *words* say no; a verb such as "skip" turns a yes or no round."""
    negated = next((place for place, word in enumerate(words) if word in _NEGATORS), None)
    if negated is None:
        return bool(_TURNING & set(words))
    return not _TURNING & set(words[negated + 1 : negated + 6])
