"""Difference in differences of two periods, observed on the same units: doubly robust, regression and weighting."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.panel.influence import clear_rounding, contrast_of_influence
from idmaj.effects.panel.nuisance import (
    SignedMean,
    TreatmentOdds,
    calibrate_odds,
    combine_means,
    estimate_odds,
    estimate_outcome_model,
)

DidMethod = Literal["dr_traditional", "dr_improved", "regression", "ipw", "ipw_horvitz_thompson"]


@dataclass(frozen=True, eq=False)
class DidEffect:
    """A difference in differences.

    Attributes
    ----------
    contrast : Contrast
        Average effect on the treated in the second period.
    influence : ndarray, shape (n,)
        How far each unit (each row, in cross-sections) moves the estimate; 0 for rows without weight.
    comparison_share : ndarray, shape (n,)
        Weight of each comparison unit by the odds of treatment, summing to 1 within each period; base
        weights alone where the method uses no odds; 0 for the treated.
    """

    contrast: Contrast
    influence: FloatArray
    comparison_share: FloatArray


@dataclass(frozen=True, eq=False)
class DidPoint:
    """A difference in differences before its error is put together; as `DidEffect`."""

    estimate: float
    influence: FloatArray
    comparison_share: FloatArray


def estimate_did(
    outcome_after: ArrayLike,
    outcome_before: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    method: DidMethod = "dr_traditional",
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> DidEffect:
    """Estimate the effect on the treated, parallel trends holding given covariates.

    The error has the small-sample factor ``groups`` of
    `idmaj.effects.panel.influence.contrast_of_influence`; given `influence`, that function also returns the
    error without a factor (``none``, the root of the summed squares, which Sant'Anna and Zhao's program prints).

    Parameters
    ----------
    outcome_after, outcome_before : array_like, shape (n,)
        One row a unit.
    treated : array_like, shape (n,)
        0/1 or boolean: treated between the two periods.
    covariates : array_like, shape (n, k)
        Measured before treatment; k = 0 gives the plain difference in differences.
    method : {"dr_traditional", "dr_improved", "regression", "ipw", "ipw_horvitz_thompson"}
        ``dr_traditional``: logit odds and least squares, right if either model is. ``dr_improved``:
        calibrated odds and least squares weighted by them, whose error is right too if either model is.
        ``regression``: least squares in the comparison group. ``ipw``: odds, normalised; the last one not.
    weights : array_like, shape (n,), optional
        Sampling weights; rows of weight 0 are left out.
    clusters : array_like, shape (n,), optional
    conf_level : float

    Raises
    ------
    EstimationError
        ``separation`` (no overlap), ``infeasible-moments``, ``collinear-covariates``, ``empty-arm``,
        ``too-few-people``, ``one-cluster-per-arm``, ``no-variation``, input conditions.

    References
    ----------
    Sant'Anna & Zhao (2020), Journal of Econometrics 219; Abadie (2005), Review of Economic Studies 72;
    Heckman, Ichimura & Todd (1997), Review of Economic Studies 64.
    """
    after = check_values(outcome_after, "outcome")
    n = len(after)
    before = check_values(outcome_before, "outcome_before", n=n)
    matrix = check_covariates(covariates, n)
    base = check_weights(weights, n)
    kept = base > 0
    arm = check_arms(np.asarray(treated)[kept], int(kept.sum()))
    point = compare_changes((after - before)[kept], arm, matrix[kept], weights=base[kept], method=method)
    influence = clear_rounding(point.influence, after, before)
    contrast = contrast_of_influence(
        point.estimate,
        influence,
        arm,
        parameters=1 + matrix.shape[1],
        clusters=None if clusters is None else np.asarray(clusters)[kept],
        conf_level=conf_level,
    )
    return DidEffect(contrast, spread_out(influence, kept), spread_out(point.comparison_share, kept))


def compare_changes(
    change: FloatArray, arm: BoolArray, covariates: FloatArray, *, weights: FloatArray, method: DidMethod
) -> DidPoint:
    """Compare changes of the outcome by one of the methods of `estimate_did`.

    Parameters
    ----------
    change : ndarray, shape (n,)
    arm : ndarray, shape (n,)
    covariates : ndarray, shape (n, k)
    weights : ndarray, shape (n,)
        Positive.
    method : DidMethod
    """
    w = weights / weights.mean()
    design = np.column_stack([np.ones(len(change)), scale_covariates(covariates).values])
    odds = _odds_of(arm, design, weights=w, method=method)
    by_odds = w * (np.where(arm, 0.0, 1.0) if odds is None else odds.odds)
    share = by_odds / by_odds.sum()
    if method == "ipw_horvitz_thompson" and odds is not None:
        return DidPoint(*_compare_totals(change, w * arm, by_odds, design=design, odds=odds), share)
    models = []
    if method != "ipw":
        fit_weights = by_odds if method == "dr_improved" else w
        models = [(-1.0, estimate_outcome_model(change, design, weights=fit_weights, rows=~arm))]
    terms = [SignedMean(1.0, w * arm, change, models)]
    if method != "regression":
        terms.append(SignedMean(-1.0, by_odds, change, models, by_odds=True))
    return DidPoint(*combine_means(terms, design, odds=odds), share)


def _odds_of(
    arm: BoolArray, design: FloatArray, *, weights: FloatArray, method: DidMethod
) -> TreatmentOdds | None:
    if method == "regression":
        return None
    if method == "dr_improved":
        return calibrate_odds(arm, design, weights)
    return estimate_odds(arm, design, weights)


def _compare_totals(
    change: FloatArray,
    of_treated: FloatArray,
    of_others: FloatArray,
    *,
    design: FloatArray,
    odds: TreatmentOdds,
) -> tuple[float, FloatArray]:
    total = of_treated.sum()
    estimate = float((of_treated - of_others) @ change / total)
    direct = (of_treated - of_others) * change - of_treated * estimate
    return estimate, (direct - odds.influence @ ((of_others * change) @ design)) / total


def spread_out(values: FloatArray, kept: BoolArray) -> FloatArray:
    """Return values of the rows that were kept at their places among all rows, 0 elsewhere."""
    everybody = np.zeros(len(kept))
    everybody[kept] = values
    return everybody
