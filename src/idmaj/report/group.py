"""The brief of a single group: what was given, what was published, and what its size alone allows."""

from __future__ import annotations

import pandas as pd

from idmaj.report.checks import asked_section
from idmaj.report.contrast_figures import course_figure
from idmaj.report.document import Column, KeyNumber, Section, Table
from idmaj.report.material import Material
from idmaj.report.rows import level_rows, levels_at, public_rows
from idmaj.report.words import (
    name_measure,
    name_outcome,
    say_people,
    say_range,
    say_value,
)
from idmaj.study.model import Fact
from idmaj.text import format_count, format_date, format_money, format_percent, format_quantity

MOST_NUMBERS = 3


def answer_group(material: Material) -> tuple[str, ...]:
    """The headline: findings where any level is public, else why there is none."""
    if all(material.state(name) == "C0" for name in material.outcomes):
        return _say_too_few(material)
    return tuple(filter(None, (material.sentence(name) for name in material.outcomes[:1])))


def _say_too_few(material: Material) -> tuple[str, ...]:
    rows = _size_rows(material)
    if rows.empty:
        return (material.say("brief-nothing-public"),)
    people = format_quantity(int(rows.iloc[0]["n"]), "person", material.language)
    return (material.say("brief-too-few", people=people),)


def choose_group_numbers(material: Material) -> tuple[KeyNumber, ...]:
    """Published facts, at most three."""
    return tuple(_fact_number(material, fact) for fact in material.study.fact[:MOST_NUMBERS])


def _fact_number(material: Material, fact: Fact) -> KeyNumber:
    day = fact.published_on
    remark = "" if day is None else material.say("brief-published", date=format_date(day, material.language))
    return KeyNumber(_write_fact(material, fact), fact.label[material.language], remark)


def _write_fact(material: Material, fact: Fact) -> str:
    value, language = material.study.fact_value(fact.id), material.language
    if fact.unit == "money":
        return format_money(round(value, 2), material.study.study.currency, language, None)
    if fact.unit == "share":
        return format_percent(value, language, 1)
    return format_count(int(value), language)


def build_group_sections(material: Material) -> list[Section]:
    """What was handed over; what the number of people allows; levels where they are public."""
    found = [
        _activities_section(material),
        _size_section(material),
        *(_level_section(material, name) for name in material.outcomes),
        _outcomes_section(material),
        *(asked_section(material, name) for name in material.outcomes),
    ]
    return [section for section in found if section is not None]


def _activities_section(material: Material) -> Section | None:
    study, language = material.study, material.language
    if not study.activity:
        return None
    columns = (
        Column(material.say("brief-column-activity"), width=4),
        Column(material.say("brief-column-count"), is_number=True),
    )
    rows = tuple((part.label[language], format_count(part.count, language)) for part in study.activity)
    table = Table(material.say("brief-table-activities"), columns, rows)
    return Section(material.say("brief-heading-activities"), table=table)


def _size_rows(material: Material) -> pd.DataFrame:
    """Rows that depend on the number of people alone, one a number."""
    rows = public_rows(material.released)
    kept = rows.loc[(rows["estimator"] == "exact") & (rows["scale"] == "probability")]
    return kept.drop_duplicates(["n", "estimate", "conf_level"])


def _size_section(material: Material) -> Section | None:
    rows = _size_rows(material)
    if rows.empty:
        return None
    language = material.language
    sentences = tuple(
        material.say(
            "brief-size-alone",
            people=format_quantity(int(row["n"]), "person", language),
            limit=format_percent(float(row["estimate"]), language),
            level=format_percent(float(row["conf_level"]), language),
        )
        for _, row in rows.iterrows()
    )
    waits = material.say("brief-size-rule", threshold=_threshold(material))
    return Section(material.say("brief-heading-size"), (*sentences, waits))


def _threshold(material: Material) -> str:
    return format_count(material.study.disclosure.threshold, material.language)


def _level_section(material: Material, outcome: str) -> Section | None:
    figure = course_figure(material, outcome)
    if figure is None and level_rows(material.released, outcome).empty:
        return None
    sentence = material.sentence(outcome)
    heading = name_outcome(material.study, outcome, material.language)
    return Section(heading, (sentence,) if sentence else (), figures=(figure,) if figure else ())


def _outcomes_section(material: Material) -> Section | None:
    study, language = material.study, material.language
    rows = [
        (
            name_measure(row, study, language),
            say_value(row, study, language),
            say_range(row, study, language) or "—",
            say_people(row["n"], language),
        )
        for name in material.outcomes
        for _, row in levels_at(material.released, study, name).iterrows()
    ]
    if not rows:
        return None
    columns = (
        Column(material.say("brief-column-outcome"), width=2),
        Column(material.say("brief-column-level"), is_number=True),
        Column(material.say("brief-column-interval"), is_number=True, width=1.4),
        Column(material.say("brief-column-people"), is_number=True, width=0.7),
    )
    table = Table(material.say("brief-table-outcomes"), columns, tuple(rows))
    return Section(material.say("brief-heading-table"), table=table)
