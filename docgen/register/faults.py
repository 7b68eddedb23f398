"""Faults of the disk: of one paper's place, which hold back that paper, and of the whole run."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.diagnostics import Origin, Refusal, diagnose
from docgen.register import names
from docgen.register.placement import Outcome, Placement
from docgen.register.store import explain

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


class Changed(Exception):
    """The folder has changed between looking and laying: look again."""


class Held(Exception):
    """This paper cannot be laid, others can."""

    def __init__(self, path: str, failure: OSError) -> None:
        super().__init__(path)
        self.path = path
        self.failure = failure


def held_back(held: Held, root: Path) -> Placement:
    """What is said of a paper that could not be laid."""
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
    return Placement(Outcome.HELD, root / held.path, None, (diagnostic,))


def _program(path: str) -> str:
    return "Word" if path.casefold().endswith(names.EXTENSION) else "Excel"


@contextmanager
def machine_faults(out: Path) -> Iterator[None]:
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


def refuse_link(path: Path) -> Refusal:
    """What is said of a link where a folder or a file of ours should be."""
    return Refusal(
        f"«{path}» — ссылка на другое место: бумаги ушли бы из своей папки",
        hint="уберите ссылку или назовите в --out настоящую папку",
    )


@contextmanager
def place_faults(path: str) -> Iterator[None]:
    """Faults of this paper's place hold back this paper; the rest goes through."""
    try:
        yield
    except (FileExistsError, FileNotFoundError) as failure:
        raise Changed from failure
    except OSError as failure:
        if failure.errno in _OF_ONE_PLACE:
            raise Held(path, failure) from failure
        raise
