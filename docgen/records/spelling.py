"""How words that a person typed are compared: what does not count, and letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN_CAPITALS = "ABCEHKMOPTXY"
CYRILLIC_CAPITALS = "АВСЕНКМОРТХУ"
"""Capitals that look alike, letter for letter."""
LATIN_TWINS = LATIN_CAPITALS + "aceopxyk"
_TO_CYRILLIC = str.maketrans(LATIN_TWINS, CYRILLIC_CAPITALS + "асеорхук")
_SMALL_TWINS = str.maketrans(LATIN_CAPITALS.lower(), CYRILLIC_CAPITALS.lower())


_BARE = re.compile(r"[0-9A-Za-zА-Яа-я№._/():#-]+(?: [0-9A-Za-zА-Яа-я№._/():#-]+)*")


def as_cyrillic(text: str) -> str:
    """Latin letters that look like Cyrillic ones become them; for comparison of words."""
    return text.translate(_TO_CYRILLIC)


def name_key(text: str) -> str:
    """How names are compared: case, ё/е, spaces, quotes and ways to compose a letter don't count.

    Cells are composed when they are read; what comes from a command line need not be.
    """
    if _BARE.fullmatch(text):
        return text.lower()  # most codes: nothing in them can be written in two ways
    text = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    for quote in "«»„“”\"'":
        text = text.replace(quote, "")
    return " ".join(text.split())


def field_key(text: str) -> str:
    """How names in templates are compared when one is unknown: case, ё/е, look-alikes."""
    # A Latin capital may look like a Cyrillic letter where its small form does not (B, H, M):
    # either form of a letter must give the same key.
    text = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return text.translate(_SMALL_TWINS)


@lru_cache(maxsize=20_000)
def word_key(text: str) -> str:
    """How headings, titles and choices are compared: letters and digits only.

    Case, ё/е, spaces, line breaks, punctuation and Latin look-alikes do not count.
    """
    text = field_key(text)
    return re.sub(r"[\W_]+", "", text.replace("№", "n"))
