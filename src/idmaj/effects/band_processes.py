"""The Gaussian processes of Kaplan-Meier and Aalen-Johansen curves, drawn at the curve's own steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.cumulative_incidence import CumulativeIncidence, read_states
from idmaj.effects.curve_influence import (
    Steps,
    build_running,
    build_steps,
    find_running_variance,
    find_states_at,
    sum_multinomial,
)
from idmaj.effects.incidence_variance import find_incidence_slopes
from idmaj.effects.survival import SurvivalCurve, find_log_slopes

BandKind = Literal["equal_precision", "hall_wellner"]
STEPS = 400
OVERSHOOT = 0.583
"""How far a process goes beyond its largest value at steps, in standard deviations of a step (Siegmund 1985)."""
MOST_CLUSTERED_STEPS = 200
AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class CurveProcess:
    """A Gaussian process over 0, 1, … m distinct times passed.

    Attributes
    ----------
    variance : ndarray, shape (m + 1,)
    size : float
        Effective number of people, or of clusters.
    increments : ndarray, shape (3, m + 1), optional
        Variances and covariance (xx, xz, zz) of the independent increments of X and Z; the process is X - F Z.
    factor : ndarray, shape (m + 1,), optional
        F.
    steps : Steps, optional
        What clusters add over time, where increments are not independent.
    """

    variance: FloatArray
    size: float
    increments: FloatArray | None = None
    factor: FloatArray | None = None
    steps: Steps | None = None

    def find_scale(self, variance: FloatArray, kind: BandKind) -> FloatArray:
        """Return what the process is divided by where it has a variance."""
        if kind == "equal_precision":
            return np.sqrt(variance)
        return np.asarray((1 + self.size * variance) / np.sqrt(self.size), dtype=np.float64)

    def draw_suprema(
        self, inside: IntArray, kind: BandKind, *, draws: int, rng: np.random.Generator
    ) -> FloatArray:
        """Draw the largest absolute value of process over scale, over the numbers of times given."""
        if self.steps is not None:
            return self._draw_clustered(inside, kind, draws=draws, rng=rng)
        (xx, xz, zz), f, scale = self._refine(inside, kind)
        root = np.sqrt(xx)
        slope = np.divide(xz, root, out=np.zeros_like(xz), where=root > 0)
        rest = np.sqrt(np.maximum(zz - slope**2, 0.0))
        suprema = []
        for start in range(0, draws, AT_ONCE):
            shape = (min(AT_ONCE, draws - start), len(xx))
            first = rng.standard_normal(shape, dtype=np.float32)
            path = np.cumsum(root * first, axis=1)
            if f is not None:
                second = rng.standard_normal(shape, dtype=np.float32)
                path -= f * np.cumsum(slope * first + rest * second, axis=1)
            suprema.append((np.abs(path) / scale).max(axis=1))
        moved = xx if f is None else xx - 2 * f * xz + f**2 * zz
        step = np.sqrt(np.mean(moved[1:] / scale[1:] ** 2)) if len(xx) > 1 else 0.0
        return np.concatenate(suprema) + OVERSHOOT * step

    def _refine(self, inside: IntArray, kind: BandKind) -> tuple[FloatArray, FloatArray | None, FloatArray]:
        """Return increments, F and scale at `STEPS` steps that part the variance evenly on the log scale.

        Between its steps the curve stands still while the truth moves, so that the process is that of a curve
        with steps as fine as one likes.
        """
        sums = np.cumsum(np.asarray(self.increments), axis=1)[:, inside]
        at = np.arange(len(inside), dtype=np.float64)
        level = np.maximum.accumulate(np.log(self.variance[inside]))
        fine = np.interp(np.linspace(level[0], level[-1], STEPS), level, at)
        xx, xz, zz = (np.interp(fine, at, part) for part in sums)
        f = None if self.factor is None else np.interp(fine, at, self.factor[inside])
        variance = xx if f is None else np.maximum(xx - 2 * f * xz + f**2 * zz, np.finfo(float).tiny)
        increments = np.maximum(np.diff([xx, xz, zz], axis=1, prepend=0.0), [[0.0], [-np.inf], [0.0]])
        return increments, f, self.find_scale(variance, kind)

    def _draw_clustered(
        self, inside: IntArray, kind: BandKind, *, draws: int, rng: np.random.Generator
    ) -> FloatArray:
        chosen = thin_evenly(inside, MOST_CLUSTERED_STEPS)
        scale = self.find_scale(self.variance[chosen], kind)
        influence = find_states_at(self.steps, chosen) / scale  # type: ignore[arg-type]
        values, vectors = np.linalg.eigh(influence.T @ influence)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        step = np.sqrt((np.diff(influence, axis=1) ** 2).sum() / max(len(chosen) - 1, 1))
        suprema: FloatArray = np.abs(rng.standard_normal((draws, len(chosen))) @ root.T).max(axis=1)
        return suprema + OVERSHOOT * step


def build_survival_process(curve: SurvivalCurve) -> CurveProcess:
    """Build the process of the logarithm of a survival curve."""
    table, people = curve.table, curve.people
    slopes = find_log_slopes(table)
    if people.is_counted:
        xx = np.append(0.0, sum_multinomial(table, slopes, slopes))
        return CurveProcess(xx.cumsum(), float(len(people.time)), np.stack([xx, 0 * xx, 0 * xx]))
    steps = build_steps(people, table, [build_running(table, slopes)], [np.ones(len(table.time) + 1)])
    return CurveProcess(find_running_variance(steps), people.size, steps=steps)


def build_incidence_process(curve: CumulativeIncidence, cause: int) -> CurveProcess:
    """Build the process of a cumulative incidence."""
    table, people = curve.table, curve.people
    survival, f = read_states(curve, cause)
    x, z = find_incidence_slopes(survival, f, cause - 1, n_causes=people.n_causes)
    variance = np.append(0.0, curve.variance[cause - 1])
    if people.is_counted:
        increments = [np.append(0.0, sum_multinomial(table, *pair)) for pair in ((x, x), (x, z), (z, z))]
        return CurveProcess(variance, people.size, np.stack(increments), f)
    running = [build_running(table, x), build_running(table, z)]
    steps = build_steps(people, table, running, [np.ones(len(f)), -f])
    return CurveProcess(variance, people.size, steps=steps)


def thin_evenly(positions: IntArray, most: int) -> IntArray:
    """Keep at most so many positions, the first and the last among them."""
    if len(positions) <= most:
        return positions
    return positions[np.unique(np.linspace(0, len(positions) - 1, most).round().astype(np.intp))]
