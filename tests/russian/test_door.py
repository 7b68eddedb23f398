"""The door of the room: what other rooms call, and that it costs nothing until called."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from docgen import russian
from docgen.russian import Case, Form, Gender


def test_importing_the_room_loads_no_engine() -> None:
    code = (
        "import sys, docgen.russian;"
        "print([m for m in ('pymorphy3', 'pytrovich', 'dawg2_python') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_self_test_passes_on_a_whole_installation() -> None:
    russian.self_test()


@pytest.mark.parametrize("name", russian.__all__)
def test_every_name_of_the_door_exists(name: str) -> None:
    assert hasattr(russian, name)


def test_a_form_from_a_column_is_never_doubted() -> None:
    assert russian.given("Кравеца") == Form("Кравеца", "column", False, "")


def test_a_name_without_a_sex_is_left_in_the_nominative_and_shown_to_a_person() -> None:
    form = russian.decline_fio("Шевчук А.В.", Case.GEN)
    assert (form.text, form.doubtful) == ("Шевчук А.В.", True)
    assert form.reason


def test_initials_are_joined_with_a_no_break_space() -> None:
    assert russian.initials_before("Иванова", "Мария", "Петровна") == "М.П.\u00a0Иванова"
    assert russian.initials_after("Иванова", "Мария", "") == "Иванова\u00a0М."


def test_the_preamble_of_a_contract_comes_out_whole() -> None:
    words = (
        russian.decline_organisation("Управление образования", Case.NOM).text,
        russian.agree("именуемый в дальнейшем", Gender.N, Case.NOM),
        russian.decline_post("исполняющая обязанности начальника", Case.GEN).text,
        russian.decline_name("Пинаева", "Елена", "Викторовна", Gender.F, Case.GEN).text,
        russian.agree("действующий", Gender.F, Case.GEN),
    )
    assert words == (
        "Управление образования",
        "именуемое в дальнейшем",
        "исполняющей обязанности начальника",
        "Пинаевой Елены Викторовны",
        "действующей",
    )


def test_a_sum_is_written_as_contracts_write_it() -> None:
    text = russian.money_full(Decimal("15000.5"))
    assert text == "15\u00a0000 (пятнадцать тысяч) рублей 50\u00a0копеек"


def test_dates_cannot_be_torn() -> None:
    assert russian.date_quoted(date(2026, 9, 1)) == "«01»\u00a0сентября\u00a02026\u00a0г."
