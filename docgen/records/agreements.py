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
