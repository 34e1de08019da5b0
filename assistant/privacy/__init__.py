"""Find personal details in a question and mask them before anything else sees it.

Patterns catch what has a shape: NHS numbers, phones, e-mail addresses, dates, postcodes, National
Insurance numbers, rooms, street addresses, initials, and names behind a title. A list of given
names catches many bare first names, though never all; the asker is told so, and the store keeps
only words of a word list.
"""

from assistant.privacy.mask import Masked, mask, without_tokens
from assistant.privacy.shapes import Detail, is_nhs_number

__all__ = ["Detail", "Masked", "is_nhs_number", "mask", "without_tokens"]
