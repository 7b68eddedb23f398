"""Typography of every text of a context, in one place: builders compose plain sentences.

Values of rows and composed phrases come to the same paper, so both get the same quotes and the
same spaces at which no line may break. Letters and digits stay as they are.
"""

from __future__ import annotations

import dataclasses
import enum
from functools import cache
from typing import Any, TypeVar

from docgen.records.schema import Record
from docgen.russian import typography

T = TypeVar("T")

# Where a row stands and what the clerk named it are no text of a paper.
_LEFT = frozenset({"origin", "not_applicable", "acts"})


def typeset(context: T) -> T:
    """The same context with every text in it typeset, through rows and tuples too.

    An object that the context holds twice is one object in the result as well.
    """
    result: T = _typeset(context, {})
    return result


def _typeset(value: Any, done: dict[int, Any]) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, enum.Enum) else typography(value)
    if isinstance(value, tuple):
        return tuple(_typeset(item, done) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    if id(value) not in done:
        changes = {name: _typeset(getattr(value, name), done) for name in _names(_class(value))}
        if isinstance(value, Record) and value.extra:
            changes["extra"] = {name: typography(text) for name, text in value.extra.items()}
        done[id(value)] = dataclasses.replace(value, **changes)
    return done[id(value)]


def _class(value: Any) -> Any:
    return type(value)


@cache
def _names(owner: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(owner) if f.name not in {*_LEFT, "extra"})
