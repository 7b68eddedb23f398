"""What is wrong, where, and what to do: the one type every station speaks.

A fault in the clerk's data is a value (``Diagnostic``) and never stops the others; a fault of
the machine (full disk, locked folder) is a ``Refusal``; a fault of ours is any other exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from sys import intern

from docgen.codes import CATALOGUE, Severity

RowKey = tuple[str, str, int]
"""File, sheet and row: what tells a row from all others."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A place the clerk can open: file, sheet, cell.

    ``row`` is 1-based as Excel shows it, 0 where the fault is of a whole sheet or file.
    ``cell`` is an address such as ``C17`` or a column such as ``C``; empty for a whole row.
    ``label`` is a short name of the row's subject (never a full identifier).
    """

    file: str
    sheet: str = ""
    row: int = 0
    cell: str = ""
    label: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.sheet:
            place += f"!{self.sheet}"
        if self.cell:
            place += f"!{self.cell}"
        elif self.row:
            place += f"!строка {self.row}"
        return f"{place} ({self.label})" if self.label else place

    @property
    def row_key(self) -> RowKey:
        """What identifies the row: papers made from it are held by an error here."""
        return (self.file, self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to mend.

    ``value`` is what stands in the cell, shortened; ``norm`` names the requirement or act;
    ``related`` are other rows that the fault touches: an error holds their papers too.
    ``candidates`` are rows of which the faulty one may be a part: an error holds those of their
    papers that list such rows.
    """

    code: str
    severity: Severity
    origin: Origin
    message: str
    hint: str = ""
    value: str = ""
    norm: str = ""
    related: tuple[Origin, ...] = field(default=())
    candidates: tuple[Origin, ...] = field(default=())

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def diagnose(
    code: str,
    origin: Origin,
    message: str,
    *,
    hint: str = "",
    value: object = "",
    norm: str = "",
    related: Iterable[Origin] = (),
    candidates: Iterable[Origin] = (),
) -> Diagnostic:
    """Make a diagnostic; its severity is the one that ``codes.CATALOGUE`` gives the code.

    Raises ``KeyError`` for a code that is not in the catalogue.
    """
    return Diagnostic(
        code=code,
        severity=CATALOGUE[code].severity,
        origin=origin,
        message=message,
        hint=hint,
        value=shorten(value),
        norm=norm,
        related=tuple(related),
        candidates=tuple(candidates),
    )


def sharing_words(diagnostic: Diagnostic) -> Diagnostic:
    """The same diagnostic; of equal texts in many of them one is kept in memory."""
    origin = diagnostic.origin
    return replace(
        diagnostic,
        origin=replace(origin, file=intern(origin.file), sheet=intern(origin.sheet)),
        message=intern(diagnostic.message),
        hint=intern(diagnostic.hint),
        value=intern(diagnostic.value),
        norm=intern(diagnostic.norm),
    )


def shorten(value: object, limit: int = 40) -> str:
    """A value as it may be shown: one line, printable, no longer than ``limit`` characters.

    Nothing for ``None``: an empty cell.
    """
    shown = "" if value is None else str(value)
    text = " ".join("".join(c if c.isprintable() else " " for c in shown).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(
    text: str,
    known: Iterable[str],
    *,
    key: Callable[[str], str] = str.casefold,
    most: int = 1,
    likeness: float = 0.6,
) -> list[str]:
    """Up to ``most`` of the known words that ``text`` may be a slip for, the likest first.

    ``key`` says what does not count in comparison; ``likeness`` goes from 0 to 1.
    """
    import difflib

    by_key: dict[str, str] = {}
    for word in known:
        by_key.setdefault(key(word), word)
    close = difflib.get_close_matches(key(text), by_key, n=most, cutoff=likeness)
    return [by_key[found] for found in close]


def perhaps(words: Iterable[str]) -> str:
    """The hint «возможно, это «А» или «Б»»; empty for no words."""
    named = " или ".join(f"«{word}»" for word in words)
    return f"возможно, это {named}" if named else ""


def touched_rows(diagnostics: Iterable[Diagnostic]) -> frozenset[RowKey]:
    """Row keys whose papers must not be made: origins and related rows of every error."""
    return frozenset(
        origin.row_key
        for diagnostic in diagnostics
        if diagnostic.is_error
        for origin in (diagnostic.origin, *diagnostic.related)
    )


def held_rows(diagnostics: Iterable[Diagnostic]) -> frozenset[RowKey]:
    """Row keys that an error touches or may touch: ``touched_rows`` and every candidate."""
    told = list(diagnostics)
    return touched_rows(told) | {
        origin.row_key
        for diagnostic in told
        if diagnostic.is_error
        for origin in diagnostic.candidates
    }


class Refusal(Exception):
    """The run cannot go on for a reason outside the data; said in one plain message.

    ``exit_code``: 2 usage, 3 something missing or closed on this machine (disk, folder, lock).
    """

    def __init__(self, message: str, *, hint: str = "", exit_code: int = 3) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
