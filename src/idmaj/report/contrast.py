"""The brief of a study with two groups: what differs, how sure that is, and what stands against it."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import name_covariate
from idmaj.effects.rows import CONTRAST
from idmaj.report.checks import asked_section, balance_section, checks_section
from idmaj.report.contrast_figures import course_figure, levels_figure
from idmaj.report.document import Column, Figure, KeyNumber, Section, Table
from idmaj.report.kinds import build_kinds_section
from idmaj.report.material import QUIET_STATES, Material
from idmaj.report.rows import (
    balance_rows,
    levels_at,
    primary_row,
    public_rows,
    row_of,
)
from idmaj.report.words import (
    name_arm,
    name_measure,
    name_outcome,
    quote,
    say_people,
    say_range,
    say_value,
    say_value_and_range,
)
from idmaj.text import format_number, format_percent, format_quantity

MOST_NUMBERS = 3


def answer_contrast(material: Material) -> tuple[str, ...]:
    """The headline: what may be said of the first outcome."""
    first = material.outcomes[0]
    return tuple(filter(None, (material.sentence(first),)))


def warn_contrast(material: Material) -> str:
    """The warning that stands before any number: groups unlike each other; data that are invented."""
    rows = public_rows(material.released)
    is_contrast = rows["term"] == CONTRAST
    naive = rows.loc[(rows["outcome"] == material.outcomes[0]) & (rows["role"] == "naive") & is_contrast]
    parts = [] if naive.empty else [material.say("brief-warning-naive")]
    return " ".join([*warn_simulated(material), *parts])


def warn_simulated(material: Material) -> list[str]:
    """Say that data are invented, and which figures are not."""
    if not material.study.study.simulated:
        return []
    facts = [material.say("brief-warning-facts")] if material.study.fact else []
    return [material.say("brief-warning-simulated"), *facts]


def choose_key_numbers(material: Material) -> tuple[KeyNumber, ...]:
    """At most three numbers: a difference only where its state lets it be put forward."""
    first = material.outcomes[0]
    if material.state(first) in QUIET_STATES:
        return tuple(_size_numbers(material, first) + _balance_numbers(material, first))[:MOST_NUMBERS]
    found = [_difference_number(material, first)]
    if material.study.is_panel:  # changes are compared there: two levels side by side are another difference
        found += _size_numbers(material, first)
    else:
        found += [_levels_number(material, name) for name in material.outcomes]
    return tuple(number for number in found if number)[:MOST_NUMBERS]


def _difference_number(material: Material, outcome: str) -> KeyNumber | None:
    row = primary_row(material.released, outcome)
    if row is None:
        return None
    unit = "points" if row["scale"] == "risk_difference" else "amount"
    study, language = material.study, material.language
    label = material.say(
        "brief-key-difference",
        measure=name_measure(row, study, language),
        support=name_arm(study, "support", language),
        comparison=name_arm(study, "comparison", language),
        unit=unit,
    )
    bounds = say_range(row, material.study, material.language)
    return KeyNumber(
        say_value(row, material.study, material.language),
        label,
        _say_interval(material, row, bounds) if bounds else "",
    )


def _say_interval(material: Material, row: pd.Series, bounds: str) -> str:
    level = format_percent(float(row["conf_level"]), material.language)
    return material.say("brief-key-interval", level=level, range=bounds)


def _levels_number(material: Material, outcome: str) -> KeyNumber | None:
    rows = levels_at(material.released, material.study, outcome)
    support, comparison = row_of(rows, "support"), row_of(rows, "comparison")
    if support is None or comparison is None:
        return None
    study, language = material.study, material.language
    return KeyNumber(
        material.part(
            "brief-key-against",
            support=say_value(support, study, language),
            comparison=say_value(comparison, study, language),
        ),
        name_measure(support, study, language),
        material.part(
            "brief-key-against",
            support=quote(name_arm(study, "support", language), language),
            comparison=quote(name_arm(study, "comparison", language), language),
        ),
    )


def _size_numbers(material: Material, outcome: str) -> list[KeyNumber]:
    rows = levels_at(material.released, material.study, outcome)
    found = [row_of(rows, arm) for arm in ("support", "comparison")]
    return [
        KeyNumber(
            say_people(row["n"], material.language),
            material.say("brief-key-people", group=name_arm(material.study, row["term"], material.language)),
        )
        for row in found
        if row is not None
    ]


def _balance_numbers(material: Material, outcome: str) -> list[KeyNumber]:
    rows = balance_rows(material.released, outcome)
    before = _largest(rows.loc[rows["population"] == "unweighted"])
    after = _largest(rows.loc[rows["population"] == "weighted"])
    if before is None:
        return []
    limit = format_number(material.study.gates.standardised_difference, material.language, None)
    covariate = name_covariate(material.study, before["term"], material.language)
    label = material.say("brief-key-balance", covariate=covariate)
    number = format_number(abs(float(before["estimate"])), material.language, 2)
    remark = material.say("brief-key-balance-limit", limit=limit)
    if after is not None:
        remark = material.say(
            "brief-key-balance-after",
            value=format_number(abs(float(after["estimate"])), material.language, 2),
            limit=limit,
        )
    return [KeyNumber(number, label, remark)]


def _largest(rows: pd.DataFrame) -> pd.Series | None:
    return None if rows.empty else rows.iloc[int(rows["estimate"].abs().to_numpy().argmax())]


def build_contrast_sections(material: Material) -> list[Section]:
    """The body: the first outcome, the table of all, other calculations, the other outcomes, the groups."""
    first, *others = material.outcomes
    sections = [_course_section(material, first), _table_section(material), checks_section(material, first)]
    sections += [build_kinds_section(material, first)]
    sections += [_outcome_section(material, name) for name in others]
    sections += [balance_section(material, first)]
    sections += [asked_section(material, name) for name in material.outcomes]
    return [section for section in sections if section is not None]


def _course_section(material: Material, outcome: str) -> Section | None:
    """How the first outcome went in both groups."""
    figure = course_figure(material, outcome)
    sentence = _say_levels(material, outcome)
    if figure is None and not sentence:
        return None
    heading = name_outcome(material.study, outcome, material.language)
    return Section(heading, (sentence,) if sentence else (), figures=(figure,) if figure else ())


def _outcome_section(material: Material, outcome: str) -> Section | None:
    sentence = material.sentence(outcome)
    figure: Figure | None = levels_figure(material, outcome)
    if not sentence and figure is None:
        return None
    heading = name_outcome(material.study, outcome, material.language)
    text = tuple(filter(None, (sentence,)))
    return Section(heading, text, figures=(figure,) if figure else ())


def _say_levels(material: Material, outcome: str) -> str:
    rows = levels_at(material.released, material.study, outcome)
    support, comparison = row_of(rows, "support"), row_of(rows, "comparison")
    if support is None or comparison is None or support["scale"] != "share":
        return ""
    study, language = material.study, material.language
    return material.say(
        "brief-levels",
        measure=name_measure(support, study, language),
        support=say_value(support, study, language),
        n_support=format_quantity(int(support["n"]), "person", language),
        arm_support=name_arm(study, "support", language),
        comparison=say_value(comparison, study, language),
        n_comparison=format_quantity(int(comparison["n"]), "person", language),
        arm_comparison=name_arm(study, "comparison", language),
    )


def _table_section(material: Material) -> Section | None:
    rows = [row for name in material.outcomes if (row := _table_row(material, name))]
    if not rows:
        return None
    study, language = material.study, material.language
    columns = (
        Column(material.say("brief-column-outcome"), width=1.7),
        Column(name_arm(study, "support", language), is_number=True),
        Column(name_arm(study, "comparison", language), is_number=True),
        Column(material.say("brief-column-difference"), is_number=True, width=1.7),
        Column(material.say("brief-column-people"), is_number=True, width=0.7),
    )
    quiet = any(material.state(name) in QUIET_STATES for name in material.outcomes)
    note = material.say("brief-table-quiet") if quiet else ""
    table = Table(material.say("brief-table-outcomes"), columns, tuple(rows), note)
    return Section(material.say("brief-heading-table"), table=table)


def _table_row(material: Material, outcome: str) -> tuple[str, ...] | None:
    study, language = material.study, material.language
    rows = levels_at(material.released, study, outcome)
    support, comparison = row_of(rows, "support"), row_of(rows, "comparison")
    if support is None or comparison is None:
        return None
    primary = primary_row(material.released, outcome)
    shown = primary is not None and material.state(outcome) not in QUIET_STATES
    return (
        name_measure(support, study, language),
        say_value(support, study, language),
        say_value(comparison, study, language),
        say_value_and_range(primary, study, language) if shown and primary is not None else "—",
        say_people(int(support["n"]) + int(comparison["n"]), language),
    )
