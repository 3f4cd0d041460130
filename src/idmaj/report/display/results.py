"""Notebooks 03 to 05: what became of people, by group and horizon."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import (
    draw_handover_regions,
    draw_handover_years,
    draw_levels,
    draw_unit_cost,
    name_population,
)
from idmaj.effects import estimate_study
from idmaj.estimates import Domain
from idmaj.ingest import build_tables
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.words import is_repeated, name_group, name_outcome, say_horizon, say_value_and_range
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_count, message

_LEVELS = frozenset({"share", "mean", "survival", "cumulative_incidence"})
_REGISTER = {
    "handover-years": draw_handover_years,
    "handover-regions": draw_handover_regions,
    "unit-cost": draw_unit_cost,
}


def show_outcomes(evaluation: Evaluation, domain: Domain, language: Language) -> Sheet:
    """Show the outcomes of a domain: levels by group and horizon with intervals, and their charts.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    domain
        One of the five domains.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study has no outcome of the domain.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    names = [name for name, outcome in study.outcome.items() if outcome.domain == domain]
    if not names:
        words = message(f"domain-{domain}", language)
        return sheet.say(message("notebook-no-outcome", language, domain=words))
    estimates = estimate_study(evaluation)["estimates"]
    for name in names:
        rows = estimates.loc[estimates["outcome"] == name]
        sheet = sheet.say(name_outcome(study, name, language), heading=True)
        headings = ("group", "horizon", "population", "scale", "level", "people")
        lines = [_describe_level(row, study, language) for _, row in _select_levels(rows, study).iterrows()]
        sheet = sheet.tabulate([message(f"notebook-{part}", language) for part in headings], lines)
        sheet = sheet.show(draw_sheet_chart("levels", draw_levels, rows, evaluation, language, outcome=name))
    return sheet


def show_handovers(evaluation: Evaluation, language: Language) -> Sheet:
    """Show the register of hand-overs: by year and region, and what they cost a head.

    Parameters
    ----------
    evaluation, language
        As for `show_outcomes`.

    Returns
    -------
    Sheet
        One sentence where the study has no such register.
    """
    handovers = build_tables(evaluation)["handovers"]
    sheet = open_sheet(language, simulated=evaluation.study.study.simulated)
    if handovers.empty:
        return sheet.say(message("notebook-no-handovers", language))
    for kind, draw in _REGISTER.items():
        sheet = sheet.show(draw_sheet_chart(kind, draw, handovers, evaluation, language))  # type: ignore[arg-type]
    return sheet


def _select_levels(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    kept = rows["scale"].isin(_LEVELS) & rows["term"].isin(["support", "comparison", "all"])
    described = rows["role"].isin(["diagnostic", "primary"]) & rows["estimate"].notna()
    return rows.loc[kept & described & ~is_repeated(rows, study)].sort_values(
        ["subgroup", "scale", "population", "time", "term"], kind="stable"
    )


def _describe_level(row: pd.Series, study: Study, language: Language) -> list[str]:
    return [
        name_group(row, study, language),
        say_horizon(row, study, language),
        name_population(str(row["population"]), language, study=study),
        message(f"scale-{row['scale']}", language),
        say_value_and_range(row, study, language),
        format_count(int(row["n"]), language) if pd.notna(row["n"]) else "",
    ]
