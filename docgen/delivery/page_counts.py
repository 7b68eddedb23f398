"""How many pages a paper has, as its PDF says: the figure of «на 8 л.» in a letter."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from docgen.delivery.pdf_file import Stamp, read_stamp

PDF_FOLDER = "PDF"
"""In the folder of papers: under it the PDFs lie as the papers do."""
MARK = " (новая версия"
"""In the name of a PDF that lies beside one of another hand."""


class PageCounts:
    """Pages of papers by the id of their passport, as their PDFs below ``out`` say.

    Known only while the PDF is as docgen made it and the paper has not changed since. The folder
    is looked through when the first question comes.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._pdfs: dict[str, list[Path]] | None = None

    def __call__(self, document_id: str) -> int | None:
        """Pages of a paper; ``None`` when no PDF can tell."""
        if self._pdfs is None:
            self._pdfs = defaultdict(list)
            for path in sorted((self._out / PDF_FOLDER).rglob("*.pdf")):
                stamp = stamp_at(path)
                if stamp is not None and stamp.document_id:
                    self._pdfs[stamp.document_id].append(path)
        for path in self._pdfs.get(document_id, ()):
            stamp = stamp_at(path)
            if stamp is not None and stamp.untouched and stamp.source_hash == self._hash_of(path):
                return stamp.pages
        return None

    def _hash_of(self, pdf: Path) -> str:
        """SHA-256 of the paper to which a PDF belongs by its place; empty when it is gone."""
        below = pdf.relative_to(self._out / PDF_FOLDER)
        paper = self._out / below.with_name(f"{without_mark(pdf.stem)}.docx")
        with suppress(OSError):
            return hashlib.sha256(paper.read_bytes()).hexdigest()
        return ""


def stamp_at(path: Path) -> Stamp | None:
    """The stamp of the PDF at a path; ``None`` for no file and for one without a stamp."""
    with suppress(OSError):
        return read_stamp(path.read_bytes())
    return None


def without_mark(stem: str) -> str:
    """The name of a PDF as its paper has it."""
    return stem.partition(MARK)[0]
