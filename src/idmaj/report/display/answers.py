"""Notebooks 06 and 08: what the programme changed, and what may be said of it."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import draw_forest
from idmaj.effects import estimate_study
from idmaj.findings import build_findings, say_finding
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.words import name_outcome, say_horizon, say_value_and_range
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_number, message

CONTRAST = "support - comparison"
_ROLES = ("primary", "robustness", "secondary", "naive")


def show_effects(evaluation: Evaluation, language: Language) -> Sheet:
    """Show contrasts between the groups: every method, interval and role, and a forest plot of each outcome.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where there is no comparison group.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    contrasts = rows.loc[rows["role"].isin(_ROLES) & rows["term"].str.startswith("support ")]
    if contrasts.empty:
        return sheet.say(message("notebook-no-comparison", language))
    for name in contrasts["outcome"].unique():
        chosen = _order_contrasts(contrasts.loc[contrasts["outcome"] == name])
        sheet = sheet.say(name_outcome(study, str(name), language), heading=True)
        headings = ("horizon", "method", "scale", "estimate", "role")
        lines = [_describe_contrast(row, study, language) for _, row in chosen.iterrows()]
        sheet = sheet.tabulate([message(f"notebook-{part}", language) for part in headings], lines)
        if (chosen["term"] == CONTRAST).any():
            chart = draw_sheet_chart("forest", draw_forest, chosen, evaluation, language, outcome=str(name))
            sheet = sheet.show(chart)
    return sheet


def show_gates(evaluation: Evaluation, language: Language) -> Sheet:
    """Show the checks that a comparison has to pass before an effect is named.

    Parameters
    ----------
    evaluation, language
        As for `show_effects`.

    Returns
    -------
    Sheet
        One sentence where nothing was checked.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    gates = rows.loc[rows["role"] == "gate"]
    if gates.empty:
        return sheet.say(message("notebook-no-gate", language))
    headings = ("outcome", "check", "value", "limit", "verdict")
    lines = [_describe_gate(row, study, language) for _, row in gates.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in headings], lines)


def show_findings(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what may be said: one sentence for each estimate that a claim rests on, with its state.

    Parameters
    ----------
    evaluation, language
        As for `show_effects`.

    Returns
    -------
    Sheet
        One sentence where nothing may be said.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    findings = build_findings(evaluation)["findings"]
    if findings.empty:
        return sheet.say(message("notebook-no-finding", language))
    lines = [[str(row["state"]), say_finding(row, study, language)] for _, row in findings.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in ("state", "sentence")], lines)


def _order_contrasts(rows: pd.DataFrame) -> pd.DataFrame:
    """Order contrasts: the planned one, then by role and time, the raw difference last."""
    place = {role: number for number, role in enumerate(_ROLES)}
    ordered = rows.assign(_place=rows["role"].map(place)).sort_values(["_place", "time"], kind="stable")
    return ordered.drop(columns="_place")


def _say_result(row: pd.Series, study: Study, language: Language) -> str:
    """Write the estimate with its interval, or the statistic of a test that estimates nothing."""
    if pd.notna(row["estimate"]):
        return say_value_and_range(row, study, language)
    return format_number(float(row["statistic"]), language, 2) if pd.notna(row["statistic"]) else ""


def _describe_contrast(row: pd.Series, study: Study, language: Language) -> list[str]:
    return [
        say_horizon(row, study, language),
        message(f"estimator-{row['estimator']}", language),
        message(f"scale-{row['scale']}", language),
        _say_result(row, study, language),
        message(f"role-{row['role']}", language),
    ]


def _describe_gate(row: pd.Series, study: Study, language: Language) -> list[str]:
    passed = row["passed"]
    verdict = "unknown" if pd.isna(passed) else "passed" if passed else "failed"
    return [
        name_outcome(study, str(row["outcome"]), language),
        message(f"gate-{row['estimator']}", language),
        *(
            format_number(float(row[part]), language, 3) if pd.notna(row[part]) else ""
            for part in ("estimate", "threshold")
        ),
        message(f"notebook-verdict-{verdict}", language),
    ]
