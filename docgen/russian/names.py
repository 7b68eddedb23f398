"""Full names: which part is which, whose sex they show, and all their forms.

A name is read from one cell or three, in either order, with initials or in full, in capitals or
not, and written back exactly as it stood: order, spaces, capitals and ё.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from docgen.russian.first_names import (
    NameSex,
    decline_first_name,
    decline_patronymic,
    ends_patronymic,
    first_name_gender,
    first_name_sex,
    patronymic_gender,
)
from docgen.russian.grammar import Case, Form, Gender, Paradigm, Source, frozen
from docgen.russian.lists import word_list
from docgen.russian.surnames import (
    WRONG_SEX,
    apparent_gender,
    decline_surname,
    is_usual_surname,
    surname_gender,
)

NBSP = "\u00a0"

UNKNOWN_SEX = "по имени не видно, мужчина это или женщина: укажите пол"
CONFLICT = "части имени противоречат друг другу: проверьте пол и падеж"
ODD_ORDER = "не удалось понять, где фамилия, имя и отчество"

# The last full stop is often forgotten: «Иванова М.П».
_INITIALS = re.compile(
    r"(?<![А-Яа-яЁё])[А-ЯЁ]\.(?:[ \u00a0]?-?[А-ЯЁ]\.)*(?:[А-ЯЁ](?![А-Яа-яЁё.]))?"
)
# A word of a name, with the particles before it and the second half of «Али оглы».
_WORD = re.compile(
    r"(?:[а-яё]+ )*(?:[а-яё]{1,2}[’'])?[А-ЯЁ][А-Яа-яЁё’'-]*(?: [А-Яа-яЁёҚқҒғҰұЎў]+)?"
)
_ODD_SPACE = re.compile(r"\s{2}|[^\S ]|^\s|\s$")
_SPACES = re.compile(r"(\s+)")
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
    found = _INITIALS.search(text) if "." in text else None
    if found:
        return _read_initials(text, found.group(), found.start() == 0)
    words = _joined(text.split(" "))
    if not all(word.isalpha() or _WORD.fullmatch(word) for word in words):
        return PersonName(surname=text, order=("surname",), odd=True)
    if len(words) == 1:
        return PersonName(surname=words[0], order=("surname",))
    if len(words) == 2:
        return _read_two(words)
    return _read_many(words)


def _read_initials(text: str, initials: str, first: bool) -> PersonName:
    rest = text.replace(initials, "", 1).strip()
    order = ("initials", "surname") if first else ("surname", "initials")
    odd = not _WORD.fullmatch(rest)
    return PersonName(surname=rest, initials=initials, order=order, odd=odd)


# Particles known for such in capitals too: «ФОН ШТЕЙН», «Де Голль». «Ван» is also a surname.
_PARTICLES = frozenset({"фон", "де", "дер", "ди", "дель", "делла", "ла", "ле"})


def _joined(words: list[str]) -> list[str]:
    """Words with the particles of a surname and the halves of «Али оглы» put together."""
    joined: list[str] = []
    particle = ""
    for word in words:
        if ends_patronymic(word.lower()) and joined:
            joined[-1] += " " + word
        elif word.islower() or (word.lower() in _PARTICLES and word is not words[-1]):
            particle += word + " "
        else:
            joined.append(particle + word)
            particle = ""
    if particle:
        joined.append(particle.strip())
    return joined


def _read_two(words: list[str]) -> PersonName:
    first, second = words
    name, other = first_name_sex(first), first_name_sex(second)
    if name.known and name.gender and second.lower() in word_list("eastern_surnames"):
        # «Ляйсан Ким»: Ким is also a first name, Ляйсан is no surname.
        return PersonName(second, first, order=("first_name", "surname"))
    agreeing = name.known and name.gender and surname_gender(second) is name.gender
    if agreeing and surname_gender(first) is None:
        # «Матрёна Ильина», «Жанна Ланина»: the dictionary knows the surname for a name as well.
        return PersonName(second, first, order=("first_name", "surname"))
    if name.known and not other.known:
        by_patronymic = patronymic_gender(second)
        if by_patronymic and by_patronymic is first_name_gender(first):
            return PersonName(
                first_name=first, patronymic=second, order=("first_name", "patronymic")
            )
        # «Тарас Бульба» may as well be a man Бульба by name and Тарас by surname.
        odd = name.gender is not Gender.F and not is_usual_surname(second) and " " not in second
        return PersonName(second, first, order=("first_name", "surname"), odd=odd)
    if not other.known and not is_usual_surname(first) and surname_gender(second):
        # «Эгле Золотая», «Нани Синицына»: the name is unknown, the surname is not.
        return PersonName(second, first, order=("first_name", "surname"))
    # «Сакинат Ибрагим»: a woman's name before a man's; one of them is the surname.
    odd = name.gender is Gender.F and name.known and other.gender is Gender.M and other.known
    return PersonName(first, second, order=("surname", "first_name"), odd=odd)


def _read_many(words: list[str]) -> PersonName:
    last, middle = words[-1], words[-2]
    if patronymic_gender(last):
        front, name = words[:-2], middle
        # «Нани Карловна Попович»: a woman's patronymic, and a surname that looks like a man's.
        by_middle = patronymic_gender(middle)
        other_sex = by_middle is not None and by_middle is not patronymic_gender(last)
        name_first = by_middle and (other_sex or first_name_sex(words[0]).known)
        if not (len(words) == 3 and name_first):
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
    said = {by_patronymic} if by_patronymic else set()
    if not said or apparent_gender(surname) is not by_patronymic:
        by_surname = surname_gender(surname)
        said |= {by_surname} if by_surname else set()
    # The ending of an unknown name may contradict a surname, but no patronymic.
    weighs = by_name.sure or not said or not (by_name.known or by_patronymic)
    if by_name.gender and weighs:
        said.add(by_name.gender)
    if len(said) == 1:
        return _Sex(said.pop())
    return _Sex(None, conflict=len(said) > 1)


def gender_of_name(surname: str, first_name: str = "", patronymic: str = "") -> Gender | None:
    """The sex that the parts of a name show; None where they show none or contradict each other.

    The order of proof, by what each part is made of:

    - a patronymic is of one sex by its making, so it decides («Сова Лев Маркович» is a man);
    - a first name decides where no patronymic stands, if the dictionary, the rules or a list
      knows it; the ending of an unknown one («Замира») decides only where nothing else speaks;
    - with initials alone, or with a name of both sexes, only a surname whose ending is of one sex
      tells: Иванова, Вишневский, Белая, Толстой. Шевчук, Дарвин, Сова, Цхакая, Топчий do not;
    - parts that contradict each other («Юшков Вера Игоревна», «Луговой Вера Игоревна») give None:
      nobody can know which of them is the misprint.
    """
    first_name = "" if _INITIALS.fullmatch(first_name) else first_name
    patronymic = "" if _INITIALS.fullmatch(patronymic) else patronymic
    return _sex(surname, first_name, patronymic).gender


def gender_of_fio(text: str) -> Gender | None:
    """``gender_of_name`` for a name in one cell."""
    name = read_name(text)
    return None if name.odd else gender_of_name(name.surname, name.first_name, name.patronymic)


def _paradigms(name: PersonName, sex: Gender, surname: Paradigm | None) -> list[Paradigm]:
    """The forms of each part, in the order in which the parts were written.

    ``surname``: forms that a person confirmed, in place of the engine's.
    """
    chosen: dict[str, Callable[[], Paradigm]] = {
        "surname": lambda: surname or decline_surname(name.surname, sex),
        "first_name": lambda: decline_first_name(name.first_name, sex),
        "patronymic": lambda: decline_patronymic(name.patronymic, sex),
        "initials": lambda: frozen(name.initials),
    }
    return [chosen[part]() for part in name.order if getattr(name, part)]


def _decline(
    text: str,
    name: PersonName,
    case: Case,
    gender: Gender | None,
    doubt: str,
    surname: Paradigm | None = None,
) -> Form:
    """``text`` with every word of ``name`` in a case; the spaces and initials stay as they are."""
    if case is Case.NOM:
        return Form(text, "rule")
    if name.odd or (gender is None and doubt != UNKNOWN_SEX):
        # Nothing is guessed: the name stays as it is, for a person to decline.
        return Form(text, "rule", True, doubt)
    if gender is not None:
        return _declined(text, name, case, _paradigms(name, gender, surname), doubt)
    man = _declined(text, name, case, _paradigms(name, Gender.M, surname), "")
    woman = _declined(text, name, case, _paradigms(name, Gender.F, surname), "")
    # «Ткаченко А.В.» is the same for both sexes.
    return man if man.text == woman.text else Form(text, "rule", True, UNKNOWN_SEX)


def _declined(
    text: str, name: PersonName, case: Case, paradigms: list[Paradigm], doubt: str
) -> Form:
    parts = [paradigm.form(case) for paradigm in paradigms]
    sources = {part.source for part in parts}
    source: Source = next((s for s in ("dictionary", "engine") if s in sources), "rule")
    reason = doubt or next((part.reason for part in parts if part.doubtful), "")
    return Form(_put_back(text, name, parts), source, bool(reason), reason)


def _put_back(text: str, name: PersonName, parts: list[Form]) -> str:
    if name.initials:
        surname = parts[name.order.index("surname")].text
        return text.replace(name.surname, surname, 1)
    declined = " ".join(part.text for part in parts)
    if not _ODD_SPACE.search(text):
        return declined
    words = iter(declined.split(" "))
    return "".join(next(words) if piece.strip() else piece for piece in _SPACES.split(text))


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
    return decline_with_surname(text, case, gender, None)


def decline_with_surname(
    text: str, case: Case, gender: Gender | None, surname: Paradigm | None
) -> Form:
    """``decline_fio`` with forms of the surname that a person confirmed; None leaves the engine."""
    name = read_name(text)
    sex, doubt = _doubt(name, gender)
    return _decline(text, name, case, sex, doubt, surname)


@lru_cache(maxsize=4096)
def decline_name(
    surname: str, first_name: str, patronymic: str, gender: Gender | None, case: Case
) -> Form:
    """A name from three cells in a case, in the order surname, name, patronymic.

    Empty cells are left out; initials may stand in the cells of the name and patronymic. The
    doubts are those of ``decline_fio``.
    """
    initials = " ".join(part for part in (first_name, patronymic) if _INITIALS.fullmatch(part))
    if initials:
        name = PersonName(surname, initials=initials, order=("surname", "initials"))
        text = f"{surname} {initials}"
    else:
        name = PersonName(surname, first_name, patronymic)
        text = " ".join(part for part in (surname, first_name, patronymic) if part)
    sex, doubt = _doubt(name, gender)
    return _decline(text, name, case, sex, doubt)


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
        word[:1].isupper() or ends_patronymic(word.lower()) for word in words
    ):
        return False
    name = read_name(text)
    if name.initials:
        return not name.odd and bool(name.surname)
    return bool(patronymic_gender(name.patronymic)) or first_name_sex(name.first_name).known
