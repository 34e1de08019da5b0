"""Leaflets, the book of answers and training on paper: the only user of Typst and of segno."""

from assistant.printing.book import book
from assistant.printing.certificates import certificate
from assistant.printing.leaflets import Format, leaflet, qr_code
from assistant.printing.packs import pack
from assistant.printing.press import PrintError
from assistant.printing.qr import qr_svg

__all__ = ["Format", "PrintError", "book", "certificate", "leaflet", "pack", "qr_code", "qr_svg"]
