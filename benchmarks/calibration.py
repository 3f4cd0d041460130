"""How often 95 % intervals hold the truth, for every estimator that a plan can use, at n = 60, 200 and 1,000.

Usage: ``python -m benchmarks.calibration [--draws 2000] [--only PATTERN] [--processes N]
[--table FILE]``; PATTERN is part of
"kind/process", such as ``income/lottery``. Writes `src/idmaj/effects/coverage.json`, where entries of other
processes stay: plans read it (`idmaj.effects.calibration`). The processes are declared in
`benchmarks.processes`, `benchmarks.panel_intervals` and `benchmarks.other_intervals`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks import randomisation_error
from benchmarks.coverage import SIZES, Process, measure_coverage
from benchmarks.other_intervals import build_other_processes
from benchmarks.panel_intervals import build_panel_processes
from benchmarks.people_intervals import build_people_processes, build_structured_processes

TABLE = Path(__file__).parents[1] / "src" / "idmaj" / "effects" / "coverage.json"
COVERED, GENEROUS = 0.935, 0.97
Entry = dict[str, Any]
Table = dict[str, Any]


@cache
def build_processes() -> tuple[Process, ...]:
    """Build every declared process."""
    return (
        *build_people_processes(), *build_structured_processes(), *build_panel_processes(),
        *build_other_processes(),
    )  # fmt: skip


def find_processes(pattern: str = "") -> list[Process]:
    """Find the processes whose kind/name contains the pattern."""
    return [process for process in build_processes() if pattern in f"{process.kind}/{process.name}$"]


def _measure(job: tuple[str, str, int], *, draws: int) -> Table:
    kind, name, n = job
    if kind == "type 1 error":
        return {
            "coverage": [],
            "type_1_error": [randomisation_error.measure_rejections(name, n, draws=draws)],
        }
    process = next(one for one in build_processes() if (one.kind, one.name) == (kind, name))
    return {"coverage": measure_coverage(process, n, draws=draws), "type_1_error": []}


def _list_jobs(pattern: str) -> list[tuple[str, str, int]]:
    found = sorted(find_processes(pattern), key=lambda process: -process.at_most)  # slow ones last
    jobs = [(process.kind, process.name, n) for process in found for n in SIZES]
    tests = [
        ("type 1 error", design, n)
        for design in randomisation_error.DESIGNS
        for n in randomisation_error.SIZES
    ]
    return jobs + [job for job in tests if pattern in f"{job[0]}/{job[1]}$"]


def measure(pattern: str, *, draws: int, processes: int) -> Iterator[Table]:
    """Measure the processes found, one after the other or several at a time."""
    run: Callable[[tuple[str, str, int]], Table] = partial(_measure, draws=draws)
    if processes == 1:
        yield from map(run, _list_jobs(pattern))
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(run, _list_jobs(pattern))


def merge(table: Table, measured: Table) -> Table:
    """Put entries into the table, in the order of the processes; earlier ones of the same key go."""
    order = {(process.kind, process.name): i for i, process in enumerate(build_processes())}
    again = {(entry["kind"], entry["process"], entry["n"]) for entry in measured["coverage"]}
    tested = {(entry["design"], entry["n"]) for entry in measured["type_1_error"]}
    kept = [
        entry for entry in table.get("coverage", [])
        if (entry["kind"], entry["process"], entry["n"]) not in again
        and (entry["kind"], entry["process"]) in order
    ]  # fmt: skip
    tests = [entry for entry in table.get("type_1_error", []) if (entry["design"], entry["n"]) not in tested]
    return {
        "coverage": sorted(
            kept + measured["coverage"],
            key=lambda entry: (order[entry["kind"], entry["process"]], entry["n"]),
        ),
        "type_1_error": sorted(
            tests + measured["type_1_error"], key=lambda entry: (entry["design"], entry["n"])
        ),
    }


def write_table(table: Table, path: Path, *, draws: int) -> None:
    """Write the table, one entry a line."""
    parts = []
    for name in ("coverage", "type_1_error"):
        lines = ",\n".join("  " + json.dumps(entry) for entry in table[name])
        parts.append(f' "{name}": [\n{lines}\n ]')
    path.write_text(f'{{\n "draws": {draws},\n' + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def describe(entry: Entry) -> str:
    """Say an entry in a line, with a word where it covers too little or too much."""
    if "design" in entry:
        too_often = entry["rejected"] > randomisation_error.LEVEL + 2 * entry["mc_error"]
        return f"rejects {entry['rejected']:.4f} {entry['design']}, n = {entry['n']}" + (
            " TOO OFTEN" if too_often else ""
        )
    covers = entry["coverage"]
    word = "no interval" if covers is None else f"{covers:.4f}"
    verdict = (
        ""
        if covers is None or COVERED <= covers <= GENEROUS
        else (" SHORT" if covers < COVERED else " generous")
    )
    refused = f" refused {entry['refused']}" if entry["refused"] else ""
    return f"{word}{verdict}: {entry['estimator']}, {entry['kind']}/{entry['process']}, n = {entry['n']}{refused}"


def main() -> None:
    """Measure, print a line an estimator and write the table after each process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2_000, help="draws of each process")
    parser.add_argument("--only", default="", help="part of kind/process, such as income/lottery")
    parser.add_argument("--processes", type=int, default=1, help="processes at a time")
    parser.add_argument("--table", type=Path, default=TABLE, help="file to read and write")
    asked = parser.parse_args()
    table: Table = json.loads(asked.table.read_text(encoding="utf-8")) if asked.table.exists() else {}
    for measured in measure(asked.only, draws=asked.draws, processes=asked.processes):
        table = merge(table, measured)
        write_table(table, asked.table, draws=asked.draws)
        for entry in measured["coverage"] + measured["type_1_error"]:
            print(describe(entry), flush=True)


if __name__ == "__main__":
    main()
