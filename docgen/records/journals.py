"""The sheet «Журналы» of ``directory.xlsx``: in which book papers get their numbers.

A number is continuous within the calendar year of its journal; orders, contracts and letters
have journals of their own (norms: office work, registration).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docgen.records.directory import Organisation
from docgen.records.schema import ColumnType as T
from docgen.records.schema import Record, SheetInfo, column


@dataclass(frozen=True, kw_only=True)
class JournalRules(Record):
    """Журнал регистрации: which papers it takes and how their numbers look."""

    SHEET: ClassVar = SheetInfo(
        title="Журналы",
        workbook="directory",
        aliases=("Журналы регистрации", "Книги регистрации"),
        label_attributes=("title", "code"),
        purpose="По строке на журнал регистрации: какие бумаги в нём записывают и как пишут номер.",
    )

    code: str = column("Код", T.CODE, required=True, example="ДОГ")
    title: str = column(
        "Название журнала",
        required=True,
        aliases=("Журнал", "Наименование"),
        example="Журнал регистрации договоров",
    )
    kinds: tuple[str, ...] = column(
        "Виды бумаг",
        T.ITEMS,
        required=True,
        example="network-agreement; cooperation-agreement",
        hint="Виды бумаг или команды, которые их делают (agreements, orders); через «;».",
    )
    issuer: str | None = column(
        "Кто ведёт",
        T.REFERENCE,
        refers_to=Organisation,
        hint="Чьи бумаги записывают, если у каждой организации журнал свой.",
    )
    pattern: str = column(
        "Образец номера",
        required=True,
        example="{n}-ОД",
        hint="{n} — номер по порядку ({nn} — не короче двух знаков), {год}, {гг}, {дело} — индекс "
        "дела: «{дело}/{n}», «{n}/{год}-С».",
    )
    file_index: str | None = column(
        "Индекс дела", example="01-05", hint="По номенклатуре дел; входит в номер как {дело}."
    )
    start: int | None = column(
        "Первый номер",
        T.INTEGER,
        example="1",
        hint="С какого номера начинать, если в журнале ещё нет записей этого года.",
    )
    continuous: bool | None = column(
        "Сквозная нумерация",
        T.YES_NO,
        example="нет",
        hint="«да», если номера не начинаются заново каждый календарный год.",
    )
    storage: str | None = column(
        "Место хранения", example="папка 01-05", hint="Где лежат подписанные экземпляры."
    )
