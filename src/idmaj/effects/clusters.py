"""Errors of least squares whose people come in clusters: CR0, CR1 and the bias-reduced CR2.

Everything here is in the coordinates of an orthonormal basis Q of the design, so that a cluster enters through
its scores Q_g'e_g and its Gram matrix Q_g'Q_g alone; `idmaj.effects.linear` turns the results into the units
of the coefficients.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from idmaj.effects.absorption import Absorbed, sum_by_group
from idmaj.effects.conditions import FloatArray, IntArray

SmallSampleFactor = Literal["full", "nested", "minimum"]
SPENT_SHARE = 1e-10


@dataclass(frozen=True, eq=False)
class BiasReduced:
    """The CR2 covariance and its degrees of freedom.

    Attributes
    ----------
    meat : ndarray, shape (k, k)
        Covariance in the coordinates of the basis.
    df : ndarray, shape (m,)
        Satterthwaite's degrees of freedom of each direction; 0 where nothing varies between clusters.
    """

    meat: FloatArray
    df: FloatArray


def find_cluster_meat(
    basis: FloatArray,
    residuals: FloatArray,
    labels: list[IntArray],
    *,
    absorbed: Absorbed,
    factor: SmallSampleFactor | None,
) -> FloatArray:
    """Return CR0 or CR1 for one or two dimensions of clusters, in the coordinates of the basis.

    Parameters
    ----------
    basis : ndarray, shape (n, k)
    residuals : ndarray, shape (n,)
    labels : list of ndarray, shape (n,)
        One dimension: Σ_g s_g s_g' with s_g = Q_g'e_g. Two: the sum of both less that of the intersections, with
        negative eigenvalues set to 0.
    absorbed : Absorbed
    factor : {"full", "nested", "minimum"}, optional
        As in `idmaj.effects.linear.estimate_linear`; None for CR0.

    Returns
    -------
    ndarray, shape (k, k)

    References
    ----------
    Liang & Zeger (1986), Biometrika 73; Cameron, Gelbach & Miller (2011), Journal of Business & Economic
    Statistics 29.
    """
    n, k = basis.shape
    parts = [(codes, 1.0) for codes in labels]
    if len(labels) == 2:
        both = labels[0] * _count_groups(labels[1]) + labels[1]
        parts.append((np.unique(both, return_inverse=True)[1], -1.0))
    n_groups = [_count_groups(codes) for codes, _ in parts]
    if factor == "minimum":
        n_groups = [min(n_groups)] * len(parts)
    meat = np.zeros((k, k))
    for (codes, sign), g in zip(parts, n_groups, strict=True):
        scores = sum_by_group(basis * residuals[:, None], codes)
        scale = g / (g - 1) * (n - 1) / (n - k - _count_effects(absorbed, labels, factor)) if factor else 1.0
        meat += sign * scale * (scores.T @ scores)
    if len(labels) == 1:
        return meat
    values, vectors = np.linalg.eigh(meat)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T, dtype=np.float64)


def find_bias_reduced(
    basis: FloatArray, residuals: FloatArray, *, codes: IntArray, absorbed: Absorbed, directions: FloatArray
) -> BiasReduced:
    """Return the CR2 covariance, with Satterthwaite's degrees of freedom for the given directions.

    Residuals of a cluster are multiplied by A_g = (I - H_gg)^(-1/2), the symmetric root of Moore and Penrose,
    which makes the covariance unbiased when errors are independent with one variance. The hat matrix H holds
    the basis and the absorbed groups.

    Parameters
    ----------
    basis : ndarray, shape (n, k)
        Orthonormal, and orthogonal to the absorbed groups.
    residuals : ndarray, shape (n,)
    codes : ndarray, shape (n,)
        Clusters.
    absorbed : Absorbed
    directions : ndarray, shape (k, m)
        Linear combinations, in the coordinates of the basis, whose degrees of freedom are wanted.

    References
    ----------
    Bell & McCaffrey (2002), Survey Methodology 28; Pustejovsky & Tipton (2018), Journal of Business & Economic
    Statistics 36.
    """
    k = basis.shape[1]
    clusters = [
        _adjust_cluster(*_find_local_basis(rows, basis, absorbed), residuals[rows], directions)
        for rows in _rows_by_group(codes)
    ]
    scores = np.array([cluster.score for cluster in clusters])
    df = [
        _find_satterthwaite_df(clusters, k, absorbed.n_groups, column=m) for m in range(directions.shape[1])
    ]
    return BiasReduced(meat=scores.T @ scores, df=np.array(df))


def _count_groups(codes: IntArray) -> int:
    return int(codes.max()) + 1


def _count_effects(absorbed: Absorbed, labels: list[IntArray], factor: SmallSampleFactor) -> int:
    nested = factor == "nested" and any(
        len(np.unique(absorbed.codes * _count_groups(codes) + codes)) == absorbed.n_groups for codes in labels
    )
    return 1 if nested else absorbed.n_groups


@dataclass(frozen=True, eq=False)
class _Cluster:
    """One cluster: adjusted score (k,), z'z (m,), Q'z (k + groups present, m), the groups present."""

    score: FloatArray
    length: FloatArray
    projected: FloatArray
    groups: IntArray


def _rows_by_group(codes: IntArray) -> list[IntArray]:
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)


def _find_local_basis(
    rows: IntArray, basis: FloatArray, absorbed: Absorbed
) -> tuple[FloatArray, int, IntArray]:
    if not absorbed.n_groups:
        return basis[rows], basis.shape[1], np.empty(0, dtype=np.intp)
    groups, position = np.unique(absorbed.codes[rows], return_inverse=True)
    columns = np.zeros((len(rows), len(groups)))
    columns[np.arange(len(rows)), position] = absorbed.values[rows]
    return np.column_stack([basis[rows], columns]), basis.shape[1], groups


def _adjust_cluster(
    local: FloatArray, k: int, groups: IntArray, residuals: FloatArray, directions: FloatArray
) -> _Cluster:
    spent, vectors = np.linalg.eigh(local.T @ local)
    spent = np.clip(spent, 0.0, 1.0)
    free = 1 - spent > SPENT_SHARE
    factor = np.where(free, 1 - spent, 1.0) ** -0.5 * free
    turned = vectors[:k].T @ directions
    return _Cluster(
        score=vectors[:k] @ (factor * (vectors.T @ (local.T @ residuals))),
        length=(factor**2 * spent) @ turned**2,
        projected=vectors @ ((factor * spent)[:, None] * turned),
        groups=groups,
    )


def _find_satterthwaite_df(clusters: list[_Cluster], k: int, n_groups: int, *, column: int) -> float:
    """Twice the squared mean over the variance of the estimator, were the errors independent.

    With p_g the weights of cluster g's residuals, df = (Σ p_g'p_g)² / Σ_gh (p_g'p_h)², and
    p_g'p_h = [g = h] z_g'z_g - (Q_g'z_g)'(Q_h'z_h).
    """
    length = np.array([cluster.length[column] for cluster in clusters])
    projected = [cluster.projected[:, column] for cluster in clusters]
    shared = np.array([vector[:k] for vector in projected])
    own = length - np.array([vector @ vector for vector in projected])
    between = float(np.sum((shared.T @ shared) ** 2))
    if n_groups:
        effects = _stack_groups(clusters, [vector[k:] for vector in projected], n_groups)
        between += 2 * float(np.sum((effects.T @ shared) ** 2)) + float((effects.T @ effects).power(2).sum())
    total = float(np.sum(length**2 - 2 * length * (length - own))) + between
    return float(own.sum() ** 2 / total) if total > 0 else 0.0


def _stack_groups(clusters: list[_Cluster], values: list[FloatArray], n_groups: int) -> sparse.csr_array:
    ends = np.cumsum([0, *(len(part) for part in values)])
    columns = np.concatenate([cluster.groups for cluster in clusters])
    return sparse.csr_array((np.concatenate(values), columns, ends), shape=(len(clusters), n_groups))
