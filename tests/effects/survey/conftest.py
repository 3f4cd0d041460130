"""The 445 men of the NSW experiment, as if drawn by strata and clusters."""

from dataclasses import dataclass

import numpy as np
import pytest

from idmaj.effects.survey.design import SurveyDesign, build_survey_design


@dataclass(frozen=True)
class Sample:
    """Strata: Black men and others; clusters: men of one stratum with equal schooling; weights: 10 + age."""

    re78: np.ndarray
    re75: np.ndarray
    nodegree: np.ndarray
    covariates: np.ndarray
    treated: np.ndarray
    weights: np.ndarray
    strata: np.ndarray
    clusters: np.ndarray
    design: SurveyDesign


@pytest.fixture(scope="session")
def sample(nsw) -> Sample:
    x = nsw.covariates
    weights, strata, clusters = 10 + x[:, 0], x[:, 2], 100 * x[:, 2] + x[:, 1]
    design = build_survey_design(weights, strata=strata, clusters=clusters)
    parts = (nsw.re78, x[:, 7], x[:, 5], x, nsw.treated, weights, strata, clusters)
    return Sample(*parts, design=design)
