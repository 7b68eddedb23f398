"""How soon the page of 300 papers is of use: ``python -m bench.review_page``.

Chromium opens a page of 300 papers, half of them with four sheets as pictures; told are the size,
the first paint and the moment when search and keys work, medians of five, milliseconds.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

from docgen.review.page import build_page
from docgen.review.pictures import grey_png
from tests.review.browser import browser
from tests.review.cards import card

PAPERS = 300
TIMES = 5
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main() -> None:
    """Measure and print."""
    noise = random.Random(1)
    # Noise that packs as badly as a full sheet of text: about 30 kB.
    sheet = grey_png(noise.randbytes(240 * 240), 240, 240, 240)
    papers = [
        replace(card(n), pictures=(sheet,) * 4 if n % 2 else (), name=f"Д-{n:03}")
        for n in range(PAPERS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(build_page(papers, ""), "utf-8")
        ready, paint = [], []
        with browser(Path(folder) / "profile") as page:
            page.open(path.as_uri())  # the browser itself wakes up
            for number in range(TIMES):
                page.open(f"{path.as_uri()}?{number}")
                ready.append(float(page.ask("document.documentElement.dataset.ready")))
                paint.append(float(page.ask(_PAINT)))
        size = path.stat().st_size / 1e6
    print(f"papers {PAPERS}, {size:.1f} MB")
    print(
        f"first paint {statistics.median(paint):.0f} ms, usable {statistics.median(ready):.0f} ms"
    )


if __name__ == "__main__":
    main()
