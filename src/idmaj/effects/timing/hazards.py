"""Rows of hazard models: Cox, weighted Cox and Fine-Gray, what they assume, and the risks that they imply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.adjusted_curves import estimate_standardised_survival
from idmaj.effects.concordance import estimate_cox_concordance
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import build_contrast
from idmaj.effects.cox import CoxFit, build_hazard_ratio, estimate_cox
from idmaj.effects.fine_gray import estimate_fine_gray
from idmaj.effects.propensity import estimate_propensity
from idmaj.effects.proportional_hazards import estimate_proportional_hazards
from idmaj.effects.rows import CONTRAST, RATIO, contrast_numbers, ratio_numbers
from idmaj.effects.sample import build_covariates
from idmaj.effects.timing.contrasts import TEST_ONLY, Arms
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

Numbers = dict[str, Any]
EVENTS_A_PARAMETER = 5
"""Events a parameter below which a hazard model is left unadjusted (Vittinghoff & McCulloch 2007, AJE 165)."""


@dataclass(frozen=True, eq=False)
class Models:
    """What the hazard models of one outcome are fitted to.

    Attributes
    ----------
    arms
        Both arms.
    design : ndarray, shape (n, 1 + k)
        The arm and the covariates.
    names : tuple of str
        Names of the k covariates.
    """

    arms: Arms
    design: FloatArray
    names: tuple[str, ...]

    @property
    def sampling(self) -> Numbers:
        """Late entries and clusters."""
        return {"entry": self.arms.people.delayed, "clusters": self.arms.people.clusters}

    @property
    def adjusted_for(self) -> str:
        """Say what the models are adjusted for."""
        return "adjusted for " + ", ".join(self.names) if self.names else "unadjusted"


def estimate_hazards(arms: Arms, persons: pd.DataFrame, study: Study) -> list[EffectEstimate]:
    """Estimate the contrasts of hazards.

    Parameters
    ----------
    arms
        Both arms.
    persons
        Persons, for covariates.
    study
        Covariates and design.

    Returns
    -------
    list of EffectEstimate
        Ratios and log ratios of role `robustness`, their model errors and checks of role `diagnostic`.
    """
    models = read_models(arms, persons, study)
    rows = [*_cox_rows(models), *_checks(models)]
    if arms.people.competing:
        rows += _fine_gray_rows(models)
    if study.study.design == "comparison" and models.names:
        rows += _weighted_rows(models)
    return rows


def read_models(arms: Arms, persons: pd.DataFrame, study: Study) -> Models:
    """Read what the hazard models are fitted to: no covariates where events are too few to adjust for them."""
    people = arms.people
    rows = persons.set_index("person_id").loc[people.person_ids]
    names, matrix = build_covariates(rows, study.analysis.covariates)
    if people.event.sum() < EVENTS_A_PARAMETER * (1 + len(names)):
        names, matrix = (), matrix[:, :0]
    return Models(arms, np.column_stack([people.treated.astype(float), matrix]), names)


def _cox_rows(models: Models) -> list[EffectEstimate]:
    arms, people = models.arms, models.arms.people
    fields = arms.columns(estimator="cox", note=f"Efron ties; {models.adjusted_for}")
    ratio = {**fields, "scale": "hazard_ratio", "term": RATIO}

    def fit_rows() -> list[EffectEstimate]:
        fit = estimate_cox(people.time, people.event, models.design, **models.sampling)
        return [
            arms.place.row(**ratio, **_without_note(_ratio(fit, arms))),
            _log_row(fit, arms, fields, is_robust=True),
            _log_row(fit, arms, fields, is_robust=False),
        ]

    risk = {**fields, "scale": "risk_difference", "note": f"standardised; {models.adjusted_for}"}
    return [
        *arms.place.attempt_all(fit_rows, **ratio),
        arms.place.attempt(lambda: arms.place.row(**{**risk, **_standardised(models)}), **risk),
    ]


def _standardised(models: Models) -> Numbers:
    """Return the difference of the risks that the model implies, over the people the estimand names."""
    arms, people = models.arms, models.arms.people
    curves = estimate_standardised_survival(
        people.time, people.event, models.design[:, 1:], people.treated, [arms.horizon], limit=people.limit,
        competing=people.cause > 1 if people.competing else None,
        estimand="att" if arms.estimand == "att" else "ate", conf_level=arms.conf_level, **models.sampling,
    )  # fmt: skip
    return contrast_numbers(curves.difference(0))


def _checks(models: Models) -> list[EffectEstimate]:
    """Yield the test of proportional hazards of the arm and of the whole model, and how well it orders people."""
    arms, people = models.arms, models.arms.people
    test = arms.columns(
        estimator="proportional_hazards", scale="chi_square", role="diagnostic", note=TEST_ONLY
    )
    order = arms.columns(estimator="concordance", scale="probability", role="diagnostic", term="all")

    def test_rows() -> list[EffectEstimate]:
        found = estimate_proportional_hazards(people.time, people.event, models.design, entry=people.delayed)
        return [
            arms.place.row(
                **{**test, "term": term},
                statistic=result.statistic,
                df=float(result.df),
                p_value=result.p_value,
            )
            for term, result in ((CONTRAST, found.covariates[0]), ("all", found.overall))
        ]

    def order_row() -> EffectEstimate:
        found = estimate_cox_concordance(people.time, people.event, models.design, **models.sampling)
        numbers = contrast_numbers(
            build_contrast(found.estimate, found.std_error, conf_level=arms.conf_level)
        )
        return arms.place.row(**order, **{**numbers, "statistic": None, "p_value": None})

    return [*arms.place.attempt_all(test_rows, **test), arms.place.attempt(order_row, **order)]


def _fine_gray_rows(models: Models) -> list[EffectEstimate]:
    arms, people = models.arms, models.arms.people
    fields = arms.columns(estimator="fine_gray", note=models.adjusted_for)
    ratio = {**fields, "scale": "hazard_ratio", "term": RATIO}

    def fit_rows() -> list[EffectEstimate]:
        fit = estimate_fine_gray(
            people.time, people.event, people.cause > 1, models.design, **models.sampling
        )
        return [
            arms.place.row(**ratio, **_without_note(_ratio(fit, arms))),
            _log_row(fit, arms, fields, is_robust=True),
        ]

    return arms.place.attempt_all(fit_rows, **ratio)


def _weighted_rows(models: Models) -> list[EffectEstimate]:
    """Compare hazards with the comparison group weighted to resemble the supported people."""
    arms, people = models.arms, models.arms.people
    fields = arms.columns(estimator="weighted_cox", note="weights of the propensity held fixed")
    ratio = {**fields, "scale": "hazard_ratio", "term": RATIO}

    def fit_rows() -> list[EffectEstimate]:
        propensity = estimate_propensity(people.treated, models.design[:, 1:])
        p = propensity.probabilities
        weights = np.where(people.treated, 1.0, p / (1 - p))
        fit = estimate_cox(
            people.time, people.event, models.design[:, :1], weights=weights, **models.sampling
        )
        n_min = float(min(people.treated.sum(), propensity.comparison.effective_size))
        return [
            arms.place.row(**{**ratio, "n_min": n_min}, **_without_note(_ratio(fit, arms))),
            _log_row(fit, arms, {**fields, "n_min": n_min}, is_robust=True),
        ]

    return arms.place.attempt_all(fit_rows, **ratio)


def _ratio(fit: CoxFit, arms: Arms) -> Numbers:
    return ratio_numbers(build_hazard_ratio(fit, 0, conf_level=arms.conf_level))


def _without_note(numbers: Numbers) -> Numbers:
    return {name: value for name, value in numbers.items() if name != "note"}


def _log_row(fit: CoxFit, arms: Arms, fields: Numbers, *, is_robust: bool) -> EffectEstimate:
    vcov = fit.vcov_robust if is_robust else fit.vcov
    numbers = contrast_numbers(
        build_contrast(float(fit.coefficients[0]), float(np.sqrt(vcov[0, 0])), conf_level=arms.conf_level)
    )
    words = "robust" if is_robust else "model"
    role = "robustness" if is_robust else "diagnostic"
    return arms.place.row(
        **{
            **fields,
            **numbers,
            "scale": "log_hazard",
            "role": role,
            "note": f"{fields['note']}; {words} errors",
        }
    )
