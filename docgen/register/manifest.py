"""The manifest: which shards of a run were given to other machines, and what became of them.

It lies beside the register, a line of JSON for each thing that happened. The register alone says
which papers lie; the manifest adds what no paper can tell: of which shards workers died, and which
papers of a run were refused. It may be lost at any time: the next run asks everything anew.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import Disk, read_plain

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True)
class Former:
    """An interrupted run: its shards by name, how many workers died of each, and those laid."""

    sent: frozenset[str] = frozenset()
    laid: frozenset[str] = frozenset()
    deaths: Counter[str] = field(default_factory=Counter)


class Manifest:
    """The manifest of this run; ``former``: of the one before, if that did not come to its end.

    To be used by the one run that holds the folder. Raises ``OSError`` like the disk.
    """

    def __init__(self, out: Path, disk: Disk) -> None:
        self._path = out / SERVICE_FOLDER / MANIFEST
        self._disk = disk
        self.former = self._read()
        with suppress(FileNotFoundError):
            disk.remove(self._path)
        self._file = disk.open_new(self._path)
        for name in sorted(self.former.deaths):
            # A run that is cut off once more has not forgotten what the first one found out.
            self._note(shard=name, died=self.former.deaths[name])

    def sent(self, shard: str, first: str, last: str, papers: int) -> None:
        """A shard goes out: a name that is the same in each run, identities of its papers."""
        self._note(shard=shard, first=first, last=last, papers=papers)

    def died(self, shard: str) -> None:
        """Workers have died of it."""
        self._note(shard=shard, died=1)

    def laid(self, shard: str, refused: Iterable[tuple[str, str]]) -> None:
        """Its papers lie; ``refused``: identities of those that could not be made, and why."""
        self._note(shard=shard, laid=True, refused=[list(pair) for pair in refused])

    def finish(self) -> None:
        """The run has come to its end."""
        self._note(finished=True)

    def close(self) -> None:
        os.close(self._file)

    def _note(self, **said: object) -> None:
        self._disk.write(self._file, (json.dumps(said, ensure_ascii=False) + "\n").encode())

    def _read(self) -> Former:
        content = None
        with suppress(OSError):
            content = read_plain(self._path)
        sent, laid, deaths = set(), set(), Counter[str]()
        for text in (content or b"").splitlines():
            # The last line of a killed run may be half a line, and anybody may write into the file.
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                line = json.loads(text)
                if line.get("finished"):
                    return Former()
                name = str(line["shard"])
                deaths[name] += int(line.get("died", 0))
                if line.get("laid"):
                    laid.add(name)
                elif "papers" in line:
                    sent.add(name)
        return Former(frozenset(sent), frozenset(laid), +deaths)
