"""What an agreement is called when another paper speaks of it, in the cases that are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.documents.wording import quoted
from docgen.records.directory import Programme
from docgen.records.partners import Agreement
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind


@dataclass(frozen=True)
class AgreementName:
    """«договор о сетевой форме …» without number and date; the accusative is the nominative."""

    nominative: str
    genitive: str
    dative: str


_HEADS: Mapping[AgreementKind, tuple[str, str, str]] = {
    AgreementKind.NETWORK: ("договор", "договора", "договору"),
    AgreementKind.COOPERATION: ("соглашение", "соглашения", "соглашению"),
    AgreementKind.SUPPLEMENTARY: (
        "дополнительное соглашение",
        "дополнительного соглашения",
        "дополнительному соглашению",
    ),
}


def agreement_name(agreement: Agreement, tables: Tables) -> AgreementName:
    """The name of an agreement by its kind and programme."""
    tail = _tail(agreement, tables)
    forms = (f"{head} {tail}".strip() for head in _HEADS[agreement.kind])
    return AgreementName(*forms)


def kind_name(kind: AgreementKind) -> AgreementName:
    """The bare kind: «договор», «соглашение», «дополнительное соглашение»."""
    return AgreementName(*_HEADS[kind])


def genitive_adjective(word: str) -> str:
    """«техническая» → «технической»: programmes' kinds, directions and forms all end in -ая."""
    stem = word.removesuffix("ая")
    if stem == word:
        return word
    return stem + ("ей" if stem.endswith(("ж", "ч", "ш", "щ")) else "ой")


def _tail(agreement: Agreement, tables: Tables) -> str:
    if agreement.kind is AgreementKind.COOPERATION:
        return "о сотрудничестве"
    if agreement.kind is AgreementKind.SUPPLEMENTARY:
        return ""
    programme = tables.find(Programme, agreement.programme)
    if programme is None:
        return "о сетевой форме реализации образовательной программы"
    return (
        "о сетевой форме реализации дополнительной общеобразовательной "
        f"{genitive_adjective(str(programme.kind))} программы {quoted(programme.title)}"
    )
