"""The QR code on a paper: drawn, renewed, and no part of the text."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
import segno
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from docgen.comparison.reading import all_keys, texts_of
from docgen.diagnostics import Refusal
from docgen.norms.layout import load_layout
from docgen.opc.finished import FinishedPaper, paper_of
from docgen.passport import Passport, is_untouched, read_passport
from docgen.printed_code import PICTURE_NAME, PrintedCode, Stage, paper_letters, read_code
from docgen.register import document_id
from docgen.rendering.code_picture import picture_of, picture_part, printed_on, with_code_of
from docgen.rendering.official import check_before_approval, made_official
from docgen.rendering.proof import prove
from docgen.rendering.sending import check_before_sending
from docgen.rendering.template import Template
from tests.rendering.building import (
    Build,
    Workshop,
    packed,
    paper,
    paragraphs,
    parts_of,
    replaced,
)

WITHOUT = load_layout()
WITH = replace(WITHOUT, qr_code=True)
PAPER = document_id("network-agreement:Д-1")
PASSPORT = Passport(PAPER, "network-agreement", "строка", "шаблон", "настройки", "0.1")
TEXT = paragraphs("Договор {{ номер }}", "Стороны договорились.")


def compiled(workshop: Workshop, *builds: Build, profile: Any = WITH) -> Template:
    template, found = workshop.compile(*(builds or (TEXT,)), profile=profile, draft=True)
    assert template is not None, found
    return template


def made(template: Template, passport: Passport = PASSPORT, **values: Any) -> bytes:
    content, found = template.render(paper(**values), passport)
    assert content is not None, found
    return content


def opened(content: bytes) -> FinishedPaper:
    found, faults = paper_of(content, "бумага.docx")
    assert found is not None, faults
    return found


def code_on(content: bytes) -> PrintedCode:
    """The code that the passport names; the picture must be that very one."""
    text = printed_on(content)
    code = read_code(text)
    assert code is not None
    assert parts_of(content)[picture_part(opened(content))] == picture_of(text)
    return code


def test_without_the_office_wish_a_paper_is_what_it_was(workshop: Workshop) -> None:
    content = made(compiled(workshop, profile=WITHOUT))
    assert printed_on(content) == "" == picture_part(opened(content))
    assert not any("media" in name for name in parts_of(content))


def test_a_draft_bears_its_code_and_is_proven(workshop: Workshop) -> None:
    template = compiled(workshop)
    content = made(template)
    assert code_on(content).stage is Stage.DRAFT
    assert code_on(content).paper == paper_letters(PAPER)
    assert prove(content, paper(), template) == []
    assert is_untouched(content)
    assert made(template) == content


def test_the_code_is_described_and_stands_in_the_corner_of_the_first_page(
    workshop: Workshop,
) -> None:
    document = docx.Document(io.BytesIO(made(compiled(workshop))))
    (section,) = document.sections
    (picture,) = section.first_page_header._element.iter("{*}anchor")
    (words,) = picture.iter("{*}docPr")
    assert (words.get("name"), words.get("descr")[:12]) == (PICTURE_NAME, "QR-код бумаг")
    right, bottom = corner(picture)
    # All of it lies where the margins leave no text.
    assert right == pytest.approx(section.page_width.mm - section.right_margin.mm, abs=0.1)
    assert bottom == pytest.approx(section.page_height.mm - 3, abs=0.1)
    assert bottom - 17 >= section.page_height.mm - section.bottom_margin.mm
    assert not list(section.header._element.iter("{*}anchor"))


def corner(picture: Any) -> tuple[float, float]:
    across, down = (int(e.text) / 36000 for e in picture.iter("{*}posOffset"))
    (size,) = picture.iter("{*}extent")
    return across + int(size.get("cx")) / 36000, down + int(size.get("cy")) / 36000


def test_on_a_lying_sheet_it_stands_beside_the_text(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)

    document = docx.Document(io.BytesIO(made(compiled(workshop, build))))
    (section,) = document.sections
    (picture,) = section.first_page_header._element.iter("{*}anchor")
    right, bottom = corner(picture)
    assert right - 17 >= section.page_width.mm - section.right_margin.mm
    assert bottom == pytest.approx(section.page_height.mm - section.bottom_margin.mm, abs=0.1)


def test_another_row_another_template_other_settings_another_paper_have_another_code(
    workshop: Workshop,
) -> None:
    template = compiled(workshop)
    others = [
        PASSPORT,
        replace(PASSPORT, row_hash="другая"),
        replace(PASSPORT, template_hash="другой"),
        replace(PASSPORT, settings_hash="другие"),
        replace(PASSPORT, document_id=document_id("network-agreement:Д-2")),
    ]
    assert len({code_on(made(template, one)) for one in others}) == len(others)


def official(content: bytes, **values: Any) -> bytes:
    passport = read_passport(content)
    assert passport is not None
    done, faults = made_official(content, "бумага.docx", replace(passport, **values))
    assert done is not None, faults
    return done


def test_approval_and_registration_draw_the_code_anew(workshop: Workshop) -> None:
    draft = made(compiled(workshop))
    approved = official(draft, state="согласован")
    registered = official(approved, state="зарегистрирован", number="7", dated="2026-09-01")
    codes = [code_on(content) for content in (draft, approved, registered)]
    assert [code.stage for code in codes] == ["D", "A", "R"]
    assert len({code.mark for code in codes}) == 1
    assert is_untouched(approved) and is_untouched(registered)
    assert check_before_sending(opened(registered)) == []


def test_edited_papers_are_told_apart_by_their_words(workshop: Workshop) -> None:
    draft = made(compiled(workshop))
    edited = replaced(draft, "договорились.", "условились.")
    again = replaced(draft, "договорились.", "сговорились.")
    marks = [
        code_on(official(content, state="согласован", edited=word)).mark
        for content, word in ((draft, ""), (edited, "да"), (again, "да"), (edited, "да"))
    ]
    assert marks[1] == marks[3]
    assert len(set(marks)) == 3


def test_a_picture_whose_part_word_has_renamed_is_found(workshop: Workshop) -> None:
    parts = parts_of(made(compiled(workshop)))
    renamed = {
        name.replace("docgen_qr.png", "image1.png"): part.replace(b"docgen_qr.png", b"image1.png")
        for name, part in parts.items()
    }
    done = official(packed(renamed), state="согласован")
    assert picture_part(opened(done)) == "word/media/image1.png"
    assert code_on(done).stage is Stage.APPROVED


def test_a_file_without_its_picture_names_no_code_when_it_is_approved(workshop: Workshop) -> None:
    draft = made(compiled(workshop))
    (header,) = (name for name, part in parts_of(draft).items() if b"<w:drawing" in part)
    taken = replaced(draft, f'name="{PICTURE_NAME}"', 'name="Рисунок 1"', header)
    assert printed_on(official(taken, state="согласован")) == ""


def test_another_code_is_no_difference_in_the_text(workshop: Workshop) -> None:
    template = compiled(workshop)
    one, other = made(template), made(template, replace(PASSPORT, row_hash="другая"))
    bare = made(compiled(workshop, profile=WITHOUT))
    keys = [all_keys(texts_of(opened(content))) for content in (one, other, bare)]
    assert keys[0] == keys[1] == keys[2]


def test_an_edited_file_gets_the_code_of_the_draft_that_was_brought_in(workshop: Workshop) -> None:
    template = compiled(workshop)
    hand = replaced(made(template), "договорились.", "условились.")
    draft = made(template, replace(PASSPORT, row_hash="другая"), number="18")
    brought = with_code_of(hand, draft)
    assert parts_of(brought)[template.code_part] == picture_of(printed_on(draft))
    bare = made(compiled(workshop, profile=WITHOUT))
    assert with_code_of(bare, draft) == bare


def test_the_proof_finds_a_code_of_another_paper(workshop: Workshop) -> None:
    template = compiled(workshop)
    parts = parts_of(made(template))
    other = made(template, replace(PASSPORT, row_hash="другая"))
    parts[template.code_part] = parts_of(other)[template.code_part]
    found = prove(packed(parts), paper(), template)
    assert "QR-код на бумаге не её" in [d.message for d in found]


def test_a_missing_library_is_a_refusal_with_the_way_out(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    template, draft = compiled(workshop), made(compiled(workshop))
    picture_of.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    with pytest.raises(Refusal, match="segno") as refused:
        made(template)
    assert "docgen[qr]" in refused.value.hint
    found = check_before_approval(draft, "бумага.docx")
    assert [d.code for d in found] == ["qr-library-missing"]


def test_the_code_is_drawn_as_small_as_the_sheet_was_planned_for() -> None:
    code = PrintedCode(paper_letters(PAPER), Stage.DRAFT, "A" * 8)
    assert segno.make_qr(code.text, error="m", boost_error=False).designator == "2-M"
