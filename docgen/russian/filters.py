"""Filters for authors of templates: ``{{ директор|дт }}``, ``{{ сумма|деньги }}``.

Each is a pure function with a Russian name; ``FILTER_HELP`` is the list that a command prints.
``filters_with`` gives those that ask the office's dictionary first.
A filter given a value of a wrong type raises ``TypeError`` or ``ValueError`` in Russian.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from docgen.russian.agreement import agree, agree_short
from docgen.russian.counting import count, counted_noun
from docgen.russian.dates import date_digits, date_long, date_quoted, date_words, month_year
from docgen.russian.dictionary import EMPTY, Dictionary
from docgen.russian.grammar import Case, Gender
from docgen.russian.money import money_digits, money_full, money_words
from docgen.russian.names import (
    gender_of_fio,
    initials_after,
    initials_before,
    looks_like_name,
    read_name,
)
from docgen.russian.numerals import number_words, ordinal_words
from docgen.russian.organisations import (
    gender_of_organisation,
    looks_like_organisation,
)
from docgen.russian.typography import typography

CASE_NAMES: Mapping[str, Case] = {
    "им": Case.NOM,
    "именительный": Case.NOM,
    "рд": Case.GEN,
    "родительный": Case.GEN,
    "дт": Case.DAT,
    "дательный": Case.DAT,
    "вн": Case.ACC,
    "винительный": Case.ACC,
    "тв": Case.INS,
    "творительный": Case.INS,
    "пр": Case.PRE,
    "предложный": Case.PRE,
}

GENDER_NAMES: Mapping[str, Gender] = {
    "м": Gender.M,
    "муж": Gender.M,
    "мужской": Gender.M,
    "m": Gender.M,
    "ж": Gender.F,
    "жен": Gender.F,
    "женский": Gender.F,
    "f": Gender.F,
    "с": Gender.N,
    "ср": Gender.N,
    "средний": Gender.N,
    "n": Gender.N,
    "мн": Gender.P,
    "множественное": Gender.P,
    "p": Gender.P,
}


class FilterNote(NamedTuple):
    """What a command shows of a filter: its name, what it does, an example, what comes out."""

    name: str
    does: str
    example: str
    result: str


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"фильтру нужен текст, а не {type(value).__name__}")
    return str(value)


def _case(name: str) -> Case:
    try:
        return CASE_NAMES[name.lower().rstrip(".")]
    except KeyError:
        raise ValueError(f"падежа «{name}» нет: им, рд, дт, вн, тв, пр") from None


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TypeError(f"фильтру нужна дата, а не {type(value).__name__}")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"фильтру нужно целое число, а не {type(value).__name__}")
    return value


def _sum(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise TypeError(f"фильтру нужна сумма, а не {type(value).__name__}")
    try:
        return Decimal(str(value).replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"«{value}» – не сумма") from None


def _gender(value: Any) -> Gender:
    """The gender that a value has or names: «ж», a full name, an organisation."""
    text = _text(value)
    named = GENDER_NAMES.get(text.lower().rstrip("."))
    if named is not None:
        return named
    found = gender_of_fio(text) if looks_like_name(text) else gender_of_organisation(text)
    if found is None:
        raise ValueError(f"по тексту «{text[:40]}» не видно рода: укажите «м» или «ж»")
    return found


def in_case(value: Any, case: Case, gender: str = "", words: Dictionary = EMPTY) -> str:
    """A name, an organisation or a post in a case; which of them it is, is seen from the text."""
    text = _text(value)
    if looks_like_organisation(text):
        return words.organisation(text, case).text
    if looks_like_name(text):
        sex = GENDER_NAMES.get(gender.lower()) if gender else None
        return words.fio(text, case, sex).text
    return words.post(text, case).text


def _case_filter(case: Case, words: Dictionary) -> Callable[..., str]:
    def decline(value: Any, gender: str = "") -> str:
        return in_case(value, case, gender, words)

    return decline


def _declining(words: Dictionary) -> dict[str, Callable[..., str]]:
    """The filters that ask a dictionary."""

    def post(value: Any, case: str) -> str:
        return words.post(_text(value), _case(case)).text

    def organisation(value: Any, case: str) -> str:
        return words.organisation(_text(value), _case(case)).text

    def person(value: Any, case: str, gender: str = "") -> str:
        sex = GENDER_NAMES.get(gender.lower()) if gender else None
        return words.fio(_text(value), _case(case), sex).text

    return {
        **{name: _case_filter(case, words) for name, case in CASE_NAMES.items()},
        "имя": person,
        "должность": post,
        "организация": organisation,
    }


def filters_with(words: Dictionary) -> Mapping[str, Callable[..., str]]:
    """``FILTERS`` that take the forms a person confirmed before those of the engine."""
    return {**FILTERS, **_declining(words)}


def _agree(value: Any, word: str, case: str = "им") -> str:
    return agree(word, _gender(value), _case(case))


def _agree_short(value: Any, word: str) -> str:
    return agree_short(word, _gender(value))


def _in_words(value: Any, gender: str = "м", case: str = "им") -> str:
    return number_words(_whole(value), GENDER_NAMES[gender], _case(case))


def _ordinal(value: Any, gender: str = "м", case: str = "им") -> str:
    return ordinal_words(_whole(value), GENDER_NAMES[gender], _case(case))


def _count(value: Any, noun: str, case: str = "им") -> str:
    return count(value if isinstance(value, Decimal) else _whole(value), noun, _case(case))


def _counted(value: Any, noun: str, case: str = "им") -> str:
    number = value if isinstance(value, Decimal) else _whole(value)
    return counted_noun(number, noun, _case(case))


def _short_name(value: Any, surname_first: bool) -> str:
    text = _text(value)
    name = read_name(text)
    if name.initials:
        parts = (name.surname, name.initials)
    else:
        parts = (name.surname, name.first_name, name.patronymic)  # type: ignore[assignment]
    return initials_after(*parts) if surname_first else initials_before(*parts)


def _capital(value: Any) -> str:
    text = _text(value)
    return text[:1].upper() + text[1:]


def _lower_first(value: Any) -> str:
    text = _text(value)
    # An abbreviation keeps its capitals: «МБОУ», «ООО».
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _quoted(value: Any) -> str:
    return typography(f"«{_text(value)}»")


def _date_words(value: Any, case: str = "им") -> str:
    return date_words(_day(value), _case(case))


def _month(value: Any, case: str = "им") -> str:
    day = _day(value)
    return month_year(day.year, day.month, _case(case))


DECLINING = frozenset(_declining(EMPTY))
"""Names of the filters whose result depends on the dictionary."""

FILTERS: Mapping[str, Callable[..., str]] = {
    **_declining(EMPTY),
    "согласовать": _agree,
    "согл": _agree,
    "согласовать_кратко": _agree_short,
    "согл_кратко": _agree_short,
    "инициалы": lambda value: _short_name(value, surname_first=False),
    "фамилия_инициалы": lambda value: _short_name(value, surname_first=True),
    "прописью": _in_words,
    "порядковое": _ordinal,
    "количество": _count,
    "слово_при_числе": _counted,
    "деньги": lambda value, case="им": money_full(_sum(value), _case(case)),
    "деньги_цифрами": lambda value, case="им": money_digits(_sum(value), _case(case)),
    "деньги_словами": lambda value, case="им": money_words(_sum(value), _case(case)),
    "дата": lambda value: date_digits(_day(value)),
    "дата_полностью": lambda value: date_long(_day(value)),
    "дата_в_кавычках": lambda value: date_quoted(_day(value)),
    "дата_словами": _date_words,
    "месяц_год": _month,
    "с_заглавной": _capital,
    "со_строчной": _lower_first,
    "в_кавычках": _quoted,
    "оформить": lambda value: typography(_text(value)),
}
"""Filter functions by the name that a template author writes."""

_MARY = "'Иванова Мария Петровна'"

FILTER_HELP: tuple[FilterNote, ...] = (
    FilterNote(
        "им, именительный", "именительный падеж", f"{{{{ {_MARY}|им }}}}", "Иванова Мария Петровна"
    ),
    FilterNote(
        "рд, родительный",
        "родительный падеж: кого, чего",
        f"{{{{ {_MARY}|рд }}}}",
        "Ивановой Марии Петровны",
    ),
    FilterNote(
        "дт, дательный",
        "дательный падеж: кому, чему",
        f"{{{{ {_MARY}|дт }}}}",
        "Ивановой Марии Петровне",
    ),
    FilterNote(
        "вн, винительный",
        "винительный падеж: кого, что",
        f"{{{{ {_MARY}|вн }}}}",
        "Иванову Марию Петровну",
    ),
    FilterNote(
        "тв, творительный",
        "творительный падеж: кем, чем",
        f"{{{{ {_MARY}|тв }}}}",
        "Ивановой Марией Петровной",
    ),
    FilterNote(
        "пр, предложный",
        "предложный падеж: о ком, о чём",
        f"{{{{ {_MARY}|пр }}}}",
        "Ивановой Марии Петровне",
    ),
    FilterNote(
        "имя",
        "имя человека в падеже, пол можно указать",
        "{{ 'Шевчук А.В.'|имя('рд', 'м') }}",
        "Шевчука А.В.",
    ),
    FilterNote(
        "должность",
        "должность в падеже",
        "{{ 'заведующая детским садом'|должность('рд') }}",
        "заведующей детским садом",
    ),
    FilterNote(
        "организация",
        "название организации в падеже",
        "{{ 'Управление образования'|организация('тв') }}",
        "Управлением образования",
    ),
    FilterNote(
        "согласовать, согл",
        "причастие в роде и падеже имени или организации",
        f"{{{{ {_MARY}|согласовать('действующий', 'рд') }}}}",
        "действующей",
    ),
    FilterNote(
        "согласовать_кратко, согл_кратко",
        "краткое причастие или глагол в роде",
        "{{ 'ж'|согласовать_кратко('ознакомлен') }}",
        "ознакомлена",
    ),
    FilterNote(
        "инициалы", "инициалы перед фамилией", f"{{{{ {_MARY}|инициалы }}}}", "М.П. Иванова"
    ),
    FilterNote(
        "фамилия_инициалы",
        "инициалы после фамилии",
        f"{{{{ {_MARY}|фамилия_инициалы }}}}",
        "Иванова М.П.",
    ),
    FilterNote(
        "прописью",
        "число словами; можно указать род и падеж",
        "{{ 21|прописью('ж') }}",
        "двадцать одна",
    ),
    FilterNote(
        "порядковое", "порядковое числительное словами", "{{ 3|порядковое('ж', 'рд') }}", "третьей"
    ),
    FilterNote(
        "количество", "число с согласованным словом", "{{ 72|количество('час') }}", "72 часа"
    ),
    FilterNote(
        "слово_при_числе",
        "только слово, согласованное с числом",
        "{{ 5|слово_при_числе('рабочий день') }}",
        "рабочих дней",
    ),
    FilterNote(
        "деньги",
        "сумма цифрами и словами",
        "{{ 15000|деньги }}",
        "15 000 (пятнадцать тысяч) рублей 00 копеек",
    ),
    FilterNote(
        "деньги_цифрами", "сумма цифрами", "{{ 15000|деньги_цифрами }}", "15 000 рублей 00 копеек"
    ),
    FilterNote(
        "деньги_словами",
        "сумма словами",
        "{{ 15000|деньги_словами }}",
        "пятнадцать тысяч рублей 00 копеек",
    ),
    FilterNote("дата", "дата цифрами", "{{ дата|дата }}", "01.09.2026"),
    FilterNote(
        "дата_полностью",
        "дата с месяцем словом",
        "{{ дата|дата_полностью }}",
        "1 сентября 2026 года",
    ),
    FilterNote(
        "дата_в_кавычках", "дата договора", "{{ дата|дата_в_кавычках }}", "«01» сентября 2026 г."
    ),
    FilterNote(
        "дата_словами",
        "дата целиком словами",
        "{{ дата|дата_словами }}",
        "первое сентября две тысячи двадцать шестого года",
    ),
    FilterNote(
        "месяц_год",
        "месяц и год, можно указать падеж",
        "{{ дата|месяц_год('пр') }}",
        "сентябре 2026 года",
    ),
    FilterNote("с_заглавной", "первая буква заглавная", "{{ 'договор'|с_заглавной }}", "Договор"),
    FilterNote(
        "со_строчной",
        "первая буква строчная, сокращения не меняются",
        "{{ 'Директор'|со_строчной }}",
        "директор",
    ),
    FilterNote(
        "в_кавычках",
        "текст в «ёлочках», внутренние кавычки – „лапки“",
        "{{ 'Центр \"Исток\"'|в_кавычках }}",
        "«Центр „Исток“»",
    ),
    FilterNote(
        "оформить", "кавычки и неразрывные пробелы по правилам", "{{ '№ 5'|оформить }}", "№ 5"
    ),
)
"""The list of filters for a template author, in the order in which they are learned."""
