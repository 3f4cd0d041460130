"""Entropy balancing: weights nearest to equal that give a group the means of another, or of everybody."""

from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.newton import Evaluation, maximise
from idmaj.effects.propensity import ComparisonWeights, describe_weights
from idmaj.effects.weighting import WeightedEffect
from idmaj.errors import EstimationError

MOMENT_TOLERANCE = 1e-8


def estimate_balancing_weights(
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    estimand: Literal["att", "ate"] = "att",
    weights: ArrayLike | None = None,
) -> ComparisonWeights:
    """Estimate entropy-balancing weights by Newton's method on the dual.

    The weights of an arm are proportional to q exp(x'λ), q the weights of people, with λ such that its
    weighted means equal the target's to 1e-8 standard deviations.

    Parameters
    ----------
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Moments to balance; squares and products are columns of their own.
    estimand : {"att", "ate"}
        ``att``: the comparison group gets the means of the treated; ``ate``: both arms get those of everybody.
    weights : array_like, shape (n,), optional
        Weights of people.

    Raises
    ------
    EstimationError
        ``infeasible-moments`` when no positive weights reach the target's means;
        ``collinear-covariates`` (also for a column that does not vary in an arm that is weighted),
        ``empty-arm``, input conditions.

    References
    ----------
    Hainmueller (2012), Political Analysis 20; Chan, Yam & Zhang (2016), JRSS B 78, for the average effect.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix))
    scaled = scale_covariates(check_covariates(matrix, len(arm))).values
    base = check_weights(weights, len(arm))
    return describe_weights(_balance_arms(arm, scaled, base=base, estimand=estimand), arm)


def estimate_balanced(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    estimand: Literal["att", "ate"] = "att",
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate an effect with entropy-balancing weights.

    The error is that of M-estimation with the balancing conditions and the target's means stacked under the
    two outcome means. Its influence function is that of the difference in means of e = y - x'b, where b is
    the weighted regression of the outcome on the covariates in a weighted arm: the part of the outcome that
    the balanced covariates explain linearly adds no error, but for that of the target's means themselves.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Moments to balance, measured before treatment.
    estimand : {"att", "ate"}
        As `estimate_balancing_weights`.
    conf_level : float
    **sampling
        Clusters, weights of people, correction for small samples: see `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `estimate_balancing_weights`; ``no-variation``; as
        `idmaj.effects.influence.build_influence_contrast`.

    References
    ----------
    Hainmueller (2012); Zhao & Percival (2017), Journal of Causal Inference 5; Stefanski & Boos (2002).
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    scaled = scale_covariates(check_covariates(covariates, len(y))).values
    base = check_weights(sampling.get("weights"), len(y))
    w = _balance_arms(arm, scaled, base=base, estimand=estimand)
    k = scaled.shape[1]
    target = base * (arm if estimand == "att" else 1.0)
    target = target / target.sum()
    comparison = describe_weights(w, arm)
    mean_0, influence_0 = _influence_on_mean(y, scaled, weights=np.where(arm, 0.0, w), target=target)
    mean_1 = float(w[arm] @ y[arm])
    influence_1 = np.where(arm, w * (y - mean_1), 0.0)
    if estimand == "ate":
        mean_1, influence_1 = _influence_on_mean(y, scaled, weights=np.where(arm, w, 0.0), target=target)
    contrast = build_influence_contrast(
        mean_1 - mean_0, influence_1 - influence_0, arm, sampling=sampling, conf_level=conf_level,
        sizes=(comparison.effective_size_treated, comparison.effective_size), spent=(k if estimand == "ate" else 0, k),
    )  # fmt: skip
    return WeightedEffect(contrast, comparison)


def estimate_balanced_att(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate the effect on the treated with entropy-balancing weights: `estimate_balanced` for the ATT."""
    return estimate_balanced(outcome, treated, covariates, conf_level=conf_level, **sampling)


def _balance_arms(arm: BoolArray, scaled: FloatArray, *, base: FloatArray, estimand: str) -> FloatArray:
    target = base * arm if estimand == "att" else base
    centre = check_weights(target, len(arm)) @ scaled / target.sum()
    weights = np.zeros(len(arm))
    weights[~arm] = _balance(scaled[~arm] - centre, base[~arm])
    weights[arm] = (
        base[arm] / base[arm].sum() if estimand == "att" else _balance(scaled[arm] - centre, base[arm])
    )
    return weights


def _balance(distance: FloatArray, base: FloatArray) -> FloatArray:
    inside = check_weights(base, len(base)) > 0
    near = distance[inside]
    check_rank(np.column_stack([np.ones(len(near)), near]), first_covariate=1)
    offset = np.log(base[inside])
    optimum = maximise(lambda b: _evaluate(b, near, offset=offset), np.zeros(near.shape[1]))
    share = np.zeros(len(base))
    share[inside] = _share(optimum.point, near, offset=offset)
    if not optimum.converged or np.abs(share @ distance).max(initial=0.0) > MOMENT_TOLERANCE:
        raise EstimationError("infeasible-moments", n=len(near))
    return share


def _influence_on_mean(
    y: FloatArray, scaled: FloatArray, *, weights: FloatArray, target: FloatArray
) -> tuple[float, FloatArray]:
    """Return a weighted mean and what each person adds to it, through the weights and through the target."""
    mean = float(weights @ y)
    centred = scaled - weights @ scaled
    spread = centred.T @ (centred * weights[:, None])
    slope = np.linalg.solve(spread, centred.T @ (weights * y))
    explained = centred @ slope
    return mean, weights * (y - mean - explained) + target * explained


def _evaluate(b: FloatArray, distance: FloatArray, *, offset: FloatArray) -> Evaluation:
    predictor = distance @ b + offset
    top = predictor.max()
    share = np.exp(predictor - top)
    total = share.sum()
    share /= total
    mean = share @ distance
    information = distance.T @ (distance * share[:, None]) - np.outer(mean, mean)
    return Evaluation(-float(top + np.log(total)), -mean, information)


def _share(b: FloatArray, distance: FloatArray, *, offset: FloatArray) -> FloatArray:
    predictor = distance @ b + offset
    share = np.exp(predictor - predictor.max())
    return np.asarray(share / share.sum())
