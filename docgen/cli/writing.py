"""Files that a command writes outside ``out/``: whole or absent.

Only a sheet that docgen made and has read is ever replaced.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from docgen.diagnostics import Refusal

_PART = ".part"


def require_place(path: Path, option: str, *, free: bool = True) -> None:
    """Refuse a file that could not be written later, before any work is done for it.

    ``option``: the word of the command that names it. ``free``: nothing may stand there yet.
    Raises ``Refusal``; nothing is left behind.
    """
    probe = path.with_name(path.name + _PART) if path.name else path
    try:
        if path.is_dir():
            raise Refusal(
                f"{path} — папка, а нужно имя файла",
                hint=f"допишите имя: {option} {path / 'ИМЯ'}",
                exit_code=2,
            )
        if free and os.path.lexists(path):
            raise _taken(path, option)
        if not path.parent.is_dir():
            raise Refusal(
                f"нет папки {path.parent}, записать {path.name} некуда",
                hint=f"создайте её или исправьте имя: {option}",
                exit_code=2,
            )
        marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
        if any(map(os.path.lexists, marks)):
            raise Refusal(
                f"файл {path} открыт в другой программе",
                hint=f"закройте его и повторите команду или назовите другой: {option}",
            )
        probe.unlink(missing_ok=True)
        probe.open("xb").close()
        probe.unlink()
    except OSError as error:
        raise _unwritten(path, error) from error


def write_asked(path: Path, content: bytes, option: str) -> None:
    """Write the new file that an option names. Raises ``Refusal`` when the name is taken."""
    if not write_new(path, content):
        raise _taken(path, option)


def _taken(path: Path, option: str) -> Refusal:
    return Refusal(
        f"файл {path} уже есть, поверх него ничего не пишется",
        hint=f"назовите другой файл: {option} ИМЯ{path.suffix}",
        exit_code=2,
    )


def write_new(path: Path, content: bytes) -> bool:
    """Write a new file whole; ``False`` when the name is taken.

    Raises ``Refusal`` when the folder cannot be written to. A killed run leaves at most a
    ``.part`` file, which the next run replaces.
    """
    if path.exists() or path.is_symlink():
        return False
    replace_whole(path, content)
    return True


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file whole, over the one that is there. Raises ``Refusal`` like ``write_new``."""
    temporary = path.with_name(path.name + _PART)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a killed run left, or a link that somebody has put there: never written through.
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # nothing may be there, not even a folder
            temporary.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> Refusal:
    return Refusal(
        f"не удалось записать {path} (код ошибки {error.errno})",
        hint="закройте этот файл в других программах; выберите папку, в которую вам можно "
        "писать, и проверьте место на диске",
    )


def set_aside(path: Path) -> Path:
    """Give a file a free name beside it, «имя (прежний 2).xlsx», and say which.

    Raises ``Refusal`` when it can't be renamed.
    """
    number = 1
    while True:
        words = "прежний" if number == 1 else f"прежний {number}"
        kept = path.with_name(f"{path.stem} ({words}){path.suffix}")
        if not (kept.exists() or kept.is_symlink()):
            break
        number += 1
    try:
        path.rename(kept)
    except OSError as error:
        raise Refusal(
            f"не удалось переименовать {path} (код ошибки {error.errno})",
            hint="закройте этот файл в других программах и повторите команду",
        ) from error
    return kept
