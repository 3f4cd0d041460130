"""One regression refitted under many sets of weights at once, from products of pairs of columns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import RANK_TOLERANCE, BoolArray, FloatArray, IntArray
from idmaj.effects.linear import find_basis
from idmaj.effects.products import multiply
from idmaj.effects.resample_counts import CountArray

NEWTON_TOLERANCE = 1e-6
MAX_STEPS = 30
LONGEST_STEP = 2.0
"""Longest Newton step, as the root mean square of what it adds to the log odds."""
TILE_CELLS = 500_000
"""People times refits of a tile that stays in the cache."""


@dataclass(frozen=True, eq=False)
class Basis:
    """A design whose columns are made orthogonal with mean square 1, so that no unit matters.

    Attributes
    ----------
    values : ndarray, shape (n, k)
    back : ndarray, shape (k, k)
        Turns coefficients of `values` into those of the design.
    unit : ndarray, shape (n,), optional
        Code of the cluster of each row; None where rows are the units.
    """

    values: FloatArray
    back: FloatArray
    unit: IntArray | None = None

    def sum_by_unit(self, rows: FloatArray) -> FloatArray:
        """Return the sums of an (n, m) matrix by unit."""
        if self.unit is None:
            return rows
        sums = np.zeros((int(self.unit.max()) + 1, rows.shape[1]))
        np.add.at(sums, self.unit, rows)
        return sums


@dataclass(frozen=True, eq=False)
class Refits:
    """Coefficients of the design under each set of weights.

    Attributes
    ----------
    shifts : ndarray, shape (k, b)
        Difference from the coefficients at weights of 1.
    std_errors : ndarray, shape (k, b), optional
        HC0, or CR0 with clusters.
    is_defined : ndarray, shape (b,)
        False where the weights do not define the coefficients.
    """

    shifts: FloatArray
    std_errors: FloatArray | None
    is_defined: BoolArray


def build_basis(design: FloatArray, unit: IntArray | None = None) -> Basis:
    """Orthogonalise a design of full column rank, shape (n, k)."""
    basis, inverse = find_basis(design)
    root = np.sqrt(len(design))
    return Basis(basis * root, inverse * root, unit)


def build_pair_products(design: FloatArray, outcome: FloatArray | None = None) -> FloatArray:
    """Return the products x_i·x_j, i ≤ j, of the columns of a matrix: shape (n, k (k + 1) / 2).

    Weighted sums of them, for any weights, are the upper triangle of X'WX, row by row. With an outcome, k more
    columns follow: x_i·y.
    """
    n, k = design.shape
    pairs = k * (k + 1) // 2
    products = np.empty((n, pairs if outcome is None else pairs + k))
    if outcome is not None:
        np.multiply(design, outcome[:, None], out=products[:, pairs:])
    start = 0
    for j in range(k):
        np.multiply(design[:, j : j + 1], design[:, j:], out=products[:, start : start + k - j])
        start += k - j
    return products


@dataclass(frozen=True, eq=False)
class Factorisation:
    """Factors L D L' of many positive definite matrices of order k, an entry of all matrices at a time.

    Attributes
    ----------
    lower : ndarray, shape (k, k, b)
        Unit lower triangles; entries above the diagonal are not used.
    pivots : ndarray, shape (k, b)
        Diagonals of D.
    is_defined : ndarray, shape (b,)
        False for a matrix of which a pivot is below 1e-10 of its diagonal entry: it has no inverse here.
    """

    lower: FloatArray
    pivots: FloatArray
    is_defined: BoolArray

    def solve(self, right: FloatArray) -> FloatArray:
        """Solve all systems; `right` and the solution have shape (k, b)."""
        k = len(self.pivots)
        solution = np.array(np.broadcast_to(right, self.pivots.shape))
        for i in range(1, k):
            solution[i] -= np.einsum("jb,jb->b", self.lower[i, :i], solution[:i])
        solution /= self.pivots
        for i in range(k - 2, -1, -1):
            solution[i] -= np.einsum("jb,jb->b", self.lower[i + 1 :, i], solution[i + 1 :])
        return solution


def factorise(packed: FloatArray) -> Factorisation:
    """Factorise symmetric matrices whose upper triangles are given row by row.

    Parameters
    ----------
    packed : ndarray, shape (k (k + 1) / 2, b)

    Returns
    -------
    Factorisation
        With pivots of 1 in place of those that a matrix does not have.
    """
    k = int((np.sqrt(8 * len(packed) + 1) - 1) / 2)
    first, second = np.triu_indices(k)
    lower, pivots = np.empty((k, k, packed.shape[1])), np.empty((k, packed.shape[1]))
    lower[second, first] = packed
    is_defined = np.ones(packed.shape[1], dtype=np.bool_)
    for j in range(k):
        diagonal = lower[j, j].copy()
        scaled = lower[j, :j] * pivots[:j]
        pivot = diagonal - np.einsum("ib,ib->b", scaled, lower[j, :j])
        fine = pivot > RANK_TOLERANCE * np.abs(diagonal)
        is_defined &= fine
        pivots[j] = np.where(fine, pivot, 1.0)
        if j + 1 < k:
            lower[j + 1 :, j] -= np.einsum("imb,mb->ib", lower[j + 1 :, :j], scaled)
            lower[j + 1 :, j] /= pivots[j]
    return Factorisation(lower, pivots, is_defined)


def prepare_least_squares(residuals: FloatArray, basis: Basis) -> Callable[[CountArray, bool], Refits]:
    """Return a function that refits a linear regression under counts of units, shape (b, g).

    Parameters
    ----------
    residuals : ndarray, shape (n,)
        Of the fit at weights of 1.
    basis : Basis
    """
    products = basis.sum_by_unit(build_pair_products(basis.values, residuals))
    k = len(basis.back)
    first, second = np.triu_indices(k)
    twice = np.where(first == second, 0.5, 1.0)[:, None]

    def refit(counts: CountArray, with_errors: bool) -> Refits:
        sums = np.ascontiguousarray(multiply(counts, products).T)
        factors = factorise(sums[:-k])
        shifts = factors.solve(sums[-k:])
        if not with_errors:
            return Refits(basis.back @ shifts, None, factors.is_defined)
        errors = np.empty_like(shifts)
        for position, row in enumerate(basis.back):
            lever = factors.solve(row[:, None])
            crossed = -twice * (lever[first] * shifts[second] + lever[second] * shifts[first])
            scores = multiply(products, np.concatenate([crossed, lever])).T
            errors[position] = np.sqrt(np.einsum("bg,bg,bg->b", counts, scores, scores))
        return Refits(basis.back @ shifts, errors, factors.is_defined)

    return refit


def prepare_logit(y: FloatArray, basis: Basis, start: FloatArray) -> Callable[[CountArray, bool], Refits]:
    """Return a function that refits a logit under counts of units, shape (b, g).

    Parameters
    ----------
    y : ndarray, shape (n,)
    basis : Basis
    start : ndarray, shape (k,)
        Coefficients of the basis at weights of 1, where Newton's method begins.
    """
    side = 2 * y - 1
    model = _LogitModel(
        basis=basis.values,
        transposed=np.ascontiguousarray(basis.values.T),
        signed=basis.values * side[:, None],
        products=build_pair_products(basis.values),
    )

    def refit(counts: CountArray, with_errors: bool) -> Refits:
        weights = counts if basis.unit is None else counts[:, basis.unit]
        point, is_defined = _climb(weights, start, model)
        shifts = basis.back @ (point - start[:, None])
        if not with_errors:
            return Refits(shifts, None, is_defined)
        tilt = np.tanh(multiply(point.T / 2, model.transposed))
        factors = factorise(
            np.ascontiguousarray(multiply(weights * (1 - np.square(tilt)), model.products).T / 4)
        )
        errors = np.empty_like(shifts)
        for position, row in enumerate(basis.back):
            scores = multiply(factors.solve(row[:, None]).T, model.transposed) * (side - tilt) / 2
            by_unit = basis.sum_by_unit(scores.T).T
            errors[position] = np.sqrt(np.einsum("bg,bg,bg->b", counts, by_unit, by_unit))
        return Refits(shifts, errors, is_defined & factors.is_defined)

    return refit


def join_refits(parts: list[Refits]) -> Refits:
    """Put refits of several blocks of weights side by side."""
    errors = [part.std_errors for part in parts if part.std_errors is not None]
    return Refits(
        np.concatenate([part.shifts for part in parts], axis=1),
        np.concatenate(errors, axis=1) if errors else None,
        np.concatenate([part.is_defined for part in parts]),
    )


@dataclass(frozen=True, eq=False)
class _LogitModel:
    """Columns of the basis, the same as rows, with the sign of the outcome, and their pair products."""

    basis: FloatArray
    transposed: FloatArray
    signed: FloatArray
    products: FloatArray


def _climb(weights: CountArray, start: FloatArray, model: _LogitModel) -> tuple[FloatArray, BoolArray]:
    """Take Newton steps until the last refit stands still; return coefficients and which of them did.

    With t = tanh(log odds / 2) and s = ±1 for the outcome, the score of a person is (s - t)/2 and the variance
    (1 - t²)/4; the parts without t are summed once.
    """
    point = np.repeat(start[:, None], len(weights), axis=1)
    converged = np.zeros(len(weights), dtype=np.bool_)
    moving = np.arange(len(weights))
    sums = [multiply(weights, model.signed), multiply(weights, model.products)]
    for _ in range(MAX_STEPS):
        score, information = _subtract_tilted(point[:, moving], weights, model, sums=sums)
        factors = factorise(np.ascontiguousarray(information.T) / 4)
        step = factors.solve(score.T / 2)
        length = np.linalg.norm(step, axis=0)
        point[:, moving] += step * (LONGEST_STEP / np.maximum(length, LONGEST_STEP))
        arrived = length <= NEWTON_TOLERANCE
        converged[moving] = arrived & factors.is_defined
        going = ~arrived & factors.is_defined
        if not going.any():
            break
        if not going.all():
            moving, weights, sums = moving[going], weights[going], [part[going] for part in sums]
    return point, converged


def _subtract_tilted(
    point: FloatArray, weights: CountArray, model: _LogitModel, *, sums: list[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    half = point.T / 2
    score, information = sums[0].copy(), sums[1].copy()
    people = max(1, TILE_CELLS // len(weights))
    for tile in (slice(first, first + people) for first in range(0, weights.shape[1], people)):
        tilt = np.tanh(multiply(half, model.transposed[:, tile]))
        weighted = weights[:, tile] * tilt
        score -= multiply(weighted, model.basis[tile])
        weighted *= tilt
        information -= multiply(weighted, model.products[tile])
    return score, information
