"""``docgen register FILES``: numbers and dates from the journals."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import click

from docgen.cli.approve import tell
from docgen.cli.making import acts_option, dictionary_option, json_option, order_of_folder
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, day_of


@click.command(
    cls=RussianCommand,
    name="register",
    help="Зарегистрировать согласованные бумаги: взять номер из журнала (лист «Журналы» "
    "справочника) и поставить его с датой в бумагу. Номер даётся один раз; если работа "
    "прервалась, повторите команду: номер останется за бумагой.",
    epilog="Пример: docgen register Д-01 --date 01.09.2026",
)
@click.argument("targets", nargs=-1, required=True, metavar="ФАЙЛ|КОД…")
@click.option("--journal", default="", metavar="КОД", help="Журнал, если подходит несколько.")
@click.option("--date", "day", metavar="ДАТА", help="Дата регистрации (по умолчанию сегодня).")
@click.option(
    "--number", default="", metavar="НОМЕР", help="Вставной или отложенный номер: 453/1-ОД."
)
@click.option(
    "--written", is_flag=True, help="Номер и дата уже вписаны в файл, который правили вручную."
)
@click.option("--remark", default="", metavar="ТЕКСТ", help="Пометка для реестра.")
@click.option("--inputs", default="inputs", metavar="ПАПКА", help="Где лежат книги (inputs).")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option(
    "--templates",
    metavar="ПАПКА",
    help="Шаблоны; по умолчанию templates_docx здесь или из поставки.",
)
@dictionary_option
@acts_option
@who_option
@json_option
def command(
    targets: Sequence[str],
    journal: str,
    day: str | None,
    number: str,
    written: bool,
    remark: str,
    inputs: str,
    out: str,
    templates: str | None,
    dictionary: str | None,
    acts: str | None,
    who: str | None,
    machine: bool,
) -> int:
    """Register and tell."""
    from docgen.numbering import Request
    from docgen.pipeline import register_papers
    from docgen.register.states import Act

    moment = datetime.datetime.now().astimezone()
    order = order_of_folder(inputs, out, moment, templates, dictionary, acts)
    request = Request(day_of(day, "--date") or moment.date(), journal, number, written=written)
    done, outcome = register_papers(order, targets, request, Act(name_of(who), moment, remark))
    if any(d.is_error for d in done.diagnostics):
        done.diagnostics += [d for d in outcome.diagnostics if d.is_error]
    further = "Дальше: проверьте номер и дату в бумагах и отдайте их на подпись."
    return tell("register", done, machine, "Зарегистрировано", further)
