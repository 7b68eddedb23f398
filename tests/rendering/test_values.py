"""Every value comes out to the letter, or the paper is refused and the cell is named."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from docgen.rendering.program import RenderLimits
from docgen.rendering.proof import prove
from docgen.rendering.template import Template, compile_template
from tests.rendering.building import (
    PASSPORT,
    Paper,
    Part,
    Workshop,
    codes,
    paper,
    paragraphs,
    parts_of,
    saved,
    school,
    table,
    texts_of,
)


@cache
def _everywhere(folder: str) -> Template:
    """A template that prints one value in text, a table, a loop, a header and the title."""

    def build(document: Any) -> None:
        document.add_paragraph("«{{ текст }}» и {{ текст }}")
        table(["{%tr for ч in части %}"], ["{{ ч.название }}"], ["{%tr endfor %}"])(document)
        document.sections[0].header.paragraphs[0].text = "{{ текст }}"
        document.core_properties.title = "о {{ текст }}"

    path = Path(folder) / "шаблон.docx"
    path.write_bytes(saved(build))
    template, found = compile_template(path, Paper, draft=False)
    assert template is not None, found
    return template


def _same(shown: str) -> str:
    return shown.replace("\r\n", "\n").replace("\r", "\n")


# Everything that a cell may hold once the workbook has been read.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t&<>\"'«»„“ёЁй№{}%#|\u00a0😀\u0301\u200b"),
    max_size=200,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(text=TEXTS)
@example(text="ООО «Рога & Копыта» <филиал>")
@example(text="{{ 7*7 }} {% if x %} {# y #} }}")
@example(text="{_{ не экранирование }_}")
@example(text="две\nстроки\r\nи\tтабуляция\rконец")
@example(text="ё" * 32_767)
@example(text="\ue0f00\ue0f1")
@example(text="&amp;#10;<w:p/>]]>")
@example(text=" пробелы  по краям ")
@example(text="_x000D_")
def test_a_value_is_read_back_to_the_letter(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    template = _everywhere(str(tmp_path_factory.getbasetemp()))
    context = paper(text=text, parts=(Part(title=text, hours=1, topics=()),))
    made, found = template.render(context, PASSPORT)
    assert made is not None, found
    body = texts_of(made)
    assert body[0] == f"«{_same(text)}» и {_same(text)}"
    assert body[1] == _same(text)
    header = next(name for name in parts_of(made) if name.startswith("word/header"))
    assert texts_of(made, header)[0] == _same(text)
    assert docx.Document(io.BytesIO(made)).core_properties.title == f"о {_same(text)}"
    assert "proof-value-lost" not in codes(prove(made, context, template))
    assert "proof-broken" not in codes(prove(made, context, template))


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\ud800",
                                 "\ufffe", "\uffff"])  # fmt: skip
def test_a_control_character_is_refused_with_its_cell(workshop: Workshop, bad: str) -> None:
    (found,) = workshop.refusals(
        paragraphs("{{ школа.наименование }}"), context=paper(school=school(name=f"Шко{bad}ла"))
    )
    assert found.code == "template-value-control"
    assert str(found.origin) == "partners.xlsx!Школы!B7 (Школа № 1)"
    assert f"U+{ord(bad):04X}" in found.message


# What is printed, and what the refusal must say.
REFUSED = [
    ("{{ ёлка }}", "template-value-missing", "ёлка"),
    ("{{ школа.дата_открытия }}", "template-value-missing", "школа.дата_открытия"),
    ("{{ ёлка | upper }}", "template-value-missing", "ёлка"),
    ("{{ ёлка ~ номер }}", "template-value-missing", "ёлка"),
    ("{{ пусто[0].название }}", "template-value-missing", "пусто"),
    ("{{ части[7].название }}", "template-value-missing", "части"),
    ("{% for ч in пусто %}{{ ч.название }}{% endfor %}", "template-value-missing", "пусто"),
    ("{% if ёлка > 1 %}да{% endif %}", "template-value-missing", "ёлка"),
    ("{% if 'а' in ёлка %}да{% endif %}", "template-value-missing", "ёлка"),
    ("{{ оплата }}", "template-value-kind", "да/нет"),
    ("{{ доля }}", "template-value-kind", "дробное"),
    ("{{ миг }}", "template-value-kind", "временем"),
    ("{{ байты }}", "template-value-kind", "двоичные"),
    ("{{ номер | первое }}", "template-value-kind", "первое"),
    ("{% if номер > 5 %}да{% endif %}", "template-value-kind", "сравнить"),
    ("{{ акты.НЕТ }}", "template-name-unknown", "НЕТ"),
    ("{{ школа.факс }}", "template-value-missing", "факс"),
    ("{{ школа.сайт2 }}", "template-name-unknown", "сайт2"),
]


@pytest.mark.parametrize(("written", "code", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_has_no_text_is_refused_with_the_field_named(
    workshop: Workshop, written: str, code: str, words: str
) -> None:
    (found,) = workshop.refusals(
        paragraphs(written),
        filters={"первое": lambda value: value[0].нет},
        extra_names={"факс", "сайт2"},
    )
    assert found.code == code
    assert words in found.message
    assert "абзац 1" in found.message and "шаблон.docx" in found.message
    assert PASSPORT.document_id in found.message


def test_a_missing_value_names_the_cell_it_would_come_from(workshop: Workshop) -> None:
    (found,) = workshop.refusals(paragraphs("{{ школа.дата_открытия }}"))
    assert str(found.origin) == "partners.xlsx!Школы!D7 (Школа № 1)"
    assert found.hint


def test_all_missing_values_of_a_paper_come_out_in_one_run(workshop: Workshop) -> None:
    found = workshop.refusals(
        paragraphs("{{ ёлка }}", "{{ школа.инн }} {{ школа.дата_открытия }}", "{{ оплата }}"),
        context=paper(school=school(inn=None)),
    )
    assert codes(found) == ["template-value-missing"] * 3 + ["template-value-kind"]


def test_one_bad_paper_does_not_stop_the_next(workshop: Workshop) -> None:
    template, _ = workshop.compile(paragraphs("{{ ёлка }}"))
    assert template is not None
    assert template.render(paper(), PASSPORT)[0] is None
    assert texts_of(workshop.render(template, paper(short="да"))) == ["да"]


def test_dates_and_sums_are_printed_as_the_office_prints_them(workshop: Workshop) -> None:
    made = workshop.make(
        paragraphs("{{ дата }}; {{ сумма }}"),
        printing={
            datetime.date: lambda d: f"{d.day} сентября {d.year} г.",
            Decimal: lambda s: f"{s} руб.",
        },
    )
    assert texts_of(made) == ["1 сентября 2026 г.; 1234567.50 руб."]


LONG = tuple(Part(title="ч" * 1000, hours=1, topics=("т",) * 50) for _ in range(50))


@pytest.mark.parametrize(
    "limits",
    [
        RenderLimits(characters=20_000),
        RenderLimits(seconds=0),
        RenderLimits(turns=10),
    ],
)
def test_a_paper_beyond_its_limits_is_refused(workshop: Workshop, limits: RenderLimits) -> None:
    found = workshop.refusals(
        paragraphs(
            "{% for ч in части %}{% for т in ч.темы %}{{ ч.название }}{% endfor %}{% endfor %}"
        ),
        context=paper(parts=LONG),
        limits=limits,
    )
    assert codes(found) == ["template-limit"]


def test_loops_within_loops_over_much_data_end_in_time(workshop: Workshop) -> None:
    inner = "".join(f"{{% for {name} in части %}}" for name in "абвг")
    found = workshop.refusals(
        paragraphs(inner + "{{ номер }}" + "{% endfor %}" * 4),
        context=paper(parts=LONG * 20),
        limits=RenderLimits(characters=100_000),
    )
    assert codes(found) == ["template-limit"]
