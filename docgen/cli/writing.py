"""Files that a command writes outside ``out/``: whole or absent.

Only a sheet that docgen made and has read is ever replaced.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from docgen.diagnostics import Refusal


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
    temporary = path.with_name(path.name + ".part")
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
        raise Refusal(
            f"не удалось записать {path} (код ошибки {error.errno})",
            hint="закройте этот файл в других программах; выберите папку, в которую вам можно "
            "писать, и проверьте место на диске",
        ) from error


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
