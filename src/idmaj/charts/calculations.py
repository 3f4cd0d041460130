"""What was calculated: names of estimators, of the people or amounts they take, and of whom they speak."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts.arms import name_arm
from idmaj.disclosure import PEOPLE_ONLY
from idmaj.study import Study
from idmaj.text import Language, direction, format_duration, format_percent, isolate, message

_PLAIN: Final = {
    "unweighted": "population-unweighted",
    "weighted": "population-weighted",
    PEOPLE_ONLY: "population-n-only",
}
"""Populations that stand in the table as words instead of ids."""


def name_population(population: str, language: Language) -> str:
    """Name what was analysed: people, amounts or an average.

    Parameters
    ----------
    population
        Column of the estimates table: an id such as ``population-quantile|0.5``, the part after ``|`` its
        argument; empty for everybody, as measured.
    language
        Reader's language.

    Returns
    -------
    str
        Empty for everybody.

    Raises
    ------
    TextError
        When the catalogue has no words for the id.
    """
    if not population:
        return ""
    stem, _, argument = _PLAIN.get(population, population).partition("|")
    arguments = {}
    if stem == "population-quantile":
        arguments["share"] = format_percent(float(argument), language, None)
    elif argument:
        arguments["transform"] = argument
    return message(stem, language, **arguments)


def name_calculation(row: pd.Series, language: Language, *, estimand: str = "") -> str:
    """Name a calculation so that no two of one estimator read alike.

    Parameters
    ----------
    row
        Row of the estimates table.
    language
        Reader's language.
    estimand
        That of the planned estimate; a row that speaks of others says of whom. Empty: not said.

    Returns
    -------
    str
        The estimator, then what it takes: ``Difference in means: largest amounts cut``.
    """
    name = message(f"estimator-{row['estimator']}", language)
    parts = [name_population(str(row["population"]), language)]
    if estimand and row["estimand"] not in {estimand, "descriptive"}:
        parts.append(message(f"chart-estimand-{row['estimand']}", language))
    for part in filter(None, parts):
        name = isolate(
            message("chart-label-with-value", language, label=name, value=part), direction(language)
        )
    return name


def name_contrast(study: Study, language: Language) -> dict[str, str]:
    """Names of the two groups of a contrast, as arguments of a message."""
    return {arm: name_arm(study, arm, language) for arm in ("support", "comparison")}


def name_start(row: pd.Series, study: Study, language: Language) -> str:
    """Name the units of a row by the wave of their first support (term ``g=2004``); empty for other rows."""
    letter, _, start = str(row["term"]).partition("=")
    if letter != "g" or "," in start:
        return ""
    labels = {wave.time: wave.label[language] for wave in study.wave}
    return message("chart-first-supported", language, wave=labels.get(float(start), isolate(start)))


def say_since(time: float, study: Study, language: Language) -> str:
    """Say how long after the support began, or before it: 2 years before the support began.

    Parameters
    ----------
    time
        Time since the support began, in the study's unit; negative before it.
    study, language
        Unit of time; reader's language.
    """
    if time == 0:
        return message("chart-support-begins", language)
    whole = int(abs(time)) if float(time).is_integer() else abs(time)
    duration = format_duration(whole, study.study.time_unit, language)
    return message("chart-after-start" if time > 0 else "chart-before-start", language, duration=duration)
