"""Small workbooks for tests, written by hand so that they may be wrong in any way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

GENERAL, DATE, TEXT, TEN_ZEROS, RUSSIAN_DATE, PERCENT = range(6)
"""Style indexes of every workbook made here."""

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="170" formatCode="0000000000"/>'
    '<numFmt numFmtId="171" formatCode="ДД.ММ.ГГГГ"/></numFmts>'
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="49"/>'
    '<xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="9"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Raw:
    """A cell as it stands in the file: ``t`` attribute, text of ``v``, style, formula."""

    text: str | None
    kind: str = "n"
    style: int = 0
    formula: str | None = None
    inside: str = ""


Value = str | int | float | bool | Raw | None


def number(text: str, style: int = 0) -> Raw:
    return Raw(text, style=style)


def date(serial: int | float, style: int = DATE) -> Raw:
    return Raw(str(serial), style=style)


def error(text: str) -> Raw:
    return Raw(text, "e")


@dataclass
class SheetXml:
    """Rows from the first; ``None`` rows and cells are left out of the file."""

    rows: Sequence[Sequence[Value] | None]
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    state: str = "visible"
    dimension: str = ""
    extra_rows: str = ""
    filtered: bool = False
    namespace: str = MAIN
    whole: str = ""

    def xml(self) -> str:
        if self.whole:
            return self.whole
        body = [f'{HEAD}<worksheet xmlns="{self.namespace}">']
        if self.dimension:
            body.append(f'<dimension ref="{self.dimension}"/>')
        if self.hidden_columns:
            hidden = "".join(f'<col min="{c}" max="{c}" hidden="1"/>' for c in self.hidden_columns)
            body.append(f"<cols>{hidden}</cols>")
        body.append("<sheetData>")
        for index, cells in enumerate(self.rows, start=1):
            if cells is None:
                continue
            mark = ' hidden="1"' if index in self.hidden_rows else ""
            made = "".join(_cell(index, c, value) for c, value in enumerate(cells, start=1))
            body.append(f'<row r="{index}"{mark}>{made}</row>')
        body.append(f"{self.extra_rows}</sheetData>")
        if self.filtered:
            body.append('<autoFilter ref="A1:B2"/>')
        if self.merges:
            merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merges)
            body.append(f"<mergeCells>{merged}</mergeCells>")
        body.append("</worksheet>")
        return "".join(body)


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _cell(row: int, column: int, value: Value) -> str:
    if value is None:
        return ""
    address = f"{letters(column)}{row}"
    if isinstance(value, Raw):
        formula = "" if value.formula is None else f"<f>{escape(value.formula)}</f>"
        text = "" if value.text is None else f"<v>{escape(value.text)}</v>"
        return (
            f'<c r="{address}" t="{value.kind}" s="{value.style}">{formula}{text}{value.inside}</c>'
        )
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value!r}</v></c>'
    text = escape(value)
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


@dataclass
class BookXml:
    sheets: Mapping[str, SheetXml]
    epoch_1904: bool = False
    strings: str = ""
    styles: str = STYLES
    parts: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**self._parts(), **self.parts}.items():
                archive.writestr(name, text)
        return held.getvalue()

    def _parts(self) -> dict[str, str]:
        types, links, sheets = [], [], []
        parts: dict[str, str] = {}
        for index, (title, sheet) in enumerate(self.sheets.items(), start=1):
            path = f"worksheets/sheet{index}.xml"
            parts[f"xl/{path}"] = sheet.xml()
            types.append(_override(f"xl/{path}", "worksheet"))
            links.append(_link(f"s{index}", "worksheet", path))
            sheets.append(
                f'<sheet name={quoteattr(title)} sheetId="{index}" state="{sheet.state}" '
                f'r:id="s{index}"/>'
            )
        for name, text, kind in (
            ("sharedStrings", self.strings, "sharedStrings"),
            ("styles", self.styles, "styles"),
        ):
            if text:
                parts[f"xl/{name}.xml"] = text
                types.append(_override(f"xl/{name}.xml", kind))
                links.append(_link(name, kind, f"{name}.xml"))
        epoch = '<workbookPr date1904="1"/>' if self.epoch_1904 else ""
        parts["xl/workbook.xml"] = (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{epoch}<sheets>'
            f"{''.join(sheets)}</sheets></workbook>"
        )
        parts["xl/_rels/workbook.xml.rels"] = _links(links)
        parts["_rels/.rels"] = _links([_link("r1", "officeDocument", "xl/workbook.xml")])
        types.append(_override("xl/workbook.xml", "sheet.main"))
        parts["[Content_Types].xml"] = (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{''.join(types)}</Types>"
        )
        return parts


def _override(part: str, kind: str) -> str:
    content = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="/{part}" ContentType="{content}"/>'


def _link(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{REL}/{kind}" Target="{target}"/>'


def _links(links: Sequence[str]) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">{"".join(links)}</Relationships>'


def save(folder: Path, sheets: Mapping[str, SheetXml], name: str = "книга.xlsx") -> Path:
    path = folder / name
    path.write_bytes(BookXml(sheets).data())
    return path
