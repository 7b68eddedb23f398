"""The template language: what tags give, in text, tables, headers and attributes."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from tests.rendering.building import (
    PARTS,
    Build,
    Workshop,
    codes,
    packed,
    paper,
    paragraphs,
    parts_of,
    runs,
    saved,
    school,
    table,
    texts_of,
)

# What is written in one paragraph, and what a paper shows.
INLINE = [
    ("№ {{ номер }}", "№ 17"),
    ("{{номер}}{{ номер }}", "1717"),
    ("{{ школа.наименование }}", "МБОУ «Школа № 1»"),
    ("{{ школа.сайт }}", "школа1.рф"),
    ("{{ дата }}", "01.09.2026"),
    ("{{ сумма }}", "1\u00a0234\u00a0567,50"),
    ("{{ части[1].название }}", "Лёгкая атлетика"),
    ("{{ части.0.часов }}", "36"),
    ("{% if оплата %}платно{% else %}даром{% endif %}", "платно"),
    ("{% if not оплата %}даром{% elif номер == '17' %}17{% endif %}", "17"),
    ("{% if ёлка %}есть{% else %}нет{% endif %}", "нет"),
    ("{% if елка is defined %}есть{% else %}нет{% endif %}", "нет"),
    ("{% if школа.дата_открытия %}есть{% endif %}конец", "конец"),
    ("{% if ёлка == 'да' or номер in ('17', '18') %}да{% endif %}", "да"),
    ("{% for ч in части %}{{ ч.название }}{% if not loop.last %}, {% endif %}{% endfor %}",
     "Робототехника, Лёгкая атлетика, ИЗО & лепка"),
    ("{% for ч in части if ч.часов > 10 %}{{ loop.index }}/{{ loop.length }} {% endfor %}",
     "1/2 2/2 "),
    ("{% for ч in части %}{% for т in ч.темы %}{{ т }};{% else %}—;{% endfor %}{% endfor %}",
     "датчики;моторы;—;глина;"),
    ("{{ 'да' if оплата else 'нет' }}", "да"),
    ("{{ ёлка | default('____') }}", "____"),
    ("{{ части[0].темы | join(', ') }}", "датчики, моторы"),
    ("{{ части | length }}", "3"),
    ("{{ номер ~ '/' ~ 1 }}", "17/1"),
    ("{{ номер | upper | lower }}", "17"),
    ("{{ номер | в_скобках }}", "(17)"),
    ("{{ номер | в_скобках('[') }}", "[17)"),
    ("{# заметка автора #}текст", "текст"),
    ("{_{ номер }_}", "{{ номер }}"),
    ("{{ номер == “17” and 'да' or 'нет' }}", "да"),
    ("{{ акты.P882 }}", "приказом № 882"),
    ("{{ акты['FZ273'] }}", "законом № 273-ФЗ"),
    ("{{ е\u0308лка | default('NFD') }}", "NFD"),
    ("до\tпосле {{ номер }}", "до\tпосле 17"),
]  # fmt: skip
FILTERS = {"в_скобках": lambda value, left="(": f"{left}{value})"}


@pytest.mark.parametrize(("written", "shown"), INLINE, ids=[w for w, _ in INLINE])
def test_an_inline_tag_gives_its_text(workshop: Workshop, written: str, shown: str) -> None:
    made = workshop.make(
        paragraphs(written),
        filters=FILTERS,
        extra_names={"сайт"},
        keys={"акты": ["P882", "FZ273"]},
    )
    assert texts_of(made)[0] == shown


BLOCKS = [
    (paragraphs("А", "{%p if оплата %}", "Б", "{%p endif %}", "В"), ["А", "Б", "В"]),
    (paragraphs("А", "{%p if not оплата %}", "Б", "{%p else %}", "В", "{%p endif %}"), ["А", "В"]),
    (
        paragraphs("{%p for ч in части %}", "{{ ч.название }}", "{%p endfor %}"),
        [part.title for part in PARTS],
    ),
    (paragraphs("{%p if оплата %}{%p if номер %}", "Б", "{%p endif %}{%p endif %}"), ["Б"]),
    (paragraphs("{#p заметка #}", "Б"), ["Б"]),
    (runs("А ", "{%r if оплата %}", "Б", "{%r endif %}", " В", bold=[2]), ["А Б В"]),
    (runs("А {%r if not оплата %}Б{%r endif %} В"), ["А  В"]),
    (
        table(["№", "Часть"], ["{%tr for ч in части %}"], ["{{ loop.index }}", "{{ ч.название }}"],
              ["{%tr endfor %}"]),
        ["№", "Часть", "1", "Робототехника", "2", "Лёгкая атлетика", "3", "ИЗО & лепка"],
    ),
    (
        table(["{%tc for ч in части %}", "{{ ч.часов }}", "{%tc endfor %}"]),
        ["36", "18", "9"],
    ),
    (table(["А", "{% if ёлка %}В{% endif %}"]), ["А", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("build", "shown"), BLOCKS)
def test_a_tag_may_stand_for_a_paragraph_a_row_a_cell_or_a_run(
    workshop: Workshop, build: Build, shown: list[str]
) -> None:
    made = workshop.make(build)
    assert texts_of(made) == shown
    docx.Document(io.BytesIO(made))


def test_a_cell_whose_paragraphs_all_vanish_keeps_an_empty_one(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "{%p if ёлка %}"
        cell.add_paragraph("да")
        cell.add_paragraph("{%p endif %}")

    assert texts_of(workshop.make(build)) == [""]
    assert texts_of(workshop.make(build, context=paper(short="есть"))) == ["да"]


def test_repeated_cells_widen_the_grid(workshop: Workshop) -> None:
    made = workshop.make(table(["{%tc for ч in части %}", "{{ ч.часов }}", "{%tc endfor %}"]))
    assert parts_of(made)["word/document.xml"].count(b"<w:gridCol") == 3


def test_a_cell_takes_colour_and_span_from_values(workshop: Workshop) -> None:
    made = workshop.make(
        table(["{% cellbg текст %}А", "Б"], ["{% colspan части[0].часов %}В"]),
        context=paper(text="D9D9D9", parts=(PARTS[0].__class__(title="", hours=2, topics=()),)),
    )
    body = parts_of(made)["word/document.xml"].decode()
    assert 'w:fill="D9D9D9"' in body and '<w:gridSpan w:val="2"/>' in body
    assert texts_of(made)[:3] == ["А", "Б", "В"]


def test_cells_merge_down_and_across_in_loops(workshop: Workshop) -> None:
    made = workshop.make(
        table(
            ["{%tr for ч in части %}", ""],
            ["{% vm %}{{ номер }}", "{{ ч.часов }}"],
            ["{%tr endfor %}", ""],
        )
    )
    body = parts_of(made)["word/document.xml"].decode()
    assert body.count('<w:vMerge w:val="restart"/>') == 1
    assert body.count('<w:vMerge w:val="continue"/>') == 2
    assert texts_of(made) == ["17", "36", "", "18", "", "9"]
    across = workshop.make(
        table(["{%tc for ч in части %}", "{% hm %}{{ номер }}", "{%tc endfor %}"])
    )
    assert parts_of(across)["word/document.xml"].count(b'<w:gridSpan w:val="3"/>') == 1
    assert texts_of(across) == ["17"]


@pytest.mark.parametrize(
    "pieces",
    [
        ["{", "{ номер }", "}"],
        ["{{ но", "мер", " }}"],
        ["№ {", "{номер", "}} и {{ номе", "р }}."],
        ["{% i", "f оплата %", "}да{% end", "if %}"],
    ],
)
def test_a_tag_scattered_over_runs_is_gathered(workshop: Workshop, pieces: list[str]) -> None:
    whole = texts_of(workshop.make(paragraphs("".join(pieces))))
    assert texts_of(workshop.make(runs(*pieces))) == whole


def test_text_after_a_scattered_tag_keeps_its_own_format(workshop: Workshop) -> None:
    made = workshop.make(runs("{{ номер", " }} жирно", bold=[1]))
    first, second = docx.Document(io.BytesIO(made)).paragraphs[0].runs
    assert (first.text, first.bold) == ("17", None)
    assert (second.text, second.bold) == (" жирно", True)


def test_headers_footers_and_titles_are_filled_in_every_section(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("текст {{ номер }}")
        document.settings.odd_and_even_pages_header_footer = True
        document.add_section()
        for section in document.sections:
            section.different_first_page_header_footer = True
            for kind in ("header", "first_page_header", "even_page_header", "footer"):
                part = getattr(section, kind)
                part.is_linked_to_previous = False
                part.paragraphs[0].text = kind + " {{ школа.наименование }} {{ номер }} & <"
        document.core_properties.title = "Договор {{ номер }}"

    made = workshop.make(build)
    parts = parts_of(made)
    headers = [n for n in parts if n.startswith(("word/header", "word/footer"))]
    assert len(headers) == 8
    for name in headers:
        assert "МБОУ «Школа № 1» 17 & <" in texts_of(made, name)[0]
    assert "Договор 17" in parts["docProps/core.xml"].decode()


def test_text_boxes_and_content_controls_are_filled(workshop: Workshop) -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>рамка {{ номер }}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>поле {{ номер }}</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt>"
    )
    parts = parts_of(saved(paragraphs("x")))
    body = parts["word/document.xml"].decode().replace("<w:sectPr", box + "<w:sectPr", 1)
    template, found = workshop.compile_bytes(packed({**parts, "word/document.xml": body.encode()}))
    assert template is not None, codes(found)
    shown = "\n".join(texts_of(workshop.render(template)))
    assert "рамка 17" in shown and "поле 17" in shown


def test_attributes_are_filled_and_escaped(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("текст")

    parts = parts_of(saved(build))
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="r" '
        'descr="Схема {{ текст }}"/></wp:inline></w:drawing></w:r></w:p>'
    )
    body = parts["word/document.xml"].decode().replace("<w:sectPr", drawing + "<w:sectPr", 1)
    template, found = workshop.compile_bytes(packed({**parts, "word/document.xml": body.encode()}))
    assert template is not None, codes(found)
    made = workshop.render(template, paper(text='"А" & <б>\nв'))
    assert (
        'descr="Схема &quot;А&quot; &amp; &lt;б&gt;&#10;в"'
        in parts_of(made)["word/document.xml"].decode()
    )


def test_drawings_in_a_loop_get_ids_of_their_own(workshop: Workshop) -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="r"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    parts = parts_of(saved(paragraphs("{%p for ч in части %}", "СЮДА", "{%p endfor %}")))
    body = parts["word/document.xml"].decode()
    body = body.replace("<w:p><w:r><w:t>СЮДА</w:t></w:r></w:p>", drawing)
    template, found = workshop.compile_bytes(packed({**parts, "word/document.xml": body.encode()}))
    assert template is not None, codes(found)
    made = parts_of(workshop.render(template))["word/document.xml"].decode()
    assert [f'docPr id="{n}"' in made for n in (1, 2, 3, 4)] == [True, True, True, False]


def test_one_template_gives_many_papers_and_the_same_bytes_for_the_same_values(
    workshop: Workshop,
) -> None:
    template, _ = workshop.compile(paragraphs("{{ школа.наименование }} {{ номер }}"))
    assert template is not None
    first = workshop.render(template)
    other = workshop.render(template, paper(number="18", school=school(name="Ёж")))
    assert texts_of(first)[0] == "МБОУ «Школа № 1» 17"
    assert texts_of(other)[0] == "Ёж 18"
    assert workshop.render(template) == first


def test_the_template_says_what_it_uses(workshop: Workshop) -> None:
    template, _ = workshop.compile(
        paragraphs("{{ номер }} {{ акты.P882 }} {% for ч in части %}{{ ч.часов }}{% endfor %}")
    )
    assert template is not None
    assert template.used == {"номер", "акты", "части"}
    assert "школа" in template.unused and "номер" not in template.unused
    assert template.acts == {"P882"}
    assert template.fields == 5


def test_a_choice_of_the_sheet_is_printed_like_text() -> None:
    from docgen.records.vocabulary import StudyForm
    from docgen.rendering.expressions import LEAF, shape_of

    assert shape_of(StudyForm | None) == LEAF
