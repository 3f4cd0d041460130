"""How often the intervals of each estimator cover the truth: the table that plans read.

`coverage.json` is written by ``python -m benchmarks.calibration`` (2,000 draws of every declared
data-generating process at n = 60, 200 and 1,000); `make test-full` repeats a part of it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

COVERED = 0.935
"""Share of 2,000 draws whose 95 % interval must hold the truth (0.95 less three Monte-Carlo errors)."""
NOT_PLANNED = "not-planned"
"""Reason of the draws to which a plan would not have brought the estimator: they tell nothing of it."""
FEWEST_PLANNED = 0.05
"""Share of the draws of a process that a plan must bring to an estimator for the process to count."""
MOST_REFUSED = 0.05
"""Share of draws in which an estimator may give no interval: those with one are no fair sample beyond it."""


def read_coverage() -> list[dict[str, Any]]:
    """Read the table: estimator, kind, process, n, draws, coverage, one entry a combination.

    `coverage` counts the draws with an interval, and is None where no draw had one; `refused` is the share of
    draws without, by named error; `not-planned` counts the draws to which a plan would not have brought the
    estimator.
    """
    text = (files("idmaj.effects") / "coverage.json").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = json.loads(text)["coverage"]
    return entries


def is_certified(estimator: str, *, n: int, is_binary: bool, structure: str = "") -> bool:
    """Tell whether an estimator gives intervals, and these cover at least 93.5 %, at this number of people.

    Parameters
    ----------
    estimator
        Name in the estimates table.
    n
        People of both arms. The largest tabulated number that is no larger is read; the smallest below it.
    is_binary
        Whether the outcome is a share.
    structure
        ``stratified``, ``paired``, ``clustered`` or ``weighted`` where people are; the entries of people drawn
        one by one stand in where the table does not hold the structure.

    Returns
    -------
    bool
        True for an estimator that the table does not hold for this kind of outcome.
    """
    kind = "risk" if is_binary else "income"
    by_size = _by_size()
    measured = by_size.get((estimator, f"{structure} {kind}"), by_size.get((estimator, kind)))
    if not measured:
        return True
    size = max((size for size in measured if size <= n), default=min(measured))
    return measured[size]


@cache
def _by_size() -> dict[tuple[str, str], dict[int, bool]]:
    """Whether every process of a kind is covered, and few of its draws refused, by estimator and size."""
    holds: dict[tuple[str, str], dict[int, bool]] = {}
    for entry in read_coverage():
        sizes = holds.setdefault((str(entry["estimator"]), str(entry["kind"])), {})
        reasons: dict[str, float] = entry["refused"]
        planned = 1 - reasons.get(NOT_PLANNED, 0.0)
        if planned < FEWEST_PLANNED:
            continue
        n, covers = int(entry["n"]), entry["coverage"]
        if covers is None and not reasons:
            continue
        refused = sum(share for reason, share in reasons.items() if reason != NOT_PLANNED) / planned
        is_held = covers is not None and covers >= COVERED and refused <= MOST_REFUSED
        sizes[n] = sizes.get(n, True) and is_held
    return holds
