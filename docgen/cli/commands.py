"""The list of commands: name → module, with one line of help each."""

from __future__ import annotations

import importlib
from typing import NamedTuple

import click

from docgen import __version__
from docgen.cli.families import FAMILY_WORDS, family_command
from docgen.cli.wording import RussianCommand, RussianGroup


class _Entry(NamedTuple):
    module: str
    help: str


COMMANDS = {
    "init": _Entry("docgen.cli.init", "Создать рабочую папку с образцом и шаблонами."),
    "blank": _Entry("docgen.cli.blank", "Сделать пустую книгу Excel для заполнения."),
    "check": _Entry("docgen.cli.check", "Проверить книги и показать, что исправить."),
    **{family: _Entry("", words.line) for family, words in FAMILY_WORDS.items()},
    "make": _Entry("docgen.cli.make", "Сделать бумаги одного вида."),
    "year": _Entry("docgen.cli.year", "Сделать все бумаги года из всех книг папки."),
    "status": _Entry("docgen.cli.status", "Показать, как исполняется дорожная карта."),
    "send": _Entry("docgen.cli.send", "Собрать и отправить пакеты партнёрам и семьям."),
    "map": _Entry("docgen.cli.map", "Научить программу читать вашу таблицу."),
    "review": _Entry("docgen.cli.review", "Собрать замечания к бумагам, показать все бумаги."),
    "approve": _Entry("docgen.cli.approve", "Согласовать бумаги: снять «ПРОЕКТ», закрыть."),
    "register": _Entry("docgen.cli.register", "Зарегистрировать бумаги: номер и дата."),
    "journal": _Entry("docgen.cli.journal", "Журналы регистрации: показать, выгрузить, перенести."),
    "verify": _Entry("docgen.cli.verify", "Сказать, чей это файл, какой версии, меняли ли."),
    "signed": _Entry("docgen.cli.signed", "Учесть подписанное: сканы, PDF, электронные подписи."),
    "cases": _Entry("docgen.cli.cases", "Показать и поправить падежи имён и должностей."),
    "templates": _Entry("docgen.cli.templates", "Проверить шаблоны Word, показать их поля."),
    "lint": _Entry("docgen.cli.lint", "Вычитать готовые файлы Word: акты, падежи, набор."),
    "pdf": _Entry("docgen.cli.pdf", "Сделать PDF бумаг и файлы для печати."),
    "diff": _Entry("docgen.cli.diff", "Сравнить два файла Word, показать исправления."),
    "server": _Entry("docgen.cli.server", "Вести реестр бумаг вместе с коллегами, на сервере."),
    "explain": _Entry("docgen.cli.explain", "Объяснить код ошибки или предупреждения."),
}


class _LazyGroup(RussianGroup):
    """Imports a command's module when the command is called, not for the list of commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if cmd_name in FAMILY_WORDS:
            return family_command(cmd_name)
        command: click.Command = importlib.import_module(entry.module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Команды"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"docgen {__version__}")
        context.exit()


@click.group(
    cls=_LazyGroup,
    help="docgen делает из таблиц Excel официальные бумаги Word для сетевого взаимодействия.",
    epilog="Пример: docgen agreements inputs/partners.xlsx",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Показать версию программы.",
)
def docgen() -> None:
    """Root of all commands."""


__all__ = ["COMMANDS", "RussianCommand", "docgen"]
