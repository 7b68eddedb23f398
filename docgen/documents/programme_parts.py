"""Parts, resources and calendar of a networked programme as the annexes show them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class PartContext:
    """Часть программы: who teaches it, how long, when and where (NET-06, NET-12)."""

    number: int = term("номер", "По порядку начала, с единицы.")
    title: str = term("наименование", "Как в листе «Части программ», со своими кавычками.")
    organisation: str = term("организация", "Сокращённое наименование того, кто ведёт.")
    role: str = term("роль", "Роль того, кто ведёт: «Организация-участник».")
    hours: int = term("часов")
    start: datetime.date = term("начало")
    end: datetime.date = term("окончание")
    address: str = term("место", "Адрес занятий.")
    assessment: str | None = term("контроль", "Форма контроля; может быть пусто.")


@dataclass(frozen=True, kw_only=True)
class ResourceContext:
    """Ресурс стороны (NET-10)."""

    number: int = term("номер", "Сквозной, с единицы.")
    organisation: str = term("организация", "Сокращённое наименование того, кто даёт ресурс.")
    role: str = term("роль", "Роль того, кто даёт ресурс.")
    kind: str = term("вид", "«помещение», «оборудование», …")
    name: str = term("наименование")
    quantity: str = term("количество")
    address: str | None = term("адрес", "Может быть пусто.")
    usage: str = term("время", "Когда используется; «—», если не указано.")


@dataclass(frozen=True, kw_only=True)
class CalendarRowContext:
    """Строка календарного графика: what happens in which period."""

    number: int = term("номер", "По порядку дат, с единицы.")
    period: str = term("период", "«01.10.2026 – 31.01.2027».")
    content: str = term("содержание", "Часть программы или аттестация.")
    hours: str = term("часов", "«36» или «—».")
    organisation: str = term("организация", "Сокращённое наименование того, кто проводит.")
    address: str = term("место", "Адрес занятий или «—».")
