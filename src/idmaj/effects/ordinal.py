"""Ordered answers of two arms: how often one of the treated is above one of the comparison group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_arms, check_groups, check_values
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class Superiority:
    """The chance that one of the treated lies above one of the comparison group.

    Attributes
    ----------
    probability : float
        P(treated above) + P(equal)/2; one half says no difference.
    conf_low, conf_high, conf_level : float
        Interval of the probability within (0, 1), by Brunner and Munzel's error on the logit scale.
    difference : Contrast
        P(treated above) - P(treated below), Cliff's delta, with Brunner and Munzel's error, t test and interval.
    rank_sum : float
        The Mann-Whitney statistic: pairs in which the treated is above, equal ones by half.
    rank_sum_p : float
        Its two-sided p-value by the normal law, with corrections for ties and continuity. It counts people, not
        clusters.
    """

    probability: float
    conf_low: float
    conf_high: float
    conf_level: float
    difference: Contrast
    rank_sum: float
    rank_sum_p: float


def estimate_superiority(
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Superiority:
    """Estimate the probability of superiority from ranks alone; any rescaling that keeps the order is the same.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Ordered answers or amounts; ties are allowed.
    treated : array_like, shape (n,)
        0/1 or boolean.
    clusters : array_like, shape (n,), optional
        Labels of people whose answers are dependent.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-variation`` where all answers are equal; ``separation`` where the arms do not overlap, so that the
        error is not known; ``empty-arm``, ``too-few-people``, ``one-cluster-per-arm``, input conditions.

    References
    ----------
    Brunner & Munzel (2000), Biometrical Journal 42; Mann & Whitney (1947), Annals of Mathematical Statistics 18;
    Cliff (1993), Psychological Bulletin 114.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    if np.ptp(y) == 0:
        raise EstimationError("no-variation")
    codes = None if clusters is None else check_groups(clusters, "clusters", n=len(y), needed=2)
    placements = _find_placements(y, arm)
    probability = float(placements[arm].mean())
    error, df = _find_error(placements, arm, codes)
    if not error > 0:
        raise EstimationError("separation", model="ranks")
    n_clusters = None if codes is None else int(codes.max()) + 1
    difference = build_contrast(
        2 * probability - 1, 2 * error, df=df, conf_level=conf_level, n_clusters=n_clusters
    )
    half = (difference.conf_high - difference.conf_low) / 4 / (probability * (1 - probability))
    test = stats.mannwhitneyu(y[arm], y[~arm], method="asymptotic", use_continuity=True)
    return Superiority(
        probability=probability,
        conf_low=float(special.expit(special.logit(probability) - half)),
        conf_high=float(special.expit(special.logit(probability) + half)),
        conf_level=conf_level,
        difference=difference,
        rank_sum=float(test.statistic),
        rank_sum_p=float(test.pvalue),
    )


def _find_placements(y: FloatArray, arm: BoolArray) -> FloatArray:
    """Return for each person the share of the other arm below, equal ones by half."""
    ranks = stats.rankdata(y)
    placements = np.empty(len(y))
    for part in (arm, ~arm):
        placements[part] = (ranks[part] - stats.rankdata(y[part])) / (~part).sum()
    return placements


def _find_error(placements: FloatArray, arm: BoolArray, codes: IntArray | None) -> tuple[float, float]:
    if codes is None:
        parts = [placements[part].var(ddof=1) / part.sum() for part in (arm, ~arm)]
        sizes = [int(arm.sum()), int((~arm).sum())]
        return _combine(parts, sizes)
    influence = np.where(arm, placements - placements[arm].mean(), placements[~arm].mean() - placements)
    influence = influence / np.where(arm, arm.sum(), (~arm).sum())
    sums = np.bincount(codes, influence)
    in_treated, in_comparison = np.unique(codes[arm]), np.unique(codes[~arm])
    if len(np.intersect1d(in_treated, in_comparison)):
        g = len(sums)
        return float(np.sqrt(g / (g - 1) * (sums @ sums))), g - 1.0
    sizes = [len(in_treated), len(in_comparison)]
    if min(sizes) < 2:
        raise EstimationError("one-cluster-per-arm")
    own = [sums[in_treated], sums[in_comparison]]
    return _combine([g / (g - 1) * float(s @ s) for g, s in zip(sizes, own, strict=True)], sizes)


def _combine(variances: list[float], sizes: list[int]) -> tuple[float, float]:
    """Return the error of a difference of two means and Satterthwaite's degrees of freedom."""
    total = float(sum(variances))
    if not total > 0:
        return 0.0, 1.0
    df = total**2 / sum(v**2 / (g - 1) for v, g in zip(variances, sizes, strict=True))
    return float(np.sqrt(total)), float(df)
