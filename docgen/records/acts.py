"""Sheets of ``acts.xlsx``: local acts of each organisation and what they fix."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    number_and_date,
    period,
    when,
)
from docgen.records.vocabulary import ActKind, ActParameterName

_OF_PROGRAMME = when("kind", ActKind.TRAINING_PLAN, ActKind.NETWORK_PROGRAMME)


@dataclass(frozen=True, kw_only=True)
class LocalAct(Record):
    """Локальный акт: one row makes one act of one organisation."""

    SHEET: ClassVar = SheetInfo(
        title="Локальные акты",
        workbook="acts",
        aliases=("ЛНА", "Локальные нормативные акты"),
        required=True,
        purpose="По строке на каждый локальный акт каждой организации; сроки, нормы и перечни — "
        "на листе «Параметры актов».",
        compounds=(
            number_and_date(
                "Протокол (№, дата)",
                "council_number",
                "council_date",
                "№ и дата протокола",
                "Номер и дата протокола",
            ),
            number_and_date(
                "Приказ (№, дата)",
                "order_number",
                "order_date",
                "№ и дата приказа",
                "Номер и дата приказа",
            ),
            number_and_date(
                "Протокол совета родителей (№, дата)",
                "parents_number",
                "parents_date",
                "Протокол совета родителей",
            ),
            number_and_date(
                "Протокол совета обучающихся (№, дата)",
                "students_number",
                "students_date",
                "Протокол совета обучающихся",
            ),
            period("Срок действия", "Период действия", start="effective", end="ends"),
        ),
    )

    code: str = column("Код", T.CODE, required=True, aliases=("Код акта",), example="СОШ5-СЕТЬ")
    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="LNA-01",
    )
    kind: ActKind = column(
        "Вид акта",
        T.CHOICE,
        required=True,
        choices=ActKind,
        synonyms={
            "КУГ": "календарный учебный график",
            "сетевая форма": "положение о сетевой форме",
            "зачёт результатов": "порядок зачёта результатов",
            "политика ПДн": "политика обработки персональных данных",
            "платные услуги": "положение о платных услугах",
        },
        example="положение о сетевой форме",
        norm="LNA-06",
    )
    programme: str | None = column(
        "Программа",
        T.REFERENCE,
        required=_OF_PROGRAMME,
        refers_to=Programme,
        example="РОБО",
        hint="Только для учебного плана и программы.",
    )
    council: str | None = column(
        "Коллегиальный орган",
        required=True,
        aliases=("Принят органом",),
        example="Педагогический совет",
        hint="Кто принимает акт по Уставу; если акт утверждает один руководитель — "
        "«не применяется».",
        norm="LNA-01",
    )
    council_number: str | None = column(
        "Номер протокола",
        aliases=("Протокол №",),
        example="1",
        hint="Оставьте пустым, пока заседания не было.",
        norm="LNA-01",
    )
    council_date: datetime.date | None = column(
        "Дата протокола", T.DATE, example="27.08.2026", norm="LNA-01"
    )
    parents_number: str | None = column(
        "Протокол совета родителей №",
        example="1",
        hint="Если совета нет или акт не касается обучающихся — «не применяется».",
        norm="LNA-02",
    )
    parents_date: datetime.date | None = column(
        "Дата протокола совета родителей", T.DATE, example="26.08.2026", norm="LNA-02"
    )
    students_number: str | None = column(
        "Протокол совета обучающихся №",
        example="1",
        hint="Если совета нет или акт не касается обучающихся — «не применяется».",
        norm="LNA-02",
    )
    students_date: datetime.date | None = column(
        "Дата протокола совета обучающихся", T.DATE, example="26.08.2026", norm="LNA-02"
    )
    order_number: str | None = column(
        "Номер приказа",
        aliases=("Приказ №",),
        hint="Оставьте пустым: номер ставится при регистрации приказа.",
        norm="LNA-01",
    )
    order_date: datetime.date | None = column("Дата приказа", T.DATE, norm="LNA-01")
    effective: datetime.date = column(
        "Дата введения",
        T.DATE,
        required=True,
        aliases=("Вводится в действие", "Действует с"),
        example="01.09.2026",
        norm="LNA-03, LNA-05",
    )
    ends: datetime.date | None = column(
        "Действует по",
        T.DATE,
        hint="Если пусто — до отмены или замены другим актом.",
        norm="LNA-05",
    )
    replaces: str | None = column(
        "Что отменяется",
        T.LONG_TEXT,
        required=True,
        aliases=("Заменяет",),
        example="Правила приёма, утверждённые приказом от 28.08.2023 № 96",
        hint="Прежний акт в именительном падеже; если акта не было — «не применяется».",
        norm="LNA-05",
    )
    responsible: str | None = column(
        "Ответственный",
        T.REFERENCE,
        required=True,
        refers_to=Person,
        example="Ж-01",
        hint="Кто отвечает за исполнение акта.",
        norm="LNA-NET",
    )
    note: str | None = column("Примечание", T.LONG_TEXT)

    def judged_on(self, run_day: datetime.date) -> datetime.date:
        """The date by which the law of the act is judged: when it begins to act."""
        return self.effective or self.order_date or run_day


@dataclass(frozen=True, kw_only=True)
class ActParameter(Record):
    """Параметр акта: a figure, a list or a date that acts print and the law leaves open."""

    SHEET: ClassVar = SheetInfo(
        title="Параметры актов",
        workbook="acts",
        label_attributes=("parameter", "subject"),
        purpose="Сроки, нормы и перечни для актов. Строка без организации действует для всех; "
        "строка организации сильнее общей, строка с кодом акта сильнее обеих.",
    )

    parameter: ActParameterName = column(
        "Параметр",
        T.CHOICE,
        required=True,
        choices=ActParameterName,
        example="Срок передачи результатов, рабочих дней",
    )
    value: str = column(
        "Значение",
        T.LONG_TEXT,
        required=True,
        example="5",
        hint="Число без слов, время 8:00, дата 01.09.2026, период 26.10.2026–01.11.2026; "
        "перечень — через «;».",
    )
    subject: str | None = column(
        "Для чего",
        aliases=("Для кого", "Возраст"),
        example="7–10 лет",
        hint="Возраст, код программы, название каникул или праздника — там, где строк с одним "
        "параметром несколько.",
    )
    organisation: str | None = column(
        "Организация",
        T.REFERENCE,
        refers_to=Organisation,
        example="СОШ5",
        hint="Если пусто — для всех организаций.",
    )
    act: str | None = column(
        "Акт",
        T.REFERENCE,
        refers_to=LocalAct,
        aliases=("Код акта",),
        hint="Если пусто — для всех актов организации.",
    )


@dataclass(frozen=True, kw_only=True)
class PlanRow(Record):
    """Раздел учебного плана программы."""

    SHEET: ClassVar = SheetInfo(
        title="Учебные планы",
        workbook="acts",
        label_attributes=("programme", "title"),
        purpose="Разделы программы по порядку: кто ведёт, часы теории и практики, форма контроля.",
    )

    programme: str = column(
        "Программа", T.REFERENCE, required=True, refers_to=Programme, example="РОБО"
    )
    title: str = column(
        "Раздел", required=True, aliases=("Тема", "Модуль"), example="Простые механизмы"
    )
    organisation: str = column(
        "Кто ведёт", T.REFERENCE, required=True, refers_to=Organisation, example="СОШ5"
    )
    theory: int = column("Теория, часов", T.INTEGER, required=True, example="4")
    practice: int = column("Практика, часов", T.INTEGER, required=True, example="8")
    assessment: str | None = column("Форма контроля", example="опрос")
