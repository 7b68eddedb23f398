"""Personal data are nobody else's to read, whatever was in the folder before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.register import open_shelf
from docgen.register.disk import IS_WINDOWS, Disk
from tests.register.papers import MOMENT, draft, edited

LISTS = "Списки (персональные данные)"
KEPT = f"прежние версии/{LISTS}"
pytestmark = pytest.mark.skipif(IS_WINDOWS, reason="rights of another kind")


@pytest.fixture(autouse=True)
def nothing_is_masked() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


class _FlatDisk(Disk):
    """A disk that knows no rights and says nothing of it."""

    def close_to_others(self, path: Path, mode: int) -> None:
        pass


class _ForeignDisk(Disk):
    """A disk on which everything belongs to somebody else."""

    def close_to_others(self, path: Path, mode: int) -> None:
        raise PermissionError(path)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def _run(out: Path, text: str, disk: Disk | None = None) -> list[str]:
    with open_shelf(out, MOMENT, disk=disk) as shelf:
        shelf.close_personal({"pupil-list"}, [LISTS])
        for code in ("1", "2"):
            shelf.lay(draft(code, text, kind="pupil-list", folder=LISTS))
        shelf.lay(draft("3", text))
        return [f"{d.code} {d.origin}" for d in shelf.diagnostics]


def test_everything_personal_is_closed_in_a_folder_that_stands_open(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / LISTS).mkdir(parents=True)
    (out / KEPT).mkdir(parents=True)
    assert _mode(out / LISTS) == 0o777, "the folders are open to all before the run"
    _run(out, "первая")
    for path in (*(out / LISTS).iterdir(), *(out / "Договоры").iterdir()):
        path.chmod(0o666)
    hand = out / LISTS / "Договор 2.docx"
    hand.write_bytes(edited(hand.read_bytes()))
    for folder in (LISTS, KEPT):
        (out / folder).chmod(0o777)
    _run(out, "вторая")
    lying = sorted(path for path in out.rglob("*.docx") if LISTS in path.parts)
    assert [path.name for path in lying] == [
        "Договор 1.docx",
        "Договор 2 (новая версия).docx",
        "Договор 2.docx",
        "Договор 1 (версия 1).docx",
    ]
    assert {_mode(path) for path in lying} == {0o600}
    assert {_mode(path.parent) for path in lying} == {0o700}
    assert _mode(out) == 0o777, "the clerk's own folder is hers"


def test_what_cannot_be_closed_is_told(tmp_path: Path) -> None:
    for name, disk in (("плоский", _FlatDisk()), ("чужой", _ForeignDisk())):
        out = tmp_path / name
        (out / LISTS).mkdir(parents=True)
        assert _run(out, "слова", disk) == [f"personal-place-open {LISTS}"]


def test_a_link_is_no_place_of_ours(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "чужое"
    out.mkdir()
    elsewhere.mkdir(mode=0o777)
    (out / LISTS).symlink_to(elsewhere)
    with open_shelf(out, MOMENT) as shelf:
        shelf.close_personal({"pupil-list"}, [LISTS])
    assert _mode(elsewhere) == 0o777
