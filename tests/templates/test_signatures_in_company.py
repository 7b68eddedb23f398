"""A signature is never alone on the last sheet: what stands before it is kept with it.

norms/office.md 1.2. Told from the papers, for the last paragraph before a signature often comes
out of a loop.
"""

from __future__ import annotations

import io
import itertools
from typing import Any

import docx
import pytest

from tests.golden.sample import Chosen, draft_papers, golden, sample_tables

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICIAL = "Official"


def styles_that_keep(document: Any) -> dict[str, bool]:
    """Style id → whether it keeps a paragraph with the next one."""
    found: dict[str, bool] = {}
    for style in document.styles.element.iter(f"{W}style"):
        based = style.find(f"{W}basedOn")
        inherited = found.get(based.get(f"{W}val"), False) if based is not None else False
        found[style.get(f"{W}styleId")] = style.find(f"{W}pPr/{W}keepNext") is not None or inherited
    return found


def is_kept(paragraph: Any, keeping: dict[str, bool]) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    own = paragraph.find(f"{W}pPr/{W}keepNext")
    return own is not None or (style is not None and keeping.get(style.get(f"{W}val"), False))


def lonely(content: bytes) -> list[str]:
    """Texts before a signature of an official that may stay behind on the sheet before."""
    document = docx.Document(io.BytesIO(content))
    keeping = styles_that_keep(document)
    blocks = [b for b in document.element.body if b.tag in (f"{W}p", f"{W}tbl")]
    found = []
    for before, block in itertools.pairwise(blocks):
        signs = any(s.get(f"{W}val") == OFFICIAL for s in block.iter(f"{W}pStyle"))
        if block.tag != f"{W}tbl" or not signs:
            continue
        last = before if before.tag == f"{W}p" else before.findall(f"{W}tr")[-1]
        paragraphs = [last] if last.tag == f"{W}p" else list(last.iter(f"{W}p"))
        if not all(is_kept(p, keeping) for p in paragraphs):
            found.append("".join(t.text or "" for t in last.iter(f"{W}t"))[-60:])
    return found


@pytest.fixture(scope="module")
def papers() -> dict[Chosen, bytes]:
    return draft_papers(sample_tables(), golden())


def test_what_stands_before_a_signature_is_kept_with_it(papers: dict[Chosen, bytes]) -> None:
    assert {chosen: texts for chosen, c in papers.items() if (texts := lonely(c))} == {}
