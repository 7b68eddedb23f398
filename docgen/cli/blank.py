"""``docgen blank FAMILY``: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.families import FAMILY_WORDS, family_title
from docgen.cli.wording import RussianCommand, RussianUsageError
from docgen.cli.writing import write_new
from docgen.diagnostics import Refusal


def _families() -> str:
    """«roadmap — проекты дорожных карт и планов», a line each."""
    titles = {family: family_title(family) for family in FAMILY_WORDS}
    return "\n".join(
        f"{family} — {title[:1].lower()}{title[1:]}" for family, title in titles.items()
    )


@click.command(
    cls=RussianCommand,
    name="blank",
    help="Сделать пустую книгу Excel: заголовки, выпадающие списки, подсказки и лист "
    f"«Как заполнять».\n\n\b\nСЕМЕЙСТВО — для каких бумаг книга:\n{_families()}",
    epilog="Пример: docgen blank agreements",
)
@click.argument("family", metavar="СЕМЕЙСТВО")
@click.option("--out", "target", metavar="ФАЙЛ", help="Книга .xlsx или папка (по умолчанию здесь).")
def command(family: str, target: str | None) -> None:
    """Write the blank workbook; never over a file that exists."""
    from docgen.records.workbooks import FAMILIES
    from docgen.workbook.blank import blank_bytes

    if family not in FAMILIES:
        known = ", ".join(FAMILIES)
        raise RussianUsageError(f"нет семейства «{family}»", f"есть: {known}")
    path = Path(target or ".")
    if path.is_dir():
        path /= f"{family}-blank.xlsx"
    if path.suffix.lower() != ".xlsx":
        raise RussianUsageError(
            f"«{path}» — не имя книги Excel", f"добавьте окончание: --out {path}.xlsx"
        )
    if not write_new(path, blank_bytes(family)):
        raise Refusal(
            f"файл {path} уже есть, поверх него ничего не пишется",
            hint="назовите другой файл: --out ИМЯ.xlsx",
            exit_code=2,
        )
    click.echo(f"Пустая книга: {path}")
    click.echo("Дальше: заполните её по листу «Как заполнять», затем")
    click.echo(f"  docgen check {path}")
    click.echo(f"  docgen {family} {path}")
    own_name = f"{FAMILIES[family].workbook}.xlsx"
    if path.name != own_name:
        click.echo(f"Чтобы другие команды брали из неё сведения, назовите её {own_name}.")
