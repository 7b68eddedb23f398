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
    return Digests().of(value)


class Digests:
    """Hashes of the contexts of a run, as ``digest`` gives them.

    Most of what ten thousand papers are made of is the same in all of them: the citations of
    acts, the settings, the organisation. Rows and tables of words that have been seen are known by
    what they add to a hash; a few hundred of the last, so that memory does not grow.
    """

    def __init__(self) -> None:
        # The object is kept beside what it adds: the identity of one that is gone is reused.
        self._seen: dict[int, tuple[object, bytes]] = {}

    def of(self, value: object) -> str:
        """The hash of a value."""
        pieces: list[bytes] = []
        self._gather(value, pieces)
        return hashlib.sha256(_BETWEEN.join(pieces)).hexdigest()

    def _gather(self, value: object, pieces: list[bytes]) -> None:
        # Every paper is asked for its digest in every run, and most values are leaves: they go
        # first.
        kind = type(value)
        if kind in _LEAVES:
            pieces.append(f"{_LEAVES[kind]}:{value}".encode())
        elif isinstance(value, tuple):
            pieces.append(b"(")
            for item in value:
                self._gather(item, pieces)
            pieces.append(b")")
        elif isinstance(value, Record):
            pieces.append(self._shared(value))
        elif dataclasses.is_dataclass(value):
            self._gather_fields(value, pieces)
        elif isinstance(value, Mapping):
            if value:
                pieces.append(self._shared(value))
        else:
            pieces.append(f"{kind.__name__}:{value}".encode())

    def _gather_fields(self, value: object, pieces: list[bytes]) -> None:
        kind: Any = type(value)
        name, fields = _layout(kind)
        pieces.append(name)
        for field, attribute in fields:
            pieces.append(field)
            inner = getattr(value, attribute)
            leaf = _LEAVES.get(type(inner))
            if leaf is not None:
                pieces.append(f"{leaf}:{inner}".encode())
            else:
                self._gather(inner, pieces)

    def _shared(self, value: Record | Mapping[str, object]) -> bytes:
        """What a row or a table of words adds to a hash."""
        known = self._seen.get(id(value))
        if known is not None:
            return known[1]
        pieces: list[bytes] = []
        if isinstance(value, Record):
            self._gather_fields(value, pieces)
            self._gather(value.extra, pieces)
            pieces += [word.encode() for word in sorted(value.not_applicable)]
        else:
            for key in sorted(value):
                pieces.append(str(key).encode())
                self._gather(value[key], pieces)
        made = _BETWEEN.join(pieces)
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen[id(value)] = (value, made)
        return made


@cache
def _layout(kind: Any) -> tuple[bytes, tuple[tuple[bytes, str], ...]]:
    """What a class adds to a hash: its name, and the name of each field with its attribute."""
    fields = tuple((t.name.encode(), t.attribute) for t in terms_of(kind).values())
    return kind.__name__.encode(), fields


_LEAVES: Mapping[type, str] = {
    kind: kind.__name__ for kind in (str, int, bool, type(None), Decimal, datetime.date)
}
_BETWEEN = b"\x1f"
_MOST_SEEN = 512
