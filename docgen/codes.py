"""The catalogue of diagnostic codes: one line each, grouped by the room that raises them.

A code is never reused and never changes its meaning: clerks and scripts refer to it.
Severity stands here and nowhere else.
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a diagnostic weighs: an error holds back the papers it touches."""

    ERROR = "ошибка"
    WARNING = "предупреждение"
    NOTE = "замечание"


class CodeEntry(NamedTuple):
    severity: Severity
    title: str


def _error(title: str) -> CodeEntry:
    return CodeEntry(Severity.ERROR, title)


def _warning(title: str) -> CodeEntry:
    return CodeEntry(Severity.WARNING, title)


def _note(title: str) -> CodeEntry:
    return CodeEntry(Severity.NOTE, title)


CATALOGUE: dict[str, CodeEntry] = {
    # --- opc: files as containers -----------------------------------------------------------
    # --- workbook: cells and headings -------------------------------------------------------
    # --- records: references between rows ---------------------------------------------------
    "reference-unknown": _error("Ссылка на код или имя, которого нет в справочнике"),
    "reference-ambiguous": _error("Имя подходит к нескольким строкам справочника"),
    "code-duplicate": _error("Один код у двух строк"),
    # --- checks: rules across columns and rows ----------------------------------------------
    # --- documents: kinds and plans of papers -----------------------------------------------
    # --- rendering: templates and the proof of papers ---------------------------------------
    # --- register: the folder of papers -----------------------------------------------------
}
