"""Acceptability: how likely a result is worth its cost, by what one unit of it is worth to the reader."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.lines import look_of
from idmaj.charts.money import LOOKS, join_views, name_unit, select_views
from idmaj.charts.plot import Frame, Line, draw_lines
from idmaj.charts.selection import keep_shown
from idmaj.charts.ticks import write_numbers
from idmaj.study import Study
from idmaj.text import Language, format_money, format_number, format_percent, message, name_currency

_WORTH = "population-worth|"


def draw_acceptability(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the chance that a result is worth its cost over the worth of one unit of it.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``net_benefit``, scale ``probability``,
        populations ``population-worth|λ``, by view (term).
    study, language
        Names, currency and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        A line a view, from 0 to 100 %; an even chance is a dashed line. Views that agree share a line.

    Raises
    ------
    RenderError
        When no chance may be shown.
    """
    points = select_acceptability(estimates, outcome=outcome)
    views = {str(view): rows[["worth", "estimate"]] for view, rows in points.groupby("term", sort=False)}
    named = join_views(views, language)
    highest = max(range(len(named)), key=lambda number: float(named[number][1]["estimate"].mean()))
    lines = [
        _draw_view(label, rows, look, is_highest=number == highest)
        for number, ((label, rows), look) in enumerate(zip(named, LOOKS, strict=False))
    ]
    currency = name_currency(study.study.currency, language)
    frame = Frame(
        subtitle=message(
            "chart-acceptability-subtitle", language, outcome=study.outcome[outcome].label[language]
        ),
        x_title=message("chart-acceptability-axis", language, unit=currency),
        write_x=partial(write_numbers, formatter=format_number, language=language),
        write_y=lambda ticks: [format_percent(tick, language) for tick in ticks],
        notes=[name_unit(study, outcome, language), message("chart-acceptability-note", language)],
        title=title,
        y_marks=(0.5,),
        y_labels=(message("chart-acceptability-even", language),),
        y_limits=(-0.08, 1.06),
    )
    return draw_lines(lines, frame, study, language)


def select_acceptability(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the chances by view and `worth` of a unit, in order; `RenderError` when none may be shown."""
    rows = select_views(estimates, outcome=outcome)
    chosen = (rows["estimator"] == "net_benefit") & (rows["scale"] == "probability")
    chosen &= rows["population"].str.startswith(_WORTH)
    rows = keep_shown(rows.loc[chosen], what=f"acceptability of {outcome}")
    worths = rows["population"].str.removeprefix(_WORTH).astype(float)
    return rows.assign(worth=worths).sort_values(["term", "worth"], kind="stable")


def _draw_view(label: str, rows: pd.DataFrame, look: str, *, is_highest: bool) -> Line:
    """Draw a view; the name of the highest stands over its highest end, that of another under its middle."""
    worth, chance = rows["worth"].to_numpy(float), rows["estimate"].to_numpy(float)
    end = len(chance) - 1 if chance[-1] >= chance[0] else 0
    return Line(
        worth, chance, look=look_of(look), label=label, is_dotted=True,
        label_at=end if is_highest else len(chance) // 2, is_label_below=not is_highest,
    )  # fmt: skip


def collect_acceptability(
    rows: pd.DataFrame, study: Study, language: Language, *, outcome: str
) -> dict[str, str]:
    """Collect what the text in place of the chart says: the ends of the first view."""
    points = select_acceptability(rows, outcome=outcome)
    first = points.loc[points["term"] == points["term"].iloc[0]]
    said = {"view": message(f"view-{first['term'].iloc[0]}", language)}
    for name, row in (("least", first.iloc[0]), ("most", first.iloc[-1])):
        said[f"{name}_worth"] = format_money(float(row["worth"]), study.study.currency, language)
        said[name] = format_percent(float(row["estimate"]), language)
    return said
