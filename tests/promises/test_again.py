"""Running again: what is done stays, what changed is replaced, a hand is never overwritten."""

from __future__ import annotations

import contextlib
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.passport import read_passport
from docgen.register.copies import body_hash
from tests.promises.world import (
    AGREEMENTS,
    ALL,
    FAMILY,
    World,
    assert_nothing_left,
    assert_whole,
    look,
)

KEPT = "прежние версии/"
TOMORROW = """
import datetime, time, types
import docgen.cli.making as asked
_now, _time, _later = datetime.datetime.now, time.time, datetime.timedelta(hours=30)
asked.datetime = types.SimpleNamespace(datetime=types.SimpleNamespace(now=lambda: _now() + _later))
time.time = lambda: _time() + _later.total_seconds()
"""
"""The clock of a run: thirty hours on, so that midnight has passed. Read before the program."""


def test_a_second_run_touches_nothing(finished: World) -> None:
    before = look(finished.out, without={".docgen"})
    said = finished.run()
    assert said.code == 0
    assert f"без изменений: {ALL}" in said.out
    assert look(finished.out, without={".docgen"}) == before
    assert_nothing_left(finished.out)


def test_papers_are_the_same_bytes_elsewhere_and_at_another_time(
    quiet: World, tmp_path: Path
) -> None:
    other = World(tmp_path / "в другой папке" / "w")
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(TOMORROW, encoding="utf-8")
    path = f"{clock}:{other.environment()['PYTHONPATH']}"
    said = other.run(
        PYTHONPATH=path, PYTHONHASHSEED="77", LANG="de_DE.UTF-8", TZ="Asia/Vladivostok"
    )
    assert said.code == 0, said.text
    assert other.papers() == quiet.papers()
    days = [made_on(each.out) for each in (quiet, other)]
    assert days[0] < days[1], "the other clock was not read"


def made_on(out: Path) -> str:
    """The first day on which the register says that a version was made."""
    with contextlib.closing(sqlite3.connect(out / ".docgen" / "register.sqlite3")) as register:
        return str(register.execute("SELECT min(made_at) FROM versions").fetchone()[0])[:10]


def test_changed_rows_are_replaced_and_the_old_versions_kept(finished: World) -> None:
    old, ids = finished.papers(), finished.ids()
    finished.move_the_signing()
    said = finished.run()
    assert said.code == 0
    assert f"заменён: {AGREEMENTS}" in said.out
    assert_whole(finished.out)
    new = finished.papers()
    assert finished.ids() == ids
    # The other papers hang on the same rows: their passports are new, their words are not.
    reworded = {p: c for p, c in old.items() if body_hash(new[p]) != body_hash(c)}
    assert len(reworded) == AGREEMENTS
    kept = [content for path, content in new.items() if path.startswith(KEPT)]
    assert sorted(kept) == sorted(reworded.values())


def drop_register(out: Path) -> None:
    (out / ".docgen" / "register.sqlite3").unlink()


def drop_service_folder(out: Path) -> None:
    shutil.rmtree(out / ".docgen")


def cut_register(out: Path) -> None:
    register = out / ".docgen" / "register.sqlite3"
    register.write_bytes(register.read_bytes()[:6000])


def scramble_register(out: Path) -> None:
    register = out / ".docgen" / "register.sqlite3"
    content = bytearray(register.read_bytes())
    content[4096:] = bytes(byte ^ 0x5A for byte in content[4096:])
    register.write_bytes(content)


def write_text(out: Path) -> None:
    (out / ".docgen" / "register.sqlite3").write_text("здесь был реестр", encoding="utf-8")


def empty_register(out: Path) -> None:
    (out / ".docgen" / "register.sqlite3").write_bytes(b"")


def leave(out: Path) -> None:
    """The register is sound."""


@pytest.mark.parametrize(
    "harm",
    [
        leave,
        drop_register,
        drop_service_folder,
        cut_register,
        scramble_register,
        write_text,
        empty_register,
    ],
)
def test_hand_edits_outlive_a_changed_sheet_and_a_lost_register(
    finished: World, harm: Callable[[Path], None]
) -> None:
    places = sorted(p for p in finished.papers() if p.startswith(("Соглашения", "Списки")))
    places = [places[0], places[1], places[-1]]
    hands, ids = finished.edit(*places), finished.ids()
    harm(finished.out)
    finished.move_the_signing()
    only = [part for place in places for part in ("--only", Path(place).name.split()[0])]
    for _ in range(2):
        said = finished.run(*FAMILY, *only, "--beside")
        assert said.code == 0, said.text
        assert_whole(finished.out, hands)
        assert_nothing_left(finished.out)
        assert finished.ids() == ids
    beside = {p: c for p, c in finished.papers().items() if "(новая версия" in p}
    # The list of pupils does not name the town: there is nothing new to lay beside it. Without
    # a register nothing tells that, and rather one version too many than one too few.
    assert len(beside) == (2 if harm is leave else 3)
    for place in places[:2]:
        identity = read_passport(hands[place])
        assert identity is not None
        mates = [read_passport(content) for content in beside.values()]
        assert identity.document_id in {mate.document_id for mate in mates if mate}


@pytest.mark.parametrize("harm", [leave, drop_register, scramble_register])
def test_what_is_new_goes_into_a_hand_edit_that_is_kept_whole(
    finished: World, harm: Callable[[Path], None]
) -> None:
    (place, *_) = sorted(p for p in finished.papers() if p.startswith("Соглашения"))
    hands, ids = finished.edit(place), finished.ids()
    harm(finished.out)
    finished.move_the_signing()
    for _ in range(2):
        said = finished.run(*FAMILY, "--only", Path(place).name.split()[0])
        assert said.code == 0, said.text
        papers = finished.papers()
        kept = [path for path, content in papers.items() if content == hands[place]]
        assert [path.startswith(KEPT) for path in kept] == [True]
        both = {path: papers[path] for path in (place, *kept)}
        assert "правка" in document_of(papers[place])
        assert "Новые" in document_of(papers[place])
        assert_whole(finished.out, both)
        assert_nothing_left(finished.out)
        assert finished.ids() == ids


def document_of(paper: bytes) -> str:
    """The markup of a paper's text."""
    with zipfile.ZipFile(io.BytesIO(paper)) as container:
        return container.read("word/document.xml").decode()


@pytest.mark.parametrize("harm", [drop_service_folder, cut_register])
def test_a_lost_register_alone_is_no_news(finished: World, harm: Callable[[Path], None]) -> None:
    hands = finished.edit(sorted(finished.papers())[0])
    before = look(finished.out, without={".docgen"})
    harm(finished.out)
    said = finished.run()
    assert said.code == 0
    assert "register-rebuilt" in said.err
    assert f"без изменений: {ALL - 1}" in said.out
    assert "правлен вручную: 1" in said.out
    assert look(finished.out, without={".docgen"}) == before
    assert_whole(finished.out, hands)
    assert_nothing_left(finished.out)
