"""Replicates give the linearised error where an estimate is linear, and samplics' where it is not."""

from dataclasses import replace

import numpy as np
import pytest

from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.replicates import (
    attach_replicates,
    build_balanced_replicates,
    build_bootstrap,
    build_jackknife,
)
from idmaj.effects.survey.totals import estimate_survey_mean, estimate_survey_total
from idmaj.errors import EstimationError


def refusal(function, *arguments, **settings) -> str:
    with pytest.raises(EstimationError) as caught:
        function(*arguments, **settings)
    return caught.value.message_id


@pytest.fixture(scope="module")
def paired():
    rng = np.random.default_rng(6)
    strata, clusters = np.repeat(np.arange(5), 8), np.repeat(np.arange(10), 4)
    return rng.exponential(size=40), build_survey_design(
        rng.uniform(1, 3, size=40), strata=strata, clusters=clusters
    )


def test_jackknife_agrees_with_samplics(sample):
    """samplics 0.6.1, ReplicateEstimator("jackknife"), centred at the full sample, rows sorted by cluster."""
    design = build_jackknife(sample.design)
    full = replace(design, replicates=replace(design.replicates, centre="full"))
    found = estimate_survey_mean(sample.re78, full)
    assert found.estimate == pytest.approx(5376.691423132147, rel=1e-12)
    assert found.std_error == pytest.approx(367.2612190732266, rel=1e-12)
    assert found.df == 23
    centred = estimate_survey_mean(sample.re78, design).std_error
    assert found.std_error * 0.999 < centred < found.std_error


@pytest.mark.parametrize("build", [build_jackknife, build_balanced_replicates])
def test_a_total_has_the_linearised_error(build, paired):
    y, design = paired
    expected = estimate_survey_total(y, design).std_error
    assert estimate_survey_total(y, build(design)).std_error == pytest.approx(expected, rel=1e-12)


def test_fays_factor_leaves_a_total_alone(paired):
    y, design = paired
    expected = estimate_survey_total(y, design).std_error
    half = build_balanced_replicates(design, fay=0.5)
    assert estimate_survey_total(y, half).std_error == pytest.approx(expected, rel=1e-12)
    assert half.replicates.weights.min() > 0


def test_jackknife_carries_the_finite_population_correction(sample):
    fpc = np.where(sample.strata == 1, 28, 25)
    design = build_survey_design(sample.weights, strata=sample.strata, clusters=sample.clusters, fpc=fpc)
    expected = estimate_survey_total(sample.re78, design).std_error
    found = estimate_survey_total(sample.re78, build_jackknife(design)).std_error
    assert found == pytest.approx(expected, rel=1e-12)


def test_bootstrap_is_near_the_linearised_error_and_repeats_itself(sample):
    expected = estimate_survey_total(sample.re78, sample.design).std_error
    design = build_bootstrap(sample.design, draws=4_000, seed=1)
    # the standard deviation of a standard error from 4,000 draws is about 1.1 %
    assert estimate_survey_total(sample.re78, design).std_error == pytest.approx(expected, rel=0.05)
    again = build_bootstrap(sample.design, draws=4_000, seed=1).replicates.weights
    assert (again == design.replicates.weights).all()
    other = build_bootstrap(sample.design, draws=4_000, seed=2).replicates.weights
    assert (other != design.replicates.weights).any()


def test_replicates_that_come_with_the_data(paired):
    y, design = paired
    built = build_jackknife(design).replicates
    given = attach_replicates(design, built.weights, built.scales, df=5)
    expected = estimate_survey_mean(y, build_jackknife(design))
    assert estimate_survey_mean(y, given) == expected


def test_what_cannot_be_built_is_named(paired, sample):
    y, design = paired
    assert refusal(build_balanced_replicates, sample.design) == "too-few-groups"
    assert refusal(build_balanced_replicates, design, fay=1.0) == "confidence-level"
    assert refusal(build_bootstrap, design, draws=1) == "too-few-groups"
    uneven = build_survey_design(np.ones(8), strata=[0] * 4 + [1] * 4, fpc=[8] * 4 + [9] * 4)
    assert refusal(build_bootstrap, uneven) == "not-identified"
    assert refusal(attach_replicates, design, np.ones((40, 1)), [1.0]) == "too-few-groups"
    assert refusal(attach_replicates, design, np.zeros((40, 2)), [1.0, 1.0]) == "no-weight"
    assert refusal(attach_replicates, design, np.ones((40, 2)), [1.0, -1.0]) == "negative-weights"
    assert refusal(attach_replicates, design, np.full((40, 2), np.nan), [1.0, 1.0]) == "not-finite"
    same = attach_replicates(design, np.ones((40, 3)), np.ones(3))
    assert refusal(estimate_survey_mean, y, same) == "no-variation"
