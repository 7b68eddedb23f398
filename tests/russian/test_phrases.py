"""Posts, organisations and counted things: the head changes, the rest stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.russian import (
    Case,
    Form,
    Gender,
    count,
    decline_organisation,
    decline_post,
    gender_of_organisation,
    is_sole_proprietor,
)
from tests.russian.tables import plain, rows


@pytest.mark.parametrize("row", rows("posts"), ids=lambda r: r["post"])
def test_only_the_head_of_a_post_is_declined(row: dict[str, str]) -> None:
    made = {case: decline_post(row["post"], Case(case)) for case in ("gen", "acc", "ins")}
    assert {case: form.text for case, form in made.items()} == {
        case: row[case] for case in ("gen", "acc", "ins")
    }
    assert not any(form.doubtful for form in made.values())


@pytest.mark.parametrize("row", rows("organisations"), ids=lambda r: r["organisation"])
def test_only_the_head_of_an_organisation_is_declined(row: dict[str, str]) -> None:
    made = {case: decline_organisation(row["organisation"], Case(case)) for case in ("gen", "ins")}
    assert {case: form.text for case, form in made.items()} == {
        case: row[case] for case in ("gen", "ins")
    }
    assert gender_of_organisation(row["organisation"]) is Gender(row["gender"])


def test_the_accusative_of_an_organisation_is_that_of_a_thing() -> None:
    assert decline_organisation("Комитет по спорту", Case.ACC).text == "Комитет по спорту"
    assert decline_organisation("Школа № 3", Case.ACC).text == "Школу № 3"


def test_the_accusative_of_a_person_among_institutions_is_that_of_a_person() -> None:
    text = "Уполномоченный по правам ребёнка"
    assert decline_organisation(text, Case.ACC).text == "Уполномоченного по правам ребёнка"


@pytest.mark.parametrize("text", ["Минпросвещения России", "Районо"])
def test_an_abbreviation_that_is_a_genitive_already_stays(text: str) -> None:
    assert decline_organisation(text, Case.GEN) == Form(text, "rule")


@pytest.mark.parametrize(
    "text", ["учреждение детский сад № 5", "Учреждение лицей № 1", "Общество Российский Крест"]
)
def test_a_name_without_quotes_is_shown_to_a_person(text: str) -> None:
    assert decline_organisation(text, Case.GEN).doubtful


def test_a_word_that_no_dictionary_knows_is_shown_to_a_person() -> None:
    assert decline_post("бариста", Case.GEN).doubtful
    assert decline_post("!!!", Case.GEN).doubtful


def test_a_person_in_business_is_told_from_an_organisation() -> None:
    assert is_sole_proprietor("ИП Гайдук Лев Маркович")
    assert not is_sole_proprietor("ООО «Гайдук Лев»")


@pytest.mark.parametrize("row", rows("counts"), ids=lambda r: f"{r['number']} {r['noun']}")
def test_a_noun_agrees_with_its_number(row: dict[str, str]) -> None:
    number = Decimal(row["number"])
    made = [plain(count(number, row["noun"], Case(case))) for case in ("nom", "gen", "ins")]
    assert made == [row["nom"], row["gen"], row["ins"]]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.sampled_from(list(Case)))
def test_no_text_breaks_a_post_or_an_organisation(text: str, case: Case) -> None:
    assert decline_post(text, Case.NOM).text == text
    assert decline_organisation(text, Case.NOM).text == text
    decline_post(text, case)
    decline_organisation(text, case)
    gender_of_organisation(text)


@settings(max_examples=100, deadline=None)
@given(st.text('абвгд ЁЖ«»"№5()-', max_size=30), st.sampled_from(list(Case)))
def test_what_stands_in_quotes_never_changes(inner: str, case: Case) -> None:
    quoted = "«" + inner.replace("«", "").replace("»", "") + "»"
    assert quoted in decline_organisation(f"Школа {quoted}", case).text


@pytest.mark.parametrize(
    ("number", "noun", "accusative"),
    [
        (1, "ученик", "1 ученика"),
        (2, "ученик", "2 учеников"),
        (5, "ученица", "5 учениц"),
        (22, "ученик", "22 ученика"),
        (2, "рабочий день", "2 рабочих дня"),
        (1, "неделя", "1 неделю"),
        (21, "квадратный метр", "21 квадратный метр"),
    ],
)
def test_the_accusative_of_a_count_knows_persons_from_things(
    number: int, noun: str, accusative: str
) -> None:
    assert plain(count(number, noun, Case.ACC)) == accusative
