"""Difference in differences of two cross-sections: other people are interviewed after than before."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_indicator,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.panel.doubly_robust_did import DidEffect, DidPoint, spread_out
from idmaj.effects.panel.influence import clear_rounding, contrast_of_influence
from idmaj.effects.panel.nuisance import (
    OutcomeModel,
    SignedMean,
    combine_means,
    estimate_odds,
    estimate_outcome_model,
)
from idmaj.errors import EstimationError

CrossSectionMethod = Literal["dr_locally_efficient", "dr_traditional", "regression", "ipw"]


def estimate_did_cross_sections(
    outcome: ArrayLike,
    after: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    method: CrossSectionMethod = "dr_locally_efficient",
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> DidEffect:
    """Estimate the effect on the treated from people interviewed once, before or after.

    It is assumed that the composition of both groups is the same before and after. Errors as
    `idmaj.effects.panel.doubly_robust_did.estimate_did`, the four combinations of group and period being the
    groups.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    after : array_like, shape (n,)
        0/1 or boolean: interviewed in the second period.
    treated : array_like, shape (n,)
        0/1 or boolean: of the group that was treated between the periods.
    covariates : array_like, shape (n, k)
    method : {"dr_locally_efficient", "dr_traditional", "regression", "ipw"}
        ``dr_locally_efficient`` also models the outcomes of the treated, and is the more precise of the two
        doubly robust ones; ``regression``: least squares in the comparison group of each period; ``ipw``:
        odds of treatment by logit, normalised within each period.
    weights : array_like, shape (n,), optional
        Sampling weights; rows of weight 0 are left out.
    clusters : array_like, shape (n,), optional
    conf_level : float

    Raises
    ------
    EstimationError
        ``empty-cell`` when a group has nobody in a period; otherwise as `estimate_did`.

    References
    ----------
    Sant'Anna & Zhao (2020), Journal of Econometrics 219, equations 3.3 and 3.4.
    """
    y = check_values(outcome, "outcome")
    n = len(y)
    late = check_indicator(after, "after", n=n)
    matrix = check_covariates(covariates, n)
    base = check_weights(weights, n)
    kept = base > 0
    arm = check_arms(np.asarray(treated)[kept], int(kept.sum()))
    cells = 2 * arm + late[kept]
    if len(np.unique(cells)) < 4:
        raise EstimationError("empty-cell")
    point = _compare_levels(y[kept], arm, late[kept], matrix[kept], weights=base[kept], method=method)
    of_comparison = 1 + matrix.shape[1]
    of_treated = of_comparison if method == "dr_locally_efficient" else 1
    influence = clear_rounding(point.influence, y)
    contrast = contrast_of_influence(
        point.estimate,
        influence,
        cells,
        parameters=(of_comparison, of_comparison, of_treated, of_treated),
        clusters=None if clusters is None else np.asarray(clusters)[kept],
        conf_level=conf_level,
    )
    return DidEffect(contrast, spread_out(influence, kept), spread_out(point.comparison_share, kept))


def _compare_levels(
    y: FloatArray,
    arm: BoolArray,
    late: BoolArray,
    covariates: FloatArray,
    *,
    weights: FloatArray,
    method: CrossSectionMethod,
) -> DidPoint:
    w = weights / weights.mean()
    design = np.column_stack([np.ones(len(y)), scale_covariates(covariates).values])
    odds = None if method == "regression" else estimate_odds(arm, design, w)
    by_odds = w * (~arm if odds is None else odds.odds)
    terms: list[SignedMean] = []
    for period, sign in ((late, 1.0), (~late, -1.0)):
        fitted = None
        if method != "ipw":
            fitted = estimate_outcome_model(y, design, weights=w, rows=~arm & period)
        if method == "regression" and fitted is not None:
            terms += [
                SignedMean(sign, w * (arm & period), y),
                SignedMean(-sign, w * arm, np.zeros(len(y)), [(1.0, fitted)]),
            ]
            continue
        residual = [] if fitted is None else [(-1.0, fitted)]
        terms += [
            SignedMean(sign, w * (arm & period), y, residual),
            SignedMean(-sign, by_odds * period, y, residual, by_odds=True),
        ]
        if method == "dr_locally_efficient" and fitted is not None:
            of_treated = estimate_outcome_model(y, design, weights=w, rows=arm & period)
            terms += _average_over_both_periods(sign, w, arm, period, gap=[(1.0, of_treated), (-1.0, fitted)])
    share = by_odds / np.where(late, by_odds @ late, by_odds @ ~late)
    return DidPoint(*combine_means(terms, design, odds=odds), share)


def _average_over_both_periods(
    sign: float,
    weights: FloatArray,
    arm: BoolArray,
    period: BoolArray,
    *,
    gap: list[tuple[float, OutcomeModel]],
) -> list[SignedMean]:
    nothing = np.zeros(len(weights))
    return [
        SignedMean(sign, weights * arm, nothing, gap),
        SignedMean(-sign, weights * (arm & period), nothing, gap),
    ]
