"""The two boxes at the end of every brief: how it was done, and what it does not say."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import name_calculation
from idmaj.effects.timing.following import BY_CURVE
from idmaj.report.certificate import find_certificate, say_certificate
from idmaj.report.definitions import describe_definition
from idmaj.report.document import Box
from idmaj.report.material import QUIET_STATES, Material
from idmaj.report.notes import say_reasons
from idmaj.report.rows import contrast_rows, flow_count, levels_at, primary_row, row_of
from idmaj.report.words import (
    choose_formatter,
    name_arm,
    name_measure,
    quote,
    say_people,
    say_range,
    say_value,
)
from idmaj.study import Outcome
from idmaj.text import (
    format_count,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_percentage_points,
    format_quantity,
)


def build_method_box(material: Material) -> Box:
    """Say who took part, how groups came about, what is estimated and what was fixed beforehand."""
    header, language = material.study.study, material.language
    items = [header.population[language]]
    if header.assignment is not None:
        items.append(header.assignment[language])
    for outcome in material.outcomes[:1]:
        items += [
            *_say_definition(material, outcome),
            *_say_follow_up(material, outcome),
            *_say_estimator(material, outcome),
        ]
    items += _say_smallest_effects(material)
    certificate = find_certificate(material.evaluation)
    items += [] if certificate is None else [say_certificate(certificate, language)]
    return Box("method", material.say("brief-heading-method"), tuple(items))


def build_limits_box(material: Material) -> Box:
    """Say what the brief does not say: checks against it, people left out, what nobody knows."""
    study, language = material.study, material.language
    items: list[str] = []
    for outcome in material.outcomes:
        items += [*_say_disagreement(material, outcome), *_say_selected(material, outcome)]
    items += _say_withheld(material)
    if study.gates.spill_over is not None and study.has_comparison:
        items.append(material.say("brief-limit-others", note=study.gates.spill_over[language]))
    items += [unknown[language] for unknown in study.unknown]
    if study.has_comparison:
        items.append(material.say("brief-limit-elsewhere"))
    if study.disclosure.public_microdata and study.outcome:
        items.append(material.say("brief-limit-public"))
    return Box("limits", material.say("brief-heading-limits"), tuple(items))


def _say_definition(material: Material, outcome: str) -> list[str]:
    """Say what an event is: without its definition a figure of recidivism says nothing."""
    words = describe_definition(material.study, outcome, material.language)
    return [material.say("brief-definition", definition=words)] if words else []


def _say_follow_up(material: Material, outcome: str) -> list[str]:
    assigned = flow_count(material.released, material.study, outcome, "assigned")
    observed = flow_count(material.released, material.study, outcome, "observed")
    if assigned is None or observed is None:
        return []
    people = format_quantity(assigned, "person", material.language)
    if assigned == observed:
        return [material.say("brief-followed-all", people=people)]
    share = format_percent(observed / assigned, material.language)
    row = primary_row(material.released, outcome)
    by_curve = row is not None and (BY_CURVE in row["note"] or row["scale"] == "cumulative_incidence")
    return [
        material.say(
            "brief-followed-curve" if by_curve else "brief-followed",
            people=people,
            observed=say_people(observed, material.language),
            share=share,
        )
    ]


def _say_estimator(material: Material, outcome: str) -> list[str]:
    row = primary_row(material.released, outcome)
    if row is None or not material.study.has_comparison:
        return []
    level = format_percent(float(row["conf_level"]), material.language)
    named = material.say(
        "brief-estimator", estimator=material.say(f"estimator-{row['estimator']}"), level=level
    )
    return [" ".join([named, *say_reasons(str(row["note"]), material.language)])]


def _say_smallest_effects(material: Material) -> list[str]:
    """One sentence for each distinct size, naming its outcomes."""
    sizes: dict[str, list[str]] = {}
    for name in material.outcomes:
        outcome = material.study.outcome[name]
        if outcome.smallest_effect is not None:
            size = _write_effect(material, outcome)
            sizes.setdefault(size, []).append(quote(outcome.label[material.language], material.language))
    return [
        material.say("brief-smallest-effect", size=size, outcomes=format_list(names, material.language))
        for size, names in sizes.items()
    ]


def _write_effect(material: Material, outcome: Outcome) -> str:
    effect, language = outcome.smallest_effect, material.language
    if effect is None:
        return ""
    if effect.scale == "risk_difference":
        return format_percentage_points(effect.value, language).replace("+", "")
    if outcome.money:
        return format_money(effect.value, material.study.study.currency, language, None)
    whole = int(effect.value) if float(effect.value).is_integer() else effect.value
    number = format_number(whole, language, None)
    return (
        material.part("brief-number-unit", number=number, unit=outcome.unit[language])
        if outcome.unit
        else number
    )


def _say_disagreement(material: Material, outcome: str) -> list[str]:
    """Other calculations of the same difference that read differently from the main one."""
    primary = primary_row(material.released, outcome)
    if primary is None or material.state(outcome) in QUIET_STATES:
        return []
    rows = contrast_rows(material.released, primary)
    others = rows.loc[(rows["role"] == "robustness") & (_leaves_zero(rows) != _leaves_zero_row(primary))]
    if others.empty:
        return []
    study, language = material.study, material.language
    said = [
        material.part(
            "brief-other-calculation",
            calculation=name_calculation(row, material.language, study=material.study),
            value=say_value(row, study, language),
            range=say_range(row, study, language),
        )
        for _, row in others.iterrows()
    ]
    kind = "excludes" if not _leaves_zero_row(primary) else "includes"
    return [
        material.say(
            "brief-disagreement",
            kind=kind,
            measure=name_measure(primary, study, language),
            calculations=format_list(said, language),
        )
    ]


def _leaves_zero(rows: pd.DataFrame) -> pd.Series:
    return (rows["conf_low"] > 0) | (rows["conf_high"] < 0)


def _leaves_zero_row(row: pd.Series) -> bool:
    return bool(row["conf_low"] > 0 or row["conf_high"] < 0)


def _say_selected(material: Material, outcome: str) -> list[str]:
    """The share among those still free, with the reason why it is no result."""
    rows = levels_at(material.released, material.study, outcome, still_free=True)
    support, comparison = row_of(rows, "support"), row_of(rows, "comparison")
    if support is None or comparison is None:
        return []
    study, language = material.study, material.language
    return [
        material.say(
            "brief-selected",
            measure=name_measure(support, study, language),
            support=choose_formatter(support, study)(float(support["estimate"]), language),
            arm_support=name_arm(study, "support", language),
            comparison=choose_formatter(comparison, study)(float(comparison["estimate"]), language),
            arm_comparison=name_arm(study, "comparison", language),
        )
    ]


def _say_withheld(material: Material) -> list[str]:
    if material.released.empty or not (material.released["release"] != "public").any():
        return []
    threshold = format_count(material.study.disclosure.threshold, material.language)
    return [material.say("brief-limit-withheld", threshold=threshold)]
