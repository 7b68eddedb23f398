"""After a crash: replacements that were cut off are undone or completed, a lost register is
filled from the papers themselves."""

from __future__ import annotations

from contextlib import suppress

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.passport import Passport
from docgen.register import names
from docgen.register.copies import SERVICE_FOLDER, Copy
from docgen.register.disk import place, status_of
from docgen.register.open_folder import REGISTER, OpenFolder
from docgen.register.store import RegisteredPaper, Replacement, Store
from docgen.register.trace import bring_back_lines, bring_back_number, state_of
from docgen.register.versions import version_found


def recover(open_folder: OpenFolder, damage: str) -> list[Diagnostic]:
    """Put right what a run that was cut off has left; what is to be said of it.

    ``damage``: the name that a damaged register was given, empty when it was sound.
    """
    if not open_folder.disk.still:
        for begun in open_folder.store.replacements():
            _finish(open_folder, begun)
    elif not isinstance(open_folder.store, Store):
        return []  # a rehearsal has a copy of the register in a folder, of a server's it has none
    if open_folder.store.fresh:
        found, told = _rebuild(open_folder)
        if damage or found:
            origin = Origin(f"{SERVICE_FOLDER}/{REGISTER}")
            how = (
                f"реестр бумаг был повреждён, он отложен в файл «{damage}»"
                if damage
                else "реестр бумаг не найден или пуст"
            )
            return [
                *told,
                diagnose(
                    "register-rebuilt",
                    origin,
                    f"{how}; собран новый по самим бумагам, найдено: {found}",
                    hint="бумаги не пострадали, делать ничего не нужно",
                ),
            ]
    return []


def _finish(open_folder: OpenFolder, begun: Replacement) -> None:
    """Undo a replacement that was cut off before the new paper had its name."""
    kept_is_there = status_of(open_folder.root / begun.kept_path) is not None
    new = open_folder.files.look_quietly(begun.new_path)
    done = new is not None and new.document_id == begun.document_id
    kept_path = ""
    if kept_is_there and not done:
        open_folder.make_folders(begun.old_path)
        with suppress(FileExistsError):
            place(
                open_folder.disk,
                open_folder.root / begun.kept_path,
                open_folder.root / begun.old_path,
            )
    elif kept_is_there and begun.keep:
        kept_path = begun.kept_path
    elif kept_is_there:
        open_folder.disk.remove(open_folder.root / begun.kept_path)
    with open_folder.store.together():
        if kept_path:
            open_folder.store.record_kept(begun.document_id, begun.old_version, kept_path)
        open_folder.store.end_replacement(begun.document_id)


def _rebuild(open_folder: OpenFolder) -> tuple[int, list[Diagnostic]]:
    """Fill a new register from the passports and the copy of its journals; how many papers were
    found, and what is wrong with their numbers.

    One transaction: a run that is killed here leaves an empty register, which the next one fills.
    """
    folder = open_folder.copies()
    store = open_folder.store
    kept: dict[str, list[str]] = {}
    for path, identifier in folder.kept():
        kept.setdefault(identifier, []).append(path)
    found = 0
    told: list[Diagnostic] = []
    with store.together():
        bring_back_lines(open_folder)
        for identifier, paths in folder.papers():
            copies = [c for path in paths if (c := folder.look_quietly(path)) is not None]
            copies.sort(key=lambda copy: names.is_beside(copy.path))
            if not copies or (passport := copies[0].passport) is None:
                continue
            found += 1
            state = state_of(passport, store.events(identifier))
            former = [folder.look_quietly(path) for path in kept.get(identifier, ())]
            # One that was edited is kept for the clerk and is no version of ours.
            versions = {
                names.kept_version(old.path) or 1: old for old in former if old and old.untouched
            }
            _adopt(open_folder, identifier, passport, state, copies, versions)
            folder.settle(copies[0].path, identifier)
            told += bring_back_number(open_folder, passport)
    return found, told


def _adopt(
    open_folder: OpenFolder,
    identifier: str,
    passport: Passport,
    state: str,
    copies: list[Copy],
    kept: dict[int, Copy],
) -> None:
    paper = copies[0]
    version = max(kept, default=0) + 1
    besides = [c.path for c in copies[1:] if names.is_beside(c.path) and c.untouched]
    open_folder.store.record_paper(
        RegisteredPaper(
            document_id=identifier,
            identity=passport.identity or None,
            kind=passport.kind,
            state=state,
            wanted="",
            path=paper.path,
            own_place=0,
            content_hash=paper.content_hash if paper.as_sealed else "",
            size=len(paper.content or b""),
            mtime_ns=paper.mtime_ns,
            fingerprint="",
            version=version,
            beside_path=besides[0] if besides else "",
        )
    )
    for number, old in sorted(kept.items()):
        open_folder.store.record_version(version_found(old, number, old.path))
    # The text that hand edits began from is gone: an edited file is no version of ours.
    if paper.untouched:
        open_folder.store.record_version(version_found(paper, version, ""))
