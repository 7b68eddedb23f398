"""One draft on its way to its place, over nothing that a hand has touched."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from docgen.diagnostics import Origin, diagnose
from docgen.register import names
from docgen.register.bases import Bases, Merge, Merged, is_open_elsewhere
from docgen.register.copies import SERVICE_FOLDER, Copy, body_hash, sha256
from docgen.register.disk import place, status_of, write_whole
from docgen.register.faults import Changed, Held, place_faults
from docgen.register.open_folder import UNFINISHED, OpenFolder
from docgen.register.placement import Draft, Outcome, Placement
from docgen.register.store import DRAFT_STATE, RegisteredPaper, Replacement
from docgen.register.versions import input_hashes, version_found, version_of


class Laying:
    """One draft on its way to its place."""

    def __init__(
        self, open_folder: OpenFolder, draft: Draft, bases: Bases, merge: Merge | None = None
    ) -> None:
        self.open_folder = open_folder
        self.root = open_folder.root
        self.draft = draft
        self.id = draft.passport.document_id
        self.hash = sha256(draft.content)
        self.known = open_folder.store.paper(self.id)
        self.folder = open_folder.copies()
        self.wanted = self.folder.spelled(
            names.paper_path(draft.folder, draft.file_name, open_folder.stem_chars)
        )
        self._bases = bases
        self._merge = merge
        self._body = ""
        self._unfinished: Path | None = None

    @property
    def body(self) -> str:
        if not self._body:
            self._body = body_hash(self.draft.content)
        return self._body

    @property
    def wanted_as_before(self) -> bool:
        """Whether the last run asked for the same place; so when nothing is known of it."""
        known = self.known.wanted if self.known else ""
        return not known or names.collision_key(known) == names.collision_key(self.wanted)

    def lay(self) -> Placement:
        try:
            return self._lay()
        finally:
            if self._unfinished is not None and status_of(self._unfinished) is not None:
                with suppress(OSError):
                    self.open_folder.disk.remove(self._unfinished)

    def _lay(self) -> Placement:
        copies = self._own_copies()
        if not copies:
            return self._lay_first()
        paper, *others = sorted(copies, key=self._rank)
        besides = [copy for copy in others if names.is_beside(copy.path)]
        if paper.content_hash == self.hash:
            return self._lay_same(paper, besides)
        if paper.untouched:
            return self._lay_over(paper, besides)
        return self._lay_near(paper, besides)

    def lay_official(self, seen: Copy) -> Placement:
        """The draft in place of the file that was seen, which goes to «прежние версии»."""
        now = self._look(seen.path)
        if now is None or now.content_hash != seen.content_hash:
            raise Changed
        try:
            kept = self._swap(now, now.path, keep=True)
        finally:
            if self._unfinished is not None and status_of(self._unfinished) is not None:
                with suppress(OSError):
                    self.open_folder.disk.remove(self._unfinished)
        # An edited file is kept for the clerk and is no version of ours.
        ours = now.untouched
        known = self.known
        if known:
            self.wanted = known.wanted
        own = known.own_place if known and known.path == now.path else 0
        self._record(now.path, own_place=own, kept=kept if ours else "", over=now if ours else None)
        return Placement(Outcome.REPLACED, self.root / now.path, self.root / kept)

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

    def _lay_first(self) -> Placement:
        """No file of this paper is there."""
        wished = self.wanted
        if self.known and (self.wanted_as_before or self.known.own_place):
            wished = names.without_beside(self.known.path)
        path, in_the_way = self._free_place(wished)
        self._put(path)
        self._record(path, own_place=0)
        if not in_the_way:
            return Placement(Outcome.NEW, self.root / path)
        warning = diagnose(
            "paper-name-taken",
            Origin(in_the_way),
            f"на месте бумаги лежит файл без отметки docgen, он не тронут; бумага рядом: «{path}»",
            hint="оставьте один файл из двух",
        )
        return Placement(Outcome.BESIDE, self.root / path, self.root / in_the_way, (warning,))

    def _lay_same(self, paper: Copy, besides: list[Copy]) -> Placement:
        """The file is to the byte what the draft is."""
        path = self._right_place(paper)
        if path != paper.path:
            self._swap(paper, path, keep=False)
        self._retire(besides)
        moved = self.known is not None and self.known.wanted and self.known.path != path
        self._record(path, own_place=self._is_own_place(paper, path))
        return Placement(Outcome.MOVED if moved else Outcome.UNCHANGED, self.root / path)

    def _lay_over(self, paper: Copy, besides: list[Copy]) -> Placement:
        """The file is as docgen wrote it, from other input."""
        path = self._right_place(paper)
        same_text = body_hash(paper.content or b"") == self.body
        kept = self._swap(paper, path, keep=not same_text)
        self._retire(besides)
        self._record(path, own_place=self._is_own_place(paper, path), kept=kept, over=paper)
        if same_text:
            return Placement(Outcome.UNCHANGED, self.root / path)
        return Placement(Outcome.REPLACED, self.root / path, self.root / kept)

    def _lay_near(self, paper: Copy, besides: list[Copy]) -> Placement:
        """The file has been edited by hand."""
        if self._says_the_same(paper):
            self._retire(besides)
            self._record_edited(paper, "")
            return Placement(Outcome.KEPT, self.root / paper.path)
        before = paper
        merged = self._merged(paper)
        if merged and merged.content is not None:
            paper, before = self._bring_in(paper, merged.content)
        if merged and not merged.conflicts:
            self._retire(besides)
            self._record_edited(paper, "", laid=merged.content is not None)
            if merged.content is None:
                return Placement(Outcome.KEPT, self.root / paper.path)
            places = (self.root / paper.path, self.root / before.path)
            return Placement(Outcome.MERGED, *places, merged.notes, merged.changes)
        path = next((copy.path for copy in besides if self._says_the_same(copy)), "")
        kept = ""
        over = next((copy for copy in besides if copy.untouched), None)
        if not path and over:
            path = over.path
            kept = self._swap(over, path, keep=body_hash(over.content or b"") != self.body)
        if not path:
            base = names.without_beside(paper.path)
            numbers = iter(range(1, 1000))
            path = next(p for n in numbers if not self.folder.taken_by(p := names.beside(base, n)))
            self._put(path)
        self._record_edited(paper, path, kept=kept, over=over)
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
        return Placement(Outcome.BESIDE, *places, told, changes)

    def _merged(self, paper: Copy) -> Merged | None:
        """The draft brought into an edited file, ``None`` where that can't be done safely."""
        if self._merge is None or paper.content is None:
            return None
        if is_open_elsewhere(self.root / paper.path):
            return None
        base = self._bases.of(paper)
        return self._merge(base, paper.content, self.draft, paper.path) if base else None

    def _bring_in(self, paper: Copy, content: bytes) -> tuple[Copy, Copy]:
        """Put a merged file in place of the edited one: it, and the edited one where it is kept."""
        kept = self._swap(paper, paper.path, keep=True, content=content)
        self.open_folder.store.end_replacement(self.id)
        return Copy(paper.path, content), replace(paper, path=kept)

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
        for version in reversed(self.open_folder.store.versions(self.id)):
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

    def _put(self, path: str) -> None:
        """Give the draft a free name."""
        unfinished = self._write(self.draft.content)
        with place_faults(path):
            self.open_folder.make_folders(path)
            place(self.open_folder.disk, unfinished, self.root / path)
        self.folder.add(path, self.id)

    def _write(self, content: bytes) -> Path:
        self._unfinished = self.root / SERVICE_FOLDER / UNFINISHED / self.id
        write_whole(self.open_folder.disk, self._unfinished, content)
        return self._unfinished

    def _swap(self, old: Copy, path: str, *, keep: bool, content: bytes | None = None) -> str:
        """Lay the draft at ``path`` in place of another file; where the old one is kept.

        With ``keep`` off the old file, which says the same, is not kept (empty result): only one
        that nobody has edited. ``content``: what to lay instead of the draft.
        """
        content = self.draft.content if content is None else content
        disk, store = self.open_folder.disk, self.open_folder.store
        version = self._version_of(old)
        kept = self._free_kept(old.path, version)
        unfinished = self._write(content)
        with place_faults(path):
            self.open_folder.make_folders(kept)
            self.open_folder.make_folders(path)
        # A file that was edited is no version of ours: none is recorded as kept there.
        number = version if old.untouched else 0
        store.begin_replacement(Replacement(self.id, old.path, kept, path, number, int(keep)))
        try:
            with place_faults(old.path):
                disk.rename(self.root / old.path, self.root / kept)
            with place_faults(path):
                seen = self.folder.look(kept)
                if seen is None or seen.content_hash != old.content_hash:
                    raise Changed
                place(disk, unfinished, self.root / path)
        except BaseException:
            self._put_back(kept, old.path, path, sha256(content))
            raise
        self.folder.drop(old.path, self.id)
        self.folder.add(path, self.id)
        if not keep:
            disk.remove(self.root / kept)
            kept = ""
        return kept

    def _put_back(self, kept: str, old: str, new: str, wanted: str) -> None:
        """Undo the first half of a replacement. What fails here is done at the next start."""
        with suppress(Exception):
            laid = self.folder.look_quietly(new)
            if laid is not None and laid.content_hash == wanted:
                return
            if status_of(self.root / kept) is not None:
                place(self.open_folder.disk, self.root / kept, self.root / old)
            self.open_folder.store.end_replacement(self.id)

    def _retire(self, besides: list[Copy]) -> None:
        """Take away a new version laid beside that has no use any more; edited ones stay."""
        for copy in besides:
            if copy.untouched:
                version = self._version_of(copy)
                kept = self._free_kept(copy.path, version)
                with place_faults(copy.path):
                    self.open_folder.make_folders(kept)
                    self.open_folder.disk.rename(self.root / copy.path, self.root / kept)
                self.folder.drop(copy.path, self.id)
                self.open_folder.store.record_kept(self.id, version, kept)

    def _free_kept(self, path: str, version: int) -> str:
        base = names.without_beside(path)
        for length in (0, 8, 32):
            kept = names.kept(base, version, self.id, length)
            if status_of(self.root / kept) is None:
                return kept
        # Never in practice; a number that no version has had keeps the promise all the same.
        return self._free_kept(path, version + 1)

    # --- records -----------------------------------------------------------------------------

    def _version_of(self, copy: Copy) -> int:
        """The number of the version that a file holds."""
        for version in reversed(self.open_folder.store.versions(self.id)):
            if version.content_hash == copy.content_hash:
                return version.version
        return max(1, self.known.version if self.known else 1)

    def _record(
        self, path: str, *, own_place: int, kept: str = "", over: Copy | None = None
    ) -> None:
        """The paper lies at ``path`` as docgen wrote it."""
        status = (self.root / path).lstat()
        paper = RegisteredPaper(
            document_id=self.id,
            identity=self.draft.identity,
            kind=self.draft.kind,
            state=self.known.state if self.known else DRAFT_STATE,
            wanted=self.wanted,
            path=path,
            own_place=own_place,
            content_hash=self.hash,
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            fingerprint=self.draft.fingerprint,
            version=0,
            beside_path="",
        )
        self._commit(paper, kept, over)

    def _record_edited(
        self,
        edited: Copy,
        beside: str,
        *,
        kept: str = "",
        over: Copy | None = None,
        laid: bool = False,
    ) -> None:
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
        self._commit(paper, kept, over, laid=laid or bool(beside))

    def _commit(
        self, paper: RegisteredPaper, kept: str, over: Copy | None, *, laid: bool = True
    ) -> None:
        store = self.open_folder.store
        versions = {version.version: version for version in store.versions(self.id)}
        last = max(versions, default=0)
        number = max(last, self.known.version if self.known else 0)
        if laid:
            same = last and versions[last].body_hash == self.body
            number = last if same else number + 1
        paper = replace(paper, version=number)
        recorded = number in versions and versions[number].content_hash == self.hash
        if paper == self.known and (recorded or not laid):
            return
        with store.together():
            store.record_paper(paper)
            if over and kept:
                old = self._version_of(over)
                if old in versions:
                    store.record_kept(self.id, old, kept)
                elif old < number:
                    store.record_version(version_found(over, old, kept))
            if laid and not recorded:
                made_at = (
                    versions[number].made_at if number in versions else self.open_folder.moment
                )
                store.record_version(
                    version_of(self.draft.passport, self.hash, self.body, number, made_at, "")
                )
            store.end_replacement(self.id)
