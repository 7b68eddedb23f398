"""A clerk in a process of her own, who takes numbers in a journal that others take numbers in.

``python -m tests.register.clerk URL FOLDER COUNT [stop]``. Each number that is hers for certain
is told on a line. With ``stop`` she says «held» inside the last block and waits there to be
killed.
"""

from __future__ import annotations

import sys
import time

from docgen.register.ledger import Ledger, Number, Standing
from docgen.register.postgres import open_server

JOURNAL = "ДОГ"
YEAR = 2026
_FOR_EVER = 600


def next_number(ledger: Ledger, who: str, count: int) -> Number:
    """The number after the last one of the journal; to be asked while it is held."""
    ordinal = max((n.ordinal for n in ledger.numbers(JOURNAL, YEAR)), default=0) + 1
    return Number(
        journal=JOURNAL,
        year=YEAR,
        ordinal=ordinal,
        insertion=0,
        text=f"{ordinal}/{YEAR}-С",
        standing=Standing.TAKEN,
        document_id=f"{who}-{count}",
        identity=f"agreement:{who}-{count}",
        dated="2026-09-01",
        details="{}",
        reason="",
        who=who,
        moment="2026-09-01T10:00:00+05:00",
    )


def tell(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(url: str, folder: str, count: int, *, stop: bool) -> None:
    ledger = open_server(url, folder)
    for paper in range(count):
        with ledger.together():
            ledger.hold_journal(JOURNAL, YEAR)
            number = next_number(ledger, folder, paper)
            assert ledger.add_number(number)
            if stop and paper == count - 1:
                tell("held")
                time.sleep(_FOR_EVER)
        tell(number.text)
    ledger.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), stop="stop" in sys.argv)
