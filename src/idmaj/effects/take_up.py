"""Effect on those who take part because it is offered: two-stage least squares with one instrument, the offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_groups,
    check_indicator,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast, check_level
from idmaj.effects.linear import ErrorKind, LinearFit, estimate_linear
from idmaj.effects.survey.design import check_survey_weights
from idmaj.errors import EstimationError

WEAK_BELOW = 23.1
NO_DIFFERENCE = 1e-9
ROUNDING = 1e-12


@dataclass(frozen=True)
class ComplierEffect:
    """The effect of taking part among those whom the offer moved.

    Attributes
    ----------
    contrast : Contrast
        In the outcome's unit; Wald interval.
    first_stage : Contrast
        Difference that the offer makes to the share who take part. Where everybody complies its error is 0 and
        its statistic infinite.
    f_statistic : float
        Squared statistic of the first stage under the same errors: with one instrument the effective F.
    anderson_rubin_low, anderson_rubin_high : float
        Interval that holds however weak the first stage is; infinite ends where the data set no limit.
    share_compliers : float
        The first stage's estimate.
    is_weak : bool
        F below 23.1, where the worst-case bias may exceed a tenth: read the Anderson-Rubin interval alone.
    """

    contrast: Contrast
    first_stage: Contrast
    f_statistic: float
    anderson_rubin_low: float
    anderson_rubin_high: float
    share_compliers: float
    is_weak: bool


@dataclass(frozen=True)
class _OfferEffects:
    """Effects of the offer on outcome and take-up, with the variances and covariance of the two."""

    outcome: float
    take_up: float
    var_outcome: float
    var_take_up: float
    covariance: float
    df: float
    n_clusters: int | None


def estimate_complier_effect(  # noqa: PLR0913  the design of a trial has this many parts
    outcome: ArrayLike,
    assigned: ArrayLike,
    received: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> ComplierEffect:
    """Estimate the complier average causal effect of taking part, with the offer as the instrument.

    Assumes that the offer was randomised, works through taking part alone, and makes nobody stay away who
    would have come without it.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    assigned : array_like, shape (n,)
        0/1 or boolean: who was offered.
    received : array_like, shape (n,)
        0/1 or boolean: who took part.
    covariates : array_like, shape (n, k), optional
        Measured before the offer.
    strata : array_like, shape (n,), optional
        Labels within which the offer was drawn; each has its own intercept.
    clusters : array_like, shape (n,), optional
        Labels of the units to which the offer was made.
    weights : array_like, shape (n,), optional
        Sampling weights.
    errors : str, optional
        As `idmaj.effects.linear.estimate_linear`: HC2, or CR2 with clusters, if not given. HC0 and CR0 are the
        errors without a small-sample factor.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-take-up`` where the offer does not raise take-up; ``empty-arm``, ``one-cluster-per-arm``,
        ``no-variation``, ``extreme-weights``, ``collinear-covariates``, ``full-leverage``, input conditions.

    References
    ----------
    Angrist, Imbens & Rubin (1996), JASA 91; Anderson & Rubin (1949), Annals of Mathematical Statistics 20;
    Montiel Olea & Pflueger (2013), Journal of Business & Economic Statistics 31.
    """
    y = check_values(outcome, "outcome")
    n = len(y)
    mass = np.ones(n) if weights is None else check_survey_weights(check_values(weights, "weights", n=n))
    offer, part = _check_offer(assigned, received, mass=mass, clusters=clusters)
    other = np.empty((n, 0)) if covariates is None else check_covariates(covariates, n)
    columns = [offer, scale_covariates(other).values]
    design = np.column_stack(columns if strata is not None else [*columns, np.ones(n)])
    unit = float(y[mass > 0].std())
    if not unit > ROUNDING * float(np.abs(y).max()):
        raise EstimationError("no-variation")

    def fit(values: FloatArray) -> LinearFit:
        return estimate_linear(values, design, errors=errors, clusters=clusters, weights=mass, absorb=strata)

    effects = _estimate_offer((y - y.mean()) / unit, part.astype(np.float64), fit)
    return _build_effect(effects, unit=unit, conf_level=check_level(conf_level))


def _check_offer(
    assigned: ArrayLike, received: ArrayLike, *, mass: FloatArray, clusters: ArrayLike | None
) -> tuple[BoolArray, BoolArray]:
    n, kept = len(mass), mass > 0
    offer, part = check_arms(assigned, n), check_indicator(received, "received", n=n)
    check_arms(offer[kept], int(kept.sum()), needed=1)
    if clusters is not None:
        codes = check_groups(clusters, "clusters", n=n)
        for members in (offer & kept, ~offer & kept):
            if len(np.unique(codes[members])) < 2:
                raise EstimationError("one-cluster-per-arm")
    return offer, part


def _estimate_offer(y: FloatArray, part: FloatArray, fit: Callable[[FloatArray], LinearFit]) -> _OfferEffects:
    outcome, take_up, both = fit(y), fit(part), fit(y + part)
    var_outcome, var_take_up = float(outcome.vcov[0, 0]), float(take_up.vcov[0, 0])
    return _OfferEffects(
        outcome=float(outcome.coefficients[0]),
        take_up=float(take_up.coefficients[0]),
        var_outcome=var_outcome,
        var_take_up=var_take_up if take_up.std_errors[0] > 0 else 0.0,
        # errors are quadratic forms of the residuals, so the covariance follows from the sum's variance
        covariance=(float(both.vcov[0, 0]) - var_outcome - var_take_up) / 2,
        df=float(outcome.df[0]),
        n_clusters=outcome.n_clusters,
    )


def _build_effect(effects: _OfferEffects, *, unit: float, conf_level: float) -> ComplierEffect:
    share = effects.take_up
    if not share > NO_DIFFERENCE:
        raise EstimationError("no-take-up")
    slope = effects.outcome / share
    variance = effects.var_outcome - 2 * slope * effects.covariance + slope**2 * effects.var_take_up
    if not variance > ROUNDING * effects.var_outcome or not effects.var_outcome > ROUNDING**2:
        raise EstimationError("no-variation")
    contrast = build_contrast(
        slope * unit,
        float(np.sqrt(variance)) / share * unit,
        df=effects.df,
        conf_level=conf_level,
        n_clusters=effects.n_clusters,
    )
    first_stage = _build_first_stage(effects, conf_level)
    low, high = _invert_anderson_rubin(effects, conf_level)
    f_statistic = first_stage.statistic**2
    return ComplierEffect(
        contrast, first_stage, f_statistic, low * unit, high * unit, share, f_statistic < WEAK_BELOW
    )


def _build_first_stage(effects: _OfferEffects, conf_level: float) -> Contrast:
    share, df, n_clusters = effects.take_up, effects.df, effects.n_clusters
    if effects.var_take_up > 0:
        std_error = float(np.sqrt(effects.var_take_up))
        return build_contrast(share, std_error, df=df, conf_level=conf_level, n_clusters=n_clusters)
    return Contrast(share, 0.0, df, np.inf, 0.0, share, share, conf_level, n_clusters)


def _invert_anderson_rubin(effects: _OfferEffects, conf_level: float) -> tuple[float, float]:
    """Return the values b at which (effect on y - b · effect on take-up)² is within the critical value."""
    critical = float(special.stdtrit(effects.df, 0.5 + conf_level / 2)) ** 2
    square = effects.take_up**2 - critical * effects.var_take_up
    cross = effects.outcome * effects.take_up - critical * effects.covariance
    constant = effects.outcome**2 - critical * effects.var_outcome
    if square <= 0:
        return -np.inf, np.inf
    half = float(np.sqrt(max(cross**2 - square * constant, 0.0)))
    return (cross - half) / square, (cross + half) / square
