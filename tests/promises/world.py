"""A clerk's machine for the tests of the promises: her desk, her home, and the real command.

Every run is a process of its own, as the clerk starts it, because most of what is promised
here is about how a process ends. The world around the working folder is looked at before and
after.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from docgen.passport import is_untouched, read_passport
from docgen.register.names import EXTENSIONS, SIGNED_FOLDER
from tests.desk import ROOT, Desk, Said, new_desk
from tests.register.papers import edited, leftovers

ALL = 61
"""Papers of the sample."""
AGREEMENTS = 24
"""Those that ``move_the_signing`` changes."""
FAMILY = ("agreements", "inputs/partners.xlsx")
PATIENCE = 60.0
"""Seconds after which a run that should have got somewhere is given up; never waited for."""

_PR_CAPBSET_DROP = 24
_CAP_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH, _CAP_FOWNER = 1, 2, 3


@dataclass
class World:
    """A desk on a machine with a home and a folder for temporary files."""

    root: Path
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        for name in ("home", "tmp"):
            (self.root / name).mkdir()
        self.desk = new_desk(self.root / "район")

    @property
    def out(self) -> Path:
        return self.desk.out

    def copy(self, root: Path) -> World:
        """The same world elsewhere, times of files included."""
        other = object.__new__(World)
        other.root = root
        other.desk = Desk(root / self.desk.folder.name)
        shutil.copytree(self.root, root, symlinks=True)
        return other

    def move_the_signing(self, town: str = "г. Новые Дали") -> None:
        """Change every agreement, and neither the lists of pupils nor the approval sheets."""
        book = openpyxl.load_workbook(self.desk.partners)
        sheet = book["Договоры"]
        place = [cell.value for cell in sheet[1]].index("Место заключения") + 1
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value:
                sheet.cell(row, place).value = town
        book.save(self.desk.partners)

    def environment(self, **changes: str | None) -> dict[str, str]:
        """What the command sees: nothing of the machine that runs the tests."""
        plain = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": byte_code_folder(),
            **changes,
        }
        return {name: value for name, value in plain.items() if value is not None}

    def start(
        self,
        *arguments: str,
        before: Callable[[], object] | None = None,
        **changes: str | None,
    ) -> Running:
        """Start the command; ``before`` is called in the child, ``changes`` are of its
        environment (``None`` takes a name away)."""
        return Running(
            subprocess.Popen(
                [sys.executable, "-m", "docgen", *(arguments or FAMILY)],
                cwd=self.desk.folder,
                env=self.environment(**changes),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=before,
            ),
            self.out,
        )

    def run(
        self,
        *arguments: str,
        before: Callable[[], object] | None = None,
        encoding: str = "utf-8",
        **changes: str | None,
    ) -> Said:
        """Run the command to its end."""
        return self.start(*arguments, before=before, **changes).end(encoding)

    def papers(self) -> dict[str, bytes]:
        """Papers in ``out/`` by place, with their bytes."""
        return papers_of(self.out)

    def ids(self) -> dict[str, str]:
        """Ids of the papers and their places, without versions kept or laid beside; each id
        stands once."""
        found: dict[str, str] = {}
        for path, content in self.papers().items():
            passport = read_passport(content)
            if passport and not path.startswith("прежние версии/") and "новая версия" not in path:
                assert passport.document_id not in found, f"{path} has the id of another paper"
                found[passport.document_id] = path
        return found

    def edit(self, *places: str) -> dict[str, bytes]:
        """Edit papers by hand; what is in them then."""
        hands = {}
        for place in places:
            path = self.out / place
            hands[place] = edited(path.read_bytes())
            path.write_bytes(hands[place])
        return hands

    def surroundings(self) -> dict[str, tuple[int, int, int, str]]:
        """Everything that a run may not change: the inputs, the templates, the home, the
        temporary folder and the program itself."""
        return look(self.root, without={"out"}) | look(ROOT / "docgen", without={"__pycache__"})


@functools.cache
def byte_code_folder() -> str:
    """Where the runs of these tests keep byte code: neither in the program's folder nor in the
    world that is watched, and once, for compiling the program takes longer than a run."""
    folder = tempfile.mkdtemp(prefix="docgen-byte-code-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Running:
    """A command that has been started."""

    def __init__(self, process: subprocess.Popen[bytes], out: Path) -> None:
        self.process = process
        self._out = out

    def until(self, reached: Callable[[], bool]) -> bool:
        """Watch until something has happened; ``False`` when the run ended before."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            if self.process.poll() is not None:
                return False
            assert time.monotonic() < deadline, "the run got nowhere"
            time.sleep(0.0005)
        return True

    def until_papers(self, count: int, below: str = "") -> bool:
        """Watch until so many papers lie in ``out/``, or in one folder of it."""
        return self.until(lambda: count_papers(self._out / below) >= count)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self, encoding: str = "utf-8") -> Said:
        """What it said and its exit code (negative: the signal that killed it)."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return Said(self.process.returncode, (out or b"").decode(encoding), err.decode(encoding))


def count_papers(folder: Path) -> int:
    """Papers below a folder that may be changing, without what docgen keeps for itself."""
    count = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == ".docgen":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    count += count_papers(Path(entry.path))
                else:
                    count += entry.name.endswith(EXTENSIONS)
    except FileNotFoundError:
        pass
    return count


def papers_of(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
        and path.relative_to(out).parts[0] not in (".docgen", "README.md", SIGNED_FOLDER)
    }


def look(root: Path, *, without: Iterable[str] = ()) -> dict[str, tuple[int, int, int, str]]:
    """Mode, size, time and hash of everything below a folder, the folder included."""
    seen = {}
    skipped = set(without)
    waiting = [root]
    while waiting:
        path = waiting.pop()
        status = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        # The time of a folder changes with ``out/`` or ``__pycache__`` inside it.
        moment = status.st_mtime_ns if path.is_file() else 0
        size = status.st_size if path.is_file() else 0
        seen[str(path)] = (status.st_mode, size, moment, content)
        if stat.S_ISDIR(status.st_mode):
            waiting += [p for p in path.iterdir() if p.name not in skipped]
    return seen


# --- promises ------------------------------------------------------------------------------------


def assert_whole(out: Path, hands: Mapping[str, bytes] | None = None) -> None:
    """P1 and P3, at any moment: every paper is whole and as docgen wrote it, or as the clerk
    left it; nothing else lies about."""
    hands = hands or {}
    found = papers_of(out) if out.exists() else {}
    for path, hand in hands.items():
        assert found.get(path) == hand, f"{path} is no longer what the clerk left"
    for path, content in found.items():
        assert path.endswith(EXTENSIONS), f"{path} is left over"
        if path not in hands:
            with zipfile.ZipFile(out / path) as container:
                assert container.testzip() is None
            assert is_untouched(content), f"{path} is torn"
    assert_closed(out)


def assert_nothing_left(out: Path) -> None:
    """P1, after a run that came to its end by itself."""
    assert leftovers(out) == []


def assert_closed(out: Path) -> None:
    """P5: what docgen made is nobody else's to read."""
    for path in out.rglob("*"):
        mode = path.lstat().st_mode
        assert not mode & 0o077, f"{path} is open to others: {stat.S_IMODE(mode):o}"


def assert_one_message(said: Said, code: int) -> str:
    """P4: the exit code, one plain Russian message, no traceback; the message."""
    assert said.code == code, said.text
    assert "Traceback" not in said.text
    assert "внутренняя ошибка" not in said.text
    told = [line for line in said.err.splitlines() if line.startswith("ошибка")]
    assert len(told) == 1, said.text
    assert any("а" <= letter <= "я" for letter in told[0].removeprefix("ошибка"))
    return told[0]


# --- an ordinary user ----------------------------------------------------------------------------


def as_ordinary_user() -> None:
    """In the child: a closed folder is closed. Root goes through any door, so it leaves the
    right to do so behind; anybody else has none."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH, _CAP_FOWNER):
            if library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")
        # What is dropped there is gone at the next exec; a fork has it still.
        head, rights = (ctypes.c_uint32 * 2)(_CAP_VERSION_3, 0), (ctypes.c_uint32 * 6)()
        if library.capget(head, rights):
            raise OSError(ctypes.get_errno(), "capget")
        rights[0] &= ~sum(
            1 << capability for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH, _CAP_FOWNER)
        )
        if library.capset(head, rights):
            raise OSError(ctypes.get_errno(), "capset")


@functools.cache
def doors_can_be_closed() -> bool:
    """Whether a child can be kept out of a closed folder on this machine."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o500)
        script = f"open({name!r} + '/x', 'w')"
        try:
            result = subprocess.run(
                [sys.executable, "-c", script], preexec_fn=as_ordinary_user, capture_output=True
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return b"PermissionError" in result.stderr
