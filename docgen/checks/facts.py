"""What every rule sees: the tables of the run with the look-ups that rules share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from docgen.diagnostics import Origin
from docgen.norms.acts import Acts
from docgen.records.agreements import parties_of
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind, Funding, PartyRole


@dataclass(frozen=True)
class Signing:
    """Who signs which agreement for which party."""

    agreement: Agreement
    party: Party
    organisation: Organisation
    person: Person


@dataclass(frozen=True)
class Facts:
    """Tables after linking, the day of the run and the table of acts.

    Any cell may be ``None`` even where its type says otherwise: a value that could not be
    read is reported by the workbook, and rules pass over it in silence.
    """

    tables: Tables
    on: datetime.date
    acts: Acts

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        return self.tables.of(Agreement)

    def of_kind(self, *kinds: AgreementKind) -> list[Agreement]:
        """Agreements of these kinds, in the order of their rows."""
        return [a for a in self.agreements if a.kind in kinds]

    @property
    def network(self) -> list[Agreement]:
        return self.of_kind(AgreementKind.NETWORK)

    @property
    def cooperation(self) -> list[Agreement]:
        return self.of_kind(AgreementKind.COOPERATION)

    @property
    def supplementary(self) -> list[Agreement]:
        return self.of_kind(AgreementKind.SUPPLEMENTARY)

    def find_agreement(self, code: str | None) -> Agreement | None:
        return self.tables.find(Agreement, code)

    def find_organisation(self, code: str | None) -> Organisation | None:
        return self.tables.find(Organisation, code)

    def find_person(self, code: str | None) -> Person | None:
        return self.tables.find(Person, code)

    def find_programme(self, agreement: Agreement) -> Programme | None:
        return self.tables.find(Programme, agreement.programme)

    def own_parties(self, agreement: Agreement) -> Sequence[Party]:
        """Rows of «Стороны» typed for this agreement."""
        return self.tables.referring(Party, "agreement", agreement.code)

    def parties(self, agreement: Agreement) -> Sequence[Party]:
        """Parties of an agreement; a supplementary one without rows takes the main one's."""
        return parties_of(agreement, self.tables)

    def parties_in_role(self, agreement: Agreement, role: PartyRole) -> list[Party]:
        return [p for p in self.parties(agreement) if p.role is role]

    def party_codes(self, agreement: Agreement) -> set[str]:
        """Codes of the organisations that are parties."""
        return {p.organisation for p in self.parties(agreement) if p.organisation}

    def knows_parties(self, agreement: Agreement) -> bool:
        """Whether every party's organisation and role were read and found.

        Rules that count or compare parties wait for that: what they would say otherwise only
        echoes a fault that has been told.
        """
        return all(
            party.role is not None and self.find_organisation(party.organisation) is not None
            for party in self.parties(agreement)
        )

    def knows_owners(self, rows: Iterable[ProgrammePart | Resource]) -> bool:
        """Whether the organisation of every row was read and found."""
        return all(self.find_organisation(row.organisation) is not None for row in rows)

    def parts(self, agreement: Agreement) -> Sequence[ProgrammePart]:
        return self.tables.referring(ProgrammePart, "agreement", agreement.code)

    def resources(self, agreement: Agreement) -> Sequence[Resource]:
        return self.tables.referring(Resource, "agreement", agreement.code)

    def amendments(self, agreement: Agreement) -> Sequence[Amendment]:
        return self.tables.referring(Amendment, "agreement", agreement.code)

    def pupils(self, agreement: Agreement) -> Sequence[ListedPupil]:
        return self.tables.referring(ListedPupil, "agreement", agreement.code)

    def signatory(self, party: Party) -> Person | None:
        """Who signs for a party: the person named in its row, or the organisation's head."""
        if party.signatory:
            return self.find_person(party.signatory)
        organisation = self.find_organisation(party.organisation)
        return self.find_person(organisation.head) if organisation else None

    @cached_property
    def signings(self) -> tuple[Signing, ...]:
        """Every signature that some agreement waits for, where the person is known."""
        found = []
        for agreement in self.agreements:
            for party in self.own_parties(agreement):
                organisation = self.find_organisation(party.organisation)
                person = self.signatory(party)
                if organisation and person:
                    found.append(Signing(agreement, party, organisation, person))
        return tuple(found)

    @cached_property
    def signatories(self) -> tuple[Person, ...]:
        """People who sign at least one agreement, each once."""
        return tuple({s.person.code: s.person for s in self.signings}.values())

    def teaches_outside(self, agreement: Agreement) -> bool:
        """Whether a participant teaches a part itself (участник, ведущий часть программы)."""
        return bool(self.parties_in_role(agreement, PartyRole.TEACHING))


def has_money(agreement: Agreement) -> bool:
    """Whether the agreement speaks of payment or reimbursement."""
    return agreement.funding in (Funding.PAYMENT, Funding.REIMBURSEMENT)


def say(day: datetime.date) -> str:
    """A date as messages show it."""
    return f"{day:%d.%m.%Y}"


def place(origin: Origin) -> str:
    """Where to go, inside a hint: «лист «Организации», ячейка N7»."""
    spot = f"ячейка {origin.cell}" if origin.cell else f"строка {origin.row}"
    return f"лист «{origin.sheet}», {spot}"


def name_of(record: Record | None, code: str | None) -> str:
    """A short name of a row for messages: its label, or its code when it was not found."""
    if isinstance(record, Organisation) and record.short_name:
        return record.short_name
    if isinstance(record, Person) and record.surname:
        given = "".join(f"{n[0]}." for n in (record.first_name, record.patronymic) if n)
        return f"{record.surname} {given}".strip()
    return code or "?"
