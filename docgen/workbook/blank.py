"""Workbooks made from the schema: the blank one for the clerk, the sample, a filled one.

A sheet gets a frozen and protected heading row, drop-downs, formats that keep leading zeros,
hints at every cell; «Как заполнять» explains every column. Examples stand in hints only, so
that no example can become a paper. The same arguments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.records.schema import Record
from docgen.records.workbooks import sheets_to_fill


def blank_bytes(family: str) -> bytes:
    """The empty workbook of a family: one file with all sheets is enough for a newcomer.

    Raises ``KeyError`` for no such family.
    """
    return workbook_bytes(sheets_to_fill(family))


def write_workbook(
    path: Path,
    sheets: Sequence[type[Record]],
    rows: Mapping[type[Record], Sequence[Mapping[str, object]]] | None = None,
) -> None:
    """Write ``workbook_bytes`` to a path, over whatever is there. Raises ``OSError``."""
    path.write_bytes(workbook_bytes(sheets, rows))


def workbook_bytes(
    sheets: Sequence[type[Record]],
    rows: Mapping[type[Record], Sequence[Mapping[str, object]]] | None = None,
) -> bytes:
    """A workbook with these sheets, empty or with rows, as the bytes of an .xlsx file.

    ``rows`` maps attribute → value as a record holds it (or any text, such as «не
    применяется»). Rows of a class whose sheet is not among ``sheets`` only give their codes to
    the drop-downs. Raises ``KeyError`` for an attribute that the schema does not have and
    ``ValueError`` for a text that an Excel cell cannot hold.
    """
    # openpyxl is heavy, and most commands make no workbook.
    from docgen.workbook.sheet_writing import build_workbook

    return build_workbook(sheets, rows or {})
