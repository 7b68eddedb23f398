"""The layout of the standard: margins, base font, page numbers, «ПРОЕКТ»."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from docgen.norms.layout import load_layout
from docgen.rendering.layout import DRAFT_WORD
from tests.rendering.building import Build, Workshop, paragraphs, parts_of, runs

PROFILE = load_layout()


def _document(workshop: Workshop, *builds: Build, **options: Any) -> Any:
    made = workshop.make(*builds, **{"profile": PROFILE, "draft": True, **options})
    return docx.Document(io.BytesIO(made))


def _margins(section: Any) -> tuple[int, ...]:
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    return tuple(round(side.mm) for side in sides)


def test_a_letter_sheet_becomes_a4_with_the_margins_of_the_standard(workshop: Workshop) -> None:
    (section,) = _document(workshop, paragraphs("{{ номер }}")).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert _margins(section) == (20, 10, 20, 20)
    assert round(section.header_distance.mm) == 10


def test_a_wide_left_margin_for_long_storage_stays(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.sections[0].left_margin = Mm(30)

    assert _margins(_document(workshop, build).sections[0]) == (20, 10, 20, 30)


def test_a_sheet_on_its_side_keeps_its_binding_edge_on_top(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = Mm(30)

    upright, lying = _document(workshop, build).sections
    assert (round(lying.page_width.mm), round(lying.page_height.mm)) == (297, 210)
    assert _margins(lying) == (30, 20, 10, 20)
    assert _margins(upright) == (20, 10, 20, 20)


@pytest.mark.parametrize(("size", "expected"), [(None, 14), (11, 14), (12, 12), (13, 13), (16, 14)])
def test_the_base_font_is_that_of_the_standard(
    workshop: Workshop, size: float | None, expected: float
) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.styles["Normal"].font.size = Pt(size) if size else None
        document.styles["Normal"].font.name = "Calibri"

    made = workshop.make(build, profile=PROFILE)
    styles = parts_of(made)["word/styles.xml"].decode()
    defaults = styles[styles.index("<w:docDefaults>") : styles.index("</w:docDefaults>")]
    assert f'<w:sz w:val="{expected * 2}"/>' in defaults
    assert 'w:ascii="Times New Roman"' in defaults
    assert '<w:lang w:val="ru-RU"' in defaults
    normal = docx.Document(io.BytesIO(made)).styles["Normal"]
    assert normal.font.name is None and normal.font.size is None


def _texts(header: Any) -> list[str]:
    return [paragraph.text for paragraph in header.paragraphs]


def test_the_page_number_stands_from_page_two_and_the_mark_everywhere(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.settings.odd_and_even_pages_header_footer = True
        document.add_section()

    first, second = _document(workshop, build).sections
    assert first.different_first_page_header_footer
    assert not second.different_first_page_header_footer
    assert _texts(first.first_page_header) == [f"\t\t{DRAFT_WORD}"]
    for header in (first.header, first.even_page_header):
        assert _texts(header) == [f"\t2\t{DRAFT_WORD}"]
        assert "PAGE" in header._element.xml
    assert second.header.is_linked_to_previous and second.even_page_header.is_linked_to_previous


def test_headers_of_the_template_stay_below_the_mark(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.sections[0].header.paragraphs[0].text = "Договор № {{ номер }}"

    (section,) = _document(workshop, build).sections
    assert _texts(section.header) == [f"\t2\t{DRAFT_WORD}", "Договор № 17"]


def test_a_page_number_of_the_templates_own_is_not_doubled(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        field = parse_xml(
            '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
        document.sections[0].header.paragraphs[0]._p.append(field)

    (section,) = _document(workshop, build).sections
    assert section.header._element.xml.count("PAGE") == 1
    assert _texts(section.header)[0] == f"\t\t{DRAFT_WORD}"


def test_every_mark_stands_in_a_bookmark_of_its_own(workshop: Workshop) -> None:
    made = parts_of(workshop.make(paragraphs("{{ номер }}"), profile=PROFILE, draft=True))
    headers = "".join(made[name].decode() for name in made if name.startswith("word/header"))
    assert headers.count(DRAFT_WORD) == 2
    assert 'w:name="docgen_draft_1"' in headers and 'w:name="docgen_draft_2"' in headers


def test_what_is_no_draft_has_no_mark(workshop: Workshop) -> None:
    made = workshop.make(paragraphs("{{ номер }}"), profile=PROFILE, draft=False)
    assert DRAFT_WORD.encode() not in b"".join(parts_of(made).values())


def test_the_text_is_not_touched(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        runs("Текст ", "{{ номер }}", bold=[0])(document)
        document.paragraphs[0].paragraph_format.first_line_indent = Mm(15)

    plain = workshop.make(build)
    laid = workshop.make(build, profile=PROFILE, draft=True)
    before, after = (docx.Document(io.BytesIO(made)).paragraphs[0]._p.xml for made in (plain, laid))
    assert before == after
