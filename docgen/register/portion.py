"""Papers of one run that are laid together: one wait for the disk and one transaction for all.

Each paper is judged in its turn, as if it were alone; those whose turn is plain wait for one
another and then move together. A paper whose place hangs on one that is still waiting, or that
meets a hand edit, lets the others go first. So what comes out does not depend on the portions.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from docgen.register import names
from docgen.register.bases import Bases, Merge
from docgen.register.copies import Awaited, Copy
from docgen.register.faults import Changed, Held, held_back
from docgen.register.laying import Laid, Laying, Steps
from docgen.register.ledger import Entry, RegisteredPaper, Version
from docgen.register.moves import Move, carry_out
from docgen.register.open_folder import OpenFolder
from docgen.register.placement import Draft, Outcome, Placement
from docgen.register.states import FROZEN

_ATTEMPTS = 3


@dataclass(slots=True)
class _Waiting:
    """A paper that has been judged. ``move``: what is to be done for it first, if anything."""

    turn: int
    steps: Steps
    laying: Laying
    move: Move | None = None
    laid: Laid | None = None


class Portion:
    """Drafts that are laid together. Faults of the disk and of the register come out as they
    are."""

    def __init__(self, folder: OpenFolder, bases: Bases, merge: Merge | None) -> None:
        self._folder = folder
        self._bases = bases
        self._merge = merge
        self._drafts: Sequence[Draft] = ()
        self._known: Mapping[str, RegisteredPaper] = {}
        self._versions: Mapping[str, list[Version]] = {}
        self._waiting: list[_Waiting] = []
        self._placements: dict[int, Placement] = {}
        self._again: list[int] = []
        self.found = 0
        """How many papers lay there already and the register had not known of them."""

    def lay(self, drafts: Sequence[Draft]) -> list[Placement]:
        """The placements in the order of the drafts; only for the first call."""
        self._drafts = drafts
        self._folder.forget_folders()
        self._ask([draft.passport.document_id for draft in drafts])
        for turn, draft in enumerate(drafts):
            known = self._known.get(draft.passport.document_id)
            # What is official already may come back to where it is missing.
            if known and known.state in FROZEN and not draft.passport.state:
                place = self._folder.root / known.path
                self._placements[turn] = Placement(Outcome.FROZEN, place)
            else:
                self._judge(turn)
        self._finish()
        for _ in range(_ATTEMPTS - 1):
            self._lay_again()
        for turn in self._again:
            self._placements[turn] = self._restless(drafts[turn])
        return [self._placements[turn] for turn in range(len(drafts))]

    def lay_official(self, draft: Draft, seen: Copy) -> Placement:
        """See ``Laying.lay_official``. Raises ``Changed`` and ``Held``."""
        self._drafts = (draft,)
        self._folder.forget_folders()
        self._ask([draft.passport.document_id])
        laying = self._laying(0)
        steps = laying.lay_official(seen)
        waiting = _Waiting(0, steps, laying, next(steps))
        self._waiting.append(waiting)
        self._finish(remember=False)
        if waiting.move is not None and waiting.move.failure is not None:
            raise waiting.move.failure
        return self._placements[0]

    def _ask(self, ids: Sequence[str]) -> None:
        self._known = self._folder.store.papers_with(ids)
        self._versions = self._folder.store.versions_with(self._known) if self._known else {}

    def _laying(self, turn: int) -> Laying:
        draft = self._drafts[turn]
        identifier = draft.passport.document_id
        return Laying(
            self._folder,
            draft,
            self._known.get(identifier),
            self._versions.get(identifier, ()),
            self._bases,
            self._merge,
            others=bool(self._waiting),
        )

    def _lay_again(self) -> None:
        """Look anew at what has changed under the run."""
        again, self._again = sorted(self._again), []
        if again:
            self._folder.look_again()
            self._ask([self._drafts[turn].passport.document_id for turn in again])
        for turn in again:
            self._judge(turn)
        self._finish()

    def _restless(self, draft: Draft) -> Placement:
        """What is said of a paper whose place changes as often as it is looked at."""
        path = names.paper_path(draft.folder, draft.file_name, self._folder.stem_chars)
        busy = OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return held_back(Held(path, busy), self._folder.root)

    @contextmanager
    def _own_faults(self, turn: int) -> Iterator[None]:
        """What a paper's own place does to it is that paper's affair."""
        try:
            yield
        except Changed:
            self._again.append(turn)
        except Held as held:
            self._placements[turn] = held_back(held, self._folder.root)

    def _judge(self, turn: int) -> None:
        """Find out what is to be done with a paper; it then waits for its move."""
        with self._own_faults(turn):
            try:
                self._begin(turn)
            except Awaited:
                self._finish()
                self._begin(turn)

    def _begin(self, turn: int) -> None:
        laying = self._laying(turn)
        steps = laying.lay()
        waiting = _Waiting(turn, steps, laying)
        try:
            move = waiting.move = next(steps)
        except StopIteration as end:
            waiting.laid = end.value
        else:
            old = (move.old.path, move.kept) if move.old is not None else ()
            self._folder.files.await_names(move.path, *old)
        self._waiting.append(waiting)
        if laying.alone:
            self._finish()

    def _finish(self, *, remember: bool = True) -> None:
        """Carry out what waits and write it down."""
        waiting, self._waiting = self._waiting, []
        self._folder.files.settle_names()
        try:
            carry_out(self._folder, [each.move for each in waiting if each.move is not None])
        except BaseException:
            # Also after a fault or Ctrl-C the register should know what lies at its place.
            with suppress(Exception):
                done = [each for each in waiting if each.move is None or each.move.done]
                self._write_down(done, remember=remember)
            raise
        self._write_down(waiting, remember=remember)

    def _write_down(self, waiting: Sequence[_Waiting], *, remember: bool) -> None:
        entries: list[Entry] = []
        try:
            for each in waiting:
                with self._own_faults(each.turn):
                    laid = self._end(each)
                    if remember:
                        self._remember(self._drafts[each.turn], laid.placement, each.laying.hash)
                    if laid.entry is not None:
                        entries.append(laid.entry)
                    self._placements[each.turn] = laid.placement
                    self.found += each.laying.found
        finally:
            self._folder.store.record_all(entries)

    def _end(self, waiting: _Waiting) -> Laid:
        move = waiting.move
        while waiting.laid is None:
            if move is not None and move.failure is not None:
                raise move.failure
            try:
                move = next(waiting.steps)
            except StopIteration as end:
                waiting.laid = end.value
            else:
                carry_out(self._folder, [move])
        return waiting.laid

    def _remember(self, draft: Draft, placement: Placement, content_hash: str) -> None:
        """Keep what was laid as the text from which hand edits will begin.

        Before it is written down: a run that is killed here comes by once more.
        """
        if self._merge is None or placement.outcome is Outcome.KEPT:
            return
        if placement.path.suffix.casefold() == names.EXTENSION:
            self._bases.keep(draft.passport.document_id, draft.content, content_hash)
