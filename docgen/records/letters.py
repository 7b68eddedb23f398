"""Sheets of ``network.xlsx`` about correspondence: what was sent to whom, what was objected."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from docgen.records.agreements import leading_party
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    number_and_date,
    when,
)
from docgen.records.tables import Tables
from docgen.records.vocabulary import DispatchMethod, DispatchStage

_ANSWERED = when("stage", DispatchStage.DRAFT, DispatchStage.TO_SIGN)


@dataclass(frozen=True, kw_only=True)
class Dispatch(Record):
    """Отправка: one agreement to one addressee, a cover letter and a line of the register."""

    SHEET: ClassVar = SheetInfo(
        title="Отправки",
        workbook="network",
        aliases=("Реестр отправки", "Письма"),
        purpose="По строке на каждый договор и каждого адресата: из строки выходит "
        "сопроводительное письмо, из всех строк — реестр отправки.",
        compounds=(
            number_and_date(
                "Исходящий (№, дата)",
                "number",
                "date",
                "Исх. № и дата",
                "Исходящий номер и дата",
                "№ и дата отправки",
            ),
            number_and_date(
                "Входящий (№, дата)",
                "answers_number",
                "answers_date",
                "Вх. № и дата",
                "Входящий номер и дата",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="П-01")
    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    stage: DispatchStage = column(
        "Что направляется",
        T.CHOICE,
        required=True,
        choices=DispatchStage,
        synonyms={
            "проект": "проект на согласование",
            "на подписание": "на подпись",
            "подписанный": "подписанный экземпляр",
        },
        example="на подпись",
    )
    addressee: str = column(
        "Адресат",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        hint="Одна из сторон договора; письмо уйдёт на имя её руководителя.",
    )
    sender: str | None = column(
        "Отправитель",
        T.REFERENCE,
        refers_to=Organisation,
        hint="Если пусто — базовая организация или координатор этого договора.",
    )
    signatory: str | None = column(
        "Подписант",
        T.REFERENCE,
        refers_to=Person,
        hint="Если пусто — руководитель отправителя.",
    )
    executor: str = column(
        "Исполнитель",
        T.REFERENCE,
        required=True,
        refers_to=Person,
        example="Ж-01",
        hint="Кто готовил письмо: полное имя и телефон печатаются внизу листа.",
        norm="REP-09",
    )
    reply_by: datetime.date | None = column(
        "Ответ до",
        T.DATE,
        required=_ANSWERED,
        example="25.08.2026",
        hint="К какому дню просите ответить или вернуть экземпляр.",
    )
    number: str | None = column(
        "Исходящий номер",
        aliases=("Исх. №", "Номер"),
        hint="Оставьте пустым: номер ставится при отправке, в проекте будет «№ ____».",
        norm="X-08",
    )
    date: datetime.date | None = column(
        "Дата отправки",
        T.DATE,
        aliases=("Дата письма",),
        hint="Оставьте пустым, пока письмо не отправлено.",
        norm="X-08",
    )
    answers_number: str | None = column(
        "Входящий номер",
        aliases=("На №",),
        hint="Номер письма, на которое отвечаете; если письмо первое — пусто.",
        norm="REP-09",
    )
    answers_date: datetime.date | None = column(
        "Входящая дата", T.DATE, aliases=("На письмо от",), norm="REP-09"
    )
    method: DispatchMethod | None = column(
        "Способ отправки",
        T.CHOICE,
        choices=DispatchMethod,
        synonyms={
            "эл. почта": "электронной почтой",
            "email": "электронной почтой",
            "ЭДО": "через систему электронного документооборота",
        },
        example="нарочным",
    )
    sheets: int | None = column(
        "Листов",
        T.INTEGER,
        example="9",
        hint="Если пусто, берётся из PDF договора; если PDF нет, в письме останется «на __ л.».",
    )
    copies: int | None = column(
        "Экземпляров",
        T.INTEGER,
        example="2",
        hint="Если пусто: на подпись — все экземпляры договора, иначе один.",
    )
    received: datetime.date | None = column(
        "Дата получения", T.DATE, hint="Когда адресат подтвердил получение."
    )
    returned: datetime.date | None = column(
        "Экземпляр возвращён", T.DATE, hint="Когда вернулся подписанный экземпляр или согласование."
    )
    note: str | None = column(
        "Примечание", T.LONG_TEXT, hint="Печатается в реестре отправки; в письме его нет."
    )


@dataclass(frozen=True, kw_only=True)
class Disagreement(Record):
    """Разногласие по пункту договора: one line of the protocol."""

    SHEET: ClassVar = SheetInfo(
        title="Разногласия",
        workbook="network",
        label_attributes=("agreement", "point"),
        purpose="По строке на каждый спорный пункт: из строк одного договора выходит протокол "
        "разногласий.",
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    point: str = column("Пункт", required=True, example="пункт 3.2", norm="NET-18")
    draft_wording: str = column(
        "Редакция проекта",
        T.LONG_TEXT,
        required=True,
        aliases=("Редакция договора",),
        example="Расписание составляет Базовая организация.",
        hint="Слова пункта, как они стоят в проекте; если пункта не было — «пункт отсутствует».",
        norm="NET-18",
    )
    organisation: str = column(
        "Чьи возражения",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        aliases=("Сторона",),
        example="СОШ5",
        norm="NET-18",
    )
    own_wording: str = column(
        "Редакция стороны",
        T.LONG_TEXT,
        required=True,
        aliases=("Предлагаемая редакция",),
        example="Расписание составляет Организация-участник.",
        hint="Слова, которые предлагает возражающая сторона.",
        norm="NET-18",
    )
    agreed_wording: str | None = column(
        "Согласованная редакция",
        T.LONG_TEXT,
        hint="Пусто, пока стороны не договорились: в протоколе останется место для записи.",
        norm="NET-18",
    )


def sender_of(dispatch: Dispatch, tables: Tables) -> str | None:
    """Code of the organisation that sends the letter: the row's, or the leading party's."""
    if dispatch.sender:
        return dispatch.sender
    agreement = tables.find(Agreement, dispatch.agreement)
    leading = leading_party(agreement, tables) if agreement else None
    return leading.organisation if leading else None
