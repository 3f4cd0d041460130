"""Adjusted curves: the risk everybody would have run in either arm, averaged over the people (g-formula)."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.censoring import build_censoring_curve
from idmaj.effects.conditions import FloatArray, check_arms, check_covariates, check_values
from idmaj.effects.contrast import Contrast, build_contrast, check_level, normal_quantile
from idmaj.effects.cox import Ties
from idmaj.effects.fine_gray import find_lingering
from idmaj.effects.hazard_fit import HazardFit, Observed, check_observed, fit_hazards, sum_by_cluster
from idmaj.effects.partial_likelihood import accumulate, expected_covariate, score_residuals
from idmaj.effects.risk_sets import build_risk_sets
from idmaj.effects.survival import Limit
from idmaj.errors import EstimationError

Population = Literal["ate", "att"]


@dataclass(frozen=True, eq=False)
class StandardisedRisks:
    """Risks of the event by q times, averaged over the same people in both arms.

    Attributes
    ----------
    times : ndarray, shape (q,)
    risk_treated, risk_comparison : ndarray, shape (q,)
        1 minus standardised survival; with competing events the cumulative incidence.
    std_error_treated, std_error_comparison, std_error_difference : ndarray, shape (q,)
        From influence functions: the coefficients, the baseline and the people averaged over all vary.
    conf_low_treated, conf_high_treated, conf_low_comparison, conf_high_comparison : ndarray, shape (q,)
        On the complementary log-log scale.
    conf_level : float
    estimand : {"ate", "att"}
    n, n_events : int
    n_clusters : int, optional
    """

    times: FloatArray
    risk_treated: FloatArray
    risk_comparison: FloatArray
    std_error_treated: FloatArray
    std_error_comparison: FloatArray
    std_error_difference: FloatArray
    conf_low_treated: FloatArray
    conf_high_treated: FloatArray
    conf_low_comparison: FloatArray
    conf_high_comparison: FloatArray
    conf_level: float
    estimand: str
    n: int
    n_events: int
    n_clusters: int | None = None

    def difference(self, position: int = -1) -> Contrast:
        """Build the risk difference, treated minus comparison, at one of the times (the last by default).

        Raises
        ------
        EstimationError
            ``no-variation`` before the first event.
        """
        return build_contrast(
            float(self.risk_treated[position] - self.risk_comparison[position]),
            float(self.std_error_difference[position]),
            conf_level=self.conf_level,
            n_clusters=self.n_clusters,
        )


@dataclass(frozen=True, eq=False)
class _Model:
    """A fit with each person's influence on its coefficients, shape (k, n), and whom it is averaged over."""

    fit: HazardFit
    influence: FloatArray
    share: FloatArray
    people: Observed
    passed: FloatArray


def estimate_standardised_survival(  # noqa: PLR0913  a model, whom it is averaged over and when
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    times: ArrayLike,
    *,
    competing: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    ties: Ties = "efron",
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    estimand: Population = "ate",
    limit: Limit = "value",
    conf_level: float = 0.95,
) -> StandardisedRisks:
    """Estimate the risk by given times, had everybody been treated and had nobody been.

    A Cox model of the arm and the covariates predicts each person's risk in both arms; with competing events a
    Fine-Gray model does. Predicted risks are averaged with the weights.

    Parameters
    ----------
    time, event, covariates, entry, ties, weights, clusters
        As `estimate_cox`; covariates without the arm, k = 0 allowed; one row a person.
    treated : array_like, shape (n,)
        1 for the treated, 0 for the others.
    times : array_like, shape (q,)
        Within the observed times.
    competing : array_like, shape (n,), optional
        As `estimate_fine_gray`; the chances of censoring are taken as known.
    estimand : {"ate", "att"}
        Averaged over everybody, or over the treated.
    limit : {"value", "left"}
        Whether events at a time itself count.
    conf_level : float

    Raises
    ------
    EstimationError
        ``horizon-beyond-data``; ``empty-arm``; as `estimate_cox`.

    References
    ----------
    Gail & Byar (1986), Biometrical Journal 28; Martinussen & Vansteelandt (2013), Lifetime Data Analysis 19.
    """
    level = check_level(conf_level)
    n = len(check_values(time, "time"))
    design = np.column_stack([check_arms(treated, n), check_covariates(covariates, n)])
    observed = check_observed(
        time, event, design, entry=entry, weights=weights, clusters=clusters, lingers=competing
    )
    moments = _check_times(times, observed)
    model = _fit_model(observed, moments, ties=ties, limit=limit, estimand=estimand)
    arms = [_predict_arm(model, arm) for arm in (1.0, 0.0)]
    return _summarise(model, moments, arms, level=level, estimand=estimand)


def _check_times(times: ArrayLike, observed: Observed) -> FloatArray:
    moments = check_values(times, "times")
    last = float(observed.history.time.max())
    if moments.max() > last:
        raise EstimationError("horizon-beyond-data", horizon=float(moments.max()), last=last)
    return moments


def _fit_model(
    observed: Observed, moments: FloatArray, *, ties: Ties, limit: Limit, estimand: Population
) -> _Model:
    history = observed.history
    sets = build_risk_sets(history, observed.covariates, efron=ties == "efron")
    name = "cox"
    if history.lingers is not None:
        name = "fine_gray"
        curve = build_censoring_curve(history, tie="with_events")
        sets = replace(sets, lingering=find_lingering(sets, history, curve))
    fit = fit_hazards(sets, model=name)
    influence = np.zeros((len(sets.centre), len(history.time)))
    influence[:, sets.order] = fit.vcov @ score_residuals(fit.sums, sets)
    share = history.weights * (observed.covariates[:, 0] if estimand == "att" else 1.0)
    event_times = sets.times.time[:, None]
    passed = event_times <= moments if limit == "value" else event_times < moments
    return _Model(fit, influence, share / share.sum(), observed, passed.T.astype(np.float64))


def _predict_arm(model: _Model, arm: float) -> tuple[FloatArray, FloatArray]:
    """Return the survival of one arm at each time, and each person's influence on it: shapes (q,), (q, n)."""
    sets, b = model.fit.sets, model.fit.optimum.point
    x = (model.people.covariates - sets.centre) / sets.scale
    x[:, 0] = (arm - sets.centre[0]) / sets.scale[0]
    predictor = x @ b - model.fit.sums.shift
    relative = np.exp(predictor)
    survival, influence = np.empty(len(model.passed)), np.empty((len(model.passed), len(x)))
    for row, passed in enumerate(model.passed):
        hazard = float(model.fit.sums.hazard @ passed)
        own = np.exp(-hazard * relative)
        survival[row] = model.share @ own
        slope = model.share * relative * own
        influence[row] = model.share * (own - survival[row])
        influence[row] -= slope.sum() * _influence_on_hazard(model, passed)
        influence[row] -= hazard * (slope @ x) @ model.influence
    return survival, influence


def _influence_on_hazard(model: _Model, passed: FloatArray) -> FloatArray:
    """Return each person's influence on the baseline hazard accumulated over the event times passed."""
    sets, sums = model.fit.sets, model.fit.sums
    q0, q1, _ = sums.squares * passed
    jump = sums.hazard * passed / (sets.step_weight * sets.n_tied)
    direct = sets.event_weights * np.repeat(jump, sets.n_last) - sums.risk * accumulate(q0, q1, sets)
    mean = np.array([expected_covariate(sums, column)[0] @ passed for column in range(len(sets.centre))])
    influence = -mean @ model.influence
    influence[sets.order] += direct
    return np.asarray(influence)


def _summarise(
    model: _Model,
    moments: FloatArray,
    arms: list[tuple[FloatArray, FloatArray]],
    *,
    level: float,
    estimand: Population,
) -> StandardisedRisks:
    people = model.people
    errors = [
        np.linalg.norm(sum_by_cluster(influence, people.clusters), axis=1)
        for influence in (arms[0][1], arms[1][1], arms[0][1] - arms[1][1])
    ]
    low_treated, high_treated = _bound_risk(arms[0][0], errors[0], level)
    low_comparison, high_comparison = _bound_risk(arms[1][0], errors[1], level)
    return StandardisedRisks(
        times=moments,
        risk_treated=1 - arms[0][0],
        risk_comparison=1 - arms[1][0],
        std_error_treated=errors[0],
        std_error_comparison=errors[1],
        std_error_difference=errors[2],
        conf_low_treated=low_treated,
        conf_high_treated=high_treated,
        conf_low_comparison=low_comparison,
        conf_high_comparison=high_comparison,
        conf_level=level,
        estimand=estimand,
        n=len(people.history.time),
        n_events=int(people.history.is_event.sum()),
        n_clusters=None if people.clusters is None else int(people.clusters.max()) + 1,
    )


def _bound_risk(survival: FloatArray, error: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Bound 1 - survival on the complementary log-log scale; 0 and its bounds are 0 before the first event."""
    moved = survival < 1
    inside = np.where(moved, survival, 0.5)
    margin = normal_quantile(level) * error / np.abs(inside * np.log(inside))
    low, high = (1 - inside ** np.exp(sign * margin) for sign in (-1, 1))
    return np.where(moved, low, 0.0), np.where(moved, high, 0.0)
