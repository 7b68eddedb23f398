"""The office's dictionary: what a person confirmed wins, and nothing she wrote is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.diagnostics import Refusal
from docgen.russian import (
    DECLINING,
    FILTERS,
    Case,
    Dictionary,
    Entry,
    Form,
    Gender,
    Sort,
    decline_fio,
    decline_name,
    filters_with,
    read_dictionary,
    write_dictionary,
)

_NIGHTINGALE = Entry(
    Sort.PERSON,
    "Соловей Лев Маркович",
    {Case.GEN: "Соловья Льва Марковича", Case.DAT: "Соловью Льву Марковичу"},
)
_UNKNOWN_SEX = Entry(Sort.PERSON, "Гайдук Женя", {}, Gender.F)
_ABBREVIATED = Entry(Sort.POST, "завуч", {Case.GEN: "завуча"})
_OFFICE = Dictionary((_NIGHTINGALE, _UNKNOWN_SEX, _ABBREVIATED))


def test_an_empty_dictionary_leaves_everything_to_the_engine() -> None:
    assert Dictionary().fio("Юшков Лев", Case.GEN) == decline_fio("Юшков Лев", Case.GEN)


def test_a_confirmed_form_wins_and_is_sure() -> None:
    assert decline_fio("Соловей Лев Маркович", Case.GEN).doubtful
    form = _OFFICE.fio("Соловей  Лев\u00a0Маркович", Case.GEN)
    assert form == Form("Соловья Льва Марковича", "dictionary")


def test_a_case_that_was_not_confirmed_is_still_the_engine_s() -> None:
    assert _OFFICE.fio("Соловей Лев Маркович", Case.INS).doubtful


def test_the_surname_is_learnt_for_initials_and_for_another_man() -> None:
    assert _OFFICE.fio("Соловей Л.М.", Case.DAT, Gender.M) == Form("Соловью Л.М.", "dictionary")
    brother = _OFFICE.fio("Соловей Олег Маркович", Case.GEN)
    assert (brother.text, brother.doubtful) == ("Соловья Олега Марковича", False)


def test_the_surname_of_a_man_says_nothing_of_a_woman() -> None:
    assert _OFFICE.fio("Соловей Анна Марковна", Case.GEN).text == "Соловей Анны Марковны"


def test_a_confirmed_sex_is_used_where_the_name_shows_none() -> None:
    assert decline_fio("Гайдук Женя", Case.GEN).doubtful
    form = _OFFICE.fio("Гайдук Женя", Case.GEN)
    assert (form.text, form.doubtful) == ("Гайдук Жени", False)


def test_posts_and_organisations_are_confirmed_the_same_way() -> None:
    assert _OFFICE.post("завуч", Case.GEN).source == "dictionary"
    assert _OFFICE.post("завуч", Case.DAT).source == "engine"
    assert _OFFICE.organisation("Школа", Case.GEN).text == "Школы"
    assert _OFFICE.name("Соловей", "Лев", "Маркович", None, Case.GEN).source == "dictionary"


def test_a_row_of_the_sheet_has_six_forms() -> None:
    row = _OFFICE.table(Sort.POST, "завуч")
    assert [form.text for form in row][:3] == ["завуч", "завуча", "завучу"]
    assert len(row) == 6


def test_a_later_entry_takes_the_place_of_an_earlier_one() -> None:
    again = Entry(Sort.POST, "завуч", {Case.GEN: "зав. учебной частью"})
    assert _OFFICE.confirmed([again]).post("завуч", Case.GEN).text == "зав. учебной частью"


def test_a_file_that_is_not_there_is_an_empty_dictionary(tmp_path: Path) -> None:
    assert read_dictionary(tmp_path / "склонения.tsv") == (Dictionary(), [])


def test_what_is_written_is_read_back_and_written_the_same(tmp_path: Path) -> None:
    path = tmp_path / "склонения.tsv"
    write_dictionary(path, _OFFICE)
    first = path.read_bytes()
    read, diagnostics = read_dictionary(path)
    assert not diagnostics
    assert sorted(map(str, read.entries)) == sorted(map(str, _OFFICE.entries))
    write_dictionary(path, read)
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


_CELL = st.text(max_size=20).map(lambda text: " ".join(text.split()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Entry,
            st.sampled_from([Sort.POST, Sort.ORGANISATION]),
            _CELL.filter(bool),
            st.dictionaries(
                st.sampled_from([case for case in Case if case is not Case.NOM]),
                _CELL.filter(bool),
                max_size=3,
            ),
        ),
        max_size=4,
        unique_by=lambda entry: (entry.sort, entry.text),
    )
)
def test_any_confirmed_form_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    path = tmp_path_factory.mktemp("словарь") / "склонения.tsv"
    write_dictionary(path, Dictionary(tuple(entries)))
    read, diagnostics = read_dictionary(path)
    assert not diagnostics
    assert {(e.sort, e.text): dict(e.forms) for e in read.entries} == {
        (e.sort, e.text): dict(e.forms) for e in entries
    }


def test_every_broken_line_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "склонения.tsv"
    path.write_text(
        "вид\tименительный\n"
        "\n"
        "должность\tзавуч\t\tзавуча\n"
        "прочее\tслово\n"
        "имя\t\t\tформа\n"
        "имя\tГайдук Женя\tнет\n"
        "должность\tзавуч\t\tзавуча\tзавучу\n" + "\t".join(["имя"] * 12),
        encoding="utf-8",
    )
    dictionary, diagnostics = read_dictionary(path)
    assert [(d.code, d.origin.row) for d in diagnostics] == [
        ("dictionary-line", 4),
        ("dictionary-line", 5),
        ("dictionary-line", 6),
        ("dictionary-repeat", 7),
        ("dictionary-line", 8),
    ]
    assert dictionary.post("завуч", Case.DAT).source == "dictionary"


def test_a_file_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "склонения.tsv"
    path.write_bytes("вид\tимя".encode("cp1251"))
    with pytest.raises(Refusal, match="словарь склонений"):
        read_dictionary(path)


def test_a_folder_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="не удалось записать"):
        write_dictionary(tmp_path / "нет" / "склонения.tsv", _OFFICE)


def test_a_namesake_of_the_other_sex_is_not_declined_by_the_entry() -> None:
    office = Dictionary((Entry(Sort.PERSON, "Гайдук Женя", {Case.GEN: "Гайдука Жени"}, Gender.M),))
    assert office.name("Гайдук", "Женя", "", Gender.M, Case.GEN).text == "Гайдука Жени"
    assert office.name("Гайдук", "Женя", "", Gender.F, Case.GEN).text == "Гайдук Жени"


def test_a_name_from_three_cells_keeps_its_parts() -> None:
    sure = _OFFICE.name("Иван", "Пётр", "Ильич", Gender.M, Case.GEN)
    assert sure == decline_name("Иван", "Пётр", "Ильич", Gender.M, Case.GEN)


def test_a_post_is_found_with_a_capital_too() -> None:
    assert _OFFICE.post("Завуч", Case.GEN) == Form("Завуча", "dictionary")


def test_a_correction_changes_its_cases_and_no_others() -> None:
    corrected = _OFFICE.corrected([Entry(Sort.PERSON, "Соловей Лев Маркович", {Case.GEN: "X"})])
    assert corrected.fio("Соловей Лев Маркович", Case.GEN).text == "X"
    assert corrected.fio("Соловей Лев Маркович", Case.DAT).text == "Соловью Льву Марковичу"
    assert len(corrected.entries) == len(_OFFICE.entries)


def test_remarks_and_lines_without_an_entry_are_written_back(tmp_path: Path) -> None:
    path = tmp_path / "словарь.tsv"
    path.write_text("# район\nпрочее\tслово\nдолжность\tзавуч\t\tзавуча\n", encoding="utf-8")
    dictionary, diagnostics = read_dictionary(path)
    assert len(diagnostics) == 1
    write_dictionary(path, dictionary.corrected([]))
    assert path.read_text("utf-8-sig").splitlines()[1:] == [
        "должность\tзавуч\t\tзавуча\t\t\t\t",
        "# район",
        "прочее\tслово",
    ]


def test_filters_of_templates_take_the_confirmed_form() -> None:
    filters = filters_with(_OFFICE)
    assert filters["рд"]("завуч") == "завуча"
    assert filters["должность"]("завуч", "рд") == "завуча"
    assert filters["дт"]("Соловей Лев Маркович") == "Соловью Льву Марковичу"
    assert filters["имя"]("Соловей Лев Маркович", "рд") == "Соловья Льва Марковича"
    assert set(filters) == set(FILTERS)
    assert all(filters[name] is FILTERS[name] for name in set(FILTERS) - DECLINING)
