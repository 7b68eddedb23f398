"""Бланк: who issues a paper, of what kind it is, its date, number and place (ORD-01)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.documents.blanks import date_or_blank, number_or_blank, year_near
from docgen.documents.wording import Wording, upper_first
from docgen.records.directory import Organisation
from docgen.records.terms import term
from docgen.records.vocabulary import DocumentKind
from docgen.russian import Case, date_verbal


@dataclass(frozen=True)
class _Words:
    """A kind of document in cases, and the word that its preamble ends with, if any."""

    genitive: str
    dative: str
    instrumental: str
    keyword: str | None


_WORDS: Mapping[DocumentKind, _Words] = {
    DocumentKind.ORDER: _Words("приказа", "приказу", "приказом", "ПРИКАЗЫВАЮ"),
    # «Обязываю» would not go with «утвердить»: the preamble leads to the items by a colon alone.
    DocumentKind.INSTRUCTION: _Words("распоряжения", "распоряжению", "распоряжением", None),
    DocumentKind.RESOLUTION: _Words(
        "постановления", "постановлению", "постановлением", "ПОСТАНОВЛЯЮ"
    ),
}


@dataclass(frozen=True, kw_only=True)
class IssuerContext:
    """What stands at the head of an order, and the words with which its text calls itself."""

    organisation: Organisation = term("организация", "Строка листа «Организации».")
    name: str = term("наименование", "Полное наименование с прописной буквы.")
    short_name: str = term("краткое")
    short_name_genitive: str = term("краткое_род", "Для отметки «Приложение к приказу …».")
    dative: str = term("кому", "«Управлению образования»: представить кому?")
    document: str = term("документ", "«приказ», «распоряжение», «постановление».")
    document_capitals: str = term("документ_прописными", "«ПРИКАЗ».")
    document_genitive: str = term("документа", "«приказа».")
    document_dative: str = term("документу", "«приказу».")
    document_instrumental: str = term("документом", "«приказом».")
    keyword: str | None = term(
        "слово", "«ПРИКАЗЫВАЮ» без двоеточия; у распоряжения пусто: пункты следуют за двоеточием."
    )
    number: str = term("номер", "Номер или «____», пока он не присвоен.")
    date_line: str = term("дата_строкой", "«26 августа 2026 г.» или «__» __________ 2026 г.")
    place: str = term("место", "«г. Заречногорск».")


def by_document(document: DocumentKind) -> str:
    """«распоряжением»: what a paper is approved by."""
    return _WORDS[document].instrumental


def issuer_context(
    organisation: Organisation,
    document: DocumentKind,
    wording: Wording,
    *,
    number: str | None,
    date: datetime.date | None,
    near: datetime.date | None,
    place: str,
) -> IssuerContext:
    """The head of an order; a draft has lines in place of the number and the date.

    ``near``: the day when the order begins to work, for the year of the line.
    """
    words = _WORDS[document]
    return IssuerContext(
        organisation=organisation,
        name=upper_first(organisation.full_name),
        short_name=organisation.short_name,
        short_name_genitive=_short_genitive(organisation, wording),
        dative=_dative(organisation, wording),
        document=str(document),
        document_capitals=str(document).upper(),
        document_genitive=words.genitive,
        document_dative=words.dative,
        document_instrumental=words.instrumental,
        keyword=words.keyword,
        number=number_or_blank(number),
        date_line=date_verbal(date) if date else date_or_blank(None, year_near(near)),
        place=place,
    )


_SETTLEMENT = re.compile(
    r"(?:г\.|город|с\.|село|п\.|пос\.|посёлок|пгт|р\.\s?п\.|рп|дер\.|д\.|деревня|ст-ца|станица|х\.|хутор)"
    r"\s*[А-ЯЁ][а-яё].*"
)


def settlement_of(address: str) -> str | None:
    """«с. Кедровое» of a postal address, as written there.

    ``None`` unless exactly one part of the address is a settlement: in «г. Верхний, с. Нижнее»
    or an address without one nothing is guessed. «д. 5» is a house, «г. о. Верхний» a district.
    """
    parts = (" ".join(part.split()) for part in address.split(","))
    found = [part for part in parts if _SETTLEMENT.fullmatch(part)]
    return found[0] if len(found) == 1 else None


def _dative(organisation: Organisation, wording: Wording) -> str:
    """The short name where it can be declined: it stands inside a sentence."""
    form = wording.dictionary.organisation(organisation.short_name, Case.DAT)
    return wording.organisation(organisation, Case.DAT) if form.doubtful else form.text


def _short_genitive(organisation: Organisation, wording: Wording) -> str:
    """The short name, or the full one where only that can be put into the genitive."""
    form = wording.dictionary.organisation(organisation.short_name, Case.GEN)
    return wording.organisation(organisation, Case.GEN) if form.doubtful else form.text
