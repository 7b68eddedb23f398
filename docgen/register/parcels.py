"""Packages on the disk: a folder or one file that is whole or absent, and overwrites nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.register.disk import Disk, is_link, place, read_plain, status_of, write_whole
from docgen.register.faults import machine_faults, refuse_link

_UNFINISHED = ".готовится-"


def prepare_place(root: Path, disk: Disk) -> None:
    """Make the folder of packages. Raises ``Refusal`` for a link, a file, a disk that fails."""
    status = status_of(root)
    if status is not None and is_link(status):
        raise refuse_link(root)
    if status is not None and not root.is_dir():
        raise Refusal(
            f"«{root}» — файл, а не папка: складывать пакеты некуда",
            hint="переименуйте этот файл или назовите другую папку в --dest",
        )
    if status is None:
        with machine_faults(root):
            missing = [root, *(above for above in root.parents if status_of(above) is None)]
            for folder in reversed(missing):
                with suppress(FileExistsError):
                    disk.make_folder(folder)


def lay_folder(root: Path, name: str, number: str, files: Mapping[str, bytes], disk: Disk) -> Path:
    """A folder with these files, which appears under its name when all of them are on the disk.

    Raises ``Refusal`` when the name is taken or the disk fails; then nothing has appeared.
    """
    unfinished, target = root / f"{_UNFINISHED}{number}", root / name
    with machine_faults(root):
        clear_unfinished(root, number, disk)
        _require_free(target)
        try:
            disk.make_folder(unfinished)
            for file, content in files.items():
                write_whole(disk, unfinished / file, content)
            disk.sync_folder(unfinished)
            _require_free(target)
            disk.rename(unfinished, target)
        except Exception:
            with suppress(OSError):
                clear_unfinished(root, number, disk)
            raise
        disk.sync_folder(root)
    return target


def lay_file(root: Path, name: str, number: str, content: bytes, disk: Disk) -> Path:
    """One file (.zip, .eml) under a free name. Raises ``Refusal`` like ``lay_folder``."""
    unfinished, target = root / f"{_UNFINISHED}{number}", root / name
    with machine_faults(root):
        clear_unfinished(root, number, disk)
        _require_free(target)
        try:
            write_whole(disk, unfinished, content)
            place(disk, unfinished, target)
        except FileExistsError:
            clear_unfinished(root, number, disk)
            raise _taken(target) from None
        except Exception:
            with suppress(OSError):
                clear_unfinished(root, number, disk)
            raise
        disk.sync_folder(root)
    return target


def clear_unfinished(root: Path, number: str, disk: Disk) -> bool:
    """Remove what a killed run left of this package; whether there was anything."""
    left = root / f"{_UNFINISHED}{number}"
    status = status_of(left)
    if status is None:
        return False
    if left.is_dir() and not is_link(status):
        for file in left.iterdir():
            disk.remove(file)
        disk.remove_folder(left)
    else:
        disk.remove(left)
    return True


def lies_whole(target: Path, laid: Mapping[str, str]) -> bool:
    """Whether a package lies there, every file with its SHA-256 and none besides.

    ``laid`` of a single file holds its own name. A file that somebody has changed since, or
    another file beside, makes it ``False``.
    """
    status = status_of(target)
    if status is None or is_link(status):
        return False
    files = [target] if not target.is_dir() else sorted(target.iterdir())
    found = {}
    for file in files:
        with suppress(OSError):
            content = read_plain(file)
            found[file.name] = "" if content is None else hashlib.sha256(content).hexdigest()
    return found == dict(laid)


def _require_free(target: Path) -> None:
    if status_of(target) is not None:
        raise _taken(target)


def _taken(target: Path) -> Refusal:
    return Refusal(
        f"место пакета занято: «{target}»",
        hint="уберите или переименуйте то, что там лежит, и повторите команду",
    )
