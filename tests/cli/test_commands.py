"""Commands as the clerk meets them: help, slips of the finger, exit codes."""

from __future__ import annotations

import re

import pytest

from docgen.cli.commands import COMMANDS
from tests.desk import Desk

LATIN_SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


TEMPLATES = [("templates", "check"), ("templates", "fields"), ("templates", "filters")]


def all_commands() -> list[tuple[str, ...]]:
    return [(), *((name,) for name in COMMANDS), *TEMPLATES]


@pytest.mark.parametrize("command", all_commands(), ids=lambda c: " ".join(c) or "docgen")
def test_every_command_has_russian_help_with_an_example(
    desk: Desk, command: tuple[str, ...]
) -> None:
    said = desk.docgen(*command, "--help")
    assert said.code == 0
    assert "Использование:" in said.out
    assert "Пример: docgen" in said.out
    body = said.out.split("Пример:")[0].partition("\n\n")[2]
    assert not LATIN_SENTENCE.search(body)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["agrements", "inputs/partners.xlsx"], "«agreements»"),
        (["agreements"], "не указано: КНИГА"),
        (["agreements", "inputs/partners.xlsx", "--onl", "Д-01"], "«--only»"),
        (["agreements", "inputs/partners.xlsx", "--out"], "--out"),
        (["blank", "contract"], "agreements"),
        (["explain", "identifier-cheksum"], "identifier-checksum"),
        (["init", "один", "два"], "docgen init --help"),
        (["--verion"], "«--version»"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_of_the_finger_gets_a_way_out(desk: Desk, typed: list[str], answer: str) -> None:
    said = desk.docgen(*typed)
    assert said.code == 2
    assert said.err.startswith("ошибка: ")
    assert answer in said.err
    assert not LATIN_SENTENCE.search(said.err)


def test_a_bare_docgen_shows_the_commands(desk: Desk) -> None:
    said = desk.docgen()
    assert said.code == 2
    assert all(name in said.err for name in COMMANDS)


def test_our_own_fault_shows_no_traceback_and_no_data(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Иванова Мария Петровна")

    monkeypatch.setattr("docgen.cli.places.shipped", broken)
    monkeypatch.setattr("docgen.cli.init.shipped", broken)
    said = desk.docgen("init", "новая")
    assert said.code == 4
    assert "внутренняя ошибка docgen: KeyError в docgen.cli.init" in said.err
    assert "Traceback" not in said.text
    assert "Иванова" not in said.text


def test_init_leaves_what_is_there_alone(desk: Desk) -> None:
    assert desk.docgen("init", "район").code == 0
    own = desk.folder / "район" / "inputs" / "partners.xlsx"
    own.write_bytes(b"the clerk's own")
    said = desk.docgen("init", "район")
    assert said.code == 0
    assert "не тронуты" in said.out
    assert own.read_bytes() == b"the clerk's own"
    assert not list((desk.folder / "район").rglob("*.part"))


def test_a_blank_goes_into_a_folder_and_tells_the_name_that_others_look_for(desk: Desk) -> None:
    (desk.folder / "новое").mkdir()
    said = desk.docgen("blank", "contracts", "--out", "новое")
    assert (desk.folder / "новое" / "contracts-blank.xlsx").is_file()
    assert "pupils.xlsx" in said.out
    assert desk.docgen("blank", "contracts", "--out", "книга").code == 2
    assert not (desk.folder / "книга").exists()


def test_a_blank_is_never_written_over_a_file(desk: Desk) -> None:
    assert desk.docgen("blank", "agreements", "--out", "книга.xlsx").code == 0
    before = (desk.folder / "книга.xlsx").read_bytes()
    said = desk.docgen("blank", "agreements", "--out", "книга.xlsx")
    assert said.code == 2
    assert "книга.xlsx уже есть" in said.err
    assert (desk.folder / "книга.xlsx").read_bytes() == before


def test_a_file_where_a_folder_is_wanted_is_said_and_left_alone(desk: Desk) -> None:
    file = desk.folder / "файл"
    file.write_text("свой", "utf-8")
    said = desk.docgen("blank", "agreements", "--out", "файл/книга.xlsx")
    assert said.code == 3, said.text
    assert "не удалось записать" in said.err
    assert not LATIN_SENTENCE.search(said.err)
    assert file.read_text("utf-8") == "свой"


def test_nothing_is_written_through_a_link_in_the_way(desk: Desk) -> None:
    own = desk.folder / "своё.txt"
    own.write_text("свой", "utf-8")
    (desk.folder / "новая.xlsx.part").symlink_to(own)
    assert desk.docgen("blank", "agreements", "--out", "новая.xlsx").code == 0
    assert own.read_text("utf-8") == "свой"
    assert not (desk.folder / "новая.xlsx").is_symlink()


@pytest.mark.parametrize(("name", "words"), [("нет.docx", "не найден"), (".", "папка, а не файл")])
def test_verify_names_what_is_no_file_in_russian(desk: Desk, name: str, words: str) -> None:
    said = desk.docgen("verify", name)
    assert said.code == 2
    assert words in said.err
