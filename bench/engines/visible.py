"""What a paper says, so that programs are compared which do the same work."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_text(paper: Path) -> list[str]:
    """The paragraphs of the body, without what typography alone changes: blanks, quotes."""
    from lxml import etree

    with zipfile.ZipFile(paper) as container:
        assert container.testzip() is None, paper
        root = etree.fromstring(container.read("word/document.xml"))
    texts = ("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p"))
    plain = (re.sub(r"[«»„“”]", '"', re.sub(r"\s+", " ", text)).strip() for text in texts)
    return [text for text in plain if text]
