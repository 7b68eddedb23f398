"""Whether a signed sheet is the paper as it lies in the office, by the code printed on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from docgen.printed_code import PrintedCode, Stage


@dataclass(frozen=True, slots=True)
class Prints:
    """What the office knows of the prints of a paper.

    ``current``: the code on its file, ``None`` when it bears none or is not there.
    ``newest``: the mark of its last version in the register, empty when there is none.
    ``unnumbered``: the code of the approved file into which its number was put later.
    ``older``: marks of all versions that were.
    """

    current: PrintedCode | None = None
    newest: str = ""
    unnumbered: PrintedCode | None = None
    older: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a sheet is not the paper that counts. ``serious``: it is not to be taken unasked."""

    words: str
    serious: bool


def doubt_of(code: PrintedCode, prints: Prints) -> Doubt | None:
    """What is wrong with a sheet that bears this code; ``None`` when it is the paper itself."""
    current = prints.current
    if code == current:
        return None
    if code.stage is Stage.DRAFT:
        same = current is not None and current.mark == code.mark
        more = ", хотя слова в нём те же" if same else " прежнего содержания"
        return Doubt(f"подписана распечатка проекта{more}, а не согласованная бумага", True)
    if current is None:
        # The file is gone or bears no code: the register alone can tell.
        if code.mark == prints.newest:
            return None
    elif code.stage is Stage.APPROVED and current.stage is Stage.REGISTERED:
        if code == prints.unnumbered or code.mark == current.mark:
            return Doubt("подписан согласованный файл, отпечатанный до регистрации", False)
    elif code.mark == current.mark:
        return None
    if code.mark in prints.older:
        return Doubt("подписан прежний вариант бумаги", True)
    return Doubt(
        "подписан вариант, которого нет в реестре: прежний или бумага другой организации", True
    )
