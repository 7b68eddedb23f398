"""Word files as they come back: small ones written by hand, and marks put into real papers."""

from __future__ import annotations

import io
import zipfile

from docgen.opc.writing import write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
BY = 'w:author="Котова А. Ю." w:date="2026-11-20T10:15:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def ins(text: str, by: str = BY) -> str:
    return f'<w:ins w:id="1" {by}>{run(text)}</w:ins>'


def deleted(text: str, by: str = BY) -> str:
    return f'<w:del w:id="2" {by}>{gone(text)}</w:del>'


def p(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def comment(key: str, text: str, para: str = "00000001", by: str = BY) -> str:
    return f'<w:comment w:id="{key}" {by}><w:p w14:paraId="{para}">{run(text)}</w:p></w:comment>'


def about(key: str, *inside: str) -> str:
    """Words with a comment on them."""
    return (
        f'<w:commentRangeStart w:id="{key}"/>{"".join(inside)}<w:commentRangeEnd w:id="{key}"/>'
        f'<w:r><w:commentReference w:id="{key}"/></w:r>'
    )


def word_file(body: str, comments: str = "", threads: str = "") -> bytes:
    """A Word file with this body; ``threads``: entries of the part on answered comments."""
    related = ""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
        ).encode(),
        "_rels/.rels": _relationships(_relationship("1", "officeDocument", "word/document.xml")),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
    }
    if comments:
        related += _relationship("1", "comments", "comments.xml")
        parts["word/comments.xml"] = _part("comments", comments)
    if threads:
        related += _relationship("2", "commentsExtended", "commentsExtended.xml")
        parts["word/commentsExtended.xml"] = (
            f"<w15:commentsEx {_SPACES}>{threads}</w15:commentsEx>".encode()
        )
    if related:
        parts["word/_rels/document.xml.rels"] = _relationships(related)
    return write_package(parts)


def marked(paper: bytes, words: str, body: str, comments: str = "") -> bytes:
    """A real paper in which the first run that shows ``words`` has become ``body``."""
    parts = parts_of(paper)
    text = parts["word/document.xml"].decode()
    at = text.index(words)
    start, end = text.rindex("<w:r>", 0, at), text.index("</w:r>", at) + len("</w:r>")
    parts["word/document.xml"] = (text[:start] + body + text[end:]).encode()
    if comments:
        parts["word/comments.xml"] = _part("comments", comments)
        rels = "word/_rels/document.xml.rels"
        entry = _relationship("Примечания", "comments", "comments.xml")
        parts[rels] = parts[rels].replace(b"</Relationships>", entry.encode() + b"</Relationships>")
    return write_package(parts)


def parts_of(paper: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(paper)) as container:
        return {name: container.read(name) for name in container.namelist()}


def _part(root: str, inside: str) -> bytes:
    return f"<w:{root} {_SPACES}>{inside}</w:{root}>".encode()


def _relationship(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relationships(inside: str) -> bytes:
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'.encode()
