"""Where the templates and the sample are: in the clerk's folder first, then the shipped ones."""

from __future__ import annotations

import os
from pathlib import Path

from docgen.diagnostics import Refusal

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """Folder of the sample (``inputs``) or the templates (``templates_docx``) that came along.

    An installed docgen carries them inside the package; a checkout has them at its top level.
    Raises ``Refusal`` when neither is there.
    """
    for candidate in (_PACKAGE / "shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise Refusal(
        f"в установленной программе нет папки {name}",
        hint="установите docgen заново",
    )


def templates_folder(chosen: str | None, folder: Path) -> Path:
    """Templates to use: the folder named, else ``templates_docx`` in the working folder, else
    the shipped one.

    Raises ``Refusal`` for a named folder that does not exist, and for one that is closed or
    describes no kind of paper: an empty run would look like a finished one.
    """
    path = Path(chosen) if chosen is not None else folder / "templates_docx"
    try:
        described = any(entry.suffix == ".toml" for entry in path.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        if chosen is None:
            return shipped("templates_docx")
        raise Refusal(
            f"нет папки с шаблонами: {chosen}", hint="проверьте параметр --templates", exit_code=2
        ) from None
    except OSError as failure:
        raise Refusal(
            f"папка с шаблонами {path} не открывается (код ошибки {failure.errno})",
            hint="проверьте права на папку и повторите команду",
        ) from failure
    if not described:
        raise Refusal(
            f"в папке {path} нет описаний видов бумаг (файлов .toml)",
            hint="верните шаблоны командой docgen init; если папку templates_docx убрать совсем, "
            "будут взяты шаблоны из поставки",
        )
    return path


def papers_folder(out: str, option: str = "--out", *, must_hold: bool = True) -> Path:
    """The folder of papers that an option names, or the usual one.

    A command that can do without takes the usual one though nothing has been made yet. A folder
    that the clerk has named is another matter: ``Refusal`` when docgen has laid no paper there,
    or with ``must_hold`` off when there is no such folder. Nothing is made.
    """
    import click
    from click.core import ParameterSource

    from docgen.register import require_kept

    path = Path(out)
    parameter = option.removeprefix("--")
    source = click.get_current_context().get_parameter_source(parameter)
    if source is ParameterSource.DEFAULT:
        return path
    if not must_hold and path.is_dir():
        return path
    try:
        require_kept(path)
    except Refusal as refusal:
        hint = f"проверьте имя папки в {option}"
        raise Refusal(refusal.message, hint=hint, exit_code=refusal.exit_code) from None
    return path


def require_russian_names() -> None:
    """Raises ``Refusal`` where files can't have names such as docgen gives them.

    An old locale without Russian letters: said before anything is made.
    """
    try:
        os.fsencode("Договор № 1 – «Школа»")
    except UnicodeEncodeError:
        raise Refusal(
            "система не принимает русских имён файлов",
            hint="задайте переменную окружения PYTHONUTF8=1 и повторите команду",
        ) from None
