"""Names in cases for one paper, doubts told once.

The form in the clerk's own column goes first, then the office's dictionary, then the engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Organisation, Person
from docgen.records.schema import Record, column_of
from docgen.records.vocabulary import LegalForm, NameGender, ParticipleAgreement, Sex
from docgen.russian import (
    EMPTY,
    Case,
    Dictionary,
    Form,
    Gender,
    agree,
    gender_of_name,
    gender_of_organisation,
    initials_after,
    initials_before,
)

_GENDERS: Mapping[NameGender, Gender] = {
    NameGender.MASCULINE: Gender.M,
    NameGender.FEMININE: Gender.F,
    NameGender.NEUTER: Gender.N,
}
NAME_COLUMNS: Mapping[Case, str] = {
    Case.GEN: "name_genitive",
    Case.DAT: "name_dative",
    Case.INS: "name_instrumental",
}
POST_COLUMNS: Mapping[Case, str] = {Case.GEN: "post_genitive", Case.DAT: "post_dative"}
TITLE_COLUMNS: Mapping[Case, str] = {
    Case.GEN: "full_name_genitive",
    Case.INS: "full_name_instrumental",
}
# How much of a word shows that a post and a name speak of the same: «техникума», «техникум».
_STEM = 5
_ABBREVIATION = re.compile(r"\b[А-ЯЁ]{2,}\b")


class Named(Protocol):
    """Whoever has a name: a person of the directory, a pupil, a legal representative."""

    @property
    def surname(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def patronymic(self) -> str | None: ...
    @property
    def sex(self) -> Sex | None: ...


class Wording:
    """Forms of the names in one paper. ``diagnostics`` holds one warning per doubtful form."""

    def __init__(self, dictionary: Dictionary = EMPTY) -> None:
        self.dictionary = dictionary
        self._doubts: dict[tuple[int, str], Diagnostic] = {}

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return list(self._doubts.values())

    def name(self, person: Person, case: Case) -> str:
        """Surname, first name and patronymic in a case."""
        own = _own_form(person, NAME_COLUMNS, _column_case(person, full_name(person), case))
        if own:
            return own
        form = self.dictionary.name(
            person.surname, person.first_name, person.patronymic or "", sex_of(person), case
        )
        given = len([part for part in (person.first_name, person.patronymic) if part])
        surname = " ".join(form.text.split()[:-given]) if given else form.text
        self._doubt(person, "surname", f"{surname} {_initials(person)}", form, NAME_COLUMNS, case)
        return form.text

    def short_name(self, person: Person, case: Case) -> str:
        """«Каргину М.П.»: the surname in a case, the initials after it."""
        surname = " ".join(self.name(person, case).split()[: len(person.surname.split())])
        return initials_after(surname, person.first_name, person.patronymic or "")

    def post(self, person: Person, case: Case) -> str:
        """The post without «и. о.», in a case; lower case at the start."""
        plain, already_genitive = post_of(person)
        own = _own_form(person, POST_COLUMNS, _column_case(person, plain, case))
        if own:
            return own
        if already_genitive and case is Case.GEN:
            return plain
        form = self.dictionary.post(plain, case)
        self._doubt(person, "post", form.text, form, POST_COLUMNS, case)
        return form.text

    def organisation(self, organisation: Organisation, case: Case) -> str:
        """The full name in a case."""
        own = _own_form(organisation, TITLE_COLUMNS, case)
        if own:
            return own
        form = self.dictionary.organisation(organisation.full_name, case)
        self._doubt(organisation, "full_name", form.text, form, TITLE_COLUMNS, case)
        return form.text

    def post_in_text(self, person: Person, organisation: Organisation | None) -> str:
        """«директор МБОУ СОШ № 5», «и. о. заведующего»: for the middle of a sentence.

        The organisation is added to a post that does not name it, where its short name can
        surely be put into the genitive.
        """
        return self.post_with_organisation(person, organisation, Case.NOM)

    def post_with_organisation(
        self, person: Person, organisation: Organisation | None, case: Case
    ) -> str:
        """``post_in_text`` in a case; «и. о.» keeps the genitive that it asks for."""
        if is_acting(person):
            post = f"и.\u00a0о. {self.post(person, Case.GEN)}"
        else:
            post = post_of(person)[0] if case is Case.NOM else self.post(person, case)
        if organisation is None or names_organisation(person, organisation):
            return post
        form = self.dictionary.organisation(organisation.short_name, Case.GEN)
        return post if form.doubtful else f"{post} {form.text}"

    def _doubt(
        self,
        record: Record,
        attribute: str,
        shown: str,
        form: Form,
        columns: Mapping[Case, str],
        case: Case,
    ) -> None:
        if not form.doubtful:
            return
        reason = f": {form.reason}" if form.reason else ""
        column = columns.get(case)
        hint = "подтвердите или исправьте её на листе «Склонения»: команда docgen cases"
        if column:
            heading = column_of(type(record), column).heading
            hint += f"; или впишите верную форму в столбец «{heading}»"
        self._doubts.setdefault(
            (id(record), f"{attribute} {case}"),
            diagnose(
                "form-doubtful",
                record.origin.at(attribute),
                f"проверьте форму «{shown}»{reason}",
                hint=hint,
                value=shown,
            ),
        )


def sex_of(person: Named) -> Gender | None:
    """Sex from its column or the patronymic; never from the surname."""
    if person.sex is not None:
        return Gender.M if person.sex is Sex.MALE else Gender.F
    return gender_of_name(person.surname, person.first_name, person.patronymic or "")


def gender_of_party(organisation: Organisation, head: Person | None) -> Gender | None:
    """What «именуемое» agrees with: the column, the ИП's sex, else the name's head noun."""
    if organisation.name_gender is not None:
        return _GENDERS[organisation.name_gender]
    if organisation.legal_form is LegalForm.ENTREPRENEUR:
        return sex_of(head) if head else None
    return gender_of_organisation(organisation.full_name)


def participle(person: Person, rule: ParticipleAgreement | None, case: Case) -> str:
    """«действующей» / «действующего»: by the name unless the office keeps to the post.

    By the post a woman director is «действующего», a заведующая still «действующей»
    (norms/office.md 3.1).
    """
    gender = sex_of(person) or Gender.M
    if rule is ParticipleAgreement.BY_POST:
        first = (person.post or "").split(" ")[0].lower()
        gender = Gender.F if first.endswith(("ая", "яя")) else Gender.M
    return agree("действующий", gender, case)


def is_acting(person: Person) -> bool:
    """Whether the person only acts for the head."""
    return bool(person.acting) or post_of(person)[1]


def post_of(person: Person) -> tuple[str, bool]:
    """The post without «и. о.», and whether what is left stands in the genitive already."""
    acting = person.acting_words
    post = " ".join((person.post or "")[len(acting) :].split())
    return (post if acting else _lower_first(post)), bool(acting)


def names_organisation(person: Person, organisation: Organisation) -> bool:
    """Whether the post already says of what: «начальник Управления образования», «методист МОЦ».

    Decided by a common stem, or a common abbreviation, of the post and the organisation's names.
    """
    post = post_of(person)[0]
    words = [word for word in _words(post) if len(word) >= _STEM]
    stems = tuple(word[: min(_STEM, len(word) - 1)] for word in words)
    names = f"{organisation.full_name} {organisation.short_name}"
    abbreviations = set(_ABBREVIATION.findall(post)) & set(_ABBREVIATION.findall(names))
    return bool(abbreviations) or any(word.startswith(stems) for word in _words(names))


def signature_post(person: Person, wording: Wording) -> str:
    """The post as it stands above a signature: «Директор», «И. о. директора»."""
    if is_acting(person):
        return f"И.\u00a0о. {wording.post(person, Case.GEN)}"
    return upper_first(post_of(person)[0])


def signature(person: Named) -> str:
    """«М.П. Иванова»."""
    return initials_before(person.surname, person.first_name, person.patronymic or "")


def full_name(person: Named) -> str:
    """«Иванова Мария Петровна»."""
    return " ".join(p for p in (person.surname, person.first_name, person.patronymic) if p)


def quoted(text: str) -> str:
    """In «ёлочки», the quotes inside becoming „лапки“; a title that has its own is not doubled.

    >>> quoted('Клуб «Старт»')
    '«Клуб „Старт“»'
    """
    text = text.strip()
    inner = text[1:-1]
    if text.startswith("«") and text.endswith("»") and "«" not in inner:
        text = inner
    return "«" + text.replace("«", "„").replace("»", "“") + "»"


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    # An abbreviation keeps its capitals: «ВрИО», «ИП».
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _initials(person: Person) -> str:
    return " ".join(f"{p[0]}." for p in (person.first_name, person.patronymic) if p)


def _column_case(person: Person, words: str, case: Case) -> Case:
    """The case whose column holds the accusative, which has no column of its own.

    A man's name and post stand in the genitive then, unless a word of them ends in -а or -я
    («Сковорода», «судья»). For all others the accusative comes from the dictionary.
    """
    if case is not Case.ACC or sex_of(person) is not Gender.M:
        return case
    return case if any(w.endswith(("а", "я")) for w in _words(words)) else Case.GEN


def _own_form(record: Record, columns: Mapping[Case, str], case: Case) -> str:
    column = columns.get(case)
    return str(getattr(record, column) or "").strip() if column else ""
