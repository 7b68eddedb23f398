"""A sixth kind of paper: a Word file and a few lines, and no code."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import build_context, plan_papers
from docgen.passport import Passport
from docgen.records.schema import Record
from docgen.rendering.template import Template, compile_template
from docgen.russian import FILTERS
from tests.documents.factories import network_rows, person, tables

DECLARATION = """
id = "cover-letter"
title = "Письмо о направлении договора"
gender = "средний"
family = "letters"
sheet = "Стороны"
when = { "роль" = ["участник, ведущий часть программы"] }
name = "{договор} Письмо – {организация}"
folder = "Письма"
"""
LETTER = (
    "{{ строка.организация.руководитель.должность|с_заглавной }} "
    "{{ строка.организация.сокращённое_наименование }}",
    "Направляем договор {{ строка.договор.код }} по программе "
    "«{{ строка.договор.программа.наименование_программы }}» "
    "в соответствии с {{ акты.P882 }}, {{ настройки.город }}.",
    "{% if строка.организация.телефон %}Тел. {{ строка.организация.телефон }}{% endif %}",
)


def _folder(folder: Path, paragraphs: tuple[str, ...] = LETTER) -> Path:
    import docx

    document: Any = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "cover-letter.docx"))
    (folder / "cover-letter.toml").write_text(DECLARATION, encoding="utf-8")
    return folder


def _compiled(folder: Path) -> tuple[Template | None, list[Diagnostic]]:
    kinds, faults = load_kinds(folder)
    assert faults == []
    kind = kinds["cover-letter"]
    return compile_template(
        kind.template,
        kind.context_class,
        filters=FILTERS,
        keys={"акты": citations().keys()},
    )


def _text(content: bytes) -> str:
    import docx

    document: Any = docx.Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_new_kind_needs_no_code(tmp_path: Path) -> None:
    template, diagnostics = _compiled(_folder(tmp_path))
    assert template is not None, diagnostics
    kinds, _ = load_kinds(tmp_path)
    found = tables(network_rows())
    papers, _ = plan_papers(found, kinds, "letters")
    (paper,) = papers
    assert paper.identity == "cover-letter:Д-01:ТЕХНО"
    assert paper.file_name == "Д-01 Письмо – ТЕХНО.docx"
    context, faults = build_context(paper, found)
    assert faults == []
    content, faults = template.render(
        context, Passport(paper.identity, paper.kind.id, "0", "0", "0", "0")
    )
    assert content is not None, faults
    words = _text(content)
    assert "Директор МБОУ ТЕХНО" in words
    assert "договор Д-01 по программе «Робототехника» в соответствии с приказом" in words
    assert "г. Заречногорск." in words.replace("\xa0", " ")
    assert "Тел." not in words


def test_a_slip_in_its_template_is_told_before_any_paper_is_made(tmp_path: Path) -> None:
    template, diagnostics = _compiled(
        _folder(tmp_path, ("{{ строка.организация.руководитель.фамилие }}",))
    )
    assert template is None
    (told,) = [d for d in diagnostics if d.is_error]
    assert told.code == "template-name-unknown"
    assert "фамилия" in told.hint


def test_an_empty_cell_behind_two_references_refuses_the_paper_with_its_place(
    tmp_path: Path,
) -> None:
    template, _ = _compiled(_folder(tmp_path, ("{{ строка.организация.руководитель.телефон }}",)))
    assert template is not None
    rows: list[Record] = [row for row in network_rows() if getattr(row, "code", "") != "Г-ТЕХНО"]
    head = person("Г-ТЕХНО", 3, organisation="ТЕХНО")
    found = tables([*rows, head])
    kinds, _ = load_kinds(tmp_path)
    (paper,), _ = plan_papers(found, kinds, "letters")
    context, _ = build_context(paper, found)
    content, faults = template.render(
        context, Passport(paper.identity, paper.kind.id, "0", "0", "0", "0")
    )
    assert content is None
    assert [fault.origin for fault in faults] == [head.origin.at("phone")]
