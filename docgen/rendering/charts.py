"""Charts as Word draws them: a DrawingML part with its figures, the workbook behind it, and the
drawing in the text.

Fills differ in brightness and pattern, all are outlined: a black-and-white print tells them
apart. Figures stand at their columns, so the axis of values is left out. The text alternative
says what the chart shows and all its figures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.opc.wordprocessing import R_NS
from docgen.opc.writing import escaped
from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.rendering.chart_workbook import (
    categories_range,
    chart_workbook,
    figure,
    name_cell,
    values_range,
)
from docgen.rendering.values import Fault, as_attribute

C_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP_NS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_LANGUAGE = "ru-RU"
_EMU_PER_MM = 36_000
MOST_FILLS = 8
MOST_CATEGORIES = 40
_TITLE_SIZE, _TEXT_SIZE = 1200, 1000  # hundredths of a point
# Darkest and lightest first: two series are told apart best. Pattern, its colour, ground.
_FILLS: tuple[tuple[str, str, str], ...] = (
    ("", "1F3864", ""),
    ("", "BDD7EE", ""),
    ("wdUpDiag", "1F3864", "FFFFFF"),
    ("", "2E75B6", ""),
    ("", "FFFFFF", ""),
    ("dkHorz", "2E75B6", "FFFFFF"),
    ("lgCheck", "1F3864", "FFFFFF"),
    ("dkVert", "7F7F7F", "FFFFFF"),
)


@dataclass(frozen=True)
class ChartRoom:
    """Where a chart may stand: the most it can take, in millimetres, and the font of the text."""

    width_mm: float
    height_mm: float
    font: str


@dataclass(frozen=True)
class DrawnChart:
    """A chart of one paper: ``drawing`` goes into the text, the rest is parts of its own."""

    drawing: str
    part: bytes
    workbook: bytes


def draw(chart: Chart, room: ChartRoom, relationship: str, number: int) -> DrawnChart:
    """A chart drawn; ``number`` is unique among the drawings of the paper.

    Raises ``Fault`` for a chart that would show nothing or can't be told apart.
    """
    _check(chart)
    width = round(room.width_mm * _EMU_PER_MM)
    height = round(_height_mm(chart, room) * _EMU_PER_MM)
    alternative = as_attribute(in_words(chart))
    drawing = (
        f'<w:drawing><wp:inline xmlns:wp="{_WP_NS}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Диаграмма {number}" descr="{alternative}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{A_NS}"><a:graphicData uri="{C_NS}">'
        f'<c:chart xmlns:c="{C_NS}" xmlns:r="{R_NS}" r:id="{relationship}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return DrawnChart(drawing, _chart_part(chart, room.font).encode(), chart_workbook(chart))


def changed_words(chart: Chart, change: Callable[[str], str]) -> Chart:
    """The chart with all its words changed in one way (typography)."""
    return dataclasses.replace(
        chart,
        title=change(chart.title),
        categories=tuple(map(change, chart.categories)),
        series=tuple(
            ChartSeries(name=change(series.name), values=series.values) for series in chart.series
        ),
        unit=change(chart.unit),
        text=change(chart.text),
    )


# --- what is refused ------------------------------------------------------------------------------


def _check(chart: Chart) -> None:
    name = chart.title.strip()
    values = [value for series in chart.series for value in series.values if value is not None]
    if not name:
        raise _refused("у диаграммы нет заголовка", "без него не видно, о чём она")
    if not chart.text.strip():
        raise _refused(
            f"у диаграммы «{name}» нет описания словами",
            "его слышит тот, кто не видит рисунка: назовите главное одним предложением",
        )
    if not values:
        raise _refused(
            f"в диаграмме «{name}» нет ни одного числа",
            "заполните данные или поставьте диаграмму под условие {%p if … %}",
        )
    if any(isinstance(value, Decimal) and not value.is_finite() for value in values):
        raise _refused(f"в диаграмме «{name}» не число", "исправьте данные")
    parts = chart.kind is ChartKind.PIE
    if parts and len(chart.series) != 1:
        raise _refused(
            f"в круге «{name}» рядов {len(chart.series)}, а показать можно один",
            "для нескольких рядов есть столбцы и полосы",
        )
    if (parts or chart.kind is ChartKind.STACKED_BARS) and min(values) < 0:
        raise _refused(
            f"в диаграмме «{name}» отрицательное число, а она складывает части в целое",
            "покажите эти числа столбцами",
        )
    if parts and sum(values) == 0:
        raise _refused(f"в круге «{name}» одни нули, делить нечего", "проверьте данные")
    fills = len(chart.categories) if parts else len(chart.series)
    if fills > MOST_FILLS:
        raise _refused(
            f"в диаграмме «{name}» видов закраски было бы {fills}, различимы {MOST_FILLS}",
            "объедините малые части в «прочее» или сделайте таблицу",
        )
    if len(chart.categories) > MOST_CATEGORIES:
        raise _refused(
            f"в диаграмме «{name}» подписей {len(chart.categories)}, умещаются {MOST_CATEGORIES}",
            "разделите её на две или сделайте таблицу",
        )


def _refused(message: str, hint: str) -> Fault:
    return Fault("template-chart", message, hint=hint)


# --- in words -------------------------------------------------------------------------------------


def heading(chart: Chart) -> str:
    """Title with the unit: «Охват по направленностям, чел.»."""
    return f"{chart.title}, {chart.unit}" if chart.unit else chart.title


def in_words(chart: Chart) -> str:
    """The text alternative: what the chart shows, then its figures."""
    rows = []
    for series in chart.series:
        named = [
            f"{category} — {_said(value)}"
            for category, value in zip(chart.categories, series.values, strict=True)
        ]
        lead = f"{series.name}: " if len(chart.series) > 1 else ""
        rows.append(lead + ", ".join(named))
    return f"Диаграмма «{heading(chart)}». {chart.text} Данные: {'; '.join(rows)}."


def _said(value: int | Decimal | None) -> str:
    return "нет данных" if value is None else figure(value).replace(".", ",")


# --- the size -------------------------------------------------------------------------------------


def _height_mm(chart: Chart, room: ChartRoom) -> float:
    """Lying bars grow with their number, the others keep a shape that reads well."""
    if chart.kind in (ChartKind.BARS, ChartKind.STACKED_BARS):
        bars = 1 if chart.kind is ChartKind.STACKED_BARS else len(chart.series)
        height = 32.0 + len(chart.categories) * (4 + 5 * bars)
    else:
        height = room.width_mm * 0.5
    return min(max(height, 55), max(room.height_mm, 55), 220 if room.width_mm < 200 else 150)


# --- the part -------------------------------------------------------------------------------------


def _chart_part(chart: Chart, font: str) -> str:
    pie = chart.kind is ChartKind.PIE
    plot = _pie(chart) if pie else _bars(chart)
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        if pie or len(chart.series) > 1
        else ""
    )
    face = f'<a:latin typeface="{escaped(font)}"/><a:cs typeface="{escaped(font)}"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C_NS}" xmlns:a="{A_NS}" xmlns:r="{R_NS}">'
        f'<c:date1904 val="0"/><c:lang val="{_LANGUAGE}"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_title(heading(chart), face)}"
        f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_TEXT_SIZE}"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill>{face}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{_LANGUAGE}"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _title(text: str, face: str) -> str:
    run = f'sz="{_TITLE_SIZE}" b="1"'
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr {run}/></a:pPr>"
        f'<a:r><a:rPr lang="{_LANGUAGE}" {run}>{face}</a:rPr><a:t>{escaped(text)}</a:t></a:r>'
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _bars(chart: Chart) -> str:
    stacked = chart.kind is ChartKind.STACKED_BARS
    upright = chart.kind is ChartKind.COLUMNS
    places = _places(chart)
    # In a stack a zero has no room of its own; beside others it is a figure like any.
    labels = _labels(
        f"{places};-{places};" if stacked else places,
        "ctr" if stacked else "outEnd",
        ground=stacked,
    )
    series = "".join(
        f"{_series_head(chart, place)}{_fill(place)}"
        f'<c:invertIfNegative val="0"/>{labels}{_figures(chart, place)}</c:ser>'
        for place in range(len(chart.series))
    )
    lowest = min((v for s in chart.series for v in s.values if v is not None), default=0)
    floor = '<c:min val="0"/>' if lowest >= 0 else ""
    order = "minMax" if upright else "maxMin"
    line = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    return (
        f'<c:barChart><c:barDir val="{"col" if upright else "bar"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:overlap val="{100 if stacked else 0}"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if upright else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr>{line}</c:spPr><c:crossAx val="2"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        f'{floor}</c:scaling><c:delete val="1"/><c:axPos val="{"l" if upright else "b"}"/>'
        f'<c:numFmt formatCode="{places}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _pie(chart: Chart) -> str:
    slices = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:bubble3D val="0"/>{_fill(place)}</c:dPt>'
        for place in range(len(chart.categories))
    )
    labels = _labels(_places(chart), "outEnd")
    return (
        f'<c:pieChart><c:varyColors val="1"/>{_series_head(chart, 0)}'
        f"{slices}{labels}{_figures(chart, 0)}</c:ser>"
        '<c:firstSliceAng val="0"/></c:pieChart>'
    )


def _series_head(chart: Chart, place: int) -> str:
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef>'
        f'<c:f>{name_cell(place)}</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>'
        f"{escaped(chart.series[place].name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    )


def _figures(chart: Chart, place: int) -> str:
    count = len(chart.categories)
    names = "".join(
        f'<c:pt idx="{n}"><c:v>{escaped(name)}</c:v></c:pt>'
        for n, name in enumerate(chart.categories)
    )
    values = "".join(
        f'<c:pt idx="{n}"><c:v>{figure(value)}</c:v></c:pt>'
        for n, value in enumerate(chart.series[place].values)
        if value is not None
    )
    return (
        f"<c:cat><c:strRef><c:f>{categories_range(chart)}</c:f><c:strCache>"
        f'<c:ptCount val="{count}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>{values_range(chart, place)}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>{values}'
        "</c:numCache></c:numRef></c:val>"
    )


def _fill(place: int) -> str:
    pattern, colour, ground = _FILLS[place]
    if pattern:
        inside = (
            f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="{colour}"/></a:fgClr>'
            f'<a:bgClr><a:srgbClr val="{ground}"/></a:bgClr></a:pattFill>'
        )
    else:
        inside = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return (
        f'<c:spPr>{inside}<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        "</a:ln></c:spPr>"
    )


def _labels(code: str, position: str, *, ground: bool = False) -> str:
    white = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
    return (
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/>{white if ground else ""}'
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        f'<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
    )


def _places(chart: Chart) -> str:
    """The format of the figures: as many decimal places as they need, two at most."""
    needed = 0
    for series in chart.series:
        for value in series.values:
            if isinstance(value, Decimal):
                exponent = value.normalize().as_tuple().exponent
                needed = max(needed, -exponent if isinstance(exponent, int) else 0)
    # Russian marks, whatever the language of the system: «1 240,5».
    return "[$-419]#,##0" + ("." + "0" * min(needed, 2) if needed else "")


# --- reading back ---------------------------------------------------------------------------------


def lost_figures(chart: Chart, root: Any) -> Iterator[str]:
    """What a chart part does not show of a chart, in words; for the proof of the paper."""
    title = "".join(t.text or "" for t in root.iterfind(f"{{{C_NS}}}chart/{{{C_NS}}}title//{{*}}t"))
    if title != heading(chart):
        yield f"заголовка «{heading(chart)}»"
    found = list(root.iter(f"{{{C_NS}}}ser"))
    for place, series in enumerate(chart.series):
        if place >= len(found):
            yield f"ряда «{series.name}»"
            continue
        if _points(found[place], "tx", 1) != [series.name]:
            yield f"ряда «{series.name}»"
        if _points(found[place], "cat", len(chart.categories)) != list(chart.categories):
            yield f"подписей ряда «{series.name}»"
        expected = [None if value is None else figure(value) for value in series.values]
        if _points(found[place], "val", len(chart.categories)) != expected:
            yield f"чисел ряда «{series.name}»"
    if len(found) > len(chart.series):
        yield "ничего, кроме своих рядов: есть лишние"


def _points(series: Any, where: str, count: int) -> list[str | None]:
    points: dict[str | None, str] = {
        point.get("idx"): point.findtext(f"{{{C_NS}}}v", "")
        for point in series.iterfind(f"{{{C_NS}}}{where}//{{{C_NS}}}pt")
    }
    return [points.get(str(place)) for place in range(count)]
