"""Totals of a register of hand-overs: in all, by region and by year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from idmaj.report.document import Column, Section, Table
from idmaj.report.material import Material
from idmaj.report.regions import name_region
from idmaj.report.rows import public_rows
from idmaj.report.unit_costs import make_register_figure
from idmaj.text import format_count, format_money, format_number, format_quantity, format_year

_MILLION = 1_000_000


def total_row(material: Material, outcome: str, subgroup: str = "all") -> pd.Series | None:
    """The count or total of a quantity over a subgroup, or None."""
    rows = public_rows(material.released)
    kept = rows.loc[
        (rows["outcome"] == outcome)
        & (rows["subgroup"] == subgroup)
        & rows["estimator"].isin(["count", "total"])
    ]
    return None if kept.empty else kept.iloc[0]


def region_section(material: Material, handovers: pd.DataFrame) -> Section | None:
    """Where: chart of people by region, with hand-overs, people and amounts behind it."""
    subgroups = _subgroups(material, "region")
    if not subgroups:
        return None
    columns = (
        Column(material.say("brief-column-region"), width=2),
        Column(material.say("brief-column-handovers"), is_number=True),
        Column(material.say("brief-column-people"), is_number=True),
        Column(material.say("brief-column-money"), is_number=True, width=1.5),
    )
    rows = tuple(_region_cells(material, subgroup) for subgroup in subgroups)
    table = Table(material.say("brief-table-region"), columns, rows)
    figure = make_register_figure(material, "handover-regions", handovers, table)
    return Section(material.say("brief-heading-region"), figures=(figure,))


def year_section(material: Material, handovers: pd.DataFrame) -> Section | None:
    """When: a small table by year; the page edition adds the chart."""
    subgroups = _subgroups(material, "year")
    if not subgroups:
        return None
    names = [_name_year(material, subgroup.partition("=")[2]) for subgroup in subgroups]
    columns = (
        Column(material.say("brief-column-year"), width=2),
        *(Column(n, is_number=True) for n in names),
    )
    rows = tuple(
        (material.say(f"brief-column-{label}"), *(_year_cell(material, name, group) for group in subgroups))
        for name, label in (("handovers", "handovers"), ("people", "people"), ("money", "millions"))
    )
    table = Table(material.say("brief-table-year"), columns, rows)
    figure = replace(make_register_figure(material, "handover-years", handovers, None), is_printed=False)
    return Section(material.say("brief-heading-year"), figures=(figure,), table=table)


def _subgroups(material: Material, variable: str) -> list[str]:
    names = public_rows(material.released)["subgroup"]
    return list(dict.fromkeys(names[names.str.startswith(f"{variable}=")]))


def _region_cells(material: Material, subgroup: str) -> tuple[str, ...]:
    found = [total_row(material, name, subgroup) for name in ("handovers", "people")]
    money = total_row(material, "money", subgroup)
    return (
        name_region(subgroup.partition("=")[2], material.language),
        *("—" if row is None else write_number(material, row["estimate"]) for row in found),
        "—" if money is None else write_money(material, money),
    )


def _year_cell(material: Material, outcome: str, subgroup: str) -> str:
    row = total_row(material, outcome, subgroup)
    if row is None:
        return "—"
    if outcome == "money":
        return format_number(float(row["estimate"]) / _MILLION, material.language, 1)
    return write_number(material, row["estimate"])


def _name_year(material: Material, value: str) -> str:
    return format_year(int(value)) if value.isdigit() else material.say("brief-undated")


def write_number(material: Material, n: object) -> str:
    """Write a count."""
    return format_count(round(float(n)), material.language)  # type: ignore[arg-type]


def write_handovers(material: Material, n: object) -> str:
    """Write a number of hand-overs with its word."""
    return format_quantity(round(float(n)), "handover", material.language)  # type: ignore[arg-type]


def write_people(material: Material, n: object) -> str:
    """Write a number of people with its word."""
    return format_quantity(round(float(n)), "person", material.language)  # type: ignore[arg-type]


def write_money(material: Material, row: pd.Series) -> str:
    """Write the amount of a row."""
    return format_money(float(row["estimate"]), material.study.study.currency, material.language)
