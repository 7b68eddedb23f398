"""Versions of a paper as the register records them."""

from __future__ import annotations

from docgen.passport import Passport
from docgen.register.copies import Copy, body_hash
from docgen.register.store import Version


def input_hashes(source: Version | Passport) -> tuple[str, str, str, str]:
    """What went into a version besides its text: row, template, settings, program."""
    return source.row_hash, source.template_hash, source.settings_hash, source.program_version


def version_of(
    passport: Passport, content_hash: str, body: str, number: int, made_at: str, kept_path: str
) -> Version:
    """A version with this number, made from what the passport says."""
    return Version(
        document_id=passport.document_id,
        version=number,
        content_hash=content_hash,
        body_hash=body,
        row_hash=passport.row_hash,
        template_hash=passport.template_hash,
        settings_hash=passport.settings_hash,
        program_version=passport.program_version,
        made_at=made_at,
        kept_path=kept_path,
    )


def version_found(copy: Copy, number: int, kept_path: str) -> Version:
    """The version that a file of ours holds; when it was made nobody knows any more."""
    if copy.content is None or copy.passport is None:
        raise ValueError(f"{copy.path} has no passport")
    body = body_hash(copy.content)
    return version_of(copy.passport, copy.content_hash, body, number, "", kept_path)
