"""Tipping point: the effect as the people lost among the supported do better or worse than like people found."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.contrast_words import note_smallest, say_contrast
from idmaj.charts.plot import Frame, Line, draw_lines
from idmaj.charts.selection import keep_shown
from idmaj.charts.smallest import find_smallest
from idmaj.charts.ticks import write_numbers
from idmaj.charts.words import Measure, count_digits
from idmaj.study import Study
from idmaj.text import Language, format_range, format_signed, message

_DELTA = "population-delta|"
_TIP = "tipping point"
_LOST = {"imputed": "population-as-imputed", "tip": "population-at-tip"}


def draw_tipping(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the effect over the shift of the outcomes of lost supported people.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``tipping_point`` of everybody: the
        effect at each shift (``population-delta|x``), the shift at the tip, and what the people lost would be.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        The effect with the band of its intervals; the tip as a dashed line; the smallest difference that
        matters as a grey ground. Shifts run left to right.

    Raises
    ------
    RenderError
        When no effect at a shift may be shown.
    """
    rows = select_tipping(estimates, outcome=outcome)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    tip = _find_tip(estimates, outcome)
    smallest = find_smallest(measure)
    line = Line(
        rows["shift"].to_numpy(float), rows["estimate"].to_numpy(float), low=rows["conf_low"].to_numpy(float),
        high=rows["conf_high"].to_numpy(float), is_dotted=True,
    )  # fmt: skip
    frame = Frame(
        subtitle=say_contrast("chart-tipping-subtitle", rows, measure),
        x_title=message(f"chart-tipping-axis-{_kind(measure)}", language, unit=measure.unit()),
        write_x=partial(write_numbers, formatter=format_signed, language=language),
        write_y=measure.write_ticks,
        notes=[*_explain(estimates, rows, measure), *note_smallest(measure, smallest)],
        title=title,
        x_marks=() if tip is None else (tip,),
        x_labels=() if tip is None else (message("chart-tipping-tip", language, tip=_write_shift(tip, measure)),),
        y_band=None if smallest is None else (-smallest, smallest),
        has_zero=True,
    )  # fmt: skip
    return draw_lines([line], frame, study, language)


def select_tipping(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the effects by `shift` of the people lost, in order; `RenderError` when none may be shown."""
    rows = _rows_of(estimates, outcome)
    rows = keep_shown(rows.loc[rows["population"].str.startswith(_DELTA)], what=f"tipping point of {outcome}")
    shifts = rows["population"].str.removeprefix(_DELTA).astype(float)
    return rows.assign(shift=shifts).sort_values("shift", kind="stable")


def collect_tipping(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    """Collect what the text in place of the chart says."""
    curve = select_tipping(rows, outcome=outcome)
    measure = Measure(str(curve["scale"].iloc[0]), study, outcome, language)
    as_imputed = curve.iloc[int(curve["shift"].abs().argmin())]
    return {
        "value": measure.write(*(float(as_imputed[n]) for n in ("estimate", "conf_low", "conf_high"))),
        "unit": measure.unit(),
        "verdict": _say_verdict(rows, curve, measure),
    }


def _rows_of(estimates: pd.DataFrame, outcome: str) -> pd.DataFrame:
    of_outcome = (estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")
    return estimates.loc[of_outcome & (estimates["estimator"] == "tipping_point")]


def _find_tip(estimates: pd.DataFrame, outcome: str) -> float | None:
    rows = _rows_of(estimates, outcome)
    found = rows.loc[(rows["term"] == _TIP) & rows["estimate"].notna(), "estimate"]
    return None if found.empty else float(found.iloc[0])


def _kind(measure: Measure) -> str:
    return "share" if measure.percents else "amount"


def _write_shift(shift: float, measure: Measure) -> str:
    return format_signed(shift, measure.language, 2 if measure.percents else count_digits(abs(shift)))


def _explain(estimates: pd.DataFrame, rows: pd.DataFrame, measure: Measure) -> list[str]:
    """Say what no shift means, where the tip lies, and what the people lost are given."""
    language = measure.language
    notes = [
        message(f"chart-tipping-zero-{_kind(measure)}", language),
        _say_verdict(estimates, rows, measure),
        _say_lost(estimates, measure),
    ]
    return [note for note in notes if note]


def _say_verdict(estimates: pd.DataFrame, curve: pd.DataFrame, measure: Measure) -> str:
    """Say from which shift on the interval excludes no difference, or no longer does; or that none does."""
    language, tip = measure.language, _find_tip(estimates, measure.outcome)
    if tip is None:
        ends = (float(curve["shift"].iloc[0]), float(curve["shift"].iloc[-1]))
        digits = 1 if measure.percents else count_digits(max(abs(end) for end in ends))
        shifts = format_range(*ends, language, partial(format_signed, digits=digits))
        return message("chart-tipping-none", language, range=shifts)
    as_imputed = curve.iloc[int(curve["shift"].abs().argmin())]
    holds_zero = float(as_imputed["conf_low"]) <= 0 <= float(as_imputed["conf_high"])
    return message(
        f"chart-tipping-{'gains' if holds_zero else 'loses'}", language, tip=_write_shift(tip, measure)
    )


def _say_lost(estimates: pd.DataFrame, measure: Measure) -> str:
    """Say what the people lost are given, and what they would be at the tip; empty where either is not known."""
    rows = _rows_of(estimates, measure.outcome)
    said = {}
    for name, population in _LOST.items():
        found = rows.loc[(rows["population"] == population) & rows["estimate"].notna()]
        if found.empty:
            return ""
        level = Measure(str(found["scale"].iloc[0]), measure.study, measure.outcome, measure.language)
        said[name] = level.write_value(float(np.asarray(found["estimate"])[0]))
    return message(f"chart-tipping-lost-{_kind(measure)}", measure.language, **said)
