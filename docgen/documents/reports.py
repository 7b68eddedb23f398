"""What справки and registers have in common: period, method, author, conclusions, wording."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.approvals import ApprovalRowContext, by_person, in_rows
from docgen.documents.blanks import date_or_blank
from docgen.documents.builder import distinct
from docgen.documents.officials import OfficialContext, official_context
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, upper_first
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.network import NetworkModel, Report
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables, codes_in
from docgen.records.terms import term
from docgen.russian import Case, Dictionary, Gender, agree_short, count, date_long

NO_FIGURE = "сведений нет"
"""What stands in the place of a figure that no row tells."""


@dataclass(frozen=True, kw_only=True)
class ReportContext:
    """Terms that every справка has."""

    report: Report = term("справка", "Строка листа «Справки и реестры».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    period: str = term("период", "«с 1 июня 2026 года по 30 июня 2026 года».")
    date_line: str = term("дата_строкой", "Дата или «__» __________ 2026 г.")
    as_of: str = term("на_дату", "На какую дату сведения: «30 июня 2026 года».")
    sample: str | None = term("выборка", "Кого охватило изучение.")
    methods: tuple[str, ...] = term("методы", "Как собраны сведения.")
    author: OfficialContext = term("составитель")
    approvals: tuple[ApprovalRowContext, ...] = term("грифы", "Гриф утверждения, если он нужен.")
    conclusions: tuple[str, ...] = term(
        "выводы", "Предложения с точкой: те, что следуют из чисел, и выводы составителя."
    )
    proposals: tuple[str, ...] = term("предложения", "«Заключить …»: с прописной буквы, без точки.")


class Reporting:
    """One справка being composed: its row, the settings, what went wrong so far."""

    def __init__(self, report: Report, tables: Tables, dictionary: Dictionary) -> None:
        self.report = report
        self.tables = tables
        self.wording = Wording(dictionary)
        self.shortfalls = Shortfalls()
        self.shortfalls.check_required(report)
        self._settings = self.shortfalls.settings_of(report, tables)
        author = self.shortfalls.follow(report, "author", tables) if report.author else None
        self._author = (
            official_context(author, tables, self.wording) if isinstance(author, Person) else None
        )

    @property
    def failed(self) -> bool:
        return self.shortfalls.stop

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.shortfalls.diagnostics, *self.wording.diagnostics]

    def check(self, rows: Iterable[Record]) -> None:
        """Rows that the paper can't do without a cell of."""
        for row in rows:
            self.shortfalls.check_required(row)

    def common(self, conclusions: Sequence[str] = ()) -> dict[str, Any]:
        """Values of the fields of ``ReportContext``; called when nothing has failed."""
        report = self.report
        return {
            "report": report,
            "settings": self._settings,
            "acts": citations(self.tables),
            "period": period_words(report.period_start, report.period_end),
            "date_line": date_long(report.date)
            if report.date
            else date_or_blank(None, str(report.period_end.year)),
            "as_of": date_long(report.date or report.period_end),
            "sample": report.sample,
            "methods": report.method,
            "author": self._author,
            "approvals": self._approvals(),
            "conclusions": tuple(
                sentence(text) for text in (*conclusions, *report.conclusions) if text
            ),
            "proposals": tuple(upper_first(text.rstrip(".")) for text in report.proposals),
        }

    def _approvals(self) -> tuple[ApprovalRowContext, ...]:
        person = self.tables.find(Person, self.report.approver)
        if person is None:
            return ()
        organisation = self.tables.find(Organisation, person.organisation)
        year = str(self.report.period_end.year)
        return in_rows([by_person(person, organisation, self.wording, year=year)])

    def short_name(self, code: str | None) -> str:
        """The short name of an organisation, or what was typed when it is not found."""
        organisation = self.tables.find(Organisation, code)
        return organisation.short_name if organisation else (code or "")


def report_sources(
    subject: Report | NetworkModel, tables: Tables, rows: Iterable[Record]
) -> tuple[Record, ...]:
    """The row of a report, the settings, these rows and whatever they all refer to."""
    found: list[Record | None] = [subject, tables.only(Settings), *rows]
    reached: list[Record] = [row for row in found if row is not None]
    for _ in range(2):
        reached = [
            target
            for row in reached
            for column in columns_of(type(row))
            if column.refers_to is not None
            for code in codes_in(getattr(row, column.attribute))
            if (target := tables.find(column.refers_to, code)) is not None
        ]
        found += reached
    return distinct(found)


def period_words(start: datetime.date, end: datetime.date) -> str:
    """«с 1 по 30 июня 2026 года», «с 1 сентября 2026 года по 31 мая 2027 года»."""
    if (start.year, start.month) == (end.year, end.month):
        return f"с {start.day} по {date_long(end)}"
    if start.year == end.year:
        day_and_month = "\u00a0".join(date_long(start).split()[:2])
        return f"с {day_and_month} по {date_long(end)}"
    return f"с {date_long(start)} по {date_long(end)}"


def sentence(text: str) -> str:
    """A capital at the start and one mark at the end."""
    return ended(upper_first(text.strip()))


def ended(text: str) -> str:
    """One mark at the end: «6 шт.» has its own."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def happened(number: int, participle: str, gender: Gender = Gender.M) -> str:
    """The participle before a count: «выявлен 21 дефицит», «выявлено 7 дефицитов»."""
    single = number % 10 == 1 and number % 100 != 11
    return agree_short(participle, gender if single else Gender.N)


def in_places(number: int, noun: str) -> str:
    """«в 12 организациях», «в 1 организации»."""
    return f"в {count(number, noun, Case.PRE)}"


def figure(value: int | None) -> str:
    """A figure of a table, groups of three parted; «сведений нет» for none."""
    return NO_FIGURE if value is None else f"{value:,}".replace(",", "\u00a0")


def share(part: int, whole: int) -> str:
    """«62 %», rounded half up; «сведений нет» of nothing."""
    return NO_FIGURE if not whole else f"{percent(part, whole)}\u00a0%"


def percent(part: int, whole: int) -> int:
    """Per cent, rounded half up. Raises ``ZeroDivisionError`` for a share of nothing."""
    return (200 * part + whole) // (2 * whole)


def listed(items: Sequence[str]) -> str:
    """«а, б и в»."""
    return " и ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))
