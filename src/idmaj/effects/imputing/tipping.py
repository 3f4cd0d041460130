"""The tipping point: how far the lost supported people must differ from what is imputed to overturn a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from idmaj.effects.imputing.analysis import (
    AnalysedSets,
    ImputedEffect,
    analyse_sets,
    estimate_imputed,
    pool_sets,
)
from idmaj.effects.imputing.outcomes import Imputations
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError

HALVINGS = 10
"""Times that the stretch in which the verdict changes is halved."""
LARGE = 5_000
"""People from which the errors of all estimators are squares of sums of outcomes with fixed factors."""


@dataclass(frozen=True)
class TippingCurve:
    """Effects as the imputed values of the lost supported people are moved.

    Attributes
    ----------
    shifts : tuple of float
        In rising order; 0 among them. In the outcome's unit, or in log-odds for a yes or no.
    effects : tuple of ImputedEffect
        One for each shift.
    tip : float, optional
        The shift nearest 0 at which the verdict changes: the interval, without 0 where nothing is moved, holds
        it, or the reverse. None where it changes nowhere among the shifts.
    at_tip : ImputedEffect, optional
        The effect there.
    mean_imputed : float
        Mean, or share, of the lost supported people as imputed.
    mean_at_tip : float, optional
        The same at the tip: what they would have to be.
    """

    shifts: tuple[float, ...]
    effects: tuple[ImputedEffect, ...]
    tip: float | None
    at_tip: ImputedEffect | None
    mean_imputed: float
    mean_at_tip: float | None


def find_tipping_point(
    imputed: Imputations,
    sample: Sample,
    *,
    estimator: str,
    shifts: Sequence[float],
    conf_level: float = 0.95,
) -> TippingCurve:
    """Find the shift of the lost supported people's outcomes at which the interval begins or ceases to hold 0.

    The chance in the imputations is the same at every shift, so that effects differ by the shift alone.

    Parameters
    ----------
    imputed : Imputations
    sample : Sample
        The people of `imputed`.
    estimator : str
        See `estimate_imputed`.
    shifts : sequence of float
        At which the effect is estimated; 0 is added. The tip is sought between them.
    conf_level : float

    Raises
    ------
    EstimationError
        ``nobody-lost`` where no supported person is lost; ``not-finite``; otherwise as `estimate_imputed`.

    References
    ----------
    Cro, Morris, Kenward & Carpenter (2020), Statistics in Medicine 39; Rubin (1987), section 6.2.
    """
    if not np.isfinite(np.asarray(shifts, dtype=np.float64)).all():
        raise EstimationError("not-finite", what="shifts")
    mean_imputed = imputed.mean_of_moved()

    grid = tuple(sorted({0.0, *(float(shift) for shift in shifts)}))
    effect_at = cache(_find_effects(imputed, sample, estimator, reach=max(grid), conf_level=conf_level))
    effects = tuple(effect_at(shift) for shift in grid)
    tip = _find_tip(effect_at, grid)
    return TippingCurve(
        shifts=grid,
        effects=effects,
        tip=tip,
        at_tip=None if tip is None else effect_at(tip),
        mean_imputed=mean_imputed,
        mean_at_tip=None if tip is None else imputed.mean_of_moved(shift=tip),
    )


def _find_effects(
    imputed: Imputations, sample: Sample, estimator: str, *, reach: float, conf_level: float
) -> Callable[[float], ImputedEffect]:
    """Return the effect as a function of the shift.

    A shift of amounts moves the estimates of large samples along a line and their variances along a parabola, so
    that three shifts tell all others.
    """
    if imputed.is_binary or sample.winsorised_at is not None or len(sample.outcome) < LARGE or reach <= 0:
        return lambda shift: estimate_imputed(
            imputed, sample, estimator=estimator, conf_level=conf_level, shift=shift
        )
    below, here, above = (
        analyse_sets(imputed, sample, estimator=estimator, shift=shift) for shift in (-reach, 0.0, reach)
    )

    def effect_at(shift: float) -> ImputedEffect:
        u = shift / reach
        slope = (above.estimates - below.estimates) / 2
        bend = (above.variances + below.variances) / 2 - here.variances
        tilt = (above.variances - below.variances) / 2
        variances = here.variances + u * tilt + u**2 * bend
        return pool_sets(AnalysedSets(here.estimates + u * slope, variances, here.df), conf_level=conf_level)

    return effect_at


def _find_tip(effect_at: Callable[[float], ImputedEffect], grid: tuple[float, ...]) -> float | None:
    """Halve the first stretch on either side of 0 in which the verdict changes; the nearer end of the two."""
    sides = [
        _bracket(effect_at, [shift for shift in grid if shift >= 0]),
        _bracket(effect_at, [shift for shift in reversed(grid) if shift <= 0]),
    ]
    brackets = [bracket for bracket in sides if bracket is not None]
    if not brackets:
        return None
    nearest = min(abs(outer) for _, outer in brackets)
    tips = [_halve(effect_at, *bracket) for bracket in brackets if abs(bracket[0]) < nearest]
    return min(tips, key=abs)


def _bracket(
    effect_at: Callable[[float], ImputedEffect], outward: Sequence[float]
) -> tuple[float, float] | None:
    side = effect_at(0.0).excluded_side
    for inner, outer in pairwise(outward):
        if effect_at(outer).excluded_side != side:
            return inner, outer
    return None


def _halve(effect_at: Callable[[float], ImputedEffect], inner: float, outer: float) -> float:
    side = effect_at(0.0).excluded_side
    for _ in range(HALVINGS):
        middle = (inner + outer) / 2
        if effect_at(middle).excluded_side == side:
            inner = middle
        else:
            outer = middle
    return outer
