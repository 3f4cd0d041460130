"""The wild cluster bootstrap: tests and intervals where clusters are few."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.absorption import sum_by_group
from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_covariates,
    check_groups,
    check_rank,
    check_values,
)
from idmaj.effects.contrast import check_level
from idmaj.effects.linear import estimate_least_squares
from idmaj.effects.products import multiply
from idmaj.errors import EstimationError

MOST_ENUMERATED = 4_096
CELLS_AT_ONCE = 4_000_000
TIE = 1e-9
DOUBLINGS = 40
BISECTIONS = 40


@dataclass(frozen=True)
class WildBootstrapTest:
    """A wild cluster bootstrap test of one coefficient.

    Attributes
    ----------
    statistic : float
        (estimate - null)/error, with the CR0 error; a small-sample factor would cancel.
    p_value : float
        Share of draws at least as large in absolute value; in a sample of draws the data themselves count as
        one more draw, so that p is at least 1/(draws + 1).
    p_value_strict : float
        Share of draws strictly larger, the convention of Stata's boottest.
    p_value_equal_tail : float
        Twice the smaller of the shares at most and at least as large, not above 1.
    conf_low, conf_high, conf_level : float
        Null values that the test with `p_value` does not reject, between which the estimate lies; infinite
        where it rejects none, as with 2^G < 2/(1 - conf_level).
    draws : int
    is_exact : bool
        Every one of the 2^G sign vectors was used.
    mc_error : float
        Monte-Carlo standard error of `p_value`; 0 where exact.
    """

    statistic: float
    p_value: float
    p_value_strict: float
    p_value_equal_tail: float
    conf_low: float
    conf_high: float
    conf_level: float
    draws: int
    is_exact: bool
    mc_error: float


def estimate_wild_bootstrap(  # noqa: PLR0913  the null hypothesis and the draws have this many parts
    outcome: ArrayLike,
    design: ArrayLike,
    clusters: ArrayLike,
    *,
    position: int,
    null: float = 0.0,
    restricted: bool = True,
    draws: int = 9_999,
    seed: int = 0,
    conf_level: float = 0.95,
) -> WildBootstrapTest:
    """Test a coefficient by redrawing the sign of each cluster's residuals (Rademacher weights).

    All 2^G sign vectors are used where they are at most 4,096, otherwise `draws` of them. A draw costs one
    product with G x (2k + 1) sums by cluster, whatever the number of people, and the same draws serve every
    null value of the interval.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    design : array_like, shape (n, k)
        With a column of ones for an intercept, and dummies for strata.
    clusters : array_like, shape (n,)
        Labels.
    position : int
        Column of the design whose coefficient is tested.
    null : float
        Value under the null hypothesis.
    restricted : bool
        Residuals of the fit that obeys the null hypothesis (WCR), which hold the level far better.
    draws, seed : int
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-groups`` (under two clusters), ``too-few-people``, ``collinear-covariates``,
        ``no-variation`` (the error of the coefficient is 0); input conditions.

    References
    ----------
    Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90; Roodman, MacKinnon, Nielsen & Webb
    (2019), Stata Journal 19.
    """
    y = check_values(outcome, "outcome")
    matrix = check_covariates(design, len(y))
    codes = check_groups(clusters, "clusters", n=len(y), needed=2)
    check_level(conf_level)
    if len(y) <= matrix.shape[1]:
        raise EstimationError("too-few-people", n=len(y), needed=matrix.shape[1] + 1)
    check_rank(matrix)
    sums = _sum_clusters(y, matrix, codes, position=position, restricted=restricted)
    n_clusters = int(codes.max()) + 1
    is_exact = n_clusters <= int(np.log2(MOST_ENUMERATED))
    n_draws = 2**n_clusters if is_exact else draws
    generator = np.random.default_rng(seed)
    paths = _draw_paths(sums, n_draws, is_exact=is_exact, generator=generator)
    low, high = _invert(sums, paths, is_exact=is_exact, level=1 - conf_level)
    statistic = (sums.estimate - null) / sums.std_error
    as_large, larger = _compare(paths, null, statistic)
    p_value = _share(as_large, n_draws, is_exact)
    tails = _count_tails(paths, null, statistic)
    return WildBootstrapTest(
        statistic=statistic,
        p_value=p_value,
        p_value_strict=larger / n_draws,
        p_value_equal_tail=min(1.0, 2 * min(tails) / n_draws),
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        draws=n_draws,
        is_exact=is_exact,
        mc_error=0.0 if is_exact else float(np.sqrt(p_value * (1 - p_value) / n_draws)),
    )


@dataclass(frozen=True, eq=False)
class _ClusterSums:
    """Sums by cluster of residuals that are linear in the null value r: part 0 minus r times part 1.

    Attributes
    ----------
    influence : ndarray, shape (2, G)
        Of the coefficient: Σ a_i e_i with a the coefficient's weights of the outcomes.
    scores : ndarray, shape (2, G, k)
        Σ q_i e_i with q the rows of an orthonormal basis of the design.
    loading : ndarray, shape (G, k)
        Σ q_i a_i.
    """

    estimate: float
    std_error: float
    influence: FloatArray
    scores: FloatArray
    loading: FloatArray


@dataclass(frozen=True, eq=False)
class _Paths:
    """Draws as functions of the null value r: numerator n0 - r n1, squared error d0 - 2 r d1 + r² d2."""

    numerator: FloatArray
    square: FloatArray


def _sum_clusters(
    y: FloatArray, design: FloatArray, codes: IntArray, *, position: int, restricted: bool
) -> _ClusterSums:
    fit = estimate_least_squares(y, design)
    basis, direction = fit.basis, fit.root[position]
    weight = basis @ direction
    variance = float(fit.unscaled_vcov[position, position])
    own = sum_by_group((weight * fit.residuals)[:, None], codes)
    std_error = float(np.sqrt(np.sum(own**2)))
    if not std_error > 1e-13 * float(np.abs(y).max()) * np.sqrt(variance):
        raise EstimationError("no-variation")
    free = sum_by_group(basis * fit.residuals[:, None], codes)
    loading = sum_by_group(basis * weight[:, None], codes)
    scores = np.stack([free, np.zeros_like(free)])
    if restricted:
        # By Frisch, Waugh and Lovell the restricted residuals are e + (b - r)·left, where left = weight/variance
        # is what the other columns leave of the tested one.
        slope = loading / variance
        scores = np.stack([free + float(fit.coefficients[position]) * slope, slope])
    return _ClusterSums(
        estimate=float(fit.coefficients[position]),
        std_error=std_error,
        influence=scores @ direction,
        scores=scores,
        loading=loading,
    )


def _draw_paths(
    sums: _ClusterSums, n_draws: int, *, is_exact: bool, generator: np.random.Generator
) -> _Paths:
    n_clusters = len(sums.loading)
    # In these coordinates the quadratic form of the scores is diagonal.
    curvature, turn = np.linalg.eigh(sums.loading.T @ sums.loading)
    crossed = sums.influence[:, :, None] * (sums.loading @ turn)
    stacked = np.column_stack([*sums.influence, *(sums.scores @ turn), *crossed]).T
    block = max(1, CELLS_AT_ONCE // n_clusters)
    paths = []
    for start in range(0, n_draws, block):
        stop = min(start + block, n_draws)
        if is_exact:
            bits = np.arange(start, stop) >> np.arange(n_clusters)[:, None] & 1
        else:
            bits = _draw_bits(n_clusters, stop - start, generator)
        paths.append(
            _trace_paths(multiply(stacked, 2 * bits.astype(np.float64) - 1), sums.influence, curvature)
        )
    return _Paths(*(np.concatenate(parts, axis=1) for parts in zip(*paths, strict=True)))


def _draw_bits(n_clusters: int, n_draws: int, generator: np.random.Generator) -> np.ndarray:
    width = -(-n_draws // 8)
    octets = np.frombuffer(generator.bytes(n_clusters * width), dtype=np.uint8)
    return np.unpackbits(octets.reshape(n_clusters, width), axis=1)[:, :n_draws]


def _trace_paths(
    products: FloatArray, influence: FloatArray, curvature: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Σ_g (v_g A_g - P_g'w)² with w = Σ_h v_h S_h, expanded so that no G x G product is needed."""
    k = len(curvature)
    scores = products[2 : 2 + 2 * k].reshape(2, k, -1)
    crossed = products[2 + 2 * k :].reshape(2, k, -1)
    half = curvature[:, None] / 2 * scores - crossed
    square = [
        influence[i] @ influence[j] + (half[i] * scores[j] + half[j] * scores[i]).sum(axis=0)
        for i, j in ((0, 0), (0, 1), (1, 1))
    ]
    return products[:2], np.array(square)


def _compare(paths: _Paths, null: float, statistic: float) -> tuple[int, int]:
    """Draws at least as large as the statistic in absolute value, and strictly larger.

    A draw without any error counts as infinitely large. Comparing squares spares the root and the division.
    """
    numerator = paths.numerator[0] - null * paths.numerator[1]
    error = paths.square[0] - null * (2 * paths.square[1] - null * paths.square[2])
    excess = numerator * numerator - statistic**2 * error
    tie = 2 * TIE * statistic**2 * np.abs(error)
    return int(np.count_nonzero(excess >= -tie)), int(np.count_nonzero(excess > tie))


def _count_tails(paths: _Paths, null: float, statistic: float) -> tuple[int, int]:
    """Draws at most, and at least, as large as the statistic."""
    numerator = paths.numerator[0] - null * paths.numerator[1]
    error = paths.square[0] - null * (2 * paths.square[1] - null * paths.square[2])
    threshold = statistic * np.sqrt(np.maximum(error, 0.0))
    tie = TIE * np.abs(threshold)
    return (
        int(np.count_nonzero(numerator <= threshold + tie)),
        int(np.count_nonzero(numerator >= threshold - tie)),
    )


def _share(as_large: int, n_draws: int, is_exact: bool) -> float:
    return as_large / n_draws if is_exact else (as_large + 1) / (n_draws + 1)


def _invert(sums: _ClusterSums, paths: _Paths, *, is_exact: bool, level: float) -> tuple[float, float]:
    def rejects(null: float) -> bool:
        statistic = (sums.estimate - null) / sums.std_error
        as_large, _ = _compare(paths, null, statistic)
        return _share(as_large, paths.numerator.shape[1], is_exact) <= level

    ends = []
    for side in (-1.0, 1.0):
        inside, step = 0.0, 1.0
        for _ in range(DOUBLINGS):
            if rejects(sums.estimate + side * step * sums.std_error):
                break
            inside, step = step, 2 * step
        else:
            ends.append(side * np.inf)
            continue
        for _ in range(BISECTIONS):
            middle = (inside + step) / 2
            if rejects(sums.estimate + side * middle * sums.std_error):
                step = middle
            else:
                inside = middle
        ends.append(sums.estimate + side * inside * sums.std_error)
    return ends[0], ends[1]
