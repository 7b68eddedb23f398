"""The workbook inside a chart: what Word opens for «Изменить данные».

Categories stand in column A, each series in a column of its own under its name. Only what such a
sheet needs is written, by hand: the same figures give the same bytes.
"""

from __future__ import annotations

from decimal import Decimal

from docgen.opc.wordprocessing import R_NS, RELS_NS, TYPES_NS
from docgen.opc.writing import escaped, write_package
from docgen.records.charts import Chart

SHEET = "Данные"
_S_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The least that Excel takes for styles: one font, the two fills that it reserves, one cell format.
_STYLES = (
    f'<styleSheet xmlns="{_S_NS}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
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
                f'ContentType="{_KIND}.worksheet+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
            ),
            "_rels/.rels": _relationships(officeDocument="/xl/workbook.xml"),
            "xl/workbook.xml": _xml(
                f'<workbook xmlns="{_S_NS}" xmlns:r="{R_NS}"><sheets>'
                f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relationships(
                worksheet="/xl/worksheets/sheet1.xml", styles="/xl/styles.xml"
            ),
            "xl/styles.xml": _xml(_STYLES),
            "xl/worksheets/sheet1.xml": _xml(
                f'<worksheet xmlns="{_S_NS}"><cols><col min="1" max="1" width="40"'
                f' customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData></worksheet>'
            ),
        }
    )


def _xml(text: str) -> bytes:
    return (_HEAD + text).encode()


def _relationships(**targets: str) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R_NS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return _xml(f'<Relationships xmlns="{RELS_NS}">{rows}</Relationships>')


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
