"""Power: the chance of finding the smallest difference that matters, by number of people."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.plot import Frame, Line, draw_lines
from idmaj.charts.selection import keep_shown
from idmaj.charts.smallest import write_smallest
from idmaj.charts.ticks import write_numbers
from idmaj.charts.words import Measure
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_count,
    format_duration,
    format_money,
    format_number,
    format_percent,
    message,
)

_POINT = "people|"
_DECLARED = "note-settling-declared"


def draw_power(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the chance of finding the smallest difference that matters over the number of people.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``power`` of everybody, by term (see
        `idmaj.effects.settling.settle`).
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        The chance from 0 to 100 %; the study's own size with its chance, the chance wanted and the people it
        takes as dashed lines; under it the people, the further people, the months and the money.

    Raises
    ------
    RenderError
        When no point of the curve may be shown.
    """
    points = select_power(estimates, study, outcome=outcome)
    own = points.loc[points["is_own"]]
    frame = _frame(_take(estimates, study, outcome), own, study, language, outcome=outcome)
    line = Line(points["people"].to_numpy(float), points["estimate"].to_numpy(float), is_dotted=True)
    return draw_lines([line], Frame(**{**frame, "title": title}), study, language)


def select_power(estimates: pd.DataFrame, study: Study, *, outcome: str) -> pd.DataFrame:
    """Select the points of the curve by number of `people`, in order; `is_own` marks the study's own size.

    Raises
    ------
    RenderError
        When no point may be shown.
    """
    rows = _take(estimates, study, outcome)
    curve = keep_shown(rows.loc[rows["term"].str.startswith(_POINT)], what=f"power for {outcome}")
    people = curve["term"].str.removeprefix(_POINT).astype(float)
    points = curve.assign(people=people, is_own=False)
    own, size = rows.loc[(rows["term"] == "power") & rows["estimate"].notna()], _find_own_size(rows)
    if size is not None and len(own):
        points = pd.concat([points.loc[points["people"] != size], own.assign(people=size, is_own=True)])
    return points.sort_values("people", kind="stable")


def collect_power(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    """Collect what the text in place of the chart says."""
    points = select_power(rows, study, outcome=outcome)
    own = points.loc[points["is_own"]]
    first = own.iloc[0] if len(own) else points.iloc[0]
    return {
        "people": format_count(int(first["people"]), language),
        "chance": format_percent(float(first["estimate"]), language),
        "needed": _say_needed(_take(rows, study, outcome), study, language, outcome=outcome),
    }


def _take(estimates: pd.DataFrame, study: Study, outcome: str) -> pd.DataFrame:
    if outcome not in study.outcome:
        raise RenderError(f"power for {outcome}: no such outcome")
    of_outcome = (estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")
    return estimates.loc[of_outcome & (estimates["estimator"] == "power")]


def _value(rows: pd.DataFrame, term: str, column: str = "estimate") -> float | None:
    found = rows.loc[(rows["term"] == term) & rows[column].notna(), column]
    return None if found.empty else float(found.iloc[0])


def _find_own_size(rows: pd.DataFrame) -> float | None:
    """People of the study who are there already; None where nobody is, or more than it takes."""
    needed, further = _value(rows, "people"), _value(rows, "further")
    return needed - further if needed and further and needed > further else None


def _frame(
    rows: pd.DataFrame, own: pd.DataFrame, study: Study, language: Language, *, outcome: str
) -> dict[str, Any]:
    needed, wanted = _value(rows, "people"), _value(rows, "people", "threshold")
    return {
        "subtitle": message(
            "chart-power-subtitle", language, outcome=study.outcome[outcome].label[language],
            size=_say_smallest(study, language, outcome),
        ),
        "x_title": message("chart-power-axis", language),
        "write_x": partial(write_numbers, formatter=format_number, language=language),
        "write_y": lambda ticks: [format_percent(tick, language) for tick in ticks],
        "notes": _notes(rows, study, language, outcome=outcome),
        "x_marks": [x for x in (*own["people"], needed) if x is not None],
        "x_labels": [*_label_own(own, language), *_label_needed(needed, language)],
        "is_foot": True,
        "y_marks": () if wanted is None else (wanted,),
        "y_labels": () if wanted is None
        else (message("chart-power-wanted", language, share=format_percent(wanted, language)),),
        "y_limits": (0.0, 1.04),
    }  # fmt: skip


def _label_needed(needed: float | None, language: Language) -> list[str]:
    if needed is None:
        return []
    return [message("chart-power-needed", language, n=format_count(int(needed), language))]


def _label_own(own: pd.DataFrame, language: Language) -> list[str]:
    return [
        message(
            "chart-power-own", language, n=format_count(int(people), language),
            share=format_percent(chance, language),
        )
        for people, chance in zip(own["people"], own["estimate"], strict=True)
    ]  # fmt: skip


def _say_smallest(study: Study, language: Language, outcome: str) -> str:
    smallest = study.outcome[outcome].smallest_effect
    if smallest is None:
        raise RenderError(f"power for {outcome}: no smallest effect declared")
    measure = Measure(smallest.scale, study, outcome, language)
    size = write_smallest(measure, smallest.value)
    if not measure.is_difference:
        scale = message(f"scale-{smallest.scale}", language)
        return message("chart-label-with-value", language, label=scale, value=size)
    return message("chart-power-size", language, size=size, unit=measure.unit())


def _notes(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> list[str]:
    said = [_say_needed(rows, study, language, outcome=outcome), *_say_price(rows, study, language)]
    parts = [" ".join(part for part in said if part)]
    rests = rows.loc[rows["term"] == "people", "note"]
    is_declared = any(_DECLARED in note.split("|") for note in rests)
    parts.append(message(f"chart-power-{'declared' if is_declared else 'observed'}", language))
    return [part for part in parts if part]


def _say_needed(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> str:
    needed, wanted = _value(rows, "people"), _value(rows, "people", "threshold")
    if needed is None or wanted is None:
        return ""
    return message(
        "chart-power-takes", language, n=format_count(int(needed), language),
        share=format_percent(wanted, language), size=_say_smallest(study, language, outcome),
    )  # fmt: skip


def _say_price(rows: pd.DataFrame, study: Study, language: Language) -> list[str]:
    """Say the further people, how long it takes to reach them and what they cost, as far as it is known."""
    further, months, money = (_value(rows, term) for term in ("further", "months", "money"))
    if further is None:
        return []
    if further == 0:
        return [message("chart-power-enough", language)]
    said = [message("chart-power-further", language, n=format_count(int(further), language))]
    if months is not None:
        duration = format_duration(math.ceil(months), "month", language)
        said.append(message("chart-power-months", language, duration=duration))
    if money is not None:
        amount = format_money(money, study.study.currency, language)
        said.append(message("chart-power-money", language, money=amount))
    return said
