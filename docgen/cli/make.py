"""``docgen make KIND [WORKBOOK…]``: the papers of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from docgen.cli.making import (
    directory_option,
    json_option,
    make,
    making_options,
    map_option,
)
from docgen.cli.places import templates_folder
from docgen.cli.wording import RussianCommand, RussianUsageError


@click.command(
    cls=RussianCommand,
    name="make",
    help="Сделать бумаги одного вида: по его id или названию. Если книга не названа, берётся "
    "та, из которой вид делается, в папке inputs. Так делают и бумаги своего вида, для "
    "которого вы положили в папку шаблонов файлы .docx и .toml.",
    epilog="Пример: docgen make pupil-list --only Д-01",
)
@click.argument("kind", metavar="ВИД")
@click.argument("workbooks", nargs=-1, metavar="[КНИГА…]")
@directory_option
@map_option
@json_option
@making_options
def command(
    kind: str, workbooks: Sequence[str], templates: str | None, only: Sequence[str], **options: Any
) -> int:
    """Find the kind and make its papers of the workbook that its family fills."""
    from docgen.documents.kinds import load_kinds, meant
    from docgen.records.spelling import name_key
    from docgen.records.workbooks import FAMILIES

    kinds, faults = load_kinds(templates_folder(templates, Path()))
    names = {name_key(name): found for found in kinds.values() for name in (found.id, found.title)}
    found = names.get(name_key(kind))
    if found is None:
        # A kind whose own file is wrong is not among them: the run of its family says what is.
        broken = [fault for fault in faults if fault.origin.file == f"{kind}.toml"]
        if broken:
            raise RussianUsageError(
                f"вид бумаг «{kind}» описан неверно: {broken[0].message}", broken[0].hint
            )
        hint = meant(kind, [name for k in kinds.values() for name in (k.id, k.title)])
        raise RussianUsageError(
            f"нет вида бумаг «{kind}»", hint or "список видов: docgen templates fields"
        )
    family = FAMILIES.get(found.family)
    if family is None:
        raise RussianUsageError(
            f"в описании вида «{found.id}» указано семейство «{found.family}», а такого нет",
            "бывает: " + ", ".join(FAMILIES),
        )
    books = [Path(name) for name in workbooks] or [Path("inputs") / f"{family.workbook}.xlsx"]
    chosen = (found.id, *only)
    return make("make", [found.family], books, templates=templates, only=chosen, **options)
