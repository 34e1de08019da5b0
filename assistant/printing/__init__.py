"""Leaflets on paper: the only user of Typst and of the QR code maker."""

from assistant.printing.leaflets import Format, leaflet, qr_code
from assistant.printing.press import PrintError

__all__ = ["Format", "PrintError", "leaflet", "qr_code"]
