"""Rows of a panel: effects by group and time, their averages, other methods, and the gates of trends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.contrast import contrast_of
from idmaj.effects.contrasts import SCALE
from idmaj.effects.panel.callaway_santanna import GroupTimeEffects, GroupTimeRule, estimate_group_time
from idmaj.effects.panel.group_time_aggregation import Aggregation, Kind, aggregate_group_time
from idmaj.effects.panel.imputation import estimate_imputation
from idmaj.effects.panel.imputation_aggregation import aggregate_imputed
from idmaj.effects.panel.influence import Factor
from idmaj.effects.panel.two_way import estimate_two_way
from idmaj.effects.panel_gates import check_trends
from idmaj.effects.panel_sample import PanelSample, build_panel_sample
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

Numbers = dict[str, Any]
AVERAGES: tuple[Kind, ...] = ("group", "simple", "dynamic", "calendar")
"""Averages over groups and times; the first is the planned one, as Callaway & Sant'Anna (2021, section 3.2)
advise: the average effect on the units ever supported, each unit counted once."""
SMALL_PANEL_BELOW = 200
"""Units below which errors carry their small-sample factor and t its degrees of freedom; from there on errors
and normal intervals are those of the published method."""
MOST_PAIRS = 200
"""Pairs of group and time beyond which they are not listed one by one."""


@dataclass(frozen=True, eq=False)
class _Panel:
    """A panel and where its rows stand."""

    sample: PanelSample
    place: Place
    study: Study

    @property
    def conf_level(self) -> float:
        return self.study.analysis.conf_level

    @property
    def scale(self) -> str:
        outcome = self.study.outcome[str(self.place.fields["outcome"])]
        return SCALE[outcome.kind == "binary"]

    @property
    def factor(self) -> Factor:
        return "groups" if len(np.unique(self.sample.units)) < SMALL_PANEL_BELOW else "none"

    @property
    def is_staggered(self) -> bool:
        return len(self.sample.starts) > 1

    def row(self, make: Callable[[], Numbers], **fields: Any) -> EffectEstimate:
        treated, never = self.sample.unit_counts
        columns: Numbers = {
            "scale": self.scale, "term": CONTRAST, "estimand": "att", "n": treated + never,
            "n_treated": treated, "n_comparison": never, "role": "secondary", **fields,
            "n_min": float(min(treated, never) if never else treated),
        }  # fmt: skip
        return self.place.attempt(lambda: self.place.row(**{**columns, **make()}), **columns)


def compare_panel(
    outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place
) -> list[EffectEstimate]:
    """Make the rows of one outcome of a panel.

    Parameters
    ----------
    outcomes
        Rows of the outcome at every wave.
    persons
        Canonical persons: one row a unit.
    study
        The study.
    place
        Where rows stand; they concern all waves after the support began, so they have no horizon.

    Returns
    -------
    list of EffectEstimate
        The planned average first; other averages, imputation and two-way fixed effects; effects by group
        and by time since the support began; gates.
    """
    try:
        sample = build_panel_sample(outcomes, persons, study)
    except EstimationError as error:
        fields = {"estimator": "callaway_santanna", "scale": "mean_difference", "term": CONTRAST}
        return [place.refuse(error, **fields, role="primary", estimand="att")]
    panel = _Panel(sample, place, study)
    try:
        effects = _estimate(panel, base="varying")
    except EstimationError as error:
        return [panel.row(partial(_raise, error), estimator=_name(panel), role="primary")]
    primary, *averages = [_average(panel, effects, kind) for kind in AVERAGES]
    others = list(_compare_otherwise(panel))
    adjusted = [row for row in others if row.role == "robustness"]
    return [
        primary, *averages, *others, *_list_events(panel, effects), *_list_groups(panel, effects),
        *_list_pairs(panel, effects),
        *check_trends(
            sample, outcomes, persons, place, study, primary=primary, others=adjusted,
            universal=partial(_estimate, panel, base="universal"),
        ),
    ]  # fmt: skip


def _raise(error: EstimationError) -> Numbers:
    raise error


def _name(panel: _Panel) -> str:
    """One date and two waves are the plain doubly robust difference in differences."""
    is_plain = not panel.is_staggered and len(np.unique(panel.sample.periods)) == 2
    return "dr_did" if is_plain else "callaway_santanna"


def _estimate(panel: _Panel, *, base: str) -> GroupTimeEffects:
    sample = panel.sample
    never = bool((sample.first_treated > sample.periods.max()).any())
    rule = GroupTimeRule(
        comparison="never" if never else "not_yet",
        method="dr_traditional" if sample.covariates.shape[1] else "regression",
        base=base,  # type: ignore[arg-type]
    )
    return estimate_group_time(
        sample.outcome, sample.units, sample.periods, sample.first_treated,
        covariates=sample.covariates if sample.covariates.shape[1] else None, rule=rule,
        weights=sample.weights, clusters=sample.clusters,
    )  # fmt: skip


def _average(panel: _Panel, effects: GroupTimeEffects, kind: Kind) -> EffectEstimate:
    is_planned = kind == AVERAGES[0]
    reason = "plan-panel-staggered" if panel.is_staggered else "plan-panel"
    notes = [*_say_left_out(panel.sample, effects), *([reason] if is_planned else [])]

    def make() -> Numbers:
        overall = aggregate_group_time(
            effects, kind, conf_level=panel.conf_level, factor=panel.factor
        ).overall
        return contrast_numbers(overall) | {"note": "|".join(notes)}

    return panel.row(
        make, estimator=_name(panel), role="primary" if is_planned else "secondary",
        population="" if is_planned else f"population-panel-{kind}",
    )  # fmt: skip


def _say_left_out(sample: PanelSample, effects: GroupTimeEffects) -> list[str]:
    counts = {
        "units supported from the first wave on, left out": effects.n_always_treated,
        "units alone in the date of their support, left out": sample.n_alone,
        "units without a pair of waves, left out": effects.n_unpaired,
        "pairs of group and time without a comparison": effects.n_without_comparison,
    }
    return [f"{count} {words}" for words, count in counts.items() if count]


def _compare_otherwise(panel: _Panel) -> Iterator[EffectEstimate]:
    """Imputation; and two-way fixed effects, which with several dates mix effects with the wrong signs."""
    sample = panel.sample

    def impute() -> Numbers:
        effects = estimate_imputation(
            sample.outcome, sample.units, sample.periods, sample.first_treated, weights=sample.weights,
            clusters=sample.clusters,
        )  # fmt: skip
        imputed = aggregate_imputed(effects, "simple", conf_level=panel.conf_level, factor=panel.factor)
        return contrast_numbers(imputed.overall)

    def regress() -> Numbers:
        within = ~(sample.first_treated <= sample.periods.min())  # always supported: no change to compare
        fit = estimate_two_way(
            sample.outcome[within], sample.is_treated[within, None].astype(float), sample.units[within],
            sample.periods[within],
            clusters=None if sample.clusters is None else sample.clusters[within],
            weights=None if sample.weights is None else sample.weights[within],
        )  # fmt: skip
        mixed = {"note": "several dates of support: weights of some effects may be negative"}
        return contrast_numbers(contrast_of(fit, 0, conf_level=panel.conf_level)) | (
            mixed if panel.is_staggered else {}
        )

    yield panel.row(impute, estimator="imputation", role="robustness")
    role = "diagnostic" if panel.is_staggered else "robustness"
    yield panel.row(regress, estimator="two_way_fixed_effects", role=role)


def _list_events(panel: _Panel, effects: GroupTimeEffects) -> list[EffectEstimate]:
    """Effects by time since the support began, with a band that holds them all."""
    return _list_of(panel, effects, "dynamic", "e")


def _list_groups(panel: _Panel, effects: GroupTimeEffects) -> list[EffectEstimate]:
    return _list_of(panel, effects, "group", "g") if panel.is_staggered else []


def _list_of(panel: _Panel, effects: GroupTimeEffects, kind: Kind, letter: str) -> list[EffectEstimate]:
    try:
        made = aggregate_group_time(effects, kind, conf_level=panel.conf_level, factor=panel.factor)
    except EstimationError:  # the average of the same kind is a row that says why
        return []
    estimator = "event_study" if kind == "dynamic" else _name(panel)
    return [
        panel.row(
            partial(_numbers_at, made, i), estimator=estimator, term=f"{letter}={label:g}", time=float(label),
            conf_level=panel.conf_level,
        )
        for i, label in enumerate(made.labels)
    ]  # fmt: skip


def _numbers_at(made: Aggregation, i: int) -> Numbers:
    return {
        "estimate": float(made.estimates[i]), "std_error": float(made.bands.std_errors[i]),
        "conf_low": float(made.bands.simultaneous_low[i]),
        "conf_high": float(made.bands.simultaneous_high[i]), "interval": "simultaneous",
    }  # fmt: skip


def _list_pairs(panel: _Panel, effects: GroupTimeEffects) -> list[EffectEstimate]:
    if not panel.is_staggered or len(effects.estimates) > MOST_PAIRS:
        return []
    pairs = zip(effects.groups, effects.times, effects.estimates, effects.std_errors, strict=True)
    return [
        panel.row(
            partial(dict[str, Any], estimate=float(estimate), std_error=float(error)),
            estimator=_name(panel), term=f"g={group:g},t={time:g}", time=float(time), role="diagnostic",
            note="no interval: see the averages",
        )
        for group, time, estimate, error in pairs
    ]  # fmt: skip
