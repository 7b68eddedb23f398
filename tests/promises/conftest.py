"""Worlds that the promises are tried on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.world import ALL, World, assert_nothing_left, assert_whole, look


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Nothing has been made yet."""
    return World(tmp_path / "w")


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world where one run went through undisturbed; look, don't touch."""
    calm = World(tmp_path_factory.mktemp("quiet") / "w")
    said = calm.run(PYTHONHASHSEED="1", TZ="UTC")
    assert said.code == 0, said.text
    assert_whole(calm.out)
    assert_nothing_left(calm.out)
    assert len(calm.ids()) == ALL
    return calm


@pytest.fixture
def finished(quiet: World, tmp_path: Path) -> World:
    """A copy of the quiet world that may be disturbed."""
    return quiet.copy(tmp_path / "w")


@pytest.fixture(autouse=True)
def untouched_program() -> Iterator[None]:
    """P5, in every test of the folder: the program leaves its own files alone."""
    from tests.desk import ROOT

    before = look(ROOT / "docgen", without={"__pycache__"})
    yield
    assert look(ROOT / "docgen", without={"__pycache__"}) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 KB that fills up in the middle of a run; needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if not mount or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=300k,mode=700", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("this machine mounts nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True, capture_output=True)
