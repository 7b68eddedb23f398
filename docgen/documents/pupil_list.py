"""Список обучающихся (NET-08): the annex that is a file of its own for its personal data."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.agreement import AnnexContext
from docgen.documents.parties import PartyContext
from docgen.records.directory import Programme, Settings
from docgen.records.partners import Agreement
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class PupilContext:
    """Строка списка; in a list that is still to be written its values are empty."""

    number: int = term("номер", "С единицы.")
    full_name: str = term("фио", "Фамилия имя отчество; пусто в незаполненном списке.")
    birth_date: str = term("дата_рождения", "«14.03.2014»; пусто в незаполненном списке.")
    group: str = term("группа", "Пусто, если группы нет.")


@dataclass(frozen=True, kw_only=True)
class PupilListContext:
    """Terms of the list of pupils."""

    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    programme: Programme = term("программа", "Строка листа «Программы».")
    annex: AnnexContext = term("приложение", "Номер приложения в договоре.")
    number: str = term("номер", "Номер договора или «____».")
    date_line: str = term("дата_строкой", "Дата договора или «__» __________ 2026 г.")
    agreement_name_dative: str = term("название_дат", "«договору о сетевой форме …».")
    is_filled: bool = term("заполнен", "Список поимённый; иначе — пустые строки по числу.")
    pupils: tuple[PupilContext, ...] = term("обучающиеся", "По порядку строк листа.")
    base: PartyContext = term("базовая", "Кто передаёт список.")
    participants: tuple[PartyContext, ...] = term("участники", "Кому передаётся: ведут часть.")
    electronic: bool = term("электронно", "Подписывается электронной подписью.")
