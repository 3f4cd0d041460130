"""Tables of published rates: one row a rate, with its source, what speaks against it, and whether it may be used.

Rates run from release. A figure that is no rate of the people released, or that nobody can place, stays in the
table with the reason, so that it is known and refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from idmaj.errors import IngestProblems, Problem
from idmaj.ingest.benchmark_checks import NUMBERS, YES, check_margins, check_rates, find_absent_columns
from idmaj.ingest.readers import read_raw
from idmaj.study import Source, Study

REQUIRED: Final = (
    "dimension", "category", "horizon", "time_unit", "event", "rate_percent", "is_usable", "source",
)  # fmt: skip
OPTIONAL: Final = (
    "label_en", "label_fr", "label_ar", "low_percent", "high_percent", "reason", "agreement", "interpolation",
    "source_kind", "url", "remark_en", "remark_fr", "remark_ar",
)  # fmt: skip
SHARES: Final = {"rate_percent": "rate", "low_percent": "low", "high_percent": "high"}
COLUMNS: Final = (
    "benchmark", "table", "row", "dimension", "category", "label_en", "label_fr", "label_ar", "horizon",
    "time_unit", "event", "rate", "low", "high", "is_usable", "reason", "agreement", "interpolation", "source_kind",
    "source",
    "url", "remark_en", "remark_fr", "remark_ar",
)  # fmt: skip
"""Columns of the table of rates; `rate`, `low` and `high` are shares, NaN where nothing is published."""
_TYPES: Final = {"row": "int64", "is_usable": "bool"} | dict.fromkeys(
    ("horizon", *SHARES.values()), "float64"
)


def read_benchmarks(root: Path, study: Study) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the published rates that a study is held against, and check them.

    Parameters
    ----------
    root
        Folder that the paths of the tables are relative to.
    study
        Its sections `[[benchmark]]` name the tables.

    Returns
    -------
    rates : pandas.DataFrame
        Columns `COLUMNS`, a row a published figure and benchmark, in the order of the files; without the tables
        that have a blocking problem.
    problems : list of Problem
        Every problem of every table, each with file, row and column.
    """
    parts: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for benchmark in study.benchmark:
        try:
            cells = _read_cells(root, benchmark.table)
        except IngestProblems as error:
            problems += error.problems
            continue
        found = find_absent_columns(cells, REQUIRED, benchmark.table)
        if not found:
            found = check_rates(cells, benchmark.table) + check_margins(cells, benchmark, study)
        problems += found
        if not any(problem.severity == "blocking" for problem in found):
            parts.append(_type_cells(cells, benchmark.id, benchmark.table))
    rates = pd.concat(parts, ignore_index=True) if parts else empty_rates()
    return rates, _drop_repeated(problems)


def empty_rates() -> pd.DataFrame:
    """Return a table of rates without rows."""
    return pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "str")) for name in COLUMNS})


def _read_cells(root: Path, shown: str) -> pd.DataFrame:
    """Read a table as text, with the row of the file of each row."""
    raw = read_raw(root, Source(role="persons", file=shown))
    cells = raw.cells.assign(row=raw.rows)
    for name in OPTIONAL:
        if name not in cells:
            cells[name] = ""
    return cells


def _type_cells(cells: pd.DataFrame, benchmark: str, shown: str) -> pd.DataFrame:
    table = cells.assign(benchmark=benchmark, table=shown)
    for name in NUMBERS:
        numbers = pd.to_numeric(table[name].replace("", np.nan), errors="coerce")
        table[SHARES.get(name, name)] = numbers / 100 if name in SHARES else numbers
    for end in ("low", "high"):
        table[end] = table[end].fillna(table["rate"])
    table["is_usable"] = table["is_usable"].str.casefold().isin(YES)
    text = [name for name in COLUMNS if name not in _TYPES]
    return table.astype(dict.fromkeys(text, "str") | _TYPES)[list(COLUMNS)]


def _drop_repeated(problems: list[Problem]) -> list[Problem]:
    """Leave out problems that a table has for a second benchmark, too."""
    kept: list[Problem] = []
    for problem in problems:
        if problem not in kept:
            kept.append(problem)
    return kept
