"""Approving answers and the sentences of notices: read them, then say that they hold here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.knowledge import Use
from assistant.knowledge.words import by_group
from assistant.languages import sha256
from assistant.notices.topics import Topic, order, topic
from assistant.storage import StorageError, approvals, audit
from assistant.storage.approvals import Approval, TextKind
from assistant.web import hx
from assistant.web.cards import Card, card
from assistant.web.doors import Policy, policy
from assistant.web.languages.readable import readable
from assistant.web.notices.sources import sources
from assistant.web.place import location
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in
from assistant.web.words import TOPICS, Words, group_words

bp = Blueprint("approvals", __name__, url_prefix="/manage/approvals")
_SENTENCES = "notices"


@dataclass(frozen=True)
class Text:
    """A text that can be approved; ``card`` for an answer, ``words`` for a sentence."""

    kind: TextKind
    name: str
    text_hash: str
    words: str
    approval: Approval | None
    card: Card | None = None

    @property
    def is_approved(self) -> bool:
        """Return whether this very text is approved."""
        return self.approval is not None and self.approval.holds_for(self.text_hash)

    @property
    def is_changed(self) -> bool:
        """Return whether a text of this name was approved, and has changed since."""
        return self.approval is not None and self.approval.approved and not self.is_approved


@dataclass(frozen=True)
class Group:
    """Texts that are read together."""

    name: str
    heading: Words
    texts: tuple[Text, ...]

    @property
    def has_english_heading(self) -> bool:
        """Return whether its heading is one of the knowledge, which no page translates."""
        return isinstance(self.heading, str)

    @property
    def is_of_notices(self) -> bool:
        """Return whether its texts are sentences of notices."""
        return self.texts[0].kind is TextKind.SENTENCE

    @property
    def approved(self) -> int:
        """Return how many of the texts are approved."""
        return sum(text.is_approved for text in self.texts)


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show which groups of texts are approved, and how far."""
    return render_template("approvals/index.html", groups=_groups())


@bp.get("/<name>")
@policy(Policy.MANAGER)
def show(name: str) -> str:
    """Show the texts of a group in full, to read and approve."""
    return render_template("approvals/show.html", group=_group(name), error=False)


@bp.post("/<name>")
@policy(Policy.MANAGER)
def approve(name: str) -> str | Response | tuple[str, int]:
    """Keep that the person at the screen approves the ticked texts, or takes that back.

    The form carries the hash of each text as it was read: a text that changed in the meantime is
    left as it is.
    """
    group = _group(name)
    read = {text.name: text for text in group.texts if f"{text.name} {text.text_hash}" in _ticked()}
    if not read:
        return render_template("approvals/show.html", group=group, error=True), 422
    approved = request.form.get("do") != "withdraw"
    with state().storage.write() as db:
        for text in read.values():
            approvals.approve(
                db, text.kind, text.name, text.text_hash, signed_in(), now(), approved=approved
            )
        action = "texts_approved" if approved else "approval_taken_back"
        audit.record(db, actor(), action, group.name, now(), texts=", ".join(read))
    return hx.go(url_for(".show_all"))


@bp.app_template_global("approval_of")
def approval_of(name: str) -> Approval | None:
    """Return the newest line about the answer *name*; read once a request for all of them.

    Answers stand without the database: nothing is then said to be approved.
    """
    if "approvals" not in g:
        try:
            with state().storage.read() as db:
                g.approvals = approvals.current(db, TextKind.ANSWER)
        except StorageError:
            g.approvals = {}
    return cast(dict[str, Approval], g.approvals).get(name)


def _ticked() -> frozenset[str]:
    return frozenset(request.form.getlist("text"))


def _group(name: str) -> Group:
    return next((group for group in _groups() if group.name == name), None) or abort(404)


def _groups() -> list[Group]:
    parts, where = state(), location()
    with parts.storage.read() as db:
        answers = approvals.current(db, TextKind.ANSWER)
        sentences = approvals.current(db, TextKind.SENTENCE)
    found = [
        Group(
            name,
            group_words(name),
            tuple(
                Text(
                    TextKind.ANSWER,
                    answer.id,
                    answer.text_hash,
                    answer.title,
                    answers.get(answer.id),
                    card(answer, parts.knowledge, where, today()),
                )
                for answer in group
            ),
        )
        for name, group in by_group(parts.knowledge.answers.values())
    ]
    return [*found, *_of_sentences(sentences)]


def _of_sentences(known: Mapping[str, Approval]) -> list[Group]:
    """Return the sentences of notices by topic, those for every kind of tool first."""
    wording = sources().wording
    topics: dict[Topic | Use, list[Text]] = {}
    for name, entry in sorted(wording.entries.items()):
        text = Text(
            TextKind.SENTENCE, name, sha256(entry.text), readable(entry.text), known.get(name)
        )
        topics.setdefault(topic(name), []).append(text)
    return [
        Group(
            f"{_SENTENCES}-{one}",
            TOPICS[one] if isinstance(one, Topic) else wording.uses[one].title,
            tuple(topics[one]),
        )
        for one in sorted(topics, key=order)
    ]
