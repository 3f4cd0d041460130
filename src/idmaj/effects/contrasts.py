"""Contrasts by name: each estimator of a plan gives the row of one sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from idmaj.effects.assignment import FEW_CLUSTERS, FEWEST_CLUSTERS
from idmaj.effects.balancing import estimate_balanced_att
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import Contrast
from idmaj.effects.doubly_robust import estimate_aipw_att
from idmaj.effects.firth_risks import estimate_firth_risks
from idmaj.effects.matching import estimate_matched
from idmaj.effects.outcome_models import OutcomeModel
from idmaj.effects.proportions import estimate_risk_difference
from idmaj.effects.regression import estimate_ancova, estimate_difference_in_means, estimate_lin
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.effects.sample import Sample, cap_rule
from idmaj.effects.standardisation import estimate_standardised_risks
from idmaj.effects.survey.regression import estimate_survey_contrast
from idmaj.effects.weighting import WeightedEffect, estimate_ipw_att
from idmaj.effects.wild_bootstrap import estimate_wild_bootstrap
from idmaj.effects.winsorising import estimate_winsorised
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

Numbers = dict[str, Any]
SCALE = {True: "risk_difference", False: "mean_difference"}
"""Scale of a contrast, by whether the outcome is binary."""
EVENTS_A_PARAMETER = 10
"""Events of the comparison group for each parameter below which AIPW's outcome model is linear, not a logit."""
SMALL_LOGIT_BELOW = 200
"""People below which errors of a logit carry n over n - k and t: from there on the plain ones cover."""
SMALL_SAMPLE_BELOW = 1_000
"""People below which errors of weighting estimators carry their small-sample factor; above, the published
numbers of the field are without it and the factor moves an error by less than a hundredth."""


def estimate_contrast(
    sample: Sample, place: Place, *, estimator: str, role: str, estimand: str, conf_level: float
) -> EffectEstimate:
    """Estimate the contrast of a sample by a named estimator.

    Parameters
    ----------
    sample
        People of both arms.
    place
        Where the row stands.
    estimator
        Key of `ESTIMATORS`.
    role, estimand
        Columns of the row.
    conf_level
        Coverage of the interval.

    Returns
    -------
    EffectEstimate
        Without a number and with a note where the data do not define one.
    """
    shared = {
        **describe_sample(sample), "estimator": estimator, "scale": sample.scale,
        "term": CONTRAST, "role": role, "estimand": estimand,
    }  # fmt: skip
    if estimator not in ESTIMATORS:
        return place.refuse(EstimationError("wrong-design", what=estimator), **shared)
    try:
        return place.row(**{**shared, **ESTIMATORS[estimator](sample, conf_level)})
    except EstimationError as error:
        return place.refuse(sample.name_column(error), **shared)


def describe_sample(sample: Sample) -> Numbers:
    """Return the columns that count the people behind a contrast."""
    return {
        "n": len(sample.outcome),
        "n_treated": sample.n_treated,
        "n_comparison": sample.n_comparison,
        "n_min": sample.n_min,
        "n_events": int(sample.outcome.sum()) if sample.is_binary else None,
        "n_clusters": sample.assignment.n_clusters,
    }


def of_design(sample: Sample) -> Numbers:
    """Return the strata, clusters, weights and kind of error that a regression takes from the design."""
    assignment = sample.assignment
    fields: Numbers = {
        "strata": assignment.strata, "clusters": assignment.clusters, "weights": sample.weights,
    }  # fmt: skip
    return fields if assignment.clusters is None else fields | {"errors": assignment.errors}


def _difference_in_means(sample: Sample, conf_level: float) -> Numbers:
    if sample.survey is not None:
        return _of_survey(sample, sample.stratum_indicators, conf_level)
    if sample.winsorised_at is not None:
        return _winsorised(sample, conf_level)
    contrast = estimate_difference_in_means(
        sample.outcome, sample.treated, **of_design(sample), conf_level=conf_level
    )
    return _with_few_clusters(contrast, sample, conf_level)


def _winsorised(sample: Sample, conf_level: float) -> Numbers:
    """Compare winsorised amounts; the error knows that the cap is estimated."""
    effect = estimate_winsorised(
        sample.uncut, sample.treated, np.empty((len(sample.outcome), 0)),
        rule=cap_rule(sample.uncut, sample.winsorised_at or 0.0), strata=sample.assignment.strata,
        clusters=sample.assignment.clusters, conf_level=conf_level,
    )  # fmt: skip
    return contrast_numbers(effect.contrast) | {
        "note": f"winsorised at the {sample.winsorised_at:g} quantile"
    }


def _ancova(sample: Sample, conf_level: float) -> Numbers:
    if sample.survey is not None:
        return _of_survey(sample, sample.adjustment, conf_level)
    contrast = estimate_ancova(
        sample.outcome, sample.treated, sample.covariates, **of_design(sample), conf_level=conf_level
    )
    return contrast_numbers(contrast)


def _of_survey(sample: Sample, covariates: FloatArray, conf_level: float) -> Numbers:
    assert sample.survey is not None  # the callers see to it
    return contrast_numbers(
        estimate_survey_contrast(
            sample.outcome, sample.treated, sample.survey, covariates=covariates, conf_level=conf_level
        )
    )


def _lin(sample: Sample, conf_level: float) -> Numbers:
    return contrast_numbers(
        estimate_lin(
            sample.outcome, sample.treated, sample.covariates, **of_design(sample), conf_level=conf_level
        )
    )


def _with_few_clusters(contrast: Contrast, sample: Sample, conf_level: float) -> Numbers:
    """With few clusters an arm the interval and test are those of the restricted wild bootstrap."""
    per_arm, clusters = sample.assignment.clusters_per_arm(sample.treated), sample.assignment.clusters
    if per_arm is None or clusters is None or not FEWEST_CLUSTERS <= min(per_arm) < FEW_CLUSTERS:
        return contrast_numbers(contrast)
    design = np.column_stack([np.ones(len(sample.outcome)), sample.treated, sample.stratum_indicators])
    test = estimate_wild_bootstrap(sample.outcome, design, clusters, position=1, conf_level=conf_level)
    return contrast_numbers(contrast) | {
        "p_value": test.p_value, "conf_low": test.conf_low, "conf_high": test.conf_high,
        "interval": "inversion", "df": None, "note": "few clusters: interval of the restricted wild bootstrap",
    }  # fmt: skip


def _newcombe(sample: Sample, conf_level: float) -> Numbers:
    result = estimate_risk_difference(*sample.events, conf_level=conf_level)
    return {
        "estimate": result.estimate,
        "std_error": result.std_error,
        "conf_low": result.conf_low,
        "conf_high": result.conf_high,
        "conf_level": result.conf_level,
        "interval": "newcombe",
    }


def _logit_gcomputation(sample: Sample, conf_level: float) -> Numbers:
    risks = estimate_standardised_risks(
        sample.outcome, sample.treated, sample.adjustment,
        small_sample=len(sample.outcome) < SMALL_LOGIT_BELOW, conf_level=conf_level,
    )  # fmt: skip
    return contrast_numbers(risks.difference)


def _firth_logit(sample: Sample, conf_level: float) -> Numbers:
    risks = estimate_firth_risks(sample.outcome, sample.treated, sample.adjustment, conf_level=conf_level)
    return contrast_numbers(risks.difference) | {"interval": "profile"}


def of_comparison(sample: Sample) -> Numbers:
    """Return what the estimators of a comparison group take besides the arrays of the sample."""
    return {
        "clusters": sample.assignment.clusters,
        "weights": sample.weights,
        "small_sample": len(sample.outcome) < SMALL_SAMPLE_BELOW,
    }


def outcome_model(sample: Sample) -> OutcomeModel:
    """Return the outcome model of AIPW: a logit where the comparison group has events enough to fit one."""
    if not sample.is_binary:
        return "linear"
    events, people = sample.events[1]
    parameters = sample.adjustment.shape[1] + 1
    return "logit" if min(events, people - events) >= EVENTS_A_PARAMETER * parameters else "linear"


def weighted_numbers(effect: WeightedEffect, sample: Sample) -> Numbers:
    """Return the columns of an effect on weighted people."""
    effective = effect.comparison.effective_size
    return {
        **contrast_numbers(effect.contrast),
        "n_min": float(min(sample.n_treated, effective, sample.n_seen or np.inf)),
        "note": "n_min counts the effective size of the weighted comparison group",
    }


def _ipw(sample: Sample, conf_level: float) -> Numbers:
    effect = estimate_ipw_att(
        sample.outcome, sample.treated, sample.adjustment, **of_comparison(sample), conf_level=conf_level
    )
    return weighted_numbers(effect, sample)


def _aipw(sample: Sample, conf_level: float) -> Numbers:
    effect = estimate_aipw_att(
        sample.outcome, sample.treated, sample.adjustment, **of_comparison(sample),
        outcome_model=outcome_model(sample), conf_level=conf_level,
    )  # fmt: skip
    return weighted_numbers(effect, sample)


def _entropy_balancing(sample: Sample, conf_level: float) -> Numbers:
    effect = estimate_balanced_att(
        sample.outcome, sample.treated, sample.adjustment, **of_comparison(sample), conf_level=conf_level
    )
    return weighted_numbers(effect, sample)


def _matching(sample: Sample, conf_level: float) -> Numbers:
    settings = sample.matching
    exact = [i for i, name in enumerate(sample.names) if name.partition("=")[0] in settings.exact]
    matched = estimate_matched(
        sample.outcome, sample.treated, sample.covariates,
        exact=sample.covariates[:, exact] if exact else None, ratio=settings.ratio,
        caliper=settings.caliper, replacement=settings.replacement, adjusted=True,
        conf_level=conf_level,
    )  # fmt: skip
    unmatched = f"; {matched.n_unmatched} supported without a match" if matched.n_unmatched else ""
    return {
        **contrast_numbers(matched.contrast),
        "n_treated": sample.n_treated - matched.n_unmatched,
        "n_min": float(min(sample.n_treated - matched.n_unmatched, matched.comparison.effective_size)),
        "note": f"{matched.n_comparison_used} comparison people used{unmatched}",
    }


ESTIMATORS: dict[str, Callable[[Sample, float], Numbers]] = {
    "difference_in_means": _difference_in_means,
    "ancova": _ancova,
    "lin": _lin,
    "newcombe": _newcombe,
    "logit_gcomputation": _logit_gcomputation,
    "firth_logit": _firth_logit,
    "ipw": _ipw,
    "aipw": _aipw,
    "entropy_balancing": _entropy_balancing,
    "matching": _matching,
}
"""Estimators of one sample that a plan or a study file may name."""
