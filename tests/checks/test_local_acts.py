"""What the cases of the rules for acts leave out."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.checks.rules import check_all
from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.schema import Record, columns_of
from tests.checks.acts_of_the_district import ACTS
from tests.checks.district import TODAY, change, district


def test_the_acts_of_the_district_have_nothing_to_mend() -> None:
    assert check_all(district(*ACTS), TODAY) == []


@pytest.mark.parametrize("kind", [LocalAct, ActParameter, PlanRow])
def test_any_cell_of_the_acts_may_be_unreadable(kind: type[Record]) -> None:
    rows: Any = district(*ACTS).of(kind)
    for column in columns_of(kind):
        if column.attribute == "code":
            continue
        for place in range(len(rows)):
            empty: Any = () if isinstance(getattr(rows[place], column.attribute), tuple) else None
            spoilt = district(*ACTS, change(kind, place, **{column.attribute: empty}))
            check_all(spoilt, TODAY)
