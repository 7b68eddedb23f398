"""The layout of the standard: margins, base font, page numbers, «ПРОЕКТ»."""

from __future__ import annotations

import base64
import copy
import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docgen.norms.layout import load_layout
from docgen.rendering.layout import DRAFT_WORD
from tests.rendering.building import Build, Workshop, paragraphs, parts_of, runs

PROFILE = load_layout()
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


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
        _turned(document)

    upright, lying = _document(workshop, build).sections
    assert (round(lying.page_width.mm), round(lying.page_height.mm)) == (297, 210)
    assert _margins(lying) == (20, 20, 10, 20)
    assert _margins(upright) == (20, 10, 20, 20)


def _turned(document: Any, *, side: str = "left", margin: Any = None) -> Any:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    if margin is not None:
        setattr(section, f"{side}_margin", margin)
    return section


@pytest.mark.parametrize("side", ["left", "top"])
def test_one_paper_is_bound_along_one_edge(workshop: Workshop, side: str) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        _turned(document, side=side, margin=Mm(30))

    upright, lying = _document(workshop, build).sections
    assert _margins(upright) == (20, 10, 20, 30)
    assert _margins(lying) == (30, 20, 10, 20)


def test_a_paper_may_lie_altogether(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)

    (section,) = _document(workshop, build).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert _margins(section) == (20, 20, 10, 20)
    assert _stops(section.header) == [round(257 / 2), 257]
    assert section.different_first_page_header_footer
    assert _texts(section.first_page_header) == [f"\t\t{DRAFT_WORD}"]


def test_each_width_has_its_own_tab_stops_and_every_page_but_the_first_a_number(
    workshop: Workshop,
) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.sections[0].header.paragraphs[0].text = "План {{ номер }}"
        section = _turned(document)
        section.different_first_page_header_footer = True
        document.add_section(WD_SECTION.NEW_PAGE).orientation = WD_ORIENT.PORTRAIT
        last = document.sections[-1]
        last.page_width, last.page_height = last.page_height, last.page_width
        last.different_first_page_header_footer = False

    document = _document(workshop, build)
    first, lying, last = document.sections
    assert _texts(first.first_page_header) == [f"\t\t{DRAFT_WORD}"]
    for section, width in ((first, 180), (lying, 257), (last, 180)):
        assert _texts(section.header) == [f"\t2\t{DRAFT_WORD}", "План 17"]
        assert _stops(section.header) == [round(width / 2), round(width)]
    assert _texts(lying.first_page_header) == [f"\t2\t{DRAFT_WORD}"]


def test_a_header_that_two_widths_share_is_parted(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.sections[0].header.paragraphs[0].text = "План {{ номер }}"
        reference = document.sections[0]._sectPr.findall(qn("w:headerReference"))[0]
        _turned(document)._sectPr.insert(0, copy.deepcopy(reference))

    upright, lying = _document(workshop, build).sections
    assert _stops(upright.header)[1] == 180
    assert _stops(lying.header)[1] == 257
    assert _texts(upright.header)[1] == _texts(lying.header)[1] == "План 17"


def test_the_picture_of_a_header_goes_over_to_the_lying_section(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        run = document.sections[0].header.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(PIXEL), width=Mm(10))
        _turned(document)

    upright, lying = _document(workshop, build).sections
    for section in (upright, lying):
        (picture,) = section.header.part._element.iter(qn("a:blip"))
        assert section.header.part.related_parts[picture.get(qn("r:embed"))].blob == PIXEL


def _stops(header: Any) -> list[int]:
    return [round(stop.position.mm) for stop in header.paragraphs[0].paragraph_format.tab_stops]


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
