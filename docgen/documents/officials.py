"""Officials: a person with a post as orders, letters and reports name him, in every case."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.parties import PersonContext
from docgen.documents.wording import (
    Wording,
    full_name,
    sex_of,
    signature,
    signature_post,
    upper_first,
)
from docgen.records.directory import Organisation, Person
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.russian import Case, Gender, initials_after


@dataclass(frozen=True, kw_only=True)
class OfficialContext(PersonContext):
    """Должностное лицо: beside the nominative the forms that sentences ask for.

    The organisation stands in a form unless the paper is the organisation's own.
    """

    name_after: str = term("фамилия_инициалы", "«Каргина М.П.», именительный падеж.")
    name_genitive: str = term("фамилия_инициалы_род", "Кого? «Каргиной М.П.».")
    name_dative: str = term("фамилия_инициалы_дат", "Кому? «Каргиной М.П.».")
    full_post: str = term("полная_должность", "Для подписи не на бланке: «Директор МБОУ СОШ № 5».")
    dative: str = term("кому", "«заместителю директора МБОУ СОШ № 5 Каргиной М.П.».")
    accusative: str = term("кого", "«Каргину М.П., заместителя директора МБОУ СОШ № 5».")
    is_woman: bool = term("женщина", "«ответственной» или «ответственным».")


def official_context(
    person: Person, tables: Tables, wording: Wording, at: Organisation | None = None
) -> OfficialContext:
    """A person as an official; ``at`` is the organisation whose paper it is: it goes without
    saying there. Doubtful forms go to ``wording``."""
    organisation = tables.find(Organisation, person.organisation)
    named = None if organisation is None or organisation is at else organisation
    accusative = wording.short_name(person, Case.ACC)
    return OfficialContext(
        full_name=full_name(person),
        signature=signature(person),
        post=signature_post(person, wording),
        post_in_text=wording.post_in_text(person, named),
        organisation=organisation.short_name if organisation else None,
        contact=", ".join(part for part in (person.phone, person.email) if part) or None,
        name_after=initials_after(person.surname, person.first_name, person.patronymic or ""),
        name_genitive=wording.short_name(person, Case.GEN),
        name_dative=wording.short_name(person, Case.DAT),
        full_post=upper_first(wording.post_in_text(person, organisation)),
        dative=f"{wording.post_with_organisation(person, named, Case.DAT)} "
        f"{wording.short_name(person, Case.DAT)}",
        accusative=f"{accusative}, {wording.post_with_organisation(person, named, Case.ACC)}",
        is_woman=sex_of(person) is Gender.F,
    )
