"""Papers per CPU-second against the plain docxtpl loop, on a template of its own making.

    python bench/rendering.py [--papers 40] [--rounds 5]

In each round both make papers from the same values, one after the other, so that a busy machine
slows both; the ratio of a round is what counts. The text of the last papers must be the same, but
for what typography changes (docgen typesets, docxtpl does not).
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docgen.norms.layout import load_layout
from docgen.passport import Passport
from docgen.records.terms import term
from docgen.rendering.proof import prove
from docgen.rendering.template import Template, compile_template

FIELDS = 40
CLAUSES = 70
ROWS = 8
WORDS = (
    "сторона",
    "обязуется",
    "передать",
    "список",
    "обучающихся",
    "программа",
    "договор",
    "участник",
    "место",
    "занятий",
    "расписание",
    "оплата",
    "срок",
    "изменение",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    number: int = term("номер")
    title: str = term("название")
    hours: int = term("часов")


@dataclass(frozen=True, kw_only=True)
class Contract:
    fields: dict[str, str] = term("поля")
    paid: bool = term("оплата")
    rows: tuple[Row, ...] = term("строки")


def sentence(rng: random.Random, length: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(length)).capitalize() + "."


def write_template(path: Path) -> None:
    """Four pages of clauses, forty fields, a loop, a condition, a header."""
    import docx

    rng = random.Random(1)
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Договор №\u00a0{{ поля.ф0 }}"
    for number in range(CLAUSES):
        paragraph = document.add_paragraph(f"{number + 1}. {sentence(rng, 14)} ")
        if number < FIELDS:
            paragraph.add_run("{{ поля")
            paragraph.add_run(f".ф{number} }}}}").bold = True
            paragraph.add_run(" " + sentence(rng, 6))
    for text in ("{%p if оплата %}", "Услуги платные.", "{%p endif %}"):
        document.add_paragraph(text)
    table = document.add_table(rows=4, cols=3)
    for row, texts in zip(
        table.rows,
        (
            ("№", "Название", "Часов"),
            ("{%tr for с in строки %}", "", ""),
            ("{{ с.номер }}", "{{ с.название }}", "{{ с.часов }}"),
            ("{%tr endfor %}", "", ""),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))


def contracts(count: int) -> list[Contract]:
    rng = random.Random(2)
    return [
        Contract(
            fields={f"ф{n}": f"«{sentence(rng, 4)}» & Ко <{n}>" for n in range(FIELDS)},
            paid=rng.random() < 0.5,
            rows=tuple(
                Row(number=n + 1, title=sentence(rng, 3), hours=rng.randint(2, 72))
                for n in range(ROWS)
            ),
        )
        for _ in range(count)
    ]


def passport(number: int) -> Passport:
    return Passport(f"bench:{number}", "bench", "0", "0", "0", "0")


def with_docgen(template: Template, papers: list[Contract]) -> bytes:
    made: bytes | None = b""
    for number, context in enumerate(papers):
        made, found = template.render(context, passport(number))
        assert made is not None, found
    assert made is not None
    return made


def with_proof(template: Template, papers: list[Contract]) -> bytes:
    made: bytes | None = b""
    for number, context in enumerate(papers):
        made, _ = template.render(context, passport(number))
        assert made is not None
        prove(made, context, template)
    assert made is not None
    return made


def with_docxtpl(path: Path, papers: list[dict[str, Any]]) -> bytes:
    from docxtpl import DocxTemplate

    target = io.BytesIO()
    for context in papers:
        template = DocxTemplate(path)
        template.render(context, autoescape=True)
        target = io.BytesIO()
        template.save(target)
    return target.getvalue()


def as_mapping(contract: Contract) -> dict[str, Any]:
    return {
        "поля": contract.fields,
        "оплата": contract.paid,
        "строки": [
            {"номер": row.number, "название": row.title, "часов": row.hours}
            for row in contract.rows
        ],
    }


def timed(make: Callable[[], bytes], count: int) -> tuple[float, bytes]:
    """CPU seconds a paper, and the last paper."""
    start = time.process_time()
    made = make()
    return (time.process_time() - start) / count, made


def text_of(paper: bytes) -> list[str]:
    from lxml import etree

    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(paper)) as container:
        root = etree.fromstring(container.read("word/document.xml"))
    return [
        "".join(t.text or "" for t in paragraph.iter(f"{namespace}t")).replace("\u00a0", " ")
        for paragraph in root.iter(f"{namespace}p")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.docx"
        write_template(path)
        start = time.process_time()
        template, found = compile_template(
            path, Contract, typeset=True, profile=load_layout(), draft=True
        )
        assert template is not None, found
        print(f"compiled once: {(time.process_time() - start) * 1000:.0f} ms CPU")
        papers = contracts(options.papers)
        plain = [as_mapping(contract) for contract in papers[: max(options.papers // 8, 3)]]
        with_docxtpl(path, plain[:1])  # its import is no part of a paper
        ratios, proven = [], []
        for _ in range(options.rounds):
            theirs, their_paper = timed(lambda: with_docxtpl(path, plain), len(plain))
            ours, _ = timed(lambda: with_docgen(template, papers), len(papers))
            safe, our_paper = timed(lambda: with_proof(template, papers[: len(plain)]), len(plain))
            assert text_of(our_paper) == text_of(their_paper), "the texts differ"
            ratios.append(theirs / ours)
            proven.append(theirs / safe)
            print(
                f"docxtpl {theirs * 1000:6.1f} ms   docgen {ours * 1000:5.2f} ms   "
                f"with proof {safe * 1000:5.2f} ms   ratio {theirs / ours:5.1f}   "
                f"with proof {theirs / safe:4.1f}"
            )
        print(
            f"median ratio: {statistics.median(ratios):.0f} times docxtpl, "
            f"{statistics.median(proven):.1f} with the proof of every paper"
        )


if __name__ == "__main__":
    main()
