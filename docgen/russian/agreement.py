"""Words that agree: «действующий» with a woman, «утверждён» with a programme."""

from __future__ import annotations

import re
from functools import lru_cache

from docgen.russian.adjectives import adjective_gender, adjective_table, decline_adjective
from docgen.russian.grammar import Case, Gender, keep_case
from docgen.russian.lexicon import inflected, readings

_GRAMMEME: dict[Gender, tuple[str, ...]] = {
    Gender.M: ("masc", "sing"),
    Gender.F: ("femn", "sing"),
    Gender.N: ("neut", "sing"),
    Gender.P: ("plur",),
}

_CASES: dict[Case, str] = {
    Case.NOM: "nomn",
    Case.GEN: "gent",
    Case.DAT: "datv",
    Case.ACC: "accs",
    Case.INS: "ablt",
    Case.PRE: "loct",
}

# Pronouns that agree and have no adjective's ending, so that the dictionary declines them.
_PRONOUNS = frozenset({"мой", "твой", "свой", "наш", "ваш", "весь", "этот", "тот", "сам", "один"})

# Endings of short participles and of the past tense, which the dictionary need not know:
# «уведомлён», «согласован», «зачислен», «принят», «проживал».
_SHORT_ENDINGS: tuple[tuple[str, dict[Gender, str]], ...] = (
    ("лён", {Gender.F: "лена", Gender.N: "лено", Gender.P: "лены"}),
    ("ён", {Gender.F: "ена", Gender.N: "ено", Gender.P: "ены"}),
    ("шёл", {Gender.F: "шла", Gender.N: "шло", Gender.P: "шли"}),
    ("шел", {Gender.F: "шла", Gender.N: "шло", Gender.P: "шли"}),
    ("л", {Gender.F: "ла", Gender.N: "ло", Gender.P: "ли"}),
    ("лся", {Gender.F: "лась", Gender.N: "лось", Gender.P: "лись"}),
    ("ан", {Gender.F: "ана", Gender.N: "ано", Gender.P: "аны"}),
    ("ян", {Gender.F: "яна", Gender.N: "яно", Gender.P: "яны"}),
    ("ен", {Gender.F: "ена", Gender.N: "ено", Gender.P: "ены"}),
    ("т", {Gender.F: "та", Gender.N: "то", Gender.P: "ты"}),
)


@lru_cache(maxsize=1024)
def agree(phrase: str, gender: Gender, case: Case = Case.NOM, *, animate: bool = True) -> str:
    """A masculine participle or adjective agreed, with its tail: «действующей на основании».

    The first word that has an adjective's ending is declined, with other such words standing
    right before or after it joined by a comma or «и»; adverbs before and everything after stay.
    ``animate`` False is for things: «именуемый» in the accusative of «договор».
    """
    words = phrase.split(" ")
    started = False
    for place, word in enumerate(words):
        body = word.rstrip(",;")
        lower = body.lower()
        if lower in _PRONOUNS:
            words[place] = (
                keep_case(body, _pronoun(lower, gender, case, animate)) + word[len(body) :]
            )
            started = True
            continue
        if adjective_gender(lower) is not Gender.M or adjective_table(lower) is None:
            if started and lower != "и":
                break
            continue
        words[place] = (
            keep_case(body, decline_adjective(lower, gender, case, animate=animate))
            + word[len(body) :]
        )
        started = True
        following = words[place + 1].lower() if place + 1 < len(words) else ""
        if not word.endswith(",") and following != "и":
            break
    return " ".join(words)


def _pronoun(word: str, gender: Gender, case: Case, animate: bool) -> str:
    if case is Case.ACC and gender in (Gender.M, Gender.P):
        case = Case.GEN if animate else Case.NOM
    for reading in readings(word):
        if reading.part == "ADJF" and "masc" in reading.grammemes and reading.is_nominative:
            return inflected(reading, _CASES[case], *_GRAMMEME[gender]) or word
    return word


@lru_cache(maxsize=1024)
def agree_short(phrase: str, gender: Gender) -> str:
    """A masculine short form or past tense agreed: «утверждён» → «утверждена», «прошёл» → «прошла».

    Only the first word changes, after «не» the second, after «был» both; a word of neither kind
    is returned as it stands.
    """
    if gender is Gender.M:
        return phrase
    word, space, rest = phrase.partition(" ")
    if rest and word.lower() in ("не", "был"):
        return _agree_short_word(word, gender) + space + agree_short(rest, gender)
    return _agree_short_word(word, gender) + space + rest


def _agree_short_word(word: str, gender: Gender) -> str:
    lower = word.lower()
    for reading in readings(lower):
        if reading.part in ("PRTS", "ADJS", "VERB") and "masc" in reading.grammemes:
            form = inflected(reading, *_GRAMMEME[gender])
            if form:
                # «убеждён» is a participle here, not the adjective with its «убеждённа».
                return keep_case(word, re.sub("ённ(?=[аоы]$)", "ен", form))
    for ending, replacements in _SHORT_ENDINGS:
        if lower.endswith(ending):
            return keep_case(word, lower[: -len(ending)] + replacements[gender])
    return word
