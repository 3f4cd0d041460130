"""Size and cost of a register of hand-overs: people, projects and money, never outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from idmaj.effects.rows import Place
from idmaj.estimates import EffectEstimate
from idmaj.study import SEVERAL_REGIONS, Study

SUMMED = {"people": "n_people", "women": "n_women", "projects": "n_projects", "money": "total_mad"}


def summarise_handovers(handovers: pd.DataFrame, study: Study, *, as_of: str) -> list[EffectEstimate]:
    """Summarise a register of hand-overs.

    Parameters
    ----------
    handovers
        Canonical table; `in_totals` and `in_unit_cost` tell which rows may enter sums and costs a head.
    study
        The study.
    as_of
        Data cut-off, ISO date.

    Returns
    -------
    list of EffectEstimate
        Counts and totals in all, by year and by region (a hand-over in several regions under `several`,
        so that the parts add up); quantiles of the cost a head; and the ratio of
        the total of money to the total of people, refused where they come from different rows.
    """
    counted = handovers.loc[handovers["in_totals"]]
    base: dict[str, Any] = {
        "study": study.id, "as_of": as_of, "domain": "enterprise", "unit_time": study.study.time_unit,
        "is_simulated": study.study.simulated, "plan_hash": study.plan_hash,
        "definition": "published hand-overs",
    }  # fmt: skip
    rows = []
    for subgroup, part in _subgroups(counted):
        place = Place({**base, "subgroup": subgroup})
        rows += [place.row(**fields) for fields in _totals(part, study.study.currency)]
    place = Place({**base, "subgroup": "all"})
    rows += [place.row(**fields) for fields in _unit_costs(handovers, study.study.currency)]
    return [*rows, _ratio_of_totals(counted, place, study.study.currency)]


def _subgroups(handovers: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "all", handovers
    years = handovers["held_year"]
    for year in sorted(years.dropna().unique()):
        yield f"year={int(year)}", handovers.loc[(years == year).fillna(False)]
    if years.isna().any():
        yield "year=undated", handovers.loc[years.isna()]
    regions = handovers["region"].map(_one_region)
    for region in sorted(regions.unique()):
        yield f"region={region}", handovers.loc[regions == region]


def _one_region(region: object) -> str:
    if not isinstance(region, str) or not region.strip():
        return "not stated"
    return "several" if SEVERAL_REGIONS in region else region


def _totals(handovers: pd.DataFrame, currency: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "outcome": "handovers", "estimator": "count", "scale": "count", "term": "rows",
            "role": "diagnostic", "estimate": float(len(handovers)), "n": len(handovers),
            "note": "published facts",
        }
    ]  # fmt: skip
    for outcome, column in SUMMED.items():
        stated = handovers[column].dropna()
        if stated.empty:
            continue
        rows.append(
            {
                "outcome": outcome, "estimator": "total", "scale": "total", "term": "total",
                "role": "diagnostic", "estimate": float(stated.sum()), "n": len(stated),
                "unit": currency if outcome == "money" else outcome,
                "note": f"over {len(stated)} rows that state it",
            }
        )  # fmt: skip
    return rows


def _unit_costs(handovers: pd.DataFrame, currency: str) -> list[dict[str, Any]]:
    costs = build_unit_costs(handovers)
    if costs.empty:
        return []
    per_head = costs["money_per_person"]
    shared = {
        "outcome": "money_per_person", "role": "diagnostic", "n": len(costs), "unit": currency,
        "note": f"over {len(costs)} rows with both people and money",
    }  # fmt: skip
    points = {"min": 0.0, "lower quartile": 0.25, "median": 0.5, "upper quartile": 0.75, "max": 1.0}
    quantiles = [
        {
            **shared,
            "estimator": "quantile",
            "scale": "quantile",
            "term": term,
            "estimate": float(per_head.quantile(q)),
        }
        for term, q in points.items()
    ]
    pooled = float(costs["total_mad"].sum() / costs["heads"].sum())
    return [
        *quantiles,
        {**shared, "estimator": "ratio", "scale": "ratio", "term": "pooled", "estimate": pooled},
    ]


def build_unit_costs(handovers: pd.DataFrame) -> pd.DataFrame:
    """Return the hand-overs that may enter a cost a head, with `heads` and `money_per_person`.

    Projects are the heads where they are stated, else people.
    """
    usable = handovers.loc[handovers["in_unit_cost"]].copy()
    usable["heads"] = usable["n_projects"].fillna(usable["n_people"]).astype(float)
    usable["money_per_person"] = usable["total_mad"] / usable["heads"]
    return usable.loc[usable["money_per_person"].notna()]


def _ratio_of_totals(handovers: pd.DataFrame, place: Place, currency: str) -> EffectEstimate:
    """Divide money by people, refused unless both totals come from the same rows."""
    with_money, with_people = handovers["total_mad"].notna(), handovers["n_people"].notna()
    fields: dict[str, Any] = {
        "outcome": "money_per_person", "estimator": "ratio", "scale": "ratio", "role": "diagnostic",
        "term": "total of money / total of people", "unit": currency,
    }  # fmt: skip
    if (with_money != with_people).any():
        note = f"refused|different rows|money {int(with_money.sum())}|people {int(with_people.sum())}"
        return place.row(**fields, note=note)
    ratio = float(handovers["total_mad"].sum() / handovers["n_people"].sum())
    return place.row(**fields, estimate=ratio, n=int(with_people.sum()), note="same rows")
