"""Romano and Wolf's step-down: several tests adjusted by what redraws of the data give to all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, check_arms, check_covariates, check_values
from idmaj.effects.rearrangements import build_lottery, iterate_rearrangements
from idmaj.effects.studentised import PreparedContrast, prepare_contrast, studentise
from idmaj.errors import EstimationError

TIE_TOLERANCE = 1e-10
FEWEST_REDRAWS = 99


@dataclass(frozen=True, eq=False)
class SteppedDown:
    """The tests of a family, two-sided.

    Attributes
    ----------
    statistics : ndarray, shape (m,)
        As observed.
    p_values : ndarray, shape (m,)
        Each test by itself: share of redraws with a statistic at least as far from 0.
    p_adjusted : ndarray, shape (m,)
        Chance, were no test of those at or below this one true, that the largest of their statistics lies as
        far from 0; never smaller than that of a test with a larger statistic.
    n_redraws : int
    is_exact : bool
        Whether the redraws are all that were possible, so that the observed statistics are among them.
    """

    statistics: FloatArray
    p_values: FloatArray
    p_adjusted: FloatArray
    n_redraws: int
    is_exact: bool


def step_down(statistics: ArrayLike, redrawn: ArrayLike, *, is_exact: bool = False) -> SteppedDown:
    """Adjust tests by the joint distribution of their statistics without any effect.

    Parameters
    ----------
    statistics : array_like, shape (m,)
        Studentised estimates.
    redrawn : array_like, shape (b, m)
        The same statistics in redraws in which no effect exists, jointly.
    is_exact : bool
        Whether the redraws hold the observed assignment; else it counts as one redraw more.

    Raises
    ------
    EstimationError
        ``not-finite``, ``unequal-lengths``; ``too-few-redraws`` under 99 that are not all.

    References
    ----------
    Romano & Wolf (2005), Econometrica 73; (2016), Statistics & Probability Letters 113, for the p-values.
    """
    observed = np.abs(check_values(statistics, "statistics"))
    draws = np.asarray(redrawn, dtype=np.float64)
    if draws.ndim != 2 or draws.shape[1] != len(observed):
        raise EstimationError("unequal-lengths", what="redrawn")
    if not np.isfinite(draws).all():
        raise EstimationError("not-finite", what="redrawn")
    if len(draws) < FEWEST_REDRAWS and not is_exact:
        raise EstimationError("too-few-redraws", n=len(draws), needed=FEWEST_REDRAWS)
    added = 0 if is_exact else 1
    limits = observed * (1 - TIE_TOLERANCE)
    sizes = np.abs(draws)
    alone = (added + (sizes >= limits).sum(axis=0)) / (added + len(draws))
    order = np.argsort(-observed, kind="stable")
    largest = np.maximum.accumulate(sizes[:, order[::-1]], axis=1)[:, ::-1]
    stepped = (added + (largest >= limits[order]).sum(axis=0)) / (added + len(draws))
    adjusted = np.empty(len(observed))
    adjusted[order] = np.maximum.accumulate(stepped)
    return SteppedDown(check_values(statistics, "statistics"), alone, adjusted, len(draws), is_exact)


def estimate_romano_wolf(
    outcomes: ArrayLike,
    treated: ArrayLike,
    *,
    observed: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    draws: int = 9_999,
    seed: int = 0,
) -> SteppedDown:
    """Test several outcomes of one lottery together, by redrawing it.

    Each statistic is the coefficient of the arm by least squares, with strata as fixed effects and covariates
    beside it, over its own error (HC2, CR0 with clusters): without covariates and strata, Welch's t. Whole
    units change arms within their stratum, in all outcomes at once, so that their dependence is kept.

    Parameters
    ----------
    outcomes : array_like, shape (n, m)
        Not read where not observed.
    treated : array_like, shape (n,)
        0/1 or boolean.
    observed : array_like, shape (n, m), optional
        0/1 or boolean: outcome known.
    covariates : array_like, shape (n, k), optional
        Measured before assignment.
    strata, clusters : array_like, shape (n,), optional
        As for `idmaj.effects.randomisation.estimate_randomisation`.
    draws, seed : int
        Used only where assignments are too many to enumerate.

    Raises
    ------
    EstimationError
        ``unequal-lengths``, ``not-finite``; ``no-variation`` or ``not-identified`` for an outcome whose
        contrast is not defined; ``too-few-people``; as `idmaj.effects.rearrangements.build_lottery`.

    References
    ----------
    Romano & Wolf (2005), Econometrica 73; Wu & Ding (2021), JASA 116, for studentising.
    """
    values = np.asarray(outcomes, dtype=np.float64)
    if values.ndim != 2 or len(values) == 0 or values.shape[1] == 0:
        raise EstimationError("unequal-lengths", what="outcomes")
    arm = check_arms(treated, len(values), needed=2)
    seen = _check_observed(observed, values)
    matrix = check_covariates(np.empty((len(values), 0)) if covariates is None else covariates, len(values))
    by_cluster = clusters is not None
    order = np.lexsort((arm, *matrix.T, *np.where(seen, values, 0.0).T))
    arm, values, seen, matrix = arm[order], values[order], seen[order], matrix[order]
    strata, clusters = (None if x is None else np.asarray(x)[order] for x in (strata, clusters))
    lottery = build_lottery(arm, strata=strata, clusters=clusters)
    parts = [
        prepare_contrast(y[kept], matrix[kept], strata=lottery.stratum[kept], rows=np.flatnonzero(kept))
        for y, kept in zip(values.T, seen.T, strict=True)
    ]
    units = lottery.unit if by_cluster else None
    real = _studentise_all(arm[None], parts, units)
    blocks = [
        _studentise_all(block[:, lottery.unit], parts, units)
        for block in iterate_rearrangements(lottery, draws=draws, seed=seed)
    ]
    if not np.isfinite(real).all():
        raise EstimationError("not-identified")
    # an assignment under which a contrast is not defined counts against every hypothesis
    redrawn = np.nan_to_num(np.concatenate(blocks), nan=np.finfo(np.float64).max)
    return step_down(real[0], redrawn, is_exact=lottery.is_enumerable)


def _check_observed(observed: ArrayLike | None, values: FloatArray) -> BoolArray:
    seen = np.ones(values.shape, dtype=np.bool_) if observed is None else np.asarray(observed, dtype=np.bool_)
    if seen.shape != values.shape:
        raise EstimationError("unequal-lengths", what="observed")
    if not np.isfinite(values[seen]).all():
        raise EstimationError("not-finite", what="outcomes")
    return seen


def _studentise_all(
    assigned: BoolArray, parts: list[PreparedContrast], units: np.ndarray | None
) -> FloatArray:
    return np.column_stack([studentise(assigned, part, units=units) for part in parts])
