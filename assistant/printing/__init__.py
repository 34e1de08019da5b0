"""Leaflets and the book of answers on paper: the only user of Typst and of the QR code maker."""

from assistant.printing.book import book
from assistant.printing.leaflets import Format, leaflet, qr_code
from assistant.printing.press import PrintError

__all__ = ["Format", "PrintError", "book", "leaflet", "qr_code"]
