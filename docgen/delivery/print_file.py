"""One file to print from many PDFs: a list of contents first, each paper on a sheet of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.delivery.pdf_file import NEED_PYPDF
from docgen.diagnostics import Refusal
from docgen.opc.writing import escaped, write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_COLUMNS = (("№", 700), ("Бумага", 6300), ("Страниц", 1300), ("Листов", 1300))


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper in a file to print."""

    name: str
    pdf: bytes
    pages: int


def sheets(pages: int) -> int:
    """Sheets of a paper that is printed on both sides."""
    return (pages + 1) // 2


def list_of_contents(title: str, papers: Sequence[Printed]) -> bytes:
    """The first page of a file to print, as a Word paper: what follows, pages and sheets."""
    rows = [
        (str(number), paper.name, str(paper.pages), str(sheets(paper.pages)))
        for number, paper in enumerate(papers, 1)
    ]
    total = sum(paper.pages for paper in papers), sum(sheets(paper.pages) for paper in papers)
    rows.append(("", "Всего", str(total[0]), str(total[1])))
    head = "".join(_cell(name, width, bold=True) for name, width in _COLUMNS)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_cell(text, width) for text, (_, width) in zip(row, _COLUMNS, strict=True))
        + "</w:tr>"
        for row in rows
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _, width in _COLUMNS)
    document = (
        f'<w:document xmlns:w="{_W}"><w:body>'
        f"{_paragraph('Опись бумаг для печати', bold=True)}{_paragraph(title)}"
        f'<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
        f"{_paragraph('Листов — при печати на обеих сторонах, каждая бумага с нового листа.')}"
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" '
        'w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>'
    )
    relationships = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    return write_package(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relationships.encode(),
            "word/document.xml": document.encode(),
        }
    )


def merged(pdfs: Sequence[bytes]) -> tuple[bytes, int]:
    """The PDFs one after another and how many pages that makes.

    A blank back follows an odd last page, so that each begins on a sheet of its own. Raises
    ``Refusal`` without pypdf, ``ValueError`` for a PDF that cannot be read.
    """
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Refusal("для файла печати нужна библиотека pypdf", hint=NEED_PYPDF) from None
    writer = PdfWriter()
    try:
        for pdf in pdfs:
            writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
            if len(writer.pages) % 2:
                writer.add_blank_page()
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("a PDF that cannot be read") from fault
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue(), len(writer.pages)


def _run(text: str, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    return (
        f'<w:r><w:rPr>{font}{weight}<w:sz w:val="24"/></w:rPr>'
        f'<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
    )


def _paragraph(text: str, *, bold: bool = False) -> str:
    spacing = '<w:pPr><w:spacing w:before="120" w:after="120"/></w:pPr>'
    return f"<w:p>{spacing}{_run(text, bold=bold)}</w:p>"


def _cell(text: str, width: int, *, bold: bool = False) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p>{_run(text, bold=bold)}</w:p></w:tc>"
    )
