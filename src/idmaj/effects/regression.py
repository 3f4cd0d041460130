"""Differences between two arms by least squares: Welch, ANCOVA and Lin (2013)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast, contrast_of
from idmaj.effects.linear import ErrorKind, estimate_linear
from idmaj.errors import EstimationError


def estimate_difference_in_means(
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in means, treated minus comparison.

    With outcome and arm alone this is Welch's test: the standard error sqrt(s1²/n1 + s0²/n0) equals HC2 of the
    regression on the arm, degrees of freedom by Satterthwaite. With strata, clusters, weights or a kind of
    errors it is the coefficient of the arm in that regression, as `estimate_ancova` without covariates.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    strata, clusters, weights : array_like, shape (n,), optional
        As in `estimate_ancova`.
    errors : str, optional
        As in `estimate_ancova`.
    conf_level : float

    Raises
    ------
    EstimationError
        ``empty-arm``, ``too-few-people`` (under two in an arm), ``no-variation``, input conditions; with
        strata, clusters or weights as `estimate_ancova`.

    References
    ----------
    Welch (1947), Biometrika 34; Samii & Aronow (2012), Statistics & Probability Letters 82.
    """
    if not (strata is None and clusters is None and weights is None and errors is None):
        people = _check_people(outcome, treated, strata=strata, clusters=clusters, weights=weights)
        return _estimate_arm_coefficient(people, [], errors=errors, conf_level=conf_level)
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    parts = [y[arm].var(ddof=1) / arm.sum(), y[~arm].var(ddof=1) / (~arm).sum()]
    variance = parts[0] + parts[1]
    if not variance > float((1e-13 * np.abs(y).max()) ** 2):
        raise EstimationError("no-variation")
    df = variance**2 / (parts[0] ** 2 / (arm.sum() - 1) + parts[1] ** 2 / ((~arm).sum() - 1))
    return build_contrast(y[arm].mean() - y[~arm].mean(), np.sqrt(variance), df=df, conf_level=conf_level)


def estimate_ancova(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the coefficient of the arm in a regression on arm and covariates.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives the plain difference in means.
    strata : array_like, shape (n,), optional
        Labels of strata or pairs, each with an effect of its own; the estimate averages over strata by the
        variance of the arm within them.
    clusters : array_like, shape (n,), optional
        The unit that was assigned; in a pair-randomised design the pair.
    weights : array_like, shape (n,), optional
        0 or above; people of weight 0 are left out.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"}, optional
        HC2 by default, CR2 with clusters. Degrees of freedom as in `idmaj.effects.linear.estimate_linear`.
    conf_level : float

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``empty-arm``, ``too-few-people``, ``full-leverage``, ``no-variation``,
        ``too-few-groups`` and ``one-cluster-per-arm`` (clusters), ``not-identified`` (no stratum holds both
        arms), ``extreme-weights`` (effective sample size not above the number of parameters).

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29; Pustejovsky & Tipton (2018), Journal of Business &
    Economic Statistics 36; de Chaisemartin & Ramirez-Cuellar (2024), AEJ: Applied 16, on pairs.
    """
    people = _check_people(
        outcome, treated, covariates=covariates, strata=strata, clusters=clusters, weights=weights
    )
    return _estimate_arm_coefficient(people, [people.covariates], errors=errors, conf_level=conf_level)


def estimate_lin(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: ErrorKind | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the average effect with each covariate, centred over both arms, interacted with the arm.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; centred at their weighted means.
    strata, clusters, weights : array_like, shape (n,), optional
        As in `estimate_ancova`. Strata are not interacted with the arm; where the effect may differ between
        strata, pass indicators of the strata as covariates instead.
    errors : str, optional
        As in `estimate_ancova`.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_ancova`; also when a covariate does not vary within an arm (``collinear-covariates``).

    References
    ----------
    Lin (2013), Annals of Applied Statistics 7.
    """
    people = _check_people(
        outcome, treated, covariates=covariates, strata=strata, clusters=clusters, weights=weights
    )
    interacted = people.covariates * people.treated[:, None]
    return _estimate_arm_coefficient(
        people, [people.covariates, interacted], errors=errors, conf_level=conf_level
    )


@dataclass(frozen=True, eq=False)
class _People:
    """People of a weight above 0; covariates scaled, with weighted mean 0."""

    outcome: FloatArray
    treated: BoolArray
    covariates: FloatArray
    strata: IntArray | None
    clusters: IntArray | None
    weights: FloatArray | None


def _check_people(
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    strata: ArrayLike | None,
    clusters: ArrayLike | None,
    weights: ArrayLike | None,
) -> _People:
    y = check_values(outcome, "outcome")
    n = len(y)
    arm = check_arms(treated, n)
    matrix = np.empty((n, 0)) if covariates is None else check_covariates(covariates, n)
    mass = check_weights(weights, n)
    kept = mass > 0
    people = _People(
        outcome=y[kept],
        treated=check_arms(arm[kept], int(kept.sum())),
        covariates=_centre(matrix[kept], None if weights is None else mass[kept]),
        strata=None if strata is None else check_groups(strata, "strata", n=n)[kept],
        clusters=None if clusters is None else check_groups(clusters, "clusters", n=n, needed=2)[kept],
        weights=None if weights is None else mass[kept],
    )
    _check_arms_within(people)
    return people


def _centre(matrix: FloatArray, weights: FloatArray | None) -> FloatArray:
    scaled = scale_covariates(matrix).values
    return scaled if weights is None else scaled - np.average(scaled, axis=0, weights=weights)


def _check_arms_within(people: _People) -> None:
    arm = people.treated
    if people.clusters is not None:
        n_clusters = min(len(np.unique(people.clusters[arm])), len(np.unique(people.clusters[~arm])))
        if n_clusters < 2:
            raise EstimationError("one-cluster-per-arm")
    if people.strata is not None and not np.isin(people.strata[arm], people.strata[~arm]).any():
        raise EstimationError("not-identified")


def _check_effective_size(people: _People, *, n_columns: int) -> None:
    """Refuse weights that leave fewer effective people (Kish) than parameters."""
    mass = people.weights
    n_strata = 0 if people.strata is None else len(np.unique(people.strata))
    if mass is not None and mass.sum() ** 2 <= (n_columns + n_strata) * (mass @ mass):
        raise EstimationError("extreme-weights")


def _estimate_arm_coefficient(
    people: _People, covariates: list[FloatArray], *, errors: ErrorKind | None, conf_level: float
) -> Contrast:
    intercept = [] if people.strata is not None else [np.ones(len(people.outcome))]
    design = np.column_stack([*intercept, people.treated, *covariates])
    _check_effective_size(people, n_columns=design.shape[1])
    fit = estimate_linear(
        people.outcome,
        design,
        errors=errors,
        clusters=people.clusters,
        weights=people.weights,
        absorb=people.strata,
        first_covariate=len(intercept) + 1,
    )
    return contrast_of(fit, len(intercept), conf_level)
