"""Gates of a panel: trends before the support, trends that may differ after it, agreement, loss, balance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.contrast import build_contrast
from idmaj.effects.gates import check_agreement, check_attrition, check_clusters, check_comparison
from idmaj.effects.panel.callaway_santanna import GroupTimeEffects
from idmaj.effects.panel.group_time_aggregation import Aggregation, aggregate_group_time
from idmaj.effects.panel.honest import find_breakdown
from idmaj.effects.panel.pre_trends import estimate_pre_trend, find_detectable_slope
from idmaj.effects.panel_sample import PanelSample
from idmaj.effects.rows import Place, contrast_numbers, smallest_effect
from idmaj.effects.sample import build_sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

LEAST_BREAKDOWN = 1.0
"""Trends may differ after the support as much as they did before it, and the conclusion must still stand."""


def check_trends(
    sample: PanelSample,
    outcomes: pd.DataFrame,
    persons: pd.DataFrame,
    place: Place,
    study: Study,
    *,
    primary: EffectEstimate,
    others: list[EffectEstimate],
    universal: Callable[[], GroupTimeEffects],
) -> list[EffectEstimate]:
    """Check what must hold before changes of two groups may be compared.

    Parameters
    ----------
    sample
        The panel.
    outcomes, persons
        Rows of the outcome at every wave; canonical persons.
    place
        Where rows stand.
    study
        Limits of the gates; the smallest effect bounds trends before the support.
    primary, others
        The planned row, and the other estimates of the same effect.
    universal
        Gives the effects by group and time against the last period before the support.

    Returns
    -------
    list of EffectEstimate
        Loss, agreement, trends before the support, resistance to unlike trends; balance and overlap of the
        units where covariates are declared.
    """
    counts: dict[str, Any] = {
        "n": primary.n, "n_treated": primary.n_treated, "n_comparison": primary.n_comparison,
        "n_min": primary.n_min,
    }  # fmt: skip
    scale = primary.scale
    limit = smallest_effect(study.outcome[str(place.fields["outcome"])], scale)
    rows = [*check_attrition(outcomes, place, study), check_agreement(place, counts, primary, others)]
    try:
        events = aggregate_group_time(universal(), "dynamic", conf_level=study.analysis.conf_level)
    except EstimationError as error:
        gate = {"scale": scale, "role": "gate", "passed": False, "term": "none", **counts}
        return [*rows, place.refuse(error, estimator="pre_trend", **gate)]
    rows += _check_before(events, place, counts, limit, scale=scale, conf_level=study.analysis.conf_level)
    rows.append(_check_honest(events, place, counts, conf_level=study.analysis.conf_level))
    return [*rows, *_check_units(outcomes, persons, place, study, primary=primary, others=others)]


def _check_before(
    events: Aggregation, place: Place, counts: dict[str, Any], limit: float | None, *, scale: str,
    conf_level: float,
) -> list[EffectEstimate]:  # fmt: skip
    """The band of effects before the support lies inside (-m, m), and so does their average (the placebo)."""
    before = events.labels < -1
    fields: dict[str, Any] = {"scale": scale, "role": "gate", "threshold": limit, **counts}
    if not before.any() or limit is None:
        why = "no smallest effect declared" if before.any() else "no period to compare before the support"
        names = ("pre_trend", "placebo")
        return [place.row(**fields, estimator=n, term="none", passed=False, note=why) for n in names]
    df = float(np.min(events.df))
    vcov = events.vcov[np.ix_(before, before)]
    share = np.full(int(before.sum()), 1 / before.sum())
    try:
        test = estimate_pre_trend(
            events.estimates[before], vcov, event_times=events.labels[before], df=df, conf_level=conf_level
        )
        average = build_contrast(
            float(share @ events.estimates[before]), float(np.sqrt(share @ vcov @ share)), df=df,
            conf_level=conf_level,
        )  # fmt: skip
        slope = find_detectable_slope(vcov, events.labels[before], conf_level=conf_level)
    except EstimationError as error:
        return [place.refuse(error, **fields, estimator="pre_trend", term="largest", passed=False)]
    return [
        place.row(
            **fields, estimator="pre_trend", term="largest", estimate=test.largest, conf_low=test.conf_low,
            conf_high=test.conf_high, conf_level=conf_level, interval="simultaneous", p_value=test.p_value,
            passed=-limit < test.conf_low and test.conf_high < limit,
            note=f"farthest from 0 at e={test.largest_time:g}; p of all together",
        ),
        place.row(
            **fields, **contrast_numbers(average), estimator="placebo", term="average before the support",
            passed=-limit < average.conf_low and average.conf_high < limit,
        ),
        place.row(
            estimator="pre_trend", scale=scale, role="diagnostic", term="detectable slope",
            estimate=slope, note="trend a period that these tests find with 80 per cent power", **counts,
        ),
    ]  # fmt: skip


def _check_honest(
    events: Aggregation, place: Place, counts: dict[str, Any], *, conf_level: float
) -> EffectEstimate:
    """How far trends may differ after the support, relative to before it (Rambachan & Roth 2023)."""
    fields: dict[str, Any] = {
        "estimator": "honest", "scale": "ratio", "role": "gate", "term": "breakdown",
        "threshold": LEAST_BREAKDOWN, **counts,
    }  # fmt: skip
    kept = events.labels != -1
    try:
        verdict = find_breakdown(
            events.estimates[kept], events.vcov[np.ix_(kept, kept)],
            n_before=int((events.labels < -1).sum()), conf_level=conf_level,
        )  # fmt: skip
    except EstimationError as error:
        return place.refuse(error, **fields, passed=False)
    shown = verdict.breakdown if np.isfinite(verdict.breakdown) else None
    return place.row(
        **fields, estimate=shown, passed=verdict.breakdown >= LEAST_BREAKDOWN,
        note=f"at M=1 from {verdict.ratio_low:.6g} to {verdict.ratio_high:.6g}"
        + ("" if shown is not None else "; no breakdown up to M=10"),
    )  # fmt: skip


def _check_units(
    outcomes: pd.DataFrame,
    persons: pd.DataFrame,
    place: Place,
    study: Study,
    *,
    primary: EffectEstimate,
    others: list[EffectEstimate],
) -> list[EffectEstimate]:
    """Balance, overlap and weights of the units, where covariates say what they were like beforehand."""
    last = outcomes.loc[outcomes["is_primary_horizon"]]
    try:
        units = build_sample(last, persons, study, is_binary=False)
    except EstimationError:
        return []
    if units.n_treated < 2 or units.n_comparison < 2:
        return []
    rows = check_clusters(units, place)
    if study.analysis.covariates:
        checked = check_comparison(units, place, study, primary=primary, others=others)
        rows += [row for row in checked if row.estimator != "agreement"]
    return rows
