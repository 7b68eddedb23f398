"""The measuring protocol: JSON lines in, a form and its mark out, one line for each.

    python -m docgen.russian < questions.jsonl

Each line is ``{"kind", "text", "gender", "case"}``; the answer is the form, a tab and ``ok`` or
the reason for doubt. An unknown kind or a value that cannot be read answers ``?`` and the reason.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from docgen import russian
from docgen.russian import Case, Form, Gender
from docgen.russian.first_names import decline_first_name, decline_patronymic
from docgen.russian.names import CONFLICT, UNKNOWN_SEX, gender_of_fio
from docgen.russian.surnames import decline_surname

_Answer = Callable[[str, str, Case], Form]


def _sex(gender: str) -> Gender | None:
    """``mi`` is a masculine thing; an empty gender is unknown."""
    return Gender.M if gender == "mi" else Gender(gender) if gender else None


def _plain(text: str) -> Form:
    return Form(text, "rule")


def _fio(text: str, gender: str, case: Case) -> Form:
    return russian.decline_fio(text, case, _sex(gender))


def _gender(text: str, gender: str, case: Case) -> Form:
    found = gender_of_fio(text)
    return _plain(found) if found else Form("?", "rule", True, UNKNOWN_SEX)


def _agree(text: str, gender: str, case: Case) -> Form:
    sex = _sex(gender) or Gender.M
    return _plain(russian.agree(text, sex, case, animate=gender != "mi"))


def _count(text: str, gender: str, case: Case) -> Form:
    digits, _, noun = text.partition(" ")
    return _plain(russian.count(Decimal(digits.replace(",", ".")), noun, case))


def _month_year(text: str, gender: str, case: Case) -> Form:
    year, month = text.split("-")
    return _plain(russian.month_year(int(year), int(month), case))


_ANSWERS: dict[str, _Answer] = {
    "surname": lambda t, g, c: decline_surname(t, _sex(g) or Gender.M).form(c),
    "firstname": lambda t, g, c: decline_first_name(t, _sex(g) or Gender.M).form(c),
    "patronymic": lambda t, g, c: decline_patronymic(t, _sex(g) or Gender.M).form(c),
    "fio": _fio,
    "fio_nogender": _fio,
    "fio_order": _fio,
    "fio_caps": _fio,
    "fio_initials": _fio,
    "fio_ambiguous": _fio,
    "gender": _gender,
    "position": lambda t, g, c: russian.decline_post(t, c),
    "org": lambda t, g, c: russian.decline_organisation(t, c),
    "agree": _agree,
    "agree_short": lambda t, g, c: _plain(russian.agree_short(t, _sex(g) or Gender.M)),
    "count": _count,
    "money_digits": lambda t, g, c: _plain(russian.money_digits(Decimal(t), c)),
    "money_words": lambda t, g, c: _plain(russian.money_words(Decimal(t), c)),
    "money_full": lambda t, g, c: _plain(russian.money_full(Decimal(t), c)),
    "number_words": lambda t, g, c: _plain(russian.number_words(int(t), _sex(g) or Gender.M, c)),
    "ordinal_words": lambda t, g, c: _plain(russian.ordinal_words(int(t), _sex(g) or Gender.M, c)),
    "date_long": lambda t, g, c: _plain(russian.date_long(date.fromisoformat(t))),
    "date_quoted": lambda t, g, c: _plain(russian.date_quoted(date.fromisoformat(t))),
    "date_words": lambda t, g, c: _plain(russian.date_words(date.fromisoformat(t), c)),
    "month_year": _month_year,
}


def answer(line: str) -> str:
    """One line of the protocol: the form, a tab, ``ok`` or the reason for doubt."""
    try:
        question = json.loads(line)
        case = Case(question.get("case") or "nom")
        form = _ANSWERS[question["kind"]](question["text"], question.get("gender") or "", case)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as fault:
        return f"?\t{type(fault).__name__}"
    return f"{form.text}\t{form.reason or CONFLICT if form.doubtful else 'ok'}"


def main() -> int:
    """Answer standard input to its end."""
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
    for line in sys.stdin:
        sys.stdout.write(answer(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
