"""Disks and folders that fail: one plain message, exit code 3, and the next run completes."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promises.world import (
    AGREEMENTS,
    ALL,
    FAMILY,
    World,
    as_ordinary_user,
    assert_nothing_left,
    assert_one_message,
    assert_whole,
    doors_can_be_closed,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs limits and modes")
needs_doors = pytest.mark.skipif(
    sys.platform == "win32" or not doors_can_be_closed(), reason="no folder is closed here"
)
FEW = (*FAMILY, "--only", "С-01")


def no_file_above(size: int) -> Callable[[], None]:
    """No file may grow beyond ``size`` bytes, as on a full disk or at a quota."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_files_that_may_not_grow_stop_the_run_plainly(world: World, quiet: World) -> None:
    before = world.surroundings()
    for size in (0, 5_000, 30_000, 120_000):
        said = world.run(before=no_file_above(size))
        assert_one_message(said, 3)
        assert_whole(world.out)
        assert_nothing_left(world.out)
    ids = world.ids()
    assert 0 < len(ids) < ALL
    assert world.run().code == 0
    assert ids.items() <= world.ids().items()
    assert world.papers() == quiet.papers()
    assert world.surroundings() == before


def test_a_full_disk_stops_the_run_plainly(world: World, quiet: World, small_disk: Path) -> None:
    said = world.run(*FAMILY, "--out", str(small_disk / "out"))
    assert "не осталось места" in assert_one_message(said, 3)
    assert_whole(small_disk / "out")
    made = sorted((small_disk / "out").glob("*/*.docx"))
    assert 0 < len(made) < ALL
    goal = quiet.papers()
    for paper in made:
        assert paper.read_bytes() == goal[paper.relative_to(small_disk / "out").as_posix()]
    again = world.run(*FAMILY, "--out", str(small_disk / "out"))
    assert_one_message(again, 3)
    assert set(made) <= set((small_disk / "out").glob("*/*.docx"))


def close(path: Path) -> None:
    path.chmod(0o500)


@needs_doors
@pytest.mark.parametrize("closed", ["out", "."])
def test_a_folder_that_is_read_only_is_named(world: World, closed: str) -> None:
    if closed == "out":
        world.out.mkdir(mode=0o700)
    folder = world.desk.folder / closed
    close(folder)
    before = world.surroundings()
    said = world.run(*FEW, before=as_ordinary_user)
    assert "нельзя записывать" in assert_one_message(said, 3)
    assert world.surroundings() == before
    folder.chmod(0o700)
    assert world.run(*FEW).code == 0
    assert len(world.ids()) == 2


@needs_doors
def test_a_paper_whose_folder_is_closed_holds_back_itself_alone(finished: World) -> None:
    finished.move_the_signing()
    closed = next(p for p in finished.out.iterdir() if p.name.startswith("Соглашения"))
    old, ids = finished.papers(), finished.ids()
    close(closed)
    said = finished.run(before=as_ordinary_user)
    closed.chmod(0o700)
    assert said.code == 1
    assert said.err.count("ошибка[paper-busy]") == 3
    assert f"заменён: {AGREEMENTS - 3}" in said.out
    assert "Не сделано бумаг: 3 (С-01, С-02, С-03)" in said.out
    assert_whole(finished.out)
    assert_nothing_left(finished.out)
    new = finished.papers()
    assert all(new[p] == c for p, c in old.items() if p.startswith("Соглашения"))
    again = finished.run()
    assert again.code == 0
    assert "заменён: 3" in again.out
    assert finished.ids() == ids


@needs_doors
def test_a_register_that_is_closed_is_named(finished: World) -> None:
    close(finished.out / ".docgen")
    old = finished.papers()
    assert_one_message(finished.run(*FEW, before=as_ordinary_user), 3)
    (finished.out / ".docgen").chmod(0o700)
    assert finished.papers() == old
    assert finished.run(*FEW).code == 0


def test_a_file_in_place_of_the_folder_is_left_alone(world: World) -> None:
    world.out.write_bytes(b"mine")
    assert "файл, а не папка" in assert_one_message(world.run(*FEW), 3)
    assert world.out.read_bytes() == b"mine"


@pytest.mark.parametrize("where", ["out", "out/.docgen", "out/.docgen/lock"])
def test_no_link_leads_papers_out_of_the_working_folder(world: World, where: str) -> None:
    elsewhere = world.root / "home" / "чужое"
    elsewhere.mkdir(mode=0o700)
    link = world.desk.folder / where
    link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    assert "ссылка на другое место" in assert_one_message(world.run(*FEW), 3)
    assert list(elsewhere.iterdir()) == []


def test_a_link_inside_out_leads_no_paper_away(world: World) -> None:
    elsewhere = world.root / "home" / "чужое"
    elsewhere.mkdir(mode=0o700)
    world.out.mkdir(mode=0o700)
    (world.out / "Соглашения о сотрудничестве").symlink_to(elsewhere)
    said = world.run(*FEW)
    assert list(elsewhere.iterdir()) == []
    assert "ссылка на другое место" in assert_one_message(said, 3)


def test_other_rooms_for_files_do_not_matter(world: World) -> None:
    said = world.run(*FEW, HOME=None, TMPDIR="/nonexistent", TZ="No/Where", USER=None)
    assert said.code == 0
    assert list((world.root / "tmp").iterdir()) == []
    assert list((world.root / "home").iterdir()) == []
