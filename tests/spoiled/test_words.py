"""A spoiled code, choice or text is named and holds its own papers and no others."""

from __future__ import annotations

import pytest

from tests.desk import Desk, new_desk
from tests.spoiled.answers import answer_to, assert_refused
from tests.spoiled.cells import CODES, LIST_REFUSED, TEXTS, WORDS, Cell


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose inputs are laid anew for every case."""
    return new_desk(tmp_path_factory.mktemp("spoiled"))


@pytest.mark.parametrize("case", (*CODES, *WORDS, *TEXTS), ids=str)
def test_a_spoiled_word_is_named_and_its_papers_are_not_made(bench: Desk, case: Cell) -> None:
    assert_refused(bench, case)


@pytest.mark.parametrize("case", LIST_REFUSED, ids=str)
def test_a_spoiled_pupil_holds_the_list_and_not_the_agreement(bench: Desk, case: Cell) -> None:
    answer, cell = answer_to(bench, case, kinds=())
    assert case.code in answer.told_at(case.place[0], cell), answer.told
    assert answer.document["refused"] == ["pupil-list:Д-01"]
    assert {"Д-01", "Д-10"} == answer.made()
