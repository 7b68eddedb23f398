"""Inputs and templates that are gone, closed or broken: named; what is made stays as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promises.world import (
    ALL,
    FAMILY,
    World,
    as_ordinary_user,
    assert_one_message,
    assert_whole,
    doors_can_be_closed,
)

AGREEMENTS_OF_NETWORK = 18
TEMPLATE = "templates_docx/network-agreement.docx"
Harm = Callable[[Path], None]


def remove(path: Path) -> None:
    path.unlink()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def close(path: Path) -> None:
    path.chmod(0)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("нет такого.xlsx"))


def shut(harm: Harm) -> bool:
    return harm is close and (sys.platform == "win32" or not doors_can_be_closed())


@pytest.mark.parametrize("harm", [remove, make_folder, cut, close, empty, link_to_nowhere])
@pytest.mark.parametrize("book", ["partners.xlsx", "directory.xlsx"])
def test_a_workbook_that_cannot_be_read_is_named_and_changes_no_paper(
    quiet: World, tmp_path: Path, harm: Harm, book: str
) -> None:
    if shut(harm):
        pytest.skip("no file is closed here")
    world = quiet.copy(tmp_path / "w")
    harm(world.desk.folder / "inputs" / book)
    said = world.run(before=as_ordinary_user)
    assert said.code == 1
    assert "Traceback" not in said.text
    assert f"{book}" in said.err
    assert said.err.startswith("ошибка[")
    assert "строки для этой бумаги больше нет" not in said.out
    assert world.papers() == quiet.papers()
    assert world.ids() == quiet.ids()


@pytest.mark.skipif(
    sys.platform == "win32" or not doors_can_be_closed(), reason="no folder is closed here"
)
def test_a_closed_folder_of_workbooks_is_named(world: World) -> None:
    folder = world.desk.partners.parent
    folder.chmod(0)
    said = world.run(before=as_ordinary_user)
    folder.chmod(0o700)
    assert said.code == 1
    assert said.err.count("ошибка[file-unreadable]") == 2
    assert "внутренняя ошибка" not in said.text


@pytest.mark.parametrize("harm", [remove, cut, close, empty])
def test_a_broken_template_holds_back_its_kind_alone(
    world: World, quiet: World, harm: Harm
) -> None:
    if shut(harm):
        pytest.skip("no file is closed here")
    harm(world.desk.folder / TEMPLATE)
    said = world.run(before=as_ordinary_user)
    assert said.code == 1
    assert "network-agreement" in said.err
    assert said.err.startswith("ошибка[")
    assert_whole(world.out)
    made = world.papers()
    assert len(made) == ALL - AGREEMENTS_OF_NETWORK
    assert made.items() <= quiet.papers().items()


def test_without_templates_of_her_own_the_shipped_ones_serve(world: World, quiet: World) -> None:
    templates = world.desk.folder / "templates_docx"
    for path in templates.iterdir():
        path.unlink()
    said = assert_one_message(world.run(), 3)
    assert "templates_docx" in said
    assert not world.out.exists()
    templates.rmdir()
    assert world.run(*FAMILY, "--only", "С-01").code == 0
    assert world.papers().items() <= quiet.papers().items()
    assert "нет папки" in assert_one_message(world.run(*FAMILY, "--templates", "нет"), 2)
