"""Whatever the streams and the locale, the words come out and the exit code is true."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.promises.world import FAMILY, World, assert_closed, assert_one_message, assert_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
FEW = (*FAMILY, "--only", "С-01")
ABSENT = ("agreements", "inputs/нет.xlsx")


@pytest.fixture(scope="module")
def done(quiet: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Runs here find nothing to do: only their words are looked at."""
    return quiet.copy(tmp_path_factory.mktemp("words") / "w")


def in_shell(world: World, arguments: tuple[str, ...], redirection: str) -> tuple[int, str, str]:
    """Exit code of the command and what came through the shell."""
    line = f'"$@" {redirection}; exit ${{PIPESTATUS[0]}}'
    result = subprocess.run(
        ["bash", "-c", line, "bash", sys.executable, "-m", "docgen", *arguments],
        cwd=world.desk.folder,
        env=world.environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("redirection", "arguments", "code"),
    [
        ("| head -1", FEW, 0),
        ("2>&1 | head -1", FEW, 0),
        ("2>&1 | true", ABSENT, 1),
        ("2>&1 | true", ("agreements",), 2),
        ("| head -1", ("explain",), 0),
        (">&-", FEW, 0),
        (">&-", ABSENT, 1),
        ("2>&-", ABSENT, 1),
        ("2>&-", ("agreements",), 2),
        ("<&- >&- 2>&-", FEW, 0),
        (">/dev/full", FEW, 3),
        (">/dev/full 2>&1", ("--help",), 3),
        ("2>/dev/full", ABSENT, 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_stream_that_is_gone_costs_nothing_and_shows_no_traceback(
    done: World, redirection: str, arguments: tuple[str, ...], code: int
) -> None:
    if "/dev/full" in redirection and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no such device")
    found, out, err = in_shell(done, arguments, redirection)
    assert found == code
    for words in (out, err):
        assert "Traceback" not in words
        assert "Exception ignored" not in words
        assert "внутренняя ошибка" not in words
    assert_whole(done.out)


def test_papers_are_made_though_nobody_listens(world: World) -> None:
    assert in_shell(world, FEW, "<&- >&- 2>&-")[0] == 0
    assert len(world.papers()) == 2
    assert_whole(world.out)


@pytest.mark.parametrize(
    ("changes", "encoding"),
    [
        ({"LANG": "C"}, "utf-8"),
        ({"LANG": None}, "utf-8"),
        ({"LC_ALL": "POSIX"}, "utf-8"),
        ({"PYTHONIOENCODING": "cp866"}, "cp866"),
        ({"PYTHONIOENCODING": "cp1251"}, "cp1251"),
        ({"PYTHONIOENCODING": "ascii"}, "utf-8"),
        ({"PYTHONIOENCODING": "utf-16-le"}, "utf-16-le"),
    ],
    ids=lambda value: str(value),
)
def test_russian_words_come_out_in_any_locale(
    done: World, changes: dict[str, Any], encoding: str
) -> None:
    said = done.run(*FEW, encoding=encoding, **changes)
    assert said.code == 0
    assert "Соглашение о сотрудничестве: 1" in said.out
    assert "?" not in said.text
    assert "прочитано: partners.xlsx" in said.err
    assert "Договоры" in said.err
    missing = done.run("agreements", encoding=encoding, **changes)
    assert "не указано: КНИГА" in assert_one_message(missing, 2)


def test_a_system_without_russian_file_names_says_so(world: World) -> None:
    said = world.run(*FEW, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "русских имён" in assert_one_message(said, 3)
    assert not world.out.exists()


def test_nothing_is_readable_by_others_under_an_open_umask(world: World) -> None:
    said = world.run(before=lambda: os.umask(0))
    assert said.code == 0
    assert (world.out / ".docgen" / "register.sqlite3").exists()
    assert_closed(world.out)
    assert not world.out.stat().st_mode & 0o077


def test_personal_data_are_closed_in_an_out_that_stood_open(finished: World) -> None:
    lists = next(path for path in finished.out.iterdir() if "персональные" in path.name)
    for path in (finished.out, lists, *lists.iterdir()):
        path.chmod(0o777 if path.is_dir() else 0o666)
    finished.edit(f"{lists.name}/{min(path.name for path in lists.iterdir())}")
    assert finished.run(before=lambda: os.umask(0)).code == 0
    for path in (lists, *lists.iterdir()):
        assert not path.stat().st_mode & 0o077, path


def test_a_run_changes_nothing_outside_out(world: World) -> None:
    before = world.surroundings()
    assert world.run(*FEW).code == 0
    assert world.surroundings() == before
    made = {path.name for path in world.desk.folder.iterdir()}
    assert made == {"inputs", "templates_docx", "out"}
