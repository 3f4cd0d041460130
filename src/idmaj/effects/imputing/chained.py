"""People of an arm, and one draw of all that is missing of them: the outcome, and its earlier waves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.imputing.draws import draw_amounts, draw_margins, draw_weights
from idmaj.errors import EstimationError

CYCLES = 5
"""Rounds of chained equations where earlier waves are incomplete."""
FEWEST_FOUND = 2
"""People of an arm who must have been found for anybody of it to be imputed."""


@dataclass(frozen=True, eq=False)
class People:
    """What is known of people; `take` gives those of an arm.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        Read where seen.
    seen : ndarray of bool, shape (n,)
    covariates : ndarray, shape (n, k)
    earlier : ndarray, shape (n, w)
        The outcome in earlier waves; NaN where not found.
    clusters : ndarray, shape (n,), optional
        Codes of people who are weighted together.
    is_binary : bool
    """

    outcome: FloatArray
    seen: BoolArray
    covariates: FloatArray
    earlier: FloatArray
    clusters: IntArray | None
    is_binary: bool

    def take(self, rows: IntArray) -> People:
        """Return the people of an arm, in the order given.

        Parameters
        ----------
        rows : ndarray
            Positions; covariates come back at mean 0 among those found and deviation 1 among all.

        Raises
        ------
        EstimationError
            ``arm-all-lost``; ``too-few-people`` where somebody is lost and only one person was found.
        """
        seen = self.seen[rows]
        if not seen.any():
            raise EstimationError("arm-all-lost", n=len(rows))
        if not seen.all() and seen.sum() < FEWEST_FOUND:
            raise EstimationError("too-few-people", n=int(seen.sum()), needed=FEWEST_FOUND)
        clusters = None if self.clusters is None else self.clusters[rows]
        scaled = _scale(self.covariates[rows], seen)
        return replace(
            self, outcome=self.outcome[rows], seen=seen, covariates=scaled, earlier=self.earlier[rows],
            clusters=clusters,
        )  # fmt: skip

    def draw(self, generator: np.random.Generator) -> FloatArray:
        """Draw values of the lost, or their margins.

        Earlier waves that miss somebody are filled from what comes before them, then all columns in turn from all
        others (chained equations), the outcome last.

        Parameters
        ----------
        generator
            Source of chance.

        Returns
        -------
        ndarray, shape (number lost,)

        Raises
        ------
        EstimationError
            ``no-convergence``.

        References
        ----------
        van Buuren & Groothuis-Oudshoorn (2011), Journal of Statistical Software 45.
        """
        weight = draw_weights(generator, len(self.outcome), self.clusters)
        waves = [wave for wave in self.earlier.T if np.isfinite(wave).sum() >= FEWEST_FOUND]
        columns = [*(_Column(wave, np.isfinite(wave)) for wave in waves), _Column(self.outcome, self.seen)]
        drawn = np.empty(0)
        for position, column in enumerate(columns):
            drawn = self._fill(generator, column, columns[:position], weight=weight)
        incomplete = [column for column in columns[:-1] if not column.known.all()]
        for _ in range(CYCLES if incomplete else 0):
            for column in [*incomplete, columns[-1]]:
                others = [other for other in columns if other is not column]
                drawn = self._fill(generator, column, others, weight=weight)
        return drawn

    def _fill(
        self, generator: np.random.Generator, column: _Column, others: list[_Column], *, weight: FloatArray
    ) -> FloatArray:
        """Fill a column from others, all filled; return what was drawn: values, or margins."""
        lost = ~column.known
        if not lost.any():
            return np.empty(0)
        filled = [_scale(other.values[:, None], column.known) for other in others]
        design = np.column_stack([np.ones(len(lost)), self.covariates, *filled])
        sample = draw_margins if self.is_binary else draw_amounts
        drawn = sample(generator, column.values, design, seen=column.known, weight=weight)
        column.values[lost] = drawn > 0 if self.is_binary else drawn
        return drawn


class _Column:
    """A wave of the outcome: what is known of it, and the values that fill it."""

    def __init__(self, values: FloatArray, known: BoolArray) -> None:
        self.values = np.where(known, values, 0.0)
        self.known = known


def _scale(columns: FloatArray, seen: BoolArray) -> FloatArray:
    """Put columns at mean 0 among those found, and deviation 1 among all; one that does not vary becomes 0."""
    centred = columns - columns[seen].mean(axis=0)
    deviation = columns.std(axis=0)
    flat = deviation <= 1e-12 * np.abs(columns).max(axis=0, initial=0.0)
    return np.asarray(np.where(flat, 0.0, centred / np.where(flat, 1.0, deviation)))
