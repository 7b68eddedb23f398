"""Typography by rule (norms/office 1.2 and 2): quotes and spaces at which no line may break.

Only spaces become no-break spaces and only quotation marks become «ёлочки» and „лапки“: no letter,
digit or other sign is added, lost or moved, and a second run changes nothing. Dates, ranges,
numbers, e-mail and web addresses and identifiers stay letter for letter.
"""

from __future__ import annotations

import re
from functools import cache

NBSP = "\u00a0"

_MONTH = "(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]{0,2}"
_UNIT = (
    r"(?:руб(?:\.|л[а-яё]+)|коп(?:\.|е[а-яё]+)|тыс\.|млн|млрд|час(?:а|ов|ам|ами|ах)?|ч\.|"
    r"мин(?:\.|ут[а-яё]*)|дн(?:я|ей|ям|ями|ях)|день|лет|год(?:а|у|ом|ы|ов)?|месяц[а-яё]*|"
    r"недел[а-яё]*|экз\.|экземпляр[а-яё]*|лист(?:а|ов|ах)?|л\.|стр\.|с\.|чел(?:\.|овек[а-яё]*)|"
    r"шт\.|кг|км|см|мм|га|м|кв\.|%|‰|₽)(?![\w])"
)
# Shortened words that belong to the number, or to the name, after them.
_BEFORE_NUMBER = (
    r"(?:ст|пп?|подп|ч|разд|гл|абз|прил|рис|табл|стр|с|л|д|кв|корп|оф|каб|тел|вып|т)\.|"
    r"(?:пункт|част|стать|подпункт|приложени|раздел|глав|дом|квартир)[а-яё]{0,3}"
)
_BEFORE_NAME = r"(?:[гпсдш]|[ГПСД]|гор|[уУ]л|пр|просп|пер|пл|[пП]ос|дер|обл|мкр|наб|[иИ]м|респ)\."
_START = r"(?<![\w.@/-])"

# Each pattern ends where a plain space stands and looks ahead over it; the space is closed.
# What stands before the space, what after it, and whether capitals are all one.
_BREAKS: tuple[tuple[str, str, bool], ...] = (
    # № 5, № 273-ФЗ, № ____, § 2
    (r"[№§]", r"[\w/«_]", False),
    # И. И. Иванов, М.П. Иванова, Иванова М.П.
    (rf"{_START}[А-ЯЁ]\.", r"[А-ЯЁ](?:\.|[а-яё’'А-ЯЁ]+)", False),
    (r"(?<=\.)[А-ЯЁ]\.", r"[А-ЯЁ][а-яё’'А-ЯЁ]+", False),
    (rf"{_START}[А-ЯЁ][а-яёА-ЯЁ-]+", r"[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.", False),
    # 1 сентября 2026 г., «01» сентября 2026 года, «__» __________ 20__ г.
    (r"(?:\b\d{1,2}|[\d_]»)", rf"{_MONTH}(?!\w)", True),
    (rf"\b{_MONTH}", r"\d{4}(?!\d)", True),
    (r"_»", r"_", False),
    (r"__", r"(?:19|20)[\d_]{2}(?![\d_])", False),
    (r"(?:\b\d{4}|\d__|\d/\d{4})", r"(?:гг?\.|год[а-яё]{0,3}(?!\w))", False),
    # 72 часа, 15 000 рублей, 5 %
    (r"\d", _UNIT, False),
    # ст. 15, п. 3, ч. 2, д. 5; г. Нижние Серги, ул. Мира, им. А.С. Пушкина
    (rf"{_START}(?:{_BEFORE_NUMBER})", r"\d", True),
    (rf"{_START}{_BEFORE_NAME}", r"[А-ЯЁ«]", False),
    # и. о., т. д., т. п., т. е.
    (rf"{_START}(?:и|т)\.", r"(?:о|д|п|е|к)\.", True),
    # one-letter prepositions
    (rf"{_START}[вксоу]", r"[\w«№„(]", True),
    # before a dash; a range of numbers is left as it is
    (r"[^\s\d–—-]", r"[–—] ", False),
    (r"\d", r"[–—] (?!\d)", False),
)


@cache
def _no_break() -> tuple[re.Pattern[str], ...]:
    """The compiled patterns: only a room that typesets pays for them."""
    return tuple(
        re.compile(f"({before}) (?={after})", re.IGNORECASE if ignore_case else 0)
        for before, after, ignore_case in _BREAKS
    )


def close_spaces(text: str) -> str:
    """``text`` with no-break spaces wherever a line must not break."""
    if " " not in text:
        return text
    for pattern in _no_break():
        text = pattern.sub(rf"\1{NBSP}", text)
    return text


_OPENING = "«„"
_MARKS = frozenset('"«»„“”‟')
_MARK = re.compile('["«»„“”‟]')


def _quotes_read(text: str) -> list[tuple[int, bool, int]] | None:
    """Place, opening or not, and depth of each mark; None where they do not pair."""
    depth = 0
    read: list[tuple[int, bool, int]] = []
    opened_at = -2
    for match in _MARK.finditer(text):
        place = match.start()
        mark = text[place]
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        at_start = before.isspace() or before in "([{—–-/" or opened_at == place - 1
        opening = mark in _OPENING or (mark != "»" and at_start and not after.isspace())
        if opening:
            read.append((place, True, depth))
            depth += 1
            opened_at = place
        else:
            depth -= 1
            if depth < 0:
                return None
            read.append((place, False, depth))
    return read if depth == 0 else None


def russian_quotes(text: str) -> str:
    """Straight and foreign quotes made «ёлочки», inner ones „лапки“.

    Marks that do not pair (an inch sign, a lost closing mark) are all left as they stand.
    """
    if _MARKS.isdisjoint(text):
        return text
    marked = _with_quotes(text)
    # A text whose new marks would be read otherwise is too odd to touch.
    return marked if _with_quotes(marked) == marked else text


def _with_quotes(text: str) -> str:
    read = _quotes_read(text)
    if read is None:
        return text
    letters = list(text)
    for place, opening, depth in read:
        letters[place] = ("„" if opening else "“") if depth else ("«" if opening else "»")
    return "".join(letters)


def typography(text: str) -> str:
    """Text as it goes on paper: Russian quotes and no-break spaces; idempotent."""
    return close_spaces(russian_quotes(text))
