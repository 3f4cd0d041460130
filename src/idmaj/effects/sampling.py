"""How people were sampled: the survey design that a study declares, built over the people at hand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from idmaj.effects.conditions import FloatArray
from idmaj.effects.survey.calibration import post_stratify, rake
from idmaj.effects.survey.design import SurveyDesign, build_survey_design
from idmaj.effects.survey.replicates import attach_replicates
from idmaj.study import Study


def is_sampled(study: Study) -> bool:
    """Tell whether a study declares more than a simple random sample: weights, clusters, strata of a sample."""
    analysis = study.analysis
    of_sample = bool(analysis.strata) and study.study.design != "randomised"
    return bool(analysis.weight or study.cluster_column or of_sample)


def read_survey_design(people: pd.DataFrame, study: Study) -> SurveyDesign:
    """Build the survey design of people from the columns that the study declares.

    Parameters
    ----------
    people
        Canonical persons, one row each.
    study
        `analysis.weight`, `analysis.cluster`, `analysis.strata` and `[survey]`. The strata of a randomised
        design say how people were assigned, not how they were sampled, and stay out.

    Returns
    -------
    SurveyDesign
        A simple random sample where nothing is declared.

    Raises
    ------
    EstimationError
        Where a column does not say what it must of everybody; ``infeasible-margins``.
    """
    analysis, survey = study.analysis, study.survey
    strata = [] if study.study.design == "randomised" else analysis.strata
    design = build_survey_design(
        np.ones(len(people)) if analysis.weight is None else _numbers(people, analysis.weight),
        strata=_join(people, strata) if strata else None,
        clusters=people[study.cluster_column].to_numpy() if study.cluster_column else None,
        fpc=_numbers(people, survey.fpc) if survey.fpc else None,
    )
    margins = [people[margin.column].to_numpy() for margin in survey.margins]
    totals: list[Mapping[Hashable, float]] = [
        {value: total for value, total in margin.totals.items()} for margin in survey.margins
    ]
    if len(margins) == 1:
        design = post_stratify(design, margins[0], totals[0])
    elif margins:
        design = rake(design, margins, totals)
    if survey.replicate_weights:
        matrix = np.column_stack([_numbers(people, name) for name in survey.replicate_weights])
        scale = _replicate_scale(survey.replicate_method, matrix.shape[1])
        design = attach_replicates(design, matrix, np.full(matrix.shape[1], scale))
    return design


def _replicate_scale(method: str, n: int) -> float:
    """Factor of the squared deviations of replicates (Wolter 2007, chapters 3 to 5)."""
    return {"jk1": (n - 1) / n, "brr": 1 / n, "bootstrap": 1 / (n - 1)}[method]


def _numbers(people: pd.DataFrame, column: str) -> FloatArray:
    return people[column].to_numpy(dtype=float)


def _join(people: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """One label for each combination; a missing part makes the label missing."""
    labels = people[columns[0]].astype("str")
    for column in columns[1:]:
        labels = labels + "|" + people[column].astype("str")
    return labels.to_numpy()
