"""Notebook 06: the checks that a comparison has to pass."""

from __future__ import annotations

import pandas as pd

from idmaj.effects import estimate_study
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.words import choose_formatter, name_kind, name_outcome, say_value_and_range
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_number, message


def show_gates(evaluation: Evaluation, language: Language) -> Sheet:
    """Show the checks that a comparison has to pass before an effect is named.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        Value with its interval, limit and verdict of each check, and what was found beside them; one sentence
        where nothing was checked.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    gates = rows.loc[rows["role"] == "gate"]
    if gates.empty:
        return sheet.say(message("notebook-no-gate", language))
    headings = ("outcome", "group", "check", "scale", "value", "limit", "verdict", "remark")
    lines = [_describe_gate(row, study, language) for _, row in gates.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in headings], lines)


def _describe_gate(row: pd.Series, study: Study, language: Language) -> list[str]:
    passed = row["passed"]
    verdict = "unknown" if pd.isna(passed) else "passed" if passed else "failed"
    return [
        name_outcome(study, str(row["outcome"]), language),
        "" if row["subgroup"] == "all" else name_kind(str(row["subgroup"]), study, language),
        message(f"gate-{row['estimator']}", language),
        message(f"scale-{row['scale']}", language),
        "" if pd.isna(row["estimate"]) else _say_value(row, study, language),
        "" if pd.isna(row["threshold"]) else _say_limit(row, study, language),
        message(f"notebook-verdict-{verdict}", language),
        message("notebook-between", language).join(say_notes(str(row["note"]), language)),
    ]


def _say_value(row: pd.Series, study: Study, language: Language) -> str:
    if row["scale"] == "standardised_difference":
        return format_number(float(row["estimate"]), language, 3)
    return say_value_and_range(row, study, language)


def _say_limit(row: pd.Series, study: Study, language: Language) -> str:
    """Write a limit as it was declared, in the unit of the value: of a difference, either sign counts."""
    limit = float(row["threshold"])
    if row["scale"] == "standardised_difference":
        return format_number(limit, language, None)
    return choose_formatter(row, study)(limit, language).replace("+", "")
