"""Cell → value: what a cell means by the type of its column.

The column decides, never the cell: an ИНН stored as a number, a date stored as text and a
number shown as a date come out as what the column asks for, or as a fault that names the
cell. Nothing is padded, cut or guessed silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docgen import identifiers
from docgen.diagnostics import nearest, perhaps
from docgen.identifiers import Identifier, Invalid, Problem
from docgen.records.schema import NOT_APPLICABLE_WORDS, Column, ColumnType
from docgen.records.spelling import word_key
from docgen.workbook.amounts import (
    is_too_long,
    money_of,
    number_as_text,
    read_money,
    read_whole,
    shown_number,
    whole_of,
)
from docgen.workbook.cells import PLAIN_STYLE, Cell, CellKind, Formula, NumberStyle
from docgen.workbook.cleaning import (
    Finding,
    clean,
    mixed_words,
    name_latin,
)
from docgen.workbook.dates import DateReading, date_of_serial, read_date

MAX_TEXT = 32_767
"""What a cell of Excel can hold."""
MAX_CODE = 100
MAX_NAME = 120
MAX_SHORT = 400
"""Dates, sums, numbers and telephones are shorter."""


@dataclass(frozen=True)
class Parsed:
    """``value`` is ``None`` (or ``()``) for an empty cell *and* for an unreadable one: then
    ``findings`` hold an error. ``slashes``: see ``DateReading``."""

    value: Any = None
    findings: tuple[Finding, ...] = ()
    not_applicable: bool = False
    slashes: str = ""


_EXCEL_ERRORS = {
    "#N/A": "#Н/Д",
    "#REF!": "#ССЫЛКА!",
    "#VALUE!": "#ЗНАЧ!",
    "#DIV/0!": "#ДЕЛ/0!",
    "#NAME?": "#ИМЯ?",
    "#NULL!": "#ПУСТО!",
    "#NUM!": "#ЧИСЛО!",
}
_TEXT_FORMAT_HINT = "задайте столбцу формат «Текстовый» и введите значение заново"
_NOT_APPLICABLE_KEYS = frozenset(word_key(word) for word in NOT_APPLICABLE_WORDS)
_EMPTY_KEYS = frozenset(
    word_key(word)
    for word in (
        "нет", "н/д", "нет данных", "не указано", "не указан", "не указана", "отсутствует",
        "отсутствуют", "не заполнено", "n/a", "null", "none", "nan",
    )
)  # fmt: skip
_DASHES = re.compile(r"[\s\-–—−_.]+")
_MANY = (ColumnType.ITEMS, ColumnType.REFERENCES)
_WORDY = (
    ColumnType.TEXT,
    ColumnType.LONG_TEXT,
    ColumnType.ITEMS,
    ColumnType.CODE,
    ColumnType.REFERENCE,
    ColumnType.REFERENCES,
)

IDENTIFIERS: Mapping[ColumnType, Identifier] = {
    ColumnType.INN: identifiers.INN,
    ColumnType.KPP: identifiers.KPP,
    ColumnType.OGRN: identifiers.OGRN,
    ColumnType.OKTMO: identifiers.OKTMO,
    ColumnType.KBK: identifiers.KBK,
    ColumnType.BIK: identifiers.BIK,
    ColumnType.ACCOUNT: identifiers.ACCOUNT,
    ColumnType.PERSONAL_ACCOUNT: identifiers.PERSONAL_ACCOUNT,
    ColumnType.LICENCE: identifiers.LICENCE,
    ColumnType.SNILS: identifiers.SNILS,
    ColumnType.IKZ: identifiers.IKZ,
    ColumnType.EMAIL: identifiers.EMAIL,
}


def is_secret(cell_type: ColumnType) -> bool:
    """Whether a message must not show the value whole."""
    return cell_type in IDENTIFIERS or cell_type is ColumnType.PHONE


def names_people(column: Column) -> bool:
    """Whether the column holds names of people, where a wrong letter is a wrong person."""
    return column.attribute in ("surname", "first_name", "patronymic") or is_name_heading(
        column.heading
    )


_NAME_HEADING = re.compile(r"(?i)(?:^|\W)(?:фамили\w*|имя|отчеств\w*|ф\.?\s*и\.?\s*о\.?)(?:\W|$)")


def is_name_heading(heading: str) -> bool:
    return bool(_NAME_HEADING.search(heading))


def parse_cell(
    cell: Cell, column: Column, style: NumberStyle = PLAIN_STYLE, epoch_1904: bool = False
) -> Parsed:
    """What the cell means in this column."""
    fault = cell_fault(cell)
    if fault:
        return Parsed(_empty(column), (fault,))
    parsed = _parse_sound(cell, column, style, epoch_1904)
    if cell.formula is Formula.EXTERNAL:
        return Parsed(
            parsed.value,
            (*parsed.findings, EXTERNAL_VALUE),
            parsed.not_applicable,
            parsed.slashes,
        )
    return parsed


EXTERNAL_VALUE = Finding(
    "formula-external",
    "значение взято из другого файла и могло устареть",
    "откройте обе книги в Excel и обновите связи или вставьте значение вместо формулы",
)


def cell_fault(cell: Cell) -> Finding | None:
    """A fault of the cell itself, whatever its column."""
    if cell.kind is CellKind.ERROR:
        name = _EXCEL_ERRORS.get(cell.text.upper(), cell.text[:20])
        english = f" ({cell.text[:20]})" if name != cell.text[:20] else ""
        return Finding(
            "cell-error",
            f"в ячейке ошибка Excel {name}{english}",
            "исправьте формулу или введите значение",
        )
    if cell.kind is CellKind.NO_VALUE:
        return Finding(
            "formula-without-value",
            "в ячейке формула без вычисленного значения",
            "откройте книгу в Excel, дождитесь пересчёта и сохраните",
        )
    if cell.kind is CellKind.BROKEN:
        return Finding(
            "cell-broken",
            f"ячейка повреждена: {cell.text}",
            "введите значение заново и сохраните книгу",
        )
    return None


def _empty(column: Column) -> Any:
    return () if column.cell_type in _MANY else None


def _parse_sound(cell: Cell, column: Column, style: NumberStyle, epoch_1904: bool) -> Parsed:
    if cell.kind is CellKind.NUMBER:
        return _parse_number(cell, column, style, epoch_1904)
    if cell.kind is CellKind.BOOLEAN:
        return _parse_boolean(cell, column)
    if cell.kind is CellKind.ISO_DATE:
        return _parse_iso(cell.text, column)
    return parse_text(cell.text, column)


# --- numbers, booleans, ISO dates -------------------------------------------------------------


def _parse_number(cell: Cell, column: Column, style: NumberStyle, epoch_1904: bool) -> Parsed:
    kind = column.cell_type
    if kind is ColumnType.DATE:
        return _from_date(date_of_serial(cell.text, dated=style.dated, epoch_1904=epoch_1904))
    if is_too_long(cell.text):
        return _fault(
            column,
            "number-too-long",
            "длинный номер записан числом: Excel хранит только 15 цифр, остальные потеряны",
            f"{_TEXT_FORMAT_HINT} с документа",
        )
    if style.dated:
        return _number_shown_as_date(cell.text, column, epoch_1904)
    number = shown_number(cell.text)
    if style.percent:
        if kind in (ColumnType.TEXT, ColumnType.LONG_TEXT):
            return Parsed(f"{number_as_text(str(number * 100))}%")
        return _fault(
            column, "percent-instead", "в ячейке проценты", "введите число в обычном формате"
        )
    if kind is ColumnType.MONEY:
        money = money_of(number)
        return Parsed(money.number, money.findings)
    if kind is ColumnType.INTEGER:
        whole = whole_of(number)
        return Parsed(None if whole.number is None else int(whole.number), whole.findings)
    text = number_as_text(cell.text, style.zeros)
    if kind in IDENTIFIERS or kind is ColumnType.PHONE:
        if not text.isdigit():
            return _fault(
                column,
                "identifier-invalid",
                f"{_identifier_name(kind)}: в ячейке число с дробной частью или со знаком",
                _TEXT_FORMAT_HINT,
            )
        return _parse_identifier(text, column, stored_as_number=True)
    return parse_text(text, column)


def _number_shown_as_date(raw: str, column: Column, epoch_1904: bool) -> Parsed:
    """A number that its cell shows as a date, in a column of something else."""
    reading = date_of_serial(raw, dated=True, epoch_1904=epoch_1904)
    if reading.day is None or column.cell_type not in (ColumnType.TEXT, ColumnType.LONG_TEXT):
        return _fault(
            column,
            "date-instead",
            "Excel хранит здесь дату: возможно, он сам превратил в неё введённое значение",
            _TEXT_FORMAT_HINT,
        )
    text = f"{reading.day:%d.%m.%Y}"
    warning = Finding(
        "date-in-text",
        f"Excel хранит здесь дату, она прочитана как {text}",
        f"если это не дата, {_TEXT_FORMAT_HINT}",
    )
    return Parsed(text, (warning,))


def _parse_boolean(cell: Cell, column: Column) -> Parsed:
    truth = cell.text.lower() in ("1", "true")
    if column.cell_type is ColumnType.YES_NO:
        return Parsed(truth)
    if column.cell_type is ColumnType.CHOICE:
        return parse_text("да" if truth else "нет", column)
    return _fault(
        column,
        "boolean-instead",
        f"в ячейке логическое значение {'ИСТИНА' if truth else 'ЛОЖЬ'}",
        "введите значение словами или цифрами",
    )


def _parse_iso(text: str, column: Column) -> Parsed:
    reading = read_date(text)
    if column.cell_type is ColumnType.DATE:
        return _from_date(reading)
    if reading.day and column.cell_type in (ColumnType.TEXT, ColumnType.LONG_TEXT):
        return Parsed(f"{reading.day:%d.%m.%Y}")
    return _fault(column, "date-instead", "в ячейке дата", _TEXT_FORMAT_HINT)


def _from_date(reading: DateReading) -> Parsed:
    return Parsed(reading.day, reading.findings, slashes=reading.slashes)


def _fault(column: Column, code: str, message: str, hint: str = "") -> Parsed:
    return Parsed(_empty(column), (Finding(code, message, hint),))


# --- text -------------------------------------------------------------------------------------


def parse_text(raw: str, column: Column) -> Parsed:
    """What text means in this column."""
    if len(raw) > MAX_TEXT:
        return _fault(
            column,
            "text-too-long",
            f"текст длиннее {MAX_TEXT} знаков: столько в ячейке Excel быть не может",
            "сократите текст",
        )
    cleaned = clean(raw) if raw else None
    if cleaned is None or not (cleaned.text or cleaned.findings):
        return Parsed(_empty(column))
    text, findings = cleaned.text, cleaned.findings
    if not text:
        return Parsed(_empty(column), findings)
    # A plain text comes back as it was: only others are looked at again.
    if text is not raw and column.cell_type in _WORDY and _ODD_SPACES.search(raw.strip()):
        told = Finding("text-spaces", "лишние или неразрывные пробелы заменены одним обычным")
        findings = (*findings, told)
    parsed = _parse_clean(text, column)
    if findings:
        return Parsed(
            parsed.value, (*findings, *parsed.findings), parsed.not_applicable, parsed.slashes
        )
    return parsed


def _parse_clean(text: str, column: Column) -> Parsed:
    kind = column.cell_type
    if len(text) < 40:
        key = word_key(text)
        if key in _NOT_APPLICABLE_KEYS:
            return Parsed(_empty(column), not_applicable=True)
        if kind is ColumnType.YES_NO:
            return _parse_yes_no(text, key, column)
        if kind is ColumnType.CHOICE and key in _choice_keys(column):
            return Parsed(_choice_keys(column)[key])
        if not key and _DASHES.fullmatch(text):
            return Parsed(_empty(column))
        if key in _EMPTY_KEYS:
            note = Finding("empty-word", f"«{text}» прочитано как пустая ячейка")
            return Parsed(_empty(column), (note,))
    elif kind not in _WORDY and len(text) > MAX_SHORT:
        return _fault(
            column,
            "text-too-long",
            f"{len(text)} знаков там, где нужно одно короткое значение",
            "оставьте в ячейке только его",
        )
    return _PARSERS[kind](text, column)


_ODD_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]|(?<=\\S) {2,}(?=\\S)")


def _one_line(text: str) -> tuple[str, tuple[Finding, ...]]:
    if "\n" not in text:
        return text, ()
    joined = " ".join(part for part in text.split("\n") if part)
    return joined, (Finding("line-break-joined", "перенос строки заменён пробелом"),)


def _parse_line(text: str, column: Column) -> Parsed:
    line, findings = _one_line(text)
    if line.endswith(","):
        line = line.rstrip(" ,")
        told = Finding("text-trailing-mark", "запятая в конце значения отброшена")
        findings = (*findings, told)
    person = names_people(column)
    if person and _DIGIT_IN_WORD.search(line):
        findings = (
            *findings,
            Finding(
                "name-with-digits",
                "внутри имени цифра: возможно, 0 вместо О или 3 вместо З",
                "наберите имя заново",
            ),
        )
    if person and (_NO_NAME.search(line) or len(line) > MAX_NAME):
        findings = (
            *findings,
            Finding(
                "name-unlikely",
                "не похоже на имя: "
                + ("слишком длинно" if len(line) > MAX_NAME else "в нём знаки, каких не бывает"),
                "сверьте с документом и наберите имя заново",
            ),
        )
    return Parsed(line, (*findings, *_mixed(line, person)))


_NO_NAME = re.compile(r"[\\/:*?<>|{}=@#$%^&~`+\[\]]|^[\W\d_]+$")
"""Marks that no name of a person holds; or no letter at all."""
_DIGIT_IN_WORD = re.compile(r"[А-Яа-яЁё][0-9]+[а-яё]")


def _parse_long(text: str, column: Column) -> Parsed:
    return Parsed(text, _mixed(text, False))


_BULLET = re.compile(r"^(?:[-–—•·*]|\d{1,2}[.)])\s+")


def _parse_items(text: str, column: Column) -> Parsed:
    items = (_BULLET.sub("", item.strip()).strip() for item in re.split(r"[;\n]", text))
    return Parsed(tuple(item for item in items if item), _mixed(text, False))


def _parse_code(text: str, column: Column) -> Parsed:
    line, findings = _one_line(text)
    limit = MAX_TEXT if column.cell_type is ColumnType.REFERENCES else MAX_CODE * 5
    if column.cell_type is ColumnType.CODE:
        limit = MAX_CODE
    if len(line) > limit:
        return _fault(
            column, "text-too-long", f"код длиннее {limit} знаков", "дайте строке короткий код"
        )
    mixed = _mixed(line, True)
    if column.cell_type is ColumnType.REFERENCES:
        return Parsed(_parse_items(text, column).value, mixed)
    return Parsed(line, (*findings, *mixed))


def _mixed(text: str, matters: bool) -> tuple[Finding, ...]:
    """Latin letters among Cyrillic ones: invisible to the eye, wrong to every comparison."""
    words = mixed_words(text)
    if not words:
        return ()
    word = words[0]
    return (
        Finding(
            "mixed-alphabet" if matters else "mixed-alphabet-text",
            f"в слове «{word[:30]}» {name_latin(word)} среди русских букв",
            "наберите слово заново в русской раскладке",
        ),
    )


_YES = frozenset(
    map(word_key, ("да", "yes", "y", "true", "истина", "1", "есть", "имеется", "имеются", "v", "x"))
)
_NO = frozenset(
    map(word_key, ("нет", "no", "n", "false", "ложь", "0", "отсутствует", "не имеется"))
)
_YES_MARKS = frozenset("+✓✔☑√")
_NO_MARKS = frozenset("-–—−✗✘☐")


def _parse_yes_no(text: str, key: str, column: Column) -> Parsed:
    if key in _YES or text in _YES_MARKS:
        return Parsed(True)
    if key in _NO or text in _NO_MARKS:
        return Parsed(False)
    if key in _EMPTY_KEYS or _DASHES.fullmatch(text):
        return Parsed(None)
    return _no_yes_no(text, column)


def _no_yes_no(text: str, column: Column) -> Parsed:
    return _fault(
        column, "yes-no-unknown", f"«{_short(text)}»: нужно «да» или «нет»", "выберите из списка"
    )


@lru_cache(maxsize=256)
def _keys_of_choice(choices: Any, synonyms: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    keys = {word_key(member.value): member for member in choices}
    for typed, value in synonyms:
        keys.setdefault(word_key(typed), choices(value))
    return keys


def _choice_keys(column: Column) -> dict[str, Any]:
    return _keys_of_choice(column.choices, tuple(column.synonyms.items()))


def _parse_choice(text: str, column: Column) -> Parsed:
    keys = _choice_keys(column)
    key = word_key(text)
    if key in keys:
        return Parsed(keys[key])
    near = nearest(key, keys, key=str, likeness=0.75)
    hint = perhaps(keys[found].value for found in near)
    hint = hint or "выберите: " + ", ".join(f"«{member.value}»" for member in column.choices or ())
    return _fault(column, "choice-unknown", f"«{_short(text)}» нет в списке значений", hint)


def _parse_date(text: str, column: Column) -> Parsed:
    line, findings = _one_line(text)
    parsed = _from_date(read_date(line))
    return Parsed(parsed.value, (*findings, *parsed.findings), slashes=parsed.slashes)


def _parse_integer(text: str, column: Column) -> Parsed:
    reading = read_whole(text.lstrip("'"))
    return Parsed(None if reading.number is None else int(reading.number), reading.findings)


def _parse_money(text: str, column: Column) -> Parsed:
    reading = read_money(_one_line(text)[0].lstrip("'"))
    return Parsed(reading.number, reading.findings)


_YEARS = re.compile(
    r"(20\d\d)\s*[/\\\-–—]\s*(20\d\d|\d\d)(?:\s*(?:уч(?:ебный|\.)?)?\s*(?:год|г)\.?)?"
)


def _parse_academic_year(text: str, column: Column) -> Parsed:
    found = _YEARS.fullmatch(_one_line(text)[0])
    if found:
        first, last = int(found[1]), int(found[2])
        if last % 100 == (first + 1) % 100:
            return Parsed(f"{first}/{first + 1}")
    return _fault(
        column,
        "academic-year-unreadable",
        f"«{_short(text)}» не похоже на учебный год",
        "запишите так: 2026/2027",
    )


# --- identifiers ------------------------------------------------------------------------------

_OWN_NAME = re.compile(
    r"^(?:инн|кпп|огрн(?:ип)?|снилс|бик|октмо|кбк|икз|р/с|к/с|л/с|лиц(?:ензия)?|e-?mail)\b[\s:.№]*",
    re.IGNORECASE,
)
_REGISTER_ENTRY = re.compile(r"[\s№]*[ЛлLl][\s0ОOоo]*\d")
_FLOAT_TAIL = re.compile(r"(\d)[.,]0+$")
_LETTERS_FOR_DIGITS = re.compile(r"[\dОоOoЗзlIБб\s\-]+")


def _identifier_name(kind: ColumnType) -> str:
    return "телефон" if kind is ColumnType.PHONE else IDENTIFIERS[kind].name


def _parse_identifier(text: str, column: Column, *, stored_as_number: bool = False) -> Parsed:
    kind = column.cell_type
    if kind is ColumnType.PHONE:
        return _parse_phone(text, column)
    identifier = IDENTIFIERS[kind]
    bare = _OWN_NAME.sub("", text.replace("\n", " ").strip()).lstrip("'’`")
    if identifier.has_key:
        # «6600000010.0» is what a program leaves that took the number for a fraction.
        bare = _FLOAT_TAIL.sub(r"\1", bare)
    try:
        value = identifier.format(bare)
    except Invalid as invalid:
        if identifier is identifiers.LICENCE and not _REGISTER_ENTRY.match(bare):
            # The number of an old paper form is a fact: a check warns of it.
            return Parsed(" ".join(bare.split()))
        return _identifier_fault(bare, column, identifier, invalid, stored_as_number)
    return Parsed(value)


def _identifier_fault(
    text: str, column: Column, identifier: Identifier, invalid: Invalid, stored_as_number: bool
) -> Parsed:
    name = identifier.name
    if identifier.with_zeros(text) is not None:
        return _fault(
            column,
            "leading-zero-lost",
            f"{name}: потерян ведущий ноль",
            "допишите ноль впереди (с ним контрольное число сходится), задав столбцу формат "
            "«Текстовый»",
        )
    if invalid.problem is Problem.CHECKSUM:
        return _fault(column, "identifier-checksum", invalid.reason, "сверьте номер с документом")
    digits = [p for p in re.split(r"[/\\;,\n]|\sи\s", text) if len(re.sub(r"\D", "", p)) > 7]
    if identifier is not identifiers.LICENCE and len(digits) > 1:
        return _fault(
            column,
            "identifier-several",
            f"{name}: в ячейке несколько номеров",
            "оставьте один номер, для других заведите свои столбцы",
        )
    if re.search(r"\d[eEеЕ]\+?\d", text):
        return _fault(
            column,
            "identifier-invalid",
            f"{name}: номер записан в виде степени, цифры потеряны",
            f"{_TEXT_FORMAT_HINT} с документа",
        )
    hint = "сверьте номер с документом"
    if invalid.problem is Problem.LENGTH and (stored_as_number or identifier.zero_led):
        compact = identifier.compact(text)
        if any(0 < length - len(compact) <= 3 for length in identifier.lengths):
            hint += "; возможно, Excel убрал ведущий ноль: задайте столбцу формат «Текстовый»"
    elif invalid.problem is Problem.CHARACTERS and _LETTERS_FOR_DIGITS.fullmatch(text):
        hint = "среди цифр есть буквы (О вместо нуля, З вместо тройки): наберите номер заново"
    return _fault(column, "identifier-invalid", invalid.reason, hint)


def _parse_phone(text: str, column: Column) -> Parsed:
    """Telephones stay as the clerk wrote them; bare digits get their usual look."""
    findings = []
    shown = []
    for written in identifiers.split_phones(text):
        phone = _FLOAT_TAIL.sub(r"\1", written.lstrip("'"))
        try:
            good = identifiers.PHONE.format(phone)
        except Invalid as invalid:
            findings.append(
                Finding(
                    "phone-doubtful",
                    invalid.reason,
                    "запишите номер с кодом города: +7 (34398) 2-15-07",
                )
            )
            good = phone
        shown.append(good if re.fullmatch(r"[+\d]+", phone) else phone)
    return Parsed("; ".join(shown) or None, tuple(findings[:1]))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


_PARSERS: Mapping[ColumnType, Callable[[str, Column], Parsed]] = {
    ColumnType.TEXT: _parse_line,
    ColumnType.LONG_TEXT: _parse_long,
    ColumnType.ITEMS: _parse_items,
    ColumnType.CODE: _parse_code,
    ColumnType.REFERENCE: _parse_code,
    ColumnType.REFERENCES: _parse_code,
    ColumnType.CHOICE: _parse_choice,
    ColumnType.YES_NO: _no_yes_no,
    ColumnType.DATE: _parse_date,
    ColumnType.INTEGER: _parse_integer,
    ColumnType.MONEY: _parse_money,
    ColumnType.ACADEMIC_YEAR: _parse_academic_year,
    ColumnType.PHONE: _parse_phone,
    **dict.fromkeys(IDENTIFIERS, _parse_identifier),
}
