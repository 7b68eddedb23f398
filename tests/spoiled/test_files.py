"""Files that are not what they say, through the real command in a process with limits.

Every one is refused (or read) in plain words that name it, in good time, in little memory,
and leaves nothing behind.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desk import ROOT
from tests.rendering.building import paragraphs, parts_of, replaced, saved
from tests.workbook.making import BookXml, SheetXml

SECONDS = 20
MEMORY = 1536 << 20
TABLE = [["Фамилия", "Имя", "Дата рождения", "ИНН"], ["Ким", "Ева", "01.02.2014", "6691005486"]]


@dataclass(frozen=True)
class File:
    """``code``: exit code; ``words``: what must be said besides the name of the file."""

    name: str
    make: Callable[[], bytes]
    code: int
    words: str = ""

    def __str__(self) -> str:
        return self.name


def book(rows: object = None, **parts: str) -> bytes:
    sheet = SheetXml(rows if isinstance(rows, list) else TABLE)
    made = BookXml({"Дети": sheet}, parts={name.replace("__", "/"): t for name, t in parts.items()})
    return made.data()


def with_parts(content: bytes, **changed: bytes) -> bytes:
    return zipped({**parts_of(content), **{n.replace("__", "/"): d for n, d in changed.items()}})


def zipped(parts: Mapping[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def in_sheet(old: str, new: str) -> bytes:
    return replaced(book(), old, new, "xl/worksheets/sheet1.xml")


def in_document(old: str, new: str) -> bytes:
    return replaced(saved(paragraphs("{{ а }} ТУТ")), old, new)


def truncated() -> bytes:
    return book()[:-400]


def bomb() -> bytes:
    parts = parts_of(book())
    parts["xl/worksheets/sheet1.xml"] += b" " * (300 << 20)
    return zipped(parts)


def many_parts() -> bytes:
    return zipped({**parts_of(book()), **{f"xl/media/{n}.png": b"" for n in range(30_000)}})


DIMENSION = '<dimension ref="A1:XFD1048576"/>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ха"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'

WORKBOOKS = (
    File("пусто.xlsx", lambda: b"", 1, "пуст"),
    File("текст.xlsx", lambda: "Фамилия;Имя\nКим;Ева\n".encode("cp1251"), 1),
    File("снимок.xlsx", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 900, 1),
    File("старый.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048, 1),
    File("договор.xlsx", lambda: saved(paragraphs("{{ номер }}")), 1),
    File("обрыв.xlsx", truncated, 1, "повреждён"),
    File("пустой архив.xlsx", lambda: zipped({}), 1),
    File("чужой архив.xlsx", lambda: zipped({"readme.txt": b"x"}), 1),
    File("~$таблица.xlsx", lambda: b"\x05user" + b" " * 160, 0, "служебный"),
    File("dtd.xlsx", lambda: in_sheet("<worksheet", f"{LAUGHS}<worksheet"), 1, "DTD"),
    File("bomb.xlsx", bomb, 1),
    File("parts.xlsx", many_parts, 1),
    File("broken-xml.xlsx", lambda: in_sheet("</worksheet>", ""), 1, "XML"),
    File("far-row.xlsx", lambda: in_sheet('<row r="2">', '<row r="99999999">'), 1, "строк"),
    File("slip.xlsx", lambda: with_parts(book(), **{"..__..__evil.txt": b"x"}), 1),
    File("кавычки «и» пробелы & знаки.xlsx", book, 0),
    File("-rf.xlsx", book, 0),
    File("%s{0}$HOME.xlsx", book, 0),
    File("й.xlsx", book, 0),
    File("д" * 120 + ".xlsx", book, 0),
    File("dimension.xlsx", lambda: in_sheet("<sheetData>", f"{DIMENSION}<sheetData>"), 0),
    File(
        "данные.xlsx",
        lambda: book([TABLE[0], ["Ким", "Ева", "31.02.2014", "6691005487"]]),
        1,
        "C2",
    ),
)  # fmt: skip


def template(text: str) -> Callable[[], bytes]:
    return lambda: saved(paragraphs(text))


TEMPLATES = (
    File("хорош.docx", template("Договор № {{ номер }}"), 0),
    File("пуст.docx", lambda: b"", 1, "пуст"),
    File("книга.docx", book, 1),
    File("класс.docx", template("{{ ''.__class__.__mro__ }}"), 1, "абзац 1"),
    File("импорт.docx", template("{% import 'os' as x %}"), 1, "абзац 1"),
    File("файл.docx", template("{% include '/etc/passwd' %}"), 1, "абзац 1"),
    File("степень.docx", template("{{ 9**9**9 }}"), 1, "абзац 1"),
    File("длина.docx", template("{{ 'а' * 10**9 }}"), 1, "абзац 1"),
    File("повтор.docx", template("{% for i in range(10**9) %}а{% endfor %}"), 1, "абзац 1"),
    File("вложен.docx", template("{% if а %}" * 400 + "{% endif %}" * 400), 1, "абзац 1"),
    File("открыт.docx", template("{{ номер"), 1, "не закрыт"),
    File("скобка.docx", template("{ { номер } } и {{ дата }}"), 0, "скобка"),
    File("буквы.docx", template("{{ нoмер }}"), 1, "латинские"),
    File("dtd.docx", lambda: in_document("<w:document ", f"{LAUGHS}<w:document "), 1, "DTD"),
    File(
        "правка.docx",
        lambda: in_document(
            "{{ а }}",
            '{{ </w:t></w:r><w:ins w:id="1" w:author="А"><w:r><w:t>а }}</w:t></w:r></w:ins>'
            "<w:r><w:t>",
        ),
        1,
        "правка",
    ),
    File(
        "поле.docx",
        lambda: in_document(
            " ТУТ",
            '</w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"/><w:r><w:t>',
        ),
        1,
        "DDEAUTO",
    ),
)  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run_on(folder: Path, case: File, *command: str) -> None:
    path = folder / case.name
    path.write_bytes(case.make())
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    said = subprocess.run(
        [sys.executable, "-m", "docgen", *command, "--", case.name],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=SECONDS,
        preexec_fn=limited,
        check=False,
    )
    text = (said.stdout + said.stderr).decode()
    assert said.returncode == case.code, text
    assert "Traceback" not in text
    assert case.name in text
    assert case.words in text, text
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("case", WORKBOOKS, ids=str)
def test_a_bad_workbook_is_refused_in_words(tmp_path: Path, case: File) -> None:
    run_on(tmp_path, case, "check")


@pytest.mark.parametrize("case", TEMPLATES, ids=str)
def test_a_bad_template_is_refused_in_words(tmp_path: Path, case: File) -> None:
    run_on(tmp_path, case, "templates", "check")


@pytest.mark.parametrize("name", ["нет такого.xlsx", "папка.xlsx", "канал.xlsx"])
def test_what_is_no_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.startswith("папка"):
        path.mkdir()
    if name.startswith("канал"):
        import os

        os.mkfifo(path)
    said = subprocess.run(
        [sys.executable, "-m", "docgen", "check", name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    text = (said.stdout + said.stderr).decode()
    assert said.returncode in (1, 2, 3) and name in text and "Traceback" not in text
