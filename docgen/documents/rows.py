"""The generic builder: a kind of paper that is a .docx and a few lines of data, no code.

A template sees the row with every column, the rows that it refers to (two steps deep), the
rows of other sheets that refer to it, and the settings. The classes are made here once per
record class, so that the names a template uses can be checked before any paper is made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.builder import Builder, distinct
from docgen.documents.wording import Wording, signature, upper_first
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.schema import Column, ColumnType, Record, columns_of, template_field
from docgen.records.tables import Tables, codes_in
from docgen.records.terms import term
from docgen.russian import EMPTY, Dictionary, initials_after

DEPTH = 2
"""How many references a template may follow: party → organisation → its head."""

# mypy takes a class for its instances when it asks for a hash, so cached keys are ``Any``
_SETTINGS: Any = Settings


@dataclass(frozen=True, kw_only=True)
class SignerContext:
    """A person as papers without code sign and name him, in the nominative."""

    signature: str = term("подпись", "«М.П. Иванова».")
    name_after: str = term("фамилия_инициалы", "«Иванова М.П.».")
    full_post: str = term("полная_должность", "«Директор МБОУ СОШ № 5».")


def row_context(record: type[Record], sheets: Iterable[type[Record]]) -> type[Any]:
    """The context class of papers that are made of one row of this sheet.

    ``sheets`` are all that a run may read: rows of any of them may refer to this one.

    Its terms: ``строка``, ``настройки``, ``акты`` and, by the title of each sheet whose rows
    refer to this one, those rows (``стороны``, ``части_программ``).
    """
    key: Any = record
    return _row_context(key, tuple(sheets))


@cache
def _row_context(record: Any, sheets: Any) -> type[Any]:
    fields: list[tuple[str, Any, Any]] = [
        ("row", view(record, DEPTH), term("строка", f"Строка листа «{record.SHEET.title}».")),
        ("settings", view(_SETTINGS, 1) | None, term("настройки", "Лист «Настройки».")),
        ("acts", Mapping[str, str], term("акты", "Ссылки на акты по ключу.")),
    ]
    for child, _ in children_of(record, sheets):
        name = template_field(child.SHEET.title)
        hint = f"Строки листа «{child.SHEET.title}», которые относятся к этой."
        key: Any = child
        fields.append((attribute_of(child), many(view(key, DEPTH)), term(name, hint)))
    return dataclasses.make_dataclass(
        f"{record.__name__}RowContext",
        fields,
        frozen=True,
        kw_only=True,
        namespace={"__doc__": f"Terms of a paper made of one row of «{record.SHEET.title}»."},
    )


def build_row(
    subject: Record, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[object | None, list[Diagnostic]]:
    """The context of one row. Empty cells stay empty: the template decides what it needs.

    Of declined forms it holds the post of a signatory alone, with his organisation: the filters
    of templates ask the ``dictionary`` for the others.
    """
    wording = Wording(dictionary)
    kind: Any = type(subject)
    context = row_context(kind, tables)
    settings = tables.only(Settings)
    values: dict[str, object] = {
        "row": seen(subject, tables, DEPTH, wording),
        "settings": seen(settings, tables, 1, wording) if settings else None,
        "acts": citations(tables),
    }
    for child, columns in children_of(kind, tables):
        values[attribute_of(child)] = tuple(
            seen(row, tables, DEPTH, wording)
            for row in referring(child, columns, subject, tables)
            if row is not subject
        )
    return context(**values), wording.diagnostics


def row_sources(subject: Record, tables: Tables) -> tuple[Record, ...]:
    """The row, the settings, what they refer to and what refers to the row."""
    kind: Any = type(subject)
    own: list[Record | None] = [subject, tables.only(Settings)]
    for child, columns in children_of(kind, tables):
        own += referring(child, columns, subject, tables)
    found = list(own)
    reached = own
    for _ in range(DEPTH):
        reached = [
            target
            for row in reached
            if row is not None
            for column in _references(type(row))
            for target in targets_of(row, column, tables)
        ]
        found += reached
    return distinct(found)


def many(item: Any) -> Any:
    """The annotation of several values of a class."""
    return tuple.__class_getitem__((item, ...))


def attribute_of(child: type[Record]) -> str:
    """The field of a context that holds rows of this class."""
    return f"rows_of_{child.__name__.lower()}"


def _references(record: type[Record]) -> list[Column]:
    return [c for c in columns_of(record) if c.refers_to]


def children_of(
    record: type[Record], sheets: Iterable[type[Record]]
) -> list[tuple[type[Record], tuple[Column, ...]]]:
    """Classes among ``sheets`` whose rows refer to rows of this one, with the columns that do."""
    found = []
    for kind in sheets:
        columns = tuple(c for c in _references(kind) if c.refers_to is record)
        if columns:
            found.append((kind, columns))
    return found


def referring(
    child: type[Record], columns: tuple[Column, ...], subject: Record, tables: Tables
) -> list[Record]:
    """Rows of ``child`` that refer to the subject by any of the columns, in their order."""
    code = getattr(subject, "code", None)
    found = [row for c in columns for row in tables.referring(child, c.attribute, code)]
    if len(columns) == 1:
        return found
    named = {id(row) for row in found}
    return [row for row in tables.of(child) if id(row) in named]


def targets_of(row: Record, column: Column, tables: Tables) -> list[Record]:
    """The rows that a reference of this row leads to; none where it leads nowhere."""
    target: Any = column.refers_to
    found = (tables.find(target, code) for code in codes_in(getattr(row, column.attribute)))
    return [record for record in found if record is not None]


@cache
def view(record: Any, depth: int) -> Any:
    """The record class with its references replaced by the rows they lead to.

    A subclass: cells, the clerk's own columns and template names stay those of the record.
    """
    if depth == 0:
        return record
    fields: list[tuple[str, Any, Any]] = []
    metadata = {f.name: f.metadata for f in dataclasses.fields(record)}
    for column in _references(record):
        target: Any = column.refers_to
        inner = view(target, depth - 1)
        several = column.cell_type is ColumnType.REFERENCES
        annotation: Any = many(inner) if several else inner | None
        default: Any = () if several else None
        declared: Any = dataclasses.field(default=default, metadata=metadata[column.attribute])
        fields.append((column.attribute, annotation, declared))
    if record is Person:
        hint = "Как человек подписывает: {{ строка.руководитель.лицо.подпись }}."
        fields.append(("signer", SignerContext | None, term("лицо", hint)))
    return dataclasses.make_dataclass(
        f"{record.__name__}Seen{depth}", fields, bases=(record,), frozen=True, kw_only=True
    )


def seen(row: Record, tables: Tables, depth: int, wording: Wording) -> Record:
    """The row as ``view`` describes it. Doubtful forms go to ``wording``."""
    if depth == 0:
        return row
    values: dict[str, Any] = {f.name: getattr(row, f.name) for f in dataclasses.fields(row)}
    for column in _references(type(row)):
        inner = [
            seen(target, tables, depth - 1, wording) for target in targets_of(row, column, tables)
        ]
        if column.cell_type is ColumnType.REFERENCES:
            values[column.attribute] = tuple(inner)
        else:
            values[column.attribute] = inner[0] if inner else None
    if isinstance(row, Person):
        values["signer"] = _signer(row, tables, wording)
    kind: Any = type(row)
    viewed: Record = view(kind, depth)(**values)
    return viewed


def _signer(person: Person, tables: Tables, wording: Wording) -> SignerContext | None:
    """``None`` for a row without a name or a post: it has been told of."""
    if not (person.surname and person.post):
        return None
    organisation = tables.find(Organisation, person.organisation)
    return SignerContext(
        signature=signature(person),
        name_after=initials_after(person.surname, person.first_name or "", person.patronymic or ""),
        full_post=upper_first(wording.post_in_text(person, organisation)),
    )


ROW = Builder(
    record=None,
    context_of=row_context,
    build=build_row,
    sources=row_sources,
)
