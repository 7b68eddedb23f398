"""docgen's rendering alone, from the same rows: typography, layout and passport included.

python -m bench.engines.ours TEMPLATE ROWS.json OUT [--proof]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import make_dataclass
from pathlib import Path
from typing import Any

from bench.engines.job import job, write
from docgen.norms.layout import load_layout
from docgen.passport import Passport
from docgen.records.terms import term
from docgen.rendering.proof import prove
from docgen.rendering.template import compile_template


class Rows:
    """Rows as objects of a class whose terms are their names."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._items = {
            key: _class("Item", {name: type(one) for name, one in value[0].items()})
            for key, value in row.items()
            if isinstance(value, list)
        }
        self.context_class = _class(
            "Contract",
            {
                key: tuple[self._items[key], ...] if key in self._items else type(value)  # type: ignore[name-defined]
                for key, value in row.items()
            },
        )

    def context(self, row: Mapping[str, Any]) -> object:
        """A row as a context."""
        made = dict(row)
        for key, item in self._items.items():
            made[key] = tuple([item(**one) for one in row[key]])
        return self.context_class(**made)


def _class(name: str, fields: Mapping[str, Any]) -> type[Any]:
    listed = [(key, kind, term(key)) for key, kind in fields.items()]
    return make_dataclass(name, listed, frozen=True, kw_only=True)


def main() -> None:
    path, rows, out, options = job()
    contexts = Rows(rows[0])
    template, found = compile_template(
        path, contexts.context_class, typeset=True, profile=load_layout()
    )
    if template is None:
        raise SystemExit("\n".join(map(str, found)))
    for number, row in enumerate(rows):
        values = contexts.context(row)
        passport = Passport(f"bench:{number}", "bench", "0", "0", "0", "0")
        paper, found = template.render(values, passport)
        if paper is None or ("--proof" in options and prove(paper, values, template)):
            raise SystemExit(f"{Path(out)}: {found}")
        write(out, number, paper)


if __name__ == "__main__":
    main()
