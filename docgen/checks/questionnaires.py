"""Rules for questionnaires: questions that can be answered, and no names in anonymous ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.network import Question, Questionnaire
from docgen.records.vocabulary import QuestionKind

_FEWEST_OPTIONS = 2
_PERSONAL = re.compile(
    r"\b(?:ФИО|ф\.\s*и\.\s*о|фамили\w+|(?:ваше|твоё|твое|как\s+(?:вас|тебя))\s+(?:имя|зовут)"
    r"|номер\w*\s+телефона|домашн\w+\s+адрес|адрес\w*\s+проживания|дат\w+\s+рождения)",
    re.IGNORECASE,
)


def _questions(facts: Facts, questionnaire: Questionnaire) -> tuple[Question, ...]:
    return facts.tables.referring(Question, "questionnaire", questionnaire.code)


def questionnaire_has_questions(facts: Facts) -> Iterator[Diagnostic]:
    """A questionnaire asks something.

    Norm: REP-08.
    Bad: Анкеты: АНК-П; на листе «Вопросы анкет» строк АНК-П нет
    Good: Анкеты: АНК-П; Вопросы анкет: АНК-П | 1 | Готовы ли вы вести занятия?
    """
    for questionnaire in facts.tables.of(Questionnaire):
        if questionnaire.code and not _questions(facts, questionnaire):
            yield diagnose(
                "questionnaire-empty",
                questionnaire.origin.at("code"),
                "в анкете нет ни одного вопроса",
                hint="добавьте строки на лист «Вопросы анкет»",
                value=questionnaire.code,
                norm="REP-08",
            )


def questions_go_on_from_one(facts: Facts) -> Iterator[Diagnostic]:
    """Questions are numbered 1, 2, 3 in the order of their rows.

    Norm: REP-08.
    Bad: Вопросы анкет: АНК-П | 1; АНК-П | 3
    Good: Вопросы анкет: АНК-П | 1; АНК-П | 2
    """
    for questionnaire in facts.tables.of(Questionnaire):
        for place, question in enumerate(_questions(facts, questionnaire), start=1):
            if question.number is None:
                break
            if question.number != place:
                yield diagnose(
                    "question-number",
                    question.origin.at("number"),
                    f"по порядку это вопрос {place}, а номер у него {question.number}",
                    hint="переставьте строки или исправьте номера",
                    value=question.number,
                    norm="REP-08",
                )
                break


def a_choice_has_something_to_choose_from(facts: Facts) -> Iterator[Diagnostic]:
    """One answer, several answers and a scale need two options at least.

    An empty cell is told of by the required cells.
    Norm: REP-08.
    Bad: Вопросы анкет: один ответ | Варианты ответа «да»
    Good: Вопросы анкет: один ответ | Варианты ответа «да; нет»
    """
    for question in facts.tables.of(Question):
        offered = question.kind is not None and question.kind is not QuestionKind.OPEN
        if offered and 0 < len(question.options) < _FEWEST_OPTIONS:
            yield diagnose(
                "options-too-few",
                question.origin.at("options"),
                "вариант ответа один: выбирать не из чего",
                hint="впишите варианты через «;» или сделайте вопрос открытым",
                norm="REP-08",
            )


def an_open_question_offers_nothing(facts: Facts) -> Iterator[Diagnostic]:
    """Options of an open question are not printed: the kind of the question is a slip.

    Norm: REP-08.
    Bad: Вопросы анкет: открытый | Варианты ответа «да; нет»
    Good: Вопросы анкет: открытый | Варианты ответа пусто
    """
    for question in facts.tables.of(Question):
        if question.kind is QuestionKind.OPEN and question.options:
            yield diagnose(
                "options-unused",
                question.origin.at("options"),
                "у открытого вопроса варианты не печатаются",
                hint="исправьте вид вопроса или очистите ячейку",
                norm="REP-08",
            )


def options_are_said_once(facts: Facts) -> Iterator[Diagnostic]:
    """Two equal options spoil the count of answers.

    Norm: REP-08.
    Bad: Вопросы анкет: Варианты ответа «да; нет; да»
    Good: Вопросы анкет: Варианты ответа «да; нет»
    """
    for question in facts.tables.of(Question):
        said = [option.strip().lower() for option in question.options]
        twice = sorted({option for option in said if said.count(option) > 1})
        if twice:
            yield diagnose(
                "option-twice",
                question.origin.at("options"),
                f"вариант ответа повторяется: {', '.join(twice)}",
                hint="оставьте его один раз",
                norm="REP-08",
            )


def an_anonymous_questionnaire_asks_no_names(facts: Facts) -> Iterator[Diagnostic]:
    """Who promises anonymity asks for nothing by which a person is known.

    Norm: REP-08, PDN (152-ФЗ ст. 9).
    Bad: Анкеты: АНК-П | Анонимная да; Вопросы анкет: АНК-П | Ваша фамилия?
    Good: Анкеты: АНК-П | Анонимная да; Вопросы анкет: АНК-П | Сколько лет вы работаете?
    """
    for questionnaire in facts.tables.of(Questionnaire):
        if not questionnaire.anonymous:
            continue
        for question in _questions(facts, questionnaire):
            found = _PERSONAL.search(question.text or "")
            if found:
                yield diagnose(
                    "anonymous-asks-name",
                    question.origin.at("text"),
                    f"анкета анонимная, а спрашивает личное: «{found[0]}»",
                    hint="уберите вопрос или сделайте анкету не анонимной, с отдельным согласием",
                    norm="REP-08",
                )
