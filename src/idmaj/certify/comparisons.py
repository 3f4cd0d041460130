"""Worlds of a study whose comparison group was found, not drawn: people and arms stay, outcomes are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idmaj.certify.base import Base, Measured
from idmaj.certify.worlds import Drawn, World, apply_effect, build_world, can_apply, true_effect
from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.sample import build_covariates

NEIGHBOURS = (10, 100)
"""Fewest and most comparison people with the nearest prediction from whom somebody's outcome is drawn; with fewer,
the accidents of those few would pass for the truth."""
SHARE = 50
"""One in so many comparison people is a neighbour."""
HIDDEN = (0.8, 0.2)
"""Share of the supported, and of the others, with the planted trait that nobody measured."""
HIDDEN_BIAS = 2.0
"""Difference that the planted trait makes between the arms, in smallest effects that matter."""


@dataclass(frozen=True, eq=False)
class OutcomeModel:
    """What an outcome would be without support, given what people were before.

    Attributes
    ----------
    pool : ndarray, shape (n, m)
        Values of the comparison people whose predicted outcome is nearest each person's.
    mean : float
        Mean over the supported.
    """

    pool: FloatArray
    mean: float


def fit_models(base: Base) -> tuple[OutcomeModel, ...]:
    """Fit each outcome of the comparison people on the covariates, and find everybody's neighbours in prediction.

    Zeros stay zeros and nobody has an amount that nobody had: values are drawn, not computed. The draw depends on
    covariates alone, so the true effect on the supported is 0 before one is added.
    """
    matrix = build_covariates(base.persons, base.study.analysis.covariates)[1]
    design = np.column_stack([np.ones(len(matrix)), matrix])
    return tuple(_fit(base, one, design) for one in base.measured)


def _fit(base: Base, measured: Measured, design: FloatArray) -> OutcomeModel:
    known = np.flatnonzero(~base.treated & ~np.isnan(measured.values))
    coefficients = np.linalg.lstsq(design[known], measured.values[known], rcond=None)[0]
    predicted = design @ coefficients
    order = known[np.argsort(predicted[known], kind="stable")]
    pool = measured.values[order[_nearest(predicted, predicted[order])]]
    return OutcomeModel(pool, float(pool[base.treated].mean()))


def _nearest(points: FloatArray, ordered: FloatArray) -> IntArray:
    """Positions of the places around each point in an ordered array, shape (n, neighbours)."""
    width = min(int(np.clip(len(ordered) // SHARE, *NEIGHBOURS)), len(ordered))
    start = np.clip(np.searchsorted(ordered, points) - width // 2, 0, len(ordered) - width)
    return np.asarray(start[:, None] + np.arange(width))


def draw_comparison(
    base: Base, models: tuple[OutcomeModel, ...], kind: str, rng: np.random.Generator
) -> World:
    """Draw a world of a study with a comparison group.

    Parameters
    ----------
    base
        The study.
    models
        Of `fit_models`, one an outcome.
    kind
        As in a trial; `confounded`: no effect, and an unmeasured trait, frequent among the supported, that moves
        every outcome towards the better.
    rng
        Draws outcomes and losses.
    """
    hidden = rng.random(len(base.treated)) < np.where(base.treated, *HIDDEN)
    drawn = []
    for one, model in zip(base.measured, models, strict=True):
        column = rng.integers(0, model.pool.shape[1], size=len(model.pool))
        values = model.pool[np.arange(len(model.pool)), column]
        after = np.zeros(len(values), dtype=bool)
        if kind == "confounded":
            drawn.append(Drawn(_confound(values, hidden, one, model, rng), after, 0.0))
            continue
        effect = true_effect(one, kind)
        if effect is None or not can_apply(one, effect=effect, mean=model.mean):
            drawn.append(Drawn(values, after, np.nan))
            continue
        moved = apply_effect(values, base.treated, one, effect=effect, mean=model.mean, rng=rng)
        drawn.append(Drawn(moved, after, effect))
    return build_world(base, base.persons, drawn, rng)


def _confound(
    values: FloatArray, hidden: np.ndarray, measured: Measured, model: OutcomeModel, rng: np.random.Generator
) -> FloatArray:
    """Move the outcome of those with the hidden trait, as far as a share can go."""
    if measured.smallest is None:
        step = float(model.pool.std())
    else:
        step = HIDDEN_BIAS * measured.smallest / (HIDDEN[0] - HIDDEN[1])
    if measured.is_binary:
        step = float(np.clip(step, -model.mean, 1 - model.mean))
    return apply_effect(values, hidden, measured, effect=step, mean=model.mean, rng=rng)
