"""Rules for «Обучающиеся» and «Представители»: who the child is and who answers for him."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial

from docgen.checks.facts import Facts, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.enrolments import age_at_enrolment
from docgen.records.pupils import (
    ADULT_FROM,
    SIGNS_HIMSELF_FROM,
    ConsentPurpose,
    Enrolment,
    Group,
    Guardian,
    Pupil,
    age_on,
)
from docgen.records.schema import ColumnType, Record, columns_of
from docgen.records.spelling import name_key
from docgen.records.vocabulary import GuardianStatus
from docgen.russian import gender_of_name

_APPOINTED = (GuardianStatus.GUARDIAN, GuardianStatus.TRUSTEE, GuardianStatus.FOSTER)
_IN_WORDS = re.compile(r"[А-Яа-яЁёA-Za-z]{4,}")
"""A foreign document is named in words, and nobody here knows its shape."""
_BIRTH_CERTIFICATE = re.compile(r"[IVXLCІХ]{1,7}\s?-\s?[А-ЯЁ]{2}\s*(?:№\s*)?\d{6}", re.IGNORECASE)
_PASSPORT = re.compile(r"\d{2}\s?\d{2}\s*(?:№\s*)?\d{6}")
_DIAGNOSIS = re.compile(
    r"диагноз|\bмкб\b|\b[FG]\d{2}(?:\.\d+)?\b|\bдцп\b|\bзпр\b|\bрас\b|аутиз|эпилепс|диабет"
    r"|умственн\w+ отстал|нарушени\w+ (?:слуха|зрения|речи)|психиатр",
    re.IGNORECASE,
)
_TEXTS = (ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.ITEMS)


def pupil_stands_once(facts: Facts) -> Iterator[Diagnostic]:
    """A child stands in one row, however many groups he goes to.

    Two rows would give two consents for one thing, and one of them would not be revoked.
    Norm: EDU-05, X-13.
    Bad: Обучающиеся: У-01 Иванова Анна, 14.03.2014; У-07 Иванова Анна, 14.03.2014
    Good: Обучающиеся: У-01 Иванова Анна, 14.03.2014; У-07 Иванова Анна, 02.05.2016
    """
    seen: dict[tuple[object, ...], Pupil] = {}
    for pupil in facts.tables.of(Pupil):
        names = (pupil.surname, pupil.first_name, pupil.patronymic)
        if not pupil.surname or not pupil.birth_date:
            continue
        key = (*(name_key(n or "") for n in names), pupil.birth_date)
        first = seen.setdefault(key, pupil)
        if first is not pupil:
            yield diagnose(
                "pupil-in-two-rows",
                pupil.origin.at("surname"),
                f"этот ребёнок уже записан в строке {first.origin.row}",
                hint="оставьте одну строку; вторую группу укажите на листе «Зачисления»",
                value=pupil.code,
                norm="EDU-05, X-13",
                related=[first.origin.at()],
            )


def minor_has_a_representative(facts: Facts) -> Iterator[Diagnostic]:
    """A pupil under 18 on the first day of lessons has a legal representative.

    Norm: EDU-06, APP-02 (ГК ст. 26 и 28, СК ст. 64).
    Bad: Обучающиеся: У-01 | 14.03.2014 | Представитель пусто; Зачисления: с 01.09.2026
    Good: Обучающиеся: У-29 | 21.03.2008 | Представитель пусто; Зачисления: с 01.09.2026
    """
    for pupil, age, _ in _taught(facts):
        if age < ADULT_FROM and not pupil.guardian:
            yield diagnose(
                "guardian-missing",
                pupil.origin.at("guardian"),
                f"не указан законный представитель, а в день начала занятий ребёнку {_years(age)}",
                hint="впишите код строки с листа «Представители»",
                norm="EDU-06, APP-02",
            )


def pupil_has_the_document_of_his_age(facts: Facts) -> Iterator[Diagnostic]:
    """Under 14 a pupil is known by his birth certificate, from 14 on by his passport.

    Norm: APP-03, PDN-01.
    Bad: Обучающиеся: У-16 | 07.09.2012 | Паспорт пусто; Зачисления: с 07.09.2026
    Good: Обучающиеся: У-16 | 07.09.2012 | Паспорт пусто; Зачисления: с 06.09.2026
    """
    told: set[tuple[str, str]] = set()
    for pupil, age, start in _taught(facts):
        stem = "birth_certificate" if age < SIGNS_HIMSELF_FROM else "passport"
        for attribute in (stem, f"{stem}_issuer", f"{stem}_date"):
            if pupil.lacks(attribute) and (pupil.code, attribute) not in told:
                told.add((pupil.code, attribute))
                which = "свидетельство о рождении" if age < SIGNS_HIMSELF_FROM else "паспорт"
                yield diagnose(
                    "identity-document-missing",
                    pupil.origin.at(attribute),
                    f"{say(start)} обучающемуся {_years(age)}: нужен {which}"
                    if which == "паспорт"
                    else f"{say(start)} обучающемуся {_years(age)}: нужно {which}",
                    hint="впишите номер, кем и когда выдан документ",
                    norm="APP-03, PDN-01",
                )


def parent_shows_the_birth_certificate(facts: Facts) -> Iterator[Diagnostic]:
    """A parent's authority is the child's birth certificate; an appointed one has his act.

    Norm: EDU-06, PDN-02 (СК ст. 64, 48-ФЗ).
    Bad: Обучающиеся: У-17, 15 лет, мать | Свидетельство о рождении пусто
    Good: Обучающиеся: У-18, 17 лет, попечитель | Свидетельство о рождении пусто
    """
    for pupil, age, _ in _taught(facts):
        guardian = facts.tables.find(Guardian, pupil.guardian)
        if not SIGNS_HIMSELF_FROM <= age < ADULT_FROM or guardian is None:
            continue
        if guardian.status and guardian.status not in _APPOINTED and not pupil.birth_certificate:
            yield diagnose(
                "authority-of-parent-missing",
                pupil.origin.at("birth_certificate"),
                "не указано свидетельство о рождении: им родитель подтверждает свои полномочия",
                hint="впишите серию и номер свидетельства",
                norm="EDU-06, PDN-02",
            )


def trustee_is_for_those_of_fourteen(facts: Facts) -> Iterator[Diagnostic]:
    """A child under 14 has an опекун; a попечитель is appointed from 14 on.

    Norm: EDU-06 (ГК ст. 32 и 33, 48-ФЗ).
    Bad: Представители: «попечитель»; обучающемуся 12 лет
    Good: Представители: «опекун»; обучающемуся 12 лет
    """
    told: set[str] = set()
    for pupil, age, _ in _taught(facts):
        guardian = facts.tables.find(Guardian, pupil.guardian)
        if guardian is None or guardian.status is not GuardianStatus.TRUSTEE:
            continue
        if age < SIGNS_HIMSELF_FROM and guardian.code not in told:
            told.add(guardian.code)
            yield diagnose(
                "trustee-too-early",
                guardian.origin.at("status"),
                f"попечитель бывает с 14 лет, а ребёнку {_years(age)}",
                hint="сверьте с актом о назначении: обычно это опекун",
                value=guardian.status,
                norm="EDU-06",
            )


def documents_have_their_shape(facts: Facts) -> Iterator[Diagnostic]:
    """Numbers of Russian birth certificates and passports look as they do.

    A document named in words is let pass: it may be of another country.
    Norm: APP-03, PDN-01, PDN-02.
    Bad: Обучающиеся: Свидетельство о рождении «АИ 50010»
    Good: Обучающиеся: Свидетельство о рождении «V-АИ № 500101»
    """
    shapes = (
        (Pupil, "birth_certificate", _BIRTH_CERTIFICATE, "V-АИ № 500101"),
        (Pupil, "passport", _PASSPORT, "65 00 000201"),
        (Guardian, "passport", _PASSPORT, "65 00 000101"),
    )
    for kind, attribute, shape, example in shapes:
        rows: tuple[Record, ...] = facts.tables.of(kind)
        for row in rows:
            number = getattr(row, attribute)
            if number and not _IN_WORDS.search(number) and not shape.fullmatch(number.strip()):
                yield diagnose(
                    "document-shape",
                    row.origin.at(attribute),
                    "серия и номер документа не похожи на настоящие",
                    hint=f"обычно так: «{example}»; документ другого государства назовите словами",
                    norm="APP-03, PDN-01, PDN-02",
                )


def documents_are_not_older_than_their_age(facts: Facts) -> Iterator[Diagnostic]:
    """A birth certificate is younger than the child, a passport is issued from 14 on.

    Norm: APP-03, PDN-01.
    Bad: Обучающиеся: 07.09.2012 | Дата выдачи паспорта 01.09.2026
    Good: Обучающиеся: 07.09.2012 | Дата выдачи паспорта 07.09.2026
    """
    for pupil in facts.tables.of(Pupil):
        born = pupil.birth_date
        if born is None:
            continue
        russian = not _IN_WORDS.search(pupil.passport or "")
        early = {
            "birth_certificate_date": pupil.birth_certificate_date is not None
            and pupil.birth_certificate_date < born,
            "passport_date": pupil.passport_date is not None
            and russian
            and age_on(born, pupil.passport_date) < SIGNS_HIMSELF_FROM,
        }
        for attribute, wrong in early.items():
            if wrong:
                yield diagnose(
                    "document-too-early",
                    pupil.origin.at(attribute),
                    "документ выдан раньше, чем мог быть выдан при такой дате рождения",
                    hint="проверьте дату выдачи и дату рождения",
                    norm="APP-03, PDN-01",
                )


def sex_of_pupils_and_parents_is_known(facts: Facts) -> Iterator[Diagnostic]:
    """Without a patronymic the sex is given: «именуемый» and the cases hang on it.

    Norm: EDU-05, EDU-06.
    Bad: Обучающиеся: Нго Минь | Отчество пусто | Пол пусто
    Good: Обучающиеся: Нго Минь | Отчество пусто | Пол мужской
    """
    rows: list[Pupil | Guardian] = [*facts.tables.of(Pupil), *facts.tables.of(Guardian)]
    for row in rows:
        if not row.surname or not row.first_name or row.sex is not None:
            continue
        if gender_of_name(row.surname, row.first_name, row.patronymic or "") is None:
            yield diagnose(
                "pupil-sex-unknown",
                row.origin.at("sex"),
                "пол не указан, а по отчеству его не определить",
                hint="впишите «мужской» или «женский»",
                norm="EDU-05, EDU-06",
            )


def no_diagnosis_is_written_down(facts: Facts) -> Iterator[Diagnostic]:
    """No cell speaks of an illness: papers name the document, never what it says.

    Norm: APP-08, content.md 3.1 (152-ФЗ ст. 10).
    Bad: Группы: Особые условия «занимаются дети с ДЦП»
    Good: Группы: Особые условия «занятия на первом этаже»
    """
    for kind in (Pupil, Guardian, Group, Enrolment, ConsentPurpose):
        columns = [c for c in columns_of(kind) if c.cell_type in _TEXTS]
        rows: tuple[Record, ...] = facts.tables.of(kind)
        for row in rows:
            cells = {c.attribute: _joined(getattr(row, c.attribute)) for c in columns}
            own = {name: f"{name} {text}" for name, text in row.extra.items() if text}
            for attribute, text in {**cells, **own}.items():
                if _DIAGNOSIS.search(text.replace("_", " ")):
                    yield diagnose(
                        "diagnosis-written",
                        row.origin.at(attribute),
                        "в ячейке говорится о болезни или диагнозе",
                        hint="уберите эти слова: в бумагах называют документ и условия занятий",
                        norm="APP-08",
                    )


def _joined(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")


def _taught(facts: Facts) -> Iterator[tuple[Pupil, int, datetime.date]]:
    """Every pupil with his age and the day at the first of his enrolments."""
    first: dict[str, Enrolment] = {}
    for enrolment in facts.tables.of(Enrolment):
        known = first.get(enrolment.pupil)
        if enrolment.start and (known is None or enrolment.start < known.start):
            first[enrolment.pupil] = enrolment
    find = partial(facts.tables.find, Pupil)
    for code, enrolment in first.items():
        pupil, age = find(code), age_at_enrolment(enrolment, facts.tables)
        if pupil is not None and age is not None:
            yield pupil, age, enrolment.start


def _years(age: int) -> str:
    tail = age % 100 if 10 < age % 100 < 20 else age % 10
    return f"{age} {'год' if tail == 1 else 'года' if tail in (2, 3, 4) else 'лет'}"
