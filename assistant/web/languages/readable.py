"""Placeholders as people read and type them: [phone] for {phone}."""

from __future__ import annotations

import re

from assistant.languages import Message, placeholders


def readable(text: str) -> str:
    """Return *text* with its placeholders as a reader understands them: [tool] for {tool}."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: f"[{found[1].replace('_', ' ')}]", text)


def typed(text: str, message: Message) -> str:
    """Return *text* as a person typed it with the placeholders of *message* as we keep them."""
    for name in placeholders(message.text):
        text = text.replace(f"[{name.replace('_', ' ')}]", f"{{{name}}}")
    return text
