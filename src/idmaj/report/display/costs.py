"""Notebook 07: what a supported person cost, and what results are worth set against that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd

from idmaj.charts import draw_acceptability, draw_cost_plane
from idmaj.effects import estimate_study
from idmaj.ingest import build_tables
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.words import name_outcome
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.study.costs import Consequence, CostItem, View
from idmaj.text import (
    Language,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_range,
    format_year,
    message,
)

_NET = "|net"
_BREAK_EVEN = "|break_even"
_WORTH = "population-worth|"


def show_costs(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what a supported person cost: items and consequences with their sources, and the sum by view.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where no cost is declared; where the study has a register of hand-overs, where what they
        cost a head is told.
    """
    study, costs = evaluation.study, evaluation.study.costs
    sheet = open_sheet(language, simulated=study.study.simulated)
    if costs is None:
        has_register = not build_tables(evaluation)["handovers"].empty
        return sheet.say(message(f"notebook-{'costs-register' if has_register else 'no-costs'}", language))
    for kind, parts in (("items", costs.item), ("consequences", costs.consequence)):
        if parts:
            year = format_year(costs.price_year)
            sheet = sheet.say(message(f"notebook-costs-{kind}", language, year=year), heading=True)
            sheet = _tabulate_parts(sheet, parts, study)
    sheet = sheet.say(message("notebook-costs-totals", language), heading=True)
    return _tabulate_totals(sheet, estimate_study(evaluation)["estimates"], study)


def show_value(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what results cost and are worth: ratios, net benefits and chances, the plane and the acceptability.

    Parameters
    ----------
    evaluation, language
        As for `show_costs`.

    Returns
    -------
    Sheet
        A part for each outcome with an effect; one sentence where there is no cost, or no effect to set
        against it.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    if study.costs is None:
        return sheet.say(message("notebook-no-value-rows", language))
    if not study.has_comparison:
        return sheet.say(message("notebook-no-value", language))
    rows = estimate_study(evaluation)["estimates"]
    rows = rows.loc[rows["subgroup"] == "all"]
    valued = rows.loc[_is_value(rows)]
    for name in valued["outcome"].unique():
        of_outcome = valued.loc[valued["outcome"] == name]
        sheet = sheet.say(name_outcome(study, str(name), language), heading=True)
        sheet = _tabulate_value(sheet, of_outcome, study)
        sheet = _show_charts(sheet, rows.loc[rows["outcome"] == name], evaluation, outcome=str(name))
    return sheet


def _is_value(rows: pd.DataFrame) -> pd.Series:
    """Ratios, net costs, net benefits and what is said of breaking even; what a person costs stands elsewhere."""
    is_part = rows["term"].str.endswith(_NET) | rows["term"].str.endswith(_BREAK_EVEN)
    return rows["estimator"].isin(["icer", "net_benefit"]) | ((rows["estimator"] == "cost") & is_part)


def _tabulate_parts(sheet: Sheet, parts: Sequence[CostItem | Consequence], study: Study) -> Sheet:
    language, currency = sheet.language, study.study.currency
    headings = ("item", "outcome", "money", "view", "year", "source")
    lines = [
        [
            part.label[language],
            name_outcome(study, part.outcome, language) if isinstance(part, Consequence) else "",
            format_money(part.value, currency, language, None),
            _name_views(part.views, language),
            format_number(part.year, language, None) if part.year else "",
            part.source[language],
        ]
        for part in parts
    ]
    return sheet.tabulate([message(f"notebook-{name}", language) for name in headings], lines)


def _name_views(views: Sequence[str], language: Language) -> str:
    return format_list([message(f"view-{view}", language) for view in views], language)


def _tabulate_totals(sheet: Sheet, rows: pd.DataFrame, study: Study) -> Sheet:
    """Each sum stands at every outcome: those of the first speak for the study."""
    language = sheet.language
    totals = rows.loc[(rows["estimator"] == "cost") & (rows["scale"] == "money")]
    rates = totals["term"].str.partition("|")[2]
    totals = totals.loc[~rates.isin(["net", "break_even"])].drop_duplicates("term")
    lines = []
    for _, row in totals.iterrows():
        view, _, rate = str(row["term"]).partition("|")
        lines.append(
            [
                message(f"view-{view}", language),
                format_percent(float(rate), language, None),
                *_say_money(row, study, language),
                _say_remarks(row, language),
            ]
        )
    headings = ("view", "discount", "money", "range", "remark")
    return sheet.tabulate([message(f"notebook-{name}", language) for name in headings], lines)


def _tabulate_value(sheet: Sheet, rows: pd.DataFrame, study: Study) -> Sheet:
    """One line a quantity: the chance that a net benefit is above 0 stands beside it."""
    language = sheet.language
    order = {view: number for number, view in enumerate(get_args(View))}
    rows = rows.assign(_place=rows["term"].str.partition("|")[0].map(order))
    rows = rows.sort_values("_place", kind="stable")
    is_chance = (rows["estimator"] == "net_benefit") & (rows["scale"] == "probability")
    chances = {(row["term"], row["population"]): row for _, row in rows.loc[is_chance].iterrows()}
    lines = [
        _describe_value(row, chances.get((row["term"], row["population"])), study, language)
        for _, row in rows.loc[~is_chance].iterrows()
    ]
    headings = ("view", "quantity", "worth", "discount", "value", "range", "chance", "remark")
    return sheet.tabulate([message(f"notebook-{name}", language) for name in headings], lines)


def _describe_value(row: pd.Series, chance: pd.Series | None, study: Study, language: Language) -> list[str]:
    view, _, rest = str(row["term"]).partition("|")
    worth = str(row["population"]).removeprefix(_WORTH) if _WORTH in str(row["population"]) else ""
    notes = [str(row["note"]), "" if chance is None else str(chance["note"])]
    remarks = dict.fromkeys(part for note in notes for part in say_notes(note, language))
    return [
        message(f"view-{view}", language),
        message(_name_quantity(row), language),
        format_money(float(worth), study.study.currency, language) if worth else "",
        format_percent(float(rest), language, None) if row["estimator"] == "icer" else "",
        *_say_money(row, study, language),
        "" if chance is None else _say_money(chance, study, language)[0],
        message("notebook-between", language).join(remarks),
    ]


def _name_quantity(row: pd.Series) -> str:
    if str(row["term"]).endswith(_BREAK_EVEN):
        return "notebook-value-break-even"
    if row["estimator"] == "net_benefit":
        return "notebook-value-net-benefit"
    return "cost-net" if row["estimator"] == "cost" else "cost-ratio"


def _say_money(row: pd.Series, study: Study, language: Language) -> tuple[str, str]:
    """Write a value and its interval: money, or a chance; empty where there is none."""
    if pd.isna(row["estimate"]):
        return "", ""
    if row["scale"] == "probability":
        return format_percent(float(row["estimate"]), language), ""
    value = format_money(float(row["estimate"]), study.study.currency, language)
    if pd.isna(row["conf_low"]):
        return value, ""
    return value, format_range(float(row["conf_low"]), float(row["conf_high"]), language)


def _say_remarks(row: pd.Series, language: Language) -> str:
    return message("notebook-between", language).join(say_notes(str(row["note"]), language))


def _show_charts(sheet: Sheet, rows: pd.DataFrame, evaluation: Evaluation, *, outcome: str) -> Sheet:
    """Show the plane where there is a net cost, and the acceptability where worths are declared."""
    language = sheet.language
    known = rows.loc[rows["estimate"].notna()]
    net = (known["estimator"] == "cost") & known["term"].str.endswith(_NET)
    if net.any() and (known["role"] == "primary").any():
        chart = draw_sheet_chart("cost-plane", draw_cost_plane, rows, evaluation, language, outcome=outcome)
        sheet = sheet.show(chart)
    if known["population"].str.startswith(_WORTH).any():
        chart = draw_sheet_chart(
            "acceptability", draw_acceptability, rows, evaluation, language, outcome=outcome
        )
        sheet = sheet.show(chart)
    return sheet
