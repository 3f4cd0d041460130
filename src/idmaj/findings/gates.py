"""Identification gates as the claim ladder reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

REQUIRED: Final = {
    "randomised": ("attrition",),
    "comparison": ("attrition", "balance", "overlap", "weights", "placebo", "agreement"),
    "panel": ("attrition", "agreement", "placebo", "pre_trend", "honest"),
}
"""Gates without which a design may not state a difference (METHODS, section 2). Balance, overlap and weights
of a panel are read where covariates were declared: without any there is nothing to balance, and what has to
hold is that trends were alike."""

DIAGNOSTIC: Final = {"randomised": frozenset({"balance"})}
"""Gates that are a diagnostic of the design, never a refusal: chance alone moves them past a limit."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of one gate, over all its rows.

    Attributes
    ----------
    name
        Estimator of the gate's rows, such as ``attrition``.
    passed
        True where every row passed; None where a required gate has no row or no verdict.
    has_number
        Whether a row carries a number.
    """

    name: str
    passed: bool | None
    has_number: bool = True

    def __str__(self) -> str:
        """Write ``name:passed``, ``name:failed`` or ``name:absent``."""
        return f"{self.name}:{'absent' if self.passed is None else 'passed' if self.passed else 'failed'}"

    @property
    def reason(self) -> str:
        """Code of the sentence that says why the gate does not hold."""
        if self.name == "placebo" and not self.has_number:
            return "placebo-absent"
        return "absent" if self.passed is None else self.name


def read_gates(released: pd.DataFrame, row: pd.Series, design: str) -> list[Verdict]:
    """Read the identification gates of a primary row.

    Parameters
    ----------
    released
        Released estimates.
    row
        The primary row.
    design
        Design of the study.

    Returns
    -------
    list of Verdict
        Required gates first, then any other gate found at the same outcome, horizon and subgroup. A gate
        without outcome or horizon holds for all of them.
    """
    gates = released.loc[
        (released["role"] == "gate")
        & released["outcome"].isin([row["outcome"], ""])
        & released["horizon"].isin([row["horizon"], ""])
        & released["subgroup"].isin([row["subgroup"], "all"]),
        ["estimator", "passed", "estimate"],
    ]
    diagnostic = DIAGNOSTIC.get(design, frozenset())
    found = [name for name in dict.fromkeys(gates["estimator"]) if name not in diagnostic]
    names = list(dict.fromkeys([*REQUIRED.get(design, ()), *found]))
    return [_judge(name, gates.loc[gates["estimator"] == name]) for name in names]


def _judge(name: str, rows: pd.DataFrame) -> Verdict:
    known = rows["passed"].dropna()
    has_number = bool(rows["estimate"].notna().any())
    if not len(known):
        return Verdict(name, None, has_number)
    return Verdict(name, bool(known.all()), has_number)
