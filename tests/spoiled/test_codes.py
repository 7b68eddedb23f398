"""Codes become file names: whatever they are, the files are safe, distinct and in ``out/``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.desk import Desk, new_desk
from tests.spoiled.bench import Books, ask, spoil

ODD_CODES = (
    "../../etc/passwd", "..\\..\\boot", "/etc/passwd", "C:\\nul", "CON", "nul.txt", "COM1", "aux",
    "LPT1.x", "Д" * 100, "a" * 99, "д_01", "Д-01.", ".скрытый", "-rf", "--out", "~$замок", "a*b?",
    'a"b<c>', "{{ 7*7 }}", "$(id)", "1", "1.0", "🙂🙂", "’",
)  # fmt: skip
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
COLUMNS = (
    ("Договоры", "Код"),
    ("Договоры", "Основной договор"),
    ("Стороны", "Договор"),
    ("Части программ", "Договор"),
    ("Ресурсы", "Договор"),
    ("Изменения", "Договор"),
    ("Списки обучающихся", "Договор"),
)


def recoded(books: Books, codes: Mapping[str, str]) -> None:
    """Give agreements other codes, wherever they are referred to."""
    for title, heading in COLUMNS:
        column = int(books.heading(title, heading).column or 0)
        for (cell,) in books.sheet(title).iter_rows(min_row=2, min_col=column, max_col=column):
            if cell.value in codes:
                cell.value = codes[str(cell.value)]


def own_codes() -> list[str]:
    return [str(c.value) for (c,) in Books().sheet("Договоры").iter_rows(min_row=2, max_col=1)]


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, list[Path]]:
    """The whole sample with an odd code for every agreement; and all files that were there."""
    desk = new_desk(tmp_path_factory.mktemp("outer") / "desk" / "inner")
    spoil(desk, [lambda b: recoded(b, dict(zip(own_codes(), ODD_CODES, strict=False)))])
    outer = desk.folder.parent.parent
    before = [p for p in outer.rglob("*") if p.is_file()]
    answer = ask(desk, "agreements", "inputs/partners.xlsx")
    assert answer.code == 0, answer.errors
    assert len(answer.document["papers"]) == 61
    return desk, before


def test_every_agreement_had_an_odd_code() -> None:
    assert len(ODD_CODES) >= len(own_codes())


def test_nothing_is_written_outside_the_folder_of_papers(
    shelved: tuple[Desk, list[Path]],
) -> None:
    desk, before = shelved
    outer = desk.folder.parent.parent
    new = {p for p in outer.rglob("*") if p.is_file()} - set(before)
    assert new and all(desk.out in path.parents for path in new)


def test_file_names_are_good_on_every_system(shelved: tuple[Desk, list[Path]]) -> None:
    desk, _ = shelved
    papers = desk.papers()
    assert len(papers) == 61
    for path in papers:
        for part in path.relative_to(desk.out).parts:
            assert not RESERVED.match(part), part
            assert len(part.encode()) <= 255 and not re.search(r'[\\/:*?"<>|\x00-\x1f]', part)
            assert part == part.strip(" .") and not part.startswith(("-", "~"))
            assert unicodedata.is_normalized("NFC", part)
    keys = {str(path.relative_to(desk.out)).casefold() for path in papers}
    assert len(keys) == len(papers)


TWINS = (
    ("Й-1", "И\u0306-1"),
    ("д-10", "Д-10"),
    ("ёж", "ЕЖ"),
    ("Д 1", "Д\u00a01"),
    ("Д-1\u200b", "Д-1"),
)


@pytest.mark.parametrize(("one", "other"), TWINS, ids=ascii)
def test_codes_that_only_look_different_are_told_apart_or_refused(
    tmp_path_factory: pytest.TempPathFactory, one: str, other: str
) -> None:
    desk = new_desk(tmp_path_factory.mktemp("twins"))
    spoil(desk, [lambda b: recoded(b, {"Д-02": one, "Д-03": other})])
    answer = ask(desk, "check", "inputs/partners.xlsx")
    assert "code-duplicate" in answer.told_at("Договоры", "A4")
    made = ask(desk, "agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", other)
    assert made.made() == {"Д-01"}


COLLIDING = (("а/б", "а-б"), ("а:б", "а?б"), ("м.", "м"))


@pytest.mark.parametrize(("one", "other"), COLLIDING)
def test_codes_that_give_one_file_name_give_two_files(
    tmp_path_factory: pytest.TempPathFactory, one: str, other: str
) -> None:
    desk = new_desk(tmp_path_factory.mktemp("collide"))

    # Both with the same participant: nothing but the code tells the names apart.
    spoil(desk, [lambda b: recoded(b, {"Д-07": one, "Д-09": other})])
    answer = ask(
        desk, "agreements", "inputs/partners.xlsx", "--only", one, "--only", other,
        "--only", "approval-sheet",
    )  # fmt: skip
    assert answer.code == 0, answer.errors
    paths = [p["path"].casefold() for p in answer.document["papers"]]
    assert len(set(paths)) == len(paths) == 2
