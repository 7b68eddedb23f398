"""Full names: which part is which, whose sex they show, and all their forms.

A name is read from one cell or three, in either order, with initials or in full, in capitals or
not, and written back exactly as it stood: order, spaces, capitals and ё.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from docgen.russian.first_names import (
    DAUGHTER,
    SON,
    NameSex,
    decline_first_name,
    decline_patronymic,
    first_name_gender,
    first_name_sex,
    is_turkic,
    patronymic_gender,
)
from docgen.russian.grammar import Case, Form, Gender, Paradigm, Source, frozen
from docgen.russian.surnames import WRONG_SEX, decline_surname, surname_gender

NBSP = "\u00a0"

UNKNOWN_SEX = "по имени не видно, мужчина это или женщина: укажите пол"
CONFLICT = "части имени противоречат друг другу: проверьте пол и падеж"
ODD_ORDER = "не удалось понять, где фамилия, имя и отчество"

_INITIALS = re.compile(r"[А-ЯЁ]\.(?:[ \u00a0]?-?[А-ЯЁ]\.)*")
_INITIAL = re.compile(r"[А-ЯЁ]\.")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; ``initials`` stand in place of the first name and patronymic.

    ``order`` names the parts as they were written, so that they can be put back.
    """

    surname: str = ""
    first_name: str = ""
    patronymic: str = ""
    initials: str = ""
    order: tuple[str, ...] = ("surname", "first_name", "patronymic")
    odd: bool = False


def read_name(text: str) -> PersonName:
    """The parts of a name written in one cell: «Иванова Мария Петровна», «М.П. Иванова».

    ``odd`` is set where the words do not fall into surname, name and patronymic.
    """
    text = " ".join(text.split())
    found = _INITIALS.search(text)
    if found:
        return _read_initials(text, found.group(), found.start() == 0)
    words = _joined(text.split(" "))
    if len(words) == 1:
        return PersonName(surname=words[0], order=("surname",))
    if len(words) == 2:
        return _read_two(words)
    return _read_many(words)


def _read_initials(text: str, initials: str, first: bool) -> PersonName:
    rest = text.replace(initials, "", 1).strip()
    order = ("initials", "surname") if first else ("surname", "initials")
    return PersonName(surname=rest, initials=initials, order=order, odd=not rest or "." in rest)


def _joined(words: list[str]) -> list[str]:
    """Words with the particles of a surname and the halves of «Али оглы» put together."""
    joined: list[str] = []
    particle = ""
    for word in words:
        if word.lower() in SON | DAUGHTER and joined:
            joined[-1] += " " + word
        elif word.islower():
            particle += word + " "
        else:
            joined.append(particle + word)
            particle = ""
    if particle:
        joined.append(particle.strip())
    return joined


def _read_two(words: list[str]) -> PersonName:
    if patronymic_gender(words[1]) and first_name_gender(words[0]) and not _surname_like(words[1]):
        return PersonName(
            first_name=words[0], patronymic=words[1], order=("first_name", "patronymic")
        )
    if _is_first_name(words[0]) and not _is_first_name(words[1]) and surname_gender(words[1]):
        return PersonName(surname=words[1], first_name=words[0], order=("first_name", "surname"))
    return PersonName(surname=words[0], first_name=words[1], order=("surname", "first_name"))


def _surname_like(word: str) -> bool:
    """Абрамович, Петрович are surnames as often as patronymics; Ивановна never is."""
    return patronymic_gender(word) is Gender.M and not is_turkic(word)


def _is_first_name(word: str) -> bool:
    return first_name_gender(word) is not None


def _read_many(words: list[str]) -> PersonName:
    last, middle = words[-1], words[-2]
    if patronymic_gender(last):
        front, name = words[:-2], middle
        if not (len(words) == 3 and patronymic_gender(middle) and _is_first_name(words[0])):
            return PersonName(
                surname=" ".join(front), first_name=name, patronymic=last, odd=len(front) > 1
            )
    if patronymic_gender(middle):
        return PersonName(
            surname=last,
            first_name=" ".join(words[:-2]),
            patronymic=middle,
            order=("first_name", "patronymic", "surname"),
            odd=len(words) > 3,
        )
    return PersonName(
        surname=words[0], first_name=" ".join(words[1:]), odd=True, order=("surname", "first_name")
    )


@dataclass(frozen=True, slots=True)
class _Sex:
    gender: Gender | None
    conflict: bool = False


@lru_cache(maxsize=20_000)
def _sex(surname: str, first_name: str, patronymic: str) -> _Sex:
    """What the parts say together.

    A patronymic is of one sex by its making, so it outweighs a name that is not surely of the
    other; a surname with an ending of one sex must agree with it.
    """
    by_patronymic = patronymic_gender(patronymic) if patronymic else None
    by_name = first_name_sex(first_name) if first_name else NameSex(None)
    by_surname = surname_gender(surname) if surname else None
    said = {gender for gender in (by_patronymic, by_surname) if gender}
    if by_name.gender and (by_name.sure or not said):
        said.add(by_name.gender)
    if len(said) == 1:
        return _Sex(said.pop())
    return _Sex(None, conflict=len(said) > 1)


def gender_of_name(surname: str, first_name: str = "", patronymic: str = "") -> Gender | None:
    """The sex that the parts of a name show; None where they show none or contradict each other.

    Initials may stand for the first name and patronymic: then only a surname whose ending is
    of one sex alone (Иванова, Вишневский) tells; Шевчук does not.
    """
    first_name = "" if _INITIALS.fullmatch(first_name) else first_name
    patronymic = "" if _INITIALS.fullmatch(patronymic) else patronymic
    return _sex(surname, first_name, patronymic).gender


def gender_of_fio(text: str) -> Gender | None:
    """``gender_of_name`` for a name in one cell."""
    name = read_name(text)
    return None if name.odd else gender_of_name(name.surname, name.first_name, name.patronymic)


def _merged(texts: Iterable[tuple[Paradigm, Case]], separator: str, doubt: str, case: Case) -> Form:
    parts = [paradigm.form(which) for paradigm, which in texts]
    text = separator.join(part.text for part in parts)
    reason = doubt if case is not Case.NOM else ""
    reason = reason or next((part.reason for part in parts if part.doubtful), "")
    source: Source = "engine" if any(part.source == "engine" for part in parts) else "rule"
    return Form(text, source, bool(reason), reason)


def _decline(name: PersonName, case: Case, gender: Gender | None, doubt: str) -> Form:
    sex = gender or Gender.M
    paradigms = {
        "surname": decline_surname(name.surname, sex) if name.surname else None,
        "first_name": decline_first_name(name.first_name, sex) if name.first_name else None,
        "patronymic": decline_patronymic(name.patronymic, sex) if name.patronymic else None,
        "initials": frozen(name.initials) if name.initials else None,
    }
    if gender is None:
        # Nothing is guessed: without a sex the name stays as it is, for a person to decline.
        paradigms = {part: p and frozen(p.forms[0]) for part, p in paradigms.items()}
    chosen = [(p, case) for part in name.order if (p := paradigms[part]) is not None]
    return _merged(chosen, " ", doubt, case)


def _doubt(name: PersonName, gender: Gender | None) -> tuple[Gender | None, str]:
    """The sex to decline by, and why a person must look."""
    said = _sex(name.surname, name.first_name, name.patronymic)
    if gender is None:
        if said.conflict:
            return None, CONFLICT
        if said.gender is None:
            return None, UNKNOWN_SEX
        return said.gender, ODD_ORDER if name.odd else ""
    if said.gender not in (None, gender):
        return gender, WRONG_SEX
    if said.conflict:
        return gender, CONFLICT
    return gender, ODD_ORDER if name.odd else ""


@lru_cache(maxsize=20_000)
def decline_fio(text: str, case: Case, gender: Gender | None = None) -> Form:
    """A full name from one cell in a case: «Иванова Мария Петровна» → «Ивановой Марии Петровне».

    Initials stay as they are written. Without ``gender`` the sex is taken from the name; where
    it shows none, the name is left in the nominative and is doubtful.
    """
    name = read_name(text)
    sex, doubt = _doubt(name, gender)
    form = _decline(name, case, sex, doubt)
    if case is Case.NOM:
        return Form(text, form.source)
    return form


def decline_name(
    surname: str, first_name: str, patronymic: str, gender: Gender | None, case: Case
) -> Form:
    """A name from three cells in a case, in the order surname, name, patronymic.

    Empty cells are left out; initials may stand in the cells of the name and patronymic. The
    doubts are those of ``decline_fio``.
    """
    initials = [part for part in (first_name, patronymic) if _INITIALS.fullmatch(part)]
    if initials:
        name = PersonName(surname, initials="".join(initials), order=("surname", "initials"))
    else:
        name = PersonName(surname, first_name, patronymic)
    sex, doubt = _doubt(name, gender)
    return _decline(name, case, sex, doubt)


def _initials(*parts: str) -> str:
    letters: list[str] = []
    for part in parts:
        if _INITIALS.fullmatch(part):
            letters += _INITIAL.findall(part)
        elif part:
            # «Анна-Мария» is one name with one letter, «Али оглы» one patronymic.
            letters.append(part[0].upper() + ".")
    return "".join(letters)


def initials_before(surname: str, first_name: str, patronymic: str = "") -> str:
    """«М.П. Иванова» with a no-break space: the form of signatures and грифы."""
    return f"{_initials(first_name, patronymic)}{NBSP}{surname}".strip(NBSP)


def initials_after(surname: str, first_name: str, patronymic: str = "") -> str:
    """«Иванова М.П.» with a no-break space: the form of addressees and lists."""
    return f"{surname}{NBSP}{_initials(first_name, patronymic)}".strip(NBSP)


def looks_like_name(text: str) -> bool:
    """Whether a text reads as the name of a person: initials, a patronymic or a known name."""
    words = text.split()
    if not 2 <= len(words) <= 5 or not all(
        word[:1].isupper() or word.lower() in SON | DAUGHTER for word in words
    ):
        return False
    name = read_name(text)
    if name.initials:
        return not name.odd and bool(name.surname)
    return bool(name.patronymic and patronymic_gender(name.patronymic)) or _is_first_name(
        name.first_name
    )
