"""Протокол согласительного совещания: who met, what was heard, what was decided (REP-05).

norms/office.md 1.4: the number and date of the sitting, the title in the genitive, the agenda,
СЛУШАЛИ – ВЫСТУПИЛИ – РЕШИЛИ for each of its items, decisions numbered 1.1, 1.2, the signatures
of the chairman and the secretary; from fifteen people on their list is attached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import person_context
from docgen.documents.blanks import number_or_blank
from docgen.documents.builder import Builder, distinct
from docgen.documents.parties import PersonContext
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, upper_first
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.network import Decision, Meeting
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.russian import EMPTY, Dictionary, count, initials_after

_LONGEST_LIST = 14
"""More people than this are counted, and their list is attached (norms/office.md 1.4)."""


@dataclass(frozen=True, kw_only=True)
class AttendantContext:
    """Участник совещания: a line of the list."""

    name: str = term("фамилия_инициалы", "«Каргина М.П.».")
    post: str = term("должность", "С организацией: «директор МБОУ СОШ № 5».")


@dataclass(frozen=True, kw_only=True)
class DecisionContext:
    """Решение: a numbered point after «РЕШИЛИ»."""

    number: str = term("номер", "«1.2».")
    text: str = term("текст", "Без знака в конце.")
    responsible: str | None = term("ответственные", "«Каргина М.П., Коваль В.С.» или пусто.")
    several: bool = term("несколько_ответственных")
    row: Decision = term("строка", "Строка листа «Решения»: голоса, срок.")
    votes_told: bool = term("голоса_указаны", "Все три числа заполнены.")
    closing: bool = term("последнее", "Последнее в протоколе: за ним стоят подписи.")


@dataclass(frozen=True, kw_only=True)
class AgendaItemContext:
    """Вопрос повестки and what came of it."""

    number: int = term("номер", "С единицы.")
    title: str = term("вопрос", "Как в повестке: «О распределении программ».")
    heard: str | None = term("докладчик", "«Каргина М.П.» или пусто.")
    report: str | None = term("доклад", "О чём: «о спросе на программы»; может быть пусто.")
    spoke: str | None = term("выступили", "Имена через запятую или пусто.")
    speeches: str | None = term("суть_выступлений", "Может быть пусто.")
    decisions: tuple[DecisionContext, ...] = term("решения", "По порядку строк.")


@dataclass(frozen=True, kw_only=True)
class MinutesContext:
    """Terms of the minutes of one meeting."""

    meeting: Meeting = term("совещание", "Строка листа «Совещания».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    organisation_name: str = term("наименование", "Кто проводит: полное наименование.")
    number: str = term("номер", "Номер протокола или «____».")
    chair: PersonContext = term("председатель")
    chair_name: str = term("председатель_в_тексте", "«Дзюба О.В., начальник …».")
    secretary: PersonContext = term("секретарь")
    secretary_name: str = term("секретарь_в_тексте", "«Долгих В.А., методист …».")
    present: tuple[AttendantContext, ...] = term(
        "присутствовали", "По алфавиту, без председателя и секретаря."
    )
    present_count: str = term("всего_присутствовали", "С председателем и секретарём: «17 человек».")
    list_attached: bool = term("список_прилагается", "Присутствовали пятнадцать человек и больше.")
    attendance: tuple[AttendantContext, ...] = term(
        "список", "Все присутствовавшие по алфавиту, с председателем и секретарём."
    )
    absent: tuple[AttendantContext, ...] = term("отсутствовали", "По алфавиту.")
    agenda: tuple[AgendaItemContext, ...] = term("повестка", "Вопросы по порядку.")


def build(
    subject: Meeting, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[MinutesContext | None, list[Diagnostic]]:
    """The context of the minutes, or ``None`` and what they lack, cell by cell."""
    gaps, wording = Shortfalls(), Wording(dictionary)
    gaps.check_required(subject)
    settings = tables.only(Settings)
    organisation = _organisation(subject, tables)
    if organisation is None:
        gaps.say(
            subject,
            "organisation",
            "не понять, кто проводит совещание",
            "укажите организацию здесь или «Орган управления» в настройках",
            "REP-05",
        )
    chair = gaps.follow(subject, "chair", tables)
    secretary = gaps.follow(subject, "secretary", tables)
    decisions = tables.referring(Decision, "meeting", subject.code)
    for row in decisions:
        gaps.check_required(row)
    for number, title in enumerate(subject.agenda, start=1):
        if not any(row.agenda_item == number for row in decisions):
            gaps.say(
                subject,
                "agenda",
                f"по вопросу {number} нет решения: {title}",
                "добавьте строку на лист «Решения» или уберите вопрос из повестки",
                "REP-05",
            )
    if gaps.stop or settings is None or organisation is None:
        return None, gaps.diagnostics
    assert isinstance(chair, Person) and isinstance(secretary, Person)
    heads = {chair.code, secretary.code}
    present = _attendants([c for c in subject.present if c not in heads], tables, wording)
    attendance = _attendants([*heads, *subject.present], tables, wording)
    context = MinutesContext(
        meeting=subject,
        settings=settings,
        organisation_name=upper_first(organisation.full_name),
        number=number_or_blank(subject.number),
        chair=person_context(chair, tables, wording),
        chair_name=_named(chair, tables, wording),
        secretary=person_context(secretary, tables, wording),
        secretary_name=_named(secretary, tables, wording),
        present=present,
        present_count=count(len(attendance), "человек"),
        list_attached=len(attendance) > _LONGEST_LIST,
        attendance=attendance,
        absent=_attendants(subject.absent, tables, wording),
        agenda=tuple(
            _item(
                number,
                title,
                [row for row in decisions if row.agenda_item == number],
                tables,
                closing=number == len(subject.agenda),
            )
            for number, title in enumerate(subject.agenda, start=1)
        ),
    )
    return context, [*gaps.diagnostics, *wording.diagnostics]


def _organisation(meeting: Meeting, tables: Tables) -> Organisation | None:
    settings = tables.only(Settings)
    code = meeting.organisation or (settings.authority if settings else None)
    return tables.find(Organisation, code)


def _item(
    number: int, title: str, rows: list[Decision], tables: Tables, *, closing: bool
) -> AgendaItemContext:
    """One item; who was heard and who spoke is told in any of its rows, each name once.

    ``closing``: it is the last one.
    """
    heard = _names((row.heard for row in rows if row.heard), tables)
    spoke = _names((code for row in rows for code in row.spoke), tables)
    reports = [row.report for row in rows if row.report]
    speeches = [row.speeches for row in rows if row.speeches]
    return AgendaItemContext(
        number=number,
        title=title,
        heard=heard,
        report="; ".join(reports) or None,
        spoke=spoke,
        speeches="; ".join(speeches) or None,
        decisions=tuple(
            DecisionContext(
                number=f"{number}.{place}",
                text=row.decided.rstrip(" ."),
                responsible=_names(row.responsible, tables),
                several=len(row.responsible) > 1,
                row=row,
                votes_told=None not in (row.votes_for, row.votes_against, row.abstained),
                closing=closing and place == len(rows),
            )
            for place, row in enumerate(rows, start=1)
        ),
    )


def _names(codes: Iterable[str], tables: Tables) -> str | None:
    people = (tables.find(Person, code) for code in dict.fromkeys(codes))
    return ", ".join(_after(person) for person in people if person is not None) or None


def _after(person: Person) -> str:
    return initials_after(person.surname, person.first_name, person.patronymic or "")


def _named(person: Person, tables: Tables, wording: Wording) -> str:
    organisation = tables.find(Organisation, person.organisation)
    return f"{_after(person)}, {wording.post_in_text(person, organisation)}"


def _attendants(
    codes: Iterable[str], tables: Tables, wording: Wording
) -> tuple[AttendantContext, ...]:
    found = (tables.find(Person, code) for code in dict.fromkeys(codes))
    people = sorted((p for p in found if p is not None), key=_alphabetical)
    return tuple(
        AttendantContext(
            name=_after(person),
            post=wording.post_in_text(person, tables.find(Organisation, person.organisation)),
        )
        for person in people
    )


def _alphabetical(person: Person) -> str:
    return " ".join((person.surname, person.first_name)).lower().replace("ё", "е")


def _sources(subject: Meeting, tables: Tables) -> tuple[Record, ...]:
    rows = tables.referring(Decision, "meeting", subject.code)
    codes = [subject.chair, subject.secretary, *subject.present, *subject.absent]
    for row in rows:
        codes += [row.heard or "", *row.spoke, *row.responsible]
    people = [tables.find(Person, code) for code in codes]
    organisations = [
        tables.find(Organisation, person.organisation) for person in people if person is not None
    ]
    return distinct(
        [
            subject,
            *rows,
            tables.only(Settings),
            _organisation(subject, tables),
            *people,
            *organisations,
        ]
    )


MINUTES = Builder(
    record=Meeting,
    context_of=lambda record, sheets: MinutesContext,
    build=build,
    sources=_sources,
    period=lambda subject, run_day: (subject.date or run_day, None),
)
