"""Typography by rule (norms/office 1.2 and 2): quotes, dashes, and spaces where no line may break.

Spaces become no-break spaces, quotation marks «ёлочки» and „лапки“, a hyphen between words or in
a counted range a dash: sign for sign, so no letter or digit is added, lost or moved, and a second
run changes nothing. Dates, numbers, e-mail and web addresses, paths and identifiers stay letter
for letter.

``VALUE`` stands for a value that is not known yet: the text of a template is typeset around its
tags before anything is printed there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

NBSP = "\u00a0"
VALUE = "\ue0f2"
"""A private character in the place of a value: a word or a number, nobody can tell."""

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

# What stands before a space, what after it, and whether capitals are all one. Nothing before a
# space holds a space itself: so one pass finds all.
_BREAKS: tuple[tuple[str, str, bool], ...] = (
    # № 5, № 273-ФЗ, № ____, § 2
    (r"[№§]", rf"[\w/«_{VALUE}]", False),
    # И. И. Иванов, М.П. Иванова, Иванова М.П.
    (rf"{_START}[А-ЯЁ]\.", rf"(?:[А-ЯЁ](?:\.|[а-яё’'А-ЯЁ]+)|{VALUE})", False),
    (r"(?<=\.)[А-ЯЁ]\.", rf"(?:[А-ЯЁ][а-яё’'А-ЯЁ]+|{VALUE})", False),
    (rf"(?:{_START}[А-ЯЁ][а-яёА-ЯЁ-]+|{VALUE})", r"[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.", False),
    # 1 сентября 2026 г., «01» сентября 2026 года, «__» __________ 20__ г.
    (rf"(?:\b\d{{1,2}}|[\d_{VALUE}]»|{VALUE})", rf"{_MONTH}(?!\w)", True),
    (r"[\d_]»", VALUE, False),
    # сентября 2026 г., but «31 августа | 2027 года»: long dates would stretch the line before them
    (rf"\b{_MONTH}", rf"(?:\d{{4}}(?!\d)|{VALUE})(?![ \u00a0]год)", True),
    (r"_»", r"_", False),
    (r"__", r"(?:19|20)[\d_]{2}(?![\d_])", False),
    (rf"(?:\b\d{{4}}|\d__|\d/\d{{4}}|{VALUE})", r"(?:гг?\.|год[а-яё]{0,3}(?!\w))", False),
    # 72 часа, 15 000 рублей, 5 %
    (rf"[\d{VALUE}]", _UNIT, False),
    # ст. 15, п. 3, ч. 2, д. 5; г. Нижние Серги, ул. Мира, им. А.С. Пушкина
    (rf"{_START}(?:{_BEFORE_NUMBER})", rf"[\d{VALUE}]", True),
    (rf"{_START}{_BEFORE_NAME}", rf"[А-ЯЁ«{VALUE}]", False),
    # и. о., т. д., т. п., т. е.
    (rf"{_START}(?:и|т)\.", r"(?:о|д|п|е|к)\.", True),
    # one-letter prepositions
    (rf"{_START}[вксоу]", rf"[\w«№„({VALUE}]", True),
    # before a dash; a range of numbers is left as it is
    (r"[^\s\d–—-]", r"[–—] ", False),
    (r"\d", r"[–—] (?!\d)", False),
)
# A space that a rule could be about, told from two characters on either side: most are not and
# are spared the rules.
_DOUBTFUL = (
    rf"[№§._\d{VALUE}] |[\d_{VALUE}]» |{_START}[вксоуВКСОУ] "
    rf"| (?=[А-ЯЁ]\.|\d|{VALUE}|[–—] )"
)


@cache
def _no_break() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The compiled patterns: only a room that typesets pays for them."""
    rules = "|".join(
        f"(?i:{before}(?= (?i:{after})))" if ignore_case else f"{before}(?= {after})"
        for before, after, ignore_case in _BREAKS
    )
    return re.compile(_DOUBTFUL), re.compile(f"({rules}) ")


_LONGEST_REMEMBERED = 80


def close_spaces(text: str) -> str:
    """``text`` with no-break spaces wherever a line must not break."""
    if " " not in text:
        return text
    words = text.split(" ")
    # Nothing that a rule asks of a space lies further than the word before it and the two after:
    # papers repeat their words, so each three of them are judged once.
    made = words[0]
    closed = False
    for before, after, then in zip(words, words[1:], (*words[2:], None), strict=False):
        judge = _is_closed if len(before) + len(after) <= _LONGEST_REMEMBERED else _judged
        if judge(before, after, then):
            made += NBSP + after
            closed = True
        else:
            made += " " + after
    return made if closed else text


@lru_cache(maxsize=16384)
def _is_closed(before: str, after: str, then: str | None) -> bool:
    if "_" not in before:  # only after a blank to be filled in do rules ask which digits follow
        before, after = before.translate(_ONE_DIGIT), after.translate(_ONE_DIGIT)
        then = then and then.translate(_ONE_DIGIT)
    return _judged_alike(before, after, then)


def _judged(before: str, after: str, then: str | None) -> bool:
    """Whether the line must not break between the first two words; ``None`` ends the text."""
    doubtful, rules = _no_break()
    words = f"{before} {after}" if then is None else f"{before} {after} {then}"
    space = len(before)
    if doubtful.search(words, max(space - 2, 0), space + 3) is None:
        return False
    found = rules.search(words)
    return found is not None and found.end() == space + 1


_judged_alike = lru_cache(maxsize=8192)(_judged)
_ONE_DIGIT = str.maketrans("234567890", "111111111")


# --- quotes ---------------------------------------------------------------------------------------

_OPENING = "«„"
_MARKS = frozenset('"«»„“”‟')
_MARK = re.compile('["«»„“”‟]')
_TIDY = re.compile('[^"«»„“”‟]*(?:«[^"«»„“”‟]*(?:„[^"«»„“”‟]*“[^"«»„“”‟]*)*»[^"«»„“”‟]*)*')
"""Quotes as they should be: nothing to read."""


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
    if _TIDY.fullmatch(text):
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


def quoted_depths(text: str) -> list[int]:
    """How many quotation marks are open at each character; all 0 where they do not pair."""
    depths = [0] * len(text)
    opened: list[int] = []
    for place, opening, _ in _quotes_read(text) or []:
        if opening:
            opened.append(place)
        else:
            for inside in range(opened.pop() + 1, place):
                depths[inside] += 1
    return depths


# --- dashes ---------------------------------------------------------------------------------------

_HYPHEN = re.compile(rf"(?<=([^\s–—-]))([ {NBSP}])- (?=([^\s–—-]))")
# Years, ages, hours: two numbers that are no more than a house number could be an identifier, so
# what is counted must follow and no shortened word («д.», «каб.») or № may stand before them.
_RANGE = re.compile(
    rf"(?<![\w№§/.,:+–—-])(?<![.№§][ {NBSP}])(\d{{1,4}})-(\d{{1,4}})(?=[ {NBSP}]"
    r"(?:лет|год|гг\.|учебн|час|минут|дня|дней|месяц|недел|человек|чел\.|экземпляр|экз\.|лист|"
    r"рубл|руб\.|тыс\.|класс|процент|шт\.|%))"
)


def _dashes(text: str) -> str:
    """A hyphen that parts words, or the ends of a counted range, made a dash."""
    if "-" not in text:
        return text
    return _RANGE.sub(_range, _HYPHEN.sub(_dash, text))


def _dash(found: re.Match[str]) -> str:
    left, space, right = found.groups()
    counted = (left.isdigit() or left == VALUE) and (right.isdigit() or right == VALUE)
    if counted:  # a subtraction, an account, a range: nobody can tell
        return found.group()
    # «2022 – май 2023», but «Центр — площадка».
    return f"{space}{'–' if left.isdigit() else '—'} "


def _range(found: re.Match[str]) -> str:
    first, last = found.groups()
    return f"{first}–{last}" if int(first) < int(last) else found.group()


# --- the whole ------------------------------------------------------------------------------------

# What a reader copies letter for letter: addresses, and paths, which may hold spaces.
_KEPT_SIGN = re.compile(r"[@\\]|://|www\.|~/|\./")
_KEPT = re.compile(
    r"(?:\w+://|www\.)\S*[^\s\"»”“‟.,;:)]|[\w.+-]+@[\w.-]*\w"
    r"|(?<!\w)[A-Za-z]:\\[^\n]*|\\\\[^\n]*|(?<!\S)(?:~|\.\.?)/[^\n]*"
)


def typography(text: str) -> str:
    """Text as it goes on paper: Russian quotes, dashes and no-break spaces; idempotent."""
    if not ("@" in text or "/" in text or "\\" in text or "www." in text) or (
        _KEPT_SIGN.search(text) is None
    ):
        return close_spaces(_dashes(russian_quotes(text)))
    kept = [found.span() for found in _KEPT.finditer(text)]
    hidden = text
    for start, end in kept:
        hidden = hidden[:start] + "x" * (end - start) + hidden[end:]
    made = close_spaces(_dashes(russian_quotes(hidden)))
    for start, end in kept:
        made = made[:start] + text[start:end] + made[end:]
    return made


def typography_quoted(text: str) -> str:
    """``typography`` of a text that goes between quotation marks: its own become inner ones."""
    return typography(f"«{text}»")[1:-1]
