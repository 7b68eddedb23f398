"""The code that a paper bears in print, a QR code: which paper it is and which words of it.

``DOCGEN:1:<paper>:<stage><mark>:<check>``, capital letters and digits only. It names nobody: the
paper is a part of its id, the mark a hash. The register tells the rest, without a network.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import re
import uuid
from dataclasses import dataclass

PREFIX = "DOCGEN:1:"
PICTURE_NAME = "docgen_qr"
"""Name of the picture in a Word file, by which it is found after Word has renamed its part."""
_PAPER_LETTERS, _MARK_LETTERS = 16, 8
_CODE = re.compile(
    rf"{PREFIX}([A-Z2-7]{{{_PAPER_LETTERS}}}):([DAR])([A-Z2-7]{{{_MARK_LETTERS}}}):([0-9A-Z])"
)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Stage(enum.StrEnum):
    """What the sheet was when it was printed."""

    DRAFT = "D"
    APPROVED = "A"
    REGISTERED = "R"


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code in its parts. ``paper``: ``paper_letters`` of its id; ``mark``: of its words."""

    paper: str
    stage: Stage
    mark: str

    @property
    def text(self) -> str:
        """The code as it stands in the picture."""
        body = f"{PREFIX}{self.paper}:{self.stage}{self.mark}:"
        return body + check_character(body)


def read_code(text: str) -> PrintedCode | None:
    """The code of a text; ``None`` for anything else, and when one character is wrong."""
    found = _CODE.fullmatch(text)
    if found is None or check_character(text[:-1]) != found[4]:
        return None
    return PrintedCode(found[1], Stage(found[2]), found[3])


def paper_letters(document_id: str) -> str:
    """The part of a paper's id that its code names: 80 bits of 128.

    Raises ``ValueError`` for what is no id.
    """
    return _letters(uuid.UUID(document_id).bytes, _PAPER_LETTERS)


def mark_of(*what: str) -> str:
    """The mark of a version: 40 bits of a hash of what it was made from."""
    return _letters(hashlib.sha256("\0".join(what).encode()).digest(), _MARK_LETTERS)


def version_mark(
    document_id: str, row_hash: str, template_hash: str, settings_hash: str, words: str = ""
) -> str:
    """The mark of a version of a paper.

    ``words``: all that it says, where a person has edited it: then rows and template do not tell
    one version from another.
    """
    return mark_of(document_id, *((words,) if words else (row_hash, template_hash, settings_hash)))


def check_character(text: str) -> str:
    """The check character of the letters and digits of a text, by ISO 7064, MOD 37,36: one wrong
    character and two changed places are found."""
    left = 36
    for character in text:
        if (value := _ALPHABET.find(character)) >= 0:
            left = ((left + value) % 36 or 36) * 2 % 37
    return _ALPHABET[(1 - left) % 36]


def _letters(content: bytes, count: int) -> str:
    return base64.b32encode(content)[:count].decode()
