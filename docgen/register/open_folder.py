"""The folder of papers while one run holds it: locked, its register open, its files known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.register import names
from docgen.register.copies import Folder
from docgen.register.disk import FILE_MODE, IS_WINDOWS, Disk, is_link, status_of
from docgen.register.faults import machine_faults, refuse_link
from docgen.register.ledger import Ledger
from docgen.register.office import membership
from docgen.register.postgres import open_server
from docgen.register.store import DamagedRegister, companions, open_store

REGISTER = "register.sqlite3"
LOCK = "lock"
UNFINISHED = "unfinished"


class OpenFolder:
    """The folder of papers, held by one run: its files, its register, its disk."""

    def __init__(self, root: Path, moment: datetime, store: Ledger, disk: Disk) -> None:
        self.root = root
        self.moment = moment.isoformat(timespec="seconds")
        self.store = store
        self.disk = disk
        self.files = Folder(root)
        self.stem_chars = names.stem_room(len(str(root.absolute())), windows=IS_WINDOWS)
        self._scanned = False
        self._unsettled: set[Path] = set()
        self._made: set[str] = set()

    def copies(self) -> Folder:
        """What lies in the folder, looked through once."""
        if not self._scanned:
            self.files.scan(self.store.places())
            self._scanned = True
        return self.files

    @property
    def looked_through(self) -> bool:
        """Whether this run knows all that lies in the folder."""
        return self._scanned

    def settle(self) -> None:
        """One sync for each folder at the end of a run, not one for each paper: until then a
        power cut may undo a name, never tear a file."""
        while self._unsettled:
            folder = self._unsettled.pop()
            if status_of(folder) is not None:
                self.disk.sync_folder(folder)

    def look_again(self) -> None:
        """The folder has changed under the run: what was seen of it counts no more."""
        self._scanned = False
        self.forget_folders()

    def forget_folders(self) -> None:
        """Folders are looked at once for each portion of papers."""
        self._made.clear()
        self.files.forget_folders()

    def make_folders(self, path: str) -> None:
        """The folders above a paper. Raises ``Refusal`` when one of them is a link: what is
        laid there would leave the folder of papers."""
        above = path.rpartition("/")[0]
        if above in self._made:
            return
        self._make_folders(path)
        self._made.add(above)

    def _make_folders(self, path: str) -> None:
        folder = self.root
        for name in path.split("/")[:-1]:
            above, folder = folder, folder / name
            status = status_of(folder)
            if status is not None and is_link(status):
                raise refuse_link(folder)
            if status is None:
                with suppress(FileExistsError):
                    self.disk.make_folder(folder)
                self.files.add_folder(folder.relative_to(self.root).as_posix())
                self._unsettled.add(above)
        self._unsettled.add(folder)


def prepare_folder(out: Path, disk: Disk) -> None:
    """Make the folder of papers. Raises ``Refusal`` where there can't be one."""
    status = status_of(out)
    if status is not None and is_link(status):
        raise refuse_link(out)
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


def make_folder(path: Path, disk: Disk) -> None:
    """A folder of our own inside the folder of papers."""
    status = status_of(path)
    if status is None:
        with suppress(FileExistsError):
            disk.make_folder(path)
    elif is_link(status) or not path.is_dir():
        raise refuse_link(path)
    elif not IS_WINDOWS and status.st_mode & 0o077:
        disk.close_to_others(path, 0o700)


@contextmanager
def only_run(lock: Path, out: Path) -> Iterator[None]:
    """Hold the lock of the folder; it dies with the process, so no run is shut out for ever."""
    from filelock import FileLock, Timeout

    status = status_of(lock)
    if status is not None and (is_link(status) or not lock.is_file()):
        raise refuse_link(lock)
    held = FileLock(lock, timeout=0, mode=FILE_MODE)
    with machine_faults(out):
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


def open_or_set_aside(register: Path, disk: Disk) -> tuple[Ledger, str]:
    """The open register; and the name that a damaged one was given, empty when it is sound.

    Of a folder that belongs to an office the register is on its server, and a fault there is a
    ``Refusal``: it is not for a run to set aside.
    """
    if member := membership(register.parent):
        return open_server(member.url, member.folder), ""
    try:
        return open_store(register, disk), ""
    except DamagedRegister:
        number = 1
        while status_of(aside := register.with_name(f"register.damaged-{number}.sqlite3")):
            number += 1
        for file in companions(register):
            disk.rename(file, aside.with_name(aside.name + file.name[len(register.name) :]))
        return open_store(register, disk), aside.name
