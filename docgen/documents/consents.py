"""Согласия: one sheet of paper for each purpose, apart from every other paper (PDN, PDR).

What is asked follows from the enrolments, so that nobody types thousands of rows: a purpose for
everyone is asked once of each pupil in each organisation, whatever the number of his groups; a
purpose of networked programmes once for each such group, since its receivers are that group's
partners.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.builder import Builder, distinct
from docgen.documents.enrolment import (
    enrolment_sources,
    network_partners,
    purposes_for,
    short_label,
)
from docgen.documents.families import LearnerContext, RepresentativeContext, household
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, quoted, upper_first
from docgen.records.directory import Organisation, Programme, Settings
from docgen.records.enrolments import school_of
from docgen.records.partners import Agreement
from docgen.records.pupils import ConsentPurpose, Enrolment, Group, Pupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ConsentScope
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class AskedConsent(Enrolment):
    """A consent to ask for: the enrolment that asks for it first, under a code of its own.

    ``purpose_code`` is ``None`` for publication.
    """

    purpose_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiverContext:
    """Who is given the data: named, with an address (PDN-06, PDN-12)."""

    full_name: str = term("наименование", "Полное, с прописной буквы.")
    address: str = term("адрес")


@dataclass(frozen=True, kw_only=True)
class ConsentContext:
    """Terms of a consent."""

    enrolment: Enrolment = term("зачисление", "Строка листа «Зачисления».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    operator: Organisation = term("организация", "Строка листа «Организации»: оператор.")
    operator_name: str = term("оператор", "Полное наименование с прописной буквы.")
    programme_name: str = term("название_программы", "В кавычках: «Робототехника».")
    group: Group = term("группа", "Строка листа «Группы».")
    purpose: ConsentPurpose | None = term(
        "согласие", "Строка листа «Цели согласий»; пусто в согласии на публикацию."
    )
    for_network: bool = term("для_сетевой", "Цель относится к сетевой программе группы.")
    receivers: tuple[ReceiverContext, ...] = term("получатели", "Пусто: данные не передаются.")
    learner: LearnerContext = term("обучающийся")
    representative: RepresentativeContext | None = term("представитель", "Пусто с 18 лет.")
    is_child: bool = term("до_14")
    is_adolescent: bool = term("от_14_до_18")
    is_adult: bool = term("совершеннолетний")


def asked_consents(row: Enrolment, tables: Tables) -> Sequence[AskedConsent]:
    """Consents that this enrolment is the first to ask for, in the order of purposes."""
    school = school_of(row, tables)
    if school is None:
        return ()
    earlier = {
        purpose.code
        for other in _earlier(row, school, tables)
        for purpose in purposes_for(other, tables)
        if purpose.scope is not ConsentScope.NETWORK
    }
    asked = []
    for purpose in purposes_for(row, tables):
        if purpose.scope is ConsentScope.NETWORK:
            asked.append(_asked(row, f"{row.code} {purpose.code}", purpose))
        elif purpose.code not in earlier:
            asked.append(_asked(row, f"{row.pupil} {school.code} {purpose.code}", purpose))
    return asked


def asked_publication(row: Enrolment, tables: Tables) -> Sequence[AskedConsent]:
    """The consent to publication: one of a pupil in an organisation, where it is offered."""
    school, pupil = school_of(row, tables), tables.find(Pupil, row.pupil)
    if school is None or pupil is None or not pupil.publication or _earlier(row, school, tables):
        return ()
    return (_asked(row, f"{row.pupil} {school.code}", None),)


def _earlier(row: Enrolment, school: Organisation, tables: Tables) -> list[Enrolment]:
    """Enrolments of the pupil in this organisation on the rows above."""
    found = []
    for other in tables.referring(Enrolment, "pupil", row.pupil):
        if other.code == row.code:
            break
        if school_of(other, tables) is school:
            found.append(other)
    return found


def _asked(row: Enrolment, code: str, purpose: ConsentPurpose | None) -> AskedConsent:
    values = {f.name: getattr(row, f.name) for f in dataclasses.fields(row)}
    return AskedConsent(**{**values, "code": code}, purpose_code=purpose.code if purpose else None)


def build(
    subject: AskedConsent, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[ConsentContext | None, list[Diagnostic]]:
    """The context of one consent, or ``None`` and what it lacks."""
    gaps, wording = Shortfalls(), Wording(dictionary)
    settings = tables.only(Settings)
    pupil = gaps.follow(subject, "pupil", tables)
    group = gaps.follow(subject, "group", tables)
    programme = tables.find(Programme, group.programme) if isinstance(group, Group) else None
    school = school_of(subject, tables)
    if not isinstance(pupil, Pupil) or not isinstance(group, Group):
        return None, gaps.diagnostics
    if settings is None or programme is None or school is None:
        gaps.say(subject, "group", "не найдена программа группы", "исправьте строку группы")
        return None, gaps.diagnostics
    gaps.check_required(school)
    purpose = tables.find(ConsentPurpose, subject.purpose_code)
    if purpose is not None:
        gaps.check_required(purpose)
    else:
        gaps.need(school, "site", school.site)
    day = subject.application_date or subject.start or datetime.date.max
    home = household(pupil, tables, day, wording, gaps)
    receivers = _receivers(purpose, group, tables, gaps) if purpose is not None else ()
    if gaps.stop or home is None:
        return None, gaps.diagnostics
    context = ConsentContext(
        enrolment=subject,
        settings=settings,
        acts=citations(tables),
        operator=school,
        operator_name=upper_first(school.full_name),
        programme_name=quoted(programme.title),
        group=group,
        purpose=purpose,
        for_network=purpose is not None and purpose.scope is ConsentScope.NETWORK,
        receivers=receivers,
        learner=home.learner,
        representative=home.representative,
        is_child=home.is_child,
        is_adolescent=home.is_adolescent,
        is_adult=home.is_adult,
    )
    return context, gaps.diagnostics


def _receivers(
    purpose: ConsentPurpose, group: Group, tables: Tables, gaps: Shortfalls
) -> tuple[ReceiverContext, ...]:
    """Receivers of the row; where it names none, partners of the group that teach."""
    if purpose.recipients or purpose.scope is not ConsentScope.NETWORK:
        organisations = [tables.find(Organisation, code) for code in purpose.recipients]
        return tuple(
            ReceiverContext(full_name=upper_first(o.full_name), address=o.legal_address)
            for o in organisations
            if o is not None
        )
    agreement = tables.find(Agreement, group.agreement)
    partners = network_partners(agreement, tables) if agreement else ()
    teaching = [partner for partner in partners if partner.teaches] or list(partners)
    if not teaching:
        gaps.say(
            group,
            "agreement",
            "у сетевого договора группы нет партнёров, которым передаются данные",
            "добавьте строки на лист «Стороны» или назовите получателей",
            "PDN-12",
        )
    return tuple(
        ReceiverContext(full_name=partner.full_name, address=partner.address)
        for partner in teaching
    )


def _sources(subject: AskedConsent, tables: Tables) -> tuple[Record, ...]:
    purpose = tables.find(ConsentPurpose, subject.purpose_code)
    named = [tables.find(Organisation, code) for code in purpose.recipients] if purpose else []
    # The enrolment stands for itself: the subject is only its view.
    rows = [row for row in enrolment_sources(subject, tables) if row is not subject]
    return distinct([subject, *rows, purpose, *named])


def _names(subject: AskedConsent, tables: Tables) -> Mapping[str, str]:
    pupil = tables.find(Pupil, subject.pupil)
    return {
        "фамилия_имя": short_label(pupil) if pupil else subject.pupil,
        "обучающийся_код": subject.pupil,
    }


def _period(
    subject: AskedConsent, run_day: datetime.date
) -> tuple[datetime.date, datetime.date | None]:
    asked = subject.application_date or run_day
    return (min(asked, subject.start) if subject.start else asked), subject.end


PERSONAL_DATA_CONSENT = Builder(
    record=Enrolment,
    context_of=lambda record, sheets: ConsentContext,
    build=build,
    sources=_sources,
    subjects=asked_consents,
    names=_names,
    name_fields=("фамилия_имя", "обучающийся_код"),
    period=_period,
)
PUBLICATION_CONSENT = Builder(
    record=Enrolment,
    context_of=lambda record, sheets: ConsentContext,
    build=build,
    sources=_sources,
    subjects=asked_publication,
    names=_names,
    name_fields=("фамилия_имя", "обучающийся_код"),
    period=_period,
)
