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
    "kind-broken": _error("Описание вида бумаги записано с ошибкой"),
    "kind-unknown-key": _error("Лишний ключ в описании вида бумаги"),
    "kind-unknown-name": _error("Описание вида бумаги называет то, чего нет"),
    "kind-template-missing": _error("Нет шаблона Word, который назван в описании"),
    "identity-duplicate": _error("Две строки дают одну и ту же бумагу"),
    "only-unknown": _error("Названо то, чего в таблицах нет"),
    "approval-sheet-without-visas": _note("Лист согласования не составлен: не указаны визы"),
    "paper-lacks-value": _error("Бумаге не хватает сведений"),
    "reference-outside-agreement": _error("Организация не входит в стороны договора"),
    "form-doubtful": _warning("Программа не уверена в падежной форме"),
    # --- rendering: templates and the proof of papers ---------------------------------------
    "template-no-tags": _warning("В шаблоне нет ни одного поля"),
    "template-tag-unclosed": _error("Тег шаблона не закрыт или не открыт"),
    "template-tag-broken": _error("Тег шаблона не читается"),
    "template-tag-letters": _error("Похожие буквы другого алфавита в теге"),
    "template-tag-quotes": _warning("Фигурные кавычки в теге"),
    "template-tag-misplaced": _error("Тег стоит не на месте"),
    "template-tag-crossing": _warning("Условие или повтор через границу абзаца"),
    "template-tag-mixed-format": _note("Части тега оформлены по-разному"),
    "template-tag-forbidden": _error("Недопустимое выражение в теге"),
    "template-name-unknown": _error("Неизвестное поле шаблона"),
    "template-filter-unknown": _error("Неизвестный фильтр шаблона"),
    "template-tracked-changes": _error("Непринятые правки в шаблоне"),
    "template-comments": _warning("Примечания в шаблоне"),
    "template-macros": _error("Макросы в шаблоне"),
    "template-embedded": _error("Внедрённый объект или чужой файл в шаблоне"),
    "template-linked": _error("Рисунок или объект шаблона по внешней ссылке"),
    "template-external": _warning("Связь шаблона с внешним файлом или сайтом снята"),
    "template-field": _error("Опасное поле Word в шаблоне"),
    "template-field-unstable": _warning("Поле Word, которое меняется само"),
    "template-signature": _warning("Шаблон подписан электронной подписью"),
    "template-strict": _error("Шаблон в строгом формате Open XML"),
    "template-limit": _error("Шаблон или бумага больше предела"),
    "template-value-missing": _error("Нет значения, которое печатает шаблон"),
    "template-value-kind": _error("Значение этого вида так не печатается"),
    "template-value-control": _error("Управляющий знак в значении"),
    # --- register: the folder of papers -----------------------------------------------------
    "register-rebuilt": _warning("Реестр бумаг потерян или повреждён и собран заново по бумагам"),
    "paper-edited": _warning("Бумагу правили вручную, новая версия положена рядом"),
    "paper-name-taken": _warning("На месте бумаги лежит чужой файл, бумага положена рядом"),
    "paper-busy": _error("Файл бумаги занят другой программой или закрыт для записи"),
    "paper-not-laid": _error("Бумагу нельзя положить на её место"),
}
