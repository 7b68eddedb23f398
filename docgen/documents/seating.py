"""Who sits at the table of an agreement, in which order, and every row the agreement rests on."""

from __future__ import annotations

import datetime
from textwrap import shorten
from typing import Protocol

from docgen.documents.blanks import date_or_blank, number_or_blank, year_near
from docgen.documents.builder import distinct
from docgen.documents.parties import PartyContext
from docgen.documents.programme_parts import PartContext, ResourceContext
from docgen.documents.requisites import requisites_of
from docgen.documents.roles import role_names
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.signatories import Seat, preamble, preamble_capital
from docgen.documents.wording import Wording, signature, signature_post, upper_first
from docgen.records.agreements import LEADING, main_of, parties_of
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.partners import Agreement, Amendment, Party, ProgrammePart, Resource
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind, PartyRole, Signing
from docgen.russian import Case, count


class Dated(Protocol):
    """What begins on a day: an agreement, an enrolment."""

    @property
    def start(self) -> datetime.date | None: ...


DASH = "—"
ACADEMIC_HOUR = "академический час"
# The longest name of a kind leaves this much of the 80 characters that a file name may have.
_NAME_ROOM = 33
_NO_VISAS = "visas"


def party_rows(agreement: Agreement, tables: Tables) -> tuple[Party, ...]:
    """Rows of «Стороны» for an agreement: the base or coordinator first, then as they stand."""
    return tuple(sorted(parties_of(agreement, tables), key=lambda row: row.role not in LEADING))


def part_rows(agreement: Agreement, tables: Tables) -> tuple[ProgrammePart, ...]:
    """Parts of the programme by their dates."""
    rows = tables.referring(ProgrammePart, "agreement", agreement.code)
    # A row whose date could not be read is still a source of the paper that it holds.
    last = datetime.date.max
    return tuple(sorted(rows, key=lambda row: (row.start or last, row.end or last)))


def resource_rows(agreement: Agreement, tables: Tables) -> tuple[Resource, ...]:
    return tables.referring(Resource, "agreement", agreement.code)


def short_names(agreement: Agreement, tables: Tables) -> list[str]:
    """Short names of the parties in the order of the preamble; codes where the row is unknown."""
    names = []
    for row in party_rows(agreement, tables):
        organisation = tables.find(Organisation, row.organisation)
        names.append(str((organisation and organisation.short_name) or row.organisation))
    return names


def participants_named(agreement: Agreement, tables: Tables) -> str:
    """Those beside the base or coordinator, for a file name: «ТЕХНО, МУЗЕЙ и ещё 3».

    As many as a file name has room for, whole words only.
    """
    names = short_names(agreement, tables)[1:]
    shown = names[:1]
    for name in names[1:3]:
        if len(", ".join([*shown, name])) > _NAME_ROOM:
            break
        shown.append(name)
    rest = len(names) - len(shown)
    tail = f" и ещё {rest}" if rest else ""
    return (
        shorten(", ".join(shown), _NAME_ROOM + len(" и ещё 3") - len(tail), placeholder="") + tail
    )


def agreement_sources(agreement: Agreement, tables: Tables) -> tuple[Record, ...]:
    """Every row an agreement is made of: a fault in any of them holds its papers.

    Visas and the list of pupils belong to papers of their own.
    """
    found: list[Record | None] = [agreement, tables.only(Settings)]
    found += _referred(agreement, tables)
    if agreement.kind is AgreementKind.SUPPLEMENTARY:
        main = main_of(agreement, tables)
        if main is not None:
            found += [main, tables.find(Programme, main.programme)]
    found += tables.referring(Amendment, "agreement", agreement.code)
    for row in party_rows(agreement, tables):
        organisation = tables.find(Organisation, row.organisation)
        found += [row, organisation, tables.find(Person, row.signatory)]
        if organisation is not None:
            found.append(tables.find(Person, organisation.head))
    found += part_rows(agreement, tables)
    found += resource_rows(agreement, tables)
    return distinct(found)


def _referred(agreement: Agreement, tables: Tables) -> list[Record | None]:
    return [
        tables.find(column.refers_to, getattr(agreement, column.attribute))
        for column in columns_of(Agreement)
        if column.refers_to and column.attribute != _NO_VISAS
    ]


def seats_of(agreement: Agreement, tables: Tables, shortfalls: Shortfalls) -> tuple[Seat, ...]:
    """The parties with their organisations and signatories; gaps go to ``shortfalls``."""
    seats = []
    for row in party_rows(agreement, tables):
        organisation = shortfalls.follow(row, "organisation", tables)
        if not isinstance(organisation, Organisation):
            continue
        head = shortfalls.follow(organisation, "head", tables)
        signatory = shortfalls.follow(row, "signatory", tables) if row.signatory else head
        if isinstance(head, Person) and isinstance(signatory, Person):
            for checked in (row, organisation, signatory):
                shortfalls.check_required(checked)
            seats.append(Seat(organisation, head, signatory, party=row))
    return tuple(seats)


def seat_parties(
    agreement: Agreement, tables: Tables, wording: Wording, shortfalls: Shortfalls
) -> tuple[PartyContext, ...]:
    """Every party as templates see it, in the order of the preamble."""
    settings = tables.only(Settings)
    main = main_of(agreement, tables)
    kind = main.kind if main is not None else agreement.kind
    seats = seats_of(agreement, tables, shortfalls)
    names = role_names(
        kind,
        [seat.party.role for seat in seats],
        [place for place, seat in enumerate(seats) if seat.organisation.is_entrepreneur],
    )
    role_of = {
        seat.organisation.code: name.nominative for seat, name in zip(seats, names, strict=True)
    }
    for row in (*part_rows(agreement, tables), *resource_rows(agreement, tables)):
        shortfalls.check_required(row)
    if shortfalls.stop:
        return ()
    parts = part_contexts(agreement, tables, role_of)
    resources = resource_contexts(agreement, tables, role_of)
    electronic = agreement.signing is Signing.ELECTRONIC
    parties = []
    for number, (seat, name) in enumerate(zip(seats, names, strict=True), start=1):
        organisation, role = seat.organisation, seat.party.role
        teaches = role in (PartyRole.BASE, PartyRole.TEACHING)
        licensed = teaches and agreement.kind is AgreementKind.NETWORK
        rule = settings.participle if settings else None
        phrase = preamble(seat, name.nominative, licensed, rule, wording, shortfalls)
        own_parts = tuple(part for row, part in parts if row.organisation == organisation.code)
        hours = sum(part.hours for part in own_parts)
        own_resources = tuple(r for row, r in resources if row.organisation == organisation.code)
        parties.append(
            PartyContext(
                number=number,
                role=name.nominative,
                role_genitive=name.genitive,
                role_dative=name.dative,
                role_accusative=name.accusative,
                role_instrumental=name.instrumental,
                part_played=str(role),
                preamble=phrase,
                preamble_capital=preamble_capital(phrase),
                full_name=upper_first(organisation.full_name),
                short_name=organisation.short_name,
                organisation=organisation,
                signatory=seat.signatory,
                signatory_post=_post(seat, wording),
                signature=signature(seat.signatory),
                is_base=role is PartyRole.BASE,
                teaches_part=role is PartyRole.TEACHING,
                lends_resources=role is PartyRole.RESOURCE or bool(own_resources),
                is_coordinator=role is PartyRole.COORDINATOR,
                has_seal=bool(organisation.has_seal) and not electronic,
                duties=seat.party.duties,
                requisites=requisites_of(organisation),
                signed_on=seat.party.signed_on,
                signed_line=date_line(seat.party.signed_on, agreement),
                parts=own_parts,
                hours=hours,
                hours_genitive=count(hours, ACADEMIC_HOUR, Case.GEN),
                resources=own_resources,
            )
        )
    return tuple(parties)


def date_line(date: datetime.date | None, agreement: Dated) -> str:
    """««01» сентября 2026 г.», or the line on which a person will write the date."""
    return date_or_blank(date, year_near(agreement.start))


def number_line(agreement: Agreement) -> str:
    """The number, or the line on which registration will put it."""
    return number_or_blank(agreement.number)


def _post(seat: Seat, wording: Wording) -> str:
    if seat.signs_for_himself:
        return "Индивидуальный предприниматель"
    return signature_post(seat.signatory, wording)


def part_contexts(
    agreement: Agreement, tables: Tables, role_of: dict[str, str]
) -> list[tuple[ProgrammePart, PartContext]]:
    """Rows of «Части программ» by their dates, as papers show them.

    ``role_of``: how the paper calls each organisation.
    """
    return [
        (
            row,
            PartContext(
                number=number,
                title=row.title,
                organisation=_short_name(row.organisation, tables),
                role=role_of.get(row.organisation, DASH),
                hours=row.hours,
                start=row.start,
                end=row.end,
                address=row.address,
                assessment=row.assessment,
            ),
        )
        for number, row in enumerate(part_rows(agreement, tables), start=1)
    ]


def resource_contexts(
    agreement: Agreement, tables: Tables, role_of: dict[str, str]
) -> list[tuple[Resource, ResourceContext]]:
    """Rows of «Ресурсы» as papers show them, in the order of ``role_of``."""
    order = {code: place for place, code in enumerate(role_of)}
    rows = sorted(
        resource_rows(agreement, tables), key=lambda row: order.get(row.organisation, len(order))
    )
    return [
        (
            row,
            ResourceContext(
                number=number,
                organisation=_short_name(row.organisation, tables),
                role=role_of.get(row.organisation, DASH),
                kind=str(row.kind),
                name=row.name,
                quantity=row.quantity,
                address=row.address,
                usage=row.usage or DASH,
            ),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _short_name(code: str, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else code
