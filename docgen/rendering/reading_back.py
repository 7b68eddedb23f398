"""Tables of a finished paper as plain text, for those who count with them further.

The paper is the source and not the rows it was made of: what is laid beside it as a workbook
then says the same, to the letter.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from docgen.opc.reading import parse_xml
from docgen.opc.wordprocessing import TBL, TC, TCPR, TR, TRPR, P, enclosing, text_of, w
from docgen.records.paper_tables import PaperTable
from docgen.rendering.structure import span_of

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u00ad": ""})


def tables_of(paper: bytes) -> list[PaperTable]:
    """The tables of a paper that have a heading row; blocks of signatures and their like do not.

    A merged cell gives its text to every row that it covers, and to the first column of a row.
    Raises ``KeyError`` or ``BrokenPart`` for what is no Word file.
    """
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        root = parse_xml(package.read("word/document.xml"))
    return list(_tables(root))


def _tables(root: Any) -> Iterator[PaperTable]:
    caption = ""
    for element in root.iter(P, TBL):
        if enclosing(element.getparent(), TBL) is not None:
            continue
        if element.tag == P:
            caption = _plain(text_of(element)) or caption
            continue
        lines = [_Line(row) for row in element.iter(TR) if enclosing(row, TBL) is element]
        headings = [line for line in lines if line.is_heading]
        if headings:
            width = max(line.width for line in lines)
            rows = _filled(lines, width)
            above, below = rows[: len(headings)], rows[len(headings) :]
            yield PaperTable(caption, _one_heading(above, width), tuple(map(tuple, below)))
        caption = ""


class _Line:
    """A row of a table: texts by column, the columns that the cell above goes on in."""

    def __init__(self, row: Any) -> None:
        properties = row.find(TRPR)
        self.is_heading = properties is not None and properties.find(w("tblHeader")) is not None
        self.texts: dict[int, str] = {}
        self.continued: set[int] = set()
        self.spans: dict[int, int] = {}
        column = _before(row)
        for cell in row.iter(TC):
            if enclosing(cell.getparent(), TR) is not row:
                continue
            self.texts[column] = _text(cell)
            self.spans[column] = span_of(cell) or 1
            if _goes_on(cell):
                self.continued.add(column)
            column += self.spans[column]
        self.width = column


def _before(row: Any) -> int:
    """Columns left out before the first cell."""
    found = row.find(f"{TRPR}/{w('gridBefore')}")
    value = found.get(w("val"), "") if found is not None else ""
    return int(value) if value.isascii() and value.isdigit() else 0


def _filled(lines: Sequence[_Line], width: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in lines:
        above = rows[-1] if rows else [""] * width
        rows.append(
            [
                above[column] if column in line.continued else line.texts.get(column, "")
                for column in range(width)
            ]
        )
        if line.is_heading:
            for column, span in line.spans.items():
                rows[-1][column : column + span] = [rows[-1][column]] * span
    return rows


def _one_heading(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """«Часы» over «всего» and «из них» become «Часы: всего», «Часы: из них»."""
    columns = [[row[column].replace("\n", " ") for row in rows] for column in range(width)]
    return tuple(": ".join(dict.fromkeys(filter(None, texts))) for texts in columns)


def _text(cell: Any) -> str:
    paragraphs = [_plain(text_of(p)) for p in cell.iter(P)]
    return "\n".join(text for text in paragraphs if text)


def _plain(text: str) -> str:
    return " ".join(text.translate(_SPACES).split())


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the lower part of a merged one."""
    properties = cell.find(TCPR)
    merge = properties.find(w("vMerge")) if properties is not None else None
    return merge is not None and merge.get(w("val"), "continue") == "continue"
