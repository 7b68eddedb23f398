"""docxtpl whose patched XML and compiled template are remembered: the known cure, from outside."""

from __future__ import annotations

from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, Template

from bench.engines.job import job, place


class Remembering(Environment):
    """Compiles each text once."""

    def from_string(self, source: Any, *args: Any, **named: Any) -> Template:
        known: dict[str, Template] = self.__dict__.setdefault("compiled", {})
        if source not in known:
            known[source] = super().from_string(source, *args, **named)
        return known[source]


class Paper(DocxTemplate):  # type: ignore[misc]
    """Patches each text once."""

    def patch_xml(self, src_xml: str) -> str:
        known: dict[str, str] = self.__dict__.setdefault("patched", {})
        if src_xml not in known:
            known[src_xml] = super().patch_xml(src_xml)
        return known[src_xml]


def main() -> None:
    template, rows, out, _ = job()
    paper, environment = Paper(template), Remembering(autoescape=True)
    for number, row in enumerate(rows):
        paper.render(row, environment)
        paper.save(place(out, number))


if __name__ == "__main__":
    main()
