"""Notebook 06: what moves the planned estimate, what would overturn it, and what would settle the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from idmaj.charts import (
    ChartKind,
    draw_bounds,
    draw_pooled,
    draw_power,
    draw_specifications,
    draw_tipping,
    name_calculation,
    name_part,
    split_pooled,
)
from idmaj.effects import estimate_study
from idmaj.errors import RenderError
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.display.terms import name_term
from idmaj.report.notes import say_notes
from idmaj.report.rows import CONTRAST, is_part
from idmaj.report.words import (
    choose_formatter,
    name_kind,
    name_outcome,
    phrase,
    say_bounds,
    say_p,
    say_value,
    say_value_and_range,
)
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_number, format_percent, message

_HEADINGS: Final = ("group", "method", "scale", "estimate", "p", "limit", "verdict", "remark")
_LOST: Final = ("response_weights", "multiple_imputation", "lee_bounds", "manski_bounds", "tipping_point")
_HIDDEN: Final = ("e_value", "robustness_value", "oster", "rosenbaum")
_POOLED: Final = ("interaction", "partial_pooling", "random_effects", "beta_binomial")
_ONE_LOOK: Final = "population-one-look"
_ALONE: Final = "note-family-of-one"

Choose = Callable[[pd.DataFrame, Study], pd.Series]


def show_doubt(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what puts each planned estimate in doubt: people lost, something unmeasured, other calculations.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        For each outcome at its primary horizon tables and charts of: people lost, hidden bias, other
        specifications, kinds of people and cohorts, looks and families, and what the people could show; what has
        no row is left out. One sentence where nothing has.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    estimates = estimate_study(evaluation)["estimates"]
    is_empty = True
    for name in study.outcome:
        rows = _at_primary_horizon(estimates.loc[estimates["outcome"] == name])
        parts = [part for part in _show_outcome(rows, evaluation, language, outcome=name) if part.parts]
        if not parts:
            continue
        is_empty = False
        sheet = sheet.say(name_outcome(study, name, language), heading=True)
        for part in parts:
            sheet = sheet.join(part)
    return sheet.say(message("doubt-nothing", language)) if is_empty else sheet


def _at_primary_horizon(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the horizon of the primary row; all of them where there is none."""
    primary = rows.loc[rows["role"] == "primary", "horizon"]
    return rows if primary.empty else rows.loc[rows["horizon"] == primary.iloc[0]]


def _show_outcome(
    rows: pd.DataFrame, evaluation: Evaluation, language: Language, *, outcome: str
) -> Iterator[Sheet]:
    """Make the sections of an outcome: heading, table, charts; empty where there is no row."""
    study = evaluation.study
    for heading, choose, charts in _SECTIONS:
        sheet = Sheet(language)
        chosen = _order(rows.loc[choose(rows, study)]) if len(rows) else rows
        lines = [_describe(row, study, language) for _, row in chosen.iterrows()]
        sheet = sheet.tabulate([message(f"notebook-{part}", language) for part in _HEADINGS], lines)
        if heading == "looks":
            sheet = sheet.list(_say_families(rows, language)) if len(_judged(rows)) else sheet
        for chart in charts:
            sheet = chart(sheet, rows, evaluation, outcome)
        if sheet.parts:
            yield Sheet(language).say(message(f"doubt-heading-{heading}", language), heading=True).join(sheet)


def _order(rows: pd.DataFrame) -> pd.DataFrame:
    """Order rows about people lost from the strongest condition to none; others keep their order."""
    place = rows["estimator"].map({name: number for number, name in enumerate(_LOST)}).fillna(-1)
    place = place.mask(rows["population"] == "population-directions", _LOST.index("lee_bounds"))
    return rows.assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place")


def _of_lost(rows: pd.DataFrame, study: Study) -> pd.Series:
    is_asked = rows["estimator"].isin(_LOST) & rows["role"].isin(["robustness", "diagnostic"])
    is_size = (rows["estimator"] == "response_weights") & (rows["scale"] == "effective_size")
    is_curve = rows["population"].str.startswith("population-delta")
    return (is_asked & ~is_curve & ~is_size) | (rows["population"] == "population-directions")


def _of_hidden(rows: pd.DataFrame, study: Study) -> pd.Series:
    return rows["estimator"].isin(_HIDDEN)


def _of_specifications(rows: pd.DataFrame, study: Study) -> pd.Series:
    return (rows["estimator"] == "specification_curve") & (rows["term"] == "summary")


def _of_parts(rows: pd.DataFrame, study: Study) -> pd.Series:
    is_effect = is_part(rows, study) & (rows["term"] == CONTRAST)
    is_pooled = rows["estimator"].isin(_POOLED)
    return (is_effect & rows["role"].isin(["secondary", "diagnostic"])) | is_pooled


def _of_looks(rows: pd.DataFrame, study: Study) -> pd.Series:
    is_looked_at = (rows["role"] == "primary") & (rows["interval"] == "sequence")
    return is_looked_at | (rows["population"] == _ONE_LOOK)


def _of_power(rows: pd.DataFrame, study: Study) -> pd.Series:
    return (rows["estimator"] == "power") & ~rows["term"].str.startswith("people|")


def _draw(
    kind: ChartKind, draw: Callable[..., Any]
) -> Callable[[Sheet, pd.DataFrame, Evaluation, str], Sheet]:
    """Make the step that adds a chart where its rows are there."""

    def add(sheet: Sheet, rows: pd.DataFrame, evaluation: Evaluation, outcome: str) -> Sheet:
        try:
            chart = draw_sheet_chart(kind, draw, rows, evaluation, sheet.language, outcome=outcome)
        except RenderError as error:
            if str(error).startswith(("chart ", "alt text")):
                raise
            return sheet
        return sheet.show(chart)

    return add


def _draw_panels(sheet: Sheet, rows: pd.DataFrame, evaluation: Evaluation, outcome: str) -> Sheet:
    for part, panel in split_pooled(rows, outcome=outcome).items():
        chart = draw_sheet_chart(
            "pooled", draw_pooled, panel, evaluation, sheet.language, outcome=outcome, part=part
        )
        sheet = sheet.show(chart)
    return sheet


_SECTIONS: Final[tuple[tuple[str, Choose, tuple[Callable[..., Sheet], ...]], ...]] = (
    ("lost", _of_lost, (_draw("bounds", draw_bounds), _draw("tipping", draw_tipping))),
    ("hidden", _of_hidden, ()),
    ("specifications", _of_specifications, (_draw("specifications", draw_specifications),)),
    ("parts", _of_parts, (_draw_panels,)),
    ("looks", _of_looks, ()),
    ("power", _of_power, (_draw("power", draw_power),)),
)


def _describe(row: pd.Series, study: Study, language: Language) -> list[str]:
    name, term = name_calculation(row, language, study=study), name_term(row, study, language)
    return [
        _name_people(row, study, language),
        phrase("brief-measure", language, outcome=name, when=term) if term else name,
        message(f"scale-{row['scale']}", language),
        _say_value(row, study, language),
        say_p(row["p_value"], language),
        "" if pd.isna(row["threshold"]) else _say_limit(row, study, language),
        "" if pd.isna(row["passed"]) else message(f"notebook-verdict-{_tell(row['passed'])}", language),
        message("notebook-between", language).join(say_notes(str(row["note"]), language)),
    ]


def _name_people(row: pd.Series, study: Study, language: Language) -> str:
    subgroup = str(row["subgroup"])
    if subgroup == "all":
        return ""
    if bool(is_part(row.to_frame().T, study).iloc[0]):
        return name_part(study, subgroup, language)
    return name_kind(subgroup, study, language)


def _say_value(row: pd.Series, study: Study, language: Language) -> str:
    if row["scale"] == "chi_square" and pd.notna(row["statistic"]):
        return format_number(float(row["statistic"]), language, 2)
    has_bounds = pd.notna(row["bound_low"]) and pd.notna(row["bound_high"])
    if row["term"] == "summary" and has_bounds:
        value, span = say_value(row, study, language), say_bounds(row, study, language)
        return phrase("brief-value-range", language, value=value, range=span)
    return say_value_and_range(row, study, language) if pd.notna(row["estimate"]) or has_bounds else ""


def _say_limit(row: pd.Series, study: Study, language: Language) -> str:
    if row["scale"] == "chi_square":
        return format_number(float(row["threshold"]), language, None)
    if row["scale"] == "people":  # the chance wanted of finding the difference
        return format_percent(float(row["threshold"]), language)
    return choose_formatter(row, study)(float(row["threshold"]), language).replace("+", "")


def _tell(passed: bool) -> str:
    return "passed" if passed else "failed"


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Primary rows judged with others of their family."""
    is_judged = (rows["role"] == "primary") & rows["p_adjusted"].notna() & rows["p_value"].notna()
    return rows.loc[is_judged & ~rows["note"].str.contains(_ALONE, regex=False)]


def _say_families(rows: pd.DataFrame, language: Language) -> Iterator[str]:
    for _, row in _judged(rows).iterrows():
        yield message(
            "doubt-family",
            language,
            family=str(row["family"]),
            p=say_p(row["p_value"], language),
            adjusted=say_p(row["p_adjusted"], language),
        )
