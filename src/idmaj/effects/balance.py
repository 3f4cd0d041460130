"""Are the groups alike? Standardised differences, variance ratios, and one test of all covariates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    FloatArray,
    check_arms,
    check_covariates,
    check_rank,
    check_weights,
    scale_covariates,
)
from idmaj.errors import EstimationError

BATCH_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class CovariateBalance:
    """Balance of k covariates between two arms.

    Attributes
    ----------
    mean_treated, mean_comparison : ndarray, shape (k,)
        Weighted means, in the covariates' units.
    standardised_difference : ndarray, shape (k,)
        Difference in (weighted) means over an *unweighted* standard deviation, so that weighting cannot
        improve it by inflating the denominator; 0 for a covariate that is one constant in both arms.
    variance_ratio : ndarray, shape (k,)
        (Weighted) variance of the treated over that of the comparison group; 1 where both are 0,
        infinite where only the comparison group's is.
    """

    mean_treated: FloatArray
    mean_comparison: FloatArray
    standardised_difference: FloatArray
    variance_ratio: FloatArray


@dataclass(frozen=True)
class JointBalanceTest:
    """A test that no covariate predicts the arm.

    Attributes
    ----------
    statistic : float
        F of the regression of the arm on all covariates, equal to scaled Hotelling's T².
    df1, df2 : int
    p_value : float
        From the F distribution.
    p_value_permutation : float
        Share of reassignments of people to arms with an F at least as large, the observed one counted;
        equal to `p_value` in the limit of many people. Its least value is 1/(1 + draws).
    draws : int
        Reassignments drawn.
    """

    statistic: float
    df1: int
    df2: int
    p_value: float
    p_value_permutation: float
    draws: int


def estimate_balance(
    covariates: ArrayLike,
    treated: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    denominator: Literal["pooled", "treated"] = "pooled",
) -> CovariateBalance:
    """Estimate standardised differences and variance ratios, treated against comparison.

    Parameters
    ----------
    covariates : array_like, shape (n, k)
    treated : array_like, shape (n,)
        0/1 or boolean.
    weights : array_like, shape (n,), optional
        Any scale within each arm; none gives the balance before weighting.
    denominator : {"pooled", "treated"}
        Root of the mean of the two variances, or the treated group's standard deviation; divisor n - 1.

    Raises
    ------
    EstimationError
        ``empty-arm``, ``too-few-people`` (under two in an arm), ``no-weight`` in an arm, input conditions;
        ``no-variation`` when a covariate differs between arms but has no standard deviation.

    References
    ----------
    Rosenbaum & Rubin (1985), American Statistician 39; Austin (2011), Multivariate Behavioral Research 46.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix), needed=2)
    x = check_covariates(matrix, len(arm))
    w = check_weights(weights, len(arm))
    mean_1, variance_1 = _moments(x[arm], w[arm])
    mean_0, variance_0 = _moments(x[~arm], w[~arm])
    plain_1, plain_0 = x[arm].var(axis=0, ddof=1), x[~arm].var(axis=0, ddof=1)
    spread = np.sqrt((plain_1 + plain_0) / 2 if denominator == "pooled" else plain_1)
    return CovariateBalance(
        mean_treated=mean_1,
        mean_comparison=mean_0,
        standardised_difference=_standardise(mean_1 - mean_0, spread),
        variance_ratio=_ratio(variance_1, variance_0),
    )


def estimate_joint_balance(
    covariates: ArrayLike, treated: ArrayLike, *, draws: int = 9_999, seed: int = 0
) -> JointBalanceTest:
    """Test all covariates at once against complete randomisation of people to arms of fixed size.

    Parameters
    ----------
    covariates : array_like, shape (n, k)
        k ≥ 1.
    treated : array_like, shape (n,)
        0/1 or boolean.
    draws, seed : int
        Reassignments and the seed of their generator; cost grows as draws × n.

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``no-covariates``, ``empty-arm``, ``too-few-people`` (n ≤ k + 1),
        ``separation`` when covariates tell the arms apart without error; input conditions.

    References
    ----------
    Hotelling (1931); Hansen & Bowers (2008), Statistical Science 23, for reassignment as the reference.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix))
    x = check_covariates(matrix, len(arm))
    n, k = x.shape
    if k == 0:
        raise EstimationError("no-covariates")
    if n <= k + 1:
        raise EstimationError("too-few-people", n=n, needed=k + 2)
    scaled = scale_covariates(x).values
    check_rank(scaled)
    basis = np.linalg.qr(scaled)[0]
    share = arm.mean()
    explained = float(((basis.T @ (arm - share)) ** 2).sum() / (n * share * (1 - share)))
    if explained >= 1 - 1e-12:
        raise EstimationError("separation", model="balance")
    statistic = explained / (1 - explained) * (n - k - 1) / k
    drawn = _draw_explained(basis, int(arm.sum()), draws=draws, seed=seed)
    return JointBalanceTest(
        statistic=statistic,
        df1=k,
        df2=n - k - 1,
        p_value=float(special.fdtrc(k, n - k - 1, statistic)),
        p_value_permutation=float((1 + (drawn >= explained * (1 - 1e-9)).sum()) / (1 + draws)),
        draws=draws,
    )


def _moments(x: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    if weights.sum() <= 0:
        raise EstimationError("no-weight")
    share = weights / weights.sum()
    mean = share @ x
    unbiased = 1 - share @ share
    if unbiased <= 0:
        return mean, np.zeros(x.shape[1])
    return mean, share @ (x - mean) ** 2 / unbiased


def _standardise(difference: FloatArray, spread: FloatArray) -> FloatArray:
    flat = spread == 0
    if (flat & (difference != 0)).any():
        raise EstimationError("no-variation")
    return np.divide(difference, spread, out=np.zeros_like(difference), where=~flat)


def _ratio(one: FloatArray, zero: FloatArray) -> FloatArray:
    empty = np.where(one == 0, 1.0, np.inf)
    return np.divide(one, zero, out=empty, where=zero > 0)


def _draw_explained(basis: FloatArray, n_treated: int, *, draws: int, seed: int) -> FloatArray:
    if draws < 1:
        raise EstimationError("not-a-count", events=draws, n=draws)
    generator = np.random.default_rng(seed)
    n = len(basis)
    arm = (np.arange(n) < n_treated).astype(np.float64) - n_treated / n
    size = max(1, BATCH_CELLS // n)
    parts = []
    for done in range(0, draws, size):
        shuffled = generator.permuted(np.broadcast_to(arm, (min(size, draws - done), n)), axis=1)
        parts.append(((shuffled @ basis) ** 2).sum(axis=1))
    return np.concatenate(parts) / (arm @ arm)
