"""Contrasts by name: each estimator of a plan gives the rows of one sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from idmaj.effects.balancing import estimate_balanced_att
from idmaj.effects.doubly_robust import estimate_aipw_att
from idmaj.effects.exact import estimate_fisher, estimate_permutation
from idmaj.effects.proportions import estimate_odds_ratio, estimate_risk_difference, estimate_risk_ratio
from idmaj.effects.regression import estimate_ancova, estimate_difference_in_means, estimate_lin
from idmaj.effects.rows import CONTRAST, RATIO, Place, contrast_numbers, ratio_numbers
from idmaj.effects.sample import Sample
from idmaj.effects.standardisation import estimate_standardised_risks
from idmaj.effects.weighting import WeightedEffect, estimate_ipw_att
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

Numbers = dict[str, Any]
PERMUTED_BELOW = 60
"""Smallest arm under which a permutation test stands beside the interval."""
PERMUTED_CELLS = 20_000_000
"""People times redraws of a permutation test, which bounds its cost where the other arm is large."""


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
    scale = "risk_difference" if sample.is_binary else "mean_difference"
    shared = {
        "estimator": estimator, "scale": scale, "term": CONTRAST, "role": role, "estimand": estimand,
        "n": len(sample.outcome), "n_treated": sample.n_treated, "n_comparison": sample.n_comparison,
        "n_min": float(min(sample.n_treated, sample.n_comparison)),
        "n_events": int(sample.outcome.sum()) if sample.is_binary else None,
    }  # fmt: skip
    try:
        return place.row(**{**shared, **ESTIMATORS[estimator](sample, conf_level)})
    except EstimationError as error:
        return place.refuse(sample.name_column(error), **shared)


def estimate_companions(
    sample: Sample, place: Place, *, estimand: str, conf_level: float
) -> list[EffectEstimate]:
    """Estimate what stands beside a contrast: ratios and exact tests.

    Parameters
    ----------
    sample, place, estimand, conf_level
        As `estimate_contrast`.
    """
    shared: Numbers = {
        "estimand": estimand, "n": len(sample.outcome), "n_treated": sample.n_treated,
        "n_comparison": sample.n_comparison, "n_min": float(min(sample.n_treated, sample.n_comparison)),
    }  # fmt: skip
    if not sample.is_binary:
        return _permutation_row(sample, place, shared)
    ratios = (
        ("log_interval", "risk_ratio", estimate_risk_ratio, "secondary"),
        ("woolf", "odds_ratio", estimate_odds_ratio, "diagnostic"),
    )
    rows = []
    for estimator, scale, estimate, role in ratios:
        fields = {**shared, "estimator": estimator, "scale": scale, "term": RATIO, "role": role}
        rows.append(_attempt_ratio(sample, place, estimate, fields, conf_level))
    fisher = estimate_fisher(*sample.events)
    test = {"estimator": "exact", "scale": "risk_difference", "term": CONTRAST, "role": "diagnostic"}
    rows.append(place.row(**shared, **test, p_value=fisher, note="Fisher's exact test"))
    return rows


def estimate_unnormalised(
    sample: Sample, place: Place, *, estimand: str, conf_level: float
) -> EffectEstimate:
    """Estimate AIPW with weights that are not normalised, a diagnostic of the normalised one."""
    scale = "risk_difference" if sample.is_binary else "mean_difference"
    fields: Numbers = {
        "estimator": "aipw", "scale": scale, "term": CONTRAST, "role": "diagnostic", "estimand": estimand,
        "n": len(sample.outcome), "n_treated": sample.n_treated, "n_comparison": sample.n_comparison,
    }  # fmt: skip

    def make() -> EffectEstimate:
        effect = estimate_aipw_att(
            sample.outcome, sample.treated, sample.covariates, normalised=False, conf_level=conf_level
        )
        return place.row(**fields, **{**_weighted(effect, sample), "note": "weights not normalised"})

    return place.attempt(make, **fields)


def _attempt_ratio(
    sample: Sample, place: Place, estimate: Callable[..., Any], fields: Numbers, conf_level: float
) -> EffectEstimate:
    return place.attempt(
        lambda: place.row(**fields, **ratio_numbers(estimate(*sample.events, conf_level=conf_level))),
        **fields,
    )


def _permutation_row(sample: Sample, place: Place, shared: Numbers) -> list[EffectEstimate]:
    if min(sample.n_treated, sample.n_comparison) >= PERMUTED_BELOW:
        return []
    fields = {
        **shared, "estimator": "permutation", "scale": "mean_difference", "term": CONTRAST,
        "role": "diagnostic", "note": "permutation test",
    }  # fmt: skip
    draws = int(np.clip(PERMUTED_CELLS // len(sample.outcome), 1_999, 100_000))

    def make() -> EffectEstimate:
        test = estimate_permutation(sample.outcome, sample.treated, draws=draws)
        return place.row(**fields, p_value=test.p_value)

    return [place.attempt(make, **fields)]


def _difference_in_means(sample: Sample, conf_level: float) -> Numbers:
    return contrast_numbers(
        estimate_difference_in_means(sample.outcome, sample.treated, conf_level=conf_level)
    )


def _ancova(sample: Sample, conf_level: float) -> Numbers:
    return contrast_numbers(
        estimate_ancova(sample.outcome, sample.treated, sample.covariates, conf_level=conf_level)
    )


def _lin(sample: Sample, conf_level: float) -> Numbers:
    return contrast_numbers(
        estimate_lin(sample.outcome, sample.treated, sample.covariates, conf_level=conf_level)
    )


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
        sample.outcome, sample.treated, sample.covariates, conf_level=conf_level
    )
    return contrast_numbers(risks.difference)


def _weighted(effect: WeightedEffect, sample: Sample) -> Numbers:
    effective = effect.comparison.effective_size
    return {
        **contrast_numbers(effect.contrast),
        "n_min": float(np.minimum(sample.n_treated, effective)),
        "note": "n_min counts the effective size of the weighted comparison group",
    }


def _ipw(sample: Sample, conf_level: float) -> Numbers:
    return _weighted(
        estimate_ipw_att(sample.outcome, sample.treated, sample.covariates, conf_level=conf_level), sample
    )


def _aipw(sample: Sample, conf_level: float) -> Numbers:
    return _weighted(
        estimate_aipw_att(sample.outcome, sample.treated, sample.covariates, conf_level=conf_level), sample
    )


def _entropy_balancing(sample: Sample, conf_level: float) -> Numbers:
    return _weighted(
        estimate_balanced_att(sample.outcome, sample.treated, sample.covariates, conf_level=conf_level),
        sample,
    )


ESTIMATORS: dict[str, Callable[[Sample, float], Numbers]] = {
    "difference_in_means": _difference_in_means,
    "ancova": _ancova,
    "lin": _lin,
    "newcombe": _newcombe,
    "logit_gcomputation": _logit_gcomputation,
    "ipw": _ipw,
    "aipw": _aipw,
    "entropy_balancing": _entropy_balancing,
}
"""Estimators that a plan or a study file may name."""
