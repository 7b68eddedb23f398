"""A package: papers in their order under safe names, with a list of what is in it, as values.

Who may get a paper is decided above, from the rows. Here the packed bytes are looked at once
more: whatever stands in a package must carry the passport of a paper that was meant for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from docgen.delivery.inventory import Inventory, Line, inventory_file
from docgen.opc.writing import write_package
from docgen.passport import read_passport

INVENTORY = "Опись"
_WORD = ".docx"


@dataclass(frozen=True)
class Enclosure:
    """One paper of a package.

    ``stem``: a safe file name without extension. ``number``: «от 31.08.2026 № 12», «проект» or
    empty. ``sheets``: of one copy, ``None`` when nobody has counted. ``pdf``: the same paper as
    PDF, when there is one.
    """

    document_id: str
    title: str
    stem: str
    content: bytes
    number: str = ""
    sheets: int | None = None
    copies: int = 1
    pdf: bytes | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 of the Word file."""
        return hashlib.sha256(self.content).hexdigest()


def package_id(addressee: str, occasion: str, enclosures: Collection[Enclosure]) -> str:
    """Twelve characters that are the same for the same papers to the same addressee."""
    total = hashlib.sha256(f"{addressee}\0{occasion}".encode())
    for enclosure in sorted(enclosures, key=lambda e: e.document_id):
        total.update(f"\0{enclosure.document_id}\0{enclosure.content_hash}".encode())
    return total.hexdigest()[:12]


def package_files(
    enclosures: Collection[Enclosure], inventory: Inventory, *, word: bool = True
) -> dict[str, bytes]:
    """The files of a package by name, in order: the papers as given, the list of them last.

    ``word=False``: a paper that has a PDF goes as that alone.
    """
    files: dict[str, bytes] = {}
    for place, enclosure in enumerate(enclosures, 1):
        stem = f"{place:02} {enclosure.stem}"
        if word or enclosure.pdf is None:
            files[stem + _WORD] = enclosure.content
        if enclosure.pdf is not None:
            files[f"{stem}.pdf"] = enclosure.pdf
    lines = [Line(e.title, e.number, e.sheets, e.copies) for e in enclosures]
    files[f"{len(lines) + 1:02} {INVENTORY}{_WORD}"] = inventory_file(inventory, lines)
    return files


def strangers(files: Mapping[str, bytes], meant: Collection[str]) -> list[str]:
    """Names of packed Word files that are none of the papers with these ids.

    The list of papers is ours and has no passport; a PDF was packed beside its Word file.
    """
    listed = f" {INVENTORY}{_WORD}"
    found = []
    for name, content in files.items():
        if not name.endswith(_WORD) or name.endswith(listed):
            continue
        passport = read_passport(content)
        if passport is None or passport.document_id not in meant:
            found.append(name)
    return found


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one .zip; the same files give the same bytes."""
    return write_package(files)


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of every file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
