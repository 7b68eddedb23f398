"""One draft on its way to its place, over nothing that a hand has touched."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from docgen.diagnostics import Origin, diagnose
from docgen.register import names
from docgen.register.bases import Bases, Merge, Merged, is_open_elsewhere
from docgen.register.copies import Awaited, Copy, body_hash, sha256
from docgen.register.faults import Changed, Held, place_faults
from docgen.register.ledger import Entry, RegisteredPaper, Version
from docgen.register.moves import Move, free_kept, prepare
from docgen.register.open_folder import OpenFolder
from docgen.register.placement import Draft, Outcome, Placement
from docgen.register.store import DRAFT_STATE
from docgen.register.versions import input_hashes, version_found, version_of


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of a draft, and what the register is to know of it; ``None`` where it knows
    all."""

    placement: Placement
    entry: Entry | None


Steps = Generator[Move, None, Laid]
"""Yields the files that are to be laid and goes on once they are."""


class Laying:
    """One draft on its way to its place.

    ``known`` and ``versions``: what the register knows of the paper. With ``others`` papers of
    the same portion are on their way before it: one that can't be laid together with them raises
    ``Awaited`` before it has done anything. ``alone``: it is such a one. ``found``: it lies there
    and the register has not known of it.
    """

    def __init__(
        self,
        open_folder: OpenFolder,
        draft: Draft,
        known: RegisteredPaper | None,
        versions: Sequence[Version],
        bases: Bases,
        merge: Merge | None = None,
        *,
        others: bool = False,
    ) -> None:
        self.open_folder = open_folder
        self.root = open_folder.root
        self.draft = draft
        self.id = draft.passport.document_id
        self.hash = sha256(draft.content)
        self.known = known
        self.versions = {version.version: version for version in versions}
        self.others = others
        self.alone = False
        self.found = False
        self.folder = open_folder.copies()
        self.wanted = self.folder.spelled(
            names.paper_path(draft.folder, draft.file_name, open_folder.stem_chars)
        )
        self._bases = bases
        self._merge = merge
        self._body = ""

    @property
    def body(self) -> str:
        if not self._body:
            self._body = body_hash(self.draft.content)
        return self._body

    @property
    def wanted_as_before(self) -> bool:
        """Whether the last run asked for the same place; so when nothing is known of it."""
        known = self.known.wanted if self.known else ""
        return (
            not known
            or known == self.wanted
            or names.collision_key(known) == names.collision_key(self.wanted)
        )

    def lay(self) -> Steps:
        copies = self._own_copies()
        if not copies:
            return (yield from self._lay_first())
        self.found = self.known is None
        paper, *others = sorted(copies, key=self._rank)
        besides = [copy for copy in others if names.is_beside(copy.path)]
        if besides:
            self._require_alone()
        if paper.content_hash == self.hash:
            return (yield from self._lay_same(paper, besides))
        if paper.untouched:
            return (yield from self._lay_over(paper, besides))
        return (yield from self._lay_near(paper, besides))

    def lay_official(self, seen: Copy) -> Steps:
        """The draft in place of the file that was seen, which goes to «прежние версии»."""
        now = self._look(seen.path)
        if now is None or now.content_hash != seen.content_hash:
            raise Changed
        move = yield from self._swap(now, now.path, keep=True)
        # An edited file is kept for the clerk and is no version of ours.
        ours = now.untouched
        known = self.known
        if known:
            self.wanted = known.wanted
        own = known.own_place if known and known.path == now.path else 0
        entry = self._record(
            now.path,
            move.mtime_ns,
            own_place=own,
            kept=move.kept if ours else "",
            over=now if ours else None,
        )
        return Laid(Placement(Outcome.REPLACED, self.root / now.path, self.root / move.kept), entry)

    def _require_alone(self) -> None:
        if self.others:
            raise Awaited
        self.alone = True

    def _own_copies(self) -> list[Copy]:
        """The files that carry this paper's passport."""
        paths = self.folder.places(self.id) | {self.wanted}
        if self.known:
            paths.add(self.known.path)
        copies = []
        for path in sorted(paths):
            copy = self._look(path)
            if copy and (copy.content_hash == self.hash or copy.document_id == self.id):
                copies.append(copy)
        return copies

    def _rank(self, copy: Copy) -> tuple[bool, bool, bool, bool, str]:
        """The paper itself first: at its place, then at the wished one; a version laid beside
        after it; an edited copy before one that can be made again."""
        # A register that was rebuilt has only guessed which of several copies is the paper.
        known = self.known.path if self.known and self.known.wanted else ""
        return (
            copy.path != known,
            copy.path != self.wanted,
            names.is_beside(copy.path),
            copy.content_hash == self.hash or copy.untouched,
            copy.path,
        )

    # --- the four cases ----------------------------------------------------------------------

    def _lay_first(self) -> Steps:
        """No file of this paper is there."""
        wished = self.wanted
        if self.known and (self.wanted_as_before or self.known.own_place):
            wished = names.without_beside(self.known.path)
        path, in_the_way = self._free_place(wished)
        move = yield from self._put(path)
        entry = self._record(path, move.mtime_ns, own_place=0)
        if not in_the_way:
            return Laid(Placement(Outcome.NEW, self.root / path), entry)
        warning = diagnose(
            "paper-name-taken",
            Origin(in_the_way),
            f"на месте бумаги лежит файл без отметки docgen, он не тронут; бумага рядом: «{path}»",
            hint="оставьте один файл из двух",
        )
        places = (self.root / path, self.root / in_the_way)
        return Laid(Placement(Outcome.BESIDE, *places, (warning,)), entry)

    def _lay_same(self, paper: Copy, besides: list[Copy]) -> Steps:
        """The file is to the byte what the draft is."""
        path = self._right_place(paper)
        mtime_ns = paper.mtime_ns
        if path != paper.path:
            move = yield from self._swap(paper, path, keep=False)
            mtime_ns = move.mtime_ns
        self._retire(besides)
        moved = self.known is not None and self.known.wanted and self.known.path != path
        entry = self._record(path, mtime_ns, own_place=self._is_own_place(paper, path))
        outcome = Outcome.MOVED if moved else Outcome.UNCHANGED
        return Laid(Placement(outcome, self.root / path), entry)

    def _lay_over(self, paper: Copy, besides: list[Copy]) -> Steps:
        """The file is as docgen wrote it, from other input."""
        path = self._right_place(paper)
        same_text = body_hash(paper.content or b"") == self.body
        move = yield from self._swap(paper, path, keep=not same_text)
        self._retire(besides)
        kept = move.kept if move.keep else ""
        own = self._is_own_place(paper, path)
        entry = self._record(path, move.mtime_ns, own_place=own, kept=kept, over=paper)
        if same_text:
            return Laid(Placement(Outcome.UNCHANGED, self.root / path), entry)
        return Laid(Placement(Outcome.REPLACED, self.root / path, self.root / kept), entry)

    def _lay_near(self, paper: Copy, besides: list[Copy]) -> Steps:
        """The file has been edited by hand."""
        if self._says_the_same(paper):
            self._retire(besides)
            entry = self._record_edited(paper, "")
            return Laid(Placement(Outcome.KEPT, self.root / paper.path), entry)
        self._require_alone()
        before = paper
        merged = self._merged(paper)
        if merged and merged.content is not None:
            paper, before = yield from self._bring_in(paper, merged.content)
        if merged and not merged.conflicts:
            self._retire(besides)
            entry = self._record_edited(paper, "", laid=merged.content is not None)
            if merged.content is None:
                return Laid(Placement(Outcome.KEPT, self.root / paper.path), entry)
            places = (self.root / paper.path, self.root / before.path)
            placement = Placement(Outcome.MERGED, *places, merged.notes, merged.changes)
            return Laid(placement, entry)
        path = next((copy.path for copy in besides if self._says_the_same(copy)), "")
        kept = ""
        over = next((copy for copy in besides if copy.untouched), None)
        if not path and over:
            path = over.path
            keep = body_hash(over.content or b"") != self.body
            move = yield from self._swap(over, path, keep=keep)
            kept = move.kept if keep else ""
        if not path:
            base = names.without_beside(paper.path)
            numbers = iter(range(1, 1000))
            path = next(p for n in numbers if not self.folder.taken_by(p := names.beside(base, n)))
            yield from self._put(path)
        entry = self._record_edited(paper, path, kept=kept, over=over)
        touched = "он не тронут"
        if merged and merged.content is not None:
            touched = f"внесено изменений: {merged.changes}, прежний файл: «{before.path}»"
        warning = diagnose(
            "paper-edited",
            Origin(paper.path),
            f"файл правили вручную, {touched}; новая версия лежит рядом: «{path}»",
            hint="перенесите правки в новую версию и оставьте один файл из двух",
        )
        told = (warning, *((*merged.conflicts, *merged.notes) if merged else ()))
        changes = merged.changes if merged else 0
        places = (self.root / path, self.root / paper.path)
        return Laid(Placement(Outcome.BESIDE, *places, told, changes), entry)

    def _merged(self, paper: Copy) -> Merged | None:
        """The draft brought into an edited file, ``None`` where that can't be done safely."""
        if self._merge is None or paper.content is None:
            return None
        if is_open_elsewhere(self.root / paper.path):
            return None
        base = self._bases.of(paper)
        return self._merge(base, paper.content, self.draft, paper.path) if base else None

    def _bring_in(self, paper: Copy, content: bytes) -> Generator[Move, None, tuple[Copy, Copy]]:
        """Put a merged file in place of the edited one: it, and the edited one where it is kept."""
        move = yield from self._swap(paper, paper.path, keep=True, content=content)
        self.open_folder.store.end_replacement(self.id)
        return Copy(paper.path, content, move.mtime_ns), replace(paper, path=move.kept)

    # --- judgements --------------------------------------------------------------------------

    def _says_the_same(self, copy: Copy) -> bool:
        """Whether a file was made from the same input as the draft, edited since or not.

        Told by its passport, which Word keeps. The program's version counts only when the
        register shows that it changed the text.
        """
        if copy.content_hash == self.hash:
            return True
        mine, theirs = self.draft.passport, copy.passport
        if theirs is None:
            return False
        for _, version in sorted(self.versions.items(), reverse=True):
            if input_hashes(version) == input_hashes(theirs):
                return version.body_hash == self.body
        return input_hashes(mine)[:3] == input_hashes(theirs)[:3]

    def _right_place(self, paper: Copy) -> str:
        """Where an untouched paper belongs: where the clerk put it, else where it is wished."""
        known = self.known
        promoted = names.is_beside(paper.path) and not (known and known.own_place)
        if known and known.path == paper.path:
            belongs = paper.path if self.wanted_as_before or known.own_place else self.wanted
            if promoted:
                belongs = names.without_beside(belongs)
        elif promoted and known is None:
            belongs = names.without_beside(paper.path)
        elif promoted and known and known.beside_path == paper.path:
            # The edited file is gone: the new version takes its place.
            belongs = known.path
        else:
            belongs = paper.path
        if names.collision_key(belongs) == names.collision_key(paper.path):
            return paper.path
        if not self.folder.taken_by(belongs):
            return belongs
        if names.is_beside(paper.path):
            return paper.path
        path, in_the_way = self._free_place(belongs)
        return paper.path if in_the_way else path

    def _is_own_place(self, paper: Copy, path: str) -> int:
        known = self.known
        if path != paper.path or path == self.wanted:
            return 0
        if known and known.path == path and known.wanted:
            return known.own_place
        return 0 if path == names.with_identity(self.wanted, self.id) else 1

    def _free_place(self, path: str) -> tuple[str, str]:
        """A free name for the paper, and the foreign file in the way of the wished one, if any.

        A name that another paper of docgen has is made different by the identity, always in
        the same way.
        """
        for length in (0, 8, 12, 32):
            tried = names.with_identity(path, self.id, length) if length else path
            taken = self.folder.taken_by(tried)
            if not taken:
                return tried, ""
            copy = self._look(taken)
            if copy is None or not copy.document_id or copy.document_id == self.id:
                numbers = iter(range(1, 1000))
                return next(
                    (p, taken)
                    for n in numbers
                    if not self.folder.taken_by(p := names.beside(tried, n))
                )
        raise Held(path, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))

    # --- moves -------------------------------------------------------------------------------

    def _look(self, path: str) -> Copy | None:
        with place_faults(path):
            return self.folder.look(path)

    def _put(self, path: str) -> Generator[Move, None, Move]:
        """Give the draft a free name."""
        move = prepare(self.open_folder, Move(self.id, path, self.draft.content))
        yield move
        self.folder.add(path, self.id)
        return move

    def _swap(
        self, old: Copy, path: str, *, keep: bool, content: bytes | None = None
    ) -> Generator[Move, None, Move]:
        """Lay the draft at ``path`` in place of another file.

        With ``keep`` off the old file, which says the same, is not kept: only one that nobody
        has edited. ``content``: what to lay instead of the draft.
        """
        version = self._version_of(old)
        move = Move(
            self.id,
            path,
            self.draft.content if content is None else content,
            old,
            free_kept(self.open_folder, old.path, version, self.id),
            keep,
            # A file that was edited is no version of ours: none is recorded as kept there.
            version if old.untouched else 0,
        )
        yield prepare(self.open_folder, move)
        self.folder.drop(old.path, self.id)
        self.folder.add(path, self.id)
        return move

    def _retire(self, besides: list[Copy]) -> None:
        """Take away a new version laid beside that has no use any more; edited ones stay."""
        for copy in besides:
            if copy.untouched:
                version = self._version_of(copy)
                kept = free_kept(self.open_folder, copy.path, version, self.id)
                with place_faults(copy.path):
                    self.open_folder.make_folders(kept)
                    self.open_folder.disk.rename(self.root / copy.path, self.root / kept)
                self.folder.drop(copy.path, self.id)
                self.open_folder.store.record_kept(self.id, version, kept)
                if version in self.versions:
                    known = self.versions[version]
                    self.versions[version] = replace(known, kept_path=kept)

    # --- records -----------------------------------------------------------------------------

    def _version_of(self, copy: Copy) -> int:
        """The number of the version that a file holds."""
        for number, version in sorted(self.versions.items(), reverse=True):
            if version.content_hash == copy.content_hash:
                return number
        return max(1, self.known.version if self.known else 1)

    def _record(
        self, path: str, mtime_ns: int, *, own_place: int, kept: str = "", over: Copy | None = None
    ) -> Entry | None:
        """The paper lies at ``path`` as docgen wrote it."""
        paper = RegisteredPaper(
            document_id=self.id,
            identity=self.draft.identity,
            kind=self.draft.kind,
            state=self.known.state if self.known else DRAFT_STATE,
            wanted=self.wanted,
            path=path,
            own_place=own_place,
            content_hash=self.hash,
            # Of the file as it was written or read: one that is saved meanwhile looks otherwise.
            size=len(self.draft.content),
            mtime_ns=mtime_ns,
            fingerprint=self.draft.fingerprint,
            version=0,
            beside_path="",
        )
        return self._entry(paper, kept, over)

    def _record_edited(
        self,
        edited: Copy,
        beside: str,
        *,
        kept: str = "",
        over: Copy | None = None,
        laid: bool = False,
    ) -> Entry | None:
        """The paper has hand edits; ``beside`` is the newer version, or empty.

        ``laid``: the draft went into the edited file, so that it is a version of the paper.
        """
        if self.known:
            paper = replace(
                self.known,
                identity=self.draft.identity,
                kind=self.draft.kind,
                path=edited.path,
                own_place=self._is_own_place(edited, edited.path),
            )
        else:
            paper = RegisteredPaper(
                document_id=self.id,
                identity=self.draft.identity,
                kind=self.draft.kind,
                state=DRAFT_STATE,
                wanted=self.wanted,
                path=edited.path,
                own_place=self._is_own_place(edited, edited.path),
                content_hash="",
                size=0,
                mtime_ns=0,
                fingerprint="",
                version=0,
                beside_path="",
            )
        paper = replace(paper, wanted=self.wanted, fingerprint="", beside_path=beside)
        return self._entry(paper, kept, over, laid=laid or bool(beside))

    def _entry(
        self, paper: RegisteredPaper, kept: str, over: Copy | None, *, laid: bool = True
    ) -> Entry | None:
        versions = self.versions
        last = max(versions, default=0)
        number = max(last, self.known.version if self.known else 0)
        if laid:
            same = last and versions[last].body_hash == self.body
            number = last if same else number + 1
        paper = replace(paper, version=number)
        recorded = number in versions and versions[number].content_hash == self.hash
        if paper == self.known and (recorded or not laid):
            return None
        added: list[Version] = []
        kept_version = None
        if over and kept:
            old = self._version_of(over)
            if old in versions:
                kept_version = (old, kept)
            elif old < number:
                added.append(version_found(over, old, kept))
        if laid and not recorded:
            made_at = versions[number].made_at if number in versions else self.open_folder.moment
            passport = self.draft.passport
            added.append(version_of(passport, self.hash, self.body, number, made_at, ""))
        return Entry(paper, tuple(added), kept_version)
