"""The part of ``docgen pdf --cluster`` that runs on a worker: its environment says where its
LibreOffice is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from docgen.pdf_shards import PdfShard, convert_shard

if TYPE_CHECKING:
    from docgen.delivery.pdf import Converted, NotConverted


def convert(_shared: None, shard: PdfShard) -> list[Converted | NotConverted]:
    """The PDFs of a shard. Raises ``Refusal`` where there is no LibreOffice that works."""
    from docgen.delivery.office import find_office

    environment = dict(os.environ)
    return convert_shard(find_office(environment.get("DOCGEN_SOFFICE"), environment), shard)
