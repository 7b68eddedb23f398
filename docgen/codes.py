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
    "file-missing": _error("Файл не найден"),
    "file-not-regular": _error("Не файл, а папка или устройство"),
    "file-unreadable": _error("Файл не читается"),
    "file-empty": _error("Пустой файл"),
    "file-too-large": _error("Файл слишком велик"),
    "file-lock": _warning("Служебный файл открытой книги"),
    "file-encrypted": _error("Файл закрыт паролем"),
    "file-other-kind": _error("Файл другого вида"),
    "file-damaged": _error("Файл повреждён"),
    "file-dangerous": _error("Файл опасен: слишком велик внутри, DTD, чужие имена"),
    # --- workbook: cells and headings -------------------------------------------------------
    # --- records: references between rows ---------------------------------------------------
    "reference-unknown": _error("Ссылка на код или имя, которого нет в справочнике"),
    "reference-ambiguous": _error("Имя подходит к нескольким строкам справочника"),
    "code-duplicate": _error("Один код у двух строк"),
    # --- norms: acts and wordings out of date -----------------------------------------------
    "act-unknown": _error("Шаблон ссылается на акт, которого нет в таблице актов"),
    "act-repealed": _error("Ссылка на акт, который утратил силу"),
    "act-superseded": _warning("Ссылка на заменённый или завершённый акт"),
    "act-maybe-repealed": _warning("Похоже на ссылку на акт, который утратил силу"),
    "act-wrong-scope": _error("Акт не относится к дополнительным программам"),
    "act-date-mismatch": _error("Номер акта не сходится с его датой"),
    "act-not-yet-valid": _warning("Акт ещё не действовал на дату документа"),
    "act-outlived": _warning("Договор действует дольше акта, на который ссылается"),
    "act-expires-soon": _note("Срок действия акта скоро истекает"),
    "act-table-old": _warning("Таблица актов давно не сверялась"),
    "wording-outdated": _error("Выражение из старых норм"),
    "wording-superseded": _warning("Выражение, которое устарело"),
    # --- checks: rules across columns and rows ----------------------------------------------
    # --- documents: kinds and plans of papers -----------------------------------------------
    # --- rendering: templates and the proof of papers ---------------------------------------
    # --- register: the folder of papers -----------------------------------------------------
}
