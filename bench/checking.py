"""What it costs to check a large table, beside what openpyxl alone takes to read it.

    python -m bench.checking [ROWS] [COLUMNS] [PAIRS]

The table has the columns that clerks keep (names, identifiers, dates, sums, notes), repeated to
the width asked for. Prints CPU seconds, medians of paired runs in fresh processes, and their
ratio; the exit code is 1 when checking takes more than half of openpyxl's reading.
"""

from __future__ import annotations

import datetime
import statistics
import sys
import tempfile
from pathlib import Path

from bench.pairs import median_ratio, run

HALF = 0.5
HEADINGS = (
    "№ п/п", "ФИО", "ИНН", "Дата рождения", "СНИЛС", "Телефон", "Сумма", "Адрес", "Группа",
    "Примечание",
)  # fmt: skip
SURNAMES = ("Котова", "Мороз", "Белых", "Железняк", "Хейфец", "Гармаш", "Соловей", "Ткач")
NAMES = ("Анна Юрьевна", "Мария Петровна", "Вера Ильинична", "Ольга Львовна", "Нина Олеговна")
READ = """
import sys
from openpyxl import load_workbook
for row in load_workbook(sys.argv[1]).worksheets[0].iter_rows():
    for cell in row:
        cell.value
"""
CHECK = """
import sys
from pathlib import Path
from docgen.workbook.free_tables import check_file
check_file(Path(sys.argv[1]))
"""


def _digits(number: int, length: int) -> str:
    """Digits that look arbitrary and are the same in each run."""
    return str(number * 2_654_435_761 % 10**length).zfill(length)


def _inn(number: int) -> str:
    first = "66" + _digits(number, 7)
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(w * int(d) for w, d in zip(weights, first, strict=True))
    return f"{first}{total % 11 % 10}"


def _snils(number: int) -> str:
    nine = "1" + _digits(number, 8)
    rest = sum(place * int(d) for place, d in zip(range(9, 0, -1), nine, strict=True)) % 101
    return f"{nine[:3]}-{nine[3:6]}-{nine[6:]} {rest % 100:02}"


def cells(row: int, set_number: int) -> tuple[object, ...]:
    """One row of the ten columns: mostly values that no other row has, valid all."""
    number = row * 7 + set_number * 100_003
    person = f"{SURNAMES[number % len(SURNAMES)]} {NAMES[number % len(NAMES)]}"
    return (
        row,
        person,
        _inn(number),
        datetime.date(2008, 1, 1) + datetime.timedelta(days=number % 4000),
        _snils(number),
        f"+7 (343) {_digits(number, 7)[:3]}-{_digits(number, 4)[:2]}-{number % 90 + 10}",
        number % 90_000 + 0.5,
        f"г. Заречногорск, ул. Школьная, д. {number % 300}, кв. {row % 97}",
        f"Г-{number % 40}",
        f"принята {row % 28 + 1} сентября, строка {row}",
    )


def make(path: Path, rows: int, columns: int) -> None:
    """The table as an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Список")
    sets = -(-columns // len(HEADINGS))
    names = [f"{name} {n}" if n else name for n in range(sets) for name in HEADINGS]
    sheet.append(names[:columns])
    for row in range(1, rows + 1):
        sheet.append([cell for n in range(sets) for cell in cells(row, n)][:columns])
    book.save(path)


def main() -> int:
    """Run the pairs and print the table."""
    given = [int(word) for word in sys.argv[1:]]
    rows, columns, pairs = (*given, *(10_000, 40, 3)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        make(path, rows, columns)
        taken = [(run("-c", READ, path).cpu, run("-c", CHECK, path).cpu) for _ in range(pairs)]
    reading, checking = (statistics.median(column) for column in zip(*taken, strict=True))
    ratio = median_ratio(taken)
    print(f"{rows} rows x {columns} columns, medians of {pairs} pairs, CPU seconds")
    print(f"openpyxl reads   {reading:6.2f}")
    print(f"docgen checks    {checking:6.2f}")
    print(f"ratio            {ratio:6.2f}  (at most {HALF})")
    return int(ratio > HALF)


if __name__ == "__main__":
    sys.exit(main())
