"""Text of a cell as it may stand in a paper: one spelling of every character.

Spaces of all kinds become one space, invisible marks go, letters are composed (NFC); what
can't stand in a paper at all is a fault of the cell. Nothing here is evaluated: ``{{ 7*7 }}``
and ``=cmd`` are words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from docgen.records.spelling import LATIN_TWINS


@dataclass(frozen=True)
class Finding:
    """What is said about a cell; ``Diagnostic`` without its place."""

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Cleaned:
    """``text`` may hold ``\\n``; with an error among ``findings`` it must not be used."""

    text: str
    findings: tuple[Finding, ...] = ()


_PLAIN = re.compile(r"[!-~А-Яа-яЁё№«»„“”–—…°²³](?:[ !-~А-Яа-яЁё№«»„“”–—…°²³]*)")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef]"
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\ufeff]")
_JOINERS = re.compile(r"(?<=\w)[\u200c\u200d]+(?=\w)|[\u200c\u200d]+(?=\s|$)")
_SPACES = re.compile(r"[^\S\n]+")
_LEFT_OVER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOJIBAKE = re.compile(
    "(?:[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u2013-\u203a\u20ac\u2116\u2122]){2,}"
)


def clean(text: str) -> Cleaned:
    """Clean text of a cell, with what was found on the way."""
    # Most cells are plain: one look is enough for them.
    if _PLAIN.fullmatch(text) and "  " not in text and text[-1] != " " and "_x" not in text:
        return Cleaned(text)
    return _clean_odd(text)


@lru_cache(maxsize=20_000)
def _clean_odd(text: str) -> Cleaned:
    findings = []
    text = _BREAKS.sub("\n", text)
    if _LEFT_OVER.search(text):
        findings.append(
            Finding(
                "text-escaped",
                "в тексте служебная запись вида _x000D_: её оставила другая программа",
                "удалите её из ячейки; здесь она прочитана как перевод строки или знак",
            )
        )
        text = _LEFT_OVER.sub(lambda found: chr(int(found[1], 16)), text)
        text = _BREAKS.sub("\n", text)
    bad = _FORBIDDEN.search(text)
    if bad:
        findings.append(
            Finding(
                "text-forbidden-character",
                f"недопустимый (управляющий) знак {_code_point(bad[0])} в тексте",
                "введите значение заново с клавиатуры",
            )
        )
        return Cleaned("", tuple(findings))
    if _BIDI.search(text):
        findings.append(
            Finding(
                "text-direction-marks",
                "в тексте скрытые знаки направления письма: на экране он может выглядеть иначе",
                "введите значение заново; здесь эти знаки отброшены",
            )
        )
        text = _BIDI.sub("", text)
    if _INVISIBLE.search(text) or _JOINERS.search(text):
        findings.append(
            Finding("text-invisible", "невидимые знаки (мягкий перенос и подобные) отброшены")
        )
        text = _INVISIBLE.sub("", _JOINERS.sub("", text))
    if "\ufffd" in text or _PRIVATE.search(text):
        findings.append(
            Finding(
                "text-damaged",
                "в тексте знак, которого нет в обычных шрифтах (�)",
                "замените его настоящим знаком",
            )
        )
    if _is_mojibake(text):
        findings.append(
            Finding(
                "text-damaged",
                "текст в неверной кодировке",
                "получите файл заново или введите значение с клавиатуры",
            )
        )
    text = unicodedata.normalize("NFC", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return Cleaned("\n".join(lines).strip("\n"), tuple(findings))


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_mojibake(text: str) -> bool:
    found = _MOJIBAKE.search(text)
    if not found:
        return False
    try:
        found[0].encode("cp1251").decode("utf-8")
    except UnicodeError:
        return False
    return True


# --- letters of two alphabets in one word -----------------------------------------------------

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_ONLY_TWINS = re.compile(rf"[{LATIN_TWINS}]+")


def mixed_words(text: str) -> tuple[str, ...]:
    """Words where Latin letters stand among Cyrillic ones and can't be told from them.

    Words with a Latin letter of its own shape (``ТехноPARK``) are names and are left alone.
    """
    if text.isascii() or not _LATIN.search(text):
        return ()
    return tuple(
        word
        for word in _WORD.findall(text)
        if _CYRILLIC.search(word) and _ONLY_TWINS.fullmatch("".join(_LATIN.findall(word)))
    )


def name_latin(word: str) -> str:
    """The Latin letters of a mixed word, for the hint: «латинские C, o»."""
    letters = dict.fromkeys(_LATIN.findall(word))
    return ("латинская " if len(letters) == 1 else "латинские ") + ", ".join(letters)
