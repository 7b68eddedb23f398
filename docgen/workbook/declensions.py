"""The sheet «Склонения»: forms for the clerk to look at, and what she corrected there.

Each row carries in a hidden column what was proposed, form by form. So a form that she changed
is told from one that the program would make otherwise today, and a sheet can be read any number
of times.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from docgen.codes import CATALOGUE, Severity
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.opc.reading import BrokenPart
from docgen.records.schema import Column, ColumnType
from docgen.records.spelling import word_key
from docgen.russian import CASES, Case, Declension, Entry, Gender, Sort, gender_of_fio
from docgen.workbook.cells import Book, Cell, Grid, SheetEntry, column_letters, open_book
from docgen.workbook.cleaning import clean
from docgen.workbook.headings import heading_text
from docgen.workbook.parsing import Parsed, parse_cell

SHEET: Final = "Склонения"
NOTES_SHEET: Final = "Пояснения"
SORT, TEXT, GENDER = "Вид", "Исходное", "Пол, род"
SOURCE, REASON, CHECKED, PROPOSED = "Откуда форма", "Что проверить", "Проверено", "Предложено"
CASE_HEADINGS: Mapping[Case, str] = dict(
    zip(
        CASES,
        (
            "Именительный",
            "Родительный",
            "Дательный",
            "Винительный",
            "Творительный",
            "Предложный",
        ),
        strict=True,
    )
)
HEADINGS: Final = (
    *(SORT, TEXT, GENDER, *CASE_HEADINGS.values()),
    *(SOURCE, REASON, CHECKED, PROPOSED),
)
GENDER_WORDS: Mapping[Gender | None, str] = {
    Gender.M: "м",
    Gender.F: "ж",
    Gender.N: "ср",
    Gender.P: "мн",
    None: "",
}
_GENDERS = {word: gender for gender, word in GENDER_WORDS.items() if word}
_REQUIRED = (SORT, TEXT, *list(CASE_HEADINGS.values())[1:], CHECKED)
_SEARCH_ROWS = 20
_YES = frozenset(map(word_key, ("верно", "проверено", "ок", "ok", "правильно")))
_STAMP = re.compile(r"[0-9a-f]{8}(?: [0-9a-f]{8}){5}( \+)?")
_KEEP_HINT = "исправьте или удалите эту строку и повторите команду: до тех пор лист не обновится"


def declensions_bytes(declensions: Sequence[Declension]) -> bytes:
    """The workbook with the sheet: doubtful rows first, then the rest, then the settled ones.

    The same rows give the same bytes.
    """
    # openpyxl is heavy, and reading a sheet does without it.
    from docgen.workbook.declension_writing import build_declensions

    return build_declensions(sorted(declensions, key=_rank))


def _rank(declension: Declension) -> tuple[int, int, str]:
    place = 0 if declension.is_doubtful else 2 if declension.is_settled else 1
    return place, list(Sort).index(declension.sort), declension.text.casefold()


def stamp_of(sort: str, gender: str, forms: Sequence[str], settled: bool) -> str:
    """What was proposed, form by form; the nominative with its sort and gender is the row's key.

    ``settled`` marks a row that came with «да»: that word is not hers.
    """
    keyed = (f"{sort}|{gender}|{forms[0]}", *forms[1:])
    # As the cell will be read: one kind of spaces, composed letters, no comma at the end.
    plain = (" ".join(clean(text).text.split()).rstrip(" ,") for text in keyed)
    stamp = " ".join(hashlib.sha256(text.encode()).hexdigest()[:8] for text in plain)
    return f"{stamp} +" if settled else stamp


@dataclass
class Corrections:
    """What a person said on the sheet.

    ``has_more``: the file holds something of hers that a new one would not (own columns, other
    sheets).
    """

    entries: list[Entry] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    has_more: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether something she typed could not be read."""
        return any(fault.is_error for fault in self.diagnostics)


def read_corrections(path: Path) -> Corrections:
    """The forms that were changed or confirmed on the sheet, row by row.

    A changed form counts by itself; «да» in «Проверено» confirms all forms of the row. A file
    that can't be read, or holds no such sheet, is an error among the diagnostics.
    """
    book, diagnostics = open_book(path)
    corrections = Corrections(diagnostics=diagnostics)
    if book is None:
        return corrections
    try:
        titled = [entry for entry in book.sheets if word_key(entry.title) == word_key(SHEET)]
        if not titled:
            return _fail(corrections, Origin(book.name), f"в книге нет листа «{SHEET}»")
        _Reader(book, titled[0], corrections).read()
        corrections.has_more |= any(
            book.read(entry).rows
            for entry in book.sheets
            if entry is not titled[0] and word_key(entry.title) != word_key(NOTES_SHEET)
        )
    except BrokenPart as broken:
        corrections.diagnostics.append(broken.diagnostic(book.name))
    return corrections


def is_declensions_sheet(path: Path) -> bool:
    """Whether a workbook is such as ``declensions_bytes`` makes; false for what can't be read."""
    book, _ = open_book(path)
    titles = {word_key(entry.title) for entry in book.sheets} if book else set()
    return word_key(SHEET) in titles and titles <= {word_key(SHEET), word_key(NOTES_SHEET)}


def _fail(corrections: Corrections, origin: Origin, message: str) -> Corrections:
    corrections.diagnostics.append(
        diagnose(
            "forms-sheet-unreadable",
            origin,
            message,
            hint="уберите или переименуйте этот файл: docgen cases сделает новый",
        )
    )
    return corrections


class _Reader:
    def __init__(self, book: Book, entry: SheetEntry, corrections: Corrections) -> None:
        self.book = book
        self.entry = entry
        self.corrections = corrections
        self.columns: dict[str, int] = {}

    def read(self) -> None:
        grid = self.book.read(self.entry)
        heading_row = self._find_headings(grid)
        if heading_row is None:
            origin = Origin(self.book.name, self.entry.title)
            wanted = "», «".join(_REQUIRED)
            _fail(self.corrections, origin, f"не найдены заголовки «{wanted}»")
            return
        known = set(self.columns.values())
        for number, cells in grid.rows.items():
            if any(cell.text.strip() and cell.column not in known for cell in cells):
                self.corrections.has_more = True
            if number > heading_row:
                self._read_row(number, {cell.column: cell for cell in cells})

    def _find_headings(self, grid: Grid) -> int | None:
        keys = {word_key(heading): heading for heading in HEADINGS}
        for number, cells in list(grid.rows.items())[:_SEARCH_ROWS]:
            found: dict[str, int] = {}
            for cell in cells:
                heading = keys.get(word_key(heading_text(cell)))
                if heading:
                    found.setdefault(heading, cell.column)
            if all(heading in found for heading in _REQUIRED):
                self.columns = found
                return number
        return None

    def _read_row(self, number: int, cells: Mapping[int, Cell]) -> None:
        sort_cell = cells.get(self.columns[SORT])
        is_person = sort_cell is not None and word_key(sort_cell.text) == word_key(Sort.PERSON)
        parsed = {
            heading: self._parse(cells, heading, is_person)
            for heading in self.columns
            if heading not in (CHECKED, SOURCE, REASON)
        }
        texts = {heading: " ".join(str(p.value or "").split()) for heading, p in parsed.items()}
        proposed = texts.pop(PROPOSED, "")
        checked = self._checked(number, cells)
        if checked is None or not (checked or any(texts.values())):
            return
        for fault, heading in self._faults(texts, proposed):
            self._say(number, heading, fault)
            return
        text = texts[TEXT]
        forms = {case: texts.get(heading, "") for case, heading in CASE_HEADINGS.items()}
        now = stamp_of(
            texts[SORT], texts.get(GENDER, ""), [text, *list(forms.values())[1:]], False
        ).split()
        # A row that she added by hand has no stamp: all she typed there is hers.
        was = proposed.split() if proposed else [now[0], *([""] * (len(CASES) - 1))]
        if was[0] != now[0]:
            self._say(number, TEXT, "вид, исходное имя или пол изменены: их исправляют в книге")
            return
        changed = [
            case
            for case, before, after in zip(CASES, was, now, strict=False)
            if case is not Case.NOM and before != after
        ]
        # What stands as docgen wrote it is judged in the book, not here.
        sound = [
            self._is_sound(number, CASE_HEADINGS[c], parsed[CASE_HEADINGS[c]]) for c in changed
        ]
        if not all(sound):
            return
        confirmed = checked and not proposed.endswith("+")
        given: dict[Case, str] = {
            case: form
            for case, form in forms.items()
            if form and (case in changed or (confirmed and case is not Case.NOM))
        }
        if given:
            sort = Sort(texts[SORT])
            sex = _GENDERS.get(texts.get(GENDER, ""))
            needs_sex = sort is Sort.PERSON and gender_of_fio(text) is None
            self.corrections.entries.append(Entry(sort, text, given, sex if needs_sex else None))

    def _faults(self, texts: Mapping[str, str], proposed: str) -> Iterator[tuple[str, str]]:
        text, nominative = texts[TEXT], texts.get(CASE_HEADINGS[Case.NOM], "")
        if texts[SORT] not in list(Sort):
            yield f"вид должен быть одним из: {', '.join(Sort)}", SORT
        if not text:
            yield "не сказано, о чём строка", TEXT
        if nominative and nominative != text:
            yield (
                "именительный падеж изменён: имя исправляют в самой книге",
                CASE_HEADINGS[Case.NOM],
            )
        if proposed and not _STAMP.fullmatch(proposed):
            yield f"служебный столбец «{PROPOSED}» испорчен", PROPOSED

    def _parse(self, cells: Mapping[int, Cell], heading: str, is_person: bool) -> Parsed:
        cell = cells.get(self.columns[heading])
        if cell is None:
            return Parsed()
        # Names of people are read as names: a Latin letter among Russian ones is an error there.
        attribute = "surname" if is_person and heading in CASE_HEADINGS.values() else "text"
        column = Column(attribute, heading, ColumnType.TEXT)
        return parse_cell(cell, column, self.book.style(cell.style), self.book.epoch_1904)

    def _is_sound(self, number: int, heading: str, parsed: Parsed) -> bool:
        """Tell what is wrong with a form that she typed; whether it can be taken."""
        for finding in parsed.findings:
            if CATALOGUE[finding.code].severity is not Severity.NOTE:
                self.corrections.diagnostics.append(
                    diagnose(
                        finding.code,
                        self._origin(number, heading),
                        f"«{heading}»: {finding.message}",
                        hint=finding.hint,
                    )
                )
        return not any(CATALOGUE[f.code].severity is Severity.ERROR for f in parsed.findings)

    def _checked(self, number: int, cells: Mapping[int, Cell]) -> bool | None:
        """Whether the row was said to be right; ``None`` when the word can't be understood."""
        cell = cells.get(self.columns[CHECKED])
        if cell is None or word_key(cell.text) in _YES:
            return cell is not None
        parsed = parse_cell(cell, Column("checked", CHECKED, ColumnType.YES_NO))
        return bool(parsed.value) if self._is_sound(number, CHECKED, parsed) else None

    def _say(self, number: int, heading: str, message: str) -> None:
        self.corrections.diagnostics.append(
            diagnose(
                "forms-row-unreadable", self._origin(number, heading), message, hint=_KEEP_HINT
            )
        )

    def _origin(self, number: int, heading: str) -> Origin:
        letters = column_letters(self.columns[heading]) if heading in self.columns else ""
        cell = f"{letters}{number}" if letters else ""
        return Origin(self.book.name, self.entry.title, number, cell)
