"""Group effects swept out of a regression: strata or pairs, each with an effect of its own."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from idmaj.effects.conditions import RANK_TOLERANCE, FloatArray, IntArray, check_rank
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Absorbed:
    """Group effects swept out of a design, as one column of unit length for each group.

    Attributes
    ----------
    codes : ndarray, shape (n,)
        Group of each row.
    values : ndarray, shape (n,)
        The row's entry in the column of its group.
    n_groups : int
        0 where nothing was swept out.
    """

    codes: IntArray
    values: FloatArray
    n_groups: int


@dataclass(frozen=True, eq=False)
class SweptRows:
    """Outcome and design, swept and multiplied by the roots of the weights; what was swept out of them.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k)
    absorbed : Absorbed
    rounding : float
        Variance of an outcome of this size that is rounding alone.
    """

    outcome: FloatArray
    design: FloatArray
    absorbed: Absorbed
    rounding: float

    @property
    def n_parameters(self) -> int:
        """Columns of the design and absorbed groups."""
        return self.design.shape[1] + self.absorbed.n_groups


def sum_by_group(rows: FloatArray, codes: IntArray) -> FloatArray:
    """Sum rows by group.

    Parameters
    ----------
    rows : ndarray, shape (n, k)
    codes : ndarray, shape (n,)
        0, 1, …, G - 1.

    Returns
    -------
    ndarray, shape (G, k)
    """
    n = len(codes)
    members = sparse.csc_array((np.ones(n), codes, np.arange(n + 1)), shape=(int(codes.max()) + 1, n))
    return np.asarray(members @ np.ascontiguousarray(rows), dtype=np.float64)


def sweep_groups(
    outcome: FloatArray,
    design: FloatArray,
    *,
    mass: FloatArray,
    codes: IntArray | None,
    first_covariate: int = 0,
) -> SweptRows:
    """Subtract weighted means of groups and multiply by the roots of the weights.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k)
    mass : ndarray, shape (n,)
        Weights above 0, with mean 1.
    codes : ndarray, shape (n,), optional
        Groups; None sweeps nothing out.
    first_covariate : int
        Position of the first covariate, from which messages count.

    Raises
    ------
    EstimationError
        ``too-few-people`` (no degree of freedom left), ``collinear-covariates``.
    """
    root = np.sqrt(mass)
    rounding = float(np.max(1e-13 * np.abs(outcome) * root) ** 2)
    absorbed = Absorbed(np.zeros(len(root), dtype=np.intp), np.zeros(len(root)), 0)
    if codes is not None:
        codes = np.unique(codes, return_inverse=True)[1]
        total = np.bincount(codes, mass).astype(np.float64)
        _check_size(len(outcome), design.shape[1] + len(total))
        centred = _centre(np.column_stack([outcome, design]), codes, mass=mass, total=total)
        _check_within(design, centred[:, 1:], mass, first_covariate)
        outcome, design = centred[:, 0], centred[:, 1:]
        absorbed = Absorbed(codes, root / np.sqrt(total)[codes], len(total))
    rows = SweptRows(outcome * root, design * root[:, None], absorbed, rounding)
    _check_size(len(outcome), rows.n_parameters)
    check_rank(rows.design, first_covariate=first_covariate)
    return rows


def _check_size(n: int, n_parameters: int) -> None:
    if n <= n_parameters:
        raise EstimationError("too-few-people", n=n, needed=n_parameters + 1)


def _centre(columns: FloatArray, codes: IntArray, *, mass: FloatArray, total: FloatArray) -> FloatArray:
    # Twice, since the first pass leaves the rounding of large means.
    for _ in range(2):
        means = sum_by_group(columns * mass[:, None], codes) / total[:, None]
        columns = columns - means[codes]
    return columns


def _check_within(design: FloatArray, centred: FloatArray, mass: FloatArray, first_covariate: int) -> None:
    around_mean = design - np.average(design, axis=0, weights=mass)
    lost = np.flatnonzero(mass @ centred**2 <= RANK_TOLERANCE * (mass @ around_mean**2))
    if len(lost):
        raise EstimationError("collinear-covariates", column=int(lost[0]) - first_covariate)
