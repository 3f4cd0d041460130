"""Rows of times to an event: curves, levels, and the contrasts beside the risk difference."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from idmaj.effects.contrast import build_contrast
from idmaj.effects.cox import build_hazard_ratio, estimate_cox
from idmaj.effects.description import split_groups
from idmaj.effects.restricted_mean import estimate_restricted_mean, estimate_restricted_mean_difference
from idmaj.effects.rows import CONTRAST, RATIO, Place, contrast_numbers, ratio_numbers
from idmaj.effects.sample import build_covariates
from idmaj.effects.survival import (
    SurvivalCurve,
    estimate_kaplan_meier,
    estimate_log_rank,
    estimate_survival,
)
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

Limit = Literal["value", "left"]


def estimate_curves(durations: pd.DataFrame, place: Place, *, conf_level: float) -> list[EffectEstimate]:
    """Estimate the survival curve of each group, at time 0 and at every time someone leaves.

    Parameters
    ----------
    durations
        person_id, arm, duration, event.
    place
        Where rows stand.
    conf_level
        Coverage of the pointwise log-log interval.
    """
    rows = []
    for term, people in split_groups(durations):
        curve = _curve_of(people)
        at = estimate_survival(curve, curve.time, conf_level=conf_level)
        shared: dict[str, Any] = {
            "estimator": "kaplan_meier", "scale": "survival", "term": term, "role": "diagnostic",
            "interval": "log_log", "conf_level": conf_level, "n": len(people), "n_min": float(len(people)),
        }  # fmt: skip
        start = {"estimate": 1.0, "std_error": 0.0, "conf_low": 1.0, "conf_high": 1.0}
        counts = {"n_at_risk": len(people), "n_events": 0, "n_censored": 0}
        rows.append(place.row(**shared, **start, **counts, time=0.0))
        for i, time in enumerate(curve.time):
            if time == 0:
                continue
            rows.append(
                place.row(
                    **shared, time=float(time), estimate=float(at.estimate[i]),
                    std_error=float(at.std_error[i]), conf_low=float(at.conf_low[i]),
                    conf_high=float(at.conf_high[i]),
                    n_at_risk=int(curve.n_at_risk[i]), n_events=int(curve.n_events[i]),
                    n_censored=int(curve.n_censored[i]),
                )
            )  # fmt: skip
    return rows


def estimate_free_levels(
    durations: pd.DataFrame, place: Place, *, horizon: float, limit: Limit, conf_level: float
) -> list[EffectEstimate]:
    """Estimate the share free of the event at a horizon, and the mean time free of it, in each group.

    Parameters
    ----------
    durations, place, conf_level
        As `estimate_curves`.
    horizon
        In the study's unit of time.
    limit
        `value` for ordinal periods, `left` for dates (METHODS: the curve at a horizon is its left limit).
    """
    rows = []
    for term, people in split_groups(durations):
        n = len(people)
        shared: dict[str, Any] = {"term": term, "role": "diagnostic", "n": n, "n_min": float(n)}
        free = {**shared, "estimator": "kaplan_meier", "scale": "survival"}
        mean = {**shared, "estimator": "rmst", "scale": "rmst"}
        curve = _curve_of(people)
        survival = partial(_survival_at, curve, horizon, limit, conf_level)
        until = partial(_mean_until, curve, horizon, conf_level)
        rows.append(place.attempt(partial(_make, place, free, survival), **free))
        rows.append(place.attempt(partial(_make, place, mean, until), **mean))
    return rows


def _make(place: Place, fields: dict[str, Any], numbers: Callable[[], dict[str, Any]]) -> EffectEstimate:
    return place.row(**fields, **numbers())


def _curve_of(people: pd.DataFrame) -> SurvivalCurve:
    return estimate_kaplan_meier(
        people["duration"].to_numpy(dtype=float), people["event"].to_numpy(dtype=bool)
    )


def _survival_at(curve: SurvivalCurve, horizon: float, limit: Limit, conf_level: float) -> dict[str, Any]:
    at = estimate_survival(curve, [horizon], limit=limit, conf_level=conf_level)
    return {
        "estimate": float(at.estimate[0]), "std_error": float(at.std_error[0]), "conf_level": conf_level,
        "conf_low": float(at.conf_low[0]), "conf_high": float(at.conf_high[0]), "interval": "log_log",
        "n_at_risk": int(at.n_at_risk[0]), "n_events": int(at.n_events[0]),
        "n_censored": int(at.n_censored[0]),
    }  # fmt: skip


def _mean_until(curve: SurvivalCurve, horizon: float, conf_level: float) -> dict[str, Any]:
    mean = estimate_restricted_mean(curve, horizon)
    numbers = contrast_numbers(build_contrast(mean.estimate, mean.std_error, conf_level=conf_level))
    return {**numbers, "statistic": None, "p_value": None}


def estimate_time_contrasts(
    durations: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, *, horizon: float
) -> list[EffectEstimate]:
    """Estimate the contrasts that read the whole course: log-rank, restricted mean, Cox.

    Parameters
    ----------
    durations
        person_id, arm, duration, event of both arms.
    persons
        Canonical persons, for covariates.
    study
        Covariates and confidence level.
    place
        Where rows stand.
    horizon
        Restriction of the mean.

    Returns
    -------
    list of EffectEstimate
        Rows of role `robustness`, and Cox with model errors as `diagnostic`.
    """
    conf_level = study.analysis.conf_level
    people = durations.loc[durations["arm"].isin(["support", "comparison"])].sort_values("person_id")
    treated = (people["arm"] == "support").to_numpy()
    arms = (people.loc[treated], people.loc[~treated])
    counts = {"n_treated": len(arms[0]), "n_comparison": len(arms[1]), "n_events": int(people["event"].sum())}
    shared: dict[str, Any] = {
        **counts, "n": len(people), "n_min": float(min(map(len, arms))), "role": "robustness",
        "estimand": "itt" if study.study.design == "randomised" else "att",
    }  # fmt: skip
    test = {
        **shared,
        "estimator": "logrank",
        "scale": "chi_square",
        "term": CONTRAST,
        "note": "test, no interval",
    }
    mean = {**shared, "estimator": "rmst", "scale": "rmst_difference", "term": CONTRAST}
    return [
        place.attempt(lambda: place.row(**test, **_log_rank(people)), **test),
        place.attempt(lambda: place.row(**mean, **_mean_difference(*arms, horizon, conf_level)), **mean),
        *_cox_rows(people, persons, study, place, shared),
    ]


def _log_rank(people: pd.DataFrame) -> dict[str, Any]:
    result = estimate_log_rank(
        people["duration"].to_numpy(), people["event"].to_numpy(bool), people["arm"].to_numpy()
    )
    return {"statistic": result.statistic, "df": float(result.df), "p_value": result.p_value}


def _mean_difference(
    support: pd.DataFrame, comparison: pd.DataFrame, horizon: float, conf_level: float
) -> dict[str, Any]:
    one, zero = _curve_of(support), _curve_of(comparison)
    return contrast_numbers(estimate_restricted_mean_difference(one, zero, horizon, conf_level=conf_level))


def _cox_rows(
    people: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, shared: dict[str, Any]
) -> list[EffectEstimate]:
    names, matrix = build_covariates(
        persons.set_index("person_id").loc[people["person_id"]], study.analysis.covariates
    )
    design = np.column_stack([(people["arm"] == "support").to_numpy(dtype=float), matrix])
    fields = {**shared, "estimator": "cox", "note": "Efron ties; adjusted for " + ", ".join(names)}
    ratio = {**fields, "scale": "hazard_ratio", "term": RATIO}

    def fit_rows() -> list[EffectEstimate]:
        fit = estimate_cox(people["duration"].to_numpy(float), people["event"].to_numpy(bool), design)
        level = study.analysis.conf_level
        hazard_ratio = build_hazard_ratio(fit, 0, conf_level=level)
        rows = [place.row(**{**ratio, **ratio_numbers(hazard_ratio), "note": fields["note"]})]
        for vcov, role, errors in (
            (fit.vcov_robust, "robustness", "robust"),
            (fit.vcov, "diagnostic", "model"),
        ):
            numbers = contrast_numbers(
                build_contrast(float(fit.coefficients[0]), float(np.sqrt(vcov[0, 0])), conf_level=level)
            )
            note = f"{fields['note']}; {errors} errors"
            rows.append(
                place.row(
                    **{
                        **fields,
                        **numbers,
                        "scale": "log_hazard",
                        "term": CONTRAST,
                        "role": role,
                        "note": note,
                    }
                )
            )
        return rows

    return place.attempt_all(fit_rows, **ratio)
