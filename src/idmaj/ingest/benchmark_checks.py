"""Checks of a table of published rates: cells, sources, figures that contradict each other, quoting traps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

import numpy as np
import pandas as pd

from idmaj.errors import Place, Problem, Severity
from idmaj.ingest.cells import mask_value
from idmaj.study import Study
from idmaj.study.base import TimeUnit
from idmaj.study.recidivism import Benchmark, EventType

YES: Final = frozenset({"yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0"})
NUMBERS: Final = ("horizon", "rate_percent", "low_percent", "high_percent")
REASONS: Final = (
    "share_of_returns", "misprint", "misreading", "ratio", "other_measure", "unclear_label", "implausible",
    "definition", "stock",
)  # fmt: skip
"""Why a figure may not be used."""
AGREEMENTS: Final = ("several", "one", "disputed", "derived", "")
INTERPOLATIONS: Final = ("", "constant_hazard")
SOURCE_KINDS: Final = ("press", "report", "register", "")
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "time_unit": get_args(TimeUnit),
    "event": get_args(EventType),
    "reason": (*REASONS, ""),
    "agreement": AGREEMENTS,
    "interpolation": INTERPOLATIONS,
    "source_kind": SOURCE_KINDS,
}
_MONTHS: Final = {"day": 12 / 365.25, "week": 84 / 365.25, "month": 1.0, "year": 12.0}
"""Lengths of the units in months, to put horizons in order."""
RATE_TO_DOUBT: Final = 1.0
"""Percent below which a rate may be a proportion printed as a percentage."""


def find_absent_columns(cells: pd.DataFrame, required: Sequence[str], shown: str) -> list[Problem]:
    """Find columns that a table of rates lacks."""
    needed = ", ".join(required)
    return [
        Problem("benchmark-column-missing", Place(file=shown, column=name), arguments={"required": needed})
        for name in required
        if name not in cells
    ]


def check_rates(cells: pd.DataFrame, shown: str) -> list[Problem]:
    """Find what is wrong with the rows of a table of published rates.

    Parameters
    ----------
    cells
        The table as text, with the column `row`, the row of the file.
    shown
        Path to show in problems.

    Returns
    -------
    list of Problem
        Blocking, but for rates below 1 percent, which are flagged.
    """
    answers = cells["is_usable"].str.casefold()
    usable = answers.isin(YES)
    found = [*_check_words(cells, usable, shown), *_check_numbers(cells, usable, shown)]
    unknown = ~answers.isin(YES | _NO)
    found += _report(cells.loc[unknown], shown, "benchmark-not-yes-or-no", "is_usable")
    bare = usable & (cells["source"] == "")
    found += _report(cells.loc[bare], shown, "benchmark-source-missing", "source")
    trap = usable & (cells["reason"] != "")
    found += _report(cells.loc[trap], shown, "benchmark-usable-with-reason", "is_usable")
    silent = answers.isin(_NO) & (cells["reason"] == "")
    found += _report(cells.loc[silent], shown, "benchmark-reason-missing", "reason")
    found += _check_curves(cells.loc[usable], shown)
    return found


def check_margins(cells: pd.DataFrame, benchmark: Benchmark, study: Study) -> list[Problem]:
    """Find margins of a benchmark that name categories without a usable rate in the table."""
    usable = cells.loc[cells["is_usable"].str.casefold().isin(YES)]
    known = usable.groupby("dimension")["category"].unique()
    place = f"studies/{study.id}/study.toml"
    found = []
    for number, margin in enumerate(benchmark.margins):
        key = f"benchmark.{benchmark.id}.margins.{number}"
        if margin.dimension not in known:
            arguments = {"value": margin.dimension, "known": ", ".join(map(str, known.index))}
            found.append(
                Problem("benchmark-dimension-unknown", Place(file=place, key=key), arguments=arguments)
            )
            continue
        categories = list(map(str, known[margin.dimension]))
        for category in dict.fromkeys(margin.values.values()):
            if category not in categories:
                arguments = {"value": category, "known": ", ".join(categories)}
                found.append(
                    Problem("benchmark-category-unknown", Place(file=place, key=key), arguments=arguments)
                )
    return found


def _check_words(cells: pd.DataFrame, usable: pd.Series, shown: str) -> Iterator[Problem]:
    for column, words in _WORDS.items():
        may_be_blank = "" in words
        asked = usable | (cells[column] != "") if not may_be_blank else cells[column] != ""
        unknown = asked & ~cells[column].isin(words)
        known = ", ".join(word for word in words if word)
        yield from _report(cells.loc[unknown], shown, "benchmark-word-unknown", column, known=known)
    for column in ("dimension", "category"):
        yield from _report(cells.loc[cells[column] == ""], shown, "benchmark-cell-blank", column)


def _check_numbers(cells: pd.DataFrame, usable: pd.Series, shown: str) -> Iterator[Problem]:
    values = {name: _read_numbers(cells[name]) for name in NUMBERS}
    for name, numbers in values.items():
        unread = (cells[name] != "") & numbers.isna()
        yield from _report(cells.loc[unread], shown, "benchmark-not-a-number", name)
    horizon, rate = values["horizon"], values["rate_percent"]
    blank = usable & (cells["horizon"] == "")
    early = usable & (horizon <= 0)
    yield from _report(cells.loc[blank | early], shown, "benchmark-horizon-missing", "horizon")
    yield from _report(
        cells.loc[usable & (cells["rate_percent"] == "")], shown, "benchmark-cell-blank", "rate_percent"
    )
    impossible = usable & ((rate < 0) | (rate > 100))
    yield from _report(cells.loc[impossible], shown, "benchmark-rate-impossible", "rate_percent")
    doubtful = usable & (rate > 0) & (rate < RATE_TO_DOUBT)
    yield from _report(
        cells.loc[doubtful], shown, "benchmark-rate-below-one", "rate_percent", severity="flagged"
    )
    ends = (values["low_percent"] > rate) | (values["high_percent"] < rate)
    outside = (values["low_percent"] < 0) | (values["high_percent"] > 100)
    yield from _report(cells.loc[usable & (ends | outside)], shown, "benchmark-range-reversed", "low_percent")


def _check_curves(usable: pd.DataFrame, shown: str) -> list[Problem]:
    """Find horizons told twice, and rates of a later horizon below those of an earlier one."""
    months = _read_numbers(usable["horizon"]) * usable["time_unit"].map(_MONTHS).astype(float)
    timed = usable.assign(_months=months.round(6), _rate=_read_numbers(usable["rate_percent"]))
    timed = timed.loc[(timed["_months"] > 0) & timed["_rate"].notna()]
    found: list[Problem] = []
    for _, curve in timed.groupby(["event", "dimension", "category"], sort=False):
        ordered = curve.sort_values(["_months", "row"], kind="stable")
        repeated = ordered["_months"].duplicated()
        found += _report(ordered.loc[repeated], shown, "benchmark-rate-repeated", "horizon")
        falls = ordered["_rate"].diff() < 0
        found += _report(ordered.loc[falls & ~repeated], shown, "benchmark-rates-fall", "rate_percent")
    return found


def _read_numbers(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells.replace("", np.nan), errors="coerce").astype(float)
    return numbers.where(np.isfinite(numbers))


def _report(
    rows: pd.DataFrame,
    shown: str,
    message: str,
    column: str,
    *,
    severity: Severity = "blocking",
    known: str = "",
) -> list[Problem]:
    given = {"known": known} if known else {}
    return [
        Problem(
            message,
            Place(file=shown, row=int(row), column=column),
            severity,
            {"value": mask_value(str(cell)), **given} if message in _WITH_VALUE else given,
        )
        for row, cell in zip(rows["row"], rows[column], strict=True)
    ]


_WITH_VALUE: Final = frozenset(
    {
        "benchmark-not-a-number",
        "benchmark-rate-impossible",
        "benchmark-not-yes-or-no",
        "benchmark-rate-below-one",
    }
)
"""Problems that show the cell: published figures, never of a person."""
