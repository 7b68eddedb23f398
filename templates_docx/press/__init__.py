"""The press: readable Russian sources → the Word templates that stand beside it.

``sources/<id>.txt`` is the text of a paper in a light markup (``markup``), ``sheet`` gives it
Word's own styles and numbering, and the same source gives the same parts each time. A clerk
edits the ``.docx``; the press is for us, who keep the shipped templates under review as text.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from templates_docx.press.markup import expand, read_sheet, read_source
from templates_docx.press.sheet import lay_out

SOURCES = Path(__file__).parent / "sources"
BLOCKS = SOURCES / "blocks"
TEMPLATES = Path(__file__).parent.parent


def press(source: str, blocks: Path = BLOCKS) -> bytes:
    """A ``.docx`` from the text of a source; ``blocks`` is the folder of shared passages.

    Raises ``markup.MarkupError`` with the line number for a source that cannot be read.
    """
    shared = {block.stem: block.read_text(encoding="utf-8") for block in blocks.glob("*.txt")}
    whole = expand(source, shared)
    return lay_out(read_source(whole), read_sheet(whole))


def press_all(sources: Path = SOURCES, templates: Path = TEMPLATES) -> list[Path]:
    """Press every source into the folder of templates; the files that changed."""
    changed = []
    for source in sorted(sources.glob("*.txt")):
        target = templates / f"{source.stem}.docx"
        content = press(source.read_text(encoding="utf-8"))
        if not target.is_file() or _parts(target.read_bytes()) != _parts(content):
            target.write_bytes(content)
            changed.append(target)
    return changed


def _parts(template: bytes) -> dict[str, bytes]:
    """What is in a container: the machine's compressor decides how it is packed."""
    with zipfile.ZipFile(io.BytesIO(template)) as container:
        return {name: container.read(name) for name in container.namelist()}
