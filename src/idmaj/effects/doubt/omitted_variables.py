"""Robustness values: how much of arm and outcome something unmeasured would have to explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class Benchmark:
    """An unmeasured confounder as strong as one of the measured covariates.

    Attributes
    ----------
    r2_treated, r2_outcome : float
        Shares of what is left of the arm, and of the outcome, that it would explain.
    strength : float
        The equal shares of both that would bias the estimate as much; on the scale of `RobustnessValue.value`.
    estimate, std_error, conf_low, conf_high : float
        The estimate with such a confounder taken into account, moved towards no difference.
    """

    r2_treated: float
    r2_outcome: float
    strength: float
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float


@dataclass(frozen=True)
class RobustnessValue:
    """How robust an adjusted difference is to something unmeasured.

    Attributes
    ----------
    estimate, std_error : float
        Adjusted difference by least squares, in the outcome's unit.
    df : int
        People less coefficients.
    partial_r2 : float
        Share of what the covariates leave of the outcome that the arm explains: a confounder that explains
        all the rest of the outcome must explain more of the arm than this.
    value : float
        Share that something unmeasured must explain, of the arm and of the outcome alike, to bring the
        estimate down by the share q.
    value_conf : float
        As `value`, for the interval to touch what is left; 0 where it does so already.
    benchmarks : tuple of Benchmark or None
        One a covariate, in the order of their groups; None where a covariate explains so much of the arm that
        nothing else could be as strong.
    """

    estimate: float
    std_error: float
    df: int
    partial_r2: float
    value: float
    value_conf: float
    benchmarks: tuple[Benchmark | None, ...]


def estimate_robustness_value(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    q: float = 1.0,
    conf_level: float = 0.95,
) -> RobustnessValue:
    """Estimate the robustness value of a difference adjusted by linear regression.

    Parameters
    ----------
    outcome, treated, covariates : array_like
        As `idmaj.effects.regression.estimate_ancova`; without covariates there are no benchmarks.
    groups : array_like, shape (k,), optional
        Labels: columns of one label are one covariate (indicators of a code). By default each column is.
    weights : array_like, shape (n,), optional
    q : float
        Share by which the estimate would have to fall, above 0; 1 brings it to no difference.
    conf_level : float

    Raises
    ------
    EstimationError
        Conditions of the arrays; ``no-variation`` where nothing is left of outcome or arm; ``not-finite`` for q.

    References
    ----------
    Cinelli & Hazlett (2020), Journal of the Royal Statistical Society B 82, 39-67; as R's sensemakr.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y)).astype(float)
    matrix = check_covariates(covariates, len(y))
    root = np.sqrt(check_weights(weights, len(y)))
    check_level(conf_level)
    if not 0 < q < np.inf:
        raise EstimationError("not-finite", what="q")
    labels = (
        np.arange(matrix.shape[1]) if groups is None else check_groups(groups, "groups", n=matrix.shape[1])
    )
    design = (
        np.column_stack([np.ones(len(y)), scale_covariates(matrix).values])
        if len(labels)
        else np.ones((len(y), 1))
    )
    check_rank(design, first_covariate=1)
    df = int((root > 0).sum()) - design.shape[1] - 1
    if df < 2:
        raise EstimationError("too-few-people", n=len(y), needed=design.shape[1] + 3)
    fit = _Fit(y * root, arm * root, design * root[:, None])
    return _describe(fit, np.asarray(labels), df, q=q, conf_level=conf_level)


@dataclass(frozen=True, eq=False)
class _Fit:
    """Weighted outcome, arm and design."""

    outcome: FloatArray
    arm: FloatArray
    design: FloatArray

    def residuals(self, kept: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What columns leave of the arm, and they and the arm of the outcome."""
        basis = np.linalg.qr(kept)[0]
        arm = self.arm - basis @ (basis.T @ self.arm)
        outcome = self.outcome - basis @ (basis.T @ self.outcome)
        return arm, outcome - arm * (arm @ outcome) / (arm @ arm)


def _describe(fit: _Fit, labels: IntArray, df: int, *, q: float, conf_level: float) -> RobustnessValue:
    arm, left = fit.residuals(fit.design)
    rest_arm, rest_outcome = float(arm @ arm), float(left @ left)
    outcome = left + arm * float(arm @ fit.outcome) / rest_arm
    if rest_arm <= 1e-12 * float(fit.arm @ fit.arm) or rest_outcome <= 1e-14 * float(
        fit.outcome @ fit.outcome
    ):
        raise EstimationError("no-variation")
    estimate = float(arm @ outcome) / rest_arm
    error = float(np.sqrt(rest_outcome / df / rest_arm))
    statistic = abs(estimate / error)
    critical = float(special.stdtrit(df - 1, 0.5 + conf_level / 2))
    f = q * statistic / np.sqrt(df)
    return RobustnessValue(
        estimate=estimate,
        std_error=error,
        df=df,
        partial_r2=statistic**2 / (statistic**2 + df),
        value=find_robustness(f),
        value_conf=find_robustness(f, critical / np.sqrt(df - 1)),
        benchmarks=tuple(
            _benchmark(fit, labels == label, (rest_arm, rest_outcome), df=df, effect=(estimate, error, critical))
            for label in np.unique(labels)
        ),
    )  # fmt: skip


def find_robustness(f: float, critical: float = 0.0) -> float:
    """Return the robustness value of Cohen's partial f; `critical` is the f that only just leaves out no effect."""
    above = f - critical
    if above <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:  # a confounder that explains the whole outcome binds
        return float((f**2 - critical**2) / (1 + f**2))
    return float((np.sqrt(above**4 + 4 * above**2) - above**2) / 2)


def _benchmark(
    fit: _Fit, is_of_covariate: BoolArray, rest: tuple[float, float], *, df: int,
    effect: tuple[float, float, float],
) -> Benchmark | None:  # fmt: skip
    arm, left = fit.residuals(fit.design[:, np.concatenate([[True], ~is_of_covariate])])
    with_arm = max(1 - rest[0] / float(arm @ arm), 0.0)
    with_outcome = max(1 - rest[1] / float(left @ left), 0.0)
    return imagine_benchmark(with_arm, with_outcome, df=df, effect=effect)


def imagine_benchmark(
    with_arm: float, with_outcome: float, *, df: int, effect: tuple[float, float, float]
) -> Benchmark | None:
    """Imagine an unmeasured confounder as strong as a covariate.

    Parameters
    ----------
    with_arm, with_outcome : float
        Partial R² of the covariate with the arm given the other covariates, and with the outcome given those
        and the arm; in [0, 1).
    df : int
        Degrees of freedom of the regression.
    effect : tuple of float
        Estimate, standard error, and quantile of Student's t for the interval.

    Returns
    -------
    Benchmark or None
        None where no confounder can be as strong.
    """
    r2_treated, shared = with_arm / (1 - with_arm), with_arm**2 / (1 - with_arm) ** 2
    if r2_treated >= 1:
        return None
    r2_outcome = (1 + np.sqrt(shared)) ** 2 / (1 - shared) * with_outcome / (1 - with_outcome)
    r2_outcome = float(min(r2_outcome, 1.0))
    estimate, error, critical = effect
    f2 = r2_outcome * r2_treated / (1 - r2_treated)
    moved = float(np.sign(estimate) * (abs(estimate) - error * np.sqrt(df * f2)))
    new = float(error * np.sqrt((1 - r2_outcome) / (1 - r2_treated) * df / (df - 1)))
    return Benchmark(
        r2_treated, r2_outcome, find_robustness(np.sqrt(f2)), moved, new,
        moved - critical * new, moved + critical * new,
    )  # fmt: skip
