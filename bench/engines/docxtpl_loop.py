"""docxtpl as its documentation shows it: a new object for each row.

``autoescape`` is more than the shortest example does, but without it «&» of a value is lost.
"""

from __future__ import annotations

from docxtpl import DocxTemplate

from bench.engines.job import job, place


def main() -> None:
    template, rows, out, _ = job()
    for number, row in enumerate(rows):
        paper = DocxTemplate(template)
        paper.render(row, autoescape=True)
        paper.save(place(out, number))


if __name__ == "__main__":
    main()
