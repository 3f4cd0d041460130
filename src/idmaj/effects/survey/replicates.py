"""Replicate weights: jackknife, balanced half-samples, bootstrap, and those that come with the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from idmaj.effects.conditions import FloatArray, check_covariates, check_values
from idmaj.effects.survey.design import Replicates, SurveyDesign
from idmaj.errors import EstimationError


def build_jackknife(design: SurveyDesign) -> SurveyDesign:
    """Leave out each cluster in turn: JK1 with one stratum, JKn with several.

    The clusters that stay in the stratum take over the weight of the one left out. The variance is centred
    at the mean of the replicates and carries the finite-population correction of the first stage.

    Parameters
    ----------
    design : SurveyDesign

    Raises
    ------
    EstimationError
        What the calibrations of the design raise when they are repeated in a replicate.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, ch. 4.
    """
    stage = design.stages[0]
    drawn = np.bincount(stage.strata, minlength=len(stage.fraction))
    able = np.flatnonzero(drawn[stage.strata] > 1)
    gain = drawn / np.maximum(drawn - 1, 1)
    factors = np.where(
        stage.strata[:, None] == stage.strata[able], gain[stage.strata[able]], 1.0
    )  # clusters by replicates
    factors[able, np.arange(len(able))] = 0.0
    scales = ((1 - stage.fraction) / np.where(drawn > 1, gain, 1.0))[stage.strata[able]]
    return _build(design, factors[stage.clusters], scales, df=design.n_clusters - design.n_strata)


def build_balanced_replicates(design: SurveyDesign, *, fay: float = 0.0) -> SurveyDesign:
    """Keep one of the two clusters of each stratum, in a balanced set of choices (BRR).

    Parameters
    ----------
    design : SurveyDesign
        With exactly two clusters in each stratum; its finite-population correction is not read.
    fay : float
        Fay's factor, from 0 up to 1: a cluster that is left out keeps this part of its weight, which helps
        where a domain is small.

    Raises
    ------
    EstimationError
        ``too-few-groups`` unless each stratum holds two clusters; ``confidence-level`` for another `fay`.

    References
    ----------
    McCarthy (1969), International Statistical Review 37; Judkins (1990), Journal of Official Statistics 6.
    """
    stage = design.stages[0]
    drawn = np.bincount(stage.strata, minlength=len(stage.fraction))
    if (drawn != 2).any():
        raise EstimationError("too-few-groups", what="clusters", n=int(drawn.min()), needed=2)
    if not 0 <= fay < 1:
        raise EstimationError("confidence-level", level=fay)
    n_replicates = 1 << int(design.n_strata).bit_length()
    signs = linalg.hadamard(n_replicates)[1 : design.n_strata + 1]
    second = np.zeros(design.n_clusters, dtype=np.bool_)
    second[np.unique(stage.strata, return_index=True)[1]] = True
    choice = np.where(second[:, None], -1, 1) * signs[stage.strata]
    scales = np.full(n_replicates, 1 / (n_replicates * (1 - fay) ** 2))
    return _build(design, (1 + choice * (1 - fay))[stage.clusters], scales, df=design.n_strata)


def build_bootstrap(design: SurveyDesign, *, draws: int = 500, seed: int = 0) -> SurveyDesign:
    """Draw one cluster fewer than the stratum has, with replacement, and rescale (Rao & Wu).

    Parameters
    ----------
    design : SurveyDesign
        Its finite-population correction is carried by the variance only where all strata share one.
    draws : int
    seed : int

    Raises
    ------
    EstimationError
        ``too-few-groups`` for under two draws; ``not-identified`` where sampling fractions differ between
        strata, or a stratum is a single cluster; what the calibrations raise in a replicate.

    References
    ----------
    Rao & Wu (1988), JASA 83; Rao, Wu & Yue (1992), Survey Methodology 18.
    """
    if draws < 2:
        raise EstimationError("too-few-groups", what="replicates", n=draws, needed=2)
    stage = design.stages[0]
    drawn = np.bincount(stage.strata, minlength=len(stage.fraction))
    if np.ptp(stage.fraction) > 0 or drawn.min() < 2:
        raise EstimationError("not-identified", column=0)
    generator = np.random.default_rng(seed)
    factors = np.empty((design.n_clusters, draws))
    for stratum, size in enumerate(drawn):
        counts = generator.multinomial(size - 1, np.full(size, 1 / size), size=draws)
        factors[stage.strata == stratum] = counts.T * (size / (size - 1))
    scales = np.full(draws, (1 - stage.fraction[0]) / (draws - 1))
    df = design.n_clusters - design.n_strata
    return _build(design, factors[stage.clusters], scales, df=df)


def attach_replicates(
    design: SurveyDesign,
    weights: ArrayLike,
    scales: ArrayLike,
    *,
    centre: Literal["mean", "full"] = "mean",
    df: int | None = None,
) -> SurveyDesign:
    """Use the replicate weights that came with the data.

    Parameters
    ----------
    design : SurveyDesign
    weights : array_like, shape (n, R)
        Weights of each replicate, the sampling weight included; those of some methods may be negative.
    scales : array_like, shape (R,)
        The variance is Σ scale · (replicate - centre)².
    centre : {"mean", "full"}
        The mean of the replicates, or the estimate of the full sample.
    df : int, optional
        R - 1 if not given.

    Raises
    ------
    EstimationError
        ``too-few-groups`` for under two replicates; ``no-weight`` for a replicate that sums to nothing;
        ``negative-weights`` for a negative scale; input conditions.
    """
    matrix = check_covariates(weights, len(design.weights))
    spread = check_values(scales, "scales", n=matrix.shape[1])
    if len(spread) < 2:
        raise EstimationError("too-few-groups", what="replicates", n=len(spread), needed=2)
    if (spread < 0).any():
        raise EstimationError("negative-weights")
    if (matrix.sum(axis=0) <= 0).any():
        raise EstimationError("no-weight")
    found = len(spread) - 1 if df is None else df
    return replace(design, replicates=Replicates(matrix.copy(), spread.copy(), centre, found))


def _build(design: SurveyDesign, factors: FloatArray, scales: FloatArray, *, df: int) -> SurveyDesign:
    base = design.calibrations[0].weights_before if design.calibrations else design.weights
    weights = base[:, None] * factors
    for calibration in design.calibrations:
        weights = np.column_stack([calibration.reweight(column) for column in weights.T])
    return replace(design, replicates=Replicates(weights, scales, "mean", df))
