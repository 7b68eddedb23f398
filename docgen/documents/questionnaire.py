"""Анкета: questions with boxes and lines to answer on (REP-08). No consent is asked in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.builder import Builder, distinct
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import quoted
from docgen.records.directory import Settings
from docgen.records.network import Question, Questionnaire
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import QuestionKind
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class QuestionContext:
    """Вопрос: what is asked and how it is answered."""

    number: int = term("номер")
    text: str = term("текст")
    options: tuple[str, ...] = term("варианты", "Пусто у открытого вопроса.")
    one: bool = term("один_ответ")
    many: bool = term("несколько_ответов")
    scale: bool = term("шкала", "Варианты — деления от низшего к высшему.")
    open: bool = term("открытый", "Ответ пишут своими словами.")


@dataclass(frozen=True, kw_only=True)
class QuestionnaireContext:
    """Terms of a questionnaire."""

    questionnaire: Questionnaire = term("анкета", "Строка листа «Анкеты».")
    settings: Settings | None = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    title: str = term("тема", "В кавычках.")
    questions: tuple[QuestionContext, ...] = term("вопросы", "По порядку строк.")


def build(
    subject: Questionnaire, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[QuestionnaireContext | None, list[Diagnostic]]:
    """The context of one questionnaire, or ``None`` and what it lacks, cell by cell."""
    gaps = Shortfalls()
    gaps.check_required(subject)
    rows = _questions(subject, tables)
    for row in rows:
        gaps.check_required(row)
    if not rows:
        gaps.say(
            subject,
            "code",
            "в анкете нет ни одного вопроса",
            "добавьте строки на лист «Вопросы анкет»",
            "REP-08",
        )
    if gaps.stop:
        return None, gaps.diagnostics
    context = QuestionnaireContext(
        questionnaire=subject,
        settings=tables.only(Settings),
        acts=citations(tables),
        title=quoted(subject.title),
        questions=tuple(
            QuestionContext(
                number=row.number,
                text=row.text,
                options=() if row.kind is QuestionKind.OPEN else row.options,
                one=row.kind is QuestionKind.ONE,
                many=row.kind is QuestionKind.MANY,
                scale=row.kind is QuestionKind.SCALE,
                open=row.kind is QuestionKind.OPEN,
            )
            for row in rows
        ),
    )
    return context, gaps.diagnostics


def _questions(subject: Questionnaire, tables: Tables) -> tuple[Question, ...]:
    return tables.referring(Question, "questionnaire", subject.code)


def _sources(subject: Questionnaire, tables: Tables) -> tuple[Record, ...]:
    return distinct([subject, tables.only(Settings), *_questions(subject, tables)])


QUESTIONNAIRE = Builder(
    record=Questionnaire,
    context_of=lambda record, sheets: QuestionnaireContext,
    build=build,
    sources=_sources,
)
