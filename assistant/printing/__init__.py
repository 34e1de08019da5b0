"""Leaflets and the book of answers on paper: the only user of Typst and of the QR code maker."""

from assistant.printing.book import book
from assistant.printing.leaflets import Format, leaflet, qr_code
from assistant.printing.press import PrintError
from assistant.printing.qr import qr_svg

__all__ = ["Format", "PrintError", "book", "leaflet", "qr_code", "qr_svg"]
