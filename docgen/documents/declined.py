"""Which names papers decline, with all their forms: what the sheet «Склонения» shows.

People, their posts and organisations are put into cases by ``wording``; pupils are only listed,
so their names have no place here.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.diagnostics import Diagnostic, diagnose
from docgen.documents.wording import (
    NAME_COLUMNS,
    POST_COLUMNS,
    TITLE_COLUMNS,
    full_name,
    gender_of_party,
    post_of,
    sex_of,
)
from docgen.records.directory import Organisation, Person
from docgen.records.schema import Record, column_of
from docgen.records.tables import Tables
from docgen.russian import (
    CASES,
    Case,
    Declension,
    Dictionary,
    Form,
    Gender,
    Sort,
    gender_of_organisation,
)


def declined_names(
    tables: Tables, dictionary: Dictionary
) -> tuple[list[Declension], list[Diagnostic]]:
    """Every name once, in the order of rows: people, posts, organisations.

    The diagnostics tell of columns that hold another form than the office has confirmed: the
    column wins, and she might not know it.
    """
    collected = _Collected(dictionary)
    people = tables.of(Person)
    for person in people:
        if person.surname and person.first_name:
            collected.person(person)
    for person in people:
        post, is_genitive = post_of(person)
        # After «и. о.» a post stands in the genitive and is never declined.
        if post and not is_genitive:
            collected.text(Sort.POST, post, person, POST_COLUMNS)
    for organisation in tables.of(Organisation):
        if organisation.full_name:
            gender = gender_of_party(organisation, tables.find(Person, organisation.head))
            collected.text(
                Sort.ORGANISATION, organisation.full_name, organisation, TITLE_COLUMNS, gender
            )
    for organisation in tables.of(Organisation):
        for name in (organisation.short_name, organisation.licence_issuer):
            # An abbreviation that never changes has nothing to be looked at.
            if name and any(
                form.doubtful or form.text != name
                for form in dictionary.table(Sort.ORGANISATION, name)
            ):
                gender = gender_of_organisation(name)
                collected.text(Sort.ORGANISATION, name, organisation, {}, gender)
    return list(collected.found.values()), collected.diagnostics


class _Collected:
    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.found: dict[tuple[Sort, str, Gender | None], Declension] = {}
        self.diagnostics: list[Diagnostic] = []

    def person(self, person: Person) -> None:
        sex = sex_of(person)
        forms = [
            self.dictionary.name(
                person.surname, person.first_name, person.patronymic or "", sex, case
            )
            for case in CASES
        ]
        self._add(Sort.PERSON, full_name(person), sex, forms, person, NAME_COLUMNS)

    def text(
        self,
        sort: Sort,
        text: str,
        record: Record,
        columns: Mapping[Case, str],
        gender: Gender | None = None,
    ) -> None:
        forms = [self.dictionary.form(sort, text, case) for case in CASES]
        self._add(sort, text, gender, forms, record, columns)

    def _add(
        self,
        sort: Sort,
        text: str,
        gender: Gender | None,
        forms: list[Form],
        record: Record,
        columns: Mapping[Case, str],
    ) -> None:
        text = " ".join(text.split())
        for place, case in enumerate(CASES):
            own = _own(record, columns, case)
            if own:
                if forms[place].source == "dictionary" and own != forms[place].text:
                    self._say_column_wins(record, columns[case], own, forms[place].text)
                forms[place] = Form(own, "column")
        self.found.setdefault((sort, text, gender), Declension(sort, text, gender, tuple(forms)))

    def _say_column_wins(self, record: Record, column: str, own: str, confirmed: str) -> None:
        heading = column_of(type(record), column).heading
        self.diagnostics.append(
            diagnose(
                "form-column-wins",
                record.origin.at(column),
                f"в бумаги пойдёт «{own}» из столбца «{heading}», а в словаре – «{confirmed}»",
                hint="исправьте или очистите эту ячейку: столбец сильнее словаря",
                value=own,
            )
        )


def _own(record: Record, columns: Mapping[Case, str], case: Case) -> str:
    column = columns.get(case)
    return " ".join(str(getattr(record, column) or "").split()) if column else ""
