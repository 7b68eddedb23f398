"""The gate before sending: each thing that a stranger could read out of a file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest

from docgen.opc.finished import open_paper
from docgen.rendering.sending import check_before_sending, somebodys_in_template

Edit = Callable[[dict[str, bytes]], None]
_RELS = "word/_rels/document.xml.rels"
_REL = (
    '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{1}" Target="{2}" TargetMode="External"/></Relationships>'
)


def _in(part: str, old: str, new: str) -> Edit:
    def edit(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        assert re.search(old, text), (part, old)
        parts[part] = re.sub(old, lambda _: new, text, count=1).encode()

    return edit


def _run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def _tie(kind: str, target: str) -> Edit:
    return _in(_RELS, "</Relationships>", _REL.format("rIdX", kind, target))


_INSERTED = '<w:ins w:id="1" w:author="Кто-то"><w:r><w:t>ещё</w:t></w:r></w:ins></w:p>'
_AUTHOR = "<dc:creator>Котова А.Ю.</dc:creator>"
_BODY, _END = "word/document.xml", "</w:p>"
_EDITS: Mapping[str, tuple[Edit, str]] = {
    "чисто": (lambda parts: None, ""),
    "вставка": (_in(_BODY, _END, _INSERTED), "sending-tracked"),
    "скрытый текст": (_in(_BODY, _END, _run("<w:vanish/>", "тайна")), "sending-hidden"),
    "видимый текст": (_in(_BODY, _END, _run('<w:vanish w:val="0"/>', "всем")), ""),
    "шаблон": (_tie("attachedTemplate", "file:///C:/my.dotx"), "sending-external"),
    "рисунок по ссылке": (_tie("image", "http://x.ru/a.png"), "sending-external"),
    "ссылка в папку": (_tie("hyperlink", "file:///C:/мои/a.docx"), "sending-external"),
    "ссылка на сайт": (_tie("hyperlink", "https://пример.рф"), ""),
    "автор": (
        _in("docProps/core.xml", "<dc:creator>[^<]*</dc:creator>", _AUTHOR),
        "sending-author",
    ),
    "номер": (_in(_BODY, _END, _run("", " № ____")), "sending-blank-number"),
}


def _file(folder: Path, edit: Edit) -> Path:
    document: Any = docx.Document()
    document.add_paragraph("Письмо")
    path = folder / "письмо.docx"
    document.save(str(path))
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    edit(parts)
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


@pytest.mark.parametrize("case", _EDITS)
def test_what_must_not_leave_the_office_is_told(tmp_path: Path, case: str) -> None:
    edit, code = _EDITS[case]
    opened, faults = open_paper(_file(tmp_path, edit))
    assert opened is not None, faults
    assert [d.code for d in check_before_sending(opened)] == ([code] if code else [])


def test_comments_are_counted(tmp_path: Path) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("Письмо")
    document.add_comment(paragraph.runs, text="спросить", author="Кто-то")
    path = tmp_path / "письмо.docx"
    document.save(str(path))
    opened, _ = open_paper(path)
    assert opened is not None
    assert [d.code for d in check_before_sending(opened)] == ["sending-comments"]


# a paragraph of a template, and what of somebody's is left in it
LEFT = [
    ("{{ имя }}, в лице директора Котовой Анны Юрьевны", "имя человека"),
    ("{{ имя }}, СНИЛС 112-233-445 95", "СНИЛС"),
    ("{{ имя }}, паспорт 65 10 123456", "паспорт"),
    ("ИНН 7707083893, {{ кпп }}", "ИНН"),
    ("р/с 40702810900000000001 {{ банк }}", "счёт"),
    ("тел. +7 (34398) 2-15-07 {{ имя }}", "телефон"),
    ("пишите на school5@mail.ru, {{ имя }}", "адрес почты"),
    ("{{ имя }}, приказ от 27.07.2022 № 629, статья 15", ""),
    ("{% if имя == 'Котова Анна Юрьевна' %}да{% endif %}", ""),
    ("Котова Анна Юрьевна", ""),  # no template
]


@pytest.mark.parametrize(("text", "what"), LEFT)
def test_what_last_years_paper_left_in_a_template_is_told(
    tmp_path: Path, text: str, what: str
) -> None:
    document: Any = docx.Document()
    document.add_paragraph(text)
    path = tmp_path / "шаблон.docx"
    document.save(str(path))
    opened, _ = open_paper(path)
    assert opened is not None
    found = list(somebodys_in_template(opened))
    assert [what in d.message for d in found] == ([True] if what else [])
    assert all("7707083893" not in d.message + d.value for d in found)
