"""A pupil and who answers for him, as papers name them: documents, authority, age, signatures.

What the law hangs on the age stands here and nowhere else: under 14 the representative alone
signs, from 14 both do, from 18 the pupil alone, and then no representative is in the context, so
that no template can name one.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, full_name, sex_of, signature
from docgen.records.pupils import (
    ADULT_FROM,
    SIGNS_HIMSELF_FROM,
    Guardian,
    Pupil,
    age_on,
)
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import GuardianStatus
from docgen.russian import Case, Gender, agree, agree_short

APPOINTED = (GuardianStatus.GUARDIAN, GuardianStatus.TRUSTEE, GuardianStatus.FOSTER)
_NAMED_IN_WORDS = re.compile(r"[А-Яа-яЁёA-Za-z]{4,}")
"""A number has at most three letters on end: «VIII-АИ» has its numeral apart from the series."""


@dataclass(frozen=True, kw_only=True)
class LearnerContext:
    """Обучающийся, as he is on the day of the paper."""

    row: Pupil = term("строка", "Строка листа «Обучающиеся».")
    full_name: str = term("фио", "Фамилия имя отчество, именительный падеж.")
    signature: str = term("подпись", "Инициалы и фамилия: «В.И. Абрамова».")
    born: datetime.date = term("дата_рождения")
    address: str = term("адрес")
    phone: str | None = term("телефон", "Свой; если его нет — телефон представителя.")
    document: str = term("документ", "Вид, серия, номер, кем и когда выдан.")
    named: str = term("именуемый", "«именуемый» или «именуемая».")
    informed: str = term("ознакомлен", "«ознакомлен» или «ознакомлена».")
    agrees: str = term("согласен", "«согласен» или «согласна».")
    child: str = term("ребёнка", "Винительный: «моего сына», «мою дочь», у опекуна — подопечного.")


@dataclass(frozen=True, kw_only=True)
class RepresentativeContext:
    """Законный представитель of a pupil under 18."""

    row: Guardian = term("строка", "Строка листа «Представители».")
    full_name: str = term("фио", "Фамилия имя отчество, именительный падеж.")
    signature: str = term("подпись", "Инициалы и фамилия: «О.С. Абрамова».")
    status: str = term("кем_приходится", "«мать», «опекун»; с 14 лет опекун — «попечитель».")
    address: str = term("адрес")
    phone: str = term("телефон")
    email: str | None = term("почта", "Может быть пусто.")
    document: str = term("документ", "Вид, серия, номер, кем и когда выдан.")
    authority: str = term(
        "полномочия", "Именительный: «свидетельство о рождении …» или «акт о назначении …»."
    )
    authority_genitive: str = term("полномочия_род", "После «на основании».")
    named: str = term("именуемый", "«именуемый» или «именуемая».")
    acting: str = term("действующий", "«действующий» или «действующая».")
    informed: str = term("ознакомлен", "«ознакомлен» или «ознакомлена».")
    agrees: str = term("согласен", "«согласен» или «согласна».")
    for_child: str = term(
        "в_интересах", "«в интересах несовершеннолетней Абрамовой Варвары Ильиничны»."
    )


@dataclass(frozen=True)
class Household:
    """A pupil with his representative on the day of a paper; ``None`` from 18 on."""

    age: int
    learner: LearnerContext
    representative: RepresentativeContext | None

    @property
    def is_child(self) -> bool:
        """Under 14: signs nothing."""
        return self.age < SIGNS_HIMSELF_FROM

    @property
    def is_adolescent(self) -> bool:
        """From 14 to 17: signs beside the representative."""
        return SIGNS_HIMSELF_FROM <= self.age < ADULT_FROM

    @property
    def is_adult(self) -> bool:
        return self.age >= ADULT_FROM


def household(
    pupil: Pupil,
    tables: Tables,
    day: datetime.date,
    wording: Wording,
    shortfalls: Shortfalls,
) -> Household | None:
    """The pupil as he is on a day. ``None`` when something lacks: see ``shortfalls``."""
    shortfalls.check_required(pupil)
    if shortfalls.stop:
        return None
    age = age_on(pupil.birth_date, day)
    sex = sex_of(pupil)
    if sex is None:
        lacks_sex(pupil, shortfalls)
    guardian = None
    if age < ADULT_FROM:
        found = shortfalls.follow(pupil, "guardian", tables)
        if isinstance(found, Guardian):
            guardian = found
            shortfalls.check_required(guardian)
    document = _learner_document(pupil, age, shortfalls)
    representative = (
        _representative(guardian, pupil, age, wording, shortfalls) if guardian else None
    )
    if shortfalls.stop or sex is None:
        return None
    learner = LearnerContext(
        row=pupil,
        full_name=full_name(pupil),
        signature=signature(pupil),
        born=pupil.birth_date,
        address=pupil.address,
        phone=pupil.phone or (guardian.phone if guardian else None),
        document=document,
        named=agree("именуемый", sex, Case.NOM),
        informed=agree_short("ознакомлен", sex),
        agrees=_agrees(sex),
        child=_child_word(guardian, sex),
    )
    return Household(age, learner, representative)


def lacks_sex(person: Pupil | Guardian, shortfalls: Shortfalls) -> None:
    """Say that neither the column nor a patronymic tells the sex."""
    shortfalls.say(
        person,
        "sex",
        "не заполнен «Пол», а без отчества его не определить",
        "впишите «мужской» или «женский»: от пола зависят слова и падежи",
        "EDU-05, EDU-06",
    )


def shown_document(name: str, number: str, issuer: str, date: datetime.date) -> str:
    """«паспорт 65 00 000101, выдан ГУ МВД …, 14.05.2015»; a document told in words keeps them."""
    if _NAMED_IN_WORDS.search(number):
        return f"{number}, дата выдачи {date:%d.%m.%Y}, кем выдан: {issuer}"
    issued = "выдано" if name.startswith("свидетельство") else "выдан"
    return f"{name} {number}, {issued} {date:%d.%m.%Y}, {issuer}"


def _learner_document(pupil: Pupil, age: int, shortfalls: Shortfalls) -> str:
    """Birth certificate under 14, passport from then on."""
    stem = "birth_certificate" if age < SIGNS_HIMSELF_FROM else "passport"
    number = shortfalls.need(pupil, stem, getattr(pupil, stem))
    issuer = shortfalls.need(pupil, f"{stem}_issuer", getattr(pupil, f"{stem}_issuer"))
    date = shortfalls.need(pupil, f"{stem}_date", getattr(pupil, f"{stem}_date"))
    if number is None or issuer is None or date is None:
        return ""
    name = "свидетельство о рождении" if stem == "birth_certificate" else "паспорт"
    return shown_document(name, number, issuer, date)


def _representative(
    guardian: Guardian, pupil: Pupil, age: int, wording: Wording, shortfalls: Shortfalls
) -> RepresentativeContext | None:
    sex = sex_of(guardian)
    if sex is None:
        lacks_sex(guardian, shortfalls)
    authority, genitive = _authority(guardian, pupil, age, shortfalls)
    if shortfalls.stop or sex is None:
        return None
    return RepresentativeContext(
        row=guardian,
        full_name=full_name(guardian),
        signature=signature(guardian),
        status=status_word(guardian, age),
        address=guardian.address,
        phone=guardian.phone,
        email=guardian.email,
        document=shown_document(
            "паспорт", guardian.passport, guardian.passport_issuer, guardian.passport_date
        ),
        authority=authority,
        authority_genitive=genitive,
        named=agree("именуемый", sex, Case.NOM),
        acting=agree("действующий", sex, Case.NOM),
        informed=agree_short("ознакомлен", sex),
        agrees=_agrees(sex),
        for_child=_in_interests(pupil, wording),
    )


def status_word(guardian: Guardian, age: int) -> str:
    """Who the representative is; a guardian becomes a попечитель at 14 by law (ГК ст. 40)."""
    if guardian.status is GuardianStatus.GUARDIAN and age >= SIGNS_HIMSELF_FROM:
        return str(GuardianStatus.TRUSTEE)
    return str(guardian.status)


def _authority(
    guardian: Guardian, pupil: Pupil, age: int, shortfalls: Shortfalls
) -> tuple[str, str]:
    """Nominative and genitive: a parent shows the birth certificate, others their appointment."""
    if guardian.status in APPOINTED:
        number = shortfalls.need(guardian, "appointment_number", guardian.appointment_number)
        date = shortfalls.need(guardian, "appointment_date", guardian.appointment_date)
        issuer = shortfalls.need(guardian, "appointed_by", guardian.appointed_by)
        if number is None or date is None or issuer is None:
            return "", ""
        tail = f"от {date:%d.%m.%Y} №\u00a0{number} ({issuer})"
        if guardian.status is GuardianStatus.FOSTER:
            return f"договор о приёмной семье {tail}", f"договора о приёмной семье {tail}"
        whom = "опекуна" if guardian.status is GuardianStatus.GUARDIAN else "попечителя"
        return f"акт о назначении {whom} {tail}", f"акта о назначении {whom} {tail}"
    number = shortfalls.need(pupil, "birth_certificate", pupil.birth_certificate)
    if number is None:
        return "", ""
    if _NAMED_IN_WORDS.search(number):
        return number, f"документа: {number}"
    return f"свидетельство о рождении {number}", f"свидетельства о рождении {number}"


def _in_interests(pupil: Pupil, wording: Wording) -> str:
    """The child in the genitive, or in the nominative where the form is not sure.

    Thousands of children's names on the sheet of doubtful forms would hide those that matter, and
    the nominative after «обучающегося» says the same.
    """
    sex = sex_of(pupil)
    form = wording.dictionary.name(
        pupil.surname, pupil.first_name, pupil.patronymic or "", sex, Case.GEN
    )
    if form.doubtful or sex is None:
        return f"в интересах несовершеннолетнего обучающегося ({full_name(pupil)})"
    return f"в интересах {agree('несовершеннолетний', sex, Case.GEN)} {form.text}"


def _agrees(sex: Gender) -> str:
    return "согласна" if sex is Gender.F else "согласен"


def _child_word(guardian: Guardian | None, sex: Gender) -> str:
    if guardian is not None and guardian.status in APPOINTED:
        return "моего подопечного" if sex is Gender.M else "мою подопечную"
    return "моего сына" if sex is Gender.M else "мою дочь"
