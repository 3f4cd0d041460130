"""Bounds: the planned estimate, what weighting and imputing people lost give, and what they leave open."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.contrast_words import enter_calculation, note_marks, note_withheld, say_row_contrast
from idmaj.charts.forest import say_sides
from idmaj.charts.rowchart import Extras, draw_rows
from idmaj.charts.selection import CONTRAST, keep_shown
from idmaj.charts.smallest import find_smallest
from idmaj.charts.words import Measure
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import Language, format_range, message

ESTIMATORS: Final = ("response_weights", "multiple_imputation", "lee_bounds", "manski_bounds")
"""What is said of people lost, from the strongest condition to none."""
_ROLES: Final = ("primary", "robustness", "diagnostic")


def draw_bounds(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the planned estimate beside those that take people lost into account.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: the primary row, and at its horizon and scale
        estimators ``response_weights``, ``multiple_imputation``, ``lee_bounds`` (of those found in either group,
        and part by part) and ``manski_bounds``.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Estimates as points; an identified set as a thick broken line, its interval as a thin one. The axis holds
        every row from end to end.

    Raises
    ------
    RenderError
        When nothing about people lost may be shown.
    """
    rows = select_bounds(estimates, outcome=outcome)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    threshold = find_smallest(measure)
    left, right = say_sides(measure)
    return draw_rows(
        [enter_calculation(row, study, language) for _, row in rows.iterrows()],
        measure,
        subtitle=say_row_contrast("chart-bounds-subtitle", rows, measure),
        notes=note_marks(rows, measure, threshold) + note_withheld(_candidates(estimates, outcome), language),
        title=title,
        extras=Extras(threshold=threshold, left=left, right=right, is_whole=True),
    )


def select_bounds(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the planned row and those about people lost, from the strongest condition to none.

    Raises
    ------
    RenderError
        When no row about people lost may be shown.
    """
    rows = _candidates(estimates, outcome)
    place = rows["estimator"].map({name: number for number, name in enumerate(ESTIMATORS)}).fillna(-1)
    is_part = rows["population"].str.startswith("population-tightened")
    rows = rows.assign(_place=place.where(rows["role"] != "primary", -1) + 0.5 * is_part)
    shown = keep_shown(rows.sort_values("_place", kind="stable"), what=f"bounds of {outcome}")
    if (shown["_place"] >= 0).sum() == 0:
        raise RenderError(f"bounds of {outcome}: nothing about people lost may be shown")
    return shown.drop(columns="_place")


def collect_bounds(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    """Collect what the text in place of the chart says: the planned estimate, and the row that assumes least."""
    chosen = select_bounds(rows, outcome=outcome)
    measure = Measure(str(chosen["scale"].iloc[0]), study, outcome, language)
    first, last = chosen.iloc[0], chosen.iloc[-1]
    return {
        "value": _say(first, measure),
        "unit": measure.unit(),
        "method": message(f"estimator-{last['estimator']}", language),
        "bounds": _say(last, measure),
    }


def _candidates(estimates: pd.DataFrame, outcome: str) -> pd.DataFrame:
    rows = estimates.loc[
        (estimates["outcome"] == outcome)
        & (estimates["subgroup"] == "all")
        & (estimates["term"] == CONTRAST)
        & estimates["role"].isin(_ROLES)
    ]
    primary = rows.loc[rows["role"] == "primary"]
    if primary.empty:
        raise RenderError(f"bounds of {outcome}: no primary row in the estimates")
    first = primary.iloc[0]
    about = rows["estimator"].isin(ESTIMATORS) | (rows["role"] == "primary")
    return rows.loc[about & (rows["scale"] == first["scale"]) & (rows["horizon"] == first["horizon"])]


def _say(row: pd.Series, measure: Measure) -> str:
    if pd.notna(row["estimate"]):
        values = [float(row[name]) for name in ("estimate", "conf_low", "conf_high")]
        return measure.write_value(values[0]) if pd.isna(values[1]) else measure.write(*values)
    low, high = float(row["bound_low"]), float(row["bound_high"])
    return format_range(low, high, measure.language, measure.formatter(measure.digits(low, high)))
