"""Amounts capped at a quantile, and their difference in means with an error that cuts anew in every draw."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.linear import estimate_linear
from idmaj.effects.quantiles import draw_people, find_counted_quantiles
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class CapRule:
    """Where amounts are cut.

    Attributes
    ----------
    share : float
        Share of people at or below the upper cap; over one half.
    tails : {"upper", "both"}
        ``both`` where losses are possible: the lower cap is the quantile of 1 - share.
    """

    share: float = 0.99
    tails: Literal["upper", "both"] = "upper"


AT_99_PERCENT = CapRule()


@dataclass(frozen=True)
class Caps:
    """The values beyond which amounts are cut.

    Attributes
    ----------
    low, high : float
        In the outcome's unit; `low` is minus infinity where only the upper tail is cut.
    """

    low: float
    high: float


@dataclass(frozen=True)
class WinsorisedEffect:
    """A difference in means of capped amounts.

    Attributes
    ----------
    contrast : Contrast
        Treated minus comparison; the error cuts anew in every bootstrap draw.
    caps : Caps
    n_capped : int
        People whose amount was cut.
    """

    contrast: Contrast
    caps: Caps
    n_capped: int


def find_caps(outcome: ArrayLike, rule: CapRule = AT_99_PERCENT) -> Caps:
    """Find the type-7 quantile over all people of all arms together, zeros in.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        The amounts of everybody analysed in one wave.
    rule : CapRule

    Raises
    ------
    EstimationError
        ``confidence-level`` unless 0.5 < share < 1; input conditions.

    References
    ----------
    Hyndman & Fan (1996), American Statistician 50, type 7.
    """
    y = check_values(outcome, "outcome")
    if not 0.5 < rule.share < 1:
        raise EstimationError("confidence-level", level=rule.share)
    low = float(np.quantile(y, 1 - rule.share)) if rule.tails == "both" else -np.inf
    return Caps(low, float(np.quantile(y, rule.share)))


def winsorise(outcome: ArrayLike, caps: Caps) -> FloatArray:
    """Return the amounts with those beyond a cap set to it, in a new array of shape (n,)."""
    return np.clip(check_values(outcome, "outcome"), caps.low, caps.high)


def estimate_winsorised(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    rule: CapRule = AT_99_PERCENT,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    resampling: tuple[int, int] = (2_000, 0),
    conf_level: float = 0.95,
) -> WinsorisedEffect:
    """Estimate the coefficient of the arm in a regression of capped amounts on arm and covariates.

    Each draw takes, arm by arm, one unit fewer than there are (Rao & Wu), finds its own caps, cuts and fits
    again, so that the error knows that the caps are estimated. Student's t with n - k degrees of freedom, k
    counting strata; clusters - 1 where there are clusters.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives the difference in means.
    rule : CapRule
        The caps are found over all people given, so these are everybody analysed in one wave.
    strata : array_like, shape (n,), optional
        Labels; each stratum has a level of its own.
    clusters : array_like, shape (n,), optional
        Labels; whole clusters are drawn. Where pairs of clusters were randomised, the pair is the cluster.
    resampling : tuple of int
        Draws and seed.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-people``, ``one-cluster-per-arm``, ``collinear-covariates``, ``no-variation``; ``not-identified``
        where a draw loses what tells the coefficients apart; input conditions.

    References
    ----------
    Rao & Wu (1988), Journal of the American Statistical Association 83.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    caps = find_caps(y, rule)
    matrix = scale_covariates(check_covariates(covariates, len(y))).values
    check_rank(np.column_stack([np.ones(len(y)), arm, matrix]), first_covariate=2)
    design = np.column_stack([arm, matrix]).astype(np.float64)
    codes = check_groups(np.zeros(len(y)) if strata is None else strata, "strata", n=len(y))
    fit = estimate_linear(
        winsorise(y, caps),
        design,
        errors=None if clusters is None else "CR0",
        clusters=clusters,
        absorb=codes,
    )
    estimates = [
        _fit_draws(y, design, counts, codes=codes, rule=rule)
        for counts in draw_people(arm, clusters, draws=resampling[0], seed=resampling[1], held_back=1)
    ]
    error = float(np.concatenate(estimates).std(ddof=1))
    return WinsorisedEffect(
        contrast=build_contrast(
            float(fit.coefficients[0]),
            error,
            df=float(fit.df[0]),
            conf_level=conf_level,
            n_clusters=fit.n_clusters,
        ),
        caps=caps,
        n_capped=int(((y < caps.low) | (y > caps.high)).sum()),
    )


def _fit_draws(
    y: FloatArray, design: FloatArray, counts: IntArray, *, codes: IntArray, rule: CapRule
) -> FloatArray:
    """Return the coefficient of the arm in each draw, strata swept out; a stratum may be missing from a draw."""
    weights = counts.astype(np.float64)
    capped = _cut_draws(y, counts, rule=rule)
    (n, k), stratum = design.shape, (codes[:, None] == np.arange(int(codes.max()) + 1)).astype(np.float64)
    totals = np.maximum(weights @ stratum, 1.0)
    columns = (weights @ (stratum[:, :, None] * design[:, None, :]).reshape(n, -1)).reshape(
        len(weights), -1, k
    )
    products = (weights @ (design[:, :, None] * design[:, None, :]).reshape(n, -1)).reshape(-1, k, k)
    means = columns / totals[:, :, None]
    gram = products - np.swapaxes(means, 1, 2) @ columns
    amounts = weights * capped
    moments = amounts @ design - np.einsum("bsk,bs->bk", means, amounts @ stratum)
    try:
        return np.asarray(np.linalg.solve(gram, moments[:, :, None])[:, 0, 0])
    except np.linalg.LinAlgError:
        raise EstimationError("not-identified", what="treated") from None


def _cut_draws(y: FloatArray, counts: IntArray, *, rule: CapRule) -> FloatArray:
    order = np.argsort(y, kind="stable")
    cumulated, ordered = counts[:, order].cumsum(axis=1), y[order]
    capped = np.minimum(y, find_counted_quantiles(cumulated, ordered, rule.share)[:, None])
    if rule.tails == "both":
        capped = np.maximum(capped, find_counted_quantiles(cumulated, ordered, 1 - rule.share)[:, None])
    return np.asarray(capped)
