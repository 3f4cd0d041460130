"""Whether people who were lost differ from those found at the start, in either arm and between the arms."""

from __future__ import annotations

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
    check_rank,
    scale_covariates,
)
from idmaj.effects.logit import build_design, solve_logit
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class LostComparison:
    """Lost minus found, in standard deviations of the covariates.

    Attributes
    ----------
    everybody : ndarray, shape (k,)
        Both arms together.
    treated, comparison : ndarray, shape (k,), optional
        Within an arm; None where nobody of it was lost, or nobody found.
    """

    everybody: FloatArray
    treated: FloatArray | None
    comparison: FloatArray | None

    @property
    def between(self) -> FloatArray | None:
        """Difference of the two arms' differences; None where one has none."""
        return None if self.treated is None or self.comparison is None else self.treated - self.comparison


@dataclass(frozen=True)
class LossTest:
    """A test of all covariates at once.

    Attributes
    ----------
    statistic : float
        Chi-square with `df` degrees of freedom.
    df : int
    p_value : float
    """

    statistic: float
    df: int
    p_value: float


def compare_lost(found: ArrayLike, covariates: ArrayLike, treated: ArrayLike) -> LostComparison:
    """Compare the lost with those found.

    Parameters
    ----------
    found : array_like, shape (n,)
        0/1 or boolean; some are 0 and some are 1.
    covariates : array_like, shape (n, k)
        Measured before the programme. Deviations are those within the arms, all people due, so that the
        columns of the result have one unit.
    treated : array_like, shape (n,)
        0/1 or boolean.

    Raises
    ------
    EstimationError
        ``nobody-lost`` or ``no-variation`` where nobody was found; input conditions.
    """
    seen, x, arm = _check(found, covariates, treated)
    spread = np.sqrt((x[arm].var(axis=0) + x[~arm].var(axis=0)) / 2)
    parts = [_compare_means(x, seen, inside=part) for part in (arm | ~arm, arm, ~arm)]
    flat = spread <= 1e-12 * np.abs(x).max(axis=0, initial=0.0)
    if any((np.abs(part[flat]) > 0).any() for part in parts if part is not None):
        raise EstimationError("no-variation")
    scaled = [None if part is None else part / np.where(flat, 1.0, spread) for part in parts]
    if scaled[0] is None:
        raise EstimationError("nobody-lost" if seen.all() else "no-variation")
    return LostComparison(scaled[0], scaled[1], scaled[2])


def check_loss(
    found: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    *,
    by_arm: bool = False,
    clusters: ArrayLike | None = None,
) -> LossTest:
    """Test whether covariates tell who was lost: score test in a logit of being lost on the arm.

    Parameters
    ----------
    found : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        k ≥ 1.
    treated : array_like, shape (n,)
        0/1 or boolean.
    by_arm : bool
        Test the products of arm and covariates beside the covariates, that is, whether different people were
        lost in the two arms.
    clusters : array_like, shape (n,), optional
        Labels of groups lost together; the variance of the score counts them. More clusters than covariates
        are needed.

    Raises
    ------
    EstimationError
        ``no-covariates``; ``nobody-lost``; ``too-few-people`` where fewer people than covariates were lost, or
        found; ``empty-cell`` where `by_arm` and an arm lost nobody; ``separation``, ``collinear-covariates``,
        ``too-few-groups``; input conditions.

    References
    ----------
    Rao (1948), Mathematical Proceedings of the Cambridge Philosophical Society 44.
    """
    seen, x, arm = _check(found, covariates, treated)
    k = x.shape[1]
    if k == 0:
        raise EstimationError("no-covariates")
    if seen.all():
        raise EstimationError("nobody-lost")
    fewest = int(min(seen.sum(), (~seen).sum()))
    if fewest <= k * (1 + by_arm):
        raise EstimationError("too-few-people", n=fewest, needed=k * (1 + by_arm) + 1)
    scaled = scale_covariates(x).values
    null = np.column_stack([arm, scaled]) if by_arm else arm[:, None].astype(np.float64)
    chance = _fit_null(seen, null, arm, by_arm=by_arm)
    tested = scaled * (arm - arm.mean())[:, None] if by_arm else scaled
    return _test_score(~seen - chance, chance, build_design(null), tested, clusters=clusters)


def _check(
    found: ArrayLike, covariates: ArrayLike, treated: ArrayLike
) -> tuple[BoolArray, FloatArray, BoolArray]:
    seen = check_indicator(found, "found")
    return seen, check_covariates(covariates, len(seen)), check_arms(treated, len(seen))


def _compare_means(x: FloatArray, seen: BoolArray, *, inside: BoolArray) -> FloatArray | None:
    lost, kept = inside & ~seen, inside & seen
    return None if not (lost.any() and kept.any()) else x[lost].mean(axis=0) - x[kept].mean(axis=0)


def _fit_null(seen: BoolArray, null: FloatArray, arm: BoolArray, *, by_arm: bool) -> FloatArray:
    """Return everybody's chance of being lost as the arm alone, or arm and covariates, tell it."""
    if not by_arm:
        return np.where(arm, (~seen[arm]).mean(), (~seen[~arm]).mean())
    if any(seen[part].all() or not seen[part].any() for part in (arm, ~arm)):
        raise EstimationError("empty-cell")
    design = build_design(scale_covariates(null).values)
    optimum = solve_logit((~seen).astype(np.float64), design, weight=np.ones(len(seen)))
    return np.asarray(special.expit(design @ optimum.point))


def _test_score(
    residual: FloatArray,
    chance: FloatArray,
    null: FloatArray,
    tested: FloatArray,
    *,
    clusters: ArrayLike | None,
) -> LossTest:
    root = np.sqrt(chance * (1 - chance))[:, None]
    projection = np.linalg.lstsq(root * null, root * tested, rcond=None)[0]
    left = tested - null @ projection
    check_rank(root * left)
    scores = residual[:, None] * left
    if clusters is None:
        variance = (root * left).T @ (root * left)
    else:
        k = tested.shape[1]
        codes = check_groups(clusters, "clusters", n=len(residual), needed=k + 2)
        sums = np.column_stack([np.bincount(codes, scores[:, j]) for j in range(k)]).astype(np.float64)
        check_rank(sums)
        n_clusters = len(sums)
        variance = sums.T @ sums * n_clusters / (n_clusters - 1)
    score = scores.sum(axis=0)
    statistic = float(score @ np.linalg.solve(variance, score))
    df = tested.shape[1]
    return LossTest(statistic, df, float(special.chdtrc(df, statistic)))
