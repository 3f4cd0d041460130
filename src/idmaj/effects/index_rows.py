"""Rows about index dates: who is compared, who is not and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from idmaj.effects.rows import CONTRAST, Place
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

POPULATION = "population-index-matched"
"""Population of rows of a study with the rule risk_set."""
CLUSTERS = "note-index-clusters"
"""Remark of rows whose people may have several index dates."""


def summarise_index(flow: pd.DataFrame, place: Place) -> list[EffectEstimate]:
    """Count supported people by what became of them, and the comparison.

    Parameters
    ----------
    flow
        `index_flow` of the prepared tables.
    place
        Where rows stand.

    Returns
    -------
    list of EffectEstimate
        Counts with terms such as ``support|index:unmatched``; message ``index-flow-<reason>`` says the reason.
    """
    assigned = int(flow.loc[flow["arm"] == "support", "n"].sum())
    others = int(flow.loc[(flow["arm"] == "comparison") & (flow["reason"] == "episodes"), "n"].sum())
    base = {"support": float(assigned), "comparison": float(others)}
    return [
        place.row(
            estimator="count", scale="count", term=f"{arm}|index:{reason}", role="diagnostic",
            estimate=float(n), n=n, n_min=base[arm], note="count",
        )
        for arm, reason, n in zip(flow["arm"], flow["reason"], flow["n"].astype(int), strict=True)
        if n or reason in {"matched", "unmatched", "episodes"}
    ]  # fmt: skip


def find_index_refusal(study: Study, flow: pd.DataFrame, place: Place) -> EffectEstimate | None:
    """Make the row that says why index dates leave nothing to compare; None where there is something.

    Parameters
    ----------
    study
        Its design gives the estimand.
    flow
        `index_flow` of the prepared tables.
    place
        Outcome and horizon.
    """
    counts = flow.set_index(["arm", "reason"])["n"]
    if counts.get(("support", "matched"), 0) and counts.get(("comparison", "episodes"), 0):
        return None
    supported = int(flow.loc[flow["arm"] == "support", "n"].sum())
    undated = int(counts.get(("support", "no_release"), 0))
    error = EstimationError("no-release-date" if supported and undated == supported else "empty-risk-sets")
    fields: dict[str, Any] = {"estimator": "aalen_johansen", "scale": "risk_difference", "term": CONTRAST}
    estimand = "itt" if study.study.design == "randomised" else "att"
    return place.refuse(
        error, **fields, role="primary", estimand=estimand, population=POPULATION, n=supported
    )


def name_index_notes(study: Study, flow: pd.DataFrame) -> str:
    """Name the remarks of every contrast of a study with index dates, split by ``|``.

    Parameters
    ----------
    study
        The rule.
    flow
        `index_flow` of the prepared tables.

    Returns
    -------
    str
        Ids of messages, and how many people were compared with and how many supported had no match.
    """
    if study.index is None:
        return ""
    parts = [f"note-index-{study.index.rule}"]
    if study.index.rule == "risk_set":
        counts = flow.set_index(["arm", "reason"])["n"]
        used, supported = int(counts["comparison", "people"]), int(counts["support"].sum())
        lost = supported - int(counts["support", "matched"])
        ending = f"; {lost} supported without a match" if lost else ""
        parts += [f"{used} comparison people used{ending}", CLUSTERS]
    return "|".join(parts)
