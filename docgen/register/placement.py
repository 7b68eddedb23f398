"""What is laid on the shelf, and what became of it."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.passport import Passport

# Never changes: the ids of all papers ever made hang on it.
_NAMESPACE = uuid.UUID("8f6c0c0e-5d0b-5a0e-9a43-0d6b6c7e2f51")


def document_id(identity: str) -> str:
    """The id in the passport of a paper: the same for the same identity, on any machine."""
    return str(uuid.uuid5(_NAMESPACE, identity))


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that is ready to be laid.

    ``identity``: kind and codes of its records; ``file_name`` and ``folder``: as wished, they
    are made safe here; ``fingerprint``: of all input of the paper, its name and folder
    included. ``passport.document_id`` must be ``document_id(identity)``. ``personal``: its
    words are not shown in messages.
    """

    identity: str
    kind: str
    file_name: str
    folder: str
    content: bytes
    fingerprint: str
    passport: Passport
    personal: bool = False


class Outcome(enum.StrEnum):
    """What became of a draft."""

    NEW = "создан"
    UNCHANGED = "без изменений"
    """The text on the disk is that of the draft (the passport may have been renewed)."""
    REPLACED = "заменён"
    """The former version is at ``Placement.previous``."""
    MOVED = "перемещён"
    """Unchanged, at another place than last time: the clerk moved it or its name changed."""
    KEPT = "правлен вручную"
    """Edited by hand, and the draft says nothing new: left alone."""
    MERGED = "обновлён с правками"
    """What the draft says anew went into the file that a person edited; her own file as it was
    before is at ``Placement.previous``."""
    BESIDE = "положен рядом"
    """The file at ``Placement.previous`` is not ours to touch; the draft lies at ``path``."""
    FROZEN = "согласован, не меняется"
    """Approved, registered, sent or signed: no run replaces it."""
    HELD = "не положен"
    """The place is closed (open in Word); ``Placement.diagnostics`` say it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a paper lies. ``previous``: what was there before it, see ``Outcome``.

    ``changes``: how many places of an edited file were renewed.
    """

    outcome: Outcome
    path: Path
    previous: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    changes: int = 0
