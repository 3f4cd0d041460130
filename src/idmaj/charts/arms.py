"""Names of the groups and of what they are compared by."""

from __future__ import annotations

from typing import Final

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
