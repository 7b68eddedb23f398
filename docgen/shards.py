"""Portions of a run's papers for other machines: templates go with them, a manifest tells of them.

``make_shard(recipe, portion)`` is ``portions.make_portion`` where the folder of templates is not
there; the rows, the templates and nothing else of an office come to a worker, and only for the
time that it works.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.cluster import PLACE, Cluster, FarCrew
from docgen.crew import Lost
from docgen.diagnostics import diagnose
from docgen.drafting import Made
from docgen.portions import Portion, Recipe, make_portion
from docgen.register import Shelf
from docgen.register.manifest import Manifest


@dataclass(frozen=True, slots=True)
class FarRecipe:
    """A recipe with the files of its templates and kinds, by name."""

    recipe: Recipe
    files: Mapping[str, bytes]


def far_recipe(recipe: Recipe) -> FarRecipe:
    """The recipe for those who do not see its folder of templates. Raises ``OSError``."""
    names = [f"{kind}{suffix}" for kind in sorted(recipe.kinds) for suffix in (".toml", ".docx")]
    return FarRecipe(recipe, {name: (recipe.templates / name).read_bytes() for name in names})


def make_shard(far: FarRecipe, portion: Portion) -> list[Made | None]:
    """The papers of a portion; see ``portions.make_portion``."""
    return make_portion(_unpacked(far), portion)


_unpacked_last: list[tuple[Recipe, tempfile.TemporaryDirectory[str]]] = []


def _unpacked(far: FarRecipe) -> Recipe:
    """The recipe with a folder of templates on this machine, kept until another one comes."""
    if not _unpacked_last or _unpacked_last[0][0].key != far.recipe.key:
        folder = tempfile.TemporaryDirectory(prefix="docgen-templates-")
        for name, content in far.files.items():
            Path(folder.name, name).write_bytes(content)
        here = replace(far.recipe, templates=Path(folder.name))
        for _, former in _unpacked_last:
            former.cleanup()
        _unpacked_last[:] = [(here, folder)]
    return _unpacked_last[0][0]


@contextmanager
def far_workers(
    cluster: Cluster, recipe: Recipe, shelf: Shelf | None
) -> Iterator[FarCrew[Portion, Made | None]]:
    """Those of a cluster who make shards; what becomes of them is written down beside the
    register of ``shelf``, which a rehearsal does not have. Raises ``Refusal`` like the shelf."""
    if shelf is None:
        yield cluster.crew(make_shard, far_recipe(recipe))
        return
    with shelf.machine():
        far = far_recipe(recipe)
        manifest = Manifest(shelf.root, shelf.disk)
    try:
        laid, sent = len(manifest.former.laid & manifest.former.sent), len(manifest.former.sent)
        if sent:
            cluster.told.append(
                diagnose(
                    "cluster-resumed",
                    PLACE,
                    f"прежний прогон на кластере прервался: из {sent} долей уложено {laid}; "
                    "что уложено, заново не составлялось",
                )
            )
        yield cluster.crew(make_shard, far, Shards(manifest, shelf))
        with shelf.machine():
            manifest.finish()
    finally:
        manifest.close()


class Shards:
    """What becomes of each portion, as the manifest has it; a ``cluster.Trace``."""

    def __init__(self, manifest: Manifest, shelf: Shelf) -> None:
        self._manifest = manifest
        self._shelf = shelf

    def deaths(self, portion: Portion) -> int:
        """How many times workers died of this very shard in the run that was cut off."""
        return self._manifest.former.deaths[_name(portion)]

    def sent(self, portion: Portion) -> None:
        first, last = portion.wishes[0], portion.wishes[-1]
        with self._shelf.machine():
            self._manifest.sent(_name(portion), first.identity, last.identity, len(portion))

    def died(self, portion: Portion) -> None:
        with self._shelf.machine():
            self._manifest.died(_name(portion))

    def laid(self, portion: Portion, results: Sequence[Made | Lost | None]) -> None:
        refused = []
        for wish, made in zip(portion.wishes, results, strict=True):
            if isinstance(made, Made) and not made.sound:
                codes = dict.fromkeys(fault.code for fault in made.faults if fault.is_error)
                refused.append((wish.identity, ", ".join(codes)))
            elif made is Lost.KILLED:
                refused.append((wish.identity, "paper-kills-worker"))
        if portion.wishes:
            with self._shelf.machine():
                self._manifest.laid(_name(portion), refused)


def _name(portion: Portion) -> str:
    """Of the shard with these papers, the same in every run."""
    identities = "\n".join(wish.identity for wish in portion.wishes)
    return hashlib.sha256(identities.encode()).hexdigest()[:16]
