"""The shelf: the folder of papers, where every paper is whole or absent and none is overwritten.

How a paper is laid: its bytes go to a file of their own in ``.docgen/``, are forced to the disk
and only then get the name that the clerk sees, by a step that fails when the name is taken. A
paper that a newer version replaces is first moved to «прежние версии» in one step and looked at
once more there: should the clerk have saved it in that very moment, it goes back. So no file
that docgen did not write itself is ever overwritten or removed, whatever the register says: one
that a person edited, and into which a new draft was brought, is whole in «прежние версии» too.
"""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.passport import read_passport
from docgen.register import names
from docgen.register.bases import Bases, Merge, is_open_elsewhere
from docgen.register.closing import close, personal_places
from docgen.register.copies import SERVICE_FOLDER, Copy
from docgen.register.disk import Disk, status_of
from docgen.register.faults import Changed, Held, held_back, machine_faults
from docgen.register.ledger import Ledger
from docgen.register.office import membership
from docgen.register.open_folder import (
    LOCK,
    REGISTER,
    UNFINISHED,
    OpenFolder,
    make_folder,
    only_run,
    open_or_set_aside,
    prepare_folder,
)
from docgen.register.placement import Draft, Outcome, Placement, document_id
from docgen.register.portion import Portion
from docgen.register.recovery import recover
from docgen.register.returned import ReturnedFiles
from docgen.register.sharing import Shared, move_to_server
from docgen.register.signed import SignedFiles
from docgen.register.store import RegisteredPaper, Store, Version
from docgen.register.trace import keep_trace

_LARGEST_PORTION = 128
_PORTIONS = 16
"""A run that is cut off has laid something, however few its papers are."""


def portion(total: int) -> int:
    """How many of a run's papers are best laid together with ``Shelf.lay_all``."""
    return max(1, min(_LARGEST_PORTION, total // _PORTIONS))


@contextmanager
def open_shelf(
    out: Path, moment: datetime, *, disk: Disk | None = None, merge: Merge | None = None
) -> Iterator[Shelf]:
    """The folder of papers, for one run alone.

    ``moment``: when the run takes place, written into the register. ``merge`` brings a draft
    into a file that was edited by hand; without it the draft is laid beside.
    ``shelf.diagnostics`` says what had to be put right. Raises ``Refusal`` when the folder
    cannot be used or another run holds it, and inside the block when the disk fails.
    """
    disk = disk or Disk()
    with machine_faults(out):
        prepare_folder(out, disk)
        service = out / SERVICE_FOLDER
        make_folder(service, disk)
    with only_run(service / LOCK, out):
        with machine_faults(out):
            make_folder(service / UNFINISHED, disk)
            for leftover in (service / UNFINISHED).glob("*"):
                if not leftover.is_dir() or leftover.is_symlink():
                    disk.remove(leftover)
            store, damage = open_or_set_aside(service / REGISTER, disk)
        try:
            with machine_faults(out):
                folder = OpenFolder(out, moment, store, disk)
                shelf = Shelf(folder, merge)
                shelf._diagnostics += recover(folder, damage)
            try:
                yield shelf
            except BaseException:
                # Also after a fault or Ctrl-C what has been laid should outlive a power cut.
                with suppress(Exception):
                    folder.settle()
                    _keep_trace(folder)
                raise
            with machine_faults(out):
                folder.settle()
                _keep_trace(folder)
                shelf._forget_removed()
        finally:
            with suppress(Exception):
                store.close()


def _keep_trace(folder: OpenFolder) -> None:
    """A copy of numbers and events beside the register, after a run that changed any."""
    # What a server keeps is the server's to copy.
    if isinstance(folder.store, Store) and folder.store.told:
        keep_trace(folder)
        folder.store.told = False


def is_kept(out: Path) -> bool:
    """Whether docgen has ever laid a paper in a folder."""
    return (out / SERVICE_FOLDER).is_dir()


def require_kept(out: Path) -> None:
    """Raises ``Refusal`` for a folder in which docgen has never laid a paper: its name may be
    mistyped. Nothing is made there."""
    if not is_kept(out):
        raise Refusal(
            f"в папке «{out}» нет бумаг docgen",
            hint="составьте их или назовите их папку в --out",
            exit_code=2,
        )


def lying_papers(out: Path, moment: datetime) -> list[RegisteredPaper]:
    """The papers that the register knows and that still lie in a folder; none where docgen has
    never laid any. Raises ``Refusal`` like ``open_shelf``."""
    if not is_kept(out):
        return []
    with open_shelf(out, moment) as shelf:
        return [p for p in shelf.papers() if status_of(out / p.path) is not None]


def former_version(out: Path, moment: datetime, paper: bytes) -> tuple[str, bytes] | None:
    """What a paper was before, with words for it: of one that was edited what docgen had laid,
    of any other its last version that is kept; ``None`` when there is neither.

    Raises ``Refusal`` like ``open_shelf``.
    """
    passport = read_passport(paper)
    if passport is None or not (out / SERVICE_FOLDER).is_dir():
        return None
    with open_shelf(out, moment) as shelf, machine_faults(out):
        copy = Copy("", paper)
        if not copy.untouched:
            base = shelf._bases.of(copy)
            if base is not None:
                return "как сделала программа", base
        for version in reversed(shelf._folder.store.versions(passport.document_id)):
            kept = (
                shelf._folder.files.look_quietly(version.kept_path) if version.kept_path else None
            )
            if kept and kept.content and kept.content_hash != copy.content_hash:
                return version.kept_path, kept.content
    return None


class Shelf:
    """The open folder of papers; see ``open_shelf``."""

    def __init__(self, folder: OpenFolder, merge: Merge | None = None) -> None:
        self.root = folder.root
        self._merge = merge
        self._bases = Bases(folder.root, folder.disk)
        self.returned = ReturnedFiles(folder, self._bases)
        self.signed = SignedFiles(folder)
        self._diagnostics: list[Diagnostic] = []
        self._found = 0
        self._folder = folder
        self._laid: set[int] = set()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What had to be put right so far."""
        if not self._found:
            return list(self._diagnostics)
        found = diagnose(
            "register-behind",
            Origin(f"{SERVICE_FOLDER}/{REGISTER}"),
            f"бумаг, о которых реестр не знал, хотя они уже лежали в папке: {self._found}; теперь "
            "они в нём записаны",
            hint="так бывает, когда прошлый запуск прервали; делать ничего не нужно",
        )
        return [*self._diagnostics, found]

    @property
    def ledger(self) -> Ledger:
        """The open register: events and numbers of the papers. Its faults are told inside
        ``machine_faults``."""
        return self._folder.store

    @property
    def disk(self) -> Disk:
        """The hand that touches the disk in this run."""
        return self._folder.disk

    def machine(self) -> AbstractContextManager[None]:
        """Faults of the disk or the register inside come out as a ``Refusal``."""
        return machine_faults(self.root)

    # --- questions ---------------------------------------------------------------------------

    def is_current(self, identity: str, fingerprint: str) -> bool:
        """Whether the paper lies at its place exactly as docgen wrote it from this input.

        Then it need not be rendered. ``False`` whenever there is anything to say about the
        paper: moved, edited, a new version beside it. A file of the size and the time that
        docgen left is not read.
        """
        return self.left_alone(identity, fingerprint) is not None

    def left_alone(self, identity: str, fingerprint: str) -> Placement | None:
        """Where the paper lies if it ``is_current``, else ``None``: it is to be laid."""
        return self.all_left_alone([(identity, fingerprint)])[0]

    def fingerprints(self, identities: Iterable[str]) -> list[str]:
        """Of what input the papers were made that the register knows; empty for others."""
        ids = [document_id(identity) for identity in identities]
        with machine_faults(self.root):
            known = self._folder.store.papers_with(ids)
        return [known[paper].fingerprint if paper in known else "" for paper in ids]

    def all_left_alone(self, asked: Iterable[tuple[str, str]]) -> list[Placement | None]:
        """The same for many papers, pairs of identity and fingerprint, in their order: the
        register is asked once."""
        ids = [(document_id(identity), fingerprint) for identity, fingerprint in asked]
        with machine_faults(self.root):
            self._folder.forget_folders()
            known = self._folder.store.papers_with([paper for paper, _ in ids])
            return [self._left_alone(known.get(paper), fingerprint) for paper, fingerprint in ids]

    def _left_alone(self, paper: RegisteredPaper | None, fingerprint: str) -> Placement | None:
        if paper is None or paper.fingerprint != fingerprint or not fingerprint:
            return None
        if paper.beside_path or not paper.content_hash:
            return None
        seen = self._folder.files.status(paper.path)
        if seen is None or seen.st_size != paper.size:
            return None
        if seen.st_mtime_ns != paper.mtime_ns:
            copy = self._folder.files.look_quietly(paper.path)
            if copy is None or copy.content_hash != paper.content_hash:
                return None
        return Placement(Outcome.UNCHANGED, self.root / paper.path)

    def papers(
        self,
        *,
        kinds: Collection[str] | None = None,
        states: Collection[str] | None = None,
    ) -> list[RegisteredPaper]:
        """Papers that the register knows, by place: all, or those of these kinds and states.

        Of a hundred thousand papers all are 100 MB: who can say which ones it needs, does so.
        """
        with machine_faults(self.root):
            return sorted(self._folder.store.each(kinds, states), key=lambda paper: paper.path)

    def versions(self, identity: str) -> list[Version]:
        """The versions that a paper has had, oldest first."""
        with machine_faults(self.root):
            return self._folder.store.versions(document_id(identity))

    def path_of(self, identity: str) -> Path | None:
        """Where the paper lies as far as the register knows."""
        with machine_faults(self.root):
            paper = self._folder.store.paper(document_id(identity))
            return self.root / paper.path if paper else None

    def orphans(self, identities: Collection[str], kinds: Collection[str]) -> list[RegisteredPaper]:
        """Papers of these kinds whose rows this run has not seen. They are left alone.

        Only those that still lie in the folder, by place.
        """
        identities = identities if isinstance(identities, Set) else set(identities)
        with machine_faults(self.root):
            unseen = [
                paper
                for paper in self._folder.store.each(kinds=kinds)
                if paper.identity is None or paper.identity not in identities
            ]
            if any(paper.identity is None for paper in unseen):
                # Known by their passports alone.
                seen = {document_id(identity) for identity in identities}
                unseen = [paper for paper in unseen if paper.document_id not in seen]
            lying = [p for p in unseen if status_of(self.root / p.path) is not None]
            return sorted(lying, key=lambda paper: paper.path)

    def close_personal(self, kinds: Collection[str], folders: Collection[str]) -> None:
        """Close to others what lies on the shelf of these kinds, and the folders of theirs.

        To be called before their papers are laid: those come closed.
        """
        wanted = dict.fromkeys(
            place
            for folder in folders
            for place in personal_places(folder, self._folder.stem_chars)
        )
        with machine_faults(self.root):
            papers = self._folder.store.each(kinds=kinds)
            lying = (path for paper in papers for path in (paper.path, paper.beside_path) if path)
            self._diagnostics += close(self.root, wanted, lying, self._folder.disk)

    # --- the office --------------------------------------------------------------------------

    @property
    def server(self) -> str:
        """How messages name the server of the register; empty when it is in the folder."""
        with machine_faults(self.root):
            member = membership(self.root / SERVICE_FOLDER)
            return member.place if member else ""

    def share(self, url: str) -> Shared:
        """Bring the register into that of an office; see ``sharing.move_to_server``. The last
        thing that a run does with a shelf."""
        with machine_faults(self.root):
            _keep_trace(self._folder)
            return move_to_server(self._folder, url)

    def copy_of(self, document_id: str) -> Copy | None:
        """The paper's file as it is now, wherever the clerk has put it; ``None`` when it is gone
        or closed to us."""
        with machine_faults(self.root):
            paper = self._folder.store.paper(document_id)
            found = self._folder.files.look_quietly(paper.path) if paper else None
            if found is not None and found.document_id == document_id:
                return found
            places = sorted(self._folder.copies().places(document_id), key=names.is_beside)
            copies = (self._folder.files.look_quietly(place) for place in places)
            return next((c for c in copies if c and c.document_id == document_id), None)

    # --- laying ------------------------------------------------------------------------------

    def lay(self, draft: Draft) -> Placement:
        """Lay a paper: whole or not at all, over nothing that a hand has touched.

        A place that is closed holds back this paper alone (``Outcome.HELD``). Raises
        ``Refusal`` when the disk fails for all, ``ValueError`` when the passport is of another
        paper or the identity has been laid in this run already.
        """
        return self.lay_all([draft])[0]

    def lay_all(self, drafts: Iterable[Draft]) -> list[Placement]:
        """Lay many papers together; the placements in the order of the drafts.

        Each comes out as with ``lay``, with the same promises. What costs most is done once for
        all of them: waiting for the disk, questions to the register, its transaction. All their
        contents are in memory at once, so hand in a portion of the run, ``portion(total)`` of
        them. Killed in between, papers may lie at their places that the register does not know
        yet: the next run knows them by their passports.

        Raises like ``lay``. What had been laid by then is laid and recorded.
        """
        portion = list(drafts)
        for draft in portion:
            if draft.passport.document_id != document_id(draft.identity):
                raise ValueError(f"the passport is not that of {draft.identity}")
            paper = uuid.UUID(draft.passport.document_id).int
            if paper in self._laid:
                raise ValueError(f"two papers of one run are both {draft.identity}")
            self._laid.add(paper)
        with machine_faults(self.root):
            together = Portion(self._folder, self._bases, self._merge)
            placements = together.lay(portion)
        self._found += together.found
        return placements

    def make_official(self, draft: Draft, seen: Copy) -> Placement:
        """Put the official file in place of one that is a draft, where that lies now.

        ``seen``: the file as it was judged; one that has changed since is left alone
        (``Outcome.HELD``). The former file goes to «прежние версии».
        """
        with machine_faults(self.root):
            if is_open_elsewhere(self.root / seen.path):
                busy = OSError(errno.EBUSY, os.strerror(errno.EBUSY))
                return held_back(Held(seen.path, busy), self.root)
            try:
                return Portion(self._folder, self._bases, self._merge).lay_official(draft, seen)
            except Changed:
                busy = OSError(errno.EBUSY, os.strerror(errno.EBUSY))
                return held_back(Held(seen.path, busy), self.root)
            except Held as held:
                return held_back(held, self.root)

    def _forget_removed(self) -> None:
        """Papers that lie nowhere any more leave no text behind."""
        if self._merge is not None and self._folder.looked_through:
            self._bases.forget_others(self._folder.files.lies)
