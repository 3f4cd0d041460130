"""Incomes beside their planned contrast: winsorised, in percent, any income, those with income, quantiles.

Logarithms of an income that may be 0 are never read as a percentage: a change of unit gives such a
difference any size (Chen & Roth 2024, Quarterly Journal of Economics 139).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from idmaj.effects.beside import Beside
from idmaj.effects.bounds import estimate_lee_bounds
from idmaj.effects.contrasts import Numbers, estimate_contrast, of_design
from idmaj.effects.poisson import estimate_percent_change
from idmaj.effects.quantiles import estimate_quantile_difference
from idmaj.effects.rows import bound_numbers, contrast_numbers
from idmaj.effects.sample import cap_rule
from idmaj.effects.winsorising import estimate_winsorised, find_caps, winsorise
from idmaj.estimates import EffectEstimate

WINSORISED = 0.99
"""Quantile at which incomes are cut beside a plan that does not cut them."""
PROBABILITIES = (0.25, 0.5, 0.75, 0.9)
"""Quantiles that are compared between the arms."""


def compare_incomes(beside: Beside) -> Iterator[EffectEstimate]:
    """Make the rows of an income; none for a weighted sample, whose planned regression alone carries weights.

    Parameters
    ----------
    beside
        The planned contrast.

    Yields
    ------
    EffectEstimate
        `n_min` of a margin is its fewest people on either side of it, which disclosure control reads.
    """
    outcome = beside.sample.outcome
    if beside.sample.survey is not None:
        return
    if beside.is_primary:
        yield _compare_other_cut(beside)
    yield beside.row(lambda: _percent(beside), estimator="poisson", scale="percent_change")
    if 0 < (outcome > 0).mean() < 1:
        yield _compare_any_income(beside)
        yield beside.row(
            lambda: _bound_with_income(beside), estimator="lee_bounds", scale="mean_difference",
            population="population-with-income",
        )  # fmt: skip
    for probability in PROBABILITIES if beside.is_primary else ():
        yield _compare_quantile(beside, probability)


def compare_adjusted_incomes(beside: Beside) -> Iterator[EffectEstimate]:
    """Make the rows of an income in a comparison that nobody drew by lot, by the planned estimator.

    Parameters
    ----------
    beside
        The planned contrast.

    Yields
    ------
    EffectEstimate
        The income winsorised where the plan is not (and not where it is), and the share with any income.
    """
    sample = beside.sample
    fields: Numbers = {
        "estimator": beside.planned, "estimand": beside.estimand, "conf_level": beside.conf_level,
    }  # fmt: skip
    is_cut = sample.winsorised_at is not None
    rule = cap_rule(sample.uncut, WINSORISED)
    other = sample.uncut if is_cut else winsorise(sample.uncut, find_caps(sample.uncut, rule))
    population = "population-not-winsorised" if is_cut else "population-winsorised"
    yield estimate_contrast(
        replace(sample, outcome=other, winsorised_at=None), beside.place.at(population=population),
        role="robustness", **fields,
    )  # fmt: skip
    any_income = sample.with_outcome((sample.uncut > 0).astype(float), is_binary=True)
    if any_income.fewest_events:
        row = estimate_contrast(
            any_income, beside.place.at(population="population-any-income"), role="secondary", **fields
        )
        yield replace(row, n_min=float(any_income.fewest_events), unit="")


def _compare_other_cut(beside: Beside) -> EffectEstimate:
    """Winsorised where the plan is not, and not where it is."""
    sample = beside.sample
    if sample.winsorised_at is not None:
        return estimate_contrast(
            replace(sample, outcome=sample.uncut, winsorised_at=None),
            beside.place.at(population="population-not-winsorised"), role="robustness",
            estimator="difference_in_means", estimand=beside.estimand, conf_level=beside.conf_level,
        )  # fmt: skip
    return beside.row(
        lambda: contrast_numbers(
            estimate_winsorised(
                sample.outcome, sample.treated, np.empty((len(sample.outcome), 0)),
                rule=cap_rule(sample.outcome, WINSORISED), strata=sample.assignment.strata,
                clusters=sample.assignment.clusters, conf_level=beside.conf_level,
            ).contrast
        ),
        estimator="difference_in_means", scale="mean_difference", role="robustness",
        population="population-winsorised",
    )  # fmt: skip


def _percent(beside: Beside) -> Numbers:
    sample, design = beside.sample, of_design(beside.sample)
    effect = estimate_percent_change(
        sample.outcome, sample.treated, np.empty((len(sample.outcome), 0)), strata=design["strata"],
        clusters=design["clusters"], conf_level=beside.conf_level,
    )  # fmt: skip
    return {
        "estimate": effect.percent, "conf_low": effect.percent_low, "conf_high": effect.percent_high,
        "std_error": effect.log_ratio.std_error, "p_value": effect.log_ratio.p_value,
        "statistic": effect.log_ratio.statistic, "conf_level": beside.conf_level, "interval": "log",
        "n": effect.n, "note": "std_error of the logarithm",
    }  # fmt: skip


def _compare_any_income(beside: Beside) -> EffectEstimate:
    sample = beside.sample.with_outcome((beside.sample.outcome > 0).astype(float), is_binary=True)
    is_simple = sample.assignment.clusters is None and sample.assignment.strata is None
    row = estimate_contrast(
        sample, beside.place.at(population="population-any-income"), role="secondary",
        estimator="newcombe" if is_simple else "difference_in_means", estimand=beside.estimand,
        conf_level=beside.conf_level,
    )  # fmt: skip
    return replace(row, n_min=float(sample.fewest_events), unit="")


def _bound_with_income(beside: Beside) -> Numbers:
    sample = beside.sample
    has_income = sample.outcome > 0
    lee = estimate_lee_bounds(
        sample.outcome, has_income, sample.treated, clusters=sample.assignment.clusters,
        conf_level=beside.conf_level,
    )  # fmt: skip
    counts = [int((has_income & arm).sum()) for arm in (sample.treated, ~sample.treated)]
    return bound_numbers(lee.bounds) | {"n_min": float(min(counts))}


def _compare_quantile(beside: Beside, probability: float) -> EffectEstimate:
    sample = beside.sample
    fewest = min(sample.n_treated, sample.n_comparison) * min(probability, 1 - probability)

    is_simple = sample.assignment.clusters is None

    def make() -> Numbers:
        difference = estimate_quantile_difference(
            sample.outcome, sample.treated, probability, clusters=sample.assignment.clusters,
            method="order" if is_simple else "bootstrap", conf_level=beside.conf_level,
        )  # fmt: skip
        return contrast_numbers(difference.contrast) | {
            "n_min": float(np.floor(fewest)), "interval": "inversion" if is_simple else "percentile",
        }  # fmt: skip

    return beside.row(
        make, estimator="quantile", scale="quantile", population=f"population-quantile|{probability:g}"
    )
