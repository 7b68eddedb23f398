"""Commands: arguments → pipeline → print → exit code.

The only room that prints, reads the clock and exits. Each command stands in a module of its
own that is imported when it is called, so that ``--help`` costs no heavy import.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
EXIT_DONE = 0
EXIT_DATA = 1
EXIT_USAGE = 2
EXIT_MISSING = 3
EXIT_OURS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the ``docgen`` command; never returns and never shows a traceback."""
    # A run makes much and throws little of it into circles: with Python's own figure the looking
    # for them is a fourteenth of the time that the papers of the sample take.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        code = _listen_and_run(arguments)
    except KeyboardInterrupt:  # before or after the command itself
        code = _tell_stopped()
    sys.exit(code)


def _listen_and_run(arguments: Sequence[str] | None) -> int:
    from docgen.cli.interruption import listen

    listen()  # before all that takes time to import
    from docgen.cli.streams import lost_output, prepare_streams

    prepare_streams()
    code = run(arguments)
    if lost_output() is not None and code == EXIT_DONE:
        return _fail(
            "ответ не удалось записать: на диске не осталось места",
            "бумаги, если их делали, целы; освободите место и повторите команду",
            EXIT_MISSING,
        )
    return code


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (0 done, 1 data, 2 usage, 3 machine, 4 ours)."""
    os.umask(0o077)  # whatever we make is the clerk's alone
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _tell_stopped()
    except MemoryError:
        return _fail(
            "не хватило памяти",
            "закройте другие программы или разделите книгу на части",
            EXIT_MISSING,
        )
    except Exception as error:
        from docgen.cli.interruption import is_stopping

        if is_stopping():  # Python turns it into another error in the making of a class
            return _tell_stopped()
        if os.environ.get("DOCGEN_DEBUG"):
            raise
        return _fail(
            f"внутренняя ошибка docgen: {place_of_fault(error)}",
            "это наша ошибка, а не ваша: сообщите о ней разработчикам; "
            "с переменной DOCGEN_DEBUG=1 программа покажет подробности",
            EXIT_OURS,
        )


def _run(arguments: Sequence[str] | None) -> int:
    import click

    from docgen.cli.commands import docgen
    from docgen.cli.wording import explain_usage
    from docgen.diagnostics import Refusal

    try:
        result = docgen.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="docgen",
            standalone_mode=False,
        )
        sys.stdout.flush()
        return result if isinstance(result, int) else EXIT_DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return EXIT_USAGE
    except click.UsageError as error:
        return _fail(*explain_usage(error), EXIT_USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), "", EXIT_USAGE)
    except Refusal as refusal:
        return _fail(refusal.message, refusal.hint, refusal.exit_code)
    except click.Abort:
        # How click passes Ctrl-C on.
        raise KeyboardInterrupt from None


def _tell_stopped() -> int:
    from docgen.cli.interruption import stop_listening

    return _fail(
        "прервано",
        "готовые бумаги целы; запустите команду ещё раз, и она доделает остальное",
        stop_listening(),
    )


def _fail(message: str, hint: str, code: int) -> int:
    sys.stderr.write(f"ошибка: {message}\n")
    if hint:
        sys.stderr.write(f"  подсказка: {hint}\n")
    return code


def place_of_fault(error: Exception) -> str:
    """Class and line of a fault, without the values: they may be personal data."""
    place = ""
    step = error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("docgen"):
            place = f" в {module}, строка {step.tb_lineno}"
        step = step.tb_next
    return type(error).__name__ + place
