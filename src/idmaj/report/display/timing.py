"""Notebook 05: when events happened, to whom of the people that can be judged, and what came first."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts import draw_incidence, draw_survival, name_cause, name_group_and_cause, split_term
from idmaj.effects import estimate_study
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.words import name_group, name_outcome, say_horizon, say_people, say_value_and_range
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, message

_INCIDENCE: Final = "cumulative_incidence"
_LEVELS: Final = frozenset({"survival", _INCIDENCE, "rmst", "time_lost"})
_CURVES: Final = frozenset({"kaplan_meier", "aalen_johansen", "rmst"})
_IMMATURE: Final = "lost:immature"
_ARMS: Final = ("support", "comparison", "all")


def show_curves(evaluation: Evaluation, language: Language) -> Sheet:
    """Show the time to each event: curves with the people at risk, and the shares at the horizons.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        Where events compete, a curve of each of them, the share by class of the event, and 1 - KM with the remark
        that it is too high. One sentence where the study has no time to an event.
    """
    study, tables = evaluation.study, estimate_study(evaluation)
    sheet = open_sheet(language, simulated=study.study.simulated)
    curves = tables["curves"]
    names = [str(name) for name in curves["outcome"].unique()]
    if not names:
        return sheet.say(message("notebook-no-curve", language))
    for name in names:
        sheet = sheet.say(name_outcome(study, name, language), heading=True)
        sheet = _draw_curves(sheet, curves.loc[curves["outcome"] == name], evaluation, outcome=name)
        rows = tables["estimates"].loc[tables["estimates"]["outcome"] == name]
        sheet = sheet.join(_tabulate_levels(rows, study, language))
    return sheet


def show_maturity(evaluation: Evaluation, language: Language) -> Sheet:
    """Show of how many people each event can be judged at each horizon, and whose follow-up is not over.

    Parameters
    ----------
    evaluation, language
        As for `show_curves`.

    Returns
    -------
    Sheet
        One sentence where the study has no time to an event.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    events = [name for name, outcome in study.outcome.items() if outcome.is_event]
    if not events:
        return sheet.say(message("notebook-no-curve", language))
    rows = estimate_study(evaluation)["estimates"]
    rows = rows.loc[rows["outcome"].isin(events) & (rows["subgroup"] == "all")]
    flow = rows.loc[(rows["estimator"] == "attrition") & (rows["scale"] == "count")]
    stages = flow["term"].str.partition("|")
    flow = flow.assign(group=stages[0], stage=stages[2]).loc[stages[1] == "|"]
    lines = [
        _count_people(people, study, language)
        for _, people in flow.groupby(["outcome", "horizon", "group"], sort=False)
    ]
    heads = [f"notebook-{part}" for part in ("outcome", "horizon", "group", "people")]
    heads += [f"timing-column-{part}" for part in ("known", "immature")]
    sheet = sheet.tabulate([message(head, language) for head in heads], lines)
    return sheet.say(message("timing-immature", language)) if (flow["stage"] == _IMMATURE).any() else sheet


def _count_people(people: pd.DataFrame, study: Study, language: Language) -> list[str]:
    first = people.iloc[0]
    counts = dict(zip(people["stage"], people["estimate"], strict=True))
    return [
        name_outcome(study, str(first["outcome"]), language),
        say_horizon(first, study, language),
        name_group(first, study, language),
        *(say_people(counts.get(stage, 0), language) for stage in ("assigned", "observed")),
        say_people(counts[_IMMATURE], language) if _IMMATURE in counts else "",
    ]


def _draw_curves(sheet: Sheet, curves: pd.DataFrame, evaluation: Evaluation, *, outcome: str) -> Sheet:
    """Add the survival curves, or the incidence of the event and of each that competes with it."""
    language = sheet.language
    if (curves["scale"] == "survival").any():
        chart = draw_sheet_chart("survival", draw_survival, curves, evaluation, language, outcome=outcome)
        sheet = sheet.show(chart)
    drawn = curves.loc[(curves["scale"] == _INCIDENCE) & curves["estimate"].notna()]
    causes = dict.fromkeys(split_term(str(term))[1] for term in drawn["term"])
    for cause in causes:
        chart = draw_sheet_chart(
            "incidence", draw_incidence, curves, evaluation, language, outcome=outcome, cause=cause
        )
        sheet = sheet.show(chart)
    return sheet


def _tabulate_levels(rows: pd.DataFrame, study: Study, language: Language) -> Sheet:
    """Write what the curves say at the horizons: groups, events that compete, classes; 1 - KM last."""
    groups = rows["term"].map(lambda term: split_term(str(term))[0])
    chosen = rows.loc[
        rows["estimator"].isin(_CURVES)
        & rows["scale"].isin(_LEVELS)
        & groups.isin(_ARMS)
        & (rows["subgroup"] == "all")
        & rows["estimate"].notna()
    ]
    is_naive, kind = chosen["role"] == "naive", chosen["scale"].isin(["rmst", "time_lost"])
    order = chosen.assign(
        _naive=is_naive, _kind=kind, _cause=chosen["term"].map(lambda t: split_term(str(t))[1])
    )
    order = order.sort_values(["_naive", "_kind", "_cause", "time"], kind="stable")
    heads = [f"notebook-{part}" for part in ("group", "horizon", "scale", "level", "people", "remark")]
    heads.insert(1, "timing-column-event")
    lines = [_describe_level(row, study, language) for _, row in order.iterrows()]
    return Sheet(language).tabulate([message(head, language) for head in heads], lines)


def _describe_level(row: pd.Series, study: Study, language: Language) -> list[str]:
    group, cause = split_term(str(row["term"]))
    event = name_cause(study, str(row["outcome"]), cause, language)
    return [
        name_group_and_cause(study, str(row["outcome"]), group, language),
        event,
        say_horizon(row, study, language),
        message(f"scale-{row['scale']}", language),
        say_value_and_range(row, study, language),
        say_people(row["n"], language) if pd.notna(row["n"]) else "",
        message("notebook-between", language).join(say_notes(str(row["note"]), language)),
    ]
