"""``docgen templates check``: our own templates, and a copy that stands alone."""

from __future__ import annotations

import shutil

from tests.desk import Desk


def test_the_shipped_templates_are_sound(desk: Desk) -> None:
    templates = sorted(str(p) for p in (desk.folder / "templates_docx").glob("*.docx"))
    said = desk.docgen("templates", "check", *templates)
    assert said.code == 0, said.text
    assert "ошибка[" not in said.text


def test_a_template_without_a_kind_beside_it_may_use_the_same_filters(desk: Desk) -> None:
    alone = desk.folder / "отдельно" / "мой.docx"
    alone.parent.mkdir()
    shutil.copy(desk.folder / "templates_docx" / "network-agreement.docx", alone)
    said = desk.docgen("templates", "check", str(alone))
    assert said.code == 0, said.text


def test_a_renamed_field_is_told_with_its_place_and_its_like(desk: Desk) -> None:
    from docx import Document

    path = desk.folder / "templates_docx" / "approval-sheet.docx"
    document = Document(str(path))
    document.paragraphs[0].add_run(" {{ визыы }}")
    document.save(str(path))
    said = desk.docgen("templates", "check", str(path))
    assert said.code == 1
    assert "approval-sheet.docx (абзац 1" in said.out
    assert "визыы" in said.out
    assert "возможно, это «визы»" in said.out
