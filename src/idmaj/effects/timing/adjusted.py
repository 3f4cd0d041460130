"""Rows of adjusted curves: what a hazard model says that both groups would have met, had they been alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.effects.adjusted_curves import StandardisedRisks, estimate_standardised_survival
from idmaj.effects.conditions import FloatArray
from idmaj.effects.timing.contrasts import Arms
from idmaj.effects.timing.hazards import read_models
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

POPULATION = "population-standardised"
POINTS = 24
LARGEST = 4_000_000
"""People times points, which bounds memory: each point needs everybody's influence."""


def estimate_adjusted(
    arms: Arms, persons: pd.DataFrame, study: Study, *, horizons: list[float]
) -> list[EffectEstimate]:
    """Estimate adjusted curves of both groups.

    Parameters
    ----------
    arms
        Both arms, up to the primary horizon.
    persons
        Persons, for covariates.
    study
        Covariates.
    horizons
        Times that are kept among the points.

    Returns
    -------
    list of EffectEstimate
        Role `diagnostic`; none where nothing is adjusted for, or the model cannot be fitted.
    """
    models = read_models(arms, persons, study)
    if not models.names:
        return []
    people = arms.people
    moments = _choose_moments(arms, horizons)
    try:
        curves = estimate_standardised_survival(
            people.time, people.event, models.design[:, 1:], people.treated, moments,
            competing=people.cause > 1 if people.competing else None, limit="value",
            estimand="att" if arms.estimand == "att" else "ate", conf_level=arms.conf_level, **models.sampling,
        )  # fmt: skip
    except EstimationError:
        return []  # the row of the model's hazard ratio says why
    return [*_rows(arms, curves, "support"), *_rows(arms, curves, "comparison")]


def _choose_moments(arms: Arms, horizons: list[float]) -> FloatArray:
    """Choose even steps up to the last horizon that was observed; whole ones where horizons are whole."""
    n_points = max(1, min(POINTS, LARGEST // len(arms.people)))
    kept = [x for x in horizons if x <= arms.people.time.max()] or [float(arms.people.time.max())]
    steps = np.linspace(0, max(kept), n_points + 1)[1:]
    return np.unique(np.concatenate([np.round(steps) if max(kept) >= n_points else steps, kept]))


def _rows(arms: Arms, curves: StandardisedRisks, term: str) -> list[EffectEstimate]:
    side = "treated" if term == "support" else "comparison"
    risk, error = getattr(curves, f"risk_{side}"), getattr(curves, f"std_error_{side}")
    low, high = getattr(curves, f"conf_low_{side}"), getattr(curves, f"conf_high_{side}")
    is_incidence = bool(arms.people.competing)
    if not is_incidence:
        risk, low, high = 1 - risk, 1 - high, 1 - low
    columns = arms.columns(
        estimator="fine_gray" if is_incidence else "cox", term=term, role="diagnostic", interval="log_log",
        scale="cumulative_incidence" if is_incidence else "survival", conf_level=arms.conf_level,
        population=POPULATION,
    )  # fmt: skip
    return [
        arms.place.row(
            **columns, time=float(time), estimate=float(risk[i]), std_error=float(error[i]),
            conf_low=float(low[i]), conf_high=float(high[i]),
        )
        for i, time in enumerate(curves.times)
    ]  # fmt: skip
