"""A PDF as a file: its pages, its fonts, and the stamp that says which paper it was made from.

The stamp is a comment before the end of the file: invisible, allowed by ISO 32000, kept by every
copy. It carries a hash of the paper, its pages and a seal over all bytes of the PDF, so that the
file alone tells whether the paper has changed since and whether somebody else has written into
the PDF (a signature, a note, another program). No list of PDFs is kept: none can be lost.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass

from docgen.diagnostics import Refusal

NEED_PYPDF = (
    "установите дополнение: pip install 'docgen[pdf]' (в папке docgen: pip install '.[pdf]')"
)
_OPEN_SEAL = b"0" * 64
_STAMP = re.compile(
    rb"^%docgen pdf source=([0-9a-f]{64}) id=([0-9a-f-]{0,36}) pages=(\d{1,6}) "
    rb"seal=([0-9a-f]{64})\r?$",
    re.MULTILINE,
)
_LEAF = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_BASE_FONT = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]()%]+)")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_END = b"%%EOF"
_END_BYTES = 1024
# No program writes a page of A4 with a text into less.
_SMALLEST = 400


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a PDF of ours says of itself.

    ``source_hash``: SHA-256 of the paper; ``document_id`` of its passport, empty for a paper
    without one. ``untouched``: nobody has written into the PDF since.
    """

    source_hash: str
    document_id: str
    pages: int
    untouched: bool


def stamped(pdf: bytes, source_hash: str, document_id: str, pages: int) -> bytes:
    """The PDF with its stamp. Raises ``ValueError`` for what is no PDF."""
    place = pdf.rfind(b"startxref")
    if place < 0:
        raise ValueError("a PDF without an end")
    # Before ``startxref`` no offset of the file counts bytes.
    line = f"%docgen pdf source={source_hash} id={document_id} pages={pages} seal=".encode()
    # The place must begin a line of its own.
    gap = b"" if pdf[:place].endswith((b"\n", b"\r")) else b"\n"
    unsealed = pdf[:place] + gap + line + _OPEN_SEAL + b"\n" + pdf[place:]
    seal = hashlib.sha256(unsealed).hexdigest().encode()
    start = place + len(gap) + len(line)
    return unsealed[:start] + seal + unsealed[start + len(seal) :]


def read_stamp(pdf: bytes) -> Stamp | None:
    """The stamp of a PDF, ``None`` for one that docgen has not made."""
    found = None
    for found in _STAMP.finditer(pdf):  # noqa: B007 - the last one counts
        pass
    if found is None:
        return None
    start, end = found.span(4)
    unsealed = pdf[:start] + _OPEN_SEAL + pdf[end:]
    return Stamp(
        source_hash=found[1].decode(),
        document_id=found[2].decode(),
        pages=int(found[3]),
        untouched=hashlib.sha256(unsealed).hexdigest().encode() == found[4],
    )


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has.

    What LibreOffice writes is counted without any library. Raises ``ValueError`` for a broken
    PDF, ``Refusal`` for one of another make when pypdf is not installed.
    """
    leaves = len(_LEAF.findall(pdf))
    if leaves and b"/ObjStm" not in pdf and pdf.count(_END) == 1:
        return leaves
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Refusal(
            "чтобы прочитать чужой PDF, нужна библиотека pypdf", hint=NEED_PYPDF
        ) from None
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("a PDF that cannot be read") from fault


def fonts_of_pdf(pdf: bytes) -> frozenset[str]:
    """Names of the fonts in a PDF of LibreOffice's, without the mark of a subset."""
    names = (found.decode("latin-1") for found in _BASE_FONT.findall(pdf))
    return frozenset(_SUBSET.sub("", re.sub("#([0-9A-Fa-f]{2})", _byte, name)) for name in names)


def fault_of(pdf: bytes, letters: int, most_letters_a_page: int = 12_000) -> str:
    """What is wrong with a fresh PDF of a paper of that many letters; empty when it is sound."""
    if not pdf:
        return "PDF не появился"
    if not pdf.startswith(b"%PDF-") or _END not in pdf[-_END_BYTES:] or len(pdf) < _SMALLEST:
        return "получился не PDF"
    try:
        pages = pages_of(pdf)
    except (ValueError, Refusal):
        return "получился испорченный PDF"
    if not pages:
        return "в PDF нет страниц"
    if letters and not fonts_of_pdf(pdf):
        return "в PDF нет текста бумаги"
    if letters > pages * most_letters_a_page:
        return f"в PDF страниц {pages}, а текста в бумаге намного больше"
    return ""


def _byte(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
