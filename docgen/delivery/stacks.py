"""A stack of papers in one scan: which sheets belong to which paper, by the codes on them.

The code stands on the first sheet only, so a sheet without one goes with the sheet before it.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.printed_code import PrintedCode


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages of one paper in a scan, counted from 1. ``codes``: those that stand on them, none for
    pages before the first code."""

    codes: tuple[PrintedCode, ...]
    pages: tuple[int, ...]

    @property
    def words(self) -> str:
        """The pages as they are told: «1–3, 7»."""
        spans: list[list[int]] = []
        for page in self.pages:
            if spans and spans[-1][-1] == page - 1:
                spans[-1][1:] = [page]
            else:
                spans.append([page])
        return ", ".join("–".join(map(str, span)) for span in spans)


def sheets_by_paper(codes: Sequence[Sequence[PrintedCode]]) -> list[Sheets]:
    """The pages of a scan by paper, in the order in which the papers begin.

    A page with codes of several papers (a photograph of a desk) belongs to the first of them.
    """
    pages: dict[str, list[int]] = {}
    found: dict[str, dict[PrintedCode, None]] = {}
    paper = ""
    for number, on_page in enumerate(codes, 1):
        if on_page:
            paper = on_page[0].paper
        pages.setdefault(paper, []).append(number)
        known = found.setdefault(paper, {})
        known.update((code, None) for code in on_page if code.paper == paper)
    return [Sheets(tuple(found[paper]), tuple(pages[paper])) for paper in pages]


def pages_as_pdf(pdf: bytes, pages: Sequence[int]) -> bytes | None:
    """These pages of a PDF as a PDF of their own, the same bytes every time; ``None`` where it
    can't be done (a locked or broken file, no pypdf)."""
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.errors import PyPdfError
    except ImportError:
        return None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader, writer = PdfReader(io.BytesIO(pdf)), PdfWriter()
        for page in pages:
            writer.add_page(reader.pages[page - 1])
        made = io.BytesIO()
        writer.write(made)
    except (PyPdfError, OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None
    except IndexError:
        return None
    return made.getvalue()
