"""Files that a command writes outside ``out/``: whole or absent, never over an existing one."""

from __future__ import annotations

import os
from pathlib import Path

from docgen.diagnostics import Refusal


def write_new(path: Path, content: bytes) -> bool:
    """Write a new file whole; ``False`` when the name is taken.

    Raises ``Refusal`` when the folder cannot be written to. A killed run leaves at most a
    ``.part`` file, which the next run replaces.
    """
    if path.exists() or path.is_symlink():
        return False
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refusal(
            f"не удалось записать {path}: {error.strerror or error}",
            hint="выберите папку, в которую вам можно писать, и проверьте место на диске",
        ) from error
    return True
