"""Adjectives, participles and ordinals: declined by their ending alone.

Russian adjectives are regular: the last two letters and the consonant before them decide, so no
dictionary is asked and a word that no dictionary knows is declined as well as any.
"""

from __future__ import annotations

from functools import lru_cache

from docgen.russian.grammar import CASES, INDEX, Case, Gender

_Forms = tuple[str, ...]

# Endings by gender in the order nom gen dat acc ins pre. The accusative here is that of things
# for the masculine and the plural; ``animate`` swaps it for the genitive.
_HARD: dict[Gender, _Forms] = {
    Gender.M: ("ый", "ого", "ому", "ый", "ым", "ом"),
    Gender.F: ("ая", "ой", "ой", "ую", "ой", "ой"),
    Gender.N: ("ое", "ого", "ому", "ое", "ым", "ом"),
    Gender.P: ("ые", "ых", "ым", "ые", "ыми", "ых"),
}
_SOFT: dict[Gender, _Forms] = {
    Gender.M: ("ий", "его", "ему", "ий", "им", "ем"),
    Gender.F: ("яя", "ей", "ей", "юю", "ей", "ей"),
    Gender.N: ("ее", "его", "ему", "ее", "им", "ем"),
    Gender.P: ("ие", "их", "им", "ие", "ими", "их"),
}
# третий, волчий: the soft sign stands in every form but the first.
_POSSESSIVE: dict[Gender, _Forms] = {
    Gender.M: ("ий", "ьего", "ьему", "ий", "ьим", "ьем"),
    Gender.F: ("ья", "ьей", "ьей", "ью", "ьей", "ьей"),
    Gender.N: ("ье", "ьего", "ьему", "ье", "ьим", "ьем"),
    Gender.P: ("ьи", "ьих", "ьим", "ьи", "ьими", "ьих"),
}
_VELAR = "гкх"
_HUSHING = "жшчщ"
_POSSESSIVE_WORDS = frozenset({"третий"})
# Stems with the stress on the ending, where «ая» does not show it: «большая», gen. «большой».
_STRESSED_STEMS = frozenset({"больш", "небольш", "чуж"})

# Which nominative ending tells which gender.
_NOMINATIVE: dict[str, Gender] = {
    "ый": Gender.M,
    "ий": Gender.M,
    "ой": Gender.M,
    "ая": Gender.F,
    "яя": Gender.F,
    "ое": Gender.N,
    "ее": Gender.N,
    "ые": Gender.P,
    "ие": Gender.P,
    # Possessive adjectives («казачье общество»); nouns that end so are told by the dictionary.
    "ья": Gender.F,
    "ье": Gender.N,
    "ьи": Gender.P,
}


def _respelled(ending: str, before: str, stressed: bool) -> str:
    """Hard endings after г к х, hushing letters and ц: the spelling rules of Russian."""
    first = ending[0]
    if before in _VELAR or before in _HUSHING:
        if first == "ы":
            return "и" + ending[1:]
        if first == "о" and before in _HUSHING and not stressed:
            return "е" + ending[1:]
    elif before == "ц" and first == "о" and not stressed:
        return "е" + ending[1:]
    return ending


@lru_cache(maxsize=4096)
def adjective_table(word: str) -> dict[Gender, _Forms] | None:
    """All forms of an adjective named in any nominative; None if the ending is not an adjective's.

    A reflexive participle («нижеподписавшийся») keeps its «ся».
    """
    tail = ""
    body = word
    if body.endswith("ся") and len(body) > 6:
        body, tail = body[:-2], "ся"
    ending, stem = body[-2:], body[:-2]
    if ending not in _NOMINATIVE or len(stem) < 2 or not stem[-1].isalpha():
        return None
    before = stem[-1]
    if body in _POSSESSIVE_WORDS or ending in ("ья", "ье", "ьи"):
        table, stressed = _POSSESSIVE, False
    elif ending in ("яя", "ее", "ие", "ий") and before not in _VELAR + _HUSHING + "ц":
        table, stressed = _SOFT, False
    else:
        table = _HARD
        # «большой», «большое»: after a hushing letter «о» is written only under stress.
        stressed = ending in ("ой", "ое") or stem in _STRESSED_STEMS
    forms = {
        gender: tuple(stem + _respelled(e, before, stressed) + tail for e in endings)
        for gender, endings in table.items()
    }
    if stressed:
        masculine = list(forms[Gender.M])
        masculine[INDEX[Case.NOM]] = masculine[INDEX[Case.ACC]] = stem + "ой" + tail
        forms[Gender.M] = tuple(masculine)
    return forms


def adjective_gender(word: str) -> Gender | None:
    """The gender (or plural) that the nominative ending of an adjective shows; None if none."""
    body = word[:-2] if word.endswith("ся") and len(word) > 6 else word
    return _NOMINATIVE.get(body[-2:])


def decline_adjective(word: str, gender: Gender, case: Case, *, animate: bool) -> str:
    """An adjective or participle in a gender and case; unchanged if its ending is no adjective's.

    ``animate``: the masculine and plural accusative of persons is the genitive.
    """
    forms = adjective_table(word)
    if forms is None:
        return word
    if case is Case.ACC and animate and gender in (Gender.M, Gender.P):
        case = Case.GEN
    return forms[gender][INDEX[case]]


def decline_adjective_all(word: str, gender: Gender, *, animate: bool) -> tuple[str, ...]:
    """The six forms of an adjective in one gender."""
    return tuple(decline_adjective(word, gender, case, animate=animate) for case in CASES)
