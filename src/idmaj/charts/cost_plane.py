"""Cost-effectiveness plane: what a result costs against what it brings, with what a reader may give for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from idmaj.charts.lines import look_of
from idmaj.charts.money import LOOKS, join_views, name_unit, select_views
from idmaj.charts.plot import Frame, Line, draw_lines
from idmaj.charts.selection import keep_shown
from idmaj.charts.style import GREY, INK, SMALL, as_line, font, in_house_style
from idmaj.charts.ticks import write_numbers
from idmaj.charts.words import Measure
from idmaj.effects.contrast import normal_quantile
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_list,
    format_money,
    format_percent,
    format_signed,
    message,
    name_currency,
)

_NET = "|net"
_ANGLES = np.linspace(0, 2 * np.pi, 121)
_TOP, _FOOT = 30, 90
"""Numbers of the points of an ellipse above and below which its label may stand: the dearest, the cheapest."""
_CORNERS = {
    "worse_dearer": (0.015, 0.985), "better_dearer": (0.985, 0.985), "worse_cheaper": (0.015, 0.015),
    "better_cheaper": (0.985, 0.015),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cloud:
    """Effect and net cost of one view, with their errors.

    Attributes
    ----------
    effect, effect_error
        Effect towards the better.
    cost, cost_error
        Net cost; an error of 0 where it is taken as certain.
    correlation
        Of both.
    conf_level
        Part of the possible points that the drawn region holds.
    """

    effect: float
    effect_error: float
    cost: float
    cost_error: float
    correlation: float
    conf_level: float

    def outline(self) -> np.ndarray:
        """Outline of the region, shape (2, n): an ellipse, or a line where the cost is certain.

        The square of the radius is the quantile of a chi-square of two degrees of freedom, of one where one
        quantity alone varies.
        """
        if self.cost_error == 0:
            half = normal_quantile(self.conf_level) * self.effect_error
            return np.array([[self.effect - half, self.effect, self.effect + half], [self.cost] * 3])
        radius = math.sqrt(-2 * math.log(1 - self.conf_level))
        across, up = radius * np.cos(_ANGLES), radius * np.sin(_ANGLES)
        tilted = self.correlation * across + math.sqrt(1 - self.correlation**2) * up
        return np.array([self.effect + self.effect_error * across, self.cost + self.cost_error * tilted])


@in_house_style
def draw_cost_plane(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the plane of effects and net costs of a supported person.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: the primary row of everybody (`estimate`,
        `std_error`) and estimator ``cost``, term ``view|net`` (`std_error` its spread, `statistic` its
        correlation with the effect).
    study, language
        Names, direction, currency, worths and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Better results to the right, dearer ones above; a region for each view, views that agree in one; the
        quarters named; a dashed line through 0 for each worth of a unit that the study names.

    Raises
    ------
    RenderError
        When the effect or every net cost may not be shown.
    """
    clouds = read_clouds(estimates, study, outcome=outcome)
    primary = _find_primary(estimates, outcome)
    measure = Measure(str(primary["scale"]), study, outcome, language)
    views = {view: pd.DataFrame([vars(cloud)]) for view, cloud in clouds.items()}
    named = [(label, Cloud(**numbers.iloc[0])) for label, numbers in join_views(views, language)]
    worths = study.costs.worth.get(outcome, []) if study.costs is not None else []
    limits = _find_limits([cloud for _, cloud in named])
    frame = _frame(measure, worths, limits, [cloud for _, cloud in named])
    dearest = max(cloud.cost for _, cloud in named)
    lines = [
        _draw_region(label, cloud, look, is_below=cloud.cost < dearest)
        for (label, cloud), look in zip(named, LOOKS, strict=False)
    ]
    figure = draw_lines(lines, Frame(**{**frame, "title": title}), study, language)
    axes = figure.axes[0]
    axes.axvline(0, color=INK, linewidth=1.0, zorder=2)
    for (_, cloud), look in zip(named, LOOKS, strict=False):
        axes.plot(cloud.effect, cloud.cost, marker="o", color=look_of(look).mark, markersize=5, zorder=4)
    for worth in filter(None, worths):
        axes.axline((0, 0), slope=worth, color=GREY, linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)
    _name_quarters(axes, language)
    return figure


def read_clouds(estimates: pd.DataFrame, study: Study, *, outcome: str) -> dict[str, Cloud]:
    """Read the effect and the net cost of each view; `RenderError` when they may not be shown."""
    primary = _find_primary(estimates, outcome)
    rows = select_views(estimates, outcome=outcome)
    nets = rows.loc[(rows["estimator"] == "cost") & rows["term"].str.endswith(_NET)]
    nets = keep_shown(nets, what=f"net cost of {outcome}")
    level = float(primary["conf_level"]) if pd.notna(primary["conf_level"]) else study.analysis.conf_level
    sign = -1 if study.outcome[outcome].better == "lower" else 1
    error = float(primary["std_error"])
    if math.isnan(error):  # as the rows of net costs take it: `idmaj.effects.cost_sums.find_effects`
        error = float(primary["conf_high"] - primary["conf_low"]) / (2 * normal_quantile(level))
    return {
        str(row["term"]).removesuffix(_NET): Cloud(
            effect=sign * float(primary["estimate"]), effect_error=error, cost=float(row["estimate"]),
            cost_error=0.0 if pd.isna(row["std_error"]) else float(row["std_error"]),
            correlation=0.0 if pd.isna(row["statistic"]) else float(row["statistic"]), conf_level=level,
        )
        for _, row in nets.iterrows()
    }  # fmt: skip


def collect_cost_plane(
    rows: pd.DataFrame, study: Study, language: Language, *, outcome: str
) -> dict[str, str]:
    """Collect what the text in place of the chart says: effect and net cost of the first view."""
    view, cloud = next(iter(read_clouds(rows, study, outcome=outcome).items()))
    measure = Measure(str(_find_primary(rows, outcome)["scale"]), study, outcome, language)
    return {
        "view": message(f"view-{view}", language),
        "effect": measure.write_value(cloud.effect),
        "unit": measure.unit(),
        "cost": format_money(cloud.cost, study.study.currency, language),
    }


def _draw_region(label: str, cloud: Cloud, look: str, *, is_below: bool) -> Line:
    """Draw the region of a view, its label above it or, where another costs more, below."""
    x, y = cloud.outline()
    at = 1 if cloud.cost_error == 0 else _FOOT if is_below else _TOP
    return Line(x, y, look=look_of(look), label=label, label_at=at, is_label_below=is_below)


def _find_primary(estimates: pd.DataFrame, outcome: str) -> pd.Series:
    rows = select_views(estimates, outcome=outcome)
    rows = rows.loc[(rows["role"] == "primary") & rows["estimate"].notna()]
    return keep_shown(rows, what=f"effect on {outcome}").iloc[0]


def _find_limits(clouds: list[Cloud]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits that hold every region and 0, with room for the names of the quarters above and below."""
    outlines = [cloud.outline() for cloud in clouds]
    limits = []
    for axis, room in ((0, 0.08), (1, 0.45)):
        values = np.concatenate([[0.0], *(outline[axis] for outline in outlines)])
        low, high = float(values.min()), float(values.max())
        pad = room * (high - low) or 1.0
        limits.append((low - pad, high + pad))
    return limits[0], limits[1]


def _frame(
    measure: Measure,
    worths: list[float],
    limits: tuple[tuple[float, float], tuple[float, float]],
    clouds: list[Cloud],
) -> dict[str, Any]:
    study, language, outcome = measure.study, measure.language, measure.outcome
    label, currency = study.outcome[outcome].label[language], study.study.currency
    level = format_percent(clouds[0].conf_level, language)
    shapes = dict.fromkeys("line" if cloud.cost_error == 0 else "ellipse" for cloud in clouds)
    notes = [message(f"chart-plane-{shape}", language, level=level) for shape in shapes]
    if worths:
        named = format_list([format_money(worth, currency, language) for worth in sorted(worths)], language)
        notes += [message("chart-plane-worth", language, worths=named), name_unit(study, outcome, language)]
    return {
        "subtitle": message(
            "chart-plane-subtitle", language, outcome=label, currency=name_currency(currency, language)
        ),
        "x_title": message("chart-plane-axis", language, unit=measure.unit()),
        "write_x": measure.write_ticks,
        "write_y": partial(write_numbers, formatter=format_signed, language=language),
        "notes": notes,
        "x_limits": limits[0],
        "y_limits": limits[1],
        "has_zero": True,
    }


def _name_quarters(axes: Axes, language: Language) -> None:
    """Name the quarters in the corners; a quarter that hardly shows has no name."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    wide = {"worse": -left > 0.3 * (right - left), "better": right > 0.3 * (right - left)}
    tall = {"cheaper": -low > 0.12 * (high - low), "dearer": high > 0.12 * (high - low)}
    for quarter, (x, y) in _CORNERS.items():
        side, price = quarter.split("_")
        if not (wide[side] and tall[price]):
            continue
        words = axes.text(
            x, y, as_line(message(f"chart-plane-{quarter.replace('_', '-')}", language), language),
            transform=axes.transAxes, fontproperties=font(SMALL), color=GREY,
            ha="left" if x < 0.5 else "right", va="top" if y > 0.5 else "bottom",
        )  # fmt: skip
        words.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
