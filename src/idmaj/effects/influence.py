"""From what each person adds to an estimate, to its error: people or clusters, large samples or small."""

from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_groups
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.errors import EstimationError


class Sampling(TypedDict, total=False):
    """How people came into the sample, and how small it is; every key has a default.

    Attributes
    ----------
    clusters : array_like or None, shape (n,)
        Labels of groups whose people vary together; errors count groups (None: people).
    weights : array_like or None, shape (n,)
        Non-negative weights of people, such as those of a survey or of attrition, held as known (None: 1).
    small_sample : bool
        Correct the error for the parameters spent and use Student's t (False: the plain sandwich with the
        normal distribution, as published numbers have it).
    """

    clusters: ArrayLike | None
    weights: ArrayLike | None
    small_sample: bool


def build_influence_contrast(
    estimate: float,
    influence: FloatArray,
    arm: BoolArray,
    *,
    sampling: Sampling,
    sizes: tuple[float, float],
    spent: tuple[int, int] = (0, 0),
    conf_level: float = 0.95,
) -> Contrast:
    """Build a contrast whose error is the root of the summed squared influence.

    With ``small_sample`` the part of each arm is multiplied by m/(m - 1 - p), m the arm's effective number of
    people (or its clusters, where these are fewer) and p the parameters spent on covariates; degrees of
    freedom by Satterthwaite from the two parts, each with m - 1 - p. A cluster that reaches into both arms
    counts in the arm to which it adds more.

    Parameters
    ----------
    estimate : float
    influence : ndarray, shape (n,)
        What each person adds to the estimate; sums to 0.
    arm : ndarray, shape (n,)
    sampling : Sampling
    sizes : tuple of float
        Effective number of people, treated and comparison.
    spent : tuple of int
        Parameters spent on covariates, treated and comparison.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-groups`` under two clusters; ``missing-group``; ``too-few-people`` where parameters leave
        no degree of freedom; ``no-variation``.
    """
    labels = sampling.get("clusters")
    codes = None if labels is None else check_groups(labels, "clusters", n=len(arm), needed=2)
    n_clusters = None if codes is None else int(codes.max()) + 1
    squared, in_treated = _square(influence, arm, codes=codes)
    if not sampling.get("small_sample", False):
        error = float(np.sqrt(squared.sum()))
        return build_contrast(estimate, error, conf_level=conf_level, n_clusters=n_clusters)
    parts = np.array([squared[in_treated].sum(), squared[~in_treated].sum()])
    counts = np.array([in_treated.sum(), (~in_treated).sum()])
    effective = np.minimum(sizes, counts)
    left = effective - 1 - np.array(spent)
    if (left <= 0).any():
        short = int(left.argmin())
        raise EstimationError("too-few-people", n=int(effective[short]), needed=spent[short] + 2)
    parts = parts * effective / left
    error = float(np.sqrt(parts.sum()))
    df = float(find_satterthwaite_df(parts[:, None], left)[0])
    return build_contrast(estimate, error, df=df, conf_level=conf_level, n_clusters=n_clusters)


def find_satterthwaite_df(parts: FloatArray, left: FloatArray) -> FloatArray:
    """Return the degrees of freedom of sums of independent variances; infinite where a sum is 0.

    Parameters
    ----------
    parts : ndarray, shape (g, m)
        Variances that g groups add to each of m estimates.
    left : ndarray, shape (g,)
        Degrees of freedom of each group.

    References
    ----------
    Satterthwaite (1946), Biometrics Bulletin 2.
    """
    total = parts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = total**2 / (parts**2 / left[:, None]).sum(axis=0)
    return np.asarray(np.where(total > 0, df, np.inf), dtype=np.float64)


def _square(influence: FloatArray, arm: BoolArray, *, codes: IntArray | None) -> tuple[FloatArray, BoolArray]:
    if codes is None:
        return influence**2, arm
    of_treated = np.bincount(codes, weights=np.where(arm, influence, 0.0)).astype(np.float64)
    of_comparison = np.bincount(codes, weights=np.where(arm, 0.0, influence)).astype(np.float64)
    return (of_treated + of_comparison) ** 2, np.abs(of_treated) > np.abs(of_comparison)
