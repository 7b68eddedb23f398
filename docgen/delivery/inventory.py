"""Опись: the list of the papers of a package, itself a paper to sign.

It is composed here and not from a template: it belongs to a package, not to a row, and says what
the package really holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.opc.writing import escaped, write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONSHIPS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="%s" Target="%s"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style></w:styles>"
)
_WIDTHS = (567, 4620, 2211, 1136, 996)
_INDENT = 108
"""Of the table, so that its edges stand under those of the text; twentieths of a point, as the
widths of its columns."""
_HEADINGS = ("№ п/п", "Наименование документа", "Дата и номер", "Листов", "Экз.")
_CENTRED = (True, False, True, True, True)
_UNKNOWN = "__"
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Inventory:
    """What the list says beside its lines.

    ``sender`` and ``addressee`` as the rows name them; ``to_letter``: «К письму от … № …», empty
    without a letter. ``post`` and ``name``: who has put it together, empty when nobody is named.
    """

    sender: str
    addressee: str
    to_letter: str
    post: str
    name: str
    date_line: str


@dataclass(frozen=True)
class Line:
    """One paper. ``sheets``: of one copy, ``None`` when nobody has counted."""

    title: str
    number: str
    sheets: int | None
    copies: int


def inventory_file(inventory: Inventory, lines: Sequence[Line]) -> bytes:
    """The list as a Word file; the same list gives the same bytes."""
    body = [
        _paragraph(inventory.sender, after=240),
        _paragraph("ОПИСЬ", bold=True, centred=True),
        _paragraph("направляемых документов", bold=True, centred=True, after=240),
        _paragraph(f"Кому: {inventory.addressee}", after=0 if inventory.to_letter else 120),
    ]
    if inventory.to_letter:
        body.append(_paragraph(inventory.to_letter, after=120))
    body += [_table(lines), _paragraph(_total(lines), before=240, after=480, keep=True)]
    body += [_signature(inventory), _paragraph(inventory.date_line, before=240)]
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="567" '
        'w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    document = (
        f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(body)}{section}</w:body></w:document>'
    )
    return write_package(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": (
                _RELATIONSHIPS % (f"{_R}/officeDocument", "word/document.xml")
            ).encode(),
            "word/_rels/document.xml.rels": (
                _RELATIONSHIPS % (f"{_R}/styles", "styles.xml")
            ).encode(),
            "word/document.xml": document.encode(),
            "word/styles.xml": _STYLES.encode(),
        }
    )


def _total(lines: Sequence[Line]) -> str:
    """How much there is in all; sheets only when all of them were counted."""
    copies = sum(line.copies for line in lines)
    counted = [line.sheets * line.copies for line in lines if line.sheets is not None]
    sheets = str(sum(counted)) if len(counted) == len(lines) else _UNKNOWN
    return (
        f"Всего наименований:{_NBSP}{len(lines)}, экземпляров:{_NBSP}{copies}, "
        f"листов:{_NBSP}{sheets}."
    )


def _table(lines: Sequence[Line]) -> str:
    rows = [_row(_HEADINGS, head=True)]
    for place, line in enumerate(lines, 1):
        sheets = _UNKNOWN if line.sheets is None else str(line.sheets)
        rows.append(_row((str(place), line.title, line.number, sheets, str(line.copies))))
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{_INDENT}" w:type="dxa"/><w:tblBorders>{edges}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(text, centred=centred or head, bold=head)}</w:tc>"
        for text, width, centred in zip(cells, _WIDTHS, _CENTRED, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def _signature(inventory: Inventory) -> str:
    """Post at the left, a line to sign on, the name at the right margin."""
    tab = f'<w:tab w:val="right" w:pos="{sum(_WIDTHS) + _INDENT}"/>'
    post = inventory.post[:1].upper() + inventory.post[1:]
    line = f"{post}\t__________ {inventory.name}".strip()
    return _paragraph(line or "__________", tabs=tab, keep=True)


def _paragraph(
    text: str,
    *,
    bold: bool = False,
    centred: bool = False,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
    tabs: str = "",
) -> str:
    properties = "<w:keepNext/>" if keep else ""
    properties += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    properties += f'<w:spacing w:before="{before}" w:after="{after}"/>' if before or after else ""
    properties += '<w:jc w:val="center"/>' if centred else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escaped(piece)}</w:t></w:r>'
        for piece in text.split("\t")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"
