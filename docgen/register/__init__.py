"""Register: identities, versions, hashes; the folder of papers.

The only room that writes papers, and the only one that knows SQLite and PostgreSQL. It never
reads the clock and never renders: a paper comes in as bytes with its passport.
"""

from docgen.register.bases import Merge, Merged
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.placement import Draft, Outcome, Placement, document_id
from docgen.register.shelf import (
    Shelf,
    former_version,
    is_kept,
    lying_papers,
    open_shelf,
    portion,
    require_kept,
)
from docgen.register.store import RegisteredPaper, Version

__all__ = [
    "SERVICE_FOLDER",
    "Draft",
    "Merge",
    "Merged",
    "Outcome",
    "Placement",
    "RegisteredPaper",
    "Shelf",
    "Version",
    "document_id",
    "former_version",
    "is_kept",
    "lying_papers",
    "open_shelf",
    "portion",
    "require_kept",
]
