"""The specification curve: every other defensible analysis that the study file declares, run and set side by side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.contrasts import Numbers, describe_sample, estimate_contrast
from idmaj.effects.doubt.hidden_bias import Without, name_covariates
from idmaj.effects.sample import Sample, cap_rule
from idmaj.effects.winsorising import find_caps, winsorise
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

MOST: Final = 64
"""Specifications of an outcome beyond which none is run; the summary says so."""
CROSSED_UP_TO: Final = 200_000
"""People times specifications up to which undeclared choices are crossed; above, one is changed at a time."""
UNADJUSTED: Final = frozenset({"difference_in_means", "newcombe"})
CUTS: Final = (None, 0.99)
POPULATION: Final = "population-specification"
SUMMARY: Final = "population-all-specifications"


@dataclass(frozen=True)
class Specification:
    """One analysis: which covariates, which estimator, where large amounts are cut.

    Attributes
    ----------
    kind, name
        ``all``, ``none``, ``without`` (the covariate `name`) or ``named`` (the set `name` of the study file).
    estimator
        Name of the estimator.
    cut
        Quantile to which larger amounts are cut; None where they are not.
    """

    kind: str
    name: str
    estimator: str
    cut: float | None


def draw_specifications(planned: Planned, without: Without) -> list[EffectEstimate]:
    """Run every specification, and summarise them.

    Parameters
    ----------
    planned
        The planned comparison; its own specification is among them.
    without
        The planned estimate without each covariate, used again.

    Returns
    -------
    list of EffectEstimate
        Estimator ``specification_curve``, role `diagnostic`. One row a specification, its population
        ``population-specification|estimator;covariates;amounts``: covariates ``all``, ``none``,
        ``without:column`` or ``named:set``; amounts ``cut:0.99`` or ``uncut`` where that is not as planned. A
        summary, term ``summary``: the median as `estimate`, the least and largest as `bound_low` and
        `bound_high`, their number as `statistic`. Nothing where there is nothing to vary.
    """
    specifications = list_specifications(planned)
    if len(specifications) < 2:
        return []
    rows = [_run(planned, one, without) for one in specifications[:MOST]]
    return [*rows, _summarise(planned, rows, is_cut=len(specifications) > MOST)]


def list_specifications(planned: Planned) -> list[Specification]:
    """List the specifications of a planned comparison, its own first.

    Choices that the study file declares are crossed. By default the estimators are those of the plan, the
    covariates all of them and all but each one, and amounts of money as they are and cut at 0.99. A design
    without a lot has no specification without covariates: that contrast compares unlike people.
    """
    declared = planned.study.specifications
    sets = _list_sets(planned)
    estimators: list[str] = [*declared.estimators] or [planned.plan.primary, *planned.plan.robustness]
    cuts = _list_cuts(planned)
    own = Specification(*_own_set(planned), planned.plan.primary, planned.sample.winsorised_at)
    crossed = [_specify(planned, *parts) for parts in itertools.product(sets, estimators, cuts)]
    is_chosen = bool(declared.covariates or declared.estimators or declared.winsorise)
    if not is_chosen and len(crossed) * len(planned.sample.outcome) > CROSSED_UP_TO:
        crossed = [one for one in crossed if one is not None and _count_changes(one, own) <= 1]
    kept = [one for one in crossed if one is not None]
    return list(dict.fromkeys([own, *kept]))


def _own_set(planned: Planned) -> tuple[str, str]:
    is_bare = planned.plan.primary in UNADJUSTED or not planned.sample.names
    return ("none", "") if is_bare else ("all", "")


def _list_sets(planned: Planned) -> list[tuple[str, str]]:
    declared = planned.study.specifications.covariates
    if declared:
        return [("all", ""), *(("named", name) for name in declared)]
    columns = name_covariates(planned.sample)
    return [("all", ""), *(("without", column) for column in columns if len(columns) > 1)]


def _list_cuts(planned: Planned) -> list[float | None]:
    if not planned.beside.outcome.money:
        return [planned.sample.winsorised_at]
    declared = planned.study.specifications.winsorise
    chosen = [None if cut == "none" else cut for cut in declared] or list(CUTS)
    return list(dict.fromkeys([planned.sample.winsorised_at, *chosen]))


def _specify(
    planned: Planned, covariates: tuple[str, str], estimator: str, cut: float | None
) -> Specification | None:
    """Return the specification; None for one without covariates where no lot made the groups alike."""
    if estimator not in UNADJUSTED and planned.sample.names:
        return Specification(*covariates, estimator, cut)
    is_by_lot = planned.study.study.design == "randomised"
    return Specification("none", "", estimator, cut) if is_by_lot or not planned.sample.names else None


def _count_changes(one: Specification, own: Specification) -> int:
    sets = (one.kind, one.name) != (own.kind, own.name)
    return sets + (one.estimator != own.estimator) + (one.cut != own.cut)


def _run(planned: Planned, one: Specification, without: Without) -> EffectEstimate:
    """Run a specification; its row has the curve's name, so that no other row of an estimator is like it."""
    return replace(_estimate(planned, one, without), estimator="specification_curve")


def _estimate(planned: Planned, one: Specification, without: Without) -> EffectEstimate:
    marked: dict[str, Any] = {"role": "diagnostic", "population": _name(planned, one)}
    known = _find_known(planned, one, without)
    if known is not None:
        return replace(known, **marked)
    beside = planned.beside
    fields: dict[str, Any] = {
        "estimator": one.estimator,
        "estimand": beside.estimand,
        "conf_level": beside.conf_level,
    }
    try:
        sample = _change(planned, one)
    except EstimationError as error:
        shared = {
            **describe_sample(planned.sample),
            "scale": planned.sample.scale,
            **fields,
            **marked,
        }
        return beside.place.refuse(error, **shared, term="support - comparison")
    place = beside.place.at(population=marked["population"])
    return estimate_contrast(sample, place, role="diagnostic", **fields)


def _find_known(planned: Planned, one: Specification, without: Without) -> EffectEstimate | None:
    """A row that stands already: the planned one, those beside it, or the planned one without a covariate."""
    if one.cut != planned.sample.winsorised_at:
        return None
    if one.kind == "without":
        return without.get(one.name) if one.estimator == planned.plan.primary else None
    if one.kind == "named":
        return None
    rows = (planned.primary, *planned.others)
    return next((row for row in rows if row.estimator == one.estimator), None)


def _change(planned: Planned, one: Specification) -> Sample:
    sample = planned.sample
    if one.kind == "without":
        sample = sample.without(one.name)
    elif one.kind == "named":
        kept = planned.study.specifications.covariates[one.name]
        for column in set(name_covariates(sample)) - set(kept):
            sample = sample.without(column)
    if one.cut == sample.winsorised_at:
        return sample
    if one.cut is None:
        return replace(sample, outcome=sample.uncut, winsorised_at=None)
    caps = find_caps(sample.uncut, cap_rule(sample.uncut, one.cut))
    return replace(sample, outcome=winsorise(sample.uncut, caps), winsorised_at=one.cut)


def _name(planned: Planned, one: Specification) -> str:
    """Id of the population; behind the bar: estimator, covariates, and where amounts are cut if not as planned."""
    parts = [one.estimator, f"{one.kind}:{one.name}" if one.name else one.kind]
    if one.cut != planned.sample.winsorised_at:
        parts.append("uncut" if one.cut is None else f"cut:{one.cut:g}")
    return f"{POPULATION}|{';'.join(parts)}"


def _summarise(planned: Planned, rows: list[EffectEstimate], *, is_cut: bool) -> EffectEstimate:
    found = [row for row in rows if row.estimate is not None]

    def make() -> Numbers:
        if not found:
            raise EstimationError("not-finite", what="estimate")
        values = np.array([row.estimate for row in found])
        return {
            "estimate": float(np.median(values)), "bound_low": float(values.min()),
            "bound_high": float(values.max()), "statistic": float(len(values)),
            "n_min": min(row.n_min for row in found if row.n_min is not None),
        }  # fmt: skip

    return planned.beside.row(
        make, estimator="specification_curve", scale=planned.sample.scale, term="summary",
        population=SUMMARY, role="diagnostic",
        note="note-specifications|note-specifications-capped" if is_cut else "note-specifications",
    )  # fmt: skip
