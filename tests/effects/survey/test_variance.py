"""The linearised variance is that of textbooks: strata, two stages, known totals taken out."""

import numpy as np
import pytest

from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.replicates import attach_replicates
from idmaj.effects.survey.totals import estimate_survey_ratio
from idmaj.effects.survey.variance import linearise
from idmaj.errors import EstimationError


def test_one_stage_is_the_variance_between_clusters():
    rng = np.random.default_rng(1)
    totals = rng.normal(size=12)
    design = build_survey_design(np.ones(12), strata=np.repeat([0, 1], 6), fpc=np.repeat([30, 60], 6))
    parts = [0.8 * 6 * totals[:6].var(ddof=1), 0.9 * 6 * totals[6:].var(ddof=1)]
    assert linearise(totals[:, None], design)[0, 0] == pytest.approx(sum(parts))


def test_two_stages_add_the_variance_within_clusters_drawn():
    """Cochran (1977), Sampling Techniques, formula 10.13 for totals, with n = 3 of N = 9 and 4 of M = 8."""
    rng = np.random.default_rng(2)
    y = rng.normal(size=(3, 4))
    weight = 9 / 3 * 8 / 4
    clusters = np.repeat([0, 1, 2], 4)
    design = build_survey_design(
        np.full(12, weight), clusters=(clusters, np.arange(12)), fpc=(np.full(12, 9), np.full(12, 8))
    )
    within_totals = 8 * y.mean(axis=1)
    first = 9**2 * (1 - 3 / 9) * within_totals.var(ddof=1) / 3
    second = 9 / 3 * (8**2 * (1 - 4 / 8) * y.var(axis=1, ddof=1) / 4).sum()
    assert linearise(weight * y.reshape(-1, 1), design)[0, 0] == pytest.approx(first + second)


def test_everybody_asked_leaves_no_variance():
    design = build_survey_design(np.ones(6), fpc=np.full(6, 6))
    assert linearise(np.arange(6.0)[:, None], design)[0, 0] == 0


def test_a_replicate_without_the_estimate_is_refused():
    design = build_survey_design(np.ones(4))
    replicates = attach_replicates(design, np.array([[1, 0], [1, 0], [0, 1], [0, 1.0]]), [0.5, 0.5])
    with pytest.raises(EstimationError) as caught:
        estimate_survey_ratio([1.0, 2, 3, 4], [0.0, 0, 1, 1], replicates)
    assert caught.value.message_id == "not-identified"
