"""Variances of estimates from a sample: linearisation, or the spread over replicates."""

from collections.abc import Callable

import numpy as np

from idmaj.effects.absorption import sum_by_group
from idmaj.effects.conditions import FloatArray
from idmaj.effects.survey.design import SurveyDesign
from idmaj.errors import EstimationError

Statistic = Callable[[FloatArray], FloatArray]


def estimate_vcov(design: SurveyDesign, scores: FloatArray, *, statistic: Statistic) -> FloatArray:
    """Estimate the covariance matrix of m estimates.

    Parameters
    ----------
    design : SurveyDesign
    scores : ndarray, shape (n, m)
        Each person's weight times the person's influence on each estimate.
    statistic : callable
        From weights (n,) to the m estimates; read where the design has replicates.

    Raises
    ------
    EstimationError
        ``not-finite`` when a replicate does not define an estimate; what `statistic` raises.
    """
    if design.replicates is not None:
        return _spread_over_replicates(design, statistic)
    return linearise(scores, design)


def linearise(scores: FloatArray, design: SurveyDesign) -> FloatArray:
    """Return the covariance matrix of the totals of `scores` over the stages of the design.

    At each stage, within each stratum, the totals of clusters vary around their mean; the share not drawn
    counts at the first stage, and the share drawn carries the next stage. Known totals are taken out first:
    a score leaves only the residual of its regression on the calibrating columns.

    Parameters
    ----------
    scores : ndarray, shape (n, m)
    design : SurveyDesign

    References
    ----------
    Särndal, Swensson & Wretman (1992), results 4.3.1 and 6.6.1; Deville & Särndal (1992), JASA 87.
    """
    residual = _remove_calibrated(scores, design)
    vcov = np.zeros((scores.shape[1], scores.shape[1]))
    for stage in design.stages:
        totals = sum_by_group(residual, stage.clusters)
        drawn = np.bincount(stage.strata, minlength=len(stage.fraction))
        means = sum_by_group(totals, stage.strata) / np.maximum(drawn, 1)[:, None]
        factor = stage.carried * (1 - stage.fraction) * drawn / np.maximum(drawn - 1, 1)
        deviations = (totals - means[stage.strata]) * np.sqrt(factor[stage.strata])[:, None]
        vcov += deviations.T @ deviations
    return vcov


def _remove_calibrated(scores: FloatArray, design: SurveyDesign) -> FloatArray:
    after = design.weights
    for calibration in reversed(design.calibrations):
        positive = after != 0
        influence = np.zeros_like(scores)
        influence[positive] = scores[positive] / after[positive, None]
        root = np.sqrt(calibration.weights_before)[:, None]
        slope = np.linalg.lstsq(calibration.columns * root, influence * root, rcond=1e-10)[0]
        scores = (influence - calibration.columns @ slope) * after[:, None]
        after = calibration.weights_before
    return scores


def _spread_over_replicates(design: SurveyDesign, statistic: Statistic) -> FloatArray:
    replicates = design.replicates
    if replicates is None:
        raise EstimationError("too-few-groups", what="replicates", n=0, needed=2)
    estimates = np.array([statistic(column) for column in replicates.weights.T])
    if not np.isfinite(estimates).all():
        raise EstimationError("not-finite", what="estimate")
    centre = estimates.mean(axis=0) if replicates.centre == "mean" else statistic(design.weights)
    deviations = (estimates - centre) * np.sqrt(replicates.scales)[:, None]
    return deviations.T @ deviations
