"""How diagnostics and results look: lines for the clerk, one JSON document for scripts."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from itertools import islice
from typing import Any, Protocol

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic

_ROWS_SHOWN = 8
_PIECES = 4096
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors first, then by file, sheet and row, as the clerk would walk through the sheet."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (
            _ORDER[d.severity],
            d.origin.file,
            d.origin.sheet,
            d.origin.row,
            d.origin.cell,
        ),
    )


def diagnostic_lines(diagnostic: Diagnostic) -> list[str]:
    """One diagnostic as the clerk reads it: what, where, the value, what to do, by which norm."""
    head = f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.origin}: {diagnostic.message}."
    lines = [head]
    if diagnostic.value:
        where = "в тексте" if diagnostic.origin.file.lower().endswith(".docx") else "в ячейке"
        lines.append(f"  {where}: {diagnostic.value}")
    if diagnostic.hint:
        lines.append(f"  подсказка: {diagnostic.hint}.")
    if diagnostic.norm:
        lines.append(f"  основание: {diagnostic.norm}")
    return lines


def told_once(diagnostics: Iterable[Diagnostic]) -> list[list[str]]:
    """The lines of each diagnostic; a warning that many rows of a sheet share is told once.

    An act that ends in December outlives a contract of every pupil: a thousand times the same
    would bury what is to be mended. Errors are never folded: each names a cell to go to.
    """
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for number, found in enumerate(diagnostics):
        origin = found.origin
        same = (found.code, found.message, found.value, found.hint, origin.file, origin.sheet)
        key = (number,) if found.is_error or not origin.row else same
        groups.setdefault(key, []).append(found)
    told = []
    for first, *others in groups.values():
        lines = diagnostic_lines(first)
        if others:
            rows = ", ".join(str(d.origin.row) for d in others[:_ROWS_SHOWN])
            rest = len(others) - _ROWS_SHOWN
            more = f" и ещё {rest}" if rest > 0 else ""
            lines.insert(1, f"  то же в строках: {rows}{more}")
        told.append(lines)
    return told


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """«ошибок: 2, предупреждений: 1»; empty when there is nothing to say."""
    counts = Counter(d.severity for d in diagnostics)
    words = (
        (Severity.ERROR, "ошибок"),
        (Severity.WARNING, "предупреждений"),
        (Severity.NOTE, "замечаний"),
    )
    return ", ".join(f"{word}: {counts[s]}" for s, word in words if counts[s])


def as_json(**content: Any) -> str:
    """The one document that ``--json`` prints."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def json_pieces(**content: Any) -> Iterator[str]:
    """The same document piece by piece: that of a hundred thousand papers is 60 MB."""
    encoder = json.JSONEncoder(ensure_ascii=False, indent=1, default=_plain)
    pieces = encoder.iterencode(content)
    while together := "".join(islice(pieces, _PIECES)):
        yield together


class _Counted(Sized, Iterable[Any], Protocol):
    """What is gone through more than once and knows how much it is."""


class Rows(list[Any]):
    """A list of ``--json`` whose items are made when they are written."""

    def __init__(self, items: _Counted, shown: Callable[[Any], Any]) -> None:
        self._items = items
        self._shown = shown

    def __bool__(self) -> bool:
        return bool(len(self._items))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return map(self._shown, self._items)


def _plain(value: Any) -> Any:
    if isinstance(value, Diagnostic):
        return {
            "code": value.code,
            "severity": value.severity.name.lower(),
            "place": str(value.origin),
            **{k: v for k, v in dataclasses.asdict(value.origin).items() if v},
            "message": value.message,
            "hint": value.hint,
            "value": value.value,
            "norm": value.norm,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    return str(value)
