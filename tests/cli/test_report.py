"""What is said of many rows is said once."""

from __future__ import annotations

from docgen.cli.report import told_once
from docgen.diagnostics import Diagnostic, Origin, diagnose


def _found(code: str, row: int, message: str = "акт действует по 31.12.2026") -> Diagnostic:
    return diagnose(code, Origin("pupils.xlsx", "Зачисления", row), message, hint="проверьте")


def test_a_warning_of_many_rows_is_told_once_with_their_numbers() -> None:
    told = told_once([_found("act-outlived", row) for row in range(2, 15)])
    assert len(told) == 1
    assert told[0][0].startswith("предупреждение[act-outlived] pupils.xlsx!Зачисления!строка 2")
    assert told[0][1] == "  то же в строках: 3, 4, 5, 6, 7, 8, 9, 10 и ещё 4"


def test_other_words_and_other_codes_are_told_apart() -> None:
    told = told_once(
        [
            _found("act-outlived", 2),
            _found("act-outlived", 3, "другой срок"),
            _found("act-expires-soon", 4),
        ]
    )
    assert [len(lines) for lines in told] == [2, 2, 2]


def test_errors_are_told_one_by_one() -> None:
    told = told_once([_found("value-missing", row, "не заполнено") for row in (2, 3)])
    assert len(told) == 2
