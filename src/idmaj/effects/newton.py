"""Newton's method for concave functions, shared by the logit, Cox's model and entropy balancing."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import FloatArray

MAX_HALVINGS = 30


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A concave function at one point.

    Attributes
    ----------
    value : float
    gradient : ndarray, shape (k,)
    information : ndarray, shape (k, k)
        Minus the matrix of second derivatives.
    """

    value: float
    gradient: FloatArray
    information: FloatArray


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the search stopped.

    Attributes
    ----------
    point : ndarray, shape (k,)
    at : Evaluation
        The function at `point`.
    at_start : Evaluation
        The function where the search began.
    iterations : int
        Newton steps taken.
    converged : bool
        False where no number of this optimum may be used.
    """

    point: FloatArray
    at: Evaluation
    at_start: Evaluation
    iterations: int
    converged: bool


def maximise(
    evaluate: Callable[[FloatArray], Evaluation],
    start: FloatArray,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 30,
) -> Optimum:
    """Climb by full Newton steps, halved while the function falls.

    Convergence is judged on the *full* step, never on a halved one: where the maximum lies at infinity the
    full step keeps its length while the function flattens out, so a flat function alone proves nothing.

    Parameters
    ----------
    evaluate : callable
        Value, gradient and information at a point.
    start : ndarray, shape (k,)
    tolerance : float
        Largest full step, relative to 1 + |point|, that counts as none.
    max_iterations : int

    Returns
    -------
    Optimum
        With ``converged=False`` after too many steps, at a singular information matrix, or where no step
        along the Newton direction climbs.
    """
    point, at_start = start, evaluate(start)
    here = at_start
    for iteration in range(max_iterations):
        step = _full_step(here)
        if step is None:
            return Optimum(point, here, at_start, iteration, converged=False)
        small = bool((np.abs(step) <= tolerance * (1 + np.abs(point))).all())
        climbed = _climb(evaluate, point, here, step=step)
        if climbed is None:
            return Optimum(point, here, at_start, iteration, converged=small)
        point, here = climbed
        if small:
            return Optimum(point, here, at_start, iteration + 1, converged=True)
    return Optimum(point, here, at_start, max_iterations, converged=False)


def _full_step(here: Evaluation) -> FloatArray | None:
    if not np.isfinite(here.information).all():
        return None
    try:
        step = np.asarray(np.linalg.solve(here.information, here.gradient), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return step if np.isfinite(step).all() else None


def _climb(
    evaluate: Callable[[FloatArray], Evaluation], point: FloatArray, here: Evaluation, *, step: FloatArray
) -> tuple[FloatArray, Evaluation] | None:
    floor = here.value - 1e-12 * (1 + abs(here.value))
    for halving in range(MAX_HALVINGS):
        candidate = point + step * 0.5**halving
        there = evaluate(candidate)
        if np.isfinite(there.value) and there.value >= floor:
            return candidate, there
    return None
