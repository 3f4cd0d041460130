"""What a row about doubt is of: its term in words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts import name_covariate, name_part
from idmaj.report.rows import ARMS, CONTRAST
from idmaj.report.words import name_arm, phrase
from idmaj.study import Study
from idmaj.text import Language, message

_WORDS: Final = {
    "tipping point": "doubt-term-tipping-point",
    "lost supported": "doubt-term-lost-supported",
    "missing information": "doubt-term-missing-information",
    "estimate": "doubt-term-estimate",
    "limit": "doubt-term-limit",
    "partial": "doubt-term-partial",
    "delta": "doubt-term-delta",
    "adjusted": "doubt-term-adjusted",
    "joint": "term-joint",
    "pooled": "term-pooled",
    "new cohort": "term-new-cohort",
    "between cohorts": "term-between-cohorts",
}
_SILENT: Final = frozenset({CONTRAST, "summary", "all"})
_BETWEEN: Final = " - "


def name_term(row: pd.Series, study: Study, language: Language) -> str:
    """Name what a row about doubt is of.

    Parameters
    ----------
    row
        Row of the estimates table.
    study
        Names of groups, covariates and parts of the people.
    language
        Reader's language.

    Returns
    -------
    str
        Empty where the name of the calculation says it.
    """
    term = str(row["term"])
    if term in _SILENT:
        return ""
    if row["estimator"] == "power":
        return message(f"settling-{term}", language)
    if row["population"] == "population-directions":
        columns = ", ".join(name_covariate(study, column, language) for column in term.split(", "))
        return message("doubt-term-directions", language, columns=columns)
    if row["estimator"] == "interaction" and _BETWEEN in term:
        return _name_difference(term, str(row["subgroup"]), study, language)
    arm, bar, rest = term.partition("|")
    if bar and arm in ARMS:
        said = _name_one(rest, study, language)
        return phrase("brief-measure", language, outcome=name_arm(study, arm, language), when=said)
    return _name_one(term, study, language)


def _name_one(term: str, study: Study, language: Language) -> str:
    if term in _WORDS:
        return message(_WORDS[term], language)
    if "=" in term and term not in study.analysis.labels:
        return name_part(study, term, language)
    return name_covariate(study, term, language)


def _name_difference(term: str, column: str, study: Study, language: Language) -> str:
    first, second = (name_part(study, f"{column}={value}", language) for value in term.split(_BETWEEN, 1))
    return message("doubt-difference", language, first=first, second=second)
