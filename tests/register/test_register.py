"""The register damaged, deleted, locked or of another time: the papers bring it back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.register import Outcome
from docgen.register.states import Event
from docgen.register.store import SCHEMA_VERSION
from tests.register.papers import draft, edit, lay, leftovers, shelf_of, tree

REGISTER = ".docgen/register.sqlite3"


def change(statement: str) -> Callable[[Path], None]:
    def apply(register: Path) -> None:
        connection = sqlite3.connect(register)
        connection.executescript(statement)
        connection.close()

    return apply


def overwrite(content: bytes) -> Callable[[Path], None]:
    def apply(register: Path) -> None:
        register.write_bytes(content)

    return apply


def foreign_database(register: Path) -> None:
    register.unlink()
    change("CREATE TABLE papers (title TEXT); PRAGMA user_version = 1")(register)


def newer_foreign_database(register: Path) -> None:
    register.unlink()
    change("CREATE TABLE papers (title TEXT); PRAGMA user_version = 99")(register)


def cut_to(share: float) -> Callable[[Path], None]:
    def apply(register: Path) -> None:
        content = register.read_bytes()
        register.write_bytes(content[: int(len(content) * share)])

    return apply


def garbage_in_the_middle(register: Path) -> None:
    content = bytearray(register.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 200] = b"\xa5" * 200
    register.write_bytes(content)


def folder_in_its_place(register: Path) -> None:
    register.unlink()
    register.mkdir(mode=0o700)


def link_in_its_place(register: Path) -> None:
    outside = register.parent.parent.parent / "outside.sqlite3"
    register.rename(outside)
    register.symlink_to(outside)


def log_without_register(register: Path) -> None:
    register.with_name(register.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + b"old log" * 900)
    register.unlink()


def link_in_place_of_the_log(register: Path) -> None:
    outside = register.parent.parent.parent / "outside"
    outside.write_bytes(b"untouched")
    register.with_name(register.name + "-wal").symlink_to(outside)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "garbage": overwrite(b"garbage " * 4000),
    "a text": overwrite("не база".encode()),
    "cut to a half": cut_to(0.5),
    "cut to a tenth": cut_to(0.1),
    "cut by a third": cut_to(0.67),
    "garbage in the middle": garbage_in_the_middle,
    "another program's database": foreign_database,
    "another program's newer database": newer_foreign_database,
    "a table dropped": change("DROP TABLE versions"),
    "a column more": change("ALTER TABLE papers ADD COLUMN surprise TEXT"),
    "a table of another shape": change("DROP TABLE replacements; CREATE TABLE replacements (a)"),
    "a path that leads out": change("UPDATE papers SET path = '../../stolen.docx'"),
    "an absolute path": change("UPDATE papers SET path = '/etc/passwd'"),
    "a folder in its place": folder_in_its_place,
    "a link in its place": link_in_its_place,
    "a log without its register": log_without_register,
    "a link in place of its log": link_in_place_of_the_log,
}
LOSSES: dict[str, Callable[[Path], None]] = {
    "deleted": lambda register: register.unlink(),
    "emptied": overwrite(b""),
    "its folder deleted": lambda register: shutil.rmtree(register.parent),
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with an untouched paper that has a kept version, and one edited by hand."""
    out = tmp_path / "out"
    lay(out, draft("1", "первый"), draft("2", "первый"))
    lay(out, draft("1", "второй"), draft("2", "первый"))
    edit(out / "Договоры/Договор 2.docx")
    return out


@pytest.mark.parametrize("damage", [*DAMAGES, *LOSSES])
def test_a_register_that_is_no_more_is_made_again_from_the_papers(out: Path, damage: str) -> None:
    before = tree(out)
    outside = {p.name: p.read_bytes() for p in out.parent.iterdir() if p.is_file()}
    (DAMAGES | LOSSES)[damage](out / REGISTER)
    with shelf_of(out) as shelf:
        [said] = shelf.diagnostics
        assert said.code == "register-rebuilt"
        assert ("повреждён" in said.message) == (damage in DAMAGES)
        assert said.message.endswith("найдено: 2")
        assert [p.path for p in shelf.papers()] == [
            "Договоры/Договор 1.docx",
            "Договоры/Договор 2.docx",
        ]
        same = [shelf.lay(draft("1", "второй")), shelf.lay(draft("2", "первый"))]
        assert [v.version for v in shelf.versions("agreement:1")] == [1, 2]
    assert [placement.outcome for placement in same] == [Outcome.UNCHANGED, Outcome.KEPT]
    assert tree(out) == before
    # What was set aside is still there to be looked at, and is said by name.
    aside = {p.name for p in (out / ".docgen").iterdir() if "damaged" in p.name}
    assert bool(aside) == (damage in DAMAGES)
    assert all(name in said.message for name in aside if name.endswith(".sqlite3"))
    for name, content in outside.items():
        assert (out.parent / name).read_bytes() == content
    with shelf_of(out) as shelf:
        assert shelf.diagnostics == []
        assert shelf.lay(draft("2", "второй")).outcome is Outcome.BESIDE


@pytest.mark.parametrize("damage", DAMAGES)
def test_hand_edits_outlive_a_damaged_register_and_a_changed_row(out: Path, damage: str) -> None:
    hand = (out / "Договоры/Договор 2.docx").read_bytes()
    DAMAGES[damage](out / REGISTER)
    lay_all = [draft("1", "третий"), draft("2", "третий")]
    with shelf_of(out) as shelf:
        placements = [shelf.lay(each) for each in lay_all]
    assert [p.outcome for p in placements] == [Outcome.REPLACED, Outcome.BESIDE]
    assert (out / "Договоры/Договор 2.docx").read_bytes() == hand
    assert placements[0].previous == out / "прежние версии/Договоры/Договор 1 (версия 2).docx"


def test_a_second_damage_sets_aside_under_a_second_name(out: Path) -> None:
    for number in (1, 2):
        (out / REGISTER).write_bytes(b"garbage" * 900)
        with shelf_of(out) as shelf:
            assert f"damaged-{number}" in shelf.diagnostics[0].message


def test_a_fresh_folder_has_nothing_to_say(tmp_path: Path) -> None:
    with shelf_of(tmp_path / "out") as shelf:
        assert shelf.diagnostics == []


def test_a_register_of_a_newer_docgen_is_refused_and_left_alone(out: Path) -> None:
    change(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")(out / REGISTER)
    content = (out / REGISTER).read_bytes()
    before = tree(out)
    with pytest.raises(Refusal, match="более новой версией"):
        lay(out, draft("1", "третий"))
    assert (out / REGISTER).read_bytes() == content
    assert tree(out) == before


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_register_held_by_another_program_is_not_set_aside(out: Path, mode: str) -> None:
    """It may hold numbers: a viewer left open must not cost them."""
    before = tree(out)
    other = sqlite3.connect(out / REGISTER)
    other.execute(f"BEGIN {mode}")
    try:
        with pytest.raises(Refusal, match="открыт в другой программе") as caught:
            lay(out, draft("1", "третий"))
    finally:
        other.close()
    assert caught.value.exit_code == 3
    assert tree(out) == before
    lay(out, draft("1", "третий"))


def test_leftovers_of_a_killed_run_are_cleared_and_only_those(out: Path) -> None:
    unfinished = out / ".docgen/unfinished/0f1e2d3c"
    unfinished.write_bytes(b"half a paper")
    mine = out / "Договоры/черновик.tmp"
    mine.write_bytes(b"the clerk's own")
    with shelf_of(out):
        pass
    assert leftovers(out) == []
    assert mine.read_bytes() == b"the clerk's own"


def test_papers_brought_in_from_another_folder_are_known_by_their_passports(
    out: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    lay(other, draft("7"))
    shutil.copytree(out / "Договоры", other / "Договоры", dirs_exist_ok=True)
    shutil.copy(other / "Договоры/Договор 7.docx", out / "Договоры/из архива.docx")
    with shelf_of(out) as shelf:
        placement = shelf.lay(draft("7"))
    assert placement.outcome is Outcome.UNCHANGED
    assert placement.path == out / "Договоры/из архива.docx"


def test_a_register_with_events_and_numbers_is_sound_when_it_is_opened_again(
    tmp_path: Path,
) -> None:
    """SQLite 3.40 calls a sound table damaged whose key does not stand first."""
    lay(tmp_path, draft("Д-01"))
    event = Event(draft("Д-01").passport.document_id, "2026-11-22", "Котова", "проект", "проект")
    with shelf_of(tmp_path) as shelf, shelf._folder.store.together():
        shelf._folder.store.add_event(event)
    with shelf_of(tmp_path) as shelf:
        assert shelf.diagnostics == []
        assert len(shelf._folder.store.events()) == 1
