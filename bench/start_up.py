"""What it costs to start docgen: ``docgen --help`` against a bare Python, in pairs.

    python -m bench.start_up [PAIRS]

Prints medians and the ratio; the exit code is 1 when ``--help`` takes 0.3 s or more, or more
than eight bare starts.
"""

from __future__ import annotations

import statistics
import sys

from bench.pairs import median_ratio, run

SECONDS = 0.3
RATIO = 8.0


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    run("-m", "docgen", "--help")  # byte code is compiled once, at the first start
    bare, helped = [], []
    for _ in range(pairs):
        bare.append(run("-c", "pass").wall)
        helped.append(run("-m", "docgen", "--help").wall)
    ratio = median_ratio(zip(bare, helped, strict=True))
    median = statistics.median(helped)
    print(f"python -c pass   {statistics.median(bare) * 1000:7.1f} ms")
    print(f"docgen --help    {median * 1000:7.1f} ms  (under {SECONDS * 1000:.0f})")
    print(f"ratio            {ratio:7.1f}     (at most {RATIO:.0f})")
    return int(median >= SECONDS or ratio > RATIO)


if __name__ == "__main__":
    sys.exit(main())
