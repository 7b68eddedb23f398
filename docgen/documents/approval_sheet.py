"""Лист согласования: who looks at the draft before it is signed."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.parties import PersonContext
from docgen.records.directory import Settings
from docgen.records.partners import Agreement
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class VisaContext:
    """One visa: a line to sign and date."""

    number: int = term("номер", "С единицы.")
    person: PersonContext = term("человек")


@dataclass(frozen=True, kw_only=True)
class ApprovalSheetContext:
    """Terms of the approval sheet of one agreement."""

    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    draft_name_genitive: str = term("название_род", "«договора о сетевой форме …».")
    parties: tuple[str, ...] = term("стороны", "Сокращённые наименования по порядку преамбулы.")
    visas: tuple[VisaContext, ...] = term("визы", "По порядку столбца «Визы».")
