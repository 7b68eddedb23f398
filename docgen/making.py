"""Planned papers → papers on the shelf, portion by portion, here or with workers.

Whoever makes the drafts, they are laid here, in the order of the plan, by the one process that
holds the shelf: papers, messages and their order are the same however many workers there are. What
a worker can't make (it lacks rows, it failed) is made here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from docgen.crew import Lost
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.documents.plan import WORD, PlannedPaper
from docgen.drafting import Drafts, Made
from docgen.frozen import keep_frozen, keep_workbook
from docgen.passport import without_twin
from docgen.portions import Portion, Sender
from docgen.register import Outcome, Placement, RegisteredPaper, Shelf, document_id, portion
from docgen.twins import release

_LARGEST_PORTION = 64
"""For workers: several portions are under way at once, and their papers lie in memory."""
_WORTH_WORKERS = 500
"""Papers from which it pays to start them: a start takes as long as a hundred papers."""


def workers_for(papers: int, jobs: int | None) -> int:
    """How many processes make so many papers; 1: the one that runs. ``jobs``: as many as asked."""
    if jobs is not None:
        return max(1, min(jobs, papers))
    return _processors() if papers >= _WORTH_WORKERS else 1


def _processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Finished:
    """One paper of the plan when the run is done with it.

    ``placement``: where it lies, ``None`` in a rehearsal and for a paper that could not be made;
    ``made``: it could. ``told`` is what is to be said of it.
    """

    paper: PlannedPaper
    placement: Placement | None
    made: bool
    told: tuple[Diagnostic, ...]


class MadePapers:
    """The papers that a run has made and where they lie, in their order; hundreds of thousands.

    A placement is written out when it is asked for: most say nothing but «new, where it belongs».
    ``root``: the folder of papers.
    """

    def __init__(self, root: Path = Path()) -> None:
        self._root = root
        self._papers: list[PlannedPaper] = []
        self._placements: list[Outcome | tuple[Outcome, str, str | None, int] | None] = []

    def append(self, paper: PlannedPaper, placement: Placement | None) -> None:
        """One more. What the placement had to say is not kept."""
        self._papers.append(paper)
        if placement is None:
            self._placements.append(None)
            return
        place, former = str(placement.path), placement.previous
        if former is None and not placement.changes and place == str(self._usual(paper)):
            self._placements.append(placement.outcome)
        else:
            was = None if former is None else str(former)
            self._placements.append((placement.outcome, place, was, placement.changes))

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[tuple[PlannedPaper, Placement | None]]:
        for paper, kept in zip(self._papers, self._placements, strict=True):
            if kept is None:
                yield paper, None
            elif isinstance(kept, Outcome):
                yield paper, Placement(kept, self._usual(paper))
            else:
                outcome, place, was, changes = kept
                previous = None if was is None else Path(was)
                yield paper, Placement(outcome, Path(place), previous, (), changes)

    def _usual(self, paper: PlannedPaper) -> Path:
        return self._root / paper.folder / paper.file_name


@dataclass(slots=True)
class _Batch:
    """Papers that are laid together, and what is known of them."""

    papers: list[PlannedPaper]
    known: list[str]
    """Of what input the papers are that lie."""
    frozen: dict[int, RegisteredPaper]
    """Those that no run replaces, by place."""
    made: list[Made | None]
    sent: list[int] = field(default_factory=list)
    """Places of those that a worker makes."""


class Workers(Protocol):
    """Who drafts portions: processes of this machine (``crew``) or of others (``cluster``).

    ``gone``: they could not be started, and every draft is left to us.
    """

    @property
    def gone(self) -> bool: ...

    def results(
        self, portions: Iterator[Portion]
    ) -> Generator[tuple[Portion, list[Made | Lost | None]], None, None]:
        """Every portion with its results, in the order in which they were asked for."""


class Making:
    """The making of the papers of one run. ``shelf`` is ``None`` in a rehearsal; ``kept`` are
    the papers that no run replaces, by document id."""

    def __init__(
        self, drafts: Drafts, shelf: Shelf | None, kept: Mapping[str, RegisteredPaper]
    ) -> None:
        self._drafts = drafts
        self.shelf = shelf
        self._kept = kept
        self._here: set[str] = set()
        self.told: list[Diagnostic] = []

    def here(self, planned: Sequence[PlannedPaper]) -> Generator[Finished, None, None]:
        """All papers made by this process."""
        for batch in self._batches(planned, portion(len(planned))):
            for place, paper in enumerate(batch.papers):
                if place not in batch.frozen:
                    batch.made[place] = self._drafts.make(paper, batch.known[place])
            yield from self._settle(batch)

    def with_workers(
        self, planned: Sequence[PlannedPaper], sender: Sender, crew: Workers
    ) -> Generator[Finished, None, None]:
        """The same papers, drafted by others."""
        size = min(portion(len(planned)), _LARGEST_PORTION)
        waiting: deque[_Batch] = deque()

        def portions() -> Iterator[Portion]:
            for batch in self._batches(planned, size):
                waiting.append(batch)
                yield self._sent(batch, sender)

        results = crew.results(portions())
        try:
            for _, found in results:
                batch = waiting.popleft()
                for place, made in zip(batch.sent, found, strict=True):
                    batch.made[place] = self._received(batch.papers[place], made)
                yield from self._settle(batch)
        finally:
            results.close()
        if crew.gone:
            self.told.append(
                diagnose(
                    "workers-gone",
                    Origin("--jobs"),
                    "рабочие процессы на этом компьютере не запускаются или сразу завершаются; "
                    "бумаги сделаны одним процессом, это дольше",
                    hint="закройте другие программы, чтобы хватило памяти, или запускайте "
                    "с --jobs 1",
                )
            )

    def _batches(self, planned: Iterable[PlannedPaper], size: int) -> Iterator[_Batch]:
        left = iter(planned)
        while papers := list(islice(left, size)):
            frozen: dict[int, RegisteredPaper] = {}
            if self.shelf is not None and self._kept:
                # A workbook is as frozen as the paper beside which it lies.
                found = (
                    (p, self._kept.get(document_id(without_twin(x.identity))))
                    for p, x in enumerate(papers)
                )
                frozen = {place: paper for place, paper in found if paper is not None}
                self._release([x for p, x in enumerate(papers) if p not in frozen])
            known = [""] * len(papers)
            if self.shelf is not None:
                known = self.shelf.fingerprints(paper.identity for paper in papers)
            yield _Batch(papers, known, frozen, [None] * len(papers))

    def _release(self, papers: Iterable[PlannedPaper]) -> None:
        """Workbooks that the register calls frozen, though their papers are not."""
        for paper in papers:
            if paper.form != WORD and document_id(paper.identity) in self._kept and self.shelf:
                with self.shelf.machine():
                    release(self.shelf, paper.identity)

    def _sent(self, batch: _Batch, sender: Sender) -> Portion:
        """What of a batch goes to a worker; the rest is seen to here."""
        for place, paper in enumerate(batch.papers):
            if place in batch.frozen or paper.kind.id in self._here:
                continue
            if self._drafts.holds(paper):
                batch.made[place] = Made()
            else:
                batch.sent.append(place)
        return sender.portion(
            [batch.papers[place] for place in batch.sent],
            [batch.known[place] for place in batch.sent],
            rehearsal=self.shelf is None,
        )

    def _received(self, paper: PlannedPaper, made: Made | Lost | None) -> Made | None:
        if made is None:
            # Papers of a kind ask for the same rows.
            self._here.add(paper.kind.id)
        if made is Lost.KILLED:
            return Made(faults=(_kills(paper),))
        return made if isinstance(made, Made) else None

    def _settle(self, batch: _Batch) -> Iterator[Finished]:
        """Lay what has been drafted and say of each paper, in order, what became of it."""
        for place, paper in enumerate(batch.papers):
            if batch.made[place] is None and place not in batch.frozen:
                batch.made[place] = self._drafts.make(paper)
        placements = self._lay(batch)
        for place, paper in enumerate(batch.papers):
            if self.shelf is not None and place in batch.frozen:
                yield self._left_frozen(self.shelf, paper, batch.frozen[place])
                continue
            made, placement = batch.made[place] or Made(), placements.get(place)
            if placement is None:
                yield Finished(paper, None, made.sound, made.faults)
            else:
                told = (*made.faults, *placement.diagnostics)
                yield Finished(paper, placement, placement.outcome is not Outcome.HELD, told)

    def _lay(self, batch: _Batch) -> dict[int, Placement]:
        """Where the papers of a batch lie, by their places in it."""
        if self.shelf is None:
            return {}
        placements: dict[int, Placement] = {}
        asked = {
            place: (batch.papers[place].identity, made.fingerprint)
            for place, made in enumerate(batch.made)
            if made and made.as_known
        }
        answers = self.shelf.all_left_alone(asked.values())
        for place, answer in zip(asked, answers, strict=True):
            if answer is not None:
                placements[place] = answer
            else:
                # Of the same input, but moved or edited since: the shelf wants to see the draft.
                batch.made[place] = self._drafts.make(batch.papers[place])
        drafts = {place: made.draft for place, made in enumerate(batch.made) if made and made.draft}
        laid = self.shelf.lay_all(drafts.values())
        return placements | dict(zip(drafts, laid, strict=True))

    def _left_frozen(self, shelf: Shelf, paper: PlannedPaper, frozen: RegisteredPaper) -> Finished:
        if paper.form != WORD:
            placement = keep_workbook(shelf, frozen, paper)
            made = placement.outcome is not Outcome.HELD
            return Finished(paper, placement, made, placement.diagnostics)
        with self._drafts.aside() as faults:
            prepared = self._drafts.prepare(paper)
            placement = keep_frozen(shelf, frozen, paper, prepared, self._drafts)
        return Finished(paper, placement, True, (*faults, *placement.diagnostics))


def _kills(paper: PlannedPaper) -> Diagnostic:
    return diagnose(
        "paper-kills-worker",
        paper.subject.origin.at(),
        f"на бумаге «{paper.title}» рабочий процесс дважды аварийно завершился, она не сделана",
        hint="сделайте её отдельно: та же команда с --only и кодом строки; если и так не выйдет, "
        "сообщите разработчикам",
        value=paper.codes,
    )
