"""What a register must be able to do, whatever keeps it: papers, versions, events, numbers.

``store.Store`` does it with SQLite for one folder; a register that several clerks share does the
same with a server. The shelf and the registration know this interface alone.

*Who waits for whom.* All that must be true together is written inside ``together``. Where several
clerks write at once, ``hold_paper`` and ``hold_journal`` make the others wait until that block
ends, for that one paper or that one journal and year; two clerks at different papers never wait
for one another. Journal first, then paper: whoever holds both takes them in this order.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from docgen.register.states import Event


@dataclass(frozen=True, slots=True)
class RegisteredPaper:
    """One paper as the register knows it; paths are relative to the folder of papers.

    ``identity``: ``None`` when the paper was found by its passport and no run has named it yet.
    ``wanted``: the place that the last run asked for; ``path``: where the paper is;
    ``own_place``: the clerk chose that place. ``content_hash``, ``size``, ``mtime_ns``: of the
    file as docgen wrote it, hash empty when unknown. ``fingerprint``: of the input that the
    file at ``path`` was made from; empty when the file is not what docgen wrote.
    ``beside_path``: a newer version laid beside hand edits; empty when there is none.
    """

    document_id: str
    identity: str | None
    kind: str
    state: str
    wanted: str
    path: str
    own_place: int
    content_hash: str
    size: int
    mtime_ns: int
    fingerprint: str
    version: int
    beside_path: str


@dataclass(frozen=True, slots=True)
class Version:
    """One content that a paper has had. ``kept_path``: where it is kept once replaced, or empty.

    ``body_hash`` covers everything but the passport, ``made_at`` is ISO 8601.
    """

    document_id: str
    version: int
    content_hash: str
    body_hash: str
    row_hash: str
    template_hash: str
    settings_hash: str
    program_version: str
    made_at: str
    kept_path: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A replacement that has begun: the old file goes to ``kept_path``, the new to ``new_path``.

    ``keep``: 0 when the old file says the same as the new one and goes in the end.
    """

    document_id: str
    old_path: str
    kept_path: str
    new_path: str
    old_version: int
    keep: int


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is written down of a paper when it has been laid; its replacement has ended.

    ``versions``: added, or put in place of what was known of them. ``kept``: number and place of
    a version that the register knows and that is kept from now on.
    """

    paper: RegisteredPaper
    versions: tuple[Version, ...] = ()
    kept: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """A book of registration as the register remembers it; its rules stand in the directory.

    ``yearly``: 1 when its numbers begin anew each calendar year.
    """

    code: str
    title: str
    pattern: str
    yearly: int


class Standing(enum.StrEnum):
    """What has become of a number. None is ever given again."""

    TAKEN = "занят"
    RESERVED = "в резерве"
    VOID = "аннулирован"


@dataclass(frozen=True, slots=True)
class Number:
    """One line of a journal.

    ``year``: the calendar year, 0 in a journal that is not yearly. ``ordinal`` and ``insertion``
    are its place: «453/1» is (453, 1), «453» is (453, 0). ``text``: the number as it stands on
    the paper. ``document_id`` and ``identity``: whose it is, empty when reserved or taken over
    from a journal on paper. ``dated``: ISO date of registration, empty in reserve. ``details``:
    the other columns of the journal, a JSON object of texts. ``reason``: why reserved or void.
    ``who``, ``moment``: of the last change.
    """

    journal: str
    year: int
    ordinal: int
    insertion: int
    text: str
    standing: str
    document_id: str
    identity: str
    dated: str
    details: str
    reason: str
    who: str
    moment: str

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Where it stands among all numbers."""
        return self.journal, self.year, self.ordinal, self.insertion


class Ledger(Protocol):
    """An open register.

    Faults of the keeper (disk, server) come out as its own exceptions; who opened it turns them
    into words.
    """

    @property
    def fresh(self) -> bool:
        """Nothing has been recorded in it yet: it was made just now, or cut off at its start."""

    def close(self) -> None:
        """Let the register go."""

    def together(self) -> AbstractContextManager[None]:
        """All that is recorded inside is recorded at once or not at all. Not nested."""

    def hold_paper(self, document_id: str) -> None:
        """Inside ``together``: nobody else changes this paper until its end."""

    def hold_journal(self, journal: str, year: int) -> None:
        """Inside ``together``: nobody else takes a number of this journal and year."""

    # --- papers ------------------------------------------------------------------------------

    def paper(self, document_id: str) -> RegisteredPaper | None:
        """The paper with this id."""

    def papers(self) -> Iterator[RegisteredPaper]:
        """Every paper, by place."""

    def each(
        self, kinds: Collection[str] | None = None, states: Collection[str] | None = None
    ) -> Iterator[RegisteredPaper]:
        """Papers in no order, those of these kinds and states alone; one after the other, so that
        not all are in memory. Nothing is to be recorded until the last has come."""

    def places(self) -> Iterator[tuple[str, str, int, int]]:
        """The same of every paper: its id, place, size and time."""

    def papers_with(self, ids: Collection[str]) -> dict[str, RegisteredPaper]:
        """Those of these papers that are there, by id."""

    def record_all(self, entries: Sequence[Entry]) -> None:
        """Write down many papers at once or none of them. Not inside ``together``."""

    def record_paper(self, paper: RegisteredPaper) -> None:
        """Add a paper or replace what is known of it, but for its state: only
        ``change_state`` changes the state of a paper that is there."""

    def versions(self, document_id: str) -> list[Version]:
        """The versions of a paper, oldest first."""

    def versions_with(self, ids: Collection[str]) -> dict[str, list[Version]]:
        """The versions of these papers, oldest first, by id; without those that have none."""

    def record_version(self, version: Version) -> None:
        """Add a version or replace what is known of it."""

    def record_kept(self, document_id: str, version: int, kept_path: str) -> None:
        """Where a former version is kept."""

    def replacements(self) -> list[Replacement]:
        """What a killed run left half-way."""

    def begin_replacements(self, replacements: Sequence[Replacement]) -> None:
        """Note replacements before the first step of any: all at once. Not inside ``together``."""

    def end_replacement(self, document_id: str) -> None:
        """Forget the replacement of a paper."""

    # --- states ------------------------------------------------------------------------------

    def change_state(self, event: Event) -> bool:
        """Take a paper from ``event.before`` to ``event.after`` and record the event.

        ``False``, and nothing is changed, when the paper is not in ``event.before`` any more.
        Whether the move is allowed is the caller's to ask (``states.require_move``).
        """

    def add_event(self, event: Event) -> None:
        """Record an event that changes no state: a remark."""

    def events(self, document_id: str = "") -> list[Event]:
        """What happened to a paper, oldest first; to all papers, by paper, without an id."""

    # --- journals and numbers ----------------------------------------------------------------

    def journals(self) -> list[Journal]:
        """The journals that numbers were taken in, by code."""

    def record_journal(self, journal: Journal) -> None:
        """Add a journal or replace what is known of it."""

    def numbers(self, journal: str = "", year: int | None = None) -> list[Number]:
        """Lines of the journals in order of their places: all, of one journal, of one year."""

    def number_of(self, document_id: str) -> Number | None:
        """The number that a paper bears now; void ones do not count."""

    def add_number(self, number: Number) -> bool:
        """Add a line. ``False``, and nothing is changed, when its place or its text is taken in
        that journal and year, or its paper bears a number already."""

    def change_number(self, before: Number, after: Number) -> bool:
        """Put ``after`` in place of the line ``before``, whose place and text stay.

        ``False``, and nothing is changed, when the line is not as in ``before`` any more, or the
        paper of ``after`` bears another number. Raises ``ValueError`` for another place or text.
        """
