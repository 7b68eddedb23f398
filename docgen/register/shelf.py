"""The shelf: the folder of papers, where every paper is whole or absent and none is overwritten.

How a paper is laid: its bytes go to a file of their own in ``.docgen/``, are forced to the disk
and only then get the name that the clerk sees, by a step that fails when the name is taken. A
paper that a newer version replaces is first moved to «прежние версии» in one step and looked at
once more there: should the clerk have saved it in that very moment, it goes back. So no file
that docgen did not write itself is ever overwritten or removed, whatever the register says.
"""

from __future__ import annotations

import enum
import errno
import os
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.passport import Passport
from docgen.register import names
from docgen.register.closing import close, personal_places
from docgen.register.copies import SERVICE_FOLDER, Copy, Folder, body_hash, sha256
from docgen.register.disk import (
    FILE_MODE,
    IS_WINDOWS,
    Disk,
    is_link,
    place,
    status_of,
    write_whole,
)
from docgen.register.store import (
    DRAFT_STATE,
    DamagedRegister,
    RegisteredPaper,
    Replacement,
    Store,
    Version,
    companions,
    explain,
    open_store,
)

# Never changes: the ids of all papers ever made hang on it.
_NAMESPACE = uuid.UUID("8f6c0c0e-5d0b-5a0e-9a43-0d6b6c7e2f51")
_REGISTER = "register.sqlite3"
_LOCK = "lock"
_UNFINISHED = "unfinished"
_ATTEMPTS = 3

_NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
# Faults of one paper's place: others may well be laid.
_OF_ONE_PLACE = {
    errno.EACCES,
    errno.EPERM,
    errno.EBUSY,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.ENAMETOOLONG,
    errno.EINVAL,
    errno.ETXTBSY,
}
# What to do about each of them.
_IN_THE_WAY = "переименуйте файл или папку с тем же именем, что у бумаги или её папки"
_OBSTACLES = {
    errno.ENAMETOOLONG: "сократите код или название, из которого состоит имя файла",
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
}


def document_id(identity: str) -> str:
    """The id in the passport of a paper: the same for the same identity, on any machine."""
    return str(uuid.uuid5(_NAMESPACE, identity))


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that is ready to be laid.

    ``identity``: kind and codes of its records; ``file_name`` and ``folder``: as wished, they
    are made safe here; ``fingerprint``: of all input of the paper, its name and folder
    included. ``passport.document_id`` must be ``document_id(identity)``.
    """

    identity: str
    kind: str
    file_name: str
    folder: str
    content: bytes
    fingerprint: str
    passport: Passport


class Outcome(enum.StrEnum):
    """What became of a draft."""

    NEW = "создан"
    UNCHANGED = "без изменений"
    """The text on the disk is that of the draft (the passport may have been renewed)."""
    REPLACED = "заменён"
    """The former version is at ``Placement.previous``."""
    MOVED = "перемещён"
    """Unchanged, at another place than last time: the clerk moved it or its name changed."""
    KEPT = "правлен вручную"
    """Edited by hand, and the draft says nothing new: left alone."""
    BESIDE = "положен рядом"
    """The file at ``Placement.previous`` is not ours to touch; the draft lies at ``path``."""
    HELD = "не положен"
    """The place is closed (open in Word); ``Placement.diagnostics`` say it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a paper lies. ``previous``: what was there before it, see ``Outcome``."""

    outcome: Outcome
    path: Path
    previous: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class _Changed(Exception):
    """The folder has changed between looking and laying: look again."""


class _Held(Exception):
    """This paper cannot be laid, others can."""

    def __init__(self, path: str, failure: OSError) -> None:
        super().__init__(path)
        self.path = path
        self.failure = failure


@contextmanager
def open_shelf(out: Path, moment: datetime, *, disk: Disk | None = None) -> Iterator[Shelf]:
    """The folder of papers, for one run alone.

    ``moment``: when the run takes place, written into the register. ``shelf.diagnostics`` says
    what had to be put right. Raises ``Refusal`` when the folder cannot be used or another run
    holds it, and inside the block when the disk fails.
    """
    disk = disk or Disk()
    with _machine_faults(out):
        _prepare_folder(out, disk)
        service = out / SERVICE_FOLDER
        _make_folder(service, disk)
    with _only_run(service / _LOCK, out):
        with _machine_faults(out):
            _make_folder(service / _UNFINISHED, disk)
            for leftover in (service / _UNFINISHED).iterdir():
                if not leftover.is_dir() or leftover.is_symlink():
                    disk.remove(leftover)
            store, damage = _open_or_set_aside(service / _REGISTER, disk)
        try:
            with _machine_faults(out):
                shelf = Shelf(out, moment, store, disk)
                shelf._recover(damage)
            try:
                yield shelf
            except BaseException:
                # Also after a fault or Ctrl-C what has been laid should outlive a power cut.
                with suppress(Exception):
                    shelf._settle()
                raise
            with _machine_faults(out):
                shelf._settle()
        finally:
            with suppress(Exception):
                store.close()


def lying_papers(out: Path, moment: datetime) -> list[RegisteredPaper]:
    """The papers that the register knows and that still lie in a folder; none where docgen has
    never laid any. Raises ``Refusal`` like ``open_shelf``."""
    if not (out / SERVICE_FOLDER).is_dir():
        return []
    with open_shelf(out, moment) as shelf:
        return [p for p in shelf.papers() if status_of(out / p.path) is not None]


class Shelf:
    """The open folder of papers; see ``open_shelf``."""

    def __init__(self, root: Path, moment: datetime, store: Store, disk: Disk) -> None:
        self.root = root
        self.diagnostics: list[Diagnostic] = []
        self._moment = moment.isoformat(timespec="seconds")
        self._store = store
        self._disk = disk
        self._folder = Folder(root)
        self._scanned = False
        self._laid: set[str] = set()
        self._unsettled: set[Path] = set()
        self._stem_chars = names.stem_room(len(str(root.absolute())), windows=IS_WINDOWS)

    # --- questions ---------------------------------------------------------------------------

    def is_current(self, identity: str, fingerprint: str) -> bool:
        """Whether the paper lies at its place exactly as docgen wrote it from this input.

        Then it need not be rendered. ``False`` whenever there is anything to say about the
        paper: moved, edited, a new version beside it.
        """
        with _machine_faults(self.root):
            paper = self._store.paper(document_id(identity))
            if paper is None or paper.fingerprint != fingerprint or not fingerprint:
                return False
            if paper.beside_path or not paper.content_hash:
                return False
            copy = self._folder.look_quietly(paper.path)
            return copy is not None and copy.content_hash == paper.content_hash

    def left_alone(self, identity: str, fingerprint: str) -> Placement | None:
        """Where the paper lies if it ``is_current``, else ``None``: it is to be laid."""
        place = self.path_of(identity) if self.is_current(identity, fingerprint) else None
        return Placement(Outcome.UNCHANGED, place) if place else None

    def papers(self) -> list[RegisteredPaper]:
        """All papers that the register knows, by place."""
        with _machine_faults(self.root):
            return list(self._store.papers())

    def versions(self, identity: str) -> list[Version]:
        """The versions that a paper has had, oldest first."""
        with _machine_faults(self.root):
            return self._store.versions(document_id(identity))

    def path_of(self, identity: str) -> Path | None:
        """Where the paper lies as far as the register knows."""
        with _machine_faults(self.root):
            paper = self._store.paper(document_id(identity))
            return self.root / paper.path if paper else None

    def orphans(self, identities: Collection[str], kinds: Collection[str]) -> list[RegisteredPaper]:
        """Papers of these kinds whose rows this run has not seen. They are left alone.

        Only those that still lie in the folder.
        """
        seen = {document_id(identity) for identity in identities}
        return [
            paper
            for paper in self.papers()
            if paper.kind in kinds
            and paper.document_id not in seen
            and status_of(self.root / paper.path) is not None
        ]

    def close_personal(self, kinds: Collection[str], folders: Collection[str]) -> None:
        """Close to others what lies on the shelf of these kinds, and the folders of theirs.

        To be called before their papers are laid: those come closed.
        """
        wanted = dict.fromkeys(
            place for folder in folders for place in personal_places(folder, self._stem_chars)
        )
        papers = (paper for paper in self.papers() if paper.kind in kinds)
        lying = (path for paper in papers for path in (paper.path, paper.beside_path) if path)
        self.diagnostics += close(self.root, wanted, lying, self._disk)

    # --- laying ------------------------------------------------------------------------------

    def lay(self, draft: Draft) -> Placement:
        """Lay a paper: whole or not at all, over nothing that a hand has touched.

        A place that is closed holds back this paper alone (``Outcome.HELD``). Raises
        ``Refusal`` when the disk fails for all, ``ValueError`` when the passport is of another
        paper or the identity has been laid in this run already.
        """
        if draft.passport.document_id != document_id(draft.identity):
            raise ValueError(f"the passport is not that of {draft.identity}")
        if draft.identity in self._laid:
            raise ValueError(f"two papers of one run are both {draft.identity}")
        self._laid.add(draft.identity)
        with _machine_faults(self.root):
            for _ in range(_ATTEMPTS):
                try:
                    return _Laying(self, draft).lay()
                except _Changed:
                    self._scanned = False
                except _Held as held:
                    return self._hold_back(held)
            path = names.paper_path(draft.folder, draft.file_name, self._stem_chars)
            busy = OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            return self._hold_back(_Held(path, busy))

    def _hold_back(self, held: _Held) -> Placement:
        origin = Origin(held.path)
        if held.failure.errno in (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY):
            diagnostic = diagnose(
                "paper-busy",
                origin,
                "файл открыт в другой программе или закрыт для записи, бумага не обновлена",
                hint=f"закройте файл в {_program(held.path)} и повторите ту же команду",
            )
        else:
            diagnostic = diagnose(
                "paper-not-laid",
                origin,
                "бумагу не удалось положить на её место",
                hint=_OBSTACLES.get(
                    held.failure.errno or 0,
                    f"проверьте папку, в которой лежит бумага (код ошибки {held.failure.errno}),"
                    " и повторите ту же команду",
                ),
            )
        return Placement(Outcome.HELD, self.root / held.path, None, (diagnostic,))

    def _copies(self) -> Folder:
        if not self._scanned:
            self._folder.scan(self._store.papers())
            self._scanned = True
        return self._folder

    def _settle(self) -> None:
        """One sync for each folder at the end of a run, not one for each paper: until then a
        power cut may undo a name, never tear a file."""
        while self._unsettled:
            folder = self._unsettled.pop()
            if status_of(folder) is not None:
                self._disk.sync_folder(folder)

    # --- after a crash -----------------------------------------------------------------------

    def _recover(self, damage: str) -> None:
        for begun in self._store.replacements():
            self._finish(begun)
        if self._store.fresh:
            found = self._rebuild()
            if damage or found:
                origin = Origin(f"{SERVICE_FOLDER}/{_REGISTER}")
                how = (
                    f"реестр бумаг был повреждён, он отложен в файл «{damage}»"
                    if damage
                    else "реестр бумаг не найден"
                )
                self.diagnostics.append(
                    diagnose(
                        "register-rebuilt",
                        origin,
                        f"{how}; собран новый по самим бумагам, найдено: {found}",
                        hint="бумаги не пострадали, делать ничего не нужно",
                    )
                )

    def _finish(self, begun: Replacement) -> None:
        """Undo a replacement that was cut off before the new paper had its name."""
        kept_is_there = status_of(self.root / begun.kept_path) is not None
        new = self._folder.look_quietly(begun.new_path)
        done = new is not None and new.document_id == begun.document_id
        kept_path = ""
        if kept_is_there and not done:
            self._make_folders(begun.old_path)
            with suppress(FileExistsError):
                place(self._disk, self.root / begun.kept_path, self.root / begun.old_path)
        elif kept_is_there and begun.keep:
            kept_path = begun.kept_path
        elif kept_is_there:
            self._disk.remove(self.root / begun.kept_path)
        with self._store.together():
            if kept_path:
                self._store.record_kept(begun.document_id, begun.old_version, kept_path)
            self._store.end_replacement(begun.document_id)

    def _rebuild(self) -> int:
        """Fill a new register from the passports; how many papers were found."""
        folder = self._copies()
        kept: dict[str, dict[int, Copy]] = {}
        for old in folder.kept():
            kept.setdefault(old.document_id, {})[names.kept_version(old.path) or 1] = old
        count = 0
        with self._store.together():
            for identifier, paths in folder.papers():
                copies = [c for path in paths if (c := folder.look_quietly(path)) is not None]
                copies.sort(key=lambda copy: names.is_beside(copy.path))
                if copies and (passport := copies[0].passport):
                    self._adopt(identifier, passport, copies, kept.get(identifier, {}))
                    count += 1
        return count

    def _adopt(
        self, identifier: str, passport: Passport, copies: list[Copy], kept: dict[int, Copy]
    ) -> None:
        paper = copies[0]
        version = max(kept, default=0) + 1
        status = (self.root / paper.path).lstat()
        besides = [c.path for c in copies[1:] if names.is_beside(c.path) and c.untouched]
        self._store.record_paper(
            RegisteredPaper(
                document_id=identifier,
                identity=None,
                kind=passport.kind,
                state=DRAFT_STATE,
                wanted="",
                path=paper.path,
                own_place=0,
                content_hash=paper.content_hash if paper.untouched else "",
                size=status.st_size,
                mtime_ns=status.st_mtime_ns,
                fingerprint="",
                version=version,
                beside_path=besides[0] if besides else "",
            )
        )
        for number, old in sorted(kept.items()):
            self._store.record_version(_version_found(old, number, old.path))
        # The text that hand edits began from is gone: an edited file is no version of ours.
        if paper.untouched:
            self._store.record_version(_version_found(paper, version, ""))

    # --- steps on the disk -------------------------------------------------------------------

    def _make_folders(self, path: str) -> None:
        """The folders above a paper. Raises ``Refusal`` when one of them is a link: what is
        laid there would leave the folder of papers."""
        folder = self.root
        for name in path.split("/")[:-1]:
            above, folder = folder, folder / name
            status = status_of(folder)
            if status is not None and is_link(status):
                raise _refuse_link(folder)
            if status is None:
                with suppress(FileExistsError):
                    self._disk.make_folder(folder)
                self._folder.add_folder(folder.relative_to(self.root).as_posix())
                self._unsettled.add(above)
        self._unsettled.add(folder)


class _Laying:
    """One draft on its way to its place."""

    def __init__(self, shelf: Shelf, draft: Draft) -> None:
        self.shelf = shelf
        self.root = shelf.root
        self.draft = draft
        self.id = draft.passport.document_id
        self.hash = sha256(draft.content)
        self.known = shelf._store.paper(self.id)
        self.folder = shelf._copies()
        self.wanted = self.folder.spelled(
            names.paper_path(draft.folder, draft.file_name, shelf._stem_chars)
        )
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
                    self.shelf._disk.remove(self._unfinished)

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
        warning = diagnose(
            "paper-edited",
            Origin(paper.path),
            f"файл правили вручную, он не тронут; новая версия лежит рядом: «{path}»",
            hint="перенесите правки в новую версию и оставьте один файл из двух",
        )
        return Placement(Outcome.BESIDE, self.root / path, self.root / paper.path, (warning,))

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
        for version in reversed(self.shelf._store.versions(self.id)):
            if _hashes(version) == _hashes(theirs):
                return version.body_hash == self.body
        return _hashes(mine)[:3] == _hashes(theirs)[:3]

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
        raise _Held(path, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))

    # --- moves -------------------------------------------------------------------------------

    def _look(self, path: str) -> Copy | None:
        with self._place_faults(path):
            return self.folder.look(path)

    def _put(self, path: str) -> None:
        """Give the draft a free name."""
        unfinished = self._write()
        with self._place_faults(path):
            self.shelf._make_folders(path)
            place(self.shelf._disk, unfinished, self.root / path)
        self.folder.add(path, self.id)

    def _write(self) -> Path:
        self._unfinished = self.root / SERVICE_FOLDER / _UNFINISHED / self.id
        write_whole(self.shelf._disk, self._unfinished, self.draft.content)
        return self._unfinished

    def _swap(self, old: Copy, path: str, *, keep: bool) -> str:
        """Lay the draft at ``path`` in place of an untouched file; where the old one is kept.

        With ``keep`` off the old file, which says the same, is not kept (empty result).
        """
        disk, store = self.shelf._disk, self.shelf._store
        version = self._version_of(old)
        kept = self._free_kept(old.path, version)
        unfinished = self._write()
        with self._place_faults(path):
            self.shelf._make_folders(kept)
            self.shelf._make_folders(path)
        store.begin_replacement(Replacement(self.id, old.path, kept, path, version, int(keep)))
        try:
            with self._place_faults(old.path):
                disk.rename(self.root / old.path, self.root / kept)
            with self._place_faults(path):
                seen = self.folder.look(kept)
                if seen is None or seen.content_hash != old.content_hash:
                    raise _Changed
                place(disk, unfinished, self.root / path)
        except BaseException:
            self._put_back(kept, old.path, path)
            raise
        self.folder.drop(old.path, self.id)
        self.folder.add(path, self.id)
        if not keep:
            disk.remove(self.root / kept)
            kept = ""
        return kept

    def _put_back(self, kept: str, old: str, new: str) -> None:
        """Undo the first half of a replacement. What fails here is done at the next start."""
        with suppress(Exception):
            laid = self.folder.look_quietly(new)
            if laid is not None and laid.content_hash == self.hash:
                return
            if status_of(self.root / kept) is not None:
                place(self.shelf._disk, self.root / kept, self.root / old)
            self.shelf._store.end_replacement(self.id)

    def _retire(self, besides: list[Copy]) -> None:
        """Take away a new version laid beside that has no use any more; edited ones stay."""
        for copy in besides:
            if copy.untouched:
                version = self._version_of(copy)
                kept = self._free_kept(copy.path, version)
                with self._place_faults(copy.path):
                    self.shelf._make_folders(kept)
                    self.shelf._disk.rename(self.root / copy.path, self.root / kept)
                self.folder.drop(copy.path, self.id)
                self.shelf._store.record_kept(self.id, version, kept)

    def _free_kept(self, path: str, version: int) -> str:
        base = names.without_beside(path)
        for length in (0, 8, 32):
            kept = names.kept(base, version, self.id, length)
            if status_of(self.root / kept) is None:
                return kept
        # Never in practice; a number that no version has had keeps the promise all the same.
        return self._free_kept(path, version + 1)

    @contextmanager
    def _place_faults(self, path: str) -> Iterator[None]:
        """Faults of this paper's place hold back this paper; the rest goes through."""
        try:
            yield
        except (FileExistsError, FileNotFoundError) as failure:
            raise _Changed from failure
        except OSError as failure:
            if failure.errno in _OF_ONE_PLACE:
                raise _Held(path, failure) from failure
            raise

    # --- records -----------------------------------------------------------------------------

    def _version_of(self, copy: Copy) -> int:
        """The number of the version that a file holds."""
        for version in reversed(self.shelf._store.versions(self.id)):
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
        self, edited: Copy, beside: str, *, kept: str = "", over: Copy | None = None
    ) -> None:
        """The paper has hand edits; ``beside`` is the newer version, or empty."""
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
        self._commit(paper, kept, over, laid=bool(beside))

    def _commit(
        self, paper: RegisteredPaper, kept: str, over: Copy | None, *, laid: bool = True
    ) -> None:
        store = self.shelf._store
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
                    store.record_version(_version_found(over, old, kept))
            if laid and not recorded:
                made_at = versions[number].made_at if number in versions else self.shelf._moment
                store.record_version(
                    _version(self.draft.passport, self.hash, self.body, number, made_at, "")
                )
            store.end_replacement(self.id)


def _program(path: str) -> str:
    return "Word" if path.casefold().endswith(names.EXTENSION) else "Excel"


def _hashes(source: Version | Passport) -> tuple[str, str, str, str]:
    return source.row_hash, source.template_hash, source.settings_hash, source.program_version


def _version(
    passport: Passport, content_hash: str, body: str, number: int, made_at: str, kept_path: str
) -> Version:
    return Version(
        document_id=passport.document_id,
        version=number,
        content_hash=content_hash,
        body_hash=body,
        row_hash=passport.row_hash,
        template_hash=passport.template_hash,
        settings_hash=passport.settings_hash,
        program_version=passport.program_version,
        made_at=made_at,
        kept_path=kept_path,
    )


def _version_found(copy: Copy, number: int, kept_path: str) -> Version:
    """The version that a file of ours holds; when it was made nobody knows any more."""
    if copy.content is None or copy.passport is None:
        raise ValueError(f"{copy.path} has no passport")
    body = body_hash(copy.content)
    return _version(copy.passport, copy.content_hash, body, number, "", kept_path)


# --- opening -----------------------------------------------------------------------------------


def _prepare_folder(out: Path, disk: Disk) -> None:
    status = status_of(out)
    if status is not None and is_link(status):
        raise _refuse_link(out)
    if status is not None and not out.is_dir():
        raise Refusal(
            f"«{out}» — файл, а не папка: складывать бумаги некуда",
            hint="переименуйте этот файл или назовите другую папку в --out",
        )
    if not names.stem_room(len(str(out.absolute())), windows=IS_WINDOWS):
        raise Refusal(
            f"путь к папке «{out}» слишком длинный: Word не откроет бумаги из неё",
            hint="назовите в --out папку ближе к началу диска",
        )
    if status is None:
        missing = [out, *(above for above in out.parents if status_of(above) is None)]
        above = missing[-1].parent
        if not above.is_dir():
            raise Refusal(
                f"«{above}» — файл, а не папка: складывать бумаги некуда",
                hint="назовите в --out другую папку",
            )
        for folder in reversed(missing):
            # Another run may be making it in this very moment; the lock comes later.
            with suppress(FileExistsError):
                disk.make_folder(folder)


def _make_folder(path: Path, disk: Disk) -> None:
    """A folder of our own inside the folder of papers."""
    status = status_of(path)
    if status is None:
        with suppress(FileExistsError):
            disk.make_folder(path)
    elif is_link(status) or not path.is_dir():
        raise _refuse_link(path)
    elif not IS_WINDOWS and status.st_mode & 0o077:
        disk.close_to_others(path, 0o700)


@contextmanager
def _only_run(lock: Path, out: Path) -> Iterator[None]:
    """Hold the lock of the folder; it dies with the process, so no run is shut out for ever."""
    from filelock import FileLock, Timeout

    status = status_of(lock)
    if status is not None and (is_link(status) or not lock.is_file()):
        raise _refuse_link(lock)
    held = FileLock(lock, timeout=0, mode=FILE_MODE)
    with _machine_faults(out):
        try:
            held.acquire()
        except Timeout:  # an OSError too
            raise Refusal(
                f"с папкой «{out}» уже работает другой запуск docgen",
                hint="дождитесь, пока он закончит, и повторите команду",
            ) from None
    try:
        yield
    finally:
        held.release()


def _open_or_set_aside(register: Path, disk: Disk) -> tuple[Store, str]:
    """The open register; and the name that a damaged one was given, empty when it is sound."""
    try:
        return open_store(register, disk), ""
    except DamagedRegister:
        number = 1
        while status_of(aside := register.with_name(f"register.damaged-{number}.sqlite3")):
            number += 1
        for file in companions(register):
            disk.rename(file, aside.with_name(aside.name + file.name[len(register.name) :]))
        return open_store(register, disk), aside.name


@contextmanager
def _machine_faults(out: Path) -> Iterator[None]:
    """Faults of the disk as one plain sentence."""
    try:
        yield
    except OSError as failure:
        raise _explain(failure, out) from failure
    except Exception as failure:
        import sqlite3

        if isinstance(failure, sqlite3.Error):
            raise explain(failure) from failure
        raise


def _explain(failure: OSError, out: Path) -> Refusal:
    if failure.errno in _NO_SPACE:
        return Refusal(
            "на диске не осталось места, работа остановлена",
            hint="освободите место и повторите ту же команду: готовое не пропадёт",
        )
    if failure.errno in _CLOSED:
        return Refusal(
            f"в папку «{out}» нельзя записывать",
            hint="снимите с неё защиту от записи или назовите другую папку в --out",
        )
    return Refusal(
        f"папка «{out}» не отвечает (код ошибки {failure.errno})",
        hint="проверьте, что диск на месте, и повторите ту же команду: готовое не пропадёт",
    )


def _refuse_link(path: Path) -> Refusal:
    return Refusal(
        f"«{path}» — ссылка на другое место: бумаги ушли бы из своей папки",
        hint="уберите ссылку или назовите в --out настоящую папку",
    )
