"""Typography of a template: its own text once, when it is compiled; its values as they are printed.

The text of a paragraph is typeset as a whole, over all its runs, with a stand-in for every tag:
«№ {{ номер }}» gets its no-break space though nobody knows the number yet, and a quotation mark
before a tag opens. Values are typeset one by one, and once each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from docgen.opc.wordprocessing import P, T, own_characters
from docgen.rendering.tags import MARK, Tag
from docgen.russian.typography import VALUE, quoted_depths, typography, typography_quoted

# A tag whose last name says what it prints stands in the text as such a word: only so can a
# space between two tags be judged («{{ фамилия }} {{ инициалы }}»).
_SAMPLES = {
    "фамилия": "Иванов",
    "инициалы": "И.О.",
    "день": "1",
    "месяц": "сентября",
    "год": "2026",
}
_LAST_NAME = re.compile(r"(?:^|\.)(\w+)\s*(?:\|[^.]*)?$")
_LONGEST_KEPT = 500


def typeset_text(root: Any, tags: Sequence[Tag]) -> None:
    """Typeset the literal text of a part whose tags are cut; marks the tags inside quotes."""
    for paragraph in root.iter(P):
        _typeset_paragraph(paragraph, tags)


def _typeset_paragraph(paragraph: Any, tags: Sequence[Tag]) -> None:
    shown: list[str] = []
    # For each character shown: its element and place there; None for what is not literal text.
    homes: list[tuple[Any, int] | None] = []
    printed: list[tuple[int, Tag]] = []
    for element, characters in own_characters(paragraph):
        if element.tag != T:
            shown.append(characters)
            homes += [None] * len(characters)
            continue
        position = 0
        for mark in MARK.finditer(characters):
            shown.append(characters[position : mark.start()])
            homes += [(element, place) for place in range(position, mark.start())]
            position = mark.end()
            tag = tags[int(mark.group(1))]
            if tag.sign == "{{":  # a condition or a loop takes no room in the text
                printed.append((len(homes), tag))
                stand_in = _stand_in(tag.source)
                shown.append(stand_in)
                homes += [None] * len(stand_in)
        shown.append(characters[position:])
        homes += [(element, place) for place in range(position, len(characters))]
    text = "".join(shown)
    depths = quoted_depths(text) if printed else []
    for place, tag in printed:
        tag.quoted = depths[place] > 0
    _put_back(text, typography(text), homes)


_WRITTEN_TAG = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def typeset_around_tags(root: Any) -> None:
    """Typeset the literal text of a part whose tags stand in it as they were written."""
    for paragraph in root.iter(P):
        text = ""
        homes: list[tuple[Any, int] | None] = []
        for element, characters in own_characters(paragraph):
            text += characters
            count = len(characters)
            homes += (
                [(element, place) for place in range(count)] if element.tag == T else [None] * count
            )
        shown, shown_homes, position = "", list[tuple[Any, int] | None](), 0
        for tag in _WRITTEN_TAG.finditer(text):
            source = tag.group(1)
            stand_in = "" if source is None else _stand_in(source.strip())
            shown += text[position : tag.start()] + stand_in
            shown_homes += [*homes[position : tag.start()], *[None] * len(stand_in)]
            position = tag.end()
        shown += text[position:]
        _put_back(shown, typography(shown), [*shown_homes, *homes[position:]])


def _stand_in(source: str) -> str:
    found = _LAST_NAME.search(source)
    return _SAMPLES.get(found.group(1), VALUE) if found else VALUE


def _put_back(text: str, made: str, homes: Sequence[tuple[Any, int] | None]) -> None:
    for before, after, home in zip(text, made, homes, strict=True):
        if before != after and home is not None:
            element, place = home
            element.text = element.text[:place] + after + element.text[place + 1 :]


def for_value(tag: Tag) -> Callable[[str], str]:
    """How the values of a tag are typeset."""
    return _typeset_quoted if tag.quoted else _typeset


@lru_cache(maxsize=8192)
def _remembered(text: str) -> str:
    return typography(text)


@lru_cache(maxsize=8192)
def _remembered_quoted(text: str) -> str:
    return typography_quoted(text)


def _typeset(text: str) -> str:
    return _remembered(text) if len(text) <= _LONGEST_KEPT else typography(text)


def _typeset_quoted(text: str) -> str:
    return _remembered_quoted(text) if len(text) <= _LONGEST_KEPT else typography_quoted(text)
