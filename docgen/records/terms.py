"""The vocabulary of templates: Russian names of what a paper's context holds.

A context is a frozen dataclass whose fields carry their template names; records carry theirs
by the rule heading → field. Templates reach nothing that is not named here.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from docgen.diagnostics import Origin
from docgen.records.schema import Record, columns_of

_TERM = "docgen.term"


def term(name: str, hint: str = "") -> Any:
    """Declare a context field: ``name`` is what template authors write, ``hint`` what it is."""
    return dataclasses.field(metadata={_TERM: (name, hint)})


@dataclass(frozen=True)
class Term:
    """One name that a template may use on an object of a class.

    ``annotation`` is the resolved Python type; ``item`` the dataclass behind it, if any
    (of the value itself, of its optional, or of the members of its tuple); ``many`` says
    that the value is a tuple to loop over.
    """

    name: str
    attribute: str
    hint: str
    annotation: Any
    item: type[Any] | None
    many: bool


def terms_of(owner: type[Any]) -> Mapping[str, Term]:
    """Template name → term, for a record class or a context class."""
    key: Any = owner  # mypy takes a class for its instances when it asks for a hash
    return _terms_of(key)


@cache
def _terms_of(owner: Any) -> Mapping[str, Term]:
    hints = typing.get_type_hints(owner)
    named: list[tuple[str, str, str]] = []
    if issubclass(owner, Record):
        named += [(c.template_field, c.attribute, c.hint) for c in columns_of(owner)]
    named += [
        (*f.metadata[_TERM][:1], f.name, f.metadata[_TERM][1])
        for f in dataclasses.fields(owner)
        if _TERM in f.metadata
    ]
    result: dict[str, Term] = {}
    for name, attribute, hint in named:
        item, many = _item_of(hints[attribute])
        result[name] = Term(name, attribute, hint, hints[attribute], item, many)
    return result


def _item_of(annotation: Any) -> tuple[type[Any] | None, bool]:
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        item, _ = _item_of(arguments[0])
        return item, True
    for candidate in (annotation, *arguments):
        if isinstance(candidate, type) and dataclasses.is_dataclass(candidate):
            return candidate, False
        if typing.get_origin(candidate) is tuple:
            return _item_of(candidate)
    return None, False


@dataclass(frozen=True)
class Missing:
    """What a template gets for an empty value: false in a condition, an error when printed."""

    name: str
    origin: Origin | None = None

    def __bool__(self) -> bool:
        return False


def lookup(owner: object, name: str) -> object:
    """Value of a template name on a record or context; ``Missing`` when it is empty.

    Raises ``KeyError`` for a name that neither the class nor the clerk's own columns have.
    """
    found = terms_of(type(owner)).get(name)
    if found is None:
        if isinstance(owner, Record) and name in owner.extra:
            return owner.extra[name] or Missing(name, owner.origin.at(name))
        raise KeyError(name)
    value = getattr(owner, found.attribute)
    if value is None:
        origin = owner.origin.at(found.attribute) if isinstance(owner, Record) else None
        return Missing(name, origin)
    return value


def digest(value: object) -> str:
    """Hex hash of everything that a template could see in a value.

    Origins are not seen: a row that moved to another place is the same input.
    """
    pieces: list[str] = []
    _gather(value, pieces)
    return hashlib.sha256("\x1f".join(pieces).encode()).hexdigest()


def _gather(value: object, pieces: list[str]) -> None:
    # Every paper is asked for its digest in every run, and most values are leaves: they go first.
    kind = type(value)
    if kind in _LEAVES:
        pieces.append(f"{kind.__name__}:{value}")
    elif isinstance(value, tuple):
        pieces.append("(")
        for item in value:
            _gather(item, pieces)
        pieces.append(")")
    elif isinstance(value, Mapping):
        for key in sorted(value):
            pieces.append(str(key))
            _gather(value[key], pieces)
    elif dataclasses.is_dataclass(value):
        pieces.append(kind.__name__)
        for found in terms_of(kind).values():
            pieces.append(found.name)
            _gather(getattr(value, found.attribute), pieces)
        if isinstance(value, Record):
            _gather(value.extra, pieces)
            pieces.extend(sorted(value.not_applicable))
    else:
        pieces.append(f"{kind.__name__}:{value}")


_LEAVES = frozenset((str, int, bool, type(None), Decimal, datetime.date))
