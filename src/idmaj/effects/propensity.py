"""Probabilities of treatment given covariates, and the weights that follow from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.logit import build_design, solve_logit
from idmaj.errors import EstimationError

Estimand = Literal["att", "ate", "overlap"]
_REMEMBERED: ContextVar[dict[bytes, Propensity] | None] = ContextVar("remembered_propensities", default=None)


@dataclass(frozen=True, eq=False)
class ComparisonWeights:
    """Weights that make the comparison group resemble the treated.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        Sum to 1 within each arm: 1/n1 for each treated person.
    effective_size : float
        Kish's effective number of comparison people, (Σw)²/Σw².
    largest_share : float
        Largest weight of one comparison person.
    effective_size_treated : float
        The same number for the treated; fewer than the treated where their weights differ.
    """

    weights: FloatArray
    effective_size: float
    largest_share: float
    effective_size_treated: float


@dataclass(frozen=True, eq=False)
class Propensity:
    """Probabilities of treatment given covariates, and what follows from them.

    Attributes
    ----------
    probabilities : ndarray, shape (n,)
    coefficients : ndarray, shape (k + 1,)
        Of the logit, per unit of `design`.
    overlap_share : float
        Share of the treated whose probability lies within the comparison group's range, ends included.
    comparison : ComparisonWeights
        Odds p/(1 - p) times the weights of people, normalised over the comparison group.
    influence : ndarray, shape (n, k + 1)
        Each person's influence on the logit's coefficients (intercept, covariates at standard deviation 1).
    design : ndarray, shape (n, k + 1)
        Intercept and covariates at mean 0 and standard deviation 1.
    """

    probabilities: FloatArray
    coefficients: FloatArray
    overlap_share: float
    comparison: ComparisonWeights
    influence: FloatArray
    design: FloatArray


def summarise_weights(weights: ArrayLike, treated: ArrayLike) -> ComparisonWeights:
    """Normalise the comparison group's weights and say how concentrated they are.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Non-negative; those of the treated are not read.
    treated : array_like, shape (n,)
        0/1 or boolean.

    Raises
    ------
    EstimationError
        ``no-weight``, ``negative-weights``, ``empty-arm``, input conditions.
    """
    raw = check_values(weights, "weights")
    arm = check_arms(treated, len(raw))
    share = check_weights(raw[~arm], int((~arm).sum()))
    share = share / share.sum()
    normalised = np.full(len(raw), 1 / arm.sum())
    normalised[~arm] = share
    return describe_weights(normalised, arm)


def describe_weights(weights: FloatArray, arm: BoolArray) -> ComparisonWeights:
    """Say how concentrated weights are that sum to 1 within each arm.

    Parameters
    ----------
    weights : ndarray, shape (n,)
    arm : ndarray, shape (n,)
    """
    return ComparisonWeights(
        weights=weights,
        effective_size=_effective_size(weights[~arm]),
        largest_share=float(weights[~arm].max()),
        effective_size_treated=_effective_size(weights[arm]),
    )


def _effective_size(share: FloatArray) -> float:
    return float(1 / (share @ share))


def estimate_propensity(
    treated: ArrayLike, covariates: ArrayLike, *, weights: ArrayLike | None = None
) -> Propensity:
    """Estimate probabilities of treatment by a logit with the covariates as main effects.

    Parameters
    ----------
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment; squares and products are columns of their own.
    weights : array_like, shape (n,), optional
        Weights of people.

    Raises
    ------
    EstimationError
        ``separation`` when covariates tell the arms apart without error, so that there is no overlap;
        ``collinear-covariates``, ``empty-arm``, ``no-convergence``, input conditions.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix))
    base = check_weights(weights, len(arm))
    remembered = _REMEMBERED.get()
    if remembered is None:
        return _fit(arm, matrix, base)
    key = hashlib.sha256(b"|".join(np.ascontiguousarray(part).data for part in (arm, matrix, base))).digest()
    if key not in remembered:
        remembered[key] = _fit(arm, matrix, base)
        for name in ("probabilities", "coefficients", "influence", "design"):
            getattr(remembered[key], name).flags.writeable = False
    return remembered[key]


@contextmanager
def remember_propensities() -> Iterator[None]:
    """Within the context, fit a propensity that was fitted before to the same people only once.

    For simulations in which outcomes change and people do not; every distinct fit stays in memory until the end.
    """
    token = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def _fit(arm: BoolArray, matrix: FloatArray, base: FloatArray) -> Propensity:
    scaled = scale_covariates(check_covariates(matrix, len(arm))).values
    design = build_design(scaled)
    optimum = solve_logit(arm.astype(np.float64), design, weight=base)
    p = special.expit(design @ optimum.point)
    bread = np.linalg.inv(optimum.at.information)
    inside = (p[arm] >= p[~arm].min()) & (p[arm] <= p[~arm].max())
    return Propensity(
        probabilities=p,
        coefficients=optimum.point,
        overlap_share=float(inside.mean()),
        comparison=describe_weights(find_weights(p, arm, estimand="att", base=base)[0], arm),
        influence=(design * (base * (arm - p))[:, None]) @ bread,
        design=design,
    )


def find_weights(
    p: FloatArray, arm: BoolArray, *, estimand: Estimand, base: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Find the weights that an estimand asks for.

    Parameters
    ----------
    p : ndarray, shape (n,)
        Probabilities of treatment.
    arm : ndarray, shape (n,)
    estimand : {"att", "ate", "overlap"}
        As `estimate_ipw`.
    base : ndarray, shape (n,)
        Weights of people.

    Returns
    -------
    weights, slope : ndarray, shape (n,)
        Weights summing to 1 within each arm, and the derivatives of the unnormalised ones by the log odds of
        treatment, over the same sums.

    Raises
    ------
    EstimationError
        ``extreme-weights`` where a probability is 0 or 1 to rounding; ``no-weight`` in an arm.
    """
    odds = np.exp(special.logit(p))
    if estimand == "att":
        raw, slope = np.where(arm, 1.0, odds), np.where(arm, 0.0, odds)
    elif estimand == "ate":
        raw = np.where(arm, 1 + 1 / odds, 1 + odds)
        slope = np.where(arm, -1 / odds, odds)
    else:
        raw, slope = np.where(arm, 1 - p, p), np.where(arm, -1.0, 1.0) * p * (1 - p)
    raw = raw * base
    if not np.isfinite(raw).all():
        raise EstimationError("extreme-weights")
    total = np.where(arm, check_weights(raw[arm], int(arm.sum())).sum(), 0.0)
    total = np.where(arm, total, check_weights(raw[~arm], int((~arm).sum())).sum())
    return raw / total, slope * base / total
