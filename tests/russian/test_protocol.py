"""The measuring door: one line in, one line out, whatever the line is."""

from __future__ import annotations

import json

import pytest

from docgen.russian.__main__ import answer


def _ask(kind: str, text: str, gender: str = "", case: str = "") -> str:
    question = {"kind": kind, "text": text, "gender": gender, "case": case}
    return answer(json.dumps(question, ensure_ascii=False)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (("surname", "Гайдук", "m", "dat"), "Гайдуку\tok"),
        (("firstname", "Лев", "m", "ins"), "Львом\tok"),
        (("patronymic", "Львовна", "f", "pre"), "Львовне\tok"),
        (("fio_nogender", "Юшкова Вера Игоревна", "", "acc"), "Юшкову Веру Игоревну\tok"),
        (("gender", "Юшкова Вера Игоревна"), "f\tok"),
        (("position", "завуч", "", "gen"), "завуча\tok"),
        (("org", "Школа", "", "gen"), "Школы\tok"),
        (("agree", "именуемый", "mi", "acc"), "именуемый\tok"),
        (("agree_short", "принят", "p"), "приняты\tok"),
        (("count", "0,5 ставка", "", "nom"), "0,5 ставки\tok"),
        (("money_full", "21.01", "", "gen"), "21 (двадцати одного) рубля 01 копейки\tok"),
        (("money_digits", "21.01", "", "nom"), "21 рубль 01 копейка\tok"),
        (("money_words", "21.01", "", "nom"), "двадцать один рубль 01 копейка\tok"),
        (("number_words", "2", "f", "nom"), "две\tok"),
        (("ordinal_words", "2", "f", "nom"), "вторая\tok"),
        (("date_long", "2026-09-01", "", "nom"), "1 сентября 2026 года\tok"),
        (("date_quoted", "2026-09-01", "", "nom"), "«01» сентября 2026 г.\tok"),
        (("date_words", "2000-01-02", "", "gen"), "второго января двухтысячного года\tok"),
        (("month_year", "2026-09", "", "pre"), "сентябре 2026 года\tok"),
    ],
)
def test_every_kind_of_question_is_answered(question: tuple[str, ...], line: str) -> None:
    assert _ask(*question) == line


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "null", "не json", '{"kind": "fio"}', '{"kind": "?", "text": "a"}']
)
def test_a_line_that_is_no_question_is_answered_with_a_mark(line: str) -> None:
    assert answer(line).startswith("?\t")


def test_doubt_is_said_after_the_tab() -> None:
    form, _, mark = _ask("fio", "Гайдук Т.С.", "", "gen").partition("\t")
    assert form == "Гайдук Т.С."
    assert mark != "ok"
