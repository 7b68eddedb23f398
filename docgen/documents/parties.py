"""Parties of an agreement: how each is named, introduced, signed for and paid.

Here stand the classes that templates see; ``signatories`` and ``requisites`` compose the texts.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.documents.programme_parts import PartContext, ResourceContext
from docgen.records.directory import Organisation, Person
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class RequisiteContext:
    """One line of the requisites block."""

    label: str = term("метка", "Что это: «ИНН / КПП», «Казначейский счёт».")
    value: str = term("значение")


@dataclass(frozen=True, kw_only=True)
class PersonContext:
    """A person as papers name him: in the nominative and as a signature."""

    full_name: str = term("фио", "Фамилия имя отчество полностью, именительный падеж.")
    signature: str = term("подпись", "Инициалы и фамилия: «М.П. Иванова».")
    post: str = term("должность", "Как в подписи, с прописной буквы: «И. о. директора».")
    post_in_text: str = term(
        "должность_в_тексте", "Внутри предложения: «заместитель директора МБОУ СОШ № 5»."
    )
    organisation: str | None = term("организация", "Сокращённое наименование; может быть пусто.")
    contact: str | None = term("контакт", "Телефон и почта через запятую; может быть пусто.")


@dataclass(frozen=True, kw_only=True)
class PartyContext:
    """Сторона: one party of one agreement."""

    number: int = term("номер", "По порядку преамбулы, с единицы.")
    role: str = term("роль", "Как сторона названа в договоре: «Организация-участник 2».")
    role_genitive: str = term("роль_род", "Кого? «Организации-участника 2».")
    role_dative: str = term("роль_дат", "Кому? «Организации-участнику 2».")
    role_accusative: str = term("роль_вин", "Кого? (винительный) «Организацию-участника 2».")
    role_instrumental: str = term("роль_тв", "Кем? «Организацией-участником 2».")
    part_played: str = term("роль_в_сети", "Слова из столбца «Роль»: «участник сети».")
    preamble: str = term(
        "преамбула",
        "От наименования до основания полномочий, без знака в конце; внутри предложения.",
    )
    preamble_capital: str = term("преамбула_с_прописной", "То же для начала предложения.")
    full_name: str = term("наименование", "Полное наименование, именительный падеж.")
    short_name: str = term("краткое")
    organisation: Organisation = term("организация", "Строка листа «Организации».")
    signatory: Person = term("подписант", "Строка листа «Люди».")
    signatory_post: str = term("должность_подписанта", "Для блока подписи, с прописной буквы.")
    signature: str = term("подпись", "Инициалы и фамилия: «М.П. Иванова».")
    is_base: bool = term("базовая", "Базовая организация.")
    teaches_part: bool = term("ведёт_часть", "Участник, который сам ведёт часть программы.")
    lends_resources: bool = term("предоставляет_ресурсы", "Участник, который даёт ресурсы.")
    is_coordinator: bool = term("координатор", "Координатор сети.")
    has_seal: bool = term("печать", "Ставить «М.П.»: печать есть и договор бумажный.")
    duties: tuple[str, ...] = term("обязанности", "Сверх обычных: глаголы в неопределённой форме.")
    requisites: tuple[RequisiteContext, ...] = term("реквизиты", "Только те, что заполнены.")
    signed_on: datetime.date | None = term("дата_подписания", "Пусто, пока не подписано.")
    signed_line: str = term("дата_подписания_строкой", "Дата или «__» __________ 2026 г.")
    parts: tuple[PartContext, ...] = term("части", "Части программы, которые ведёт сторона.")
    hours: int = term("часов", "Сумма часов её частей; ноль, если частей нет.")
    hours_genitive: str = term("объём_род", "Её часы после «объёмом»: «36 академических часов».")
    resources: tuple[ResourceContext, ...] = term("ресурсы", "Ресурсы, которые даёт сторона.")


@dataclass(frozen=True, kw_only=True)
class PairContext:
    """Two parties side by side, for blocks in two columns."""

    left: PartyContext = term("левая")
    right: PartyContext | None = term("правая", "Пусто, если сторон нечётное число.")


def in_pairs(parties: Sequence[PartyContext]) -> tuple[PairContext, ...]:
    """Parties two by two in their order."""
    return tuple(
        PairContext(left=parties[i], right=parties[i + 1] if i + 1 < len(parties) else None)
        for i in range(0, len(parties), 2)
    )
