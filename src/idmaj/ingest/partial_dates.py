"""Dates of events of which only the month or the year is known: the 15th, or 1 July, and how precise they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_codes, parse_dates
from idmaj.ingest.rows import SourceRows

PRECISION = "date_precision"
DAY, MONTH, YEAR = "day", "month", "year"
_MONTHS = r"^(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])$|^(?P<month2>0?[1-9]|1[0-2])/(?P<year2>\d{4})$"
_YEARS = r"^\d{4}$"


def complete_dates(rows: SourceRows) -> bool:
    """Complete the dates of events that name a month or a year alone, and note how precise each is.

    Parameters
    ----------
    rows
        Rows of justice events: cells such as ``2024-03``, ``03/2024`` or ``2024``, or a column
        `date_precision` with the words `day`, `month` and `year`. A month becomes its 15th, a year
        its 1 July, whatever day stands in the cell.

    Returns
    -------
    bool
        Whether a date is less precise than a day; the column `date_precision` is then there.
    """
    cells = rows.cells["event_on"].astype("str")
    by_month, by_year = cells.str.match(_MONTHS), cells.str.match(_YEARS)
    declared = pd.Series(DAY, index=cells.index, dtype="str")
    if PRECISION in rows.cells:
        words = canonical_codes(rows.cells[PRECISION]).str.casefold()
        declared = words.where(words.isin([MONTH, YEAR]), DAY)
    days = parse_dates(cells, rows.source.date_format)
    first = pd.to_datetime(_first_days(cells, by_month, by_year), errors="coerce").astype("datetime64[us]")
    days = days.where(days.notna(), first)
    precision = pd.Series(
        np.select([by_month, by_year], [MONTH, YEAR], declared), index=cells.index, dtype="str"
    )
    imprecise = (precision != DAY) & days.notna()
    if PRECISION in rows.cells or imprecise.any():
        rows.cells[PRECISION] = precision.where(days.notna(), "")
    if imprecise.any():
        text = _middle(days, precision).dt.strftime(rows.source.date_format or "%Y-%m-%d")
        rows.cells["event_on"] = cells.where(~imprecise, text).astype("str")
        n, row = int(imprecise.sum()), int(rows.rows[int(np.flatnonzero(imprecise)[0])])
        rows.report("event-date-imprecise", row=row, column="event_on", severity="flagged", n=n)
    return bool(imprecise.any())


def _first_days(cells: pd.Series, by_month: pd.Series, by_year: pd.Series) -> pd.Series:
    """Write the first day of each month or year as ISO text; blank elsewhere."""
    parts = cells.str.extract(_MONTHS)
    year, month = parts["year"].fillna(parts["year2"]), parts["month"].fillna(parts["month2"])
    text = (year + "-" + month.str.zfill(2) + "-01").where(by_month, None)
    return text.where(~by_year, cells + "-01-01")


def _middle(days: pd.Series, precision: pd.Series) -> pd.Series:
    plain = days.to_numpy().astype("datetime64[D]")
    month = plain.astype("datetime64[M]").astype("datetime64[D]") + np.timedelta64(14, "D")
    year = (plain.astype("datetime64[Y]").astype("datetime64[M]") + np.timedelta64(6, "M")).astype(
        "datetime64[D]"
    )
    chosen = np.where((precision == MONTH).to_numpy(), month, year)
    return pd.Series(chosen.astype("datetime64[us]"), index=days.index)
