"""Totals, means, shares and ratios agree with samplics and with R, and do not hang on units or order.

samplics 0.6.1 (Taylor estimators, no finite-population correction unless said) computed the numbers for the
sample of conftest.py. R's numbers of reference survey data are compared by `idmaj reproduce`.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.totals import (
    estimate_survey_mean,
    estimate_survey_means,
    estimate_survey_ratio,
    estimate_survey_share,
    estimate_survey_total,
)
from idmaj.errors import EstimationError


def numbers(result) -> list[float]:
    return [result.estimate, result.std_error, result.conf_low, result.conf_high]


def refusal(function, *arguments, **settings_) -> str:
    with pytest.raises(EstimationError) as caught:
        function(*arguments, **settings_)
    return caught.value.message_id


def test_mean_and_total_agree_with_samplics(sample):
    mean = estimate_survey_mean(sample.re78, sample.design)
    assert mean.df == 23
    assert numbers(mean) == pytest.approx(
        [5376.691423132146, 361.7215719089996, 4628.413340549853, 6124.969505714439], rel=1e-10
    )
    assert numbers(estimate_survey_total(sample.re78, sample.design)) == pytest.approx(
        [84629123.0001, 23152457.05939538, 36734616.504281506, 132523629.49591847], rel=1e-10
    )


def test_finite_population_correction_agrees_with_samplics(sample):
    design = build_survey_design(
        sample.weights,
        strata=sample.strata,
        clusters=sample.clusters,
        fpc=np.where(sample.strata == 1, 28, 25),
    )
    assert estimate_survey_mean(sample.re78, design).std_error == pytest.approx(258.6432584756576, rel=1e-10)


def test_ratio_and_share_agree_with_samplics(sample):
    assert numbers(estimate_survey_ratio(sample.re78, sample.re75, sample.design)) == pytest.approx(
        [3.8123090420333763, 0.49438426617967096, 2.789597267329363, 4.835020816737389], rel=1e-10
    )
    assert numbers(estimate_survey_share(sample.re78 > 0, sample.design)) == pytest.approx(
        [0.6911689961880559, 0.0286624569203655, 0.6289728287053752, 0.7471307288300244], rel=1e-10
    )


def test_domains_keep_the_whole_sample_in_their_errors(sample):
    found = estimate_survey_means(sample.re78, sample.nodegree, sample.design)
    assert [result.estimate for result in found] == pytest.approx([6740.137410452767, 4975.572384928466])
    assert [result.std_error for result in found] == pytest.approx([1288.0564975739862, 291.5652151940216])
    assert [result.n for result in found] == [97, 348]
    assert [result.df for result in found] == [6, 15]


def test_a_simple_sample_has_the_textbook_error_and_no_design_effect():
    y = np.random.default_rng(3).exponential(size=50)
    mean = estimate_survey_mean(y, build_survey_design(np.full(50, 20.0), fpc=np.full(50, 1000)))
    assert mean.std_error == pytest.approx(np.sqrt(0.95 * y.var(ddof=1) / 50))
    assert mean.design_effect == pytest.approx(1)
    assert estimate_survey_mean(y, build_survey_design(np.ones(50))).design_effect is None
    assert mean.effective_size == pytest.approx(50)


def test_normal_interval_is_reachable(sample):
    mean = estimate_survey_mean(sample.re78, sample.design, df=np.inf)
    assert mean.conf_high - mean.estimate == pytest.approx(1.959963984540054 * mean.std_error)


def test_what_is_not_defined_is_named(sample):
    y, design = sample.re78, sample.design
    assert refusal(estimate_survey_mean, y, design, domain=np.zeros(445)) == "no-weight"
    assert refusal(estimate_survey_mean, np.full(445, 0.1), design) == "no-variation"
    assert refusal(estimate_survey_mean, np.where(np.arange(445) == 3, np.nan, y), design) == "not-finite"
    assert refusal(estimate_survey_mean, y[:-1], design) == "unequal-lengths"
    assert refusal(estimate_survey_share, np.ones(445), design) == "no-variation"
    assert refusal(estimate_survey_share, np.zeros(445), design) == "no-variation"
    assert refusal(estimate_survey_share, y, design) == "not-binary"
    assert refusal(estimate_survey_ratio, y, np.zeros(445), design) == "not-identified"
    assert refusal(estimate_survey_mean, y, design, domain=sample.clusters == 112) == "too-few-groups"
    assert refusal(estimate_survey_mean, y, design, conf_level=1.0) == "confidence-level"


def test_a_domain_may_not_hang_on_one_person():
    weights = np.r_[np.full(3, 30.0), np.ones(97)]
    domain = np.r_[1, 0, 0, np.ones(20), np.zeros(77)]
    design = build_survey_design(weights)
    assert refusal(estimate_survey_mean, np.arange(100.0), design, domain=domain) == "extreme-weights"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10_000),
    st.floats(1e-6, 1e6),
    st.floats(-1e6, 1e6).filter(lambda unit: abs(unit) > 1e-6),
    st.floats(-1e3, 1e3),
)
def test_units_order_and_labels_change_nothing(seed, mass, unit, shift):
    rng = np.random.default_rng(seed)
    y, weights = rng.normal(size=24), rng.uniform(1, 3, size=24)
    strata, clusters = np.repeat([0, 1], 12), np.repeat(np.arange(8), 3)
    before = estimate_survey_mean(y, build_survey_design(weights, strata=strata, clusters=clusters))
    order, names = rng.permutation(24), np.array(list("hgfedcba"))
    moved = build_survey_design(
        mass * weights[order], strata=1 - strata[order], clusters=names[clusters[order]]
    )
    after = estimate_survey_mean(unit * (y[order] + shift), moved)
    assert after.estimate / unit - shift == pytest.approx(before.estimate, abs=1e-9)
    assert after.std_error == pytest.approx(abs(unit) * before.std_error, rel=1e-7)
    total = estimate_survey_total(y[order], moved)
    assert total.estimate / mass == pytest.approx(weights @ y, abs=1e-9)


def test_no_array_of_the_caller_is_written_to(sample):
    y, domain = sample.re78.copy(), (sample.nodegree == 1).astype(float)
    y.setflags(write=False)
    domain.setflags(write=False)
    estimate_survey_total(y, sample.design, domain=domain)
    estimate_survey_mean(y, sample.design, domain=domain)


def test_the_interval_of_skewed_amounts_reaches_to_the_side_of_the_few(sample):
    y = np.asarray(sample.re78)
    plain = estimate_survey_mean(y, sample.design)
    skewed = estimate_survey_mean(y, sample.design, skewed=True)
    mirrored = estimate_survey_mean(-3 * y + 5, sample.design, skewed=True)
    assert (skewed.estimate, skewed.std_error, skewed.conf_low) == (
        plain.estimate, plain.std_error, plain.conf_low
    )  # fmt: skip
    assert skewed.conf_high > plain.conf_high
    assert mirrored.conf_low == pytest.approx(5 - 3 * skewed.conf_high)
    assert mirrored.conf_high == pytest.approx(5 - 3 * skewed.conf_low)


def test_the_skew_of_a_simple_sample_is_that_of_scipy():
    y = np.random.default_rng(4).lognormal(size=50)
    design = build_survey_design(np.ones(50))
    plain, skewed = (estimate_survey_mean(y, design, skewed=one) for one in (False, True))
    quantile = stats.t.ppf(0.975, plain.df)
    reach = stats.skew(y, bias=False) / np.sqrt(50) * (2 * quantile**2 + 1) / 6 * plain.std_error
    assert skewed.conf_high - plain.conf_high == pytest.approx(reach)
