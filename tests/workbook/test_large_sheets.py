"""What a large workbook costs in memory: its records, and little besides."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

from bench import district
from docgen.records.linking import link
from docgen.records.pupils import Enrolment, Guardian, Pupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.workbook.cells import open_book
from docgen.workbook.reading import class_of_sheet
from docgen.workbook.tables import read_table

BLOCKS = 40
# Bytes a row. Measured: 2,940 while the widest sheet is read, 1,130 kept, 230 to link them.
WHILE_READ = 3_600
KEPT = 1_400
TO_LINK = 500


def test_a_row_costs_its_record_and_its_cells_go(tmp_path: Path) -> None:
    book, _ = open_book(district.make(tmp_path, BLOCKS))
    assert book is not None
    records: dict[type[Record], list[Record]] = {}
    tracemalloc.start()
    try:
        for entry in book.sheets:
            kind = class_of_sheet(entry.title)
            if kind not in (Guardian, Pupil, Enrolment):
                continue
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            records[kind], _ = read_table(book, entry, book.read(entry), kind)
            _, most = tracemalloc.get_traced_memory()
            assert most - before < WHILE_READ * len(records[kind])
        gc.collect()
        rows = sum(map(len, records.values()))
        kept, _ = tracemalloc.get_traced_memory()
        assert kept < KEPT * rows
        tracemalloc.reset_peak()
        linked, _ = link(Tables(records))
        _, most = tracemalloc.get_traced_memory()
        assert most - kept < TO_LINK * rows
    finally:
        tracemalloc.stop()
    # Rows whose references are codes already are those that were read, not copies of them.
    assert linked.of(Pupil)[0] is records[Pupil][0]
