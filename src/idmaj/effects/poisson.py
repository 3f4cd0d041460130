"""Percent changes and rate ratios by Poisson pseudo-maximum likelihood, zeros in; no logarithm of an outcome."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import check_groups, check_values
from idmaj.effects.contrast import Contrast, Ratio, contrast_of
from idmaj.effects.linear import ErrorKind
from idmaj.effects.poisson_fit import PoissonRows, build_rows, fit_poisson
from idmaj.errors import EstimationError

LOGARITHMS = ("log", "log1p", "asinh")


@dataclass(frozen=True, eq=False)
class RelativeEffect:
    """The mean of the treated over that of the comparison group, covariates alike.

    Attributes
    ----------
    percent, percent_low, percent_high : float
        exp(b) - 1 with its interval, as a share: 0.25 says 25 percent more.
    ratio : Ratio
        exp(b), tested and bounded on the log scale.
    log_ratio : Contrast
        The coefficient b of the arm.
    n : int
        People whose outcome tells something.
    n_left_out : int
        People of weight 0, and of strata in which every outcome is 0.
    """

    percent: float
    percent_low: float
    percent_high: float
    ratio: Ratio
    log_ratio: Contrast
    n: int
    n_left_out: int


def estimate_percent_change(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> RelativeEffect:
    """Estimate the percent change of a mean, E(y | arm, x) = exp(a + b arm + x'c), zeros included.

    Only the mean need be right: the outcome may be an amount, and errors are sandwich errors. Unlike a
    difference of log(1 + y) or asinh(y), the percentage does not hang on the unit of the outcome.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0 or above: earnings, hours, counts.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives the ratio of the two means.
    strata : array_like, shape (n,), optional
        Labels; each stratum has a level of its own.
    clusters : array_like, shape (n,), optional
        Labels of people whose outcomes are dependent.
    weights : array_like, shape (n,), optional
        0 or above, of any scale.
    errors : optional
        As `idmaj.effects.linear.estimate_linear`, leverages of the weighted fit at the estimate; HC3 by
        default, CR2 with clusters. HC0 and CR0 have no small-sample factor.
    conf_level : float

    Raises
    ------
    EstimationError
        ``negative-outcome``; ``no-events`` where every outcome of an arm is 0; ``separation`` where a
        covariate marks zeros without error; ``not-identified`` where the arm does not vary within strata;
        ``collinear-covariates``, ``no-convergence``, ``no-variation``, and as `estimate_linear`.

    References
    ----------
    Gourieroux, Monfort & Trognon (1984), Econometrica 52; Santos Silva & Tenreyro (2006), Review of Economics
    and Statistics 88; Chen & Roth (2024), Quarterly Journal of Economics 139.
    """
    y = check_values(outcome, "outcome")
    rows = build_rows(y, treated, covariates, exposure=np.ones(len(y)), strata=strata, weights=weights)
    return _estimate_effect(rows, clusters, errors=errors, conf_level=conf_level)


def estimate_rate_ratio(
    events: ArrayLike,
    treated: ArrayLike,
    exposure: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> RelativeEffect:
    """Estimate the ratio of two event rates, with sandwich errors instead of a law of dispersion.

    Parameters
    ----------
    events : array_like, shape (n,)
        Events of each person, 0 or above.
    treated : array_like, shape (n,)
        0/1 or boolean.
    exposure : array_like, shape (n,)
        Time at risk of each person, above 0: days at liberty, say.
    covariates : array_like, shape (n, k), optional
        Without them the ratio is that of the two crude rates.
    clusters, weights, errors, conf_level : optional
        As `estimate_percent_change`.

    Raises
    ------
    EstimationError
        ``no-exposure`` where a person was never at risk; otherwise as `estimate_percent_change`.

    References
    ----------
    Gourieroux, Monfort & Trognon (1984), Econometrica 52.
    """
    y = check_values(events, "events")
    time = check_values(exposure, "exposure", n=len(y))
    if not (time > 0).all():
        raise EstimationError("no-exposure", n=int((time <= 0).sum()))
    matrix = np.zeros((len(y), 0)) if covariates is None else covariates
    rows = build_rows(y, treated, matrix, exposure=time, strata=None, weights=weights)
    return _estimate_effect(rows, clusters, errors=errors, conf_level=conf_level)


def refuse_logarithm(transformation: str, outcome: ArrayLike) -> None:
    """Refuse to read a difference of transformed outcomes as percent where that has no meaning.

    Parameters
    ----------
    transformation : str
        ``"log"``, ``"log1p"``, ``"asinh"``; any other name passes.
    outcome : array_like, shape (n,)
        Before the transformation.

    Raises
    ------
    EstimationError
        ``percent-of-logarithm`` for log1p and asinh always, since a change of unit gives their difference any
        size; for log where an outcome is 0 or below.

    References
    ----------
    Chen & Roth (2024), Quarterly Journal of Economics 139.
    """
    y = check_values(outcome, "outcome")
    if transformation in LOGARITHMS and (transformation != "log" or not (y > 0).all()):
        raise EstimationError("percent-of-logarithm")


def exponentiate(log_ratio: Contrast) -> Ratio:
    """Return the ratio whose logarithm is given, with the same test and the interval's exponentials."""
    return Ratio(
        estimate=float(np.exp(log_ratio.estimate)),
        std_error=log_ratio.std_error,
        statistic=log_ratio.statistic,
        p_value=log_ratio.p_value,
        conf_low=float(np.exp(log_ratio.conf_low)),
        conf_high=float(np.exp(log_ratio.conf_high)),
        conf_level=log_ratio.conf_level,
    )


def _estimate_effect(
    rows: PoissonRows, clusters: ArrayLike | None, *, errors: ErrorKind | None, conf_level: float
) -> RelativeEffect:
    kept_clusters = None
    if clusters is not None:
        kept_clusters = check_groups(clusters, "clusters", n=len(rows.kept))[rows.kept]
    log_ratio = contrast_of(fit_poisson(rows, kept_clusters, errors=errors), 0, conf_level)
    return RelativeEffect(
        percent=float(np.expm1(log_ratio.estimate)),
        percent_low=float(np.expm1(log_ratio.conf_low)),
        percent_high=float(np.expm1(log_ratio.conf_high)),
        ratio=exponentiate(log_ratio),
        log_ratio=log_ratio,
        n=int(rows.kept.sum()),
        n_left_out=int((~rows.kept).sum()),
    )
