"""Names and values of the estimates table in the reader's language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from idmaj.charts.arms import name_arm
from idmaj.charts.style import as_line
from idmaj.charts.ticks import write_numbers
from idmaj.study import Study
from idmaj.text import (
    Formatter,
    Language,
    Number,
    digits_for,
    format_count,
    format_duration,
    format_money,
    format_number,
    format_percent,
    format_points,
    format_range,
    format_signed,
    message,
    name_currency,
)

SHARES = frozenset({"share", "survival", "cumulative_incidence", "probability"})
_WHOLE_FROM = 20
"""Size of amounts from which decimals are left out."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How the values of a row are written.

    Attributes
    ----------
    scale
        Scale of the rows.
    study, outcome
        Whose currency and unit hold.
    language
        Reader's language.
    """

    scale: str
    study: Study
    outcome: str
    language: Language

    @property
    def is_money(self) -> bool:
        """Whether values are amounts in the study's currency."""
        return self.study.outcome[self.outcome].money

    @property
    def percents(self) -> bool:
        """Whether values are shares or differences of shares."""
        return self.scale in SHARES or self.scale == "risk_difference"

    @property
    def is_difference(self) -> bool:
        """Whether values carry their sign."""
        return self.scale.endswith("difference")

    def formatter(self, digits: int) -> Formatter:
        """Return the function that writes one value with so many decimals."""
        if self.percents:
            return partial(format_points if self.is_difference else format_percent, digits=digits)
        return partial(format_signed if self.is_difference else format_number, digits=digits)

    def digits(self, low: float, high: float) -> int:
        """Count the decimals for an interval, more where a bound would be printed as 0."""
        if self.percents:
            low, high = 100 * low, 100 * high
            wanted = 1 if self.scale == "risk_difference" else 0
        else:
            wanted = count_digits(max(abs(low), abs(high)))
        return digits_for(low, high, wanted) if self.is_difference else wanted

    def write(self, estimate: float, low: float, high: float) -> str:
        """Write an estimate with its interval in words."""
        digits = self.digits(low, high)
        one = self.formatter(digits)
        bounds = format_range(low, high, self.language, one)
        return join_words(
            "chart-estimate-with-range", self.language, estimate=one(estimate, self.language), range=bounds
        )

    def write_value(self, value: float) -> str:
        """Write one value with its unit."""
        if self.is_money and not self.percents and not self.is_difference:
            return format_money(value, self.study.study.currency, self.language)
        return self.formatter(self.digits(value, value))(value, self.language)

    def unit(self) -> str:
        """Unit in words."""
        if self.percents:
            return message("chart-unit-points" if self.is_difference else "chart-unit-percent", self.language)
        if self.is_money:
            return name_currency(self.study.study.currency, self.language)
        unit = self.study.outcome[self.outcome].unit
        return unit[self.language] if unit else message("chart-unit-value", self.language)

    def write_ticks(self, ticks: np.ndarray) -> list[str]:
        """Write the numbers of an axis, all with the same decimals."""
        factor = 100 if self.percents else 1
        return write_numbers(ticks * factor, self._bare_formatter(), self.language)

    def _bare_formatter(self) -> Formatter:
        if self.is_difference:
            return format_signed
        return _write_percent if self.percents else format_number


def _write_percent(value: Number, language: Language, digits: int | None = 0) -> str:
    return format_percent(float(value) / 100, language, digits)


def count_digits(size: float) -> int:
    """Count the decimals of an amount of this size: none from 20 on, below 1 two digits that say something."""
    if size >= _WHOLE_FROM or size == 0:
        return 0 if size else 1
    return 1 if size >= 1 else 1 + math.ceil(-math.log10(size))


def name_horizon(study: Study, horizon: str, language: Language) -> str:
    """Name of a horizon: the wave's own words, a duration, or nothing where there is none.

    In a panel a row without a horizon speaks of all waves after the support began.
    """
    for wave in study.wave:
        if wave.id == horizon:
            return wave.label[language]
    if study.is_panel and not horizon:
        return message("chart-all-waves", language)
    return format_duration(as_whole(float(horizon)), study.study.time_unit, language) if horizon else ""


def as_whole(value: float) -> float | int:
    """Turn 52.0 into 52, so that no decimal is shown that nobody wrote."""
    return int(value) if float(value).is_integer() else float(value)


def name_outcome(study: Study, outcome: str, language: Language, *, horizon: str | None = None) -> str:
    """Name of an outcome, with its horizon where one is given."""
    label = study.outcome[outcome].label[language]
    when = "" if horizon is None else name_horizon(study, horizon, language)
    return join_words("chart-outcome-at", language, outcome=label, horizon=when) if when else label


def join_words(message_id: str, language: Language, **arguments: str) -> str:
    """Say a message that is made of names and signs alone, in the direction of the language.

    Isolates hide the letters of names from the sentence around them, which would then begin on the left.
    """
    return as_line(message(message_id, language, **arguments), language)


def write_people(rows: pd.DataFrame, study: Study, language: Language) -> str:
    """Say how many people stand behind levels: by arm, or in all."""
    largest = rows.groupby("term", sort=False)["n"].max().dropna()
    if set(largest.index) >= {"support", "comparison"}:
        return message(
            "chart-people-by-arm",
            language,
            support=name_arm(study, "support", language),
            comparison=name_arm(study, "comparison", language),
            n_support=format_count(int(largest["support"]), language),
            n_comparison=format_count(int(largest["comparison"]), language),
        )
    return message("chart-people", language, n=format_count(int(largest.max()), language))
