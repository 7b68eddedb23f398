"""Russian: cases, agreement, numbers, dates, typography.

One door: what other rooms call is named here. Importing it loads no engine; the dictionary and
the rules are read on the first name or post that is declined.
"""

from __future__ import annotations

from docgen.russian.agreement import agree, agree_short
from docgen.russian.counting import count, counted_noun
from docgen.russian.dates import (
    date_digits,
    date_long,
    date_quoted,
    date_verbal,
    date_words,
    month_name,
    month_year,
    school_year,
)
from docgen.russian.dictionary import (
    EMPTY,
    Declension,
    Dictionary,
    Entry,
    Sort,
    read_dictionary,
    write_dictionary,
)
from docgen.russian.filters import DECLINING, FILTER_HELP, FILTERS, filters_with
from docgen.russian.grammar import CASES, Case, Form, Gender, given
from docgen.russian.money import group_digits, money_digits, money_full, money_words
from docgen.russian.names import (
    PersonName,
    decline_fio,
    decline_name,
    gender_of_fio,
    gender_of_name,
    initials_after,
    initials_before,
    read_name,
)
from docgen.russian.numerals import number_words, ordinal_words
from docgen.russian.organisations import (
    decline_organisation,
    gender_of_organisation,
    is_sole_proprietor,
)
from docgen.russian.posts import decline_post
from docgen.russian.self_test import self_test
from docgen.russian.typography import close_spaces, russian_quotes, typography

__all__ = [
    "CASES",
    "DECLINING",
    "EMPTY",
    "FILTERS",
    "FILTER_HELP",
    "Case",
    "Declension",
    "Dictionary",
    "Entry",
    "Form",
    "Gender",
    "PersonName",
    "Sort",
    "agree",
    "agree_short",
    "close_spaces",
    "count",
    "counted_noun",
    "date_digits",
    "date_long",
    "date_quoted",
    "date_verbal",
    "date_words",
    "decline_fio",
    "decline_name",
    "decline_organisation",
    "decline_post",
    "filters_with",
    "gender_of_fio",
    "gender_of_name",
    "gender_of_organisation",
    "given",
    "group_digits",
    "initials_after",
    "initials_before",
    "is_sole_proprietor",
    "money_digits",
    "money_full",
    "money_words",
    "month_name",
    "month_year",
    "number_words",
    "ordinal_words",
    "read_dictionary",
    "read_name",
    "russian_quotes",
    "school_year",
    "self_test",
    "typography",
    "write_dictionary",
]
