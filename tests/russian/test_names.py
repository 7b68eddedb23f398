"""Names: every rule of declension has a row in the tables, doubt included."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.russian import Case, Form, Gender, decline_fio, decline_name, gender_of_name
from docgen.russian.grammar import CASES
from docgen.russian.names import gender_of_fio, looks_like_name
from docgen.russian.surnames import decline_surname
from tests.russian.tables import rows

_OBLIQUE = [case for case in CASES if case is not Case.NOM]


def _sex(row: dict[str, str]) -> Gender | None:
    return Gender(row["sex"]) if row["sex"] else None


@pytest.mark.parametrize("row", rows("surnames"), ids=lambda r: f"{r['class']}: {r['surname']}")
def test_a_surname_declines_by_the_rule_of_its_class(row: dict[str, str]) -> None:
    paradigm = decline_surname(row["surname"], Gender(row["sex"]))
    made = {case.value: paradigm.form(case).text for case in _OBLIQUE}
    assert made == {case.value: row[case.value] for case in _OBLIQUE}
    expected = {"": set(), "ins": {Case.INS}, "all": set(_OBLIQUE)}[row["doubt"]]
    assert set(paradigm.doubtful) == expected


@pytest.mark.parametrize("row", rows("names"), ids=lambda r: r["rule"])
def test_a_full_name_keeps_its_order_its_capitals_and_its_initials(row: dict[str, str]) -> None:
    made = [decline_fio(row["name"], case, _sex(row)) for case in (Case.DAT, Case.INS)]
    assert [form.text for form in made] == [row["dat"], row["ins"]]
    assert not any(form.doubtful for form in made)


@pytest.mark.parametrize("row", rows("doubtful_names"), ids=lambda r: r["why"])
def test_what_only_a_person_can_know_is_shown_to_a_person(row: dict[str, str]) -> None:
    form = decline_fio(row["name"], Case.GEN, _sex(row))
    assert form.doubtful
    assert form.reason


@pytest.mark.parametrize("row", rows("doubtful_names"), ids=lambda r: r["why"])
def test_the_nominative_is_never_doubtful(row: dict[str, str]) -> None:
    assert decline_fio(row["name"], Case.NOM, _sex(row)) == Form(row["name"], "rule")


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Гайдук Эмин", Gender.M),
        ("Гайдук Никита", Gender.M),
        ("Гайдук Хадижат", Gender.F),
        ("Гайдук Этери Шотаевна", Gender.F),
        ("Дарвин Вера Карловна", Gender.F),
        ("Щербина Остап Львович", Gender.M),
        ("Юшкова Саша", Gender.F),
        ("Гайдук Саша", None),
        ("Юшков Вера Львовна", None),
    ],
)
def test_the_sex_is_taken_from_the_parts_together(name: str, sex: Gender | None) -> None:
    assert gender_of_fio(name) is sex


@pytest.mark.parametrize("row", rows("sexes"), ids=lambda r: r["name"])
def test_the_sex_is_told_only_by_what_is_of_one_sex(row: dict[str, str]) -> None:
    assert gender_of_fio(row["name"]) is (Gender(row["sex"]) if row["sex"] else None)


def test_three_cells_and_one_cell_give_the_same() -> None:
    cells = decline_name("Юшков", "Лев", "Маркович", None, Case.GEN)
    assert cells == decline_fio("Юшков Лев Маркович", Case.GEN)


def test_initials_may_stand_in_the_cells_of_name_and_patronymic() -> None:
    assert decline_name("Юшкова", "А.", "М.", None, Case.DAT).text == "Юшковой А. М."
    assert gender_of_name("Юшкова", "А.", "М.") is Gender.F
    assert gender_of_name("Гайдук", "А.", "М.") is None


@pytest.mark.parametrize("text", ["Юшкова А.М.", "Юшкова Вера", "Вера Игоревна Юшкова"])
def test_a_name_looks_like_a_name(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["директор школы", "Управление образования", "Совет отцов", ""])
def test_other_texts_do_not_look_like_a_name(text: str) -> None:
    assert not looks_like_name(text)


_LETTERS = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё", min_size=1, max_size=12)
_WORD = _LETTERS.map(str.capitalize).filter(lambda word: len(word) > 1)


@settings(max_examples=150, deadline=None)
@given(_WORD, st.sampled_from([Gender.M, Gender.F]), st.sampled_from(list(Case)))
def test_any_surname_declines_without_losing_its_beginning(
    surname: str, gender: Gender, case: Case
) -> None:
    form = decline_surname(surname, gender).form(case)
    assert form.text
    assert form.text[0].replace("Ё", "Е") == surname[0].replace("Ё", "Е")


@settings(max_examples=150, deadline=None)
@given(_WORD, st.sampled_from(list(Case)))
def test_capitals_change_nothing_but_capitals(surname: str, case: Case) -> None:
    if len(surname) > 1:
        form = decline_surname(surname, Gender.M).form(case)
        assert decline_surname(surname.upper(), Gender.M).form(case).text == form.text.upper()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(list(Case)))
def test_no_text_breaks_the_reading_of_a_name(text: str, case: Case) -> None:
    assert isinstance(decline_fio(text, case), Form)
