"""Speed against named peers, as ratios in one run; equal results are checked before a ratio is printed.

Usage: ``python -m benchmarks [--only PATTERN]``; writes ``benchmarks/results.json``, where results of other
benchmarks stay.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks import clusters, curves, ingest, panel, propensity, registers, resampling, survival
from benchmarks.compare import Result

RESULTS = Path(__file__).with_name("results.json")
BENCHMARKS = (
    *survival.BENCHMARKS, *curves.BENCHMARKS, *registers.BENCHMARKS, *resampling.BENCHMARKS,
    *clusters.BENCHMARKS, *propensity.BENCHMARKS,
    *panel.BENCHMARKS, *ingest.BENCHMARKS,
)  # fmt: skip


def main() -> None:
    """Run the benchmarks whose name contains the pattern; print a table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a benchmark's name, such as cox")
    pattern = parser.parse_args().only
    results: list[Result] = []
    for bench in BENCHMARKS:
        if pattern in bench.__name__:
            found = bench()
            results += found if isinstance(found, list) else [found]
    for result in results:
        print(
            f"{result.name}: ours {result.ours:.4f} s, {result.peer} {result.theirs:.4f} s, "
            f"{result.ratio:.1f} times as fast (goal {result.goal:g}: {'met' if result.met else 'missed'})"
        )
    again = {result.name.split(", peak")[0] for result in results}
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [line for line in kept if line["name"].split(", peak")[0] not in again]
    lines = kept + [asdict(result) for result in results]
    RESULTS.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
