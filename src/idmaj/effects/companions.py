"""What stands beside a planned contrast: other scales, tests that redraw the design, take-up, estimands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from idmaj.effects.assignment import CR1_FROM, Assignment
from idmaj.effects.beside import Beside
from idmaj.effects.conditions import BoolArray, IntArray
from idmaj.effects.contrasts import (
    Numbers,
    estimate_contrast,
    of_comparison,
    of_design,
    outcome_model,
    weighted_numbers,
)
from idmaj.effects.doubly_robust import estimate_aipw, estimate_aipw_att
from idmaj.effects.exact import estimate_fisher
from idmaj.effects.incomes import compare_adjusted_incomes, compare_incomes
from idmaj.effects.ordinal import estimate_superiority
from idmaj.effects.poisson import estimate_rate_ratio, refuse_logarithm
from idmaj.effects.proportions import estimate_odds_ratio, estimate_risk_ratio
from idmaj.effects.randomisation import estimate_randomisation
from idmaj.effects.rows import RATIO, contrast_numbers, ratio_numbers
from idmaj.effects.take_up import ComplierEffect, estimate_complier_effect
from idmaj.effects.weighting import estimate_overlap_weighted
from idmaj.effects.wild_bootstrap import estimate_wild_bootstrap
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

REDRAWN_UP_TO = 50_000
"""People above which the assignment is not redrawn: the interval by formula is the same in print."""
REDRAWN_CELLS = 10_000_000
"""People times redraws of an assignment, which bounds the cost of a test."""


def build_companions(beside: Beside) -> list[EffectEstimate]:
    """Make the rows beside a planned contrast that the design and the kind of the outcome call for.

    Nothing here compares the raw arms of people whom no lot put there.

    Parameters
    ----------
    beside
        The planned contrast.
    """
    if beside.design == "randomised":
        return [*_companions_of_kind(beside), *_companions_of_lot(beside)]
    incomes = compare_adjusted_incomes(beside) if beside.outcome.money else ()
    return [*incomes, *_companions_of_comparison(beside)]


def _companions_of_kind(beside: Beside) -> Iterator[EffectEstimate]:
    outcome = beside.outcome
    if beside.sample.is_binary:
        yield from _compare_ratios(beside)
    elif outcome.money:
        yield from compare_incomes(beside)
    elif outcome.kind == "count":
        yield beside.row(lambda: _rate_ratio(beside), estimator="poisson", scale="rate_ratio", term=RATIO)
    elif outcome.kind == "ordinal" and beside.sample.survey is None:
        yield beside.row(lambda: _superiority(beside), estimator="superiority", scale="probability")
    if outcome.transform is not None:
        yield from _compare_transformed(beside, outcome.transform)


def _compare_ratios(beside: Beside) -> Iterator[EffectEstimate]:
    """Ratios of shares, by formulas for people drawn one by one."""
    sample, level = beside.sample, beside.conf_level
    if sample.assignment.clusters is not None or sample.survey is not None:
        return
    events, counts = sample.events, {"n_events": int(sample.outcome.sum())}
    yield beside.row(
        lambda: ratio_numbers(estimate_risk_ratio(*events, conf_level=level)),
        estimator="log_interval", scale="risk_ratio", term=RATIO, **counts,
    )  # fmt: skip
    yield beside.row(
        lambda: ratio_numbers(estimate_odds_ratio(*events, conf_level=level)),
        estimator="woolf", scale="odds_ratio", term=RATIO, role="diagnostic", **counts,
    )  # fmt: skip
    yield beside.row(
        lambda: {"p_value": estimate_fisher(*events), "note": "Fisher's exact test"},
        estimator="exact", scale="risk_difference", role="diagnostic", **counts,
    )  # fmt: skip


def _rate_ratio(beside: Beside) -> Numbers:
    sample = beside.sample
    exposure = np.ones(len(sample.outcome)) if sample.exposure is None else sample.exposure
    effect = estimate_rate_ratio(
        sample.outcome, sample.treated, exposure, sample.stratum_indicators,
        clusters=sample.assignment.clusters, weights=sample.weights, conf_level=beside.conf_level,
    )  # fmt: skip
    return ratio_numbers(effect.ratio) | {"n_events": int(sample.outcome.sum())}


def _superiority(beside: Beside) -> Numbers:
    """Chance that a supported person's answer is higher than another's, ties counted half."""
    sample = beside.sample
    found = estimate_superiority(
        sample.outcome, sample.treated, clusters=sample.assignment.clusters, conf_level=beside.conf_level
    )
    return contrast_numbers(found.difference) | {
        "estimate": found.probability, "std_error": found.difference.std_error / 2,
        "conf_low": found.conf_low, "conf_high": found.conf_high,
    }  # fmt: skip


def _compare_transformed(beside: Beside, transform: str) -> Iterator[EffectEstimate]:
    """Compare transformed values, and refuse the percentage that readers would make of them."""
    values = np.log1p if transform == "log1p" else np.arcsinh
    population = f"population-transformed|{transform}"
    if (beside.sample.outcome > -1).all() or transform == "asinh":
        yield estimate_contrast(
            beside.sample.with_outcome(values(beside.sample.outcome)), beside.place.at(population=population, unit=""),
            role="diagnostic", estimator="difference_in_means", estimand=beside.estimand,
            conf_level=beside.conf_level,
        )  # fmt: skip

    def refuse() -> Numbers:
        refuse_logarithm(transform, beside.sample.outcome)
        raise EstimationError("percent-of-logarithm", what=transform)

    yield beside.row(
        refuse, estimator="refused", scale="percent_change", population=population, role="diagnostic"
    )


def _companions_of_lot(beside: Beside) -> Iterator[EffectEstimate]:
    """Companions of a randomised design: the assignment redrawn, pairs and clusters otherwise, take-up."""
    sample = beside.sample
    scale = sample.scale
    if beside.is_primary and len(sample.outcome) <= REDRAWN_UP_TO and sample.survey is None:
        yield beside.row(lambda: _redraw(beside), estimator="permutation", scale=scale, role="diagnostic")
    if sample.assignment.is_paired and sample.assignment.units is not None:
        yield _count_units(beside)
    clusters = sample.assignment.clusters
    is_few = (sample.assignment.n_clusters or CR1_FROM) < CR1_FROM
    if beside.is_primary and clusters is not None and is_few and sample.survey is None:
        yield beside.row(
            lambda: _bootstrap_wildly(beside, clusters),
            estimator="wild_bootstrap",
            scale=scale,
            role="diagnostic",
        )
    if sample.received is not None:
        yield from _compare_compliers(beside, sample.received)


def _redraw(beside: Beside) -> Numbers:
    """Test by redrawing the assignment that took place; interval by inversion of a constant effect."""
    sample, assignment = beside.sample, beside.sample.assignment
    test = estimate_randomisation(
        sample.outcome, sample.treated, strata=assignment.strata, clusters=assignment.units,
        draws=int(np.clip(REDRAWN_CELLS // len(sample.outcome), 1_999, 19_999)),
        conf_level=beside.conf_level,
    )  # fmt: skip
    kind = "all assignments" if test.is_exact else f"{test.n_rearrangements} assignments"
    numbers: Numbers = {"estimate": test.estimate, "p_value": test.p_value, "note": f"redrawn: {kind}"}
    if np.isfinite(test.conf_low) and np.isfinite(test.conf_high):
        numbers |= {
            "conf_low": test.conf_low, "conf_high": test.conf_high, "conf_level": beside.conf_level,
            "interval": "inversion",
        }  # fmt: skip
    return numbers


def _count_units(beside: Beside) -> EffectEstimate:
    """The planned contrast with errors that count the assigned units as if pairs did not exist."""
    sample = beside.sample
    units = Assignment(sample.assignment.strata, sample.assignment.units, sample.assignment.units)
    return estimate_contrast(
        replace(sample, assignment=units), beside.place.at(population="population-units"), role="robustness",
        estimator="difference_in_means", estimand=beside.estimand, conf_level=beside.conf_level,
    )  # fmt: skip


def _bootstrap_wildly(beside: Beside, clusters: IntArray) -> Numbers:
    sample = beside.sample
    design = np.column_stack([np.ones(len(sample.outcome)), sample.treated, sample.stratum_indicators])
    test = estimate_wild_bootstrap(sample.outcome, design, clusters, position=1, conf_level=beside.conf_level)
    return {
        "statistic": test.statistic, "p_value": test.p_value, "conf_low": test.conf_low,
        "conf_high": test.conf_high, "conf_level": beside.conf_level, "interval": "inversion",
        "note": "restricted wild cluster bootstrap",
    }  # fmt: skip


def _compare_compliers(beside: Beside, received: BoolArray) -> Iterator[EffectEstimate]:
    """The effect on those who take part when offered, and how strongly the offer moved taking part."""
    sample, design = beside.sample, of_design(beside.sample)
    found: list[ComplierEffect] = []

    def estimate() -> ComplierEffect:
        if not found:
            found.append(
                estimate_complier_effect(
                    sample.outcome, sample.treated, received, sample.covariates,
                    strata=design["strata"], clusters=design["clusters"], weights=sample.weights,
                    conf_level=beside.conf_level,
                )
            )  # fmt: skip
        return found[0]

    def complier() -> Numbers:
        effect = estimate()
        note = f"Anderson-Rubin {effect.anderson_rubin_low:.6g} to {effect.anderson_rubin_high:.6g}"
        weak = "weak first stage|" if effect.is_weak else ""
        return contrast_numbers(effect.contrast) | {"note": weak + note}

    def first_stage() -> Numbers:
        effect = estimate()
        return contrast_numbers(effect.first_stage) | {
            "statistic": effect.f_statistic,
            "note": "statistic is F",
        }

    yield beside.row(complier, estimator="iv_2sls", scale=sample.scale, estimand="cace")
    yield beside.row(
        first_stage, estimator="first_stage", scale="risk_difference", role="diagnostic", unit=""
    )


def _companions_of_comparison(beside: Beside) -> Iterator[EffectEstimate]:
    """Companions of a comparison group: other estimands, and weights that are not normalised."""
    sample, level = beside.sample, beside.conf_level
    scale = sample.scale
    shared = {**of_comparison(sample), "conf_level": level}
    arrays = (sample.outcome, sample.treated, sample.adjustment)
    model = outcome_model(sample)
    yield beside.row(
        lambda: weighted_numbers(
            estimate_aipw(*arrays, estimand="ate", folds=None, outcome_model=model, **shared), sample
        ),
        estimator="aipw", scale=scale, estimand="ate", role="diagnostic",
    )  # fmt: skip
    yield beside.row(
        lambda: weighted_numbers(estimate_overlap_weighted(*arrays, **shared), sample),
        estimator="overlap_weights", scale=scale, estimand="ato", role="diagnostic",
    )  # fmt: skip
    if sample.assignment.clusters is None and sample.survey is None:
        yield beside.row(
            lambda: weighted_numbers(estimate_aipw_att(*arrays, normalised=False, conf_level=level), sample)
            | {"note": "weights not normalised"},
            estimator="aipw", scale=scale, role="diagnostic",
        )  # fmt: skip
