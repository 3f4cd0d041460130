"""Checks of C6: what an effect must also survive (METHODS, section 4)."""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd

from idmaj.estimates import RATIO_SCALES
from idmaj.findings.families import FamilyReading
from idmaj.study import Outcome

Status = Literal["passed", "failed", "absent", "unneeded"]

DIFFERENCES: Final = frozenset({"risk_difference", "mean_difference", "percent_change", "rmst_difference"})
"""Scales on which no difference is 0; logarithms of ratios are left out, the ratios stand beside them."""
BOUNDS: Final = frozenset({"lee_bounds", "manski_bounds"})
HIDDEN: Final = frozenset({"robustness_value", "e_value"})
SPECIFICATION: Final = "population-specification"
BROKEN: Final = "note-monotonicity-broken"


def read_checks(
    rows: pd.DataFrame, row: pd.Series, outcome: Outcome, *, family: FamilyReading, is_causal: bool
) -> dict[str, Status]:
    """Read the checks of a primary row whose interval leaves out no difference.

    Parameters
    ----------
    rows
        Public rows of the same outcome, horizon and subgroup.
    row
        The primary row.
    outcome
        Definition of the outcome.
    family
        How it is read together with the others of its family.
    is_causal
        Whether a lot decided who is compared; otherwise what was not measured is a check too.

    Returns
    -------
    dict of str to str
        `family`, `lost`, `robustness`, `specifications`, `hidden`.
    """
    side = _find_side(row)
    return {
        "family": _as_status(family.passed if family.kind != "outside" else None),
        "lost": _check_lost(rows, row, side),
        "robustness": _check_agreement(rows.loc[rows["role"] == "robustness"], row, outcome, side),
        "specifications": _check_specifications(rows, row, outcome, side),
        "hidden": "unneeded" if is_causal else _check_hidden(rows),
    }


def passes_all(checks: dict[str, Status]) -> bool:
    """Tell whether every check that is needed passed."""
    return all(status in {"passed", "unneeded"} for status in checks.values())


def list_checks(checks: dict[str, Status], status: str, *, told: bool = False) -> list[str]:
    """List the checks of a status, in their order; `told`: another sentence says that no family was declared."""
    order = ("lost", "robustness", "specifications", "hidden")
    return [name for name in (() if told else ("family",)) + order if checks.get(name) == status]


def _as_status(passed: bool | None) -> Status:
    return "absent" if passed is None else "passed" if passed else "failed"


def _find_side(row: pd.Series) -> int:
    nothing = _no_difference(row["scale"])
    return 1 if row["conf_low"] > nothing else -1


def _no_difference(scale: str) -> float:
    return 1.0 if scale in RATIO_SCALES else 0.0


def _check_lost(rows: pd.DataFrame, row: pd.Series, side: int) -> Status:
    """Pass where bounds for whoever was lost leave out no difference on the same side."""
    lost = rows.loc[
        (rows["estimator"] == "attrition") & (rows["role"] == "gate") & (rows["term"] == "lost"), "estimate"
    ]
    if len(lost) and (lost == 0).all():
        return "unneeded"
    bounds = rows.loc[
        rows["estimator"].isin(BOUNDS)
        & (rows["role"] == "robustness")  # bounds for wages given work are of another selection
        & (rows["scale"] == row["scale"])
        & rows["conf_low"].notna()
        & rows["conf_high"].notna()
        & ~rows["note"].str.contains(BROKEN, regex=False)
    ]
    if bounds.empty:
        return "absent"
    nothing = _no_difference(row["scale"])
    excludes = (bounds["conf_low"] > nothing) if side > 0 else (bounds["conf_high"] < nothing)
    return _as_status(bool(excludes.any()))


def _check_specifications(rows: pd.DataFrame, row: pd.Series, outcome: Outcome, side: int) -> Status:
    chosen = rows.loc[rows["population"].str.startswith(SPECIFICATION)]
    return "unneeded" if chosen.empty else _check_agreement(chosen, row, outcome, side)


def _check_agreement(rows: pd.DataFrame, row: pd.Series, outcome: Outcome, side: int) -> Status:
    """Pass where every row lies on the same side, and at least half leave out no difference."""
    scales = rows["scale"]
    read = rows.loc[(scales.isin(DIFFERENCES) | scales.isin(RATIO_SCALES)) & rows["estimate"].notna()]
    if read.empty:
        return "absent"
    estimate, low, high = (read[column].to_numpy() for column in ("estimate", "conf_low", "conf_high"))
    nothing = read["scale"].map(_no_difference).to_numpy()
    turned = read["scale"].map(lambda scale: _is_mirrored(scale, row["scale"], outcome)).to_numpy(dtype=bool)
    sign = (1 - 2 * turned) * side
    same = ((estimate - nothing) * sign > 0).all()
    excludes = ((low > nothing) & (sign > 0)) | ((high < nothing) & (sign < 0))
    return _as_status(bool(same and 2 * excludes.sum() >= len(read)))


def _is_mirrored(scale: str, primary: str, outcome: Outcome) -> bool:
    """Tell whether more on a scale is less on the primary one: time free of an event, and its risk."""
    return outcome.is_event and (scale == "rmst_difference") != (primary == "rmst_difference")


def _check_hidden(rows: pd.DataFrame) -> Status:
    """Pass where something unmeasured would have to be stronger than the strongest thing measured."""
    verdicts = rows.loc[rows["estimator"].isin(HIDDEN), "passed"].dropna()
    return _as_status(bool(verdicts.any()) if len(verdicts) else None)
