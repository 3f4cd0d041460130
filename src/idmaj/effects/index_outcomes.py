"""Outcomes that are an index of others: joined here, since their weights are statistics of the data."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.indices import build_index
from idmaj.errors import EstimationError
from idmaj.study import Outcome, Study
from idmaj.study.rules import horizon_text

NO_INDEX = "not_identified"
"""Kind of the missing values of an index whose parts do not define one."""


def add_indices(outcomes: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add the rows of the indices of a study to those of its other outcomes.

    Parameters
    ----------
    outcomes
        One row per person, outcome and horizon.
    study
        Names the parts of each index; a part of which less is better is turned round.

    Returns
    -------
    pandas.DataFrame
        The same columns. Missing only where every part is (Anderson 2008, JASA 103).
    """
    made = [
        _join_parts(outcomes, study, name, horizon)
        for name, outcome in study.outcome.items()
        if outcome.kind == "index"
        for horizon in _horizons(outcomes, outcome)
    ]
    return pd.concat([outcomes, *made], ignore_index=True) if made else outcomes


def _horizons(outcomes: pd.DataFrame, outcome: Outcome) -> list[str]:
    own = outcomes.loc[outcomes["outcome"] == outcome.parts[0], "horizon"]
    return [str(horizon) for horizon in own.unique()]


def _join_parts(outcomes: pd.DataFrame, study: Study, name: str, horizon: str) -> pd.DataFrame:
    outcome = study.outcome[name]
    here = outcomes.loc[outcomes["horizon"] == horizon]
    parts = {part: here.loc[here["outcome"] == part].set_index("person_id") for part in outcome.parts}
    first = parts[outcome.parts[0]]
    turned = [-1.0 if study.outcome[part].better != outcome.better else 1.0 for part in outcome.parts]
    items = np.column_stack([rows["value"].reindex(first.index) for rows in parts.values()])
    value = _weigh(items, (first["arm"] == "support").to_numpy(), directions=turned)
    missing = np.where(np.isnan(value), np.where(np.isnan(items).all(axis=1), first["missing"], NO_INDEX), "")
    return first.reset_index().assign(
        outcome=name, domain=outcome.domain, kind=outcome.kind, value=value, missing=missing,
        after_event=False, is_primary_horizon=horizon == horizon_text(outcome.main_horizon),
    )[list(outcomes.columns)]  # fmt: skip


def _weigh(items: FloatArray, treated: BoolArray, *, directions: list[float]) -> FloatArray:
    """Weigh the items; nothing where they do not define an index, so that its rows say that nobody has one."""
    try:
        return build_index(items, treated, directions=directions).values
    except EstimationError:
        return np.full(len(items), np.nan)
