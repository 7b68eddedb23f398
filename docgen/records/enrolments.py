"""What an enrolment leads to: its group, programme and organisation, and what they ask of it."""

from __future__ import annotations

import datetime

from docgen.records.directory import Organisation, Programme
from docgen.records.pupils import Enrolment, Group, Pupil, age_on
from docgen.records.tables import Tables
from docgen.records.vocabulary import Direction


def programme_of(enrolment: Enrolment, tables: Tables) -> Programme | None:
    """The programme of the group."""
    group = tables.find(Group, enrolment.group)
    return tables.find(Programme, group.programme) if group else None


def school_of(enrolment: Enrolment, tables: Tables) -> Organisation | None:
    """The organisation that enrols: the base of the group's programme."""
    programme = programme_of(enrolment, tables)
    return tables.find(Organisation, programme.organisation) if programme else None


def age_at_enrolment(enrolment: Enrolment, tables: Tables) -> int | None:
    """Full years on the first day of lessons; ``None`` when a date lacks."""
    pupil = tables.find(Pupil, enrolment.pupil)
    start: datetime.date | None = enrolment.start
    born: datetime.date | None = pupil.birth_date if pupil else None
    return age_on(born, start) if born and start else None


def needs_medical_note(group: Group, programme: Programme) -> bool:
    """For sport always, elsewhere where the rules of admission ask for it (APP-07)."""
    return bool(group.medical_note) or programme.direction is Direction.SPORT
