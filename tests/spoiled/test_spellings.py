"""Other spellings of the same give the same papers; what can be read is remarked upon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk import Desk, new_desk
from tests.spoiled.answers import answer_to, type_in
from tests.spoiled.bench import ask, spoil
from tests.spoiled.cells import MONEY_SAME, REMARKED, SAME, Cell


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose inputs are laid anew for every case."""
    return new_desk(tmp_path_factory.mktemp("spoiled"))


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where the papers of two agreements of the sample are laid."""
    desk = new_desk(tmp_path_factory.mktemp("laid"))
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-02")
    assert said.code == 0, said.text
    yield desk


@pytest.mark.parametrize("case", REMARKED, ids=str)
def test_what_can_be_read_is_made_and_remarked_upon(bench: Desk, case: Cell) -> None:
    answer, cell = answer_to(bench, case)
    assert answer.code == 0
    assert case.code in answer.told_at(case.place[0], cell), answer.told


@pytest.mark.parametrize(
    ("sheet", "heading", "key", "value"),
    [
        *((*place, value) for *place, values in SAME for value in values),
        *(("Договоры", "Сумма, руб.", "Д-02", value) for value in MONEY_SAME),
    ],
    ids=lambda part: repr(part)[:40],
)
def test_another_spelling_of_the_same_gives_the_same_papers(
    laid: Desk, sheet: str, heading: str, key: str, value: object
) -> None:
    spoil(laid, [lambda books: type_in(books, sheet, heading, key, value)])
    answer = ask(laid, "agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-02")
    assert answer.code == 0, answer.told
    assert {paper["outcome"] for paper in answer.document["papers"]} == {"unchanged"}
    assert len(answer.document["papers"]) == 6
