"""Plans of the network: грифы, marks of annexes, executors, periods."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from docgen.documents.approvals import annex_mark, approved_word, by_paper, in_rows
from docgen.documents.roadmap import RoadmapContext, build, period_words
from docgen.records.roadmap import Measure, Roadmap, RoadmapApproval
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import PlanKind
from docgen.russian import Gender
from tests.golden.sample import sample_tables


def plan(code: str) -> Roadmap:
    return sample_tables().get(Roadmap, code)


def composed(code: str, tables: Tables | None = None) -> RoadmapContext:
    context, faults = build(plan(code), tables or sample_tables())
    assert context is not None and faults == []
    return context


def changed(kind: type[Record], code: str, **values: Any) -> Tables:
    """The sample with every row of a plan on one sheet changed."""
    sample = sample_tables()
    rows: dict[type[Record], list[Record]] = {k: list(sample.of(k)) for k in sample}
    rows[kind] = [
        dataclasses.replace(row, **values) if getattr(row, "plan", None) == code else row
        for row in rows[kind]
    ]
    return Tables(rows)


def without(kind: type[Record], code: str) -> Tables:
    sample = sample_tables()
    rows: dict[type[Record], list[Record]] = {k: list(sample.of(k)) for k in sample}
    rows[kind] = [row for row in rows[kind] if getattr(row, "plan", None) != code]
    return Tables(rows)


def test_two_who_approve_stand_side_by_side() -> None:
    (row,) = composed("ДК-22").approvals
    assert row.left is not None
    assert row.left.signature == "А.Н.\u00a0Екенин"
    assert row.right.signature == "Т.И.\u00a0Черткова"
    assert {row.left.word, row.right.word} == {"УТВЕРЖДАЮ"}


def test_one_who_approves_stands_on_the_right() -> None:
    (row,) = composed("ПГ-26").approvals
    assert row.left is None
    assert row.right.lines == ("Директор МБУ ДО ЦДТ «Радуга»",)
    assert row.right.signature == "И.Р.\u00a0Живаго"


def test_an_order_approves_in_place_of_a_signature() -> None:
    (row,) = composed("ДК-26").approvals
    assert (row.right.word, row.right.signature) == ("УТВЕРЖДЕНА", None)
    assert row.right.date_line == "от\u00a029.05.2026 №\u00a0212"


def test_three_stand_two_in_a_row_and_one() -> None:
    three = [by_paper("УТВЕРЖДЁН", "приказом", number=str(n)) for n in (1, 2, 3)]
    first, second = in_rows(three)
    assert (first.left, first.right) == (three[0], three[1])
    assert (second.left, second.right) == (None, three[2])
    assert in_rows([]) == ()


def test_agreement_stands_apart_from_approval() -> None:
    context = composed("ДК-26")
    (row,) = context.agreed
    assert row.left is not None
    assert {row.left.word, row.right.word} == {"СОГЛАСОВАНО"}


@pytest.mark.parametrize(
    ("gender", "word"),
    [(Gender.M, "УТВЕРЖДЁН"), (Gender.F, "УТВЕРЖДЕНА"), (Gender.N, "УТВЕРЖДЕНО")],
)
def test_the_word_of_approval_agrees_with_the_paper(gender: Gender, word: str) -> None:
    assert approved_word(gender) == word


def test_a_number_and_a_date_that_nobody_gave_are_blanks() -> None:
    (row,) = composed("ПВ-26").approvals
    assert row.right.signature is None
    assert row.right.date_line == "от\u00a0«__»\u00a0__________\u00a02026\u00a0г. №\u00a0____"
    blank = annex_mark("приказу", "управления")
    assert blank.date_line == "от\u00a0«__»\u00a0__________\u00a020__\u00a0г. №\u00a0____"


def test_an_annex_says_whose_it_is() -> None:
    mark = composed("ПЛ-14").annex_mark
    assert mark is not None
    assert mark.heading == "Приложение"
    assert mark.to_paper.startswith("к\u00a0приказу управления образования")
    assert mark.date_line == "от\u00a026.08.2014 №\u00a0453/1"
    assert composed("ПЛ-14").approvals == ()
    second = composed("ПП-26").annex_mark
    assert second is not None and second.heading == "Приложение №\u00a02"


def test_people_go_before_groups_with_posts_of_the_directory() -> None:
    first = composed("ДК-22").measures[0]
    assert (
        first.executors == "Специалист Управления образования – Байгужина\u00a0Н.В., директора ОО"
    )
    newer = composed("ДК-26").measures[0]
    assert newer.executors.startswith("Методист МБУ ДО ЦДТ «Радуга» – Долгих\u00a0В.А., ")


def test_expected_results_take_the_next_number() -> None:
    assert composed("ПЛ-14").results_number == 7
    assert composed("ПЛ-14", changed(Measure, "ПЛ-14", number="Раздел")).results_number == 7


def test_a_period_is_told_in_the_clerks_words_or_by_its_dates() -> None:
    assert period_words(plan("ДК-22")) == "на 2022–2023 годы"
    by_dates = period_words(plan("ПВ-26")).replace("\u00a0", " ")
    assert by_dates == "на период с 1 сентября 2026 года по 31 мая 2027 года"
    assert period_words(plan("ПЛ-14")) == ""


@pytest.mark.parametrize("kind", [Measure, RoadmapApproval])
def test_a_plan_without_measures_or_approval_is_refused(kind: type[Record]) -> None:
    context, faults = build(plan("ДК-26"), without(kind, "ДК-26"))
    assert context is None
    assert [f.code for f in faults] == ["paper-lacks-value"]


def test_law_is_judged_by_the_beginning_of_the_plan() -> None:
    assert plan("ДК-22").judged_on(datetime.date(2026, 8, 20)) == datetime.date(2022, 6, 1)
    assert plan("ДК-26").judged_on(datetime.date(2026, 5, 1)) == datetime.date(2026, 5, 1)


def test_every_kind_of_plan_is_in_the_sample() -> None:
    assert {row.kind for row in sample_tables().of(Roadmap)} == set(PlanKind)
