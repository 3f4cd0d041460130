"""Cost a head of hand-overs: its spread, and the hand-overs to query first."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idmaj.charts import describe_chart, title_chart
from idmaj.effects import build_unit_costs
from idmaj.report.document import Column, Figure, FigureKind, Section, Table
from idmaj.report.material import Material
from idmaj.report.regions import name_place, say_when
from idmaj.text import format_count, format_list, format_money, format_quantity

FENCE = 1.5
"""Tukey's fence: a cost further than this many interquartile ranges from the quartiles is to be queried."""
MOST_NAMED = 8
"""Hand-overs named in the sentence; the table of the page edition holds all."""


def unit_cost_section(material: Material, handovers: pd.DataFrame, costs: pd.DataFrame) -> Section | None:
    """Chart of the cost a head with a sentence on its spread and the hand-overs far from the rest.

    Parameters
    ----------
    material
        Released rows and words.
    handovers
        The canonical register, published facts.
    costs
        Quantiles of the cost a head, indexed by term.
    """
    if "median" not in costs.index:
        return None
    language = material.language
    money = partial(format_money, currency=material.study.study.currency, language=language)
    quantile = costs["estimate"].astype(float)
    far = find_far_costs(build_unit_costs(handovers), costs)
    text = [
        material.say(
            "brief-cost-spread",
            median=money(quantile["median"]),
            low=money(quantile["min"]),
            high=money(quantile["max"]),
            rows=format_quantity(int(costs["n"].astype(int)["median"]), "handover", language),
        )
    ]
    text += [_say_far(material, far)] if len(far) else []
    table = _far_table(material, far) if len(far) else None
    figure = make_register_figure(material, "unit-cost", handovers, table)
    return Section(material.say("brief-heading-cost"), tuple(text), figures=(figure,))


def make_register_figure(
    material: Material, kind: FigureKind, handovers: pd.DataFrame, table: Table | None
) -> Figure:
    """Make a figure of the register, whose title and text in place come from the rows that are drawn."""
    study, language = material.study, material.language
    return Figure(
        name=kind,
        kind=kind,
        outcome="",
        title=title_chart(kind, study, language),
        alt=describe_chart(kind, handovers, study, language),
        table=table,
    )


def find_far_costs(unit_costs: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Hand-overs whose cost a head lies beyond Tukey's fences, the dearest first."""
    quantile = costs["estimate"].astype(float)
    lower, upper = quantile["lower quartile"], quantile["upper quartile"]
    reach = FENCE * (upper - lower)
    value = unit_costs["money_per_person"]
    far = unit_costs.loc[(value < lower - reach) | (value > upper + reach)]
    return far.sort_values("money_per_person", ascending=False, kind="stable")


def _say_far(material: Material, far: pd.DataFrame) -> str:
    language = material.language
    named = [
        material.part(
            "brief-cost-named",
            place=name_place(row, language),
            money=format_money(float(row["money_per_person"]), material.study.study.currency, language),
        )
        for _, row in far.head(MOST_NAMED).iterrows()
    ]
    if len(far) > MOST_NAMED:
        named.append(material.part("brief-cost-others", count=format_count(len(far) - MOST_NAMED, language)))
    return material.say("brief-cost-far", named=format_list(named, language))


def _far_table(material: Material, far: pd.DataFrame) -> Table:
    language, currency = material.language, material.study.study.currency
    columns = (
        Column(material.say("brief-column-place"), width=2),
        Column(material.say("brief-column-when")),
        Column(material.say("brief-column-people"), is_number=True),
        Column(material.say("brief-column-money"), is_number=True, width=1.4),
        Column(material.say("brief-column-cost"), is_number=True, width=1.4),
    )
    rows = tuple(
        (
            name_place(row, language),
            say_when(row, language),
            format_count(int(row["heads"]), language),
            format_money(float(row["total_mad"]), currency, language),
            format_money(float(row["money_per_person"]), currency, language),
        )
        for _, row in far.iterrows()
    )
    return Table(material.say("brief-table-far"), columns, rows)
