"""The studentised contrast of one outcome under many assignments at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.errors import EstimationError

UNEXPLAINED = 1e-10
BLOCK_CELLS = 1_000_000


@dataclass(frozen=True, eq=False)
class PreparedContrast:
    """One outcome without what strata and covariates explain, and how they explain it.

    Attributes
    ----------
    rows : ndarray, shape (n,)
        Positions of the people with the outcome among all.
    residual : ndarray, shape (n,)
    basis : ndarray, shape (n, k)
        Orthonormal columns that span the strata and covariates.
    leverage : ndarray, shape (n,)
    """

    rows: IntArray
    residual: FloatArray
    basis: FloatArray
    leverage: FloatArray


def prepare_contrast(
    outcome: FloatArray, covariates: FloatArray, *, strata: IntArray, rows: IntArray
) -> PreparedContrast:
    """Take out of an outcome what strata and covariates explain.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    covariates : ndarray, shape (n, k)
    strata : ndarray of int, shape (n,)
    rows : ndarray of int, shape (n,)
        Positions among all people.

    Raises
    ------
    EstimationError
        ``too-few-people`` where no degree of freedom is left; ``no-variation``.
    """
    within = (strata[:, None] == np.unique(strata)).astype(np.float64)
    centred = covariates - covariates.mean(axis=0) if len(covariates) else covariates
    spread = np.sqrt(np.square(centred).sum(axis=0))
    varying = spread > UNEXPLAINED * (1 + np.abs(covariates).max(axis=0, initial=0.0))
    design = np.column_stack([within, centred[:, varying] / spread[varying]])
    basis, weight, _ = np.linalg.svd(design, full_matrices=False)
    basis = basis[:, weight > UNEXPLAINED * weight.max(initial=0.0)]
    if len(outcome) < basis.shape[1] + 2:
        raise EstimationError("too-few-people", n=len(outcome), needed=basis.shape[1] + 2)
    middle = outcome - outcome.mean()
    residual = middle - basis @ (basis.T @ middle)
    if not residual @ residual > UNEXPLAINED**2 * (middle @ middle):
        raise EstimationError("no-variation")
    return PreparedContrast(rows, residual, basis, np.square(basis).sum(axis=1))


def studentise(
    assigned: BoolArray, contrast: PreparedContrast, *, units: IntArray | None = None
) -> FloatArray:
    """Return the coefficient of the arm over its error under each assignment.

    Parameters
    ----------
    assigned : ndarray, shape (b, n)
        Of all people.
    contrast : PreparedContrast
    units : ndarray of int, shape (n,), optional
        Clusters of all people: errors are CR0's; without them HC2's.

    Returns
    -------
    ndarray, shape (b,)
        Not a number where an assignment leaves the coefficient or its error undefined.
    """
    size = max(1, BLOCK_CELLS // max(1, len(contrast.rows)))
    of_unit = None if units is None else units[contrast.rows]
    return np.concatenate(
        [
            _studentise(assigned[start : start + size, contrast.rows], contrast, of_unit)
            for start in range(0, len(assigned), size)
        ]
    )


def _studentise(assigned: BoolArray, contrast: PreparedContrast, units: IntArray | None) -> FloatArray:
    arms = assigned.astype(np.float64)
    total = arms.sum(axis=1)
    arms -= (arms @ contrast.basis) @ contrast.basis.T
    left = np.einsum("ij,ij->i", arms, arms)
    defined = left > UNEXPLAINED * np.maximum(total, 1.0)
    left = np.where(defined, left, 1.0)
    slope = (arms @ contrast.residual) / left
    residual = contrast.residual - slope[:, None] * arms
    if units is None:
        room = 1 - contrast.leverage - arms**2 / left[:, None]
        residual **= 2
        residual *= arms**2
        variance = np.where(room > UNEXPLAINED, residual / np.maximum(room, UNEXPLAINED), 0.0).sum(axis=1)
    else:
        order = np.argsort(units, kind="stable")
        starts = np.flatnonzero(np.diff(units[order], prepend=-1))
        sums = np.add.reduceat((arms * residual)[:, order], starts, axis=1)
        variance = np.einsum("ij,ij->i", sums, sums)
    scale = contrast.residual @ contrast.residual
    defined &= variance > UNEXPLAINED**2 * scale * left
    error = np.sqrt(np.where(defined, variance, 1.0)) / left
    return np.where(defined, slope / error, np.nan)
