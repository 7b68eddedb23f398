"""One cell that holds what several columns hold: «ФИО», «№ 45 от 12.09.2026», «с … по …».

A cell is parted only where that is certain; each part is then read by its own column, so that
a wrong day or a Latin letter is told as it would be in a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.records.schema import Column, ColumnType, Compound, Split
from docgen.russian import read_name
from docgen.russian.first_names import ends_patronymic, patronymic_gender
from docgen.russian.periods import read_period
from docgen.workbook.cells import PLAIN_STYLE, Cell, CellKind, NumberStyle
from docgen.workbook.cleaning import Finding
from docgen.workbook.dates import read_date
from docgen.workbook.parsing import Parsed, parse_cell, parse_text


@dataclass(frozen=True)
class Parts:
    """What a cell gives each of its columns; attributes that it says nothing of are absent.

    ``findings`` are of the whole cell; with an error among them ``parsed`` is empty.
    """

    parsed: Mapping[str, Parsed] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    not_applicable: bool = False


def part_cell(
    cell: Cell,
    compound: Compound,
    columns: Mapping[str, Column],
    style: NumberStyle = PLAIN_STYLE,
    epoch_1904: bool = False,
) -> Parts:
    """Part a cell. ``columns``: attribute → column, for the parts of the compound."""
    own = [columns[attribute] for attribute in compound.parts]
    if cell.kind is CellKind.NUMBER and compound.split is Split.NUMBER_AND_DATE:
        # One half alone: 45, or a day, in a cell for «№ 45 от 12.09.2026».
        only = own[1] if style.dated else own[0]
        half = parse_cell(cell, only, style, epoch_1904)
        doubt = (_WAS_A_DATE,) if style.dated and half.value is not None else ()
        return Parts({only.attribute: half}, doubt)
    whole = parse_cell(
        cell, Column("whole", compound.heading, ColumnType.LONG_TEXT), style, epoch_1904
    )
    # The parts say it themselves, in the words of their own columns.
    findings = tuple(f for f in whole.findings if f.code not in _SAID_BY_PARTS)
    if whole.not_applicable or not isinstance(whole.value, str):
        return Parts({}, findings, whole.not_applicable)
    if cell.kind is not CellKind.TEXT:
        return Parts({}, (_unparted(compound, "в ячейке не текст"),))
    text = " ".join(whole.value.split()).strip(" ,;")
    texts, told = _SPLITS[compound.split](text, compound)
    parsed = {
        column.attribute: parse_text(part, column)
        for column, part in zip(own, texts, strict=False)
        if part
    }
    return Parts(parsed, (*findings, *told))


_WAS_A_DATE = Finding(
    "date-in-text",
    "Excel хранит здесь дату; она прочитана как дата без номера",
    "если это номер, задайте столбцу формат «Текстовый» и введите значение заново",
)
_SAID_BY_PARTS = frozenset({"mixed-alphabet-text", "date-in-text"})
_WAYS: Mapping[Split, str] = {
    Split.FULL_NAME: "запишите по порядку: фамилия, имя, отчество",
    Split.NUMBER_AND_DATE: "запишите так: № 45 от 12.09.2026",
    Split.TEXT_AND_DATE: "запишите так: кем выдан, дата (отдел ЗАГС, 14.05.2015)",
    Split.PERIOD: "запишите так: с 01.09.2026 по 31.05.2027",
}
_Parted = tuple[Sequence[str], tuple[Finding, ...]]


UNPARTED = frozenset({"name-unsplit", "compound-unsplit"})
"""Codes of a cell that can't be parted."""


def _unparted(compound: Compound, reason: str, hint: str = "") -> Finding:
    code = "name-unsplit" if compound.split is Split.FULL_NAME else "compound-unsplit"
    return Finding(
        code,
        f"«{compound.heading}» не делится на части: {reason}",
        f"{hint or _WAYS[compound.split]}, или очистите её и заполните отдельные столбцы",
    )


# --- names ------------------------------------------------------------------------------------

_NAME_WORD = re.compile(r"[^\W\d_][^\d_]*")
_INITIAL = re.compile(r"[^\W\d_]\.")
_SEVERAL = re.compile(r"[,;/]|\sи\s")


def _part_name(text: str, compound: Compound) -> _Parted:
    names, reason, swapped = _names(text)
    if not names:
        return (), (_unparted(compound, reason),)
    if not compound.initials and any(_INITIAL.fullmatch(part) for part in names):
        hint = "запишите фамилию, имя и отчество полностью"
        return (), (_unparted(compound, "вместо имени инициалы", hint),)
    if not swapped:
        return names, ()
    told = Finding("name-order", f"имя стоит перед фамилией; фамилией считается «{names[0]}»")
    return names, (told,)


def _names(text: str) -> tuple[Sequence[str], str, bool]:
    """Surname, first name and patronymic; else why not; whether the surname stood last."""
    if _SEVERAL.search(text):
        return (), "в ячейке не одно имя", False
    words = [word for word in re.sub(r"\.(?=\S)", ". ", text).split() if word != "."]
    if len(words) > 3 and ends_patronymic(words[-1].lower()):
        words[-2:] = [f"{words[-2]} {words[-1]}"]
    if not all(_NAME_WORD.fullmatch(word) for word in words):
        return (), "в ней не только имя", False
    full = [word for word in words if not _INITIAL.fullmatch(word)]
    if len(words) in (2, 3) and len(full) == 1:
        # One word beside initials is the surname, wherever it stands.
        letters = [word for word in words if word is not full[0]]
        if words[0] is full[0] or words[-1] is full[0]:
            return [full[0], *letters], "", words[0] is not full[0]
        return (), "фамилия стоит между инициалами", False
    if len(full) < len(words):
        return (), "часть имени записана инициалом", False
    if len(words) == 2:
        return _two_words(words)
    if len(words) == 3:
        return _three_words(words)
    return (), "нет имени" if len(words) < 2 else "слов больше трёх", False


def _two_words(words: list[str]) -> tuple[Sequence[str], str, bool]:
    name = read_name(" ".join(words))
    if name.order == ("first_name", "patronymic"):
        return (), "нет фамилии", False
    if name.order == ("first_name", "surname") and not name.odd:
        return (), "похоже, имя стоит перед фамилией", False
    return words, "", False


def _three_words(words: list[str]) -> tuple[Sequence[str], str, bool]:
    first, middle, last = words
    by_middle, by_last = (patronymic_gender(word) is not None for word in (middle, last))
    if by_middle and by_last:
        # «Нани Карловна Попович»: both look like a patronymic.
        name = read_name(" ".join(words))
        if name.odd or not name.patronymic:
            return (), "неясно, что здесь отчество", False
        by_middle = name.order[0] == "first_name"
    if by_middle:
        return [last, first, middle], "", True
    if not by_last:
        # «Нго Тхи Лан»: a name of two words, or a patronymic of another kind.
        return (), "неясно, есть ли в ней отчество", False
    return words, "", False


# --- numbers and texts with a date ------------------------------------------------------------

_IN_WORDS = r"[«\"„“]?\d{1,2}[»\"“”]?\s[А-Яа-яЁё]{3,9}\.?\s\d{4}"
_YEAR_WORD = r"(?:\s?(?:года|год|г\.|г(?![а-яё])))?"
_DATE = re.compile(
    r"(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    rf"|{_IN_WORDS})(?![\d/-]|\.\d){_YEAR_WORD}"
)
_DAY_OF_PERIOD = re.compile(
    r"(?<![\d.])(?:\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})"
    rf"|{_IN_WORDS})(?![\d/]|\.\d){_YEAR_WORD}"
)
"""A hyphen stands between two dates there, never within one."""
_JOINTS = re.compile(r"^[\s,;:()]+|[\s,;:(]+$")
_FROM = re.compile(r"(?:^|[\s,;(])(?:от|дата)\s*:?\s*$", re.IGNORECASE)
_SIGN = re.compile(r"^(?:№|N(?:o\.?)?(?=\s|\d)|номер)\s*:?\s*", re.IGNORECASE)
_ISSUED = re.compile(r"^выдан[оа]?\s*:?\s+", re.IGNORECASE)
_NUMBER = re.compile(r"[\w/\\.«»\"()-]+(?: ?[/-] ?[\w]+)*|\d\d \d\d \d{6}")
_LONGEST_NUMBER = 40
_PLACES = re.compile(r"\d[./-]\d")


def _dates_in(text: str, pattern: re.Pattern[str] = _DATE) -> Iterator[re.Match[str]]:
    """What reads as one date each: «2026 год обучения» is none."""
    for found in pattern.finditer(text):
        reading = read_date(found[0])
        if reading.day is not None or reading.findings[0].code == "date-impossible":
            yield found


def _apart(text: str) -> tuple[str, str] | None:
    """A text without its one date, and that date; ``None`` when there are several dates."""
    dates = list(_dates_in(text))
    if len(dates) != 1:
        return None if dates else (_JOINTS.sub("", text), "")
    before, after = text[: dates[0].start()], text[dates[0].end() :]
    before = _FROM.sub("", before)
    if _JOINTS.sub("", before) and _JOINTS.sub("", after.rstrip(".)")):
        return None  # the date stands in the middle: nobody knows what belongs to what
    rest = f"{before} {after}"
    if "(" not in _JOINTS.sub("", before):
        rest = rest.replace(")", " ") if after.strip().startswith(")") else rest
    return _JOINTS.sub("", " ".join(rest.split())), dates[0][0]


def _part_number(text: str, compound: Compound) -> _Parted:
    found = _apart(text)
    if found is None:
        return (), (_unparted(compound, "в ячейке не один номер и не одна дата"),)
    number = _JOINTS.sub("", _SIGN.sub("", found[0]))
    signed = bool(_SIGN.match(found[0]) or (not number and _SIGN.match(text)))
    if signed and not number:
        # «№ 12-09-26» may be a number that only looks like a date.
        return (), (_unparted(compound, "неясно, номер это или дата"),)
    if number and not _NUMBER.fullmatch(number):
        return (), (_unparted(compound, "неясно, где номер и где дата"),)
    if len(number) > _LONGEST_NUMBER:
        return (), (_unparted(compound, "номер слишком длинный"),)
    if not found[1] and number and not signed and re.fullmatch(r"[\d./-]*\d[./-]\d+", number):
        # «12.09»: half a date, or a number with a point.
        return (), (_unparted(compound, "неясно, номер это или дата"),)
    return (number, found[1]), ()


def _part_text(text: str, compound: Compound) -> _Parted:
    found = _apart(_ISSUED.sub("", text))
    if found is None:
        return (), (_unparted(compound, "в ячейке не одна дата или она стоит в середине"),)
    words = _JOINTS.sub("", found[0])
    if _PLACES.search(words):
        return (), (_unparted(compound, "неясно, где дата"),)
    return (words, found[1]), ()


# --- periods ----------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\s*(?:[-–—−‑]|по|до)\s*", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"уч(?:\.|ебн)|^[\d\s/–—-]+$", re.IGNORECASE)
"""«2026/2027»: when lessons begin and end is not said by it."""
_BEGINS = re.compile(r"^(?:с|период:?|срок:?)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:по|до|не позднее)\s+", re.IGNORECASE)
_ONLY_FROM = re.compile(r"^с\s+", re.IGNORECASE)


def _part_period(text: str, compound: Compound) -> _Parted:
    dates = list(_dates_in(text, _DAY_OF_PERIOD))
    if len(dates) == 2:
        first, second = dates
        lead = _BEGINS.sub("", text[: first.start()] + " ").strip()
        between, tail = text[first.end() : second.start()], text[second.end() :].strip(" .,;")
        if not lead and not tail and _BETWEEN.fullmatch(between):
            return (first[0], second[0]), ()
        return (), (_unparted(compound, "кроме двух дат в ней есть другие слова"),)
    if len(dates) == 1:
        rest = text[: dates[0].start()], text[dates[0].end() :].strip(" .,;")
        if not rest[1] and _ONLY_FROM.fullmatch(rest[0]):
            return (dates[0][0], ""), ()
        if not rest[1] and _UNTIL.fullmatch(rest[0]):
            return ("", dates[0][0]), ()
        return (), (_unparted(compound, "в ней не две даты"),)
    read = None if dates or _SCHOOL_YEAR.search(text) else read_period(text)
    if read is None or read.begins is None:
        return (), (_unparted(compound, "начало и окончание не названы днём или месяцем"),)
    begins, ends = f"{read.begins:%d.%m.%Y}", f"{read.ends:%d.%m.%Y}"
    told = Finding("period-by-months", f"«{text[:60]}» прочитано как {begins}–{ends}")
    return (begins, ends), (told,)


_SPLITS = {
    Split.FULL_NAME: _part_name,
    Split.NUMBER_AND_DATE: _part_number,
    Split.TEXT_AND_DATE: _part_text,
    Split.PERIOD: _part_period,
}
