"""A registration journal that an office has kept in Excel, read for the numbers in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.opc.reading import BrokenPart
from docgen.records.schema import ColumnType as T
from docgen.records.schema import Record, SheetInfo, column
from docgen.workbook.cells import open_book
from docgen.workbook.free_tables import fits_schema
from docgen.workbook.tables import read_table


@dataclass(frozen=True, kw_only=True)
class JournalLine(Record):
    """A line of somebody's journal; only the number must be there."""

    SHEET: ClassVar = SheetInfo(
        title="Журнал регистрации", workbook="journal", label_attributes=("number",)
    )

    number: str = column(
        "Рег. №",
        required=True,
        aliases=(
            *("Регистрационный номер", "Рег. номер", "Номер", "Номер документа", "Индекс"),
            *("Номер договора", "№ договора", "Номер приказа", "№ приказа", "Исх. №"),
        ),
    )
    date: datetime.date | None = column(
        "Дата",
        T.DATE,
        aliases=("Дата регистрации", "Дата документа", "Дата договора", "Дата приказа"),
    )
    counterpart: str | None = column(
        "Контрагент (ИНН)", aliases=("Контрагент", "Сторона", "Корреспондент", "Адресат", "Кому")
    )
    subject: str | None = column(
        "Предмет",
        aliases=("Предмет/программа", "Содержание", "Краткое содержание", "Наименование", "О чём"),
    )
    amount: str | None = column("Сумма")
    term: str | None = column("Срок действия", aliases=("Срок", "Срок действия с–по"))
    responsible: str | None = column("Ответственный", aliases=("Исполнитель",))
    returned: str | None = column(
        "Экз., отметка о возврате", aliases=("Экз.", "Отметка о возврате", "Экземпляр")
    )
    storage: str | None = column("Место хранения", aliases=("Дело", "Подшито в дело"))
    remark: str | None = column("Примечание", aliases=("Примечания",))


def read_journal(path: Path) -> tuple[list[JournalLine], list[Diagnostic]]:
    """The lines of all sheets that look like a journal, in their order."""
    book, diagnostics = open_book(path)
    if book is None:
        return [], diagnostics
    lines: list[JournalLine] = []
    found = False
    for entry in book.sheets:
        try:
            grid = book.read(entry)
            if not fits_schema(grid, JournalLine):
                continue
            found = True
            records, faults = read_table(book, entry, grid, JournalLine)
        except BrokenPart as broken:
            diagnostics.append(broken.diagnostic(book.name))
            continue
        diagnostics += faults
        lines += [record for record in records if isinstance(record, JournalLine)]
    if not found:
        diagnostics.append(
            diagnose(
                "journal-row-unread",
                Origin(book.name),
                "в книге нет таблицы с номерами",
                hint="столбец с номерами должен называться «Рег. №» или «Номер»",
            )
        )
    return lines, diagnostics
