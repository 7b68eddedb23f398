"""Charts of papers: native, with their workbook, told in words, held against their figures."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.shape import WD_INLINE_SHAPE_TYPE
from docx.shared import Mm
from lxml import etree

from docgen.norms.layout import load_layout
from docgen.opc.writing import write_package
from docgen.passport import seal_holds, stamp
from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.records.terms import term
from docgen.rendering.charts import in_words
from docgen.rendering.proof import prove
from docgen.rendering.template import Template
from tests.rendering.building import (
    PASSPORT,
    Build,
    Workshop,
    codes,
    paragraphs,
    parts_of,
    table,
    texts_of,
)

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
COVERAGE = Chart(
    kind=ChartKind.BARS,
    title="Охват по направленностям",
    unit="чел.",
    categories=("техническая", "художественная & музыка", "спорт <всё>"),
    series=(ChartSeries(name="обучающихся", values=(1240, 310, 0)),),
    text="Больше всего детей занято техникой.",
)
PLAN = Chart(
    kind=ChartKind.COLUMNS,
    title="План и факт",
    unit="",
    categories=("I квартал", "II квартал"),
    series=(
        ChartSeries(name="план", values=(120, Decimal("1000000.5"))),
        ChartSeries(name="факт", values=(118, None)),
    ),
    text="Факт близок к плану.",
)
GAPS = dataclasses.replace(PLAN, kind=ChartKind.STACKED_BARS, title="Дефициты по видам")
SHARES = dataclasses.replace(COVERAGE, kind=ChartKind.PIE, title="Доли")
ALL = (COVERAGE, PLAN, GAPS, SHARES)


@dataclass(frozen=True, kw_only=True)
class Report:
    number: str = term("номер")
    chart: Chart | None = term("диаграмма")
    charts: tuple[Chart, ...] = term("диаграммы")


def report(chart: Chart | None = COVERAGE, charts: tuple[Chart, ...] = ALL) -> Report:
    return Report(number="1", chart=chart, charts=charts)


ONE = paragraphs("Отчёт {{ номер }}", "{{ диаграмма }}", "конец")
MANY = paragraphs("{%p for д in диаграммы %}", "{{ д }}", "{{ д.заголовок }}", "{%p endfor %}")


def _compiled(workshop: Workshop, *builds: Build, **options: Any) -> Template:
    given = {"context_class": Report, "profile": load_layout(), "typeset": True, **options}
    template, found = workshop.compile(*builds, **given)
    assert template is not None, [d.message for d in found]
    assert found == []
    return template


def _made(workshop: Workshop, *builds: Build, context: Report | None = None) -> bytes:
    context = context or report()
    template = _compiled(workshop, *builds)
    made = workshop.render(template, context)
    assert prove(made, context, template) == []
    return made


def _charts(made: bytes) -> list[Any]:
    """The chart parts in the order of the text, found as Word finds them."""
    document = docx.Document(io.BytesIO(made))
    found = []
    for shape in document.inline_shapes:
        assert shape.type == WD_INLINE_SHAPE_TYPE.CHART
        (chart,) = shape._inline.iter(f"{C}chart")
        identifier = chart.get(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        )
        found.append(document.part.related_parts[identifier])
    return found


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind.value)
def test_figures_and_names_stand_in_the_chart_and_in_its_workbook(
    workshop: Workshop, chart: Chart
) -> None:
    (part,) = _charts(_made(workshop, ONE, context=report(chart)))
    root = etree.fromstring(part.blob)
    series = list(root.iter(f"{C}ser"))
    assert [s.findtext(f"{C}tx//{C}v") for s in series] == [s.name for s in chart.series]
    for shown, expected in zip(series, chart.series, strict=True):
        names = [v.text for v in shown.iterfind(f"{C}cat//{C}v")]
        assert names == list(chart.categories)
        points = {p.get("idx"): p.findtext(f"{C}v") for p in shown.iterfind(f"{C}val//{C}pt")}
        assert points == {
            str(n): str(value) for n, value in enumerate(expected.values) if value is not None
        }
    (workbook,) = [r.target_part for r in part.rels.values()]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.blob)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][1:] == [s.name for s in chart.series]
    assert [row[0] for row in rows[1:]] == list(chart.categories)
    for column, one in enumerate(chart.series, 1):
        assert [row[column] for row in rows[1:]] == [
            None if v is None else float(v) for v in one.values
        ]
    # The ranges that the chart names are those of the workbook.
    last = len(chart.categories) + 1
    assert root.findtext(f".//{C}cat//{C}f") == f"{sheet.title}!$A$2:$A${last}"
    assert root.findtext(f".//{C}val//{C}f") == f"{sheet.title}!$B$2:$B${last}"


def test_the_alternative_says_what_is_seen_and_every_figure(workshop: Workshop) -> None:
    document = docx.Document(io.BytesIO(_made(workshop, ONE, context=report(PLAN))))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").replace("\u00a0", " ") == (
        "Диаграмма «План и факт». Факт близок к плану. Данные: план: I квартал — 120, "
        "II квартал — 1000000,5; факт: I квартал — 118, II квартал — нет данных."
    )


def test_charts_of_a_loop_have_parts_and_numbers_of_their_own(workshop: Workshop) -> None:
    made = _made(workshop, MANY)
    parts = parts_of(made)
    assert [n for n in parts if n.startswith("word/charts/chart")] == [
        f"word/charts/chart{n}.xml" for n in range(1, 5)
    ]
    assert [n for n in parts if n.endswith(".xlsx")] == [
        f"word/embeddings/chart{n}.xlsx" for n in range(1, 5)
    ]
    shapes = docx.Document(io.BytesIO(made)).inline_shapes
    assert len({shape._inline.docPr.get("id") for shape in shapes}) == 4
    titles = [
        "".join(t.text or "" for t in etree.fromstring(part.blob).iterfind(f".//{C}title//{{*}}t"))
        for part in _charts(made)
    ]
    assert [title.split(",")[0] for title in titles] == [chart.title for chart in ALL]


def test_a_paper_without_its_chart_has_no_parts_of_it(workshop: Workshop) -> None:
    body = paragraphs("{{ номер }}", "{%p if диаграмма %}", "{{ диаграмма }}", "{%p endif %}")
    made = _made(workshop, body, context=report(None))
    assert not [name for name in parts_of(made) if "chart" in name]
    assert texts_of(made) == ["1"]


def test_the_same_chart_gives_the_same_bytes_and_is_under_the_seal(workshop: Workshop) -> None:
    template = _compiled(workshop, MANY)
    made = workshop.render(template, report())
    assert made == workshop.render(template, report())
    parts = parts_of(made)
    assert seal_holds(parts)
    for name in ("word/charts/chart1.xml", "word/embeddings/chart2.xlsx"):
        assert not seal_holds({**parts, name: parts[name] + b" "})
    with zipfile.ZipFile(io.BytesIO(parts["word/embeddings/chart1.xlsx"])) as workbook:
        assert {info.date_time[0] for info in workbook.infolist()} == {1980}


def test_a_chart_is_as_wide_as_its_place(workshop: Workshop) -> None:
    def lying(document: Any) -> None:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)

    def indented(document: Any) -> None:
        document.paragraphs[-1].paragraph_format.first_line_indent = Mm(12.5)
        document.paragraphs[-1].paragraph_format.left_indent = Mm(20)

    alone = paragraphs("{{ диаграмма }}")
    for builds, width in (
        ((alone,), 180),
        ((alone, indented), 180),
        ((alone, lying), 257),
        ((table(["{{ диаграмма }}", "рядом"]),), 72),
    ):
        document = docx.Document(io.BytesIO(_made(workshop, *builds)))
        (shape,) = document.inline_shapes
        assert round(shape.width.mm) == width
        assert shape.height.mm <= 200
    document = docx.Document(io.BytesIO(_made(workshop, alone, indented)))
    assert document.paragraphs[0].paragraph_format.first_line_indent == 0
    assert document.paragraphs[0].paragraph_format.left_indent == 0


def test_words_of_a_chart_are_typeset(workshop: Workshop) -> None:
    chart = dataclasses.replace(PLAN, title='Школа "Исток" № 5')
    (part,) = _charts(_made(workshop, ONE, context=report(chart)))
    assert "Школа «Исток» №\u00a05" in part.blob.decode()


def test_fills_differ_without_colour(workshop: Workshop) -> None:
    many = tuple(ChartSeries(name=f"ряд {n}", values=(n, 1)) for n in range(8))
    (part,) = _charts(_made(workshop, ONE, context=report(dataclasses.replace(PLAN, series=many))))
    fills = set()
    root: Any = etree.fromstring(part.blob)
    for series in root.iter(f"{C}ser"):
        fill = series.find(f"{C}spPr")[0]
        colour = fill.find(".//{*}srgbClr").get("val")
        # Brightness in steps of an eighth: what a black-and-white print keeps of a colour.
        red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
        fills.add((fill.get("prst", ""), round(0.3 * red + 0.59 * green + 0.11 * blue) // 32))
        assert series.find(f"{C}spPr/{{*}}ln") is not None
    assert len(fills) == 8


EMPTY = dataclasses.replace(COVERAGE, series=(ChartSeries(name="а", values=(None,) * 3),))
REFUSED: list[tuple[Chart | None, str]] = [
    (None, "нет данных для диаграммы «диаграмма»"),
    (EMPTY, "нет ни одного числа"),
    (dataclasses.replace(COVERAGE, categories=(), series=()), "нет ни одного числа"),
    (dataclasses.replace(COVERAGE, title=" "), "нет заголовка"),
    (dataclasses.replace(COVERAGE, text=""), "нет описания словами"),
    (dataclasses.replace(PLAN, kind=ChartKind.PIE), "рядов 2, а показать можно один"),
    (
        dataclasses.replace(SHARES, series=(ChartSeries(name="а", values=(0, 0, None)),)),
        "одни нули",
    ),
    (
        dataclasses.replace(GAPS, series=(ChartSeries(name="а", values=(1, -1)),)),
        "отрицательное число",
    ),
    (
        dataclasses.replace(GAPS, series=(ChartSeries(name="а", values=(1, Decimal("NaN"))),)),
        "не число",
    ),
    (
        dataclasses.replace(PLAN, series=tuple(
            ChartSeries(name=str(n), values=(1, 1)) for n in range(9))),
        "различимы 8",
    ),
    (
        dataclasses.replace(
            PLAN, categories=("к",) * 41, series=(ChartSeries(name="а", values=(1,) * 41),)),
        "умещаются 40",
    ),
    (dataclasses.replace(COVERAGE, title="а\x01"), "управляющий знак"),
]  # fmt: skip


@pytest.mark.parametrize(("chart", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_a_chart_that_would_show_nothing_is_refused_with_the_reason(
    workshop: Workshop, chart: Chart | None, words: str
) -> None:
    template = _compiled(workshop, ONE)
    made, found = template.render(report(chart), PASSPORT)
    assert made is None
    assert words in found[0].message and found[0].hint


@pytest.mark.parametrize(
    "build",
    [
        paragraphs("смотрите {{ диаграмма }}"),
        paragraphs("{{ диаграмма }}{{ номер }}"),
        lambda d: setattr(d.sections[0].header.paragraphs[0], "text", "{{ диаграмма }}"),
    ],
)
def test_a_chart_out_of_its_place_is_told_when_the_template_is_read(
    workshop: Workshop, build: Build
) -> None:
    template, found = workshop.compile(build, context_class=Report)
    assert template is None
    assert codes(found) == ["template-tag-misplaced"]


def test_the_charts_of_the_template_itself_keep_their_names(workshop: Workshop) -> None:
    """A paper that was made with a chart is a template again."""
    first = parts_of(_made(workshop, paragraphs("{{ номер }}", "{{ диаграмма }}")))
    body = first["word/document.xml"].decode()
    first["word/document.xml"] = body.replace(
        "</w:body>", "<w:p><w:r><w:t>{{ диаграмма }}</w:t></w:r></w:p></w:body>", 1
    ).encode()
    section = body[body.rindex("<w:sectPr") : body.index("</w:body>")]
    first["word/document.xml"] = (
        first["word/document.xml"]
        .decode()
        .replace(section, "")
        .replace("</w:body>", section + "</w:body>")
    ).encode()
    template, found = workshop.compile_bytes(write_package(first), context_class=Report)
    assert template is not None, [d.message for d in found]
    made = workshop.render(template, report(PLAN))
    assert prove(made, report(PLAN), template) == []
    assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= parts_of(made).keys()
    assert len(_charts(made)) == 2


CHART, BOOK, BODY = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx", "word/document.xml"
RELS = "word/_rels/document.xml.rels"
BREAKAGES: list[tuple[str, Callable[[dict[str, bytes]], None], str]] = [
    ("a figure is another", lambda p: _swap(p, CHART, "<c:v>310<", "<c:v>311<"), "чисел ряда"),
    ("a name is another", lambda p: _swap(p, CHART, "техническая", "техника"), "подписей ряда"),
    ("the title is another", lambda p: _swap(p, CHART, "Охват", "Обхват"), "заголовка"),
    ("a series is another", lambda p: _swap(p, CHART, "обучающихся", "детей"), "ряда"),
    ("the part is gone", lambda p: p.update({CHART: b"<a/>"}), "заголовка"),
    ("the part is no XML", lambda p: p.update({CHART: b"<a"}), "диаграммы"),
    ("nothing leads there", lambda p: _swap(p, RELS, "rIdDocgenChart1", "rIdOther"), "диаграммы"),
    ("the workbook is another", lambda p: p.update({BOOK: b"PK"}), "таблицы с числами"),
    ("the alternative is gone", lambda p: _swap(p, BODY, ' descr="', ' title="'), "описания"),
    ("the drawing is gone", lambda p: _swap(p, BODY, "<w:drawing>", "<!--", "</w:drawing>", "-->"),
     "диаграммы"),
]  # fmt: skip


def _swap(parts: dict[str, bytes], name: str, *pairs: str) -> None:
    text = parts[name].decode()
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    parts[name] = text.encode()


@pytest.mark.parametrize(
    ("spoil", "words"), [b[1:] for b in BREAKAGES], ids=[b[0] for b in BREAKAGES]
)
def test_the_proof_finds_a_chart_that_says_something_else(
    workshop: Workshop, spoil: Callable[[dict[str, bytes]], None], words: str
) -> None:
    template = _compiled(workshop, ONE)
    parts = parts_of(workshop.render(template, report()))
    spoil(parts)
    found = prove(write_package(stamp(parts, PASSPORT)), report(), template)
    assert "proof-value-lost" in codes(found)
    assert any(words in diagnostic.message for diagnostic in found)


def test_a_sign_of_the_words_is_no_markup(workshop: Workshop) -> None:
    chart = dataclasses.replace(
        COVERAGE, title='А & "Б" <в>', text='так "надо" > &\r\nи\tещё', categories=("а\rб", "", "в")
    )
    made = _made(workshop, ONE, context=report(chart))
    (shape,) = docx.Document(io.BytesIO(made)).inline_shapes
    assert "А & «Б» <в>" in shape._inline.docPr.get("descr")
    assert in_words(chart).startswith('Диаграмма «А & "Б" <в>, чел.».')
