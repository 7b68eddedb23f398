"""Tables of a paper are read back as they stand in it."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import OxmlElement

from docgen.records.paper_tables import PaperTable
from docgen.rendering.reading_back import tables_of


def _bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _heading(table: Any, rows: int) -> None:
    for row in table.rows[:rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(table: Any, texts: list[list[str]]) -> None:
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text


def test_a_table_with_a_heading_is_read_and_a_block_of_signatures_is_not() -> None:
    document: Any = docx.Document()
    document.add_paragraph("Перечень")
    table = document.add_table(3, 2)
    _fill(table, [["№", "Имя"], ["1", "МБОУ\u00a0СОШ №\u00a05"], ["2", "строка\nвторая"]])
    _heading(table, 1)
    document.add_paragraph("Подписи")
    _fill(document.add_table(1, 2), [["Директор", "И. И. Живаго"]])
    assert tables_of(_bytes(document)) == [
        PaperTable("Перечень", ("№", "Имя"), (("1", "МБОУ СОШ № 5"), ("2", "строка вторая")))
    ]


def test_merged_cells_give_their_text_to_what_they_cover() -> None:
    document: Any = docx.Document()
    table = document.add_table(5, 3)
    _fill(
        table,
        [
            ["Школа", "Часы", ""],
            ["", "всего", "из них"],
            ["А", "1", "2"],
            ["", "3", "4"],
            ["", "", ""],
        ],
    )
    _heading(table, 2)
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 0).merge(table.cell(4, 2)).text = "Итого по району"
    (found,) = tables_of(_bytes(document))
    assert found.heading == ("Школа", "Часы: всего", "Часы: из них")
    assert found.rows == (("А", "1", "2"), ("А", "3", "4"), ("Итого по району", "", ""))


def test_a_table_inside_a_cell_belongs_to_the_cell() -> None:
    document: Any = docx.Document()
    outer = document.add_table(2, 1)
    _heading(outer, 1)
    outer.cell(0, 0).text = "Всё"
    outer.cell(1, 0).add_table(1, 1).cell(0, 0).text = "внутри"
    (found,) = tables_of(_bytes(document))
    assert found.rows == (("внутри",),)
