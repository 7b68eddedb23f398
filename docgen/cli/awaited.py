"""What is not back, as ``status`` and ``signed`` tell it, and the letters that ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.pipeline import NotBack

DAYS = 14
"""The term where the row of a sending says none."""
Reminder = tuple[Path, str, bool]
"""Where a reminder lies, the address that it bears or an empty one, whether it is new."""

days_option = click.option(
    "--days",
    type=click.IntRange(0, 3650),
    default=DAYS,
    metavar="ДНЕЙ",
    help=f"Срок возврата, если его нет в строке ({DAYS}).",
)


def write_reminders(folder: str | None, not_back: NotBack) -> list[Reminder]:
    """Write the drafts of letters into a folder; those that are there stay. None without one.

    Raises ``Refusal`` when they can't be written.
    """
    from docgen.cli.writing import write_new

    if folder is None:
        return []
    return [
        (path := Path(folder) / name, address, write_new(path, content))
        for name, content, address in not_back.reminders
    ]


def awaited_lines(not_back: NotBack, most: int | None = None) -> Iterator[str]:
    """Every paper with who has it and since when; ``most``: no more of them than so many."""
    papers = not_back.papers
    for one in papers[:most]:
        late = f", просрочено дней: {one.late_days}" if one.late_days else ""
        sent = f"отправлено {one.sent:%d.%m.%Y}" if one.sent else "когда отправлено, не записано"
        due = f", ждём до {one.due:%d.%m.%Y}" if one.due else ""
        yield one.paper
        yield f"  {one.addressee_name or 'кому, не записано'}: {sent}{due}{late}"
    if most is not None and len(papers) > most:
        yield f"  и ещё {len(papers) - most}: docgen signed --awaited"
    yield f"Не вернулось: {len(papers)}, просрочено: {sum(one.late_days > 0 for one in papers)}"
    if not_back.prepared:
        yield f"Письма подготовлены и не отправлены: {len(not_back.prepared)}"
        for parcel in not_back.prepared[:most]:
            yield f"  {parcel.addressee_name}: {parcel.target}"
        yield "  отправили — docgen send --went ФАЙЛ, не будете — docgen send --lost ФАЙЛ"


def reminder_lines(written: Sequence[Reminder]) -> Iterator[str]:
    """Where the letters lie and to whom they go."""
    for path, address, new in written:
        to = address or "адреса в справочнике нет, впишите его"
        yield f"Напоминание: {path} ({to})" + ("" if new else ", уже было, не переписано")
