"""Where the templates and the sample are: in the clerk's folder first, then the shipped ones."""

from __future__ import annotations

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
    the shipped one. Raises ``Refusal`` for a named folder that does not exist."""
    if chosen is not None:
        path = Path(chosen)
        if not path.is_dir():
            raise Refusal(
                f"нет папки с шаблонами: {chosen}",
                hint="проверьте параметр --templates",
                exit_code=2,
            )
        return path
    own = folder / "templates_docx"
    return own if own.is_dir() else shipped("templates_docx")
