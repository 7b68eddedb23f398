"""A sketch of what comes next: a workbook, a family and a kind of paper that docgen lacks.

Two sheets of ``orders.xlsx`` are declared here, a template of one paragraph and a few lines of
data stand beside them, and the whole run goes through without a change in the package. The real
ones will be declared the same way in ``docgen/records/orders.py``.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import docx
import pytest

from docgen.diagnostics import Diagnostic
from docgen.pipeline import Order, Outcome, make_papers
from docgen.records.directory import Organisation, Person
from docgen.records.schema import ColumnType as T
from docgen.records.schema import Record, SheetInfo, column
from docgen.records.workbooks import sheets_of
from docgen.workbook.blank import workbook_bytes
from tests.desk import ROOT


@dataclass(frozen=True, kw_only=True)
class SchoolOrder(Record):
    """Приказ: one order of one organisation."""

    SHEET: ClassVar[SheetInfo] = SheetInfo(title="Приказы", workbook="orders", required=True)

    code: str = column("Код", T.CODE, required=True, example="П-01")
    organisation: str = column("Организация", T.REFERENCE, required=True, refers_to=Organisation)
    subject: str = column("О чём", required=True, example="О назначении ответственного")
    signed_on: datetime.date | None = column("Дата", T.DATE)
    points: tuple[str, ...] = column("Первые пункты", T.REFERENCES, refers_to="OrderPoint")


@dataclass(frozen=True, kw_only=True)
class OrderPoint(Record):
    """Пункт приказа."""

    SHEET: ClassVar[SheetInfo] = SheetInfo(title="Пункты", workbook="orders")

    code: str = column("Код", T.CODE, required=True)
    order: str = column("Приказ", T.REFERENCE, required=True, refers_to=SchoolOrder)
    responsible: str | None = column("Ответственный", T.REFERENCE, refers_to=Person)
    text: str = column("Текст", T.LONG_TEXT, required=True)


SHEETS = (*sheets_of("directory"), SchoolOrder, OrderPoint)
ROWS: Mapping[type[Record], Sequence[Mapping[str, object]]] = {
    SchoolOrder: [
        {
            "code": "П-01",
            "organisation": "СОШ5",
            "subject": "О сетевой форме",
            "signed_on": datetime.date(2026, 8, 28),
            "points": "П-01-1",
        },
        {"code": "П-02", "organisation": "ГИМН2", "subject": "Об итогах"},
    ],
    OrderPoint: [
        {"code": "П-01-1", "order": "П-01", "responsible": "Ж-01", "text": "Открыть группу."},
        {"code": "П-01-2", "order": "П-01", "responsible": "", "text": "Назначить ответственного."},
        {"code": "П-02-1", "order": "П-02", "responsible": "", "text": "Подвести итоги."},
    ],
}
KIND = """
id = "order-network"
title = "Приказ о сетевой форме"
gender = "мужской"
family = "orders"
sheet = "Приказы"
name = "{код} Приказ – {организация}"
folder = "Приказы"
"""
PARAGRAPHS = (
    "{{ строка.организация.сокращённое_наименование }}",
    "{{ строка.о_чём }}{% if строка.дата %}, {{ строка.дата|дата_полностью }}{% endif %}",
    "{%p for пункт in пункты %}",
    "{{ пункт.текст }}{% if пункт.ответственный %} Отвечает {{ пункт.ответственный.фамилия }}."
    "{% endif %}",
    "{%p endfor %}",
)


def _folder(folder: Path) -> Path:
    """Templates of a folder: one Word file and its few lines."""
    document: Any = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.save(str(folder / "order-network.docx"))
    (folder / "order-network.toml").write_text(KIND, encoding="utf-8")
    return folder


def _run(
    folder: Path, rows: Mapping[type[Record], Sequence[Mapping[str, object]]] = ROWS
) -> Outcome:
    book = folder / "orders.xlsx"
    book.write_bytes(workbook_bytes((SchoolOrder, OrderPoint), rows))
    return make_papers(
        Order(
            families=("orders",),
            sheets=SHEETS,
            workbooks=(book,),
            templates=_folder(folder),
            out=folder / "out",
            moment=datetime.datetime(2026, 8, 20, 9, tzinfo=datetime.UTC),
            directory=ROOT / "inputs" / "directory.xlsx",
        )
    )


def _lines(path: Path) -> list[str]:
    document: Any = docx.Document(io.BytesIO(path.read_bytes()))
    return [p.text.replace("\xa0", " ") for p in document.paragraphs if p.text]


def _errors(outcome: Outcome) -> list[Diagnostic]:
    return [d for d in outcome.diagnostics if d.is_error]


def test_a_workbook_that_docgen_does_not_know_becomes_papers(tmp_path: Path) -> None:
    outcome = _run(tmp_path)
    assert _errors(outcome) == []
    made = [(paper.identity, paper.file_name) for paper, _ in outcome.made]
    assert made == [
        ("order-network:П-01", "П-01 Приказ – СОШ5.docx"),
        ("order-network:П-02", "П-02 Приказ – ГИМН2.docx"),
    ]
    assert outcome.sources[SchoolOrder] == "orders.xlsx"
    assert outcome.sources[Organisation] == "directory.xlsx"
    first, second = (_lines(tmp_path / "out" / "Приказы" / name) for _, name in made)
    assert first[1:] == [
        "О сетевой форме, 28 августа 2026 года",
        "Открыть группу. Отвечает Железняк.",
        "Назначить ответственного.",
    ]
    assert second[1:] == ["Об итогах", "Подвести итоги."]


def test_its_papers_are_left_alone_by_the_next_run(tmp_path: Path) -> None:
    _run(tmp_path)
    again = _run(tmp_path)
    assert [str(p.outcome) for _, p in again.made if p] == ["без изменений"] * 2


@pytest.mark.parametrize(
    ("kind", "row", "changed", "code", "cell"),
    [
        (SchoolOrder, 1, {"organisation": "ЪЪЪ"}, "reference-unknown", "B3"),
        (SchoolOrder, 1, {"subject": ""}, "value-missing", "C3"),
        (SchoolOrder, 1, {"points": "ЫЫЫ"}, "reference-unknown", "E3"),
    ],
)
def test_its_faults_are_told_with_cells_and_hold_their_own_paper(
    tmp_path: Path,
    kind: type[Record],
    row: int,
    changed: Mapping[str, object],
    code: str,
    cell: str,
) -> None:
    rows = {k: [dict(given) for given in listed] for k, listed in ROWS.items()}
    rows[kind][row].update(changed)
    outcome = _run(tmp_path, rows)
    assert {(d.code, d.origin.cell) for d in _errors(outcome)} == {(code, cell)}
    assert [paper.identity for paper, _ in outcome.made] == ["order-network:П-01"]
