"""What would overturn a comparison that no lot decided: rows of E-values, robustness values and Oster's δ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.contrasts import Numbers, estimate_contrast
from idmaj.effects.doubt.coefficient_stability import Stability, estimate_stability
from idmaj.effects.doubt.e_value import EValue, estimate_e_value, find_strength, ratio_of_difference
from idmaj.effects.doubt.omitted_variables import RobustnessValue, estimate_robustness_value, find_robustness
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

REGRESSION: Final = "population-regression"
STRATA: Final = "\uffff strata"
"""Label of the indicators of strata among the covariates; they are no benchmark."""

Without = Mapping[str, EffectEstimate]
"""The planned estimate without one covariate, by the name of that covariate."""


def name_covariates(sample: Sample) -> list[str]:
    """Name the covariates of a sample, each code once."""
    return list(dict.fromkeys(name.partition("=")[0] for name in sample.names))


def estimate_without(planned: Planned) -> dict[str, EffectEstimate]:
    """Repeat the planned estimate without each covariate in turn."""
    sample, beside = planned.sample, planned.beside
    return {
        column: estimate_contrast(
            sample.without(column), beside.place, estimator=planned.plan.primary, role="diagnostic",
            estimand=beside.estimand, conf_level=beside.conf_level,
        )
        for column in name_covariates(sample)
    }  # fmt: skip


def measure_e_values(planned: Planned, without: Without) -> Iterator[EffectEstimate]:
    """Make the rows of E-values.

    Parameters
    ----------
    planned
        The planned comparison.
    without
        Its estimate without each covariate.

    Yields
    ------
    EffectEstimate
        Terms ``estimate``, ``limit`` (of the limit nearest no difference; `threshold` is that of the strongest
        measured covariate, and `passed` whether it is exceeded) and one a covariate: how strongly it would have
        to go with arm and outcome to move the limit as much as leaving it out does (D'Agostino McGowan &
        Greevy 2020, arXiv:2011.07030).
    """
    beside, found = planned.beside, _Ratios(planned)
    moves = {column: _move(found, row) for column, row in without.items()}
    known = [move for move in moves.values() if move is not None]
    strongest = max(known, default=None)
    fields = {"estimator": "e_value", "scale": "risk_ratio", "role": "diagnostic", "unit": ""}
    how = "note-e-value-shares" if planned.sample.is_binary else "note-e-value-means"

    def limit() -> Numbers:
        value = found.e_value.limit
        return {"estimate": value, "passed": None if strongest is None else value > strongest}

    yield beside.row(lambda: {"estimate": found.e_value.estimate}, **fields, term="estimate", note=how)
    yield beside.row(limit, **fields, term="limit", threshold=strongest, note=how)
    for column, move in moves.items():
        if move is not None:
            yield beside.row(_give(move), **fields, term=column, note="note-left-out")


@dataclass(frozen=True, eq=False)
class _Ratios:
    """A planned difference as ratios of risks."""

    planned: Planned

    @cached_property
    def e_value(self) -> EValue:
        """Of the planned row."""
        row = self.planned.primary
        if row.estimate is None or row.conf_low is None or row.conf_high is None:
            raise EstimationError("not-finite", what="estimate")
        return estimate_e_value(*map(self.convert, (row.estimate, row.conf_low, row.conf_high)))

    @cached_property
    def base(self) -> float:
        """Share of the supported with the outcome, or the deviation of amounts within arms."""
        sample = self.planned.sample
        weights = np.ones(len(sample.outcome)) if sample.weights is None else sample.weights
        arms = (sample.treated, ~sample.treated)
        means = [float(np.average(sample.outcome[arm], weights=weights[arm])) for arm in arms]
        if sample.is_binary:
            return means[0]
        spread = sample.outcome - np.where(sample.treated, *means)
        return float(np.sqrt(np.average(spread**2, weights=weights)))

    def convert(self, difference: float) -> float:
        """Ratio that a difference stands for, the supported people's level as it was seen."""
        if not self.planned.sample.is_binary:
            return ratio_of_difference(difference, self.base)
        level = self.base - difference
        if not (self.base > 0 and level > 0):
            raise EstimationError("not-a-ratio", what=level)
        return self.base / level


def _move(found: _Ratios, row: EffectEstimate) -> float | None:
    """E-value of how far the limit nearest no difference moves without a covariate."""
    primary = found.planned.primary
    is_low = (primary.estimate or 0.0) > 0
    here, there = ((r.conf_low if is_low else r.conf_high) for r in (primary, row))
    if here is None or there is None:
        return None
    try:
        return find_strength(found.convert(there) / found.convert(here))
    except EstimationError:
        return None


def measure_robustness(planned: Planned) -> Iterator[EffectEstimate]:
    """Make the rows of robustness values, of the regression on the covariates.

    Parameters
    ----------
    planned
        The planned comparison.

    Yields
    ------
    EffectEstimate
        Terms ``estimate`` and ``limit`` (robustness values; the second with `threshold`, the strongest measured
        covariate on the same scale, and `passed`), ``partial`` (share of the outcome that the arm explains) and
        one a covariate: the equal shares of arm and outcome that would bias the regression as much as something
        unmeasured of that covariate's strength.
    """
    beside, sample, level = planned.beside, planned.sample, planned.beside.conf_level
    labels = [name.partition("=")[0] for name in sample.names] + [STRATA] * sample.stratum_indicators.shape[1]
    fields = {
        "estimator": "robustness_value", "scale": "partial_r2", "role": "diagnostic", "unit": "",
        "population": REGRESSION, "note": "note-regression",
    }  # fmt: skip
    try:
        found = estimate_robustness_value(
            sample.outcome,
            sample.treated,
            sample.adjustment,
            groups=labels,
            weights=sample.weights,
            conf_level=level,
        )
        limit = _read_limit(found, planned)
    except EstimationError as error:
        yield beside.place.refuse(sample.name_column(error), **fields, term="limit")
        return
    measured = dict(zip(sorted(set(labels)), found.benchmarks, strict=True))
    measured.pop(STRATA, None)
    strengths = {name: None if mark is None else mark.strength for name, mark in measured.items()}
    is_judged = bool(strengths)
    beyond = any(strength is None for strength in strengths.values())
    strongest = None if beyond or not is_judged else max(s for s in strengths.values() if s is not None)
    passed = strongest is not None and limit > strongest if is_judged else None
    rows = {"estimate": found.value, "limit": limit, "partial": found.partial_r2} | {
        name: strengths[name] for name in name_covariates(sample)
    }
    for term, value in rows.items():
        judged = {"threshold": strongest, "passed": passed} if term == "limit" else {}
        yield beside.row(_give(value), **{**fields, "term": term, **judged})


def _give(value: float | None) -> Callable[[], Numbers]:
    def make() -> Numbers:
        if value is None:
            raise EstimationError("not-identified", what="benchmark")
        return {"estimate": value}

    return make


def _read_limit(found: RobustnessValue, planned: Planned) -> float:
    """Robustness value of the limit; by errors that count clusters and weights where there are any."""
    sample, beside = planned.sample, planned.beside
    if sample.assignment.clusters is None and sample.survey is None:
        return found.value_conf
    row = estimate_contrast(
        sample, beside.place, estimator="ancova", role="diagnostic", estimand=beside.estimand,
        conf_level=beside.conf_level,
    )  # fmt: skip
    if row.conf_low is None or row.conf_high is None or not found.estimate:
        raise EstimationError("not-finite", what="interval")
    f = abs(found.estimate / found.std_error) / np.sqrt(found.df)
    return find_robustness(f, f * (row.conf_high - row.conf_low) / 2 / abs(found.estimate))


def measure_stability(planned: Planned) -> Iterator[EffectEstimate]:
    """Make the rows of coefficient stability.

    Parameters
    ----------
    planned
        The planned comparison.

    Yields
    ------
    EffectEstimate
        Term ``delta`` (`threshold` 1; passed above it, or where what was measured moved the difference away
        from none) and term ``adjusted``: the difference if the unmeasured goes with the arm as the measured
        does, and the set between it and the regression.
    """
    beside, sample = planned.beside, planned.sample
    fields = {"estimator": "oster", "role": "diagnostic", "population": REGRESSION, "note": "note-oster"}
    found: list[Stability] = []

    def estimate() -> Stability:
        if not found:
            found.append(
                estimate_stability(sample.outcome, sample.treated, sample.adjustment, weights=sample.weights)
            )
        return found[0]

    def delta() -> Numbers:
        value = estimate().delta
        away = {"note": "note-oster|note-oster-away"} if value < 0 else {}
        return {"estimate": value, "passed": value > 1 or value < 0, **away}

    def adjusted() -> Numbers:
        result = estimate()
        low, high = sorted((result.controlled, result.adjusted))
        return {"estimate": result.adjusted, "bound_low": low, "bound_high": high}

    yield beside.row(delta, **fields, scale="delta", term="delta", threshold=1.0, unit="")
    yield beside.row(adjusted, **fields, scale=sample.scale, term="adjusted")
