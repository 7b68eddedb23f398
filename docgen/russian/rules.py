"""The door to the petrovich rules: suffixes of names and what they turn into.

The rule data ships with pytrovich. Its matcher gives one case at a time and opens nothing else we
need, so the data is indexed here: one look gives all the cases of a name.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, NamedTuple

from docgen.russian.grammar import Forms, Gender, six

Part = Literal["lastname", "firstname", "middlename"]
Mods = tuple[str, str, str, str, str]


class _Index(NamedTuple):
    """Rules of one part for one sex: whole words, and suffixes with their order in the file."""

    words: dict[str, Mods]
    suffixes: dict[str, tuple[int, Mods]]
    longest: int


def apply(word: str, mods: Mods) -> Forms:
    """The six forms: ``.`` keeps the word, each ``-`` takes a letter off, the rest is added."""
    forms = [word]
    for mod in mods:
        if mod == ".":
            forms.append(word)
            continue
        ending = mod.lstrip("-")
        cut = len(mod) - len(ending)
        forms.append((word[:-cut] if cut else word) + ending)
    return six(forms)


def _read(name: str) -> dict[str, Any]:
    """A rule file of pytrovich."""
    import json
    from importlib.resources import files

    # The encoding is named: without it Windows reads the rules as cp1251 and declines nothing.
    text = (files("pytrovich") / "petrovich-rules" / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _load() -> dict[str, Any]:
    return _read("rules.json")


@cache
def _index(part: Part, sexes: frozenset[str]) -> _Index:
    words: dict[str, Mods] = {}
    suffixes: dict[str, tuple[int, Mods]] = {}
    section = _load()[part]
    for rule in section.get("exceptions", []):
        if rule["gender"] in sexes:
            for word in rule["test"]:
                words.setdefault(word, tuple(rule["mods"]))
    for order, rule in enumerate(section["suffixes"]):
        if rule["gender"] in sexes:
            for suffix in rule["test"]:
                suffixes.setdefault(suffix, (order, tuple(rule["mods"])))
    return _Index(words, suffixes, max(map(len, suffixes), default=0))


# The first pass takes rules of the sex itself, the second those that are not a woman's:
# that is how the authors of the rules read them for a person whose sex is known.
_PASSES: dict[Gender, tuple[frozenset[str], frozenset[str]]] = {
    Gender.M: (frozenset({"male"}), frozenset({"male", "androgynous"})),
    Gender.F: (frozenset({"female"}), frozenset({"male", "androgynous"})),
}


def decline(part: Part, word: str, gender: Gender, *, whole_words: bool = True) -> Forms | None:
    """The six forms of a lower-case name by the rules; None if no rule knows its ending.

    ``whole_words`` False leaves out the exceptions and takes rules of endings only.
    """
    for sexes in _PASSES[gender]:
        index = _index(part, sexes)
        if whole_words and word in index.words:
            return apply(word, index.words[word])
        found = [
            index.suffixes[word[-length:]]
            for length in range(1, min(index.longest, len(word)) + 1)
            if word[-length:] in index.suffixes
        ]
        if found:
            return apply(word, min(found)[1])
    return None


@cache
def name_sexes() -> dict[str, Gender | None]:
    """First names whose sex the rules know by the whole word; None for those of both sexes."""
    named = _read("gender.json")["gender"]["firstname"]["exceptions"]
    sexes: dict[str, Gender | None] = dict.fromkeys(named["male"], Gender.M)
    sexes |= dict.fromkeys(named["female"], Gender.F)
    return sexes | dict.fromkeys(named["androgynous"])


@cache
def first_words() -> frozenset[str]:
    """Parts that stay as they are at the head of a double surname: Бонч-, Тер-, Корвин-."""
    return frozenset(
        word
        for rule in _load()["lastname"]["exceptions"]
        if "first_word" in rule.get("tags", ())
        for word in rule["test"]
    )
