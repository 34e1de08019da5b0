"""The translations in use: those that are shipped, under what the provider's people say of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import g

from assistant import languages
from assistant.languages import Catalogue, SentenceReview
from assistant.notices import Notice, Wording
from assistant.storage import kept_translations, translations
from assistant.web.state import state


def catalogues(shipped: Mapping[str, Catalogue], wording: Wording) -> Mapping[str, Catalogue]:
    """Return the *shipped* catalogues as they hold for this provider; made once a request."""
    if "catalogues" not in g:
        said = _said()
        messages = tuple(wording.messages()) if said else ()
        g.catalogues = {
            code: languages.overlay(catalogue, messages, said.get(code, ()))
            for code, catalogue in shipped.items()
        }
    return cast(Mapping[str, Catalogue], g.catalogues)


def catalogues_of(
    notice: Notice, shipped: Mapping[str, Catalogue], wording: Wording
) -> Mapping[str, Catalogue]:
    """Return the catalogues as they hold for a published *notice*.

    A sentence that English says in other words by now has the translation that was kept when the
    notice was published. Whether it is reviewed is read from the ledgers, by its hashes.
    """
    todays = catalogues(shipped, wording)
    old = [one for one in notice.every_message() if not wording.says(one)]
    if not old:
        return todays
    with state().storage.read() as db:
        kept = kept_translations.of(db, old)
    said = _said()
    return {
        code: languages.overlay(
            catalogue.with_kept(old, kept.get(code, {})), old, said.get(code, ())
        )
        for code, catalogue in todays.items()
    }


def _said() -> Mapping[str, list[SentenceReview]]:
    """Return what the provider's people said of each language; read once a request."""
    if "said_of_translations" not in g:
        with state().storage.read() as db:
            g.said_of_translations = translations.by_language(db)
    return cast(Mapping[str, list[SentenceReview]], g.said_of_translations)
