"""A spoiled number, date or identifier is named and holds its own papers and no others."""

from __future__ import annotations

import pytest

from tests.desk import Desk, new_desk
from tests.spoiled.answers import assert_refused
from tests.spoiled.cells import DATES, IDENTIFIERS, NUMBERS, Cell


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose inputs are laid anew for every case."""
    return new_desk(tmp_path_factory.mktemp("spoiled"))


@pytest.mark.parametrize("case", (*IDENTIFIERS, *DATES, *NUMBERS), ids=str)
def test_a_spoiled_number_is_named_and_its_papers_are_not_made(bench: Desk, case: Cell) -> None:
    assert_refused(bench, case)
