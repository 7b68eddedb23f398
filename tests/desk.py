"""A clerk's desk for tests: a working folder with the sample, and docgen run in it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.cli import run

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Desk:
    """A working folder."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def partners(self) -> Path:
        return self.folder / "inputs" / "partners.xlsx"

    @property
    def directory(self) -> Path:
        return self.folder / "inputs" / "directory.xlsx"

    def docgen(self, *arguments: str) -> Said:
        """Run a command here, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with _inside(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments)
        return Said(code, out.getvalue(), err.getvalue())

    def papers(self) -> list[Path]:
        """The papers in ``out/``, without what the program keeps for itself."""
        return sorted(
            p for p in self.out.rglob("*.docx") if ".docgen" not in p.relative_to(self.out).parts
        )


def new_desk(folder: Path) -> Desk:
    """A desk with a copy of the checked-in sample."""
    for name in ("inputs", "templates_docx"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("press", "__pycache__")
        )
    return Desk(folder)


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    mask = os.umask(0o077)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.umask(mask)
