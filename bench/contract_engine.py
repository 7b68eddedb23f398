"""docgen as an engine of the yardstick contract: one process that reads records and writes papers.

    python bench/contract_engine.py TEMPLATE RECORDS.json OUT [--no-proof] [--as-typed]

The same arguments as the other engines of the comparison take: a template in docxtpl's language,
records as a list of mappings, a folder for ``00001.docx`` and on. Typography, the seal and the
proof of every paper are in it, as in every run of docgen. ``--as-typed`` leaves out typography and
proof: then the visible text is letter for letter that of the other engines.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docgen.passport import Passport
from docgen.rendering.proof import prove
from docgen.rendering.template import Template, compile_template


def compiled(template: Path, *, typeset: bool = True) -> Template:
    """The template of the contract, compiled as a run does it."""
    made, found = compile_template(template, None, typeset=typeset, draft=False)
    if made is None:
        raise SystemExit("\n".join(d.message for d in found))
    return made


def make_papers(
    template: Template, records: Sequence[dict[str, Any]], out: Path, *, proof: bool = True
) -> None:
    """One paper a record into ``out``."""
    for number, record in enumerate(records, 1):
        name = f"{number:05d}"
        passport = Passport(f"contract:{name}", "contract", "0", template.digest, "0", "0")
        made, found = template.render(record, passport)
        if made is not None and proof:
            found = prove(made, record, template)
        if made is None or any(d.is_error for d in found):
            raise SystemExit("\n".join(d.message for d in found))
        with open(f"{out}/{name}.docx", "wb", buffering=0) as file:  # noqa: PTH123
            file.write(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--no-proof", action="store_true")
    parser.add_argument("--as-typed", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    records = json.loads(options.records.read_text(encoding="utf-8"))
    template = compiled(options.template, typeset=not options.as_typed)
    proof = not (options.no_proof or options.as_typed)
    make_papers(template, records, options.out, proof=proof)


if __name__ == "__main__":
    main()
