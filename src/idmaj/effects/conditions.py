"""Conditions under which an estimate is defined: finite arrays, two arms, columns that can be told apart.

Every estimator of this room passes its input through here first. The arrays that come back are float64 or
bool; the caller's arrays are never written to.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from idmaj.errors import EstimationError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]

RANK_TOLERANCE = 1e-10


def check_values(values: ArrayLike, name: str, *, n: int | None = None) -> FloatArray:
    """Return one number per person as float64.

    Parameters
    ----------
    values : array_like, shape (n,)
        Finite numbers.
    name : str
        What the array holds, for the message.
    n : int, optional
        Length it must have.

    Raises
    ------
    EstimationError
        ``not-finite``, ``unequal-lengths`` or ``too-few-people`` (an empty array).
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or (n is not None and len(array) != n):
        raise EstimationError("unequal-lengths", what=name)
    if len(array) == 0:
        raise EstimationError("too-few-people", n=0, needed=1)
    if not np.isfinite(array).all():
        raise EstimationError("not-finite", what=name)
    return array


def check_indicator(values: ArrayLike, name: str, *, n: int | None = None) -> BoolArray:
    """Return a 0/1 or boolean array as booleans.

    Raises
    ------
    EstimationError
        ``not-binary`` where a value is neither 0 nor 1; otherwise as `check_values`.
    """
    array = check_values(values, name, n=n)
    if not np.isin(array, (0.0, 1.0)).all():
        raise EstimationError("not-binary", what=name)
    return array.astype(np.bool_)


def check_covariates(covariates: ArrayLike, n: int) -> FloatArray:
    """Return covariates as a float64 matrix of shape (n, k), k = 0 allowed.

    Raises
    ------
    EstimationError
        ``not-finite`` or ``unequal-lengths``.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    if matrix.ndim != 2 or len(matrix) != n:
        raise EstimationError("unequal-lengths", what="covariates")
    if not np.isfinite(matrix).all():
        raise EstimationError("not-finite", what="covariates")
    return matrix


def check_weights(weights: ArrayLike | None, n: int) -> FloatArray:
    """Return weights as float64, ones where none are given.

    Raises
    ------
    EstimationError
        ``negative-weights``, or ``no-weight`` where they sum to 0; otherwise as `check_values`.
    """
    if weights is None:
        return np.ones(n)
    array = check_values(weights, "weights", n=n)
    if (array < 0).any():
        raise EstimationError("negative-weights")
    if array.sum() <= 0:
        raise EstimationError("no-weight")
    return array


def check_arms(treated: ArrayLike, n: int, *, needed: int = 1) -> BoolArray:
    """Return the arm indicator, with at least `needed` people in each arm.

    Raises
    ------
    EstimationError
        ``empty-arm`` or ``too-few-people``; otherwise as `check_indicator`.
    """
    arm = check_indicator(treated, "treated", n=n)
    smallest = int(min(arm.sum(), n - arm.sum()))
    if smallest == 0:
        raise EstimationError("empty-arm", n=n)
    if smallest < needed:
        raise EstimationError("too-few-people", n=smallest, needed=needed)
    return arm


def check_groups(labels: ArrayLike, name: str, *, n: int, needed: int = 1) -> IntArray:
    """Return the group of each person as a code 0, 1, … in the order of the sorted labels.

    Parameters
    ----------
    labels : array_like, shape (n,)
        Text or whole numbers; clusters, strata, units or periods.
    name : str
        What the labels tell, for the message.
    n : int
        Length it must have.
    needed : int
        Fewest groups.

    Raises
    ------
    EstimationError
        ``unequal-lengths``; ``missing-group`` where a label is missing; ``too-few-groups``.
    """
    array = np.asarray(labels)
    if array.ndim != 1 or len(array) != n:
        raise EstimationError("unequal-lengths", what=name)
    if bool(pd.isna(array).any()):
        raise EstimationError("missing-group", what=name)
    codes = pd.factorize(array, sort=True)[0].astype(np.intp)
    n_groups = int(codes.max(initial=-1)) + 1
    if n_groups < needed:
        raise EstimationError("too-few-groups", what=name, n=n_groups, needed=needed)
    return codes


@dataclass(frozen=True, eq=False)
class ScaledCovariates:
    """Covariates with mean 0 and standard deviation 1, so that no result hangs on a unit.

    Attributes
    ----------
    values : ndarray, shape (n, k)
    centre : ndarray, shape (k,)
        Means, in the covariates' units.
    scale : ndarray, shape (k,)
        Standard deviations (divisor n), in the covariates' units.
    """

    values: FloatArray
    centre: FloatArray
    scale: FloatArray


def scale_covariates(covariates: FloatArray) -> ScaledCovariates:
    """Centre and scale each column.

    Raises
    ------
    EstimationError
        ``collinear-covariates`` for a column that does not vary (it repeats the intercept).
    """
    centre = covariates.mean(axis=0)
    centred = covariates - centre
    scale = np.sqrt(np.einsum("ij,ij->j", centred, centred) / len(centred))
    constant = np.flatnonzero(scale <= 1e-12 * np.abs(centre))
    if len(constant):
        raise EstimationError("collinear-covariates", column=int(constant[0]))
    return ScaledCovariates(centred / scale, centre, scale)


def check_rank(design: FloatArray, *, first_covariate: int = 0) -> None:
    """Refuse a design matrix in which one column is a combination of those to its left.

    The test is on the Gram matrix of the columns at unit length: a column is dependent when the part of it
    not explained by the others is below 1e-10 of its sum of squares.

    Parameters
    ----------
    design : ndarray, shape (n, k)
        Columns of comparable scale (see `scale_covariates`).
    first_covariate : int
        Position of the first covariate, so that the message counts covariates from 0.

    Raises
    ------
    EstimationError
        ``too-few-people`` when n < k, ``collinear-covariates`` with the position of the first otherwise.
    """
    n, k = design.shape
    if n < k:
        raise EstimationError("too-few-people", n=n, needed=k)
    if k == 0:
        return
    unit = design / np.maximum(np.linalg.norm(design, axis=0), np.finfo(float).tiny)
    diagonal = np.abs(np.diag(np.linalg.qr(unit.T @ unit, mode="r")))
    dependent = np.flatnonzero(diagonal < RANK_TOLERANCE)
    if len(dependent):
        raise EstimationError("collinear-covariates", column=int(dependent[0]) - first_covariate)
