"""Names of papers: safe on Windows, honest to the eye, never outside the folder of papers.

A name comes from the clerk's cells (a code, a school, a child), so it may hold anything. What
leaves this module is a relative path with ``/`` between plain names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath

EXTENSION = ".docx"
EXTENSIONS = (EXTENSION, ".xlsx")
"""Of papers, and of the workbooks that some have beside them."""
KEPT_FOLDER = "прежние версии"
"""Where the versions go that a newer one has replaced; no paper is laid there."""
SIGNED_FOLDER = "Подписанные экземпляры"
"""Where signed files lie. Not «Подписанные»: a clerk may have made that one herself, for papers
that are still at work."""

STEM_CHARS = 80
# Windows ends at 259 characters of full path: 70 of folders, 80 of stem, 30 of «(версия 12)» and
# the like, the extension and «прежние версии» leave about 55 for the place of the folder itself.
_FOLDERS_CHARS = 70
_FOLDERS_DEPTH = 3
_SUFFIX_CHARS = 30
_WINDOWS_PATH_CHARS = 259
_SHORTEST_STEM = 20
# Linux counts bytes: 255 to a name, and a Cyrillic letter takes two.
_STEM_BYTES = 180

# What is usual in a name stands for itself, whatever the case and the form of Unicode.
_USUAL = re.compile(r"[0-9A-Za-zА-Яа-яЁё№«»()_,.; /-]*")
_LOOSE_END = re.compile(r"[ .](?:/|$)")

_NO_NAME = "без названия"
_REPLACED = str.maketrans({**dict.fromkeys("/\\|:", "-"), **dict.fromkeys("<>?*", "_"), '"': "'"})
# Letters and marks that show nothing: two names that look alike must not differ by them.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(c) for c in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: devices, with any extension.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
# Rare in a path; without any of these it is plain.
_PERHAPS_NOT_PLAIN = re.compile(r"[\0:\\]|^/|//|/$|(?:^|/)\.\.?(?:/|$)")
_EDGES = " .~-"
_BESIDE = re.compile(r" \(новая версия(?: \d+)?\)$")
_KEPT = re.compile(r" \(версия (\d+)\)(?: [0-9a-f]{8,})?$")


def safe_name(text: str, limit: int = STEM_CHARS) -> str:
    """``text`` as the name of one file or folder, without extension; empty if nothing is left.

    Cleaning a clean name changes nothing. At most ``limit`` characters.
    """
    shown = text if _USUAL.fullmatch(text) else _shown(text)
    name = " ".join(shown.translate(_REPLACED).split())
    # What stood between two characters may be gone: compose again.
    name = _cut(unicodedata.normalize("NFC", name).strip(_EDGES), limit)
    if _DEVICE.match(name):
        name = _cut(f"_{name}", limit)
    return name


def _shown(text: str) -> str:
    """What can be seen of a text, with plain spaces."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if category[0] == "Z" or char in "\t\n\r\v\f":
            kept.append(" ")
        elif category[0] != "C" and char not in _INVISIBLE:
            kept.append(char)
    return "".join(kept)


def _cut(name: str, limit: int) -> str:
    end = min(limit, len(name))
    while len(name[:end].encode()) > _STEM_BYTES:
        end -= 1
    # A mark is not torn from its letter.
    while 0 < end < len(name) and unicodedata.combining(name[end]):
        end -= 1
    return name[:end].strip(_EDGES)


def paper_path(folder: str, file_name: str, stem_chars: int = STEM_CHARS) -> str:
    """The place of a paper, relative to the folder of papers.

    It ends in one of ``EXTENSIONS``, in ``.docx`` when the name has none. Steps upwards,
    absolute paths and drives in ``folder`` come out as plain names.
    """
    names = list(_folder_names(folder))
    ending = next((e for e in EXTENSIONS if file_name.casefold().endswith(e)), "")
    stem = safe_name(file_name[: len(file_name) - len(ending)], stem_chars)
    return "/".join([*names, (stem or _NO_NAME) + (ending or EXTENSION)])


@lru_cache(maxsize=1024)
def _folder_names(folder: str) -> tuple[str, ...]:
    names = [name for part in re.split(r"[/\\]", folder) if (name := safe_name(part))]
    names = names[:_FOLDERS_DEPTH]
    if names:
        share = _FOLDERS_CHARS // len(names) - 1
        names = [short for name in names if (short := safe_name(name, share))]
    if names and collision_key(names[0]) in map(collision_key, (KEPT_FOLDER, SIGNED_FOLDER)):
        names[0] += "_"
    return tuple(names)


def stem_room(root_chars: int, *, windows: bool) -> int:
    """How many characters a stem may have under a folder whose full path has ``root_chars``.

    Zero when the folder lies too deep for Windows; elsewhere the depth does not matter.
    """
    if not windows:
        return STEM_CHARS
    others = (
        max(len(KEPT_FOLDER), len(SIGNED_FOLDER))
        + _FOLDERS_CHARS
        + _SUFFIX_CHARS
        + len(EXTENSION)
        + 3
    )
    room = min(STEM_CHARS, _WINDOWS_PATH_CHARS - root_chars - others)
    return room if room >= _SHORTEST_STEM else 0


def collision_key(path: str) -> str:
    """Equal for two paths that one file system or another would take for the same."""
    if _USUAL.fullmatch(path):
        folded = path.casefold()
        if not _LOOSE_END.search(folded):
            return folded
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
    return "/".join(part.rstrip(" .") for part in folded.split("/"))


def is_plain_path(path: str) -> bool:
    """Whether a path that came from a file (the register) stays inside the folder of papers."""
    if not _PERHAPS_NOT_PLAIN.search(path):
        return bool(path)
    return not (
        "\0" in path
        or PureWindowsPath(path).anchor
        or any(part in ("", ".", "..") for part in re.split(r"[/\\]", path))
    )


def with_identity(path: str, document_id: str, length: int = 8) -> str:
    """The same place for a paper whose plain name is taken by another: stable, from identity."""
    return _with_suffix(path, f" ({document_id.replace('-', '')[:length]})")


def beside(path: str, number: int = 1) -> str:
    """The name of a new version beside a file that is not ours to replace."""
    return _with_suffix(path, " (новая версия)" if number == 1 else f" (новая версия {number})")


def is_beside(path: str) -> bool:
    return bool(_BESIDE.search(PurePosixPath(path).stem))


def without_beside(path: str) -> str:
    """The name beside which a new version was laid; the path itself for any other name."""
    place = PurePosixPath(path)
    return str(place.with_name(_BESIDE.sub("", place.stem) + place.suffix))


def kept(path: str, version: int, document_id: str = "", length: int = 0) -> str:
    """Where version ``version`` of the paper at ``path`` is kept once it is replaced.

    ``length`` characters of ``document_id`` are added when the plain name is taken.
    """
    tail = f" {document_id.replace('-', '')[:length]}" if length else ""
    return f"{KEPT_FOLDER}/{_with_suffix(path, f' (версия {version}){tail}')}"


def kept_version(path: str) -> int:
    """The version number in the name of a kept file; 0 when there is none."""
    found = _KEPT.search(PurePosixPath(path).stem)
    return int(found[1]) if found else 0


def _with_suffix(path: str, suffix: str) -> str:
    place = PurePosixPath(path)
    return str(place.with_name(f"{place.stem}{suffix}{place.suffix}"))
