"""What a reader sees of a paper, as text that a reviewer can compare line by line.

One line a paragraph, with the mark of the press for its style (``#`` section, ``##`` clause,
``-`` enumeration …); one line a row of a table, cells between ``|``, paragraphs of a cell between
``/``. A no-break space is shown as ``␣``. Numbers of clauses are Word's own and are left out: a
clause put in must not change every line below it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MARKS = {
    "Title": "!!",
    "AnnexTitle": "!",
    "Heading1": "#",
    "Clause": "##",
    "ClauseKept": "##>",
    "Subclause": "###",
    "Enumeration": "-",
    "Bullet": "•",
    "TableBullet": "•",
    "AnnexMark": "~",
    "BodyText": "",
    "BodyTextKept": ">+",
    "Plain": ">",
    "PlainKept": ">>",
    "SignatureLine": "",
}
_PLAIN_IN_CELLS = {
    "Approval",
    "ApprovalSignature",
    "TableText",
    "TableHead",
    "TableGroup",
    "TablePoint",
    "PartyBlock",
    "PlaceAndDate",
    "Requisites",
    "RequisitesKept",
}
_UNSEEN = {"EndOfPaper", "BetweenTables"}
_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def visible_parts(content: bytes) -> dict[str, list[str]]:
    """Name of the part (``document``, ``header1`` …) → its lines, in the order of reading."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            part = _PART.fullmatch(name)
            if part:
                root = etree.fromstring(package.read(name))
                body = root.find(f"{_W}body")
                lines = list(_lines(root if body is None else body))
                if any(lines):
                    found[part[1]] = lines
    return found


def _lines(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            if _style(element) not in _UNSEEN:
                yield _paragraph(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield "| " + " | ".join(_cell(cell) for cell in row.iter(f"{_W}tc")) + " |"


def _cell(cell: etree._Element) -> str:
    return " / ".join(_paragraph(paragraph) for paragraph in cell.iter(f"{_W}p"))


def _paragraph(paragraph: etree._Element) -> str:
    style = _style(paragraph)
    mark = "" if style in _PLAIN_IN_CELLS else _MARKS.get(style, f"[{style}]" if style else "")
    return f"{mark} {_text(paragraph)}".strip()


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else found.get(f"{_W}val", "")


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter(f"{_W}t", f"{_W}instrText", f"{_W}tab", f"{_W}br", f"{_WP}docPr"):
        if element.tag == f"{_WP}docPr":
            pieces.append(f"[{element.get('descr', '')}]")  # of a chart: all its figures
        elif element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}instrText":
            pieces.append("{" + (element.text or "").strip() + "}")
        elif (parent := element.getparent()) is not None and parent.tag == f"{_W}r":
            pieces.append("→" if element.tag == f"{_W}tab" else "↵")
    return "".join(pieces).replace("\u00a0", "␣")
