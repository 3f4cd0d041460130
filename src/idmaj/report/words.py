"""Rows of the estimates table in words: values, intervals, horizons, names."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from idmaj.study import Study
from idmaj.text import (
    Formatter,
    Language,
    Number,
    digits_for,
    direction,
    format_count,
    format_duration,
    format_money,
    format_number,
    format_percent,
    format_points,
    format_range,
    format_signed,
    isolate,
    message,
)

SHARES: Final = frozenset({"share", "survival", "probability", "cumulative_incidence"})
DIFFERENCES: Final = frozenset({"risk_difference", "mean_difference", "rmst_difference"})
FINE_FROM: Final = 100
"""People from which a share is written with one decimal: below, a decimal would feign precision."""


def phrase(message_id: str, language: Language, /, **arguments: str | int | float) -> str:
    """Say a message that is a part of another one.

    Made of isolated parts alone, a part has no letter that tells its direction: it is isolated in that of
    the language.
    """
    return isolate(message(message_id, language, **arguments), direction(language))


def quote(name: str, language: Language) -> str:
    """Put a name that stands among other words into the quotation marks of the language."""
    return phrase("brief-quoted", language, name=name)


def name_arm(study: Study, arm: str, language: Language) -> str:
    """Name a group: the study's own word, else the usual one."""
    if study.arms is not None and study.arms.labels is not None:
        return str(getattr(study.arms.labels, arm)[language])
    return message(f"arm-{arm}", language)


def name_outcome(study: Study, outcome: str, language: Language) -> str:
    """Name an outcome by its label."""
    return study.outcome[outcome].label[language]


def say_horizon(row: pd.Series, study: Study, language: Language) -> str:
    """Say when: within 52 weeks, after 12 weeks, the label of a wave; empty where there is no horizon."""
    labels = {wave.id: wave.label[language] for wave in study.wave}
    if row["horizon"] in labels:
        return labels[row["horizon"]]
    if not row["horizon"] or pd.isna(row["time"]):
        return ""
    time = int(row["time"]) if float(row["time"]).is_integer() else float(row["time"])
    duration = format_duration(time, study.study.time_unit, language)
    is_event = study.outcome[row["outcome"]].is_event
    return phrase("brief-within" if is_event else "brief-after", language, duration=duration)


def name_measure(row: pd.Series, study: Study, language: Language) -> str:
    """Name an outcome with its horizon."""
    outcome, when = name_outcome(study, row["outcome"], language), say_horizon(row, study, language)
    return phrase("brief-measure", language, outcome=outcome, when=when) if when else outcome


def choose_formatter(row: pd.Series, study: Study) -> Formatter:
    """Choose how the numbers of a row are written: percent, points, money, counts or plain numbers."""
    scale = row["scale"]
    if scale in SHARES:
        return partial(format_percent, digits=_share_digits(row))
    if scale == "risk_difference":
        return partial(format_points, digits=_point_digits(row))
    if scale == "count":
        return _format_whole
    if row["unit"] == study.study.currency:
        return partial(_format_money, currency=study.study.currency)
    if scale in DIFFERENCES:
        return partial(format_signed, digits=1)
    return partial(format_number, digits=0 if scale == "total" else 2)


def say_value(row: pd.Series, study: Study, language: Language) -> str:
    """Write the estimate of a row."""
    return choose_formatter(row, study)(float(row["estimate"]), language)


def say_range(row: pd.Series, study: Study, language: Language) -> str:
    """Write the interval of a row as a range, without currency; empty where there is none."""
    if pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]):
        return ""
    low, high = float(row["conf_low"]), float(row["conf_high"])
    is_money = row["unit"] == study.study.currency
    return format_range(low, high, language, format_number if is_money else choose_formatter(row, study))


def say_value_and_range(row: pd.Series, study: Study, language: Language) -> str:
    """Write the estimate with its interval in brackets."""
    bounds = say_range(row, study, language)
    value = say_value(row, study, language)
    return phrase("brief-value-range", language, value=value, range=bounds) if bounds else value


def say_people(n: Number, language: Language) -> str:
    """Write a number of people without the word."""
    return format_count(int(n), language)


def _share_digits(row: pd.Series) -> int:
    return 1 if pd.notna(row["n"]) and int(row["n"]) >= FINE_FROM else 0


def _point_digits(row: pd.Series) -> int:
    if pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]):
        return 1
    return digits_for(100 * float(row["conf_low"]), 100 * float(row["conf_high"]), 1)


def _format_whole(x: Number, language: Language) -> str:
    return format_count(round(float(x)), language)


def _format_money(x: Number, language: Language, *, currency: str) -> str:
    return format_money(x, currency, language)
