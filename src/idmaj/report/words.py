"""Rows of the estimates table in words: values, intervals, horizons, names."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from idmaj.charts import count_digits, name_horizon, name_part, say_since
from idmaj.report.rows import CONTRAST, is_part
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
    round_half_up,
    strip_isolates,
)

SHARES: Final = frozenset({"share", "survival", "probability", "cumulative_incidence"})
DIFFERENCES: Final = frozenset(
    {"risk_difference", "mean_difference", "rmst_difference", "time_lost_difference"}
)
AMOUNTS: Final = frozenset(
    {"mean", "mean_difference", "quantile", "total", "ratio", "money", "money_per_unit"}
)
"""Scales in the unit of the outcome, or in money."""
WHOLE: Final = frozenset({"count", "effective_size", "people"})
LOGARITHMS: Final = frozenset({"log_odds", "log_hazard"})
RATES: Final = frozenset({"events_per_person", "events_per_reoffender", "events_per_person_year"})
EXPLAINED: Final = frozenset({"partial_r2", "i2"})
"""Shares of a variance."""
_NUMBERS: Final = ("estimate", "conf_low", "conf_high")
SMALLEST_P: Final = 0.001
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


def name_kind(subgroup: str, study: Study, language: Language) -> str:
    """Name a kind of support by its subgroup (``column=value``); `all` is everybody supported."""
    if subgroup == "all":
        return name_arm(study, "support", language)
    value = subgroup.partition("=")[2]
    labels = study.arms.values if study.arms else {}
    return labels[value][language] if value in labels else isolate(value)


def name_group(row: pd.Series, study: Study, language: Language) -> str:
    """Name the people of a row about one group (``support``, ``support|assigned``), with their kind of support.

    A row of a part of the people names the part beside the group.
    """
    arm, subgroup = str(row["term"]).partition("|")[0], str(row["subgroup"])
    is_of_part = bool(is_part(row.to_frame().T, study).iloc[0])
    if arm == "support" and subgroup != "all" and not is_of_part:
        return name_kind(subgroup, study, language)
    is_arm = arm in {"support", "comparison"}
    group = name_arm(study, arm, language) if is_arm else message("arm-all", language)
    if not is_of_part:
        return group
    return phrase("brief-measure", language, outcome=group, when=name_part(study, subgroup, language))


def is_repeated(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Tell which rows repeat the comparison group, which every kind of support shares."""
    of_kind = (rows["subgroup"] != "all") & ~is_part(rows, study)
    return of_kind & rows["term"].str.startswith("comparison")


def name_outcome(study: Study, outcome: str, language: Language) -> str:
    """Name an outcome by its label."""
    return study.outcome[outcome].label[language]


def say_horizon(row: pd.Series, study: Study, language: Language) -> str:
    """Say when: within 52 weeks, after 12 weeks, the label of a wave; empty where there is no horizon.

    In a panel a row without a horizon speaks of a time since the support began, or of all waves from then on.
    """
    labels = {wave.id: wave.label[language] for wave in study.wave}
    if row["horizon"] in labels:
        return labels[row["horizon"]]
    if row["estimator"] == "event_study":
        return say_since(float(row["time"]), study, language)
    if study.is_panel:
        return name_horizon(study, str(row["horizon"]), language)
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
    if scale in EXPLAINED:
        return partial(format_percent, digits=1)
    if scale in LOGARITHMS:
        return partial(format_signed, digits=2)
    if scale == "tau2" or scale in RATES:
        return partial(format_number, digits=_amount_digits(row))
    if scale == "risk_difference":
        return partial(format_points, digits=_point_digits(row))
    if scale == "percent_change":
        return partial(_format_change, digits=_point_digits(row, 0))
    if scale in WHOLE:
        return _format_whole
    if _is_money(row, study):
        return partial(_format_money, currency=study.study.currency)
    if scale in DIFFERENCES or (scale == "quantile" and row["term"] == CONTRAST):
        return partial(format_signed, digits=_amount_digits(row))
    return partial(format_number, digits=0 if scale == "total" else 2)


def _is_money(row: pd.Series, study: Study) -> bool:
    """Whether the numbers are amounts of money; the ratio of a check is none."""
    is_amount = row["scale"] in AMOUNTS and not (row["scale"] == "ratio" and row["role"] == "gate")
    return bool(row["unit"] == study.study.currency) and is_amount


def say_value(row: pd.Series, study: Study, language: Language) -> str:
    """Write the estimate of a row."""
    return choose_formatter(row, study)(float(row["estimate"]), language)


def say_range(row: pd.Series, study: Study, language: Language) -> str:
    """Write the interval of a row as a range, without currency; empty where there is none."""
    formatter = format_number if _is_money(row, study) else choose_formatter(row, study)
    return _write_range(row, formatter, language, ends=("conf_low", "conf_high"))


def say_bounds(row: pd.Series, study: Study, language: Language) -> str:
    """Write the bounds between which an effect lies, as a range; empty where the row has none."""
    return _write_range(row, choose_formatter(row, study), language, ends=("bound_low", "bound_high"))


def _write_range(row: pd.Series, formatter: Formatter, language: Language, *, ends: tuple[str, str]) -> str:
    low, high = row[ends[0]], row[ends[1]]
    if pd.isna(low) or pd.isna(high):
        return ""
    return format_range(float(low), float(high), language, formatter)


def say_value_and_range(row: pd.Series, study: Study, language: Language) -> str:
    """Write the estimate, or the bounds between which it lies, with the interval in brackets."""
    bounds = say_range(row, study, language)
    value = say_bounds(row, study, language) if pd.isna(row["estimate"]) else say_value(row, study, language)
    return phrase("brief-value-range", language, value=value, range=bounds) if bounds and value else value


def say_p(p_value: float, language: Language) -> str:
    """Write a p-value with three decimals, a smaller one as below the smallest; empty where there is none."""
    if pd.isna(p_value):
        return ""
    if p_value < SMALLEST_P:
        return message("notebook-p-below", language, limit=format_number(SMALLEST_P, language, 3))
    return format_number(float(p_value), language, 3)


def say_people(n: Number, language: Language) -> str:
    """Write a number of people without the word."""
    return format_count(int(n), language)


def _share_digits(row: pd.Series) -> int:
    return 1 if pd.notna(row["n"]) and int(row["n"]) >= FINE_FROM else 0


def _point_digits(row: pd.Series, wanted: int = 1) -> int:
    if pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]):
        return wanted
    return digits_for(100 * float(row["conf_low"]), 100 * float(row["conf_high"]), wanted)


def _amount_digits(row: pd.Series) -> int:
    """Decimals of a difference of amounts: at least one, more where it is small."""
    found = [abs(float(row[name])) for name in (*_NUMBERS, "bound_low", "bound_high") if pd.notna(row[name])]
    digits = max(1, count_digits(max(found, default=0.0)))
    if pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]):
        return digits
    return digits_for(float(row["conf_low"]), float(row["conf_high"]), digits)


def _format_change(x: Number, language: Language, *, digits: int) -> str:
    """Write a relative change with its sign: 0.39 is +39%."""
    text = strip_isolates(format_percent(x, language, digits))
    return isolate(f"+{text}" if round_half_up(x, digits + 2) > 0 else text)


def _format_whole(x: Number, language: Language) -> str:
    return format_count(round(float(x)), language)


def _format_money(x: Number, language: Language, *, currency: str) -> str:
    return format_money(x, currency, language)
