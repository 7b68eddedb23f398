"""Posts: «исполняющий обязанности директора», «заведующая детским садом», «врио главы».

The masculine and the feminine of a post are data: the post is declined as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docgen.russian.grammar import Case, Form, Paradigm, frozen, six
from docgen.russian.phrases import decline_phrase, names_person

# Shortened posts do not decline; what follows already stands in the genitive (norms/office 3.1).
_SHORTENED_HEAD = re.compile(
    r"(?:и\.\s?о\.|вр\.?\s?и\.?\s?о\.?|в\.\s?о\.|врио|врид|врип|ио|зам\.?|пом\.?|нач\.?|зав\.?|рук\.|и\s+о)"
    r"(?=[\s«]|$)",
    re.IGNORECASE,
)
# A shortened adjective stays, and the post after it declines: «ст. воспитателя».
_SHORTENED_ADJECTIVE = re.compile(r"(?:гл|ст|мл|вед)\.\s+(?=[А-Яа-яЁё]{3})", re.IGNORECASE)


def _second_post(text: str) -> Paradigm:
    """«врио директора, заместитель директора»: what is not shortened declines."""
    first, comma, rest = text.partition(", ")
    if comma and names_person(rest):
        paradigm = decline_phrase(rest, animate=True)[0]
        if not paradigm.doubtful:
            return paradigm._replace(forms=six([first + comma + form for form in paradigm.forms]))
    return frozen(text)


@lru_cache(maxsize=4096)
def post_paradigm(text: str) -> Paradigm:
    """All forms of a post."""
    if _SHORTENED_HEAD.match(text):
        return _second_post(text)
    shortened = _SHORTENED_ADJECTIVE.match(text)
    front = shortened.group() if shortened else ""
    paradigm = decline_phrase(text[len(front) :], animate=True)[0]
    return paradigm._replace(forms=six([front + form for form in paradigm.forms]))


def decline_post(text: str, case: Case) -> Form:
    """A post in a case; only its head changes: «заместителя начальника Управления образования»."""
    return post_paradigm(text).form(case)
