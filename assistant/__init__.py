"""Plainly: plain answers for care staff and open notices about AI in adult social care."""

__version__ = "0.1.0"
