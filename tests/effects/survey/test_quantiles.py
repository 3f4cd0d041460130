"""Quantiles follow the rule of survey 4.1 (type 1) and Woodruff's interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.quantiles import estimate_survey_quantile
from idmaj.effects.survey.totals import estimate_survey_mean
from idmaj.errors import EstimationError


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=12, max_size=30), st.integers(5, 89))
def test_equal_weights_give_type_one(values, percent):
    probability = (percent + 0.37) / 100  # meets no share of so few people
    values = [*values, -6, 6, 7]  # values vary
    ours = estimate_survey_quantile(
        values, build_survey_design(np.ones(len(values))), probability=probability
    )
    expected = np.quantile(values, probability, method="inverted_cdf")
    assert ours.estimate == expected


def test_weights_repeat_people():
    rng = np.random.default_rng(4)
    y, weights = rng.normal(size=40), rng.integers(1, 4, size=40)
    for probability in (0.1, 0.25, 0.5, 0.75, 0.9):
        ours = estimate_survey_quantile(y, build_survey_design(weights), probability=probability)
        expected = np.quantile(np.repeat(y, weights), probability, method="inverted_cdf")
        assert ours.estimate == expected


def test_interval_reads_the_shares_back(sample):
    found = estimate_survey_quantile(sample.re78, sample.design)
    share = estimate_survey_mean(sample.re78 <= found.estimate, sample.design)
    order = np.argsort(sample.re78)
    reached = np.cumsum(sample.weights[order]) / sample.weights.sum()
    ends = [sample.re78[order][np.argmax(reached >= p)] for p in (share.conf_low, share.conf_high)]
    assert [found.conf_low, found.conf_high] == pytest.approx(ends)
    assert found.conf_low < found.estimate < found.conf_high


def test_people_outside_the_domain_and_without_weight_are_not_counted():
    y = np.arange(1.0, 31.0)
    design = build_survey_design(np.where(y == 2, 0.0, 1.0))
    assert estimate_survey_quantile(y, design, domain=y <= 12).estimate == 7


@pytest.mark.parametrize("probability", [0.0, 1.0, -1.0, 2.0])
def test_impossible_probabilities_are_refused(probability, sample):
    with pytest.raises(EstimationError, match="confidence-level"):
        estimate_survey_quantile(sample.re78, sample.design, probability=probability)
