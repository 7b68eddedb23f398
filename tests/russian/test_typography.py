"""Typography: what is closed, what is never touched, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.russian import typography
from docgen.russian.typography import (
    NBSP,
    VALUE,
    _no_break,
    close_spaces,
    quoted_depths,
    typography_quoted,
)

# «~» shows a no-break space.
_CLOSED = [
    "№~5 и №~273-ФЗ, §~2",
    "М.П.~Иванова, М.~П.~Иванова, Иванова~М.П.",
    "1~сентября~2026~г., «01»~сентября 2026~года",
    "«__»~__________~2026~г. №~____",
    "72~часа, 15 000~рублей, 5~%, 10~экз.",
    "ст.~15, ч.~2, п.~3, пп.~4 и пункт~5",
    "г.~Нижние Серги, ул.~Мира, д.~5",
    "слово~— слово",
    "в~школе, с~1~сентября",
    "и.~о. директора, и т.~д.",
    "Сентябрь~2022~– май 2023~года",
]


@pytest.mark.parametrize("shown", _CLOSED)
def test_a_line_cannot_break_where_the_norms_forbid_it(shown: str) -> None:
    assert typography(shown.replace("~", " ")).replace("\u00a0", "~") == shown


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('"Исток"', "«Исток»"),
        ('МАУ "Центр "Исток""', "МАУ «Центр „Исток“»"),
        ("«Детский сад «Солнышко»»", "«Детский сад „Солнышко“»"),
        ("“Исток”", "«Исток»"),
        ("«Центр „Исток“»", "«Центр „Исток“»"),
        ('("Исток")', "(«Исток»)"),
        ('"А"-"Б"', "«А»-«Б»"),
    ],
)
def test_quotes_become_russian(text: str, made: str) -> None:
    assert typography(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Центр - площадка", "Центр\u00a0— площадка"),
        ("сентябрь 2022 - май 2023", "сентябрь\u00a02022\u00a0– май\u00a02023"),
        ("дети 10-15 лет", "дети 10–15\u00a0лет"),
        ("на 2026-2027 учебный год", "на 2026–2027 учебный год"),
        ("1-4 классы, 5-10 %", "1–4 классы, 5–10\u00a0%"),
        ("двух- и трёхлетний", "двух- и трёхлетний"),
        ("педагог-организатор", "педагог-организатор"),
        ("15-10 лет", "15-10\u00a0лет"),
        ("д. 5-7 человек", "д.\u00a05-7\u00a0человек"),
        ("№ 12-34 лист", "№\u00a012-34\u00a0лист"),
        ("2-15-33 часов", "2-15-33\u00a0часов"),
    ],
)
def test_a_hyphen_between_words_or_in_a_range_becomes_a_dash(text: str, made: str) -> None:
    assert typography(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("№ V", "№~V"),
        ("V руб.", "V~руб."),
        ("V сентября V г.", "V~сентября~V~г."),
        ("«V» сентября", "«V»~сентября"),
        ("ст. V, г. V", "ст.~V, г.~V"),
        ("И.О. V и V И.О.", "И.О.~V и V~И.О."),
        ("с V по V", "с~V по V"),
        ("V – V", "V~– V"),
        ("V - школа", "V~— школа"),
        ("V - V", "V - V"),
        ("V V", "V V"),
        ('"V" и "центр "V""', "«V» и «центр „V“»"),
    ],
)
def test_the_text_around_a_value_is_typeset_before_it_is_known(text: str, made: str) -> None:
    assert typography(text.replace("V", VALUE)).replace("\u00a0", "~") == made.replace("V", VALUE)


@pytest.mark.parametrize(
    ("text", "depths"),
    [('а "б" в', "0001000"), ("«а „б“»", "0111210"), ('а "б', "0000"), ('5" и 7"', "0000000")],
)
def test_how_deep_in_quotes_a_text_stands(text: str, depths: str) -> None:
    assert "".join(map(str, quoted_depths(text))) == depths


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('Центр "Исток"', "Центр „Исток“"),
        ("«Исток»", "„Исток“"),
        ("Исток", "Исток"),
        ('5"', '5"'),
        ("школа № 5", "школа №\u00a05"),
    ],
)
def test_quotes_within_quotes_are_inner_ones(text: str, made: str) -> None:
    assert typography_quoted(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "01.09.2026-31.05.2027",
        "2022 – 2023",
        "123-456-789 00",
        "03234 643 65701000 6200",
        "+7 (343) 123 45 67",
        "school@example.org",
        "https://example.org/a-b?c=1&d=2",
        '5"',
        '"не закрыто',
        "«Детский сад «Солнышко»",
        "20626D12470",
        'https://example.org/?q="а"',
        "C:\\Мои документы\\№ 5 - в школе.docx",
        "\\\\сервер\\ул. Мира\\ст. 5",
        "~/приказы/№ 5.docx",
        "www.example.org/№-5",
        "2026-09-01",
        "5 - 7",
        "IV-АИ 123456",
    ],
)
def test_dates_ranges_and_identifiers_stay_letter_for_letter(text: str) -> None:
    assert typography(text) == text


_ANY = st.text(
    st.sampled_from('абвАБВ «»"„“”№§.,;-–—()/@_ 0123456789\u00a0\nгуиМсентября'), max_size=60
)


@settings(max_examples=400, deadline=None)
@given(_ANY)
def test_a_second_run_changes_nothing(text: str) -> None:
    assert typography(typography(text)) == typography(text)


@settings(max_examples=400, deadline=None)
@given(st.one_of(_ANY, st.text(max_size=60)))
def test_only_spaces_and_quotation_marks_change(text: str) -> None:
    made = typography(text)
    assert len(made) == len(text)
    for before, after in zip(text, made, strict=True):
        assert (
            before == after
            or (before, after) == (" ", "\u00a0")
            or {before, after} <= set('"«»„“”')
            or (before == "-" and after in "–—")
        )


_DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=20)
_LATIN = st.text(st.sampled_from("abcxyz019-_"), min_size=1, max_size=8)
_GROUPS = st.lists(_DIGITS, min_size=1, max_size=5)
_IDENTIFIERS = st.one_of(
    _GROUPS.map(" ".join),  # accounts in groups, СНИЛС, telephones
    _GROUPS.map("-".join),
    _GROUPS.map("/".join),
    _GROUPS.map(".".join),
    st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
    st.dates().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.from_regex(r"\+7 \(\d{3}\) \d{3}-\d{2}-\d{2}", fullmatch=True),
    st.from_regex(r"[IVX]{1,4}-[А-Я]{2} \d{6}", fullmatch=True),
    st.from_regex(r"Л\d{3}-\d{5}-\d{2}/\d{8}", fullmatch=True),
    st.tuples(_LATIN, _LATIN).map(lambda pair: f"{pair[0]}@{pair[1]}.ru"),
    st.lists(_LATIN, min_size=1, max_size=4).map(lambda steps: "https://" + "/".join(steps)),
    st.lists(st.text(st.sampled_from('абв №5."- '), max_size=8), max_size=4).map(
        lambda steps: "C:\\" + "\\".join(steps)
    ),
)


@settings(max_examples=600, deadline=None)
@given(_IDENTIFIERS)
def test_an_identifier_is_never_touched(text: str) -> None:
    assert typography(text) == text


@settings(max_examples=300, deadline=None)
@given(
    _ANY, st.sampled_from(["a-b@example.org", "https://example.org/а?б=-5#в", "www.example.org"])
)
def test_an_address_within_a_text_stays_letter_for_letter(text: str, address: str) -> None:
    assert address in typography(f"{text} {address} {text}")


@settings(max_examples=400, deadline=None)
@given(_ANY)
def test_digits_and_letters_stay_where_they_are(text: str) -> None:
    def letters(text: str) -> str:
        return "".join(c if c.isalnum() else "." for c in text)

    assert letters(typography(text)) == letters(text)


def test_spaces_that_no_rule_is_about_cost_one_look() -> None:
    text = "Муниципальное автономное учреждение «Центр детского творчества»"
    assert close_spaces(text) is text


_WORDS = ["им.", "ул.", "сентября", "2026", "19__", "год", "Иванов", "М.П.", "т.", "часов", VALUE]
_SIGNS = st.sampled_from([*"аИ№§г.ст5290_«»-–—/,@ \u00a0\n   ", *_WORDS])


@settings(max_examples=1500, deadline=None)
@given(st.lists(_SIGNS, max_size=14).map("".join))
def test_spaces_judged_word_by_word_are_those_of_the_rules_over_the_whole_text(text: str) -> None:
    _, rules = _no_break()
    assert close_spaces(text) == rules.sub(rf"\1{NBSP}", text)
