"""Small builders of templates, and contexts to fill them with."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
from lxml import etree

from docgen.diagnostics import Diagnostic
from docgen.passport import Passport
from docgen.records.schema import ColumnType, Record, RowOrigin, SheetInfo, column
from docgen.records.terms import term
from docgen.rendering.template import Template, compile_template

PASSPORT = Passport("network-agreement:Д-1", "network-agreement", "aa", "bb", "cc", "0.1")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Build = Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class School(Record):
    """A row as the workbook gives it."""

    SHEET = SheetInfo("Школы", "directory")

    name: str | None = column("Наименование")
    inn: str | None = column("ИНН", ColumnType.INN)
    opened: datetime.date | None = column("Дата открытия", ColumnType.DATE)


@dataclass(frozen=True, kw_only=True)
class Part:
    title: str = term("название")
    hours: int = term("часов")
    topics: tuple[str, ...] = term("темы")


@dataclass(frozen=True, kw_only=True)
class Paper:
    number: str = term("номер")
    text: str = term("текст")
    short: str | None = term("ёлка")
    date: datetime.date = term("дата")
    total: Decimal = term("сумма")
    paid: bool = term("оплата")
    fraction: float = term("доля")
    moment: datetime.datetime = term("миг")
    raw: bytes = term("байты")
    school: School = term("школа")
    parts: tuple[Part, ...] = term("части")
    nothing: tuple[Part, ...] | None = term("пусто")
    acts: Mapping[str, str] = term("акты")


def school(**values: Any) -> School:
    columns = {"name": "B", "inn": "C", "opened": "D"}
    origin = RowOrigin("partners.xlsx", "Школы", 7, label="Школа № 1", columns=columns)
    return School(
        **{
            "origin": origin,
            "name": "МБОУ «Школа № 1»",
            "inn": "7700000000",
            "opened": None,
            "extra": {"сайт": "школа1.рф", "факс": ""},
            **values,
        }
    )


PARTS = (
    Part(title="Робототехника", hours=36, topics=("датчики", "моторы")),
    Part(title="Лёгкая атлетика", hours=18, topics=()),
    Part(title="ИЗО & лепка", hours=9, topics=("глина",)),
)


def paper(**values: Any) -> Paper:
    return Paper(
        **{
            "number": "17",
            "text": "текст",
            "short": None,
            "date": datetime.date(2026, 9, 1),
            "total": Decimal("1234567.50"),
            "paid": True,
            "fraction": 0.5,
            "moment": datetime.datetime(2026, 9, 1, 12, 0),
            "raw": b"x",
            "school": school(),
            "parts": PARTS,
            "nothing": None,
            "acts": {"P882": "приказом № 882", "FZ273": "законом № 273-ФЗ"},
            **values,
        }
    )


def paragraphs(*texts: str) -> Build:
    def build(document: Any) -> None:
        for text in texts:
            document.add_paragraph(text)

    return build


def table(*rows: Sequence[str]) -> Build:
    def build(document: Any) -> None:
        made = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text

    return build


def runs(*texts: str, bold: Sequence[int] = ()) -> Build:
    """One paragraph whose text is cut into runs, as Word cuts it."""

    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for index, text in enumerate(texts):
            paragraph.add_run(text).bold = index in bold or None

    return build


def saved(*builds: Build) -> bytes:
    document = docx.Document()
    for build in builds:
        build(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            container.writestr(name, part)
    return target.getvalue()


def replaced(content: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The same file with a piece of a part's XML replaced; the piece must be there."""
    parts = parts_of(content)
    text = parts[part].decode()
    assert old in text, f"{old!r} is not in {part}"
    parts[part] = text.replace(old, new).encode()
    return packed(parts)


@dataclass
class Workshop:
    """A folder where templates are written and compiled."""

    folder: Path
    options: dict[str, Any] = field(default_factory=dict)

    def write(self, content: bytes, name: str = "шаблон.docx") -> Path:
        target = self.folder / name
        target.write_bytes(content)
        return target

    def compile(self, *builds: Build, **options: Any) -> tuple[Template | None, list[Diagnostic]]:
        return self.compile_bytes(saved(*builds), **options)

    def compile_bytes(
        self, content: bytes, **options: Any
    ) -> tuple[Template | None, list[Diagnostic]]:
        given = {"context_class": Paper, "draft": False, **self.options, **options}
        return compile_template(self.write(content), **given)

    def make(self, *builds: Build, context: Any = None, **options: Any) -> bytes:
        template, found = self.compile(*builds, **options)
        assert template is not None, [d.message for d in found]
        return self.render(template, context)

    def render(self, template: Template, context: Any = None) -> bytes:
        made, found = template.render(context or paper(), PASSPORT)
        assert made is not None, [d.message for d in found]
        return made

    def refusals(self, *builds: Build, context: Any = None, **options: Any) -> list[Diagnostic]:
        template, found = self.compile(*builds, **options)
        assert template is not None, [d.message for d in found]
        made, found = template.render(context or paper(), PASSPORT)
        assert made is None
        return found


def texts_of(content: bytes, part: str = "word/document.xml") -> list[str]:
    """The paragraphs of a paper, read by a hand of its own: not by the code under test."""
    root = etree.fromstring(parts_of(content)[part])
    found = []
    for paragraph in root.iter(f"{{{W}}}p"):
        text = ""
        for element in (e for run in paragraph.iter(f"{{{W}}}r") for e in run):
            if element.tag == f"{{{W}}}t":
                text += element.text or ""
            elif element.tag == f"{{{W}}}br":
                text += "\n"
            elif element.tag == f"{{{W}}}tab":
                text += "\t"
        found.append(text)
    return found


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in found]
