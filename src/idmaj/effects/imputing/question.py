"""Rows of a planned comparison with the lost people imputed, and of what they would have to be to overturn it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrasts import Numbers
from idmaj.effects.imputing.analysis import ImputedEffect, estimate_imputed
from idmaj.effects.imputing.outcomes import Imputations, impute_outcome
from idmaj.effects.imputing.tipping import LARGE, TippingCurve, find_tipping_point
from idmaj.effects.rows import CONTRAST
from idmaj.effects.sample import Sample, build_sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

TIPPING_POINT = "tipping point"
LOST_SUPPORTED = "lost supported"
MISSING_INFORMATION = "missing information"
LOG_ODDS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Shifts of shares, in log-odds, to either side."""
LOG_ODDS_OF_LARGE = (1.0, 3.0)
STEPS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
"""Shifts of amounts to either side, in steps of about a quarter of the standard deviation."""
ANALYSES = 4_000_000
"""People times data sets times shifts, which bounds the cost of a curve."""
FEWEST_SETS = 5


def impute_lost(planned: Planned) -> list[EffectEstimate]:
    """Make the rows of multiple imputation and of the tipping point; none where nobody is lost.

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        `multiple_imputation` (role `robustness`): the planned contrast with the lost imputed; and (`diagnostic`,
        term `missing information`, scale `share`) the fraction of missing information.
        `tipping_point` (role `diagnostic`): the effect at each shift of the lost supported people
        (``population-delta|<shift>``); the shift at which the verdict changes (term `tipping point`, scale
        `log_odds` or `mean_difference`); their mean or share as imputed and at the tip (term `lost supported`).
    """
    due = planned.outcomes.loc[
        (planned.outcomes["missing"] != "immature") & planned.outcomes["arm"].isin(["support", "comparison"])
    ].sort_values("person_id")
    lost = due["value"].isna().to_numpy()
    if not lost.any():
        return []
    fields = _describe(planned, due)
    shared: dict[str, Any] = {**fields, "estimator": "multiple_imputation", "role": "robustness"}
    try:
        sample = _take_everybody(planned, due)
        imputed = impute_outcome(
            due["value"].fillna(0.0).to_numpy(dtype=float), ~lost, sample.treated, _predictors(sample),
            is_binary=sample.is_binary, clusters=sample.assignment.clusters,
        )  # fmt: skip
        effect = _estimate(imputed, sample, planned)
    except EstimationError as error:
        return [planned.place.refuse(error, **shared)]
    rows = [planned.place.row(**shared, **_numbers(effect), note="note-imputed")]
    if effect.pooled is not None:
        rows.append(_missing_information(planned, effect, fields))
    return [*rows, *_tip(planned, imputed, sample, fields)]


def _describe(planned: Planned, due: pd.DataFrame) -> Numbers:
    """Columns that all rows share: everybody whose outcome was due, and the fewest of an arm who were found."""
    return {
        "n": len(due), "n_treated": int((due["arm"] == "support").sum()),
        "n_comparison": int((due["arm"] == "comparison").sum()), "n_min": planned.primary.n_min or planned.sample.n_min,
        "n_clusters": planned.sample.assignment.n_clusters, "estimand": planned.beside.estimand,
        "term": CONTRAST, "scale": planned.sample.scale,
    }  # fmt: skip


def _take_everybody(planned: Planned, due: pd.DataFrame) -> Sample:
    """Build the sample of everybody due, lost or found; outcomes of the lost are placeholders."""
    filled = due.assign(value=due["value"].fillna(0.0))
    return build_sample(filled, planned.persons, planned.study, is_binary=planned.sample.is_binary)


def _predictors(sample: Sample) -> FloatArray:
    """Covariates, strata, and the weight of a survey: what the analysis conditions on, the imputation does too."""
    weights = [] if sample.weights is None else [sample.weights]
    # pairs: one indicator a pair would leave nothing to predict from
    strata = sample.covariates if sample.assignment.is_paired else sample.adjustment
    return np.column_stack([strata, *weights])


def _estimate(imputed: Imputations, sample: Sample, planned: Planned, *, shift: float = 0.0) -> ImputedEffect:
    try:
        return estimate_imputed(
            imputed,
            sample,
            estimator=planned.primary.estimator,
            conf_level=planned.beside.conf_level,
            shift=shift,
        )
    except EstimationError as error:
        raise sample.name_column(error) from error


def _numbers(effect: ImputedEffect) -> Numbers:
    return {
        "estimate": effect.estimate, "std_error": effect.std_error, "df": effect.df,
        "statistic": effect.statistic, "p_value": effect.p_value, "conf_low": effect.conf_low,
        "conf_high": effect.conf_high, "conf_level": effect.conf_level, "interval": effect.interval,
    }  # fmt: skip


def _missing_information(planned: Planned, effect: ImputedEffect, fields: Numbers) -> EffectEstimate:
    fmi = None if effect.pooled is None else effect.pooled.fmi
    return planned.place.row(
        **{**fields, "estimator": "multiple_imputation", "role": "diagnostic", "scale": "share",
           "term": MISSING_INFORMATION, "estimate": fmi, "note": "note-missing-information", "unit": ""}
    )  # fmt: skip


def _tip(planned: Planned, imputed: Imputations, sample: Sample, fields: Numbers) -> list[EffectEstimate]:
    shared: Numbers = {**fields, "estimator": "tipping_point", "role": "diagnostic"}
    scale = "log_odds" if imputed.is_binary else "mean_difference"
    summary: Numbers = {**shared, "term": TIPPING_POINT, "scale": scale}

    def make() -> list[EffectEstimate]:
        shifts = _choose_shifts(imputed)
        curve = find_tipping_point(
            _thin(imputed, len(shifts)), sample, estimator=planned.primary.estimator, shifts=shifts,
            conf_level=planned.beside.conf_level,
        )  # fmt: skip
        return [*_draw_curve(planned, curve, shared), *_summarise(planned, curve, summary)]

    return planned.place.attempt_all(make, **summary)


def _choose_shifts(imputed: Imputations) -> list[float]:
    """Choose shifts to either side of 0: log-odds, or multiples of a round number near a quarter deviation."""
    if imputed.is_binary:
        shifts = LOG_ODDS if len(imputed.lost) < LARGE else LOG_ODDS_OF_LARGE
        return [sign * shift for sign in (-1, 1) for shift in shifts]
    found = imputed.outcome[~imputed.lost]
    if np.ptp(found) == 0:
        raise EstimationError("no-variation")
    step = float(f"{found.std() / 4:.0e}")
    return [sign * step * multiple for sign in (-1, 1) for multiple in STEPS]


def _thin(imputed: Imputations, n_shifts: int) -> Imputations:
    n_analysed = n_shifts if imputed.is_binary or len(imputed.lost) < LARGE else 3
    affordable = ANALYSES // (len(imputed.lost) * n_analysed)
    return imputed.first(max(FEWEST_SETS, min(imputed.m, affordable)))


def _draw_curve(planned: Planned, curve: TippingCurve, shared: Numbers) -> list[EffectEstimate]:
    return [
        planned.place.row(
            **{
                **shared,
                **_numbers(effect),
                "population": f"population-delta|{shift:.6g}",
                "note": "note-tipping-curve",
            }
        )
        for shift, effect in zip(curve.shifts, curve.effects, strict=True)
    ]


def _summarise(planned: Planned, curve: TippingCurve, summary: Numbers) -> list[EffectEstimate]:
    is_binary = planned.sample.is_binary
    unit = {"unit": ""} if is_binary else {}
    excluded = next(e for s, e in zip(curve.shifts, curve.effects, strict=True) if s == 0).excluded_side != 0
    found = "note-tipping-loses" if excluded else "note-tipping-gains"
    note = "note-tipping-none" if curve.tip is None else found
    tip = planned.place.row(**{**summary, **unit, "estimate": curve.tip, "note": note})
    level: Numbers = {
        **summary, **unit, "term": LOST_SUPPORTED, "scale": "share" if is_binary else "mean",
        "note": "note-lost-imputed",
    }  # fmt: skip
    means = [("population-as-imputed", curve.mean_imputed), ("population-at-tip", curve.mean_at_tip)]
    return [
        tip,
        *[
            planned.place.row(**{**level, "population": population, "estimate": mean})
            for population, mean in means
            if mean is not None
        ],
    ]
