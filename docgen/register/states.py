"""The life of a paper: its states, which of them follow which, and the trace that each leaves.

``проект → на согласовании → замечания → согласован → зарегистрирован → отправлен → подписан``
and ``отменён``. A consent or a plan that takes no number goes from «согласован» straight on.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.diagnostics import Refusal


class State(enum.StrEnum):
    """Where a paper stands."""

    DRAFT = "проект"
    IN_REVIEW = "на согласовании"
    REMARKS = "замечания"
    APPROVED = "согласован"
    REGISTERED = "зарегистрирован"
    SENT = "отправлен"
    SIGNED = "подписан"
    CANCELLED = "отменён"


MOVES: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.IN_REVIEW, State.REMARKS, State.APPROVED, State.CANCELLED),
    State.IN_REVIEW: (State.REMARKS, State.APPROVED, State.DRAFT, State.CANCELLED),
    State.REMARKS: (State.IN_REVIEW, State.APPROVED, State.DRAFT, State.CANCELLED),
    State.APPROVED: (
        State.REGISTERED,
        State.SENT,
        State.SIGNED,
        State.REMARKS,
        State.DRAFT,
        State.CANCELLED,
    ),
    State.REGISTERED: (State.SENT, State.SIGNED, State.CANCELLED),
    State.SENT: (State.SIGNED, State.CANCELLED),
    State.SIGNED: (),
    State.CANCELLED: (State.DRAFT,),
}
"""From a state into which others; a signed paper is changed by another paper only."""

FROZEN = frozenset({State.APPROVED, State.REGISTERED, State.SENT, State.SIGNED, State.CANCELLED})
"""States in which no run replaces the file."""

WITH_NUMBER = frozenset({State.REGISTERED, State.SENT, State.SIGNED})
"""States of a paper that has been registered, if papers of its kind are."""

_WHAT_FIRST: Mapping[State, str] = {
    State.REGISTERED: "сначала согласуйте бумагу: docgen approve",
    State.SENT: "сначала согласуйте бумагу: docgen approve",
    State.SIGNED: "сначала согласуйте бумагу: docgen approve",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it and when. ``remark``: words for the register, may be empty."""

    who: str
    moment: datetime.datetime
    remark: str = ""

    @property
    def stamp(self) -> str:
        """The moment as the register writes it."""
        return self.moment.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a paper's state, or a remark on it.

    ``moment``: ISO 8601 with the offset of the clerk's clock. ``who``: as the person called
    herself. ``before`` equals ``after`` for a remark alone. ``content_hash``: SHA-256 of the file
    it is about, empty when there is none. ``ordinal``: its place among the paper's events, from
    1; 0 until it is recorded.
    """

    document_id: str
    moment: str
    who: str
    before: str
    after: str
    remark: str = ""
    content_hash: str = ""
    ordinal: int = 0


def day_shown(iso: str) -> str:
    """The day of a date or of a moment, as people write it."""
    return f"{datetime.datetime.fromisoformat(iso):%d.%m.%Y}"


def require_move(before: str, after: State, paper: str) -> None:
    """Raises ``Refusal`` where a paper may not go from one state into the other.

    ``paper``: how the refusal calls it.
    """
    now = State(before)
    if after in MOVES[now]:
        return
    if now is after:
        raise Refusal(
            f"{paper}: бумага уже в состоянии «{after}»",
            hint="делать ничего не нужно",
            exit_code=1,
        )
    follows = ", ".join(f"«{state}»" for state in MOVES[now])
    hint = f"из состояния «{now}» бумага переходит только в {follows}"
    if not follows:
        hint = "подписанную бумагу меняет только другая бумага, например дополнительное соглашение"
    elif now in (State.DRAFT, State.IN_REVIEW, State.REMARKS):
        hint = _WHAT_FIRST.get(after, hint)
    raise Refusal(
        f"{paper}: бумага в состоянии «{now}», перевести её в «{after}» нельзя",
        hint=hint,
        exit_code=1,
    )
