"""The workbook inside a chart: what Word opens for «Изменить данные».

Categories stand in column A, each series in a column of its own under its name. Only what such a
sheet needs is written, by hand: the same figures give the same bytes.
"""

from __future__ import annotations

from decimal import Decimal

from docgen.opc.writing import escaped, write_package
from docgen.records.charts import Chart
from docgen.rendering.markup import R_NS, RELS_NS, TYPES_NS

SHEET = "Данные"
_S_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def categories_range(chart: Chart) -> str:
    """Where the names of the categories stand: ``Данные!$A$2:$A$7``."""
    return f"{SHEET}!$A$2:$A${len(chart.categories) + 1}"


def name_cell(series: int) -> str:
    """Where the name of a series stands: ``Данные!$B$1``."""
    return f"{SHEET}!${column_letters(series + 1)}$1"


def values_range(chart: Chart, series: int) -> str:
    """Where the figures of a series stand: ``Данные!$B$2:$B$7``."""
    letters = column_letters(series + 1)
    return f"{SHEET}!${letters}$2:${letters}${len(chart.categories) + 1}"


def figure(value: int | Decimal) -> str:
    """A number as it stands in XML: «2.5», never «2,5» or «2E+3»."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def chart_workbook(chart: Chart) -> bytes:
    """The ``.xlsx`` with the figures of a chart."""
    rows = [_row(1, [_text(chart.unit), *(_text(series.name) for series in chart.series)])]
    for place, category in enumerate(chart.categories):
        values = [series.values[place] for series in chart.series]
        cells = [_text(category), *(("n", "" if v is None else figure(v)) for v in values)]
        rows.append(_row(place + 2, cells))
    return write_package(
        {
            "[Content_Types].xml": _xml(
                f'<Types xmlns="{TYPES_NS}">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" '
                f'ContentType="{_KIND}.worksheet+xml"/></Types>'
            ),
            "_rels/.rels": _relationship("officeDocument", "/xl/workbook.xml"),
            "xl/workbook.xml": _xml(
                f'<workbook xmlns="{_S_NS}" xmlns:r="{R_NS}"><sheets>'
                f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relationship("worksheet", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": _xml(
                f'<worksheet xmlns="{_S_NS}"><cols><col min="1" max="1" width="40"'
                f' customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData></worksheet>'
            ),
        }
    )


def _xml(text: str) -> bytes:
    return (_HEAD + text).encode()


def _relationship(kind: str, target: str) -> bytes:
    return _xml(
        f'<Relationships xmlns="{RELS_NS}"><Relationship Id="rId1" Type="{R_NS}/{kind}"'
        f' Target="{target}"/></Relationships>'
    )


def _text(text: str) -> tuple[str, str]:
    return ("inlineStr", text)


def _row(number: int, cells: list[tuple[str, str]]) -> str:
    written = ""
    for index, (kind, content) in enumerate(cells):
        if not content:
            continue
        place = f'r="{column_letters(index)}{number}"'
        if kind == "n":
            written += f"<c {place}><v>{content}</v></c>"
        else:
            written += (
                f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escaped(content)}'
                "</t></is></c>"
            )
    return f'<row r="{number}">{written}</row>'
