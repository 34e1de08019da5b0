"""Notices, jobs, training and the book on paper: the only user of Typst and of segno."""

from assistant.printing.book import book
from assistant.printing.certificates import certificate
from assistant.printing.formats import ENDINGS, bundle, make, plain
from assistant.printing.jobs import job_sheet
from assistant.printing.leaflets import PAPER, leaflet, look, qr_code
from assistant.printing.packs import pack
from assistant.printing.press import PrintError
from assistant.printing.qr import qr_svg
from assistant.printing.samples import has_font, unprintable
from assistant.printing.web_page import web_page

__all__ = [
    "ENDINGS",
    "PAPER",
    "PrintError",
    "book",
    "bundle",
    "certificate",
    "has_font",
    "job_sheet",
    "leaflet",
    "look",
    "make",
    "pack",
    "plain",
    "qr_code",
    "qr_svg",
    "unprintable",
    "web_page",
]
