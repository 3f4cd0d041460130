"""What many worlds say of the estimators of a study, and of the states that its outcomes reach."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

MEASURES = (
    "kind", "outcome", "estimator", "role", "truth", "worlds", "defined", "coverage", "excludes", "right_side",
    "bias", "spread",
)  # fmt: skip
STATES = ("kind", "outcome", "state", "worlds", "share")


def measure_estimators(rows: pd.DataFrame) -> pd.DataFrame:
    """Measure the estimators of a plan over worlds in which the truth is known.

    Parameters
    ----------
    rows
        Contrasts of all worlds: `kind`, `world`, `outcome`, `estimator`, `role`, `estimate`, `conf_low`,
        `conf_high`, `truth`.

    Returns
    -------
    pandas.DataFrame
        Columns `MEASURES`, one row per kind of world, outcome and estimator: `worlds` in which it was asked,
        `defined` of them with an interval; of those, shares whose interval holds the truth (`coverage`), leaves
        out no difference (`excludes`: the type-I error where there is none, the power where there is one) and
        does so on the side of the truth (`right_side`); mean error (`bias`) and standard deviation (`spread`) of
        the estimates. Worlds whose truth is unknown are left out.
    """
    known = rows.loc[rows["truth"].notna()]
    keys = ["kind", "outcome", "estimator", "role"]
    measured = [
        dict(zip(keys, map(str, name), strict=True)) | _measure(same)
        for name, same in known.groupby(keys, sort=False)
    ]
    return pd.DataFrame(measured, columns=list(MEASURES))


def _measure(same: pd.DataFrame) -> dict[str, Any]:
    numbers = same[["estimate", "conf_low", "conf_high"]].astype("float64")
    held = same.loc[numbers.notna().all(axis=1)]
    estimate, low, high = (held[name].to_numpy(dtype=float) for name in ("estimate", "conf_low", "conf_high"))
    truth = held["truth"].to_numpy(dtype=float)
    counts = {"truth": float(same["truth"].iloc[0]), "worlds": len(same), "defined": len(held)}
    if not len(held):
        return counts | dict.fromkeys(MEASURES[7:], np.nan)
    above, below = low > 0, high < 0
    return counts | {
        "coverage": float(((low <= truth) & (truth <= high)).mean()),
        "excludes": float((above | below).mean()),
        "right_side": float(np.where(truth > 0, above, np.where(truth < 0, below, False)).mean()),
        "bias": float((estimate - truth).mean()),
        "spread": float(estimate.std(ddof=1)) if len(held) > 1 else np.nan,
    }


def count_states(states: pd.DataFrame) -> pd.DataFrame:
    """Count the states of the claim ladder by kind of world and outcome.

    Parameters
    ----------
    states
        Findings of all worlds: `kind`, `world`, `outcome`, `state`.

    Returns
    -------
    pandas.DataFrame
        Columns `STATES`.
    """
    counted = states.groupby(["kind", "outcome", "state"], sort=False).size().rename("worlds").reset_index()
    total = states.groupby(["kind", "outcome"])["world"].transform("nunique")
    of_place = states.assign(total=total).drop_duplicates(["kind", "outcome"])[["kind", "outcome", "total"]]
    joined = counted.merge(of_place, on=["kind", "outcome"], validate="many_to_one")
    return joined.assign(share=joined["worlds"] / joined["total"])[list(STATES)]
