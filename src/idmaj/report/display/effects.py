"""Notebook 06: what the programme changed, by every method and by time since the support began."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import draw_events, draw_forest, is_doubt, name_calculation, name_start, select_events
from idmaj.effects import estimate_study
from idmaj.report.display.course import is_course
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes, say_reasons
from idmaj.report.rows import CONTRAST, is_part
from idmaj.report.words import (
    name_kind,
    name_outcome,
    phrase,
    say_horizon,
    say_p,
    say_people,
    say_value_and_range,
)
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, message

_ROLES = ("primary", "robustness", "secondary", "diagnostic", "naive")


def show_effects(evaluation: Evaluation, language: Language) -> Sheet:
    """Show contrasts between the groups: why the planned one, every method and role, and a forest plot.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        A part for each outcome; a panel also shows the difference by time since the support began. One
        sentence where there is no comparison group.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    contrasts = rows.loc[rows["role"].isin(_ROLES) & _is_contrast(rows) & ~_is_elsewhere(rows, study)]
    if contrasts.empty:
        return sheet.say(message("notebook-no-comparison", language))
    for name in contrasts["outcome"].unique():
        sheet = sheet.say(name_outcome(study, str(name), language), heading=True)
        chosen = _order_contrasts(contrasts.loc[contrasts["outcome"] == name])
        sheet = _say_reasons(sheet, chosen)
        sheet = _tabulate_contrasts(sheet, chosen, study)
        if _has_number(chosen.loc[(chosen["term"] == CONTRAST) & (chosen["role"] != "diagnostic")]):
            chart = draw_sheet_chart("forest", draw_forest, chosen, evaluation, language, outcome=str(name))
            sheet = sheet.show(chart)
        events = rows.loc[(rows["outcome"] == name) & (rows["estimator"] == "event_study")]
        if _has_number(events):
            sheet = _show_events(sheet, events, evaluation, outcome=str(name))
    return sheet


def _is_contrast(rows: pd.DataFrame) -> pd.Series:
    """Differences and ratios of the two groups, and those of the units first supported at one wave."""
    of_start = rows["term"].str.startswith("g=") & ~rows["term"].str.contains(",", regex=False)
    return rows["term"].str.startswith("support ") | of_start


def _is_elsewhere(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Rows that put a result in doubt, read the whole course, or speak of parts have a page of their own."""
    is_tightened = rows["population"].str.startswith("population-tightened") & (rows["role"] == "diagnostic")
    is_other = is_doubt(rows) | is_part(rows, study) | is_course(rows)
    return is_other | is_tightened | (rows["scale"] == "effective_size")


def _has_number(rows: pd.DataFrame) -> bool:
    return bool((rows["estimate"].notna() | rows["bound_low"].notna()).any())


def _order_contrasts(rows: pd.DataFrame) -> pd.DataFrame:
    """Order contrasts of each kind of support: the planned one, by role and time, the raw difference last."""
    place = {role: number for number, role in enumerate(_ROLES)}
    kind = {name: number for number, name in enumerate(rows["subgroup"].unique())}
    ordered = rows.assign(_kind=rows["subgroup"].map(kind), _place=rows["role"].map(place))
    ordered = ordered.sort_values(["_kind", "_place", "time"], kind="stable")
    return ordered.drop(columns=["_kind", "_place"])


def _say_reasons(sheet: Sheet, contrasts: pd.DataFrame) -> Sheet:
    """Say why the plan takes the planned estimate; once, where several horizons have the same reason."""
    planned = contrasts.loc[contrasts["role"] == "primary", "note"]
    reasons = dict.fromkeys(reason for note in planned for reason in say_reasons(note, sheet.language))
    for reason in reasons:
        sheet = sheet.say(message("notebook-reason", sheet.language, reason=reason))
    return sheet


def _tabulate_contrasts(sheet: Sheet, contrasts: pd.DataFrame, study: Study) -> Sheet:
    language = sheet.language
    of_kinds = bool((contrasts["subgroup"] != "all").any())
    headings = ["group", "horizon", "method", "scale", "estimate", "p", "role", "remark"]
    planned = contrasts.loc[contrasts["role"] == "primary", "estimand"]
    estimand = str(planned.iloc[0]) if len(planned) else ""
    lines = [
        [
            name_kind(str(row["subgroup"]), study, language) if of_kinds else "",
            *_describe_contrast(row, study, language, estimand=estimand),
        ]
        for _, row in contrasts.iterrows()
    ]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in headings], lines)


def _describe_contrast(row: pd.Series, study: Study, language: Language, *, estimand: str) -> list[str]:
    name, start = (
        name_calculation(row, language, estimand=estimand, study=study),
        name_start(row, study, language),
    )
    remarks = say_notes(str(row["note"]), language)
    return [
        say_horizon(row, study, language),
        phrase("brief-measure", language, outcome=name, when=start) if start else name,
        message(f"scale-{row['scale']}", language),
        say_value_and_range(row, study, language) if _has_number(row.to_frame().T) else "",
        say_p(row["p_value"], language),
        message(f"role-{row['role']}", language),
        message("notebook-between", language).join(remarks),
    ]


def _show_events(sheet: Sheet, events: pd.DataFrame, evaluation: Evaluation, *, outcome: str) -> Sheet:
    """Show the difference by time since the support began: a chart, and the numbers behind it."""
    study, language = evaluation.study, sheet.language
    sheet = sheet.say(message("notebook-events", language), heading=True)
    sheet = sheet.show(draw_sheet_chart("events", draw_events, events, evaluation, language, outcome=outcome))
    headings = [message(f"notebook-{part}", language) for part in ("horizon", "estimate", "people")]
    lines = [
        [say_horizon(row, study, language), say_value_and_range(row, study, language),
         say_people(row["n"], language)]
        for _, row in select_events(events, outcome=outcome).iterrows()
    ]  # fmt: skip
    return sheet.tabulate(headings, lines)
