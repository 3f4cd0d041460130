"""The rows that the five questions about a result are asked of, and how their numbers are written."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from idmaj.report.words import choose_formatter, phrase
from idmaj.study import Study
from idmaj.text import Language, format_money, message


@dataclass(frozen=True, eq=False)
class Asked:
    """The rows of one outcome at its primary horizon, and how they are said."""

    rows: pd.DataFrame
    primary: pd.Series
    study: Study
    language: Language

    def say(self, message_id: str, **arguments: str | int | float) -> str:
        """Say a message in the reader's language."""
        return message(message_id, self.language, **arguments)

    def find(self, estimator: str, term: str = "", *, population: str | None = None) -> pd.Series | None:
        """The first row of an estimator (and term) with a number."""
        rows = self.rows.loc[self.rows["estimator"] == estimator]
        rows = rows.loc[rows["term"] == term] if term else rows
        rows = rows if population is None else rows.loc[rows["population"] == population]
        rows = rows.loc[rows["estimate"].notna()]
        return None if rows.empty else rows.iloc[0]

    def in_unit(self, words: str) -> str:
        """Add the unit to differences of shares, which are written as bare points."""
        if self.primary["scale"] != "risk_difference":
            return words
        return phrase("asked-points", self.language, value=words)

    def value(self, row: pd.Series, number: float | None = None) -> str:
        """Write a number of a row as the row's own are written."""
        return choose_formatter(row, self.study)(
            float(row["estimate"] if number is None else number), self.language
        )

    def money(self, value: float) -> str:
        """Write an amount of money of the study."""
        return format_money(value, self.study.study.currency, self.language)
