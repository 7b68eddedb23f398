"""Healthy orders for the cases of the rules: of schools, of a participant and of the authority."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.pupils import Group
from docgen.records.schema import Record
from docgen.records.vocabulary import (
    AnnexContent,
    DocumentKind,
    ExpulsionReason,
    ItemAction,
    OrderKind,
)


def _day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


ORDER_ROWS: Mapping[type[Record], list[dict[str, Any]]] = {
    Group: [
        {
            "code": "Г-РОБО",
            "programme": "РОБО",
            "agreement": "Д-01",
            "address": "г. Заречногорск, ул. Школьная, д. 5",
            "timetable": "вторник, 15:00",
            "weekly_hours": 2,
            "start": _day("01.09.2026"),
            "end": _day("31.05.2027"),
            "certificate": "не выдаётся",
        }
    ],
    Order: [
        {
            "code": "О-1",
            "kind": OrderKind.RESPONSIBLE,
            "issuer": "СОШ5",
            "document": DocumentKind.ORDER,
            "number": "12-од",
            "date": _day("31.08.2026"),
            "start": _day("01.09.2026"),
            "end": _day("31.05.2027"),
        },
        {
            "code": "О-2",
            "kind": OrderKind.ENROL,
            "issuer": "ЦЕНТР",
            "document": DocumentKind.ORDER,
            "group": "Г-2",
            "number": "15",
            "date": _day("31.08.2026"),
            "start": _day("05.09.2026"),
        },
        {
            "code": "О-3",
            "kind": OrderKind.ENROL,
            "issuer": "СОШ5",
            "document": DocumentKind.ORDER,
            "group": "Г-РОБО",
            "start": _day("01.09.2026"),
        },
        {
            "code": "О-4",
            "kind": OrderKind.TRANSFER,
            "issuer": "ТЕХНО",
            "document": DocumentKind.ORDER,
            "agreements": ("Д-01",),
            "group": "Г-РОБО",
            "start": _day("11.01.2027"),
        },
        {
            "code": "О-5",
            "kind": OrderKind.EXPEL,
            "issuer": "ЦЕНТР",
            "document": DocumentKind.ORDER,
            "group": "Г-1",
            "enrolments": ("З-1",),
            "expulsion": ExpulsionReason.OWN_WISH,
            "basis": ("заявления родителя",),
            "start": _day("16.11.2026"),
        },
        {
            "code": "О-6",
            "kind": OrderKind.NETWORK,
            "issuer": "УО",
            "document": DocumentKind.ORDER,
            "agreements": ("Д-01", "Д-02"),
            "control": "Н-01",
        },
        {
            "code": "О-7",
            "kind": OrderKind.PROGRAMMES,
            "issuer": "СОШ5",
            "document": DocumentKind.ORDER,
            "programmes": ("РОБО",),
        },
        {
            "code": "О-8",
            "kind": OrderKind.RESULTS,
            "issuer": "УО",
            "document": DocumentKind.ORDER,
            "basis": ("справки по итогам мониторинга",),
        },
    ],
    OrderItem: [
        {
            "order": "О-1",
            "number": "1",
            "action": ItemAction.APPOINT,
            "text": "безопасность обучающихся",
            "people": ("К-07",),
            "substitute": "Д-03",
        },
        {
            "order": "О-1",
            "number": "2",
            "text": "обеспечить",
            "people": ("К-07",),
            "due": _day("10.09.2026"),
        },
        {"order": "О-1", "number": "2.1", "text": "ведение журнала", "annex": 1},
        {
            "order": "О-8",
            "number": "1",
            "text": "продлить договоры",
            "organisations": ("СОШ5",),
            "due": _day("10.09.2027"),
        },
    ],
    OrderAnnex: [
        {
            "order": "О-1",
            "number": 1,
            "content": AnnexContent.TEXT,
            "title": "Порядок ведения журнала",
            "text": ("Журнал ведёт педагог.",),
        },
    ],
    Acknowledgement: [
        {"order": "О-1", "person": "К-07"},
        {"order": "О-1", "person": "Д-03", "date": _day("31.08.2026")},
    ],
}
