"""Дополнительное соглашение: changes to an agreement that stands (NET-18, MUL-07)."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.agreement import AgreementContext
from docgen.records.partners import Agreement
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class AmendmentContext:
    """Одно изменение: what to do, and the new text where there is one."""

    number: int = term("номер", "С единицы.")
    instruction: str = term(
        "что_сделать", "«Пункт 3.2 изложить в следующей редакции» — без знака в конце."
    )
    text: str | None = term("текст", "Новая редакция без внешних кавычек; пусто при исключении.")


@dataclass(frozen=True, kw_only=True)
class SupplementaryAgreementContext(AgreementContext):
    """Terms of the supplementary agreement; parties are those of the main agreement."""

    main: Agreement = term("основной", "Строка основного договора.")
    main_number: str = term("основной_номер", "Номер или «____».")
    main_date_line: str = term("основной_дата", "Дата или «__» __________ 2026 г.")
    main_name: str = term("основной_название", "В именительном и винительном: «договор о …».")
    main_name_genitive: str = term("основной_название_род", "«договора о сетевой форме …».")
    main_name_dative: str = term("основной_название_дат", "«договору о сетевой форме …».")
    amendments: tuple[AmendmentContext, ...] = term("изменения", "По порядку строк.")
