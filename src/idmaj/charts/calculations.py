"""What was calculated: names of estimators, of the people or amounts they take, and of whom they speak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from idmaj.charts.arms import name_arm, name_covariate
from idmaj.disclosure import PEOPLE_ONLY
from idmaj.study import Study
from idmaj.text import (
    Language,
    direction,
    format_duration,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_signed,
    isolate,
    message,
    name_currency,
)

_PLAIN: Final = {
    "unweighted": "population-unweighted",
    "weighted": "population-weighted",
    PEOPLE_ONLY: "population-n-only",
}
"""Populations that stand in the table as words instead of ids."""

_WHOLE_FROM: Final = 20
"""Size of a shift from which it has no decimals."""


def name_population(
    population: str, language: Language, *, study: Study | None = None, outcome: str = ""
) -> str:
    """Name what was analysed: people, amounts or an average.

    Parameters
    ----------
    population
        Column of the estimates table: an id such as ``population-quantile|0.5``, the part after ``|`` its
        argument; empty for everybody, as measured.
    language
        Reader's language.
    study
        Names of covariates, and the currency; without it columns and numbers stand as they are.
    outcome
        Name of the outcome, whose unit a shift has.

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
    if stem == "population-quantile":
        return message(stem, language, share=format_percent(float(argument), language, None))
    if stem == "population-worth":
        return message(stem, language, worth=_say_money(float(argument), study, language))
    if not argument:
        return message(stem, language)
    say = _ARGUMENTS.get(stem, _say_as_it_is)
    return message(stem, language, transform=say(argument, study, outcome, language))


def _say_as_it_is(argument: str, study: Study | None, outcome: str, language: Language) -> str:
    return argument


def _say_number(argument: str, study: Study | None, outcome: str, language: Language) -> str:
    number = float(argument)
    return format_number(int(number) if number.is_integer() else number, language, None)


def _say_shift(argument: str, study: Study | None, outcome: str, language: Language) -> str:
    """Say how far people lost are moved: in log odds for a yes or no, else in the outcome's unit."""
    shift = float(argument)
    number = format_signed(shift, language, 1 if abs(shift) < _WHOLE_FROM else 0)
    if study is None or outcome not in study.outcome:
        return number
    asked = study.outcome[outcome]
    if asked.kind in {"binary", "time_to_event"}:
        return message("doubt-log-odds", language, number=number)
    unit = name_currency(study.study.currency, language) if asked.money else ""
    unit = unit or (asked.unit[language] if asked.unit else "")
    return message("doubt-with-unit", language, number=number, unit=unit) if unit else number


def _say_columns(argument: str, study: Study | None, outcome: str, language: Language) -> str:
    return format_list([_name_column(column, study, language) for column in argument.split(", ")], language)


def _say_specification(argument: str, study: Study | None, outcome: str, language: Language) -> str:
    estimator, *choices = argument.split(";")
    parts = [message(f"estimator-{estimator}", language)]
    parts += [name_choice(choice, language, study=study) for choice in choices]
    return isolate(message("chart-between", language).join(parts), direction(language))


def name_choice(choice: str, language: Language, *, study: Study | None = None) -> str:
    """Name a choice of a specification: its covariates, or where large amounts are cut.

    Parameters
    ----------
    choice
        ``all``, ``none``, ``without:column``, ``named:set``, ``cut:0.99`` or ``uncut``.
    language
        Reader's language.
    study
        Names of covariates.
    """
    kind, _, name = choice.partition(":")
    arguments = {
        "without": lambda: {"covariate": _name_column(name, study, language)},
        "named": lambda: {"set": isolate(name)},
        "cut": lambda: {"share": format_percent(float(name), language, None)},
    }
    return message(f"specification-{kind}", language, **arguments.get(kind, dict)())


def _name_column(column: str, study: Study | None, language: Language) -> str:
    return isolate(column) if study is None else name_covariate(study, column, language)


def _say_money(amount: float, study: Study | None, language: Language) -> str:
    if study is None:
        return format_number(amount, language, None)
    return format_money(amount, study.study.currency, language)


_ARGUMENTS: Final[dict[str, Callable[[str, Study | None, str, Language], str]]] = {
    "population-delta": _say_shift,
    "population-gamma": _say_number,
    "population-tightened": _say_columns,
    "population-specification": _say_specification,
}
"""How the argument of a population is said, where it is not a word already."""


def name_calculation(
    row: pd.Series, language: Language, *, estimand: str = "", study: Study | None = None
) -> str:
    """Name a calculation so that no two of one estimator read alike.

    Parameters
    ----------
    row
        Row of the estimates table.
    language
        Reader's language.
    estimand
        That of the planned estimate; a row that speaks of others says of whom. Empty: not said.
    study
        Names of covariates, and the currency.

    Returns
    -------
    str
        The estimator, then what it takes: ``Difference in means: largest amounts cut``.
    """
    name = message(f"estimator-{row['estimator']}", language)
    parts = [
        name_population(str(row["population"]), language, study=study, outcome=str(row.get("outcome", "")))
    ]
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
