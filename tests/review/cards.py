"""Cards for the tests of the page: many, and with names that would break a careless page."""

from __future__ import annotations

import datetime
import struct
import zlib

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic, Origin
from docgen.review.cards import Block, CameBack, Edit, PaperCard, Step
from docgen.review.remarks import Remark, Reply, Sort

STATES = ("замечания", "на согласовании", "проект", "согласован", "зарегистрирован", "отправлен")
NASTY = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>&amp;\"'"
WHEN = datetime.datetime(2026, 11, 20, 10, 15)


def white_page(width: int = 60, height: int = 84) -> bytes:
    """A PNG of nothing."""
    rows = (b"\0" + b"\xff" * width) * height

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def card(number: int, *, nasty: bool = False, pictures: tuple[bytes, ...] = ()) -> PaperCard:
    words = NASTY if nasty else "сумма договора"
    remarks = (
        Remark(Sort.COMMENT, "абзац 5", f"Проверьте {words}", words, "Котова А. Ю.", WHEN),
        Remark(Sort.REPLACEMENT, f"абзац 7 {words}", "30 дней", "10 дней", words),
        Remark(
            Sort.COMMENT, "документ", "Готово", resolved=True, replies=(Reply(words, WHEN, words),)
        ),
    )
    found = Diagnostic(
        "act-outlived", Severity.WARNING, Origin("а.docx", label="абзац 1"), words, words, words
    )
    return PaperCard(
        document_id=f"paper-{number}",
        name=f"Д-{number:03} Договор – {NASTY if nasty else 'Школа'}",
        place=words if nasty else "Договоры",
        title="Договор" if number % 2 else "Приказ",
        state=STATES[number % len(STATES)],
        version=1 + number % 3,
        signers=("М.П. Железняк",) if number % 3 else ("Э.Г. Штраус", words),
        came_back=(CameBack(f"файл «{words}»", words, "20.11.2026", remarks),)
        if number % 6 == 0
        else (),
        findings=(found,),
        former=1,
        edits=(Edit("абзац 3", words, "стало"),),
        history=(Step("20.11.2026", words, f"вернулся {words}"),),
        to_do=(f"исправить {words}",),
        text=(Block(f"{words} {number}"), Block(rows=(("№", words), ("1", "уникальное")))),
        pictures=pictures,
        decidable=number % len(STATES) < 3,
    )
