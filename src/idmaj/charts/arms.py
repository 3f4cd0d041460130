"""Names of the groups and of what they are compared by."""

from __future__ import annotations

from typing import Final

from idmaj.charts.style import as_line
from idmaj.study import Study
from idmaj.text import Language, isolate, message

LONGEST: Final = 40
"""Longest name of an arm inside a chart, in characters; a longer one is explained below it."""


def name_arm(study: Study, term: str, language: Language) -> str:
    """Name an arm: the study's own words where they fit a chart, else the usual ones."""
    label = _own_label(study, term, language)
    return label if label and len(label) <= LONGEST else message(f"arm-{term}", language)


def name_covariate(study: Study, term: str, language: Language) -> str:
    """Name a covariate, or a level of it (``race=other``): the study's words, else the column's name."""
    labels = study.analysis.labels
    if term in labels:
        return labels[term][language]
    column, _, level = term.partition("=")
    if level == "missing" and column in labels:
        return message("covariate-missing", language, covariate=labels[column][language])
    return isolate(term)


def name_part(study: Study, subgroup: str, language: Language) -> str:
    """Name a part of the people by its subgroup (``column=value``).

    The study's words for the value where it has them; else its words for the column and the value; a cohort
    without words is its value.
    """
    labels = study.analysis.labels
    column, _, value = subgroup.partition("=")
    if subgroup in labels:
        return labels[subgroup][language]
    if column not in labels:
        is_cohort = column == study.analysis.cohort and not value
        return message("doubt-cohort", language) if is_cohort else isolate(value or column)
    return (
        as_line(
            message("chart-label-with-value", language, label=labels[column][language], value=value), language
        )
        if value
        else labels[column][language]
    )


def explain_arms(study: Study, language: Language) -> list[str]:
    """Say what the usual names stand for where the study's own are too long for a chart."""
    return [
        message("chart-arm-is", language, arm=message(f"arm-{term}", language), label=label)
        for term in ("support", "comparison")
        if len(label := _own_label(study, term, language)) > LONGEST
    ]


def _own_label(study: Study, term: str, language: Language) -> str:
    labels = study.arms.labels if study.arms else None
    if labels is None or term not in {"support", "comparison"}:
        return ""
    return (labels.support if term == "support" else labels.comparison)[language]
