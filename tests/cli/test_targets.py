"""What a command is to write, and where its papers lie, is looked at before any work is done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import Desk, Said, new_desk
from tests.promises.world import World, as_ordinary_user, doors_can_be_closed, look

PAPER = "бумага.docx"
COMMANDS: dict[str, tuple[str, ...]] = {
    "send": ("send", "--agreement", "Д-01", "--drafts", "--without", "cover-letter", "--log"),
    "send the log": ("send", "--log"),
    "review": ("review", PAPER, "--xlsx"),
    "review page": ("review", PAPER, "--page"),
    "status": ("status", "--xlsx"),
    "journal": ("journal", "--journal", "ДОГ", "--reserve", "1", "--xlsx"),
    "diff": ("diff", PAPER, PAPER, "--out"),
    "diff disputes": ("diff", PAPER, PAPER, "--party", "СШ", "--disagreements"),
}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with the papers of one agreement, one of them marked as it comes back."""
    desk = new_desk(tmp_path_factory.mktemp("targets"))
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert said.code == 0, said.text
    shutil.copy(next(p for p in desk.papers() if "Договор" in p.name), desk.folder / PAPER)
    return desk


@pytest.fixture
def desk(reviewed: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(reviewed.folder, tmp_path / "w")
    return Desk(tmp_path / "w")


def nothing_done(desk: Desk, *words: str) -> Said:
    """The command is refused and has changed nothing."""
    before = look(desk.folder)
    said = desk.docgen(*words)
    assert look(desk.folder) == before
    assert said.out == ""
    assert said.err.startswith("ошибка: ")
    return said


def taken(folder: Path) -> Path:
    path = folder / "занято.xlsx"
    path.write_bytes(b"the clerk's own")
    return path


def opened(folder: Path) -> Path:
    (folder / "~$открыт.xlsx").write_bytes(b"")
    return folder / "открыт.xlsx"


def a_folder(folder: Path) -> Path:
    (folder / "папка.xlsx").mkdir()
    return folder / "папка.xlsx"


@pytest.mark.parametrize(
    ("obstacle", "words", "code"),
    [
        (taken, "уже есть", 2),
        (opened, "открыт в другой программе", 3),
        (a_folder, "папка, а нужно имя файла", 2),
        (lambda folder: folder / "нет" / "ответ.xlsx", "нет папки", 2),
        (lambda folder: folder / PAPER / "ответ.xlsx", "нет папки", 2),
    ],
    ids=["taken", "open", "folder", "no folder", "file for folder"],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    desk: Desk, command: str, obstacle: Callable[[Path], Path], words: str, code: int
) -> None:
    target = obstacle(desk.folder)
    said = nothing_done(desk, *COMMANDS[command], str(target.relative_to(desk.folder)))
    assert said.code == code, said.text
    assert words in said.err
    assert COMMANDS[command][-1] in said.err


@pytest.mark.skipif(not doors_can_be_closed(), reason="nobody can be kept out here")
@pytest.mark.parametrize("command", ["send", "review", "review page"])
def test_a_closed_folder_is_refused_before_the_work(tmp_path: Path, command: str) -> None:
    world = World(tmp_path / "w")
    assert world.run("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    shutil.copy(next(p for p in world.desk.papers() if "Договор" in p.name), world.desk.folder)
    shutil.move(next(world.desk.folder.glob("*.docx")), world.desk.folder / PAPER)
    closed = world.desk.folder / "закрыто"
    closed.mkdir(0o500)
    before = look(world.desk.folder)
    said = world.run(*COMMANDS[command], "закрыто/ответ.xlsx", before=as_ordinary_user)
    assert said.code == 3, said.text
    assert "не удалось записать" in said.err
    assert look(world.desk.folder) == before


def test_what_can_be_written_is_written_whole(desk: Desk) -> None:
    for name, words in COMMANDS.items():
        if name not in ("journal", "diff", "diff disputes"):
            target = desk.folder / f"{name}.xlsx"
            desk.docgen(*words, target.name)
            assert target.stat().st_size > 1000, name
    # A page of ours is renewed, nobody else's file is.
    assert desk.docgen("review", "--page", "review page.xlsx").code == 0
    assert nothing_done(desk, "review", "--page", PAPER).code == 2
    assert not list(desk.folder.glob("*.part"))


# --- the folder of papers ------------------------------------------------------------------------

MISTYPED = "опечатка"


@pytest.mark.parametrize(
    "words",
    [
        ("review", PAPER),
        ("review", "--page", "страница.html"),
        ("review", "--serve"),
        ("signed", PAPER),
        ("signed", "--awaited"),
        ("send", "--log", "реестр.xlsx"),
        ("send", "--agreement", "Д-01"),
        ("send", "--went", "0-1"),
        ("approve", "Д-01"),
        ("register", "Д-01"),
        ("status",),
        ("verify", PAPER),
        ("journal",),
        ("journal", "--journal", "ДОГ", "--reserve", "1"),
        ("journal", "--journal", "ДОГ", "--void", "1"),
        ("pdf",),
        ("pdf", PAPER),
        ("explain", PAPER),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("folder", [MISTYPED, f"{MISTYPED}/глубже", "inputs", PAPER])
def test_a_mistyped_folder_of_papers_is_refused_and_not_made(
    desk: Desk, words: tuple[str, ...], folder: str
) -> None:
    if words[0] == "pdf" and folder == "inputs":
        pytest.skip("PDFs may be made in any folder that is there")
    said = nothing_done(desk, *words, "--out", folder)
    assert said.code == 2, said.text
    assert folder in said.err
    assert "--out" in said.err
    assert not (desk.folder / MISTYPED).exists()


def test_a_paper_is_not_compared_with_a_folder_that_is_not_there(desk: Desk) -> None:
    for more in ((), ("--template",)):
        said = nothing_done(desk, "diff", PAPER, *more, "--papers", MISTYPED)
        assert said.code == 2, said.text
        assert "--papers" in said.err


def test_before_the_first_paper_the_usual_folder_may_be_absent(desk: Desk) -> None:
    shutil.rmtree(desk.out)
    before = look(desk.folder)
    for asked in (
        "status",
        f"verify {PAPER}",
        "journal",
        f"explain {PAPER}",
        "review --page а.html",
    ):
        assert desk.docgen(*asked.split()).code == 0, asked
    (desk.folder / "а.html").unlink()
    for words in (("journal", "--journal", "ДОГ", "--reserve", "1"), ("review", PAPER)):
        assert nothing_done(desk, *words).code == 2
    assert look(desk.folder) == before


def test_a_file_whose_name_gives_no_code_asks_for_one(desk: Desk) -> None:
    for name in (" .docx", "  .docx"):
        shutil.copy(desk.folder / PAPER, desk.folder / name)
        words = ("diff", name, PAPER, "--party", "СШ", "--disagreements", "споры.xlsx")
        said = nothing_done(desk, *words)
        assert said.code == 2
        assert "--agreement" in said.err


def test_the_page_of_the_folder_itself_bears_its_name(desk: Desk) -> None:
    shutil.move(desk.folder / "out" / ".docgen", desk.folder / ".docgen")
    assert desk.docgen("review", "--page", "страница.html", "--out", ".").code == 0
    page = (desk.folder / "страница.html").read_text("utf-8")
    assert f"<h1>Бумаги папки {desk.folder.name}</h1>" in page
