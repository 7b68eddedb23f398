"""``docgen agreements WORKBOOK…``: drafts of all agreements between organisations."""

from __future__ import annotations

from typing import Any

import click

from docgen.cli.making import make_family, making_options
from docgen.cli.wording import RussianCommand


@click.command(
    cls=RussianCommand,
    name="agreements",
    help="Сделать из книги проекты договоров о сетевой форме, соглашений о сотрудничестве, "
    "дополнительных соглашений, списков и листов согласования. Команду можно повторять: "
    "готовое не переделывается, правленное вручную не перезаписывается.",
    epilog="Пример: docgen agreements inputs/partners.xlsx --only Д-01",
)
@making_options
def command(**options: Any) -> int:
    """Make the family of agreements."""
    return make_family("agreements", **options)
