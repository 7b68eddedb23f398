"""``docgen explain CODE``: what a diagnostic code means."""

from __future__ import annotations

import click

from docgen.cli.wording import RussianCommand, RussianUsageError
from docgen.codes import CATALOGUE
from docgen.diagnostics import nearest, perhaps


@click.command(
    cls=RussianCommand,
    name="explain",
    help="Объяснить код ошибки: что он значит и задерживает ли бумагу. Без кода — весь список.",
    epilog="Пример: docgen explain identifier-checksum",
)
@click.argument("code", metavar="[КОД]", required=False)
def command(code: str | None) -> None:
    """Print one entry of the catalogue, or all of them."""
    if code is None:
        for name, entry in sorted(CATALOGUE.items()):
            click.echo(f"{name:<32} {entry.severity}: {entry.title}")
        return
    found = CATALOGUE.get(code)
    if found is None:
        hint = perhaps(nearest(code, CATALOGUE)) or "список кодов: docgen explain"
        raise RussianUsageError(f"нет кода «{code}»", hint)
    click.echo(f"{code}: {found.title}")
    held = found.severity.name == "ERROR"
    click.echo(
        f"Это {found.severity}: "
        + (
            "бумаги этой строки не делаются, пока она не исправлена."
            if held
            else "бумага делается."
        )
    )
