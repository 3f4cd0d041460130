"""Survey exports against pandas and openpyxl: invented submissions, each program in a process of its own."""

from __future__ import annotations

import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
from benchmarks.compare import Result, build_result

from idmaj.ingest.exports import ExportSettings, read_exports
from idmaj.ingest.survey import SurveySettings, ingest_exports

N_CSV, N_XLSX = 5_000_000, 100_000
ROUNDS = 3
MOST_MIB = 1536
AMOUNTS = [f"amount_{place}" for place in range(1, 7)]
DATES = ["today", "date_1", "date_2", "date_3"]
TEXTS = [f"text_{place}" for place in range(1, 6)]
CODES = [f"code_{place}" for place in range(1, 6)]
HEADER = ["_uuid", "person", "wave", "start", "today", "enumerator", *AMOUNTS, *CODES, *DATES[1:], *TEXTS]
WORDS = ["بائع متجول", "خياط", "mécanicien ; motos", "Menuisier – aluminium", 'livreur "triporteur"', "بناء"]
PLACES = [f"تمارة {number}" for number in range(200)]


def write_form(file: Path) -> None:
    """Write the XLSForm of the invented survey."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label", "constraint", "canonical"])
    for line in [
        ["start", "start", "", "", "interviews.started_at"],
        ["text", "person", "Person", "", "persons.person_id"],
        ["select_one wave", "wave", "Wave", "", "interviews.wave"],
        ["date", "today", "Day", "", "interviews.interviewed_on"],
        ["text", "enumerator", "Enumerator", "", "interviews.enumerator_id"],
        *(["integer", name, name, ". >= 0 or . = -99", ""] for name in AMOUNTS),
        *(["select_one seven", name, name, "", ""] for name in CODES),
        *(["date", name, name, "", ""] for name in DATES[1:]),
        *(["text", name, name, "", ""] for name in TEXTS),
    ]:
        survey.append(line)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for code in range(7):
        choices.append(["seven", str(code), f"Answer {code}"])
    for code in range(3):
        choices.append(["wave", str(code), f"Round {code}"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version"])
    settings.append(["invented", "1"])
    book.save(file)


def make_submissions(first: int, n: int, rng: np.random.Generator) -> list[list[str]]:
    """Make columns of invented submissions: three interviews a person, some amounts blank or not known."""
    ids = np.arange(first, first + n)
    days = (np.datetime64("2024-01-01") + rng.integers(0, 900, n)).astype(str)
    minutes = rng.integers(480, 1080, n)
    columns = [
        [f"u{number:012d}" for number in ids],
        [f"TM{number // 3:08d}" for number in ids],
        (ids % 3).astype(str).tolist(),
        [f"{d}T{m // 60:02d}:{m % 60:02d}:00.000+01:00" for d, m in zip(days, minutes, strict=True)],
        days.tolist(),
        [f"E{number}" for number in rng.integers(1, 60, n)],
    ]
    for _ in AMOUNTS:
        amounts = rng.integers(0, 8000, n).astype(str)
        draw = rng.random(n)
        columns.append(np.where(draw < 0.1, "", np.where(draw < 0.15, "-99", amounts)).tolist())
    columns += [rng.integers(0, 7, n).astype(str).tolist() for _ in CODES]
    for _ in DATES[1:]:
        dates = (np.datetime64("2020-01-01") + rng.integers(0, 2000, n)).astype(str)
        columns.append(np.where(rng.random(n) < 0.3, "", dates).tolist())
    for place in range(len(TEXTS)):
        words = WORDS if place < 3 else PLACES
        columns.append([words[choice] for choice in rng.integers(0, len(words), n)])
    return columns


def write_csv(file: Path, n: int) -> None:
    """Write submissions as a CSV."""
    rng = np.random.default_rng(3)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        for first in range(0, n, 200_000):
            writer.writerows(zip(*make_submissions(first, min(200_000, n - first), rng), strict=True))


def write_xlsx(file: Path, n: int) -> None:
    """Write submissions as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    sheet.append(HEADER)
    for record in zip(*make_submissions(0, n, np.random.default_rng(4)), strict=True):
        sheet.append([int(cell) if cell.lstrip("-").isdigit() else cell for cell in record])
    book.save(file)


def ingest_csv(folder: Path) -> None:
    """Ours: CSV to canonical Parquet, every cell parsed."""
    run = ingest_exports(
        [folder / "export.csv"],
        folder / "form.xlsx",
        folder / "ours",
        SurveySettings(key=bytes(32), is_fresh=True),
    )
    if run.is_blocked:
        raise SystemExit(str(run.problems))


def convert_csv(folder: Path) -> None:
    """Theirs: pandas, C engine."""
    frame = pd.read_csv(folder / "export.csv", parse_dates=["start", *DATES], engine="c")
    frame.to_parquet(folder / "theirs.parquet")


def read_xlsx(folder: Path) -> None:
    """Ours: workbook to blocks of text through calamine."""
    exports, _ = read_exports([folder / "export.xlsx"], ExportSettings())
    total = 0.0
    for block in exports[0].main.read_blocks():
        column = block.cells.column(str(HEADER.index(AMOUNTS[0]))).to_pylist()
        total += sum(float(cell) for cell in column if cell)
    print(total)


def load_xlsx(folder: Path) -> None:
    """Theirs: workbook through openpyxl, read-only."""
    book = openpyxl.load_workbook(folder / "export.xlsx", read_only=True)
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    place = HEADER.index(AMOUNTS[0])
    print(float(sum(row[place] for row in rows[1:] if row[place] not in (None, ""))))


STEPS: dict[str, Callable[[Path], None]] = {
    step.__name__: step for step in (ingest_csv, convert_csv, read_xlsx, load_xlsx)
}


def run_step(name: str, folder: Path) -> tuple[float, float, str]:
    """Run a step in a process of its own; returns seconds, peak MiB and what it printed."""
    command = [sys.executable, "-m", "benchmarks.ingest", name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    *printed, measured = done.stdout.strip().splitlines()
    seconds, peak = json.loads(measured)
    return seconds, peak, "\n".join(printed)


def check_equal(folder: Path) -> None:
    """Check that both read the same dates and amounts.

    Raises
    ------
    SystemExit
        When a sum differs: no ratio is printed then.
    """
    ours = pd.read_parquet(
        folder / "ours" / "interviews.parquet", columns=[*AMOUNTS, *DATES[1:], "started_at"]
    )
    theirs = pd.read_parquet(folder / "theirs.parquet", columns=[*AMOUNTS, *DATES[1:], "start"])
    for name in AMOUNTS:
        expected = theirs[name].where(theirs[name] != -99).sum()
        if ours[name].sum() != expected:
            raise SystemExit(f"{name}: {ours[name].sum()} is not {expected}; no ratio")
    for name in DATES[1:]:
        days = pd.to_datetime(ours[name])
        if days.count() != theirs[name].count() or days.max() != theirs[name].max():
            raise SystemExit(f"{name} differs; no ratio")
    if (
        not ours["started_at"]
        .reset_index(drop=True)
        .equals(theirs["start"].dt.tz_convert("UTC").astype(ours["started_at"].dtype))
    ):
        raise SystemExit("started_at differs; no ratio")


def measure_csv(n: int = N_CSV) -> tuple[float, float, float]:
    """Measure CSV to Parquet: median seconds of ours and theirs, and our peak in MiB."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_form(folder / "form.xlsx")
        write_csv(folder / "export.csv", n)
        rounds = [(run_step("ingest_csv", folder), run_step("convert_csv", folder)) for _ in range(ROUNDS)]
        check_equal(folder)
    fast = statistics.median(ours[0] for ours, _ in rounds)
    slow = statistics.median(theirs[0] for _, theirs in rounds)
    return fast, slow, max(ours[1] for ours, _ in rounds)


def measure_xlsx(n: int = N_XLSX) -> tuple[float, float]:
    """Measure a workbook: median seconds of ours and of openpyxl."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_xlsx(folder / "export.xlsx", n)
        rounds = [(run_step("read_xlsx", folder), run_step("load_xlsx", folder)) for _ in range(ROUNDS)]
    if {ours[2] for ours, _ in rounds} != {theirs[2] for _, theirs in rounds}:
        raise SystemExit("the workbook was read differently; no ratio")
    return statistics.median(r[0][0] for r in rounds), statistics.median(r[1][0] for r in rounds)


def bench_ingest_csv() -> Result:
    """CSV to canonical Parquet with every cell parsed, 5,000,000 rows of 25 text columns."""
    ours, theirs, peak = measure_csv()
    name = f"Ingest CSV, {N_CSV:,} × {len(HEADER)}, peak {peak:,.0f} MiB of {MOST_MIB:,}"
    return build_result(
        name, "pandas read_csv + to_parquet", ours=ours, theirs=theirs, goal=1.0, also=peak <= MOST_MIB
    )


def bench_ingest_xlsx() -> Result:
    """Workbook to text, 100,000 rows of 25 columns."""
    ours, theirs = measure_xlsx()
    name = f"Read XLSX, {N_XLSX:,} × {len(HEADER)}"
    return build_result(name, "openpyxl, read-only", ours=ours, theirs=theirs, goal=5.0)


BENCHMARKS = (bench_ingest_csv, bench_ingest_xlsx)


def main() -> None:
    """Run one step; the last line printed holds its seconds and its peak in MiB."""
    step, folder = STEPS[sys.argv[1]], Path(sys.argv[2])
    start = time.perf_counter()
    step(folder)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    main()
