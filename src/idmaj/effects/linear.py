"""Linear regression by (weighted) least squares with the errors that a design calls for."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.absorption import SweptRows, sweep_groups
from idmaj.effects.clusters import SmallSampleFactor, find_bias_reduced, find_cluster_meat
from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_covariates,
    check_groups,
    check_values,
    check_weights,
)
from idmaj.effects.products import multiply
from idmaj.errors import EstimationError

ErrorKind = Literal["classic", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"]
FULL_LEVERAGE = 1 - 1e-10


@dataclass(frozen=True, eq=False)
class LeastSquaresFit:
    """A least-squares fit.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
    fitted : ndarray, shape (n,)
    residuals : ndarray, shape (n,)
    leverage : ndarray, shape (n,)
        Diagonal of the hat matrix.
    unscaled_vcov : ndarray, shape (k, k)
        (X'X)⁻¹.
    root : ndarray, shape (k, k)
        Root of (X'X)⁻¹.
    basis : ndarray, shape (n, k)
        X @ root, whose columns are orthonormal.
    """

    coefficients: FloatArray
    fitted: FloatArray
    residuals: FloatArray
    leverage: FloatArray
    unscaled_vcov: FloatArray
    root: FloatArray
    basis: FloatArray


@dataclass(frozen=True, eq=False)
class LinearFit:
    """Coefficients of a linear regression with their errors.

    Attributes
    ----------
    coefficients, std_errors : ndarray, shape (k,)
        In the order of the design's columns. An error is 0 where the residuals are rounding alone.
    df : ndarray, shape (k,)
        Degrees of freedom of Student's t.
    vcov : ndarray, shape (k, k)
    n : int
        Rows with a weight above 0.
    n_clusters : int, optional
        The smaller number where there are two dimensions of clusters; None without clusters.
    errors : str
        Kind of the errors.
    """

    coefficients: FloatArray
    std_errors: FloatArray
    df: FloatArray
    vcov: FloatArray
    n: int
    n_clusters: int | None
    errors: ErrorKind


def find_basis(design: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return orthonormal columns q, shape (n, k), and the inverse of the triangle r, of a design q r.

    The design has full column rank (see `idmaj.effects.conditions.check_rank`).
    """
    length = np.sqrt(np.einsum("ij,ij->j", design, design))
    basis, root = design / length, np.diag(1 / length)
    try:
        for _ in range(2):
            step = np.linalg.inv(np.linalg.cholesky(multiply(basis.T, basis))).T
            basis, root = multiply(basis, step), root @ step
    except np.linalg.LinAlgError:
        basis, triangle = np.linalg.qr(design)
        root = np.linalg.inv(triangle)
    return basis, root


def estimate_least_squares(outcome: FloatArray, design: FloatArray) -> LeastSquaresFit:
    """Estimate a linear regression from an orthonormal basis of the design.

    The basis comes from two passes of Cholesky on the Gram matrix (columns at unit length), which is as exact as
    Householder's QR on every design that `check_rank` lets pass, and several times faster on long ones.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Of full column rank (see `idmaj.effects.conditions.check_rank`), the intercept included.

    References
    ----------
    Yamamoto, Nakatsukasa, Yanagisawa & Fukaya (2015), Electronic Transactions on Numerical Analysis 44.
    """
    q, inverse = find_basis(design)
    fitted = q @ (q.T @ outcome)
    return LeastSquaresFit(
        coefficients=inverse @ (q.T @ outcome),
        fitted=fitted,
        residuals=outcome - fitted,
        leverage=np.einsum("ij,ij->i", q, q),
        unscaled_vcov=inverse @ inverse.T,
        root=inverse,
        basis=q,
    )


def estimate_linear(
    outcome: ArrayLike,
    design: ArrayLike,
    *,
    errors: ErrorKind | None = None,
    clusters: ArrayLike | tuple[ArrayLike, ArrayLike] | None = None,
    weights: ArrayLike | None = None,
    absorb: ArrayLike | None = None,
    factor: SmallSampleFactor = "full",
    first_covariate: int = 0,
) -> LinearFit:
    """Estimate a linear regression, with group effects swept out where they are asked for.

    Small samples: with n rows, G clusters and K parameters (the k columns and one for each absorbed group),
    classic divides by n - K, HC1 multiplies by n/(n - K), CR1 by G/(G - 1)·(n - 1)/(n - K), which is Stata's
    and R sandwich's factor with the groups as dummies; HC2, HC3 and CR2 use the leverage of the whole design.
    Student's t has n - K degrees of freedom, G - 1 with CR0 and CR1, Satterthwaite's with CR2.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    design : array_like, shape (n, k)
        With a column of ones for an intercept, unless groups are absorbed.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"}, optional
        HC2 by default, CR2 with one dimension of clusters, CR1 with two.
    clusters : array_like, shape (n,), or a tuple of two, optional
        The people of a cluster are dependent. With two dimensions (CR0 and CR1 only) the covariance is that of
        the first plus that of the second minus that of their intersections, each with its own factor;
        negative eigenvalues are set to 0.
    weights : array_like, shape (n,), optional
        0 or above, of any scale; rows of weight 0 are left out and not counted. Leverage, and CR2's adjustment,
        are those of the rows multiplied by the root of their weight.
    absorb : array_like, shape (n,), optional
        Labels of groups, strata or pairs, each with an effect of its own.
    factor : {"full", "nested", "minimum"}
        ``nested``: absorbed groups that each lie within one cluster count as one parameter together, as in
        xtreg, reghdfe and fixest. ``minimum``: with two dimensions, G is the smaller number throughout.
    first_covariate : int
        Position of the first covariate, from which messages about collinear columns count.

    Raises
    ------
    EstimationError
        ``collinear-covariates`` (also a column that does not vary within the absorbed groups),
        ``too-few-people``, ``full-leverage`` (HC2 and HC3), ``too-few-groups`` (under two clusters);
        input conditions.
    ValueError
        Errors that do not go with the clusters given.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29; Bell & McCaffrey (2002), Survey Methodology 28;
    Cameron, Gelbach & Miller (2011), Journal of Business & Economic Statistics 29.
    """
    pair = clusters if isinstance(clusters, tuple) else (() if clusters is None else (clusters,))
    kind = _choose_errors(errors, len(pair))
    y = check_values(outcome, "outcome")
    matrix, mass = check_covariates(design, len(y)), check_weights(weights, len(y))
    kept = mass > 0
    n = int(kept.sum())
    labels = [
        check_groups(np.asarray(part)[kept], "clusters", n=n, needed=2) for part in _check_pair(pair, y)
    ]
    groups = None if absorb is None else check_groups(np.asarray(absorb), "strata", n=len(y))[kept]
    rows = sweep_groups(
        y[kept],
        matrix[kept],
        mass=mass[kept] / mass[kept].mean(),
        codes=groups,
        first_covariate=first_covariate,
    )
    return _build_fit(rows, labels, kind=kind, factor=factor)


def _choose_errors(errors: ErrorKind | None, n_dimensions: int) -> ErrorKind:
    kind: ErrorKind = errors or ("HC2" if not n_dimensions else "CR2" if n_dimensions == 1 else "CR1")
    if n_dimensions > 2 or (n_dimensions > 0) != kind.startswith("CR"):
        raise ValueError(f"errors of kind {kind} with {n_dimensions} dimensions of clusters")
    if kind == "CR2" and n_dimensions == 2:
        raise ValueError("CR2 takes one dimension of clusters")
    return kind


def _check_pair(pair: tuple[ArrayLike, ...], y: FloatArray) -> list[ArrayLike]:
    for part in pair:
        check_groups(part, "clusters", n=len(y))
    return list(pair)


def _build_fit(
    rows: SweptRows, labels: list[IntArray], *, kind: ErrorKind, factor: SmallSampleFactor
) -> LinearFit:
    fit = estimate_least_squares(rows.outcome, rows.design)
    n, k = rows.design.shape
    df = np.full(k, float(n - rows.n_parameters))
    n_clusters = min((int(codes.max()) + 1 for codes in labels), default=None)
    basis = fit.basis
    if kind == "CR2":
        reduced = find_bias_reduced(
            basis, fit.residuals, codes=labels[0], absorbed=rows.absorbed, directions=fit.root.T
        )
        meat, df = reduced.meat, reduced.df
    elif n_clusters is not None:
        counted = factor if kind == "CR1" else None
        meat = find_cluster_meat(basis, fit.residuals, labels, absorbed=rows.absorbed, factor=counted)
        df = np.full(k, n_clusters - 1.0)
    else:
        meat = _find_meat(basis, fit, rows=rows, kind=kind)
    vcov = fit.root @ meat @ fit.root.T
    variances = np.diag(vcov)
    clear = variances > rows.rounding * np.diag(fit.unscaled_vcov)
    std_errors = np.sqrt(np.where(clear, variances, 0.0))
    return LinearFit(fit.coefficients, std_errors, df, vcov, n, n_clusters, kind)


def _find_meat(basis: FloatArray, fit: LeastSquaresFit, *, rows: SweptRows, kind: ErrorKind) -> FloatArray:
    n = len(basis)
    if kind == "classic":
        return np.eye(basis.shape[1]) * (fit.residuals @ fit.residuals) / (n - rows.n_parameters)
    residuals = fit.residuals
    if kind in ("HC2", "HC3"):
        # The only member of an absorbed group has no residual and tells nothing of the other columns.
        alone = rows.absorbed.values > FULL_LEVERAGE
        leverage = np.where(alone, 0.0, fit.leverage + rows.absorbed.values**2)
        if leverage.max() > FULL_LEVERAGE:
            raise EstimationError("full-leverage", n=int((leverage > FULL_LEVERAGE).sum()))
        residuals = residuals / (1 - leverage) ** (0.5 if kind == "HC2" else 1.0)
    influence = basis * residuals[:, None]
    return influence.T @ influence * (n / (n - rows.n_parameters) if kind == "HC1" else 1.0)
