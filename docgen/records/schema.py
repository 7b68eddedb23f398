"""The schema of the workbooks: a record class *is* the description of its sheet.

Every column is declared once, as a field of a frozen dataclass made with ``column(...)``.
Reading, checking, the blank workbook, the field list for template authors and the clerk's
guide all follow from that declaration.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, cast

from docgen.diagnostics import Origin, RowKey

NOT_APPLICABLE_WORDS = frozenset({"не применяется", "не применимо"})
"""What the clerk types to say that a required value has no place in this row."""


class ColumnType(enum.Enum):
    """How a cell becomes a value; the Python type stands beside each member."""

    TEXT = "text"  # str, one line
    LONG_TEXT = "long text"  # str, may hold line breaks (\n)
    ITEMS = "items"  # tuple[str, ...]: split at «;» and at line breaks
    CODE = "code"  # str: identifies the row on its sheet
    REFERENCE = "reference"  # str: the code of a row of another sheet (after linking)
    REFERENCES = "references"  # tuple[str, ...]: codes, split at «;» and at line breaks
    CHOICE = "choice"  # member of the StrEnum in ``Column.choices``
    YES_NO = "yes or no"  # bool
    DATE = "date"  # datetime.date
    INTEGER = "integer"  # int, 0 and up
    MONEY = "money"  # decimal.Decimal, roubles with kopecks
    INN = "inn"
    KPP = "kpp"
    OGRN = "ogrn"  # ОГРН (13) or ОГРНИП (15)
    OKTMO = "oktmo"
    KBK = "kbk"
    BIK = "bik"
    ACCOUNT = "account"  # 20 digits, always text
    PERSONAL_ACCOUNT = "personal account"  # лицевой счёт: 11 characters, one may be a letter
    LICENCE = "licence"  # Л035-NNNNN-RR/NNNNNNNN
    SNILS = "snils"
    IKZ = "ikz"  # идентификационный код закупки, 36 digits
    PHONE = "phone"
    EMAIL = "email"
    ACADEMIC_YEAR = "academic year"  # str «2026/2027»


@dataclass(frozen=True)
class When:
    """Condition of a required column: ``attribute`` of the same row has one of ``values``."""

    attribute: str
    values: tuple[object, ...]

    def holds(self, record: Record) -> bool:
        return getattr(record, self.attribute) in self.values


def when(attribute: str, *values: object) -> When:
    return When(attribute, values)


@dataclass(frozen=True)
class Column:
    """One column: what the clerk sees and how the cell is read.

    ``required``: ``True``, ``False`` or conditions that must *all* hold for the value to be
    required. ``refers_to`` is the record class whose row a reference leads to.
    ``synonyms`` maps what clerks type to the value of a choice.
    """

    attribute: str
    heading: str
    cell_type: ColumnType
    required: bool | tuple[When, ...] = False
    aliases: tuple[str, ...] = ()
    choices: type[enum.StrEnum] | None = None
    synonyms: Mapping[str, str] = field(default_factory=dict)
    refers_to: type[Record] | None = None
    example: str = ""
    hint: str = ""
    norm: str = ""

    @property
    def template_field(self) -> str:
        """Name under which templates see the value."""
        return template_field(self.heading)


_COLUMN = "docgen.column"


def column(
    heading: str,
    cell_type: ColumnType = ColumnType.TEXT,
    *,
    required: bool | When | tuple[When, ...] = False,
    aliases: tuple[str, ...] = (),
    choices: type[enum.StrEnum] | None = None,
    synonyms: Mapping[str, str] | None = None,
    refers_to: type[Record] | str | None = None,
    example: str = "",
    hint: str = "",
    norm: str = "",
) -> Any:
    """Declare a column as a dataclass field. An empty cell reads as ``None`` or ``()``.

    ``refers_to`` may be the name of a class that its module declares further down.
    """
    declared = {
        "heading": heading,
        "cell_type": cell_type,
        "required": (required,) if isinstance(required, When) else required,
        "aliases": aliases,
        "choices": choices,
        "synonyms": synonyms or {},
        "refers_to": refers_to,
        "example": example,
        "hint": hint,
        "norm": norm,
    }
    many = cell_type in (ColumnType.ITEMS, ColumnType.REFERENCES)
    return dataclasses.field(default=() if many else None, metadata={_COLUMN: declared})


def _nothing() -> Mapping[str, str]:
    return _NOTHING


_NOTHING: Mapping[str, str] = {}
"""One for all: of a hundred thousand rows hardly one has columns of the clerk's own."""


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """Where a record was read: enough to name the cell of each of its values.

    ``columns`` maps attribute → column letter(s); an attribute whose heading is missing from
    the sheet is absent. On a key–value sheet ``cells`` maps attribute → full cell address.
    """

    file: str
    sheet: str
    row: int
    label: str = ""
    columns: Mapping[str, str] = field(default_factory=_nothing)
    cells: Mapping[str, str] = field(default_factory=_nothing)

    @property
    def key(self) -> RowKey:
        """What tells the row from all others."""
        return (self.file, self.sheet, self.row)

    def at(self, attribute: str = "") -> Origin:
        """The cell of an attribute, or the row when the attribute has no column."""
        cell = self.cells.get(attribute, "")
        if not cell and attribute in self.columns:
            cell = f"{self.columns[attribute]}{self.row}"
        return Origin(self.file, self.sheet, self.row, cell, self.label)


class Split(enum.Enum):
    """How one cell holds what several columns hold; each is read by ``workbook.compounds``."""

    FULL_NAME = "full name"  # «Котова Анна Юрьевна»: surname, first name, patronymic
    NUMBER_AND_DATE = "number and date"  # «№ 45 от 12.09.2026»
    TEXT_AND_DATE = "text and date"  # «ГУ МВД России по Свердловской области, 14.05.2015»
    PERIOD = "period"  # «с 01.09.2026 по 31.05.2027»: first and last day


@dataclass(frozen=True)
class Compound:
    """One column that clerks keep in place of several of ours.

    ``parts`` are the attributes in the order that ``split`` names. ``initials`` may stand for
    a first name where the column itself allows them.
    """

    heading: str
    split: Split
    parts: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    initials: bool = False


def full_name(*aliases: str, initials: bool = False) -> Compound:
    """«ФИО» in one cell, for a class with the three columns of a name."""
    return Compound(
        "ФИО",
        Split.FULL_NAME,
        ("surname", "first_name", "patronymic"),
        ("Фамилия, имя, отчество", "Фамилия Имя", "ФИО полностью", *aliases),
        initials,
    )


def number_and_date(heading: str, number: str, date: str, *aliases: str) -> Compound:
    """«№ 45 от 12.09.2026» in one cell."""
    return Compound(heading, Split.NUMBER_AND_DATE, (number, date), aliases)


def text_and_date(heading: str, text: str, date: str, *aliases: str) -> Compound:
    """«ГУ МВД России по Свердловской области, 14.05.2015» in one cell."""
    return Compound(heading, Split.TEXT_AND_DATE, (text, date), aliases)


def period(heading: str, *aliases: str, start: str = "start", end: str = "end") -> Compound:
    """«с 01.09.2026 по 31.05.2027» in one cell."""
    return Compound(heading, Split.PERIOD, (start, end), aliases)


@dataclass(frozen=True)
class SheetInfo:
    """The sheet that a record class describes.

    ``layout``: ``table`` (a row a record) or ``pairs` (parameter | value: one record).
    ``workbook`` is the stem of the file that normally holds the sheet. ``required``: the run
    cannot do without the sheet. ``label_attributes``: what names a row in messages.
    ``compounds``: columns that may stand in place of several of the class.
    ``identity``: what tells papers of a row without a code from those of another such row.
    """

    title: str
    workbook: str
    aliases: tuple[str, ...] = ()
    layout: str = "table"
    required: bool = False
    label_attributes: tuple[str, ...] = ("code",)
    purpose: str = ""
    compounds: tuple[Compound, ...] = ()
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """A parsed row. ``None`` means an empty cell; ``not_applicable`` names the attributes
    where the clerk typed «не применяется»; ``extra`` holds her own columns, keyed by
    template field, as text."""

    SHEET: ClassVar[SheetInfo]

    origin: RowOrigin = field(hash=False, compare=False)
    extra: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    not_applicable: frozenset[str] = frozenset()

    def lacks(self, attribute: str) -> bool:
        """True when the cell is empty and was not said to be «не применяется»."""
        return getattr(self, attribute) in (None, ()) and attribute not in self.not_applicable


def columns_of(record_class: type[Record]) -> tuple[Column, ...]:
    """The columns of a record class in the order in which they are declared."""
    key: Any = record_class  # mypy takes a class for its instances when it asks for a hash
    return _columns_of(key)


@cache
def _columns_of(record_class: Any) -> tuple[Column, ...]:
    return tuple(
        Column(attribute=f.name, **{**declared, "refers_to": _target(declared, record_class)})
        for f in dataclasses.fields(record_class)
        if (declared := f.metadata.get(_COLUMN))
    )


def _target(declared: Mapping[str, Any], record_class: type[Record]) -> type[Record] | None:
    target: type[Record] | str | None = declared["refers_to"]
    if not isinstance(target, str):
        return target
    # A view of a record (``documents.rows``) is made elsewhere: the name is known to its base.
    for owner in record_class.__mro__:
        found = getattr(sys.modules[owner.__module__], target, None)
        if found is not None:
            return cast("type[Record]", found)
    raise NameError(f"{record_class.__name__}: no record class {target!r}")


def column_of(record_class: type[Record], attribute: str) -> Column:
    """The column of one attribute. Raises ``KeyError`` when there is none."""
    for candidate in columns_of(record_class):
        if candidate.attribute == attribute:
            return candidate
    raise KeyError(attribute)


def required_now(record: Record, candidate: Column) -> bool:
    """Whether the column must be filled in this row."""
    if isinstance(candidate.required, bool):
        return candidate.required
    return all(condition.holds(record) for condition in candidate.required)


def describe_required(record_class: type[Record], candidate: Column) -> str:
    """Russian words for the clerk: when the column must be filled; empty for «необязательно»."""
    if candidate.required is True:
        return "всегда"
    if candidate.required is False:
        return ""
    parts = []
    for condition in candidate.required:
        heading = column_of(record_class, condition.attribute).heading
        values = ", ".join(_as_words(value) for value in condition.values)
        parts.append(f"«{heading}» — {values}")
    return "если " + " и ".join(parts)


def _as_words(value: object) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(value)


def template_field(heading: str) -> str:
    """Heading → template field: lower case, spaces to ``_``, punctuation dropped, ё kept.

    >>> template_field("Срок передачи списка, дней")
    'срок_передачи_списка_дней'
    """
    text = unicodedata.normalize("NFC", heading).strip().lower()
    text = re.sub(r"[\s\-–—/]+", "_", text)
    text = re.sub(r"[^\w]", "", text)
    text = re.sub(r"_+", "_", text).strip("_")
    return f"_{text}" if text[:1].isdigit() else text
