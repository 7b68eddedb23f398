"""Papers over whole sheets without code: what a template sees, when they are made, of what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docgen.documents.kinds import load_kinds
from docgen.documents.plan import identity_of
from docgen.documents.whole import whole, whole_context
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.network import Deficit, DirectionDemand, Report
from docgen.records.partners import Party
from docgen.records.tables import Tables
from docgen.records.terms import lookup, terms_of
from docgen.records.workbooks import SHEETS
from docgen.russian import EMPTY
from tests.checks.district import change, district
from tests.golden.sample import sample_kinds

BOTH = (Deficit, Organisation)


def _context(tables: Tables) -> Any:
    builder = whole(BOTH)
    subject = tables.of(Report)[0]
    context, faults = builder.build(subject, tables, EMPTY)
    assert faults == []
    return context


def _value(owner: object, path: str) -> Any:
    for name in path.split("."):
        owner = lookup(owner, name)
    return owner


def test_all_rows_of_the_sheets_are_there_by_their_titles() -> None:
    tables = district()
    context = _context(tables)
    assert [_value(row, "дефицит") for row in _value(context, "дефициты")] == [
        "нет наборов",
        "нет экскурсовода",
    ]
    assert _value(_value(context, "дефициты")[0], "может_восполнить.код") == "ТЕХНО"
    assert len(_value(context, "организации")) == len(tables.of(Organisation))


def test_a_row_lists_the_rows_of_the_other_sheets_that_refer_to_it() -> None:
    context = _context(district())
    found = {
        _value(row, "код"): [_value(d, "дефицит") for d in _value(row, "дефициты")]
        for row in _value(context, "организации")
    }
    # ТЕХНО is named by a reference of the row too: as the one who can help.
    assert found["СОШ5"] == ["нет наборов"]
    assert found["ТЕХНО"] == ["нет наборов"]
    assert found["УО"] == []


def test_the_row_itself_and_who_signs_it_are_there_as_in_any_paper_without_code() -> None:
    context = _context(district())
    assert _value(context, "строка.код") == "СПР-01"
    assert _value(context, "настройки.город") == "г. Заречногорск"
    assert _value(context, "строка.составитель.лицо.подпись") == "П.И.\u00a0Котов"
    assert _value(context, "строка.составитель.лицо.фамилия_инициалы") == "Котов\u00a0П.И."
    assert _value(context, "строка.составитель.лицо.полная_должность") == (
        "Заместитель директора МБОУ СОШ № 5"
    )


def test_names_are_known_before_there_is_a_row() -> None:
    terms = terms_of(whole_context(Report, SHEETS, BOTH))
    assert terms["дефициты"].many
    organisations = terms["организации"].item
    assert organisations is not None
    assert terms_of(organisations)["дефициты"].many
    assert "стороны" not in terms_of(organisations), "a sheet that the kind does not name"


def test_a_column_keeps_its_name_from_rows_that_would_take_it() -> None:
    terms = terms_of(whole_context(Settings, SHEETS, (Organisation, Person)))
    organisation = terms["организации"].item
    assert organisation is not None
    assert terms_of(organisation)["люди"].many
    assert not terms_of(organisation)["руководитель"].many


def test_nothing_is_made_while_the_first_sheet_is_empty() -> None:
    tables = district()
    subject = tables.of(Report)[0]
    assert whole(BOTH).due(subject, tables) == (True, [])
    bare = Tables({kind: () if kind is Deficit else tables.of(kind) for kind in tables})
    assert whole(BOTH).due(subject, bare) == (False, [])
    assert whole((Organisation, Deficit)).due(subject, bare) == (True, [])


def test_a_paper_is_made_of_the_rows_that_it_lists_and_of_no_others() -> None:
    tables = district()
    sources = whole(BOTH).sources(tables.of(Report)[0], tables)
    assert {type(row) for row in sources} >= {Report, Settings, Deficit, Organisation, Person}
    assert not any(isinstance(row, Party | DirectionDemand) for row in sources)


def test_two_papers_of_settings_differ_by_their_year() -> None:
    kind = sample_kinds()["directions-register"]
    this = district().of(Settings)[0]
    next_year = district(change(Settings, 0, academic_year="2027/2028")).of(Settings)[0]
    assert identity_of(kind, this) != identity_of(kind, next_year)
    assert identity_of(kind, this) == "directions-register:2026/2027"


_KIND = """
id = "list"
title = "Перечень"
gender = "мужской"
family = "reports"
sheet = "Настройки"
name = "Перечень"
folder = "Перечни"
"""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('builder = "whole"\nrows = ["Дефициты"]', None),
        ('builder = "whole"', "rows"),
        ('rows = ["Дефициты"]', "rows"),
        ('builder = "whole"\nrows = ["Дефицыты"]', "нет листа «Дефицыты»"),
    ],
)
def test_a_kind_names_the_sheets_of_its_register(
    tmp_path: Path, more: str, told: str | None
) -> None:
    (tmp_path / "list.toml").write_text(_KIND + more, encoding="utf-8")
    (tmp_path / "list.docx").write_bytes(b"")
    kinds, faults = load_kinds(tmp_path)
    if told is None:
        assert faults == []
        assert kinds["list"].rows == (Deficit,)
    else:
        assert kinds == {}
        assert any(told in fault.message for fault in faults)
