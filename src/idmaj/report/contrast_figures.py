"""The charts of a study with two groups, each with the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from idmaj.charts import (
    describe_chart,
    name_calculation,
    name_covariate,
    select_contrasts,
    title_chart,
)
from idmaj.report.document import Column, Figure, FigureKind, Table
from idmaj.report.material import Material
from idmaj.report.rows import (
    balance_rows,
    event_rows,
    free_rows,
    incidence_rows,
    level_rows,
    primary_row,
    public_bounds,
    row_of,
)
from idmaj.report.words import (
    name_arm,
    say_horizon,
    say_people,
    say_value_and_range,
)
from idmaj.text import format_number

_GROUPS: Final = ("support", "comparison", "all")
_OF_CURVES: Final = frozenset({"survival", "incidence"})


def survival_figure(material: Material, outcome: str) -> Figure | None:
    """Curves of the share still free of an event; None where the outcome is no event or none is public."""
    rows = free_rows(material.released, outcome)
    return _course_figure(material, "survival", outcome, rows, scale="survival")


def incidence_figure(material: Material, outcome: str) -> Figure | None:
    """Curves of the share with an event, where another may come first; None where none is public."""
    rows = incidence_rows(material.released, outcome)
    return _course_figure(material, "incidence", outcome, rows, scale="cumulative_incidence")


def course_figure(material: Material, outcome: str) -> Figure | None:
    """The figure that shows an outcome over time: curves of an event where they are public, else levels."""
    return (
        survival_figure(material, outcome)
        or incidence_figure(material, outcome)
        or levels_figure(material, outcome)
    )


def _course_figure(
    material: Material, kind: FigureKind, outcome: str, rows: pd.DataFrame, *, scale: str
) -> Figure | None:
    curves = material.curves
    is_own = (curves["outcome"] == outcome) & (curves["scale"] == scale) & (curves["population"] == "")
    shown = curves.loc[is_own & curves["term"].isin(_GROUPS) & (curves["release"] == "public")]
    if rows.empty or shown["estimate"].notna().sum() == 0:
        return None
    return make_figure(material, kind, outcome, _level_table(material, rows, kind, outcome))


def levels_figure(material: Material, outcome: str) -> Figure | None:
    """Levels by group over time; None where there are fewer than two horizons or none is public."""
    rows = level_rows(material.released, outcome)
    if rows["horizon"].nunique() < 2:
        return None
    return make_figure(material, "levels", outcome, _level_table(material, rows, "levels", outcome))


def forest_figure(material: Material, outcome: str) -> Figure | None:
    """The same difference by several calculations; None where there is only one."""
    primary = primary_row(material.released, outcome)
    if primary is None:
        return None
    rows = select_contrasts(public_bounds(material.released), outcome=outcome)
    if len(rows) < 2:
        return None
    columns = (
        Column(material.say("brief-column-calculation"), width=2),
        Column(material.say("brief-column-difference"), is_number=True, width=2),
        Column(material.say("brief-column-people"), is_number=True),
    )
    cells = tuple(_forest_cells(material, row) for _, row in rows.iterrows())
    title = title_chart("forest", material.study, material.language, outcome=outcome)
    return make_figure(material, "forest", outcome, Table(title, columns, cells))


def events_figure(material: Material, outcome: str) -> Figure | None:
    """The difference by time since the support began; None where the study is no panel or none is public."""
    rows = event_rows(material.released, outcome)
    if rows.empty:
        return None
    study, language = material.study, material.language
    columns = (
        Column(material.say("brief-column-when"), width=2),
        Column(material.say("brief-column-difference"), is_number=True, width=2),
        Column(material.say("brief-column-people"), is_number=True),
    )
    cells = tuple(
        (
            say_horizon(row, study, language),
            say_value_and_range(row, study, language),
            say_people(row["n"], language),
        )
        for _, row in rows.iterrows()
    )
    title = title_chart("events", study, language, outcome=outcome)
    return make_figure(material, "events", outcome, Table(title, columns, cells))


def make_figure(material: Material, kind: FigureKind, outcome: str, table: Table) -> Figure:
    """Make a figure whose title and text in place of the picture come from the rows that are drawn."""
    study, language = material.study, material.language
    rows = material.curves if kind in _OF_CURVES else material.released
    return Figure(
        name=f"{kind}-{outcome}",
        kind=kind,
        outcome=outcome,
        title=title_chart(kind, study, language, outcome=outcome),
        alt=describe_chart(kind, rows, study, language, outcome=outcome),
        table=table,
    )


def _forest_cells(material: Material, row: pd.Series) -> tuple[str, ...]:
    name = name_calculation(row, material.language, study=material.study)
    if row["role"] == "naive":
        name = material.part("brief-naive-row", calculation=name)
    return (
        name,
        say_value_and_range(row, material.study, material.language),
        say_people(row["n"], material.language),
    )


def balance_figure(material: Material, outcome: str) -> Figure | None:
    """Differences of the groups before and after weighting; None where nothing was weighted."""
    rows = balance_rows(material.released, outcome)
    before, after = (rows.loc[rows["population"] == name] for name in ("unweighted", "weighted"))
    if before.empty or after.empty:
        return None
    columns = (
        Column(material.say("brief-column-covariate"), width=2),
        Column(material.say("brief-column-before"), is_number=True),
        Column(material.say("brief-column-after"), is_number=True),
    )
    cells = tuple(_balance_cells(material, term, before, after) for term in before["term"])
    title = title_chart("love", material.study, material.language)
    return make_figure(material, "love", outcome, Table(title, columns, cells))


def _balance_cells(material: Material, term: str, *frames: pd.DataFrame) -> tuple[str, ...]:
    found = [row_of(frame, term) for frame in frames]
    return (
        name_covariate(material.study, term, material.language),
        *(
            "—" if row is None else format_number(float(row["estimate"]), material.language, 2)
            for row in found
        ),
    )


def _groups(rows: pd.DataFrame) -> list[str]:
    return [arm for arm in _GROUPS if (rows["term"] == arm).any()]


def _level_table(material: Material, rows: pd.DataFrame, kind: FigureKind, outcome: str) -> Table:
    study, language = material.study, material.language
    columns = [Column(material.say("brief-column-when"))]
    groups = _groups(rows)
    for arm in groups:
        columns.append(Column(name_arm(study, arm, language), is_number=True, width=2))
        columns.append(Column(material.say("brief-column-people"), is_number=True, width=0.7))
    cells = tuple(_level_cells(material, part, groups) for _, part in rows.groupby("time", sort=True))
    return Table(title_chart(kind, study, language, outcome=outcome), tuple(columns), cells)


def _level_cells(material: Material, rows: pd.DataFrame, groups: Sequence[str]) -> tuple[str, ...]:
    cells: list[str] = [say_horizon(rows.iloc[0], material.study, material.language)]
    for arm in groups:
        row = row_of(rows, arm)
        if row is None:
            cells += ["—", "—"]
        else:
            cells.append(say_value_and_range(row, material.study, material.language))
            cells.append(say_people(row["n"], material.language))
    return tuple(cells)
