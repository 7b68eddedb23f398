"""Local acts: what they take from the network and from the parameters, what refuses them."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from docgen.documents.act_calendar import CalendarContext
from docgen.documents.local_act import LocalActContext
from docgen.documents.plan import build_context
from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.partners import Agreement, Party
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import ActParameterName
from templates_docx.press import SOURCES
from tests.golden.sample import Chosen, sample_plan, sample_tables

LNA = sorted(path.stem for path in SOURCES.glob("lna-*.txt"))
KINDS = (*LNA, "kug", "training-plan", "network-programme")


def _context(chosen: Chosen, tables: Tables | None = None) -> Any:
    return build_context(sample_plan()[chosen], tables or sample_tables())[0]


def _rows(kind: type[Record], rows: list[Record]) -> Tables:
    sample = sample_tables()
    tables: dict[type[Record], Any] = {known: sample.of(known) for known in sample}
    return Tables({**tables, kind: rows})


def _refusals(chosen: Chosen, tables: Tables) -> list[tuple[str, str]]:
    """Cell and message of what refuses a paper."""
    context, faults = build_context(sample_plan()[chosen], tables)
    assert context is None
    return [(f"{fault.origin.sheet}!{fault.origin.cell}", fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("code", "base", "teaches", "lends"),
    [
        ("СОШ5-СЕТЬ", True, True, False),
        ("КВАНТ-СЕТЬ", False, True, False),
        ("ТЕХН-СЕТЬ", False, True, True),
        ("МУЗЕЙ-СЕТЬ", False, False, True),
    ],
)
def test_the_roles_come_from_the_agreements(
    code: str, base: bool, teaches: bool, lends: bool
) -> None:
    context: LocalActContext = _context(("lna-net", code))
    assert (context.is_base, context.teaches_part, context.lends) == (base, teaches, lends)


def test_before_the_first_agreement_an_act_speaks_of_all_that_may_come() -> None:
    sample = sample_tables()
    tables: dict[type[Record], Any] = {known: sample.of(known) for known in sample}
    context = _context(("lna-net", "КВАНТ-СЕТЬ"), Tables({**tables, Party: ()}))
    assert (context.is_base, context.teaches_part, context.lends) == (True, True, False)


def test_paid_and_distance_are_told_by_the_other_sheets() -> None:
    assert _context(("lna-reg", "СОШ1-РЕЖИМ")).distance
    assert not _context(("lna-reg", "СОШ5-РЕЖИМ")).distance
    assert _context(("lna-rel", "СТАРТ-ОТНОШ")).paid
    assert not _context(("lna-rel", "СОШ5-ОТНОШ")).paid


def test_a_parameter_that_is_missing_refuses_the_act_at_its_row() -> None:
    rows: list[Record] = [
        row
        for row in sample_tables().of(ActParameter)
        if row.parameter is not ActParameterName.ADMISSION_PERIOD
    ]
    (place,) = _refusals(("lna-adm", "СОШ5-ПРИЁМ"), _rows(ActParameter, rows))
    assert place[0].startswith("Локальные акты!C")
    assert "Период приёма заявлений" in place[1]
    assert _context(("lna-rel", "СОШ5-ОТНОШ"), _rows(ActParameter, rows)) is not None


def test_a_parameter_that_cannot_be_read_refuses_the_act_at_its_cell() -> None:
    rows: list[Record] = [
        dataclasses.replace(row, value="три")
        if row.parameter is ActParameterName.DECISION_DAYS
        else row
        for row in sample_tables().of(ActParameter)
    ]
    (place,) = _refusals(("lna-adm", "СОШ5-ПРИЁМ"), _rows(ActParameter, rows))
    assert place[0].startswith("Параметры актов!B")
    assert "число" in place[1]


def test_an_age_group_needs_all_its_figures() -> None:
    rows: list[Record] = [
        row
        for row in sample_tables().of(ActParameter)
        if (row.parameter, row.subject) != (ActParameterName.BREAK_MINUTES, "5–6 лет")
    ]
    (place,) = _refusals(("lna-reg", "СОШ5-РЕЖИМ"), _rows(ActParameter, rows))
    assert "Перерыв" in place[1] and "5–6 лет" in place[1]


def test_weeks_of_the_months_make_up_those_of_the_programme() -> None:
    for code in ("СОШ5-КУГ", "КВАНТ-КУГ"):
        calendar: CalendarContext = _context(("kug", code))
        assert calendar.programmes
        for programme in calendar.programmes:
            assert sum(month.count for month in programme.months) == programme.weeks
            assert sum(part.hours for part in programme.parts) == programme.hours
            assert all(part.weeks <= programme.weeks for part in programme.parts)


def test_a_participant_shows_only_the_parts_that_it_teaches() -> None:
    calendar: CalendarContext = _context(("kug", "КВАНТ-КУГ"))
    assert not any(programme.is_base for programme in calendar.programmes)
    names = {part.organisation for programme in calendar.programmes for part in programme.parts}
    assert names == {"ГАУ ДО СО «Квантолаб»"}


def test_a_plan_without_sections_and_a_programme_without_agreement_are_refused() -> None:
    (place,) = _refusals(("training-plan", "СОШ5-УП-РОБО"), _rows(PlanRow, []))
    assert place[0].startswith("Локальные акты!D")
    found = _refusals(("network-programme", "СОШ5-ПР-РОБО"), _rows(Agreement, []))
    assert any("нет договора" in message for _, message in found)


def test_the_grif_of_a_draft_waits_for_a_hand() -> None:
    context = _context(("lna-net", "МУЗЕЙ-СЕТЬ"))
    (only,) = context.approvals
    assert only.left is None
    assert only.right.word == "УТВЕРЖДЕНО"
    assert "____" in only.right.date_line
    rules = _context(("lna-adm", "СОШ5-ПРИЁМ"))
    assert [row.right.word for row in rules.approvals] == ["УТВЕРЖДЕНЫ", "С УЧЁТОМ МНЕНИЯ"]
    assert rules.approvals[0].left.word == "ПРИНЯТЫ"


@pytest.mark.parametrize("kind", KINDS)
def test_acts_cite_through_the_table_and_ask_for_no_consent(kind: str) -> None:
    source = (SOURCES / f"{kind}.txt").read_text(encoding="utf-8")
    words = "\n".join(line for line in source.splitlines() if not line.startswith("//"))
    assert not re.search(r"№\s*\d|\d-ФЗ|СанПиН|СП \d", words)
    assert not re.search(r"да(?:ю|ёт) (?:своё )?согласие", words, re.IGNORECASE)


def test_figures_of_the_regime_are_parameters() -> None:
    """Lengths of lessons and hours of the day are not verified: no template may fix them."""
    source = (SOURCES / "lna-reg.txt").read_text(encoding="utf-8")
    words = re.sub(r"\{[{%].*?[%}]\}|^//.*$|16–18|статьёй \d+", "", source, flags=re.MULTILINE)
    words = re.sub(r"^@.*$", "", words, flags=re.MULTILINE)
    assert not re.search(r"\d", words)


def test_every_act_of_the_sample_is_made() -> None:
    planned = {codes for kind, codes in sample_plan() if kind in KINDS}
    assert planned == {act.code for act in sample_tables().of(LocalAct)}
