"""Whose paper a file is, which version, changed since or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.passport import Passport, without_twin
from docgen.register import Shelf, document_id
from docgen.register.copies import body_hash, sha256


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a file. ``changed``: saved by hand since docgen wrote it; ``version``:
    0 when the register does not know; ``newest``: it is the paper's last version there.
    ``known``: the register knows the paper; ``recorded``: its state there."""

    file: str
    passport: Passport | None
    changed: bool
    known: bool
    identity: str
    version: int
    newest: bool
    recorded: str
    number: str
    dated: str
    journal: str
    where: str


def verify(shelf: Shelf | None, path: Path) -> Verdict:
    """Whose file it is and which version, from its passport and, where there is one, the
    register. Raises ``Refusal`` when it can't be read."""
    from docgen.passport import is_untouched, read_passport

    try:
        content = path.read_bytes()
    except OSError as error:
        words = f"файл {path} не открывается (код ошибки {error.errno})"
        if path.is_dir():
            words = f"{path} — папка, а не файл"
        elif isinstance(error, FileNotFoundError):
            words = f"файл {path} не найден"
        hint = "проверьте имя файла и права на него"
        raise Refusal(words, hint=hint, exit_code=2) from error
    passport = read_passport(content)
    known = version = None
    number = None
    newest = False
    if passport and shelf:
        known = next((p for p in shelf.papers() if p.document_id == passport.document_id), None)
        versions = shelf.ledger.versions(passport.document_id)
        digest, body = sha256(content), body_hash(content)
        version = next(
            (
                v
                for v in reversed(versions)
                if v.content_hash == digest
                or v.body_hash == body
                or (v.row_hash, v.template_hash) == (passport.row_hash, passport.template_hash)
            ),
            None,
        )
        newest = bool(version and version.version == max(v.version for v in versions))
        paper = without_twin((known.identity if known else None) or passport.identity)
        number = shelf.ledger.number_of(document_id(paper) if paper else passport.document_id)
    return Verdict(
        file=str(path),
        passport=passport,
        changed=passport is not None and not is_untouched(content),
        known=known is not None,
        identity=(known.identity if known else None) or (passport.identity if passport else ""),
        version=version.version if version else 0,
        newest=newest,
        recorded=known.state if known else (passport.state if passport else ""),
        number=number.text if number else (passport.number if passport else ""),
        dated=number.dated if number else (passport.dated if passport else ""),
        journal=number.journal if number else (passport.journal if passport else ""),
        where=known.path if known else "",
    )
