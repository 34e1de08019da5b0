"""The translations in use: those that are shipped, under what the provider's people say of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import g

from assistant import languages
from assistant.languages import Catalogue
from assistant.notices import Wording
from assistant.storage import translations
from assistant.web.state import state


def catalogues(shipped: Mapping[str, Catalogue], wording: Wording) -> Mapping[str, Catalogue]:
    """Return the *shipped* catalogues as they hold for this provider; made once a request."""
    if "catalogues" not in g:
        with state().storage.read() as db:
            said = translations.by_language(db)
        messages = tuple(wording.messages()) if said else ()
        g.catalogues = {
            code: languages.overlay(catalogue, messages, said.get(code, ()))
            for code, catalogue in shipped.items()
        }
    return cast(Mapping[str, Catalogue], g.catalogues)
