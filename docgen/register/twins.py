"""The workbook that some papers have beside them: its state is that of its paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docgen.passport import TWIN_FORMS, is_twin, twin_identity
from docgen.register.ledger import Ledger, RegisteredPaper
from docgen.register.placement import document_id
from docgen.register.states import Event, State


def twins_of(ledger: Ledger, identity: str) -> Iterator[RegisteredPaper]:
    """What the register knows to lie beside a paper; nothing of a paper whose identity is lost."""
    if not identity or is_twin(identity):
        return
    for form in TWIN_FORMS:
        name = twin_identity(identity, form)
        if (twin := ledger.paper(document_id(name))) is not None:
            yield replace(twin, identity=name)


def change_together(ledger: Ledger, event: Event, identity: str = "") -> bool:
    """``Ledger.change_state``, for a paper and for what lies beside it.

    ``identity``: that of the paper where the register may have lost it. To be called inside
    ``together``.
    """
    if not ledger.change_state(event):
        return False
    if not identity:
        paper = ledger.paper(event.document_id)
        identity = (paper.identity if paper else None) or ""
    for twin in twins_of(ledger, identity):
        follow(ledger, twin, event)
    return True


def follow(ledger: Ledger, twin: RegisteredPaper, event: Event) -> None:
    """Put what lies beside a paper into the state in which the event leaves the paper."""
    if State(twin.state) == State(event.after):
        return
    ledger.hold_paper(twin.document_id)
    ledger.change_state(
        replace(
            event,
            document_id=twin.document_id,
            before=twin.state,
            content_hash=twin.content_hash,
            ordinal=0,
        )
    )
