"""The text in place of a chart: what it is, the comparison, the value, the uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import pandas as pd

from idmaj.charts.acceptability import collect_acceptability
from idmaj.charts.arms import name_arm
from idmaj.charts.bounds import collect_bounds
from idmaj.charts.branches import read_branches, select_flow
from idmaj.charts.calculations import name_contrast, say_since
from idmaj.charts.causes import name_cause
from idmaj.charts.cost_plane import collect_cost_plane
from idmaj.charts.course import WHOLE_CURVE
from idmaj.charts.events import select_events
from idmaj.charts.handovers import name_region, sum_by_region
from idmaj.charts.incidence import select_incidence
from idmaj.charts.love import arrange_balance
from idmaj.charts.pooled import collect_pooled
from idmaj.charts.power import collect_power
from idmaj.charts.selection import select_contrasts, select_levels
from idmaj.charts.specifications import collect_specifications
from idmaj.charts.survival import select_curves
from idmaj.charts.tipping import collect_tipping
from idmaj.charts.words import Measure, as_whole, join_words, name_horizon
from idmaj.charts.write import ALT_LIMIT
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_count,
    format_duration,
    format_money,
    format_number,
    format_range,
    message,
    strip_isolates,
)

ChartKind = Literal[
    "levels",
    "survival",
    "incidence",
    "forest",
    "events",
    "love",
    "flow",
    "handover-years",
    "handover-regions",
    "unit-cost",
    "dots",
    "bounds",
    "specifications",
    "pooled",
    "tipping",
    "power",
    "cost-plane",
    "acceptability",
]

_CURVES: dict[str, Callable[..., dict[str, str]]] = {
    "bounds": collect_bounds,
    "specifications": collect_specifications,
    "pooled": collect_pooled,
    "tipping": collect_tipping,
    "power": collect_power,
    "cost-plane": collect_cost_plane,
    "acceptability": collect_acceptability,
}


def title_chart(
    kind: ChartKind, study: Study, language: Language, *, outcome: str = "", cause: str = ""
) -> str:
    """Name what a chart shows, without a finding.

    Parameters
    ----------
    kind
        Kind of chart.
    study, language
        Names and words.
    outcome
        Name of the outcome, for a chart that has one.
    cause
        Id of a competing event, for a chart of one.

    Returns
    -------
    str
    """
    label = name_cause(study, outcome, cause, language) if outcome else ""
    return message(f"chart-title-{kind}", language, outcome=label)


def describe_chart(
    kind: ChartKind,
    rows: pd.DataFrame,
    study: Study,
    language: Language,
    *,
    outcome: str = "",
    cause: str = "",
) -> str:
    """Say a chart in at most 150 characters, from the rows that it draws.

    Parameters
    ----------
    kind
        Kind of chart.
    rows
        What the ``draw_`` function of that kind takes.
    study, language
        Names and words.
    outcome
        Name of the outcome, for a chart that has one.
    cause
        Id of a competing event, for a chart of one.

    Returns
    -------
    str
        Plain text without isolates. Where names are long the intervals, then the names, are left out; a
        number is never cut.

    Raises
    ------
    RenderError
        When no row may be shown, or even the shortest text is too long.
    """
    arguments = _collect(kind, rows, study, language, outcome=outcome, cause=cause)
    tried = [f"chart-alt-{kind}", f"chart-alt-{kind}.short", f"chart-alt-{kind}.shortest"]
    for message_id in tried:
        text = strip_isolates(message(message_id, language, **arguments))
        if len(text) <= ALT_LIMIT:
            return text
    raise RenderError(f"alt text of {kind} ({language}): {len(text)} characters, at most {ALT_LIMIT}")


def _collect(
    kind: ChartKind, rows: pd.DataFrame, study: Study, language: Language, *, outcome: str, cause: str
) -> Mapping[str, str]:
    label = name_cause(study, outcome, cause, language) if outcome else ""
    if kind in {"levels", "survival", "incidence"}:
        last = _last_levels(kind, rows, outcome, cause)
        measure = Measure(str(last["scale"].iloc[0]), study, outcome, language)
        return {"outcome": label, **_say_levels(last, measure), "horizon": _say_when(last, study, language)}
    if kind in {"forest", "events"}:
        said = _say_contrast if kind == "forest" else _say_last_event
        return {"outcome": label, **said(rows, study, language, outcome=outcome)}
    if kind in _CURVES:
        return {"outcome": label, **_CURVES[kind](rows, study, language, outcome=outcome)}
    if kind == "flow":
        return {"outcome": label, **_say_flow(rows, study, language, outcome=outcome)}
    if kind == "love":
        return _say_balance(rows, study, language, outcome=outcome)
    if kind == "dots":
        people = rows.loc[rows["outcome"] == outcome, "person_id"].nunique()
        return {"outcome": label, "n": format_count(people, language)}
    return _say_handovers(rows, language)


def _last_levels(kind: str, rows: pd.DataFrame, outcome: str, cause: str) -> pd.DataFrame:
    if kind == "levels":
        levels = select_levels(rows, outcome=outcome)
        return levels.loc[levels["time"].isna() | (levels["time"] == levels["time"].max())]
    if kind == "incidence":
        curve = select_incidence(rows, outcome=outcome, cause=cause)
    else:
        curve = select_curves(rows, outcome=outcome, scale="survival")
    curve = curve.loc[curve["interval"] != WHOLE_CURVE]
    return curve.groupby("term", sort=True).tail(1).sort_values("term", ascending=False)


def _say_levels(last: pd.DataFrame, measure: Measure) -> dict[str, str]:
    study, language = measure.study, measure.language
    values, full = [], []
    for _, row in last.iterrows():
        name, value = name_arm(study, str(row["term"]), language), measure.write_value(float(row["estimate"]))
        values.append(join_words("chart-label-with-value", language, label=name, value=value))
        words = value
        if pd.notna(row["conf_low"]):
            words = measure.write(float(row["estimate"]), float(row["conf_low"]), float(row["conf_high"]))
        full.append(join_words("chart-label-with-value", language, label=name, value=words))
    between = message("chart-between", language)
    return {"full": between.join(full), "values": between.join(values)}


def _say_when(last: pd.DataFrame, study: Study, language: Language) -> str:
    horizon, time = str(last["horizon"].iloc[0]), float(last["time"].max())
    if horizon:
        return name_horizon(study, horizon, language)
    if pd.isna(time):
        return message("chart-once", language)
    return format_duration(as_whole(time), study.study.time_unit, language)


def _say_contrast(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    contrasts = select_contrasts(rows, outcome=outcome)
    first = contrasts.iloc[0]
    if pd.isna(first["estimate"]):
        raise RenderError(f"contrasts of {outcome}: the first row has no estimate")
    said = _say_difference(first, Measure(str(first["scale"]), study, outcome, language))
    return said | {"n_rows": format_count(len(contrasts), language)}


def _say_last_event(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    last = select_events(rows, outcome=outcome).iloc[-1]
    said = _say_difference(last, Measure(str(last["scale"]), study, outcome, language))
    return said | {"when": say_since(float(last["time"]), study, language)}


def _say_difference(row: pd.Series, measure: Measure) -> dict[str, str]:
    words = measure.write_value(float(row["estimate"]))
    if pd.notna(row["conf_low"]):
        words = measure.write(float(row["estimate"]), float(row["conf_low"]), float(row["conf_high"]))
    return {"value": words, "unit": measure.unit(), **name_contrast(measure.study, measure.language)}


def _say_flow(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    branches = read_branches(select_flow(rows, study, outcome=outcome), what=f"flow of {outcome}")
    parts = [
        message(
            "chart-flow-part",
            language,
            arm=name_arm(study, branch.arm, language),
            observed=format_count(branch.observed, language),
            assigned=format_count(branch.assigned, language),
        )
        for branch in branches
    ]
    totals = [sum(b.observed for b in branches), sum(b.assigned for b in branches)]
    observed, assigned = (format_count(total, language) for total in totals)
    return {
        "parts": message("chart-between", language).join(parts),
        "observed": observed,
        "assigned": assigned,
    }


def _say_balance(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    table = arrange_balance(rows, outcome)
    largest = {name: format_number(table[name].abs().max(), language, 2) for name in table.columns}
    before = largest.get("unweighted", "")
    weighted = largest.get("weighted")
    return {
        "n": format_count(len(table), language),
        "largest": message("chart-love-both", language, before=before, after=weighted)
        if before and weighted
        else before or weighted or "",
        "limit": format_number(study.gates.standardised_difference, language, None),
    }


def _say_handovers(handovers: pd.DataFrame, language: Language) -> dict[str, str]:
    counted = handovers.loc[handovers["in_totals"].astype(bool)]
    regions = sum_by_region(counted)
    fit = handovers.loc[handovers["in_unit_cost"].astype(bool)]
    cost = (fit["total_mad"].astype(float) / fit["n_people"].astype(float)).quantile([0.25, 0.5, 0.75])
    low, high = (round(float(cost[q])) for q in (0.25, 0.75))
    return {
        "n": format_count(len(counted), language),
        "people": format_count(int(counted["n_people"].sum()), language),
        "money": format_money(float(counted["total_mad"].sum()), "mad", language),
        "region": name_region(str(regions.index[0]), language),
        "most": format_count(int(regions.iloc[0]), language),
        "rows": format_count(len(fit), language),
        "median": format_money(float(cost[0.5]), "mad", language),
        "spread": format_range(low, high, language, format_number),
    }
