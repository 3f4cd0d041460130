"""Notebook 06: contrasts that read the whole course of times to an event, and what they take for granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from idmaj.charts import name_calculation, name_changing, name_covariate
from idmaj.effects import estimate_study
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.rows import CONTRAST
from idmaj.report.words import (
    name_outcome,
    phrase,
    say_horizon,
    say_p,
    say_people,
    say_value_and_range,
)
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_number, message

CHANGING: Final = "population-time-varying"
NAIVE_CLOCK: Final = "population-naive-clock"
HAZARDS: Final = frozenset({"cox", "weighted_cox", "fine_gray"})
_TESTS: Final = frozenset({"logrank", "gray"})
_MEANS: Final = frozenset({"rmst_difference", "time_lost_difference"})
_CHECKS: Final = frozenset({"proportional_hazards", "concordance"})
_RATIO: Final = "support / comparison"
_HEADINGS: Final = ("horizon", "method", "scale", "estimate", "p", "people", "role", "remark")


def show_course(evaluation: Evaluation, language: Language) -> Sheet:
    """Show the contrasts of times to an event, each kind with how it is read.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        For each outcome: tests and mean times; ratios of hazards; what those models take for granted; covariates
        that change while people are followed; the clock that starts at release, with its warning. One sentence
        where there is nothing of the kind.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    rows = rows.loc[is_course(rows) & _has_number(rows)]
    if rows.empty:
        return sheet.say(message("timing-no-course", language))
    for name in rows["outcome"].unique():
        sheet = sheet.say(name_outcome(study, str(name), language), heading=True)
        of_outcome = rows.loc[rows["outcome"] == name]
        for heading, choose, words in _SECTIONS:
            chosen = of_outcome.loc[choose(of_outcome)]
            if len(chosen):
                sheet = sheet.join(_show_part(chosen, study, language, heading=heading, words=words))
    return sheet


def is_course(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows of everybody read the whole course of times, and are shown on a page of their own."""
    is_own = _is_test(rows) | _is_hazard(rows) | _is_check(rows) | _is_changing(rows) | _is_naive(rows)
    return is_own & (rows["subgroup"] == "all")


def _is_naive(rows: pd.DataFrame) -> pd.Series:
    return (rows["population"] == NAIVE_CLOCK) & rows["term"].isin([CONTRAST, _RATIO])


def _is_changing(rows: pd.DataFrame) -> pd.Series:
    return rows["population"] == CHANGING


def _is_plain(rows: pd.DataFrame) -> pd.Series:
    return ~_is_naive(rows) & ~_is_changing(rows) & (rows["role"] != "primary")


def _is_test(rows: pd.DataFrame) -> pd.Series:
    return (rows["estimator"].isin(_TESTS) | rows["scale"].isin(_MEANS)) & _is_plain(rows)


def _is_hazard(rows: pd.DataFrame) -> pd.Series:
    of_models = rows["estimator"].isin(HAZARDS) & rows["scale"].isin(["hazard_ratio", "log_hazard"])
    return of_models & rows["term"].isin([CONTRAST, _RATIO]) & _is_plain(rows)


def _is_check(rows: pd.DataFrame) -> pd.Series:
    return rows["estimator"].isin(_CHECKS) & _is_plain(rows)


_SECTIONS: Final[tuple[tuple[str, Callable[[pd.DataFrame], pd.Series], str], ...]] = (
    ("tests", _is_test, ""),
    ("hazards", _is_hazard, "timing-hazards-read"),
    ("checks", _is_check, "timing-checks-read"),
    ("changing", _is_changing, "timing-changing-read"),
    ("naive", _is_naive, "timing-naive-read"),
)


def _has_number(rows: pd.DataFrame) -> pd.Series:
    return rows["estimate"].notna() | rows["statistic"].notna()


def _show_part(rows: pd.DataFrame, study: Study, language: Language, *, heading: str, words: str) -> Sheet:
    sheet = Sheet(language).say(message(f"timing-heading-{heading}", language), heading=True)
    sheet = sheet.say(message(words, language)) if words else sheet
    lines = [_describe(row, study, language) for _, row in rows.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in _HEADINGS], lines)


def _describe(row: pd.Series, study: Study, language: Language) -> list[str]:
    estimand = str(row["estimand"])
    name, term = (
        name_calculation(row, language, estimand=estimand, study=study),
        _name_term(row, study, language),
    )
    return [
        say_horizon(row, study, language),
        phrase("brief-measure", language, outcome=name, when=term) if term else name,
        message(f"scale-{row['scale']}", language),
        _say_value(row, study, language),
        say_p(row["p_value"], language),
        say_people(row["n"], language) if pd.notna(row["n"]) else "",
        message(f"role-{row['role']}", language),
        message("notebook-between", language).join(say_notes(str(row["note"]), language)),
    ]


def _name_term(row: pd.Series, study: Study, language: Language) -> str:
    """Name what a row is of, where it is not the difference between the groups."""
    term = str(row["term"])
    if term in {CONTRAST, _RATIO, "all"}:
        return ""
    if row["population"] == CHANGING:
        return name_changing(study, str(row["outcome"]), term, language)
    return name_covariate(study, term, language)


def _say_value(row: pd.Series, study: Study, language: Language) -> str:
    if pd.notna(row["estimate"]):
        return say_value_and_range(row, study, language)
    return message(
        "timing-statistic",
        language,
        value=format_number(float(row["statistic"]), language, 2),
        df=format_number(float(row["df"]), language, 0) if pd.notna(row["df"]) else "–",
    )
