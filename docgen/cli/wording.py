"""click in Russian: usage lines, headings of the help, and every usage error.

Errors are told by their class and attributes, not by translating click's sentences: those
change from release to release.
"""

from __future__ import annotations

import datetime
from typing import Any

import click

from docgen.diagnostics import nearest, perhaps

OPTIONS_METAVAR = "[ПАРАМЕТРЫ]"


def _help_option() -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(context.get_help(), color=context.color)
            context.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Показать эту справку.",
    )


class RussianCommand(click.Command):
    """A command whose help page is Russian throughout."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", OPTIONS_METAVAR)
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Использование: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx))
        ]
        if records:
            with formatter.section("Параметры"):
                formatter.write_dl(records)


class RussianGroup(RussianCommand, click.Group):
    """A group of commands with Russian help."""

    command_class = RussianCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "КОМАНДА …")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        RussianCommand.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(200))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("Команды"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = perhaps(nearest(args[0], self.list_commands(ctx))) or see_help(ctx)
            raise RussianUsageError(f"нет команды «{args[0]}»", hint, ctx)
        return super().resolve_command(ctx, args)


class RussianUsageError(click.UsageError):
    """A usage error that is worded already."""

    def __init__(self, message: str, hint: str, ctx: click.Context | None = None) -> None:
        super().__init__(message, ctx)
        self.hint = hint


def see_help(ctx: click.Context | None) -> str:
    """Where to look the command up."""
    path = ctx.command_path if ctx is not None else "docgen"
    return f"наберите «{path} --help»"


def explain_usage(error: click.UsageError) -> tuple[str, str]:
    """Russian message and hint of a usage error."""
    hint = see_help(error.ctx)
    if isinstance(error, RussianUsageError):
        return error.message, error.hint
    if isinstance(error, click.NoSuchOption):
        known = (
            [o for p in error.ctx.command.get_params(error.ctx) for o in p.opts]
            if error.ctx
            else []
        )
        return (
            f"нет параметра «{error.option_name}»",
            perhaps(nearest(error.option_name, known)) or hint,
        )
    if isinstance(error, click.MissingParameter):
        parameter = error.param
        if isinstance(parameter, click.Argument):
            return f"не указано: {parameter.make_metavar(error.ctx)}", hint  # type: ignore[arg-type]
        name = parameter.opts[0] if parameter is not None else "параметр"
        return f"не указан параметр {name}", hint
    if isinstance(error, click.BadOptionUsage):
        return f"параметру «{error.option_name}» нужно значение", hint
    if isinstance(error, click.BadParameter):
        name = error.param.opts[-1] if error.param is not None else "параметр"
        return f"неверное значение «{name}»: {error.message}", hint
    if error.ctx is not None and not error.message:
        return "не указана команда", hint
    return "команда набрана неверно: лишнее или пропущенное слово", hint


def day_of(text: str | None, option: str) -> datetime.date | None:
    """The date that an option was given, ``None`` for none. Raises a usage error for no date."""
    if text is None:
        return None
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise RussianUsageError(f"{option}: «{text}» — не дата", "пишите так: 15.12.2026")
