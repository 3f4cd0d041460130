"""Notebook 05: how often events happened, what each source saw of them, and kinds of events side by side."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts import name_population, split_term
from idmaj.effects import estimate_study
from idmaj.effects.rows import RATIO
from idmaj.estimates import Domain
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.words import (
    name_arm,
    name_group,
    name_outcome,
    say_horizon,
    say_people,
    say_value_and_range,
)
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, message

_OVERLAP: Final = "overlap_of_sources"
_SHARES: Final = ("aalen_johansen", "share", "kaplan_meier")
"""Estimators of the share with an event, the first that a group has is shown."""
_RISKS: Final = frozenset({"share", "cumulative_incidence", "survival"})


def show_frequency(evaluation: Evaluation, language: Language) -> Sheet:
    """Show how often events happened: per person, per person with an event, and per year at liberty.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study does not count repeated events.
    """
    sheet, rows = _open(evaluation, language, "frequency")
    if rows.empty:
        return sheet.say(message("timing-no-frequency", language))
    sheet = _tabulate(sheet, rows, evaluation.study)
    is_at_liberty = any(
        evaluation.study.outcome[str(n)].time_at_risk == "at_liberty" for n in rows["outcome"]
    )
    return sheet.say(message("timing-frequency-liberty", language)) if is_at_liberty else sheet


def show_sources(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what people say and what a register holds of the same event: in both, or in one of them only.

    Parameters
    ----------
    evaluation, language
        As for `show_frequency`.

    Returns
    -------
    Sheet
        One sentence where no event has two sources.
    """
    sheet, rows = _open(evaluation, language, _OVERLAP)
    if rows.empty:
        return sheet.say(message("timing-no-sources", language))
    return _tabulate(sheet, rows, evaluation.study).say(message("timing-sources-apart", language))


def show_event_types(evaluation: Evaluation, domain: Domain, language: Language) -> Sheet:
    """Show the kinds of events of a domain side by side: source, clock, horizon, and the share by group.

    Parameters
    ----------
    evaluation, language
        As for `show_frequency`.
    domain
        One of the five domains.

    Returns
    -------
    Sheet
        One sentence where there is a single kind of event.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    events = [n for n, outcome in study.outcome.items() if outcome.is_event and outcome.domain == domain]
    if len(events) < 2:
        return sheet.say(message("timing-one-event", language))
    rows = estimate_study(evaluation)["estimates"]
    lines = [
        _describe_event(row, study, language)
        for name in events
        for _, row in _find_shares(rows.loc[rows["outcome"] == name]).iterrows()
    ]
    heads = [
        "timing-column-event", "timing-column-source", "timing-column-clock", "notebook-horizon", "notebook-group",
        "notebook-scale", "notebook-level", "notebook-people",
    ]  # fmt: skip
    sheet = sheet.tabulate([message(head, language) for head in heads], lines)
    return sheet.say(message("timing-same-event", language))


def _open(evaluation: Evaluation, language: Language, estimator: str) -> tuple[Sheet, pd.DataFrame]:
    sheet = open_sheet(language, simulated=evaluation.study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    is_own = (rows["estimator"] == estimator) & rows["outcome"].isin(list(evaluation.study.outcome))
    return sheet, rows.loc[is_own & rows["estimate"].notna()]


def _tabulate(sheet: Sheet, rows: pd.DataFrame, study: Study) -> Sheet:
    parts = ("outcome", "horizon", "group", "population", "scale", "estimate", "people", "remark")
    lines = [_describe(row, study, sheet.language) for _, row in rows.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", sheet.language) for part in parts], lines)


def _describe(row: pd.Series, study: Study, language: Language) -> list[str]:
    return [
        name_outcome(study, str(row["outcome"]), language),
        say_horizon(row, study, language),
        _name_term(row, study, language),
        name_population(str(row["population"]), language, study=study),
        message(f"scale-{row['scale']}", language),
        say_value_and_range(row, study, language),
        say_people(row["n"], language) if pd.notna(row["n"]) else "",
        message("notebook-between", language).join(say_notes(str(row["note"]), language)),
    ]


def _name_term(row: pd.Series, study: Study, language: Language) -> str:
    """Name the group of a row, both groups of a ratio, or who told of the event."""
    term = str(row["term"])
    if term == RATIO:
        return " / ".join(name_arm(study, arm, language) for arm in ("support", "comparison"))
    sources, part = split_term(term)
    if row["estimator"] != _OVERLAP:
        return name_group(row, study, language)
    if part in {"both", "neither"}:
        first, second = (_name_source(source, language) for source in sources.split("+"))
        return message(f"timing-in-{part}", language, first=first, second=second)
    return message("timing-in-one", language, source=_name_source(part.removesuffix(" only"), language))


def _name_source(source: str, language: Language) -> str:
    return message(f"data-source-{source}", language)


def _find_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Find the share with the event of each group at the last horizon, by the first estimator that has one."""
    chosen = rows.loc[
        rows["scale"].isin(_RISKS)
        & rows["estimator"].isin(_SHARES)
        & rows["term"].isin(["support", "comparison", "all"])
        & (rows["subgroup"] == "all")
        & (rows["population"] == "")
        & ~rows["role"].isin(["naive", "gate"])
        & rows["estimate"].notna()
    ]
    chosen = chosen.loc[chosen["time"] == chosen["time"].max()]
    place = chosen["estimator"].map({name: number for number, name in enumerate(_SHARES)})
    return chosen.loc[place == place.min()]


def _describe_event(row: pd.Series, study: Study, language: Language) -> list[str]:
    outcome = study.outcome[str(row["outcome"])]
    return [
        outcome.label[language],
        _name_source(outcome.data_source, language) if outcome.data_source else "",
        message(f"definition-clock-{outcome.clock}", language) if outcome.clock else "",
        say_horizon(row, study, language),
        name_group(row, study, language),
        message(f"scale-{row['scale']}", language),
        say_value_and_range(row, study, language),
        say_people(row["n"], language) if pd.notna(row["n"]) else "",
    ]
