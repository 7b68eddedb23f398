"""What may be wrong around a run: the folder, its register, the clock, who else is there.

Each trouble is data: what is done to a desk before the run and undone after it, what the run may
answer. ``test_ordeal`` puts every command of ``trials`` through all of them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from tests.desk import Desk
from tests.promises.ordeal import nothing
from tests.promises.world import as_ordinary_user, doors_can_be_closed

Around = Callable[[Desk], AbstractContextManager[None]]
"""What is wrong with a desk for a while."""


@contextmanager
def calm(_: Desk) -> Iterator[None]:
    """Nothing about the desk is wrong."""
    yield


@dataclass(frozen=True)
class Trouble:
    """``around``: what is wrong with the desk during the run; ``before``: what is wrong with the
    process; ``codes``: exit codes that may come of it; ``said``: words of the answer."""

    name: str
    around: Around = calm
    before: Callable[[], object] = nothing
    codes: frozenset[int] = frozenset({0})
    said: str = ""

    def __str__(self) -> str:
        return self.name


REFUSED = frozenset({3})


def register_of(desk: Desk) -> Path:
    return desk.out / ".docgen" / "register.sqlite3"


def damaged(
    change: Callable[[bytes], bytes | None],
) -> Around:
    """The register is changed for good; ``None`` deletes it."""

    @contextmanager
    def around(desk: Desk) -> Iterator[None]:
        path = register_of(desk)
        for companion in path.parent.glob(f"{path.name}-*"):
            companion.unlink()
        content = change(path.read_bytes())
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        yield

    return around


def closed(*places: str) -> Around:
    """Folders of papers that can't be written to; «**» stands for all of them and ``out``."""

    @contextmanager
    def around(desk: Desk) -> Iterator[None]:
        folders = [path for place in places for path in desk.out.glob(place) if path.is_dir()]
        for folder in folders:
            folder.chmod(0o500)
        yield
        for folder in folders:
            folder.chmod(0o700)

    return around


@contextmanager
def held(desk: Desk) -> Iterator[None]:
    """Another run holds the folder."""
    with FileLock(desk.out / ".docgen" / "lock", mode=0o600):
        yield


@contextmanager
def open_in_word(desk: Desk) -> Iterator[None]:
    """Word has all papers open, and says so by its marks beside them."""
    marks = [path.with_name(f"~${path.name[2:]}") for path in desk.papers()]
    for mark in marks:
        mark.write_bytes(b"\x05Mukhina")
        mark.chmod(0o600)
    yield
    for mark in marks:
        mark.unlink()


@contextmanager
def linked(desk: Desk) -> Iterator[None]:
    """``out`` is a link to somewhere else."""
    elsewhere = desk.out.with_name("чужое")
    desk.out.rename(elsewhere)
    desk.out.symlink_to(elsewhere)
    before = {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")}
    yield
    assert {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")} == before
    desk.out.unlink()
    elsewhere.rename(desk.out)


@contextmanager
def clock_behind(desk: Desk) -> Iterator[None]:
    """All that is written was written in the year after this one."""

    def move(years: int) -> None:
        with contextlib.closing(sqlite3.connect(register_of(desk))) as opened:
            for table in ("numbers", "events"):
                for rowid, moment in opened.execute(
                    f"SELECT document_id, moment FROM {table}"
                ).fetchall():
                    then = datetime.fromisoformat(moment)
                    if then.year + years < datetime.now().year:
                        continue
                    there = then.replace(year=then.year + years).isoformat(timespec="seconds")
                    opened.execute(
                        f"UPDATE {table} SET moment = ? WHERE document_id = ? AND moment = ?",
                        (there, rowid, moment),
                    )
            opened.commit()

    move(1)
    yield
    move(-1)


def flipped(content: bytes) -> bytes:
    """A bit of every page is another one."""
    changed = bytearray(content)
    for place in range(100, len(changed), 4096):
        changed[place] ^= 8
    return bytes(changed)


_DOORS = doors_can_be_closed()

TROUBLES = (
    Trouble("open umask", before=lambda: os.umask(0)),
    Trouble("clock back a year", clock_behind, codes=frozenset({0, 3})),
    Trouble("another run", held, codes=REFUSED, said="другой запуск"),
    Trouble("open in Word", open_in_word, codes=frozenset({1})),
    Trouble("out is a link", linked, codes=REFUSED, said="ссылка на другое место"),
    *(
        Trouble(f"closed: {place}", closed(place), as_ordinary_user, frozenset({1, 3}))
        for place in ("**", ".docgen", "Списки*")
        if _DOORS
    ),
    Trouble("register deleted", damaged(lambda _: None), said="реестр бумаг не найден"),
    Trouble("register emptied", damaged(lambda _: b""), said="реестр бумаг"),
    Trouble("register halved", damaged(lambda c: c[: len(c) // 2]), said="был повреждён"),
    Trouble("bits of the register flipped", damaged(flipped), said="был повреждён"),
    Trouble("another file in its place", damaged(lambda _: b"PK"), said="был повреждён"),
)
