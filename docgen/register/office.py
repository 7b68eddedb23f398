"""What a folder of papers remembers of the server where its register is.

The choice is made once and stands in the folder. Were it an option of every command, a command
typed without it would take numbers from another journal.
"""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.register.disk import Disk, place, read_plain, status_of, write_whole
from docgen.register.server import place_of

SERVER = "server.toml"


@dataclass(frozen=True, slots=True)
class Membership:
    """Where the register of a folder is. ``folder``: the name by which the server knows it."""

    url: str
    folder: str

    @property
    def place(self) -> str:
        """How messages name the database."""
        return place_of(self.url)


def membership(service: Path) -> Membership | None:
    """The server of a folder of papers; ``None`` when its register is in the folder itself.

    ``service``: our own folder in it. Raises ``Refusal`` when that can't be told: a register of
    the folder's own would give numbers that the office has given already.
    """
    path = service / SERVER
    if status_of(path) is None:
        return None
    found: dict[str, object] = {}
    with suppress(OSError, ValueError):
        found = tomllib.loads((read_plain(path) or b"").decode("utf-8"))
    url, folder = found.get("url"), found.get("folder")
    if not (isinstance(url, str) and isinstance(folder, str) and url and folder):
        raise Refusal(
            f"файл «{path}» испорчен: не узнать, на каком сервере реестр этой папки",
            hint="верните файл из копии или удалите его и подключите папку заново: docgen server"
            " АДРЕС",
        )
    return Membership(url, folder)


def become_member(service: Path, unfinished: Path, member: Membership, disk: Disk) -> None:
    """Write it down: whole or not at all."""
    lines = (f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in asdict(member).items())
    write_whole(disk, unfinished / SERVER, "".join(lines).encode())
    place(disk, unfinished / SERVER, service / SERVER)
    disk.sync_folder(service)
