"""Papers with personal data are closed to everybody but their owner.

What docgen makes is closed from the first moment. This is for what was there before: a folder
that somebody made by hand, ``out/`` copied from a shared disk, a paper saved from Word with the
rights that Word gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.register import names
from docgen.register.disk import FILE_MODE, FOLDER_MODE, IS_WINDOWS, Disk, is_link, status_of

_OTHERS = 0o077


def personal_places(folder: str, stem_chars: int) -> Iterator[str]:
    """The folder in which the papers of a kind lie, and the one for their former versions."""
    path = names.paper_path(folder, "", stem_chars)
    yield path.rpartition("/")[0]
    yield names.kept(path, 1).rpartition("/")[0]


def close(
    root: Path, folders: Iterable[str], papers: Iterable[str], disk: Disk
) -> Iterator[Diagnostic]:
    """Take the rights of others from these places below ``root``, as far as they are there.

    A place that stays open is told: it belongs to somebody else, or the disk knows no rights.
    On Windows nothing is done: there a folder has the rights of the one above it, and which
    people an office lets in stands in lists that are not docgen's to change.
    """
    if IS_WINDOWS:
        return
    for place, mode in (
        *((folder, FOLDER_MODE) for folder in folders),
        *((paper, FILE_MODE) for paper in papers),
    ):
        status = status_of(f"{root}/{place}")
        if status is None or is_link(status) or not status.st_mode & _OTHERS:
            continue
        path = root / place
        try:
            disk.close_to_others(path, mode)
            left = path.lstat().st_mode & _OTHERS
        except OSError:
            left = _OTHERS
        if left:
            yield diagnose(
                "personal-place-open",
                Origin(place),
                "здесь персональные данные, а открыть это могут и другие люди",
                hint="закройте доступ сами или назовите в --out папку на своём диске",
            )
