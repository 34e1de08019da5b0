"""A notice as one web page that stands alone: no script, no cookie, nothing fetched."""

from __future__ import annotations

from pathlib import Path

import jinja2

from assistant.notices import Edition


def web_page(shown: Edition, templates: Path) -> str:
    """Return the edition as HTML that a provider can put on its own site.

    It says what the public page says, by the same macros; *templates* is the folder of templates.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("notices/standalone.html").render(edition=shown) + "\n"
