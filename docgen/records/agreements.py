"""What belongs to an agreement: its parties, and the agreement that a supplement changes."""

from __future__ import annotations

from docgen.records.partners import Agreement, Party
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind, PartyRole

LEADING = (PartyRole.BASE, PartyRole.COORDINATOR)
"""Roles that come first in the preamble and are held by one party."""


def parties_of(agreement: Agreement, tables: Tables) -> tuple[Party, ...]:
    """Rows of «Стороны» in their order.

    A supplementary agreement without parties of its own has those of the agreement it changes.
    """
    own = tables.referring(Party, "agreement", agreement.code)
    if own or agreement.kind is not AgreementKind.SUPPLEMENTARY:
        return own
    main = main_of(agreement, tables)
    return tables.referring(Party, "agreement", main.code) if main is not None else ()


def main_of(agreement: Agreement, tables: Tables) -> Agreement | None:
    """The agreement that a supplementary one changes, through a chain of supplements too.

    ``None`` where the chain leads nowhere or round in a circle.
    """
    seen = {agreement.code}
    current = tables.find(Agreement, agreement.main_agreement)
    while current is not None and current.kind is AgreementKind.SUPPLEMENTARY:
        if current.code in seen:
            return None
        seen.add(current.code)
        current = tables.find(Agreement, current.main_agreement)
    return current


def leading_party(agreement: Agreement, tables: Tables) -> Party | None:
    """The base organisation or coordinator: who sends the agreement to the others."""
    return next((row for row in parties_of(agreement, tables) if row.role in LEADING), None)


def network_agreements_of(code: str | None, tables: Tables) -> tuple[Agreement, ...]:
    """Network agreements to which an organisation is a party, in the order of «Стороны»."""
    found = (
        tables.find(Agreement, party.agreement)
        for party in tables.referring(Party, "organisation", code)
    )
    rows = {a.code: a for a in found if a is not None and a.kind is AgreementKind.NETWORK}
    return tuple(rows.values())


def role_in(agreement: Agreement, code: str | None, tables: Tables) -> PartyRole | None:
    """What an organisation is in an agreement; ``None`` where it is no party."""
    rows = parties_of(agreement, tables)
    return next((party.role for party in rows if party.organisation == code), None)


def network_roles(code: str | None, tables: Tables) -> frozenset[PartyRole]:
    """All that an organisation is in network agreements; empty when none names it."""
    roles = {role_in(a, code, tables) for a in network_agreements_of(code, tables)}
    return frozenset(role for role in roles if role is not None)
