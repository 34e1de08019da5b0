"""Notices on the web: reading and printing them, making them, and where their copies hang."""

from assistant.web.notices.sources import Sources

__all__ = ["Sources"]
