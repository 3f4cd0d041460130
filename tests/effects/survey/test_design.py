"""A design counts what was drawn, and refuses one that leaves its variance unknown."""

import numpy as np
import pytest

from idmaj.effects.survey.design import build_survey_design, find_df, find_effective_size
from idmaj.effects.survey.totals import estimate_survey_mean
from idmaj.errors import EstimationError

EIGHT = np.repeat([0, 1, 2, 3], 2)


def refusal(weights, **settings) -> str:
    with pytest.raises(EstimationError) as caught:
        build_survey_design(weights, **settings)
    return caught.value.message_id


def test_clusters_and_strata_are_counted():
    design = build_survey_design(np.ones(8), strata=["a"] * 4 + ["b"] * 4, clusters=EIGHT)
    assert (design.n_clusters, design.n_strata, find_df(design)) == (4, 2, 2)
    assert find_df(design, np.arange(8) < 4) == 1
    people = build_survey_design(np.ones(8))
    assert (people.n_clusters, people.n_strata, find_df(people)) == (8, 1, 7)


def test_df_leaves_out_clusters_without_weight():
    weights = np.where(EIGHT == 3, 0.0, 1.0)
    assert find_df(build_survey_design(weights, clusters=EIGHT)) == 2


def test_second_stage_labels_count_within_the_first():
    wards = [1, 2, 1, 2, 1, 2, 1, 2]
    design = build_survey_design(np.ones(8), clusters=(EIGHT, wards), fpc=(np.full(8, 40), np.full(8, 10)))
    first, second = design.stages
    assert len(second.strata) == 8
    assert first.fraction == pytest.approx([0.1])
    assert second.fraction == pytest.approx(np.full(4, 0.2))
    assert second.carried == pytest.approx(np.full(4, 0.1))


def test_without_population_sizes_the_first_stage_stands_for_both():
    assert len(build_survey_design(np.ones(8), clusters=(EIGHT, np.arange(8))).stages) == 1


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1, 1, -1, 1], "negative-weights"),
        ([0, 0, 0, 0], "no-weight"),
        ([1, 1, np.nan, 1], "not-finite"),
        ([1, 1, np.inf, 1], "not-finite"),
        ([1, 1, 1e12, 1], "extreme-weights"),
        ([1, 1, 1e300, 1], "extreme-weights"),
        ([1, 1, 3.01, 1], "extreme-weights"),
        ([1e308, 1e308, 1e308, 1e308], "extreme-weights"),
        ([], "too-few-people"),
    ],
)
def test_weights_that_let_no_estimate_stand_are_named(weights, expected):
    assert refusal(np.array(weights, dtype=float)) == expected


def test_a_few_of_many_may_not_carry_everything():
    weights = np.r_[np.full(10, 1e6), np.ones(990)]
    assert refusal(weights) == "extreme-weights"
    assert find_effective_size(weights) == pytest.approx(10, rel=2e-3)
    assert build_survey_design(np.r_[np.full(100, 1e6), np.ones(900)]).n_clusters == 1000


def test_some_weights_may_be_zero():
    design = build_survey_design([0.0, 1, 2, 2, 1])
    assert estimate_survey_mean([99.0, 1, 2, 3, 4], design).estimate == pytest.approx(15 / 6)


def test_a_stratum_with_one_cluster_is_refused_unless_it_is_all_there_is():
    strata, clusters = [0] * 6 + [1] * 2, [0, 0, 1, 1, 2, 2, 3, 3]
    assert refusal(np.ones(8), strata=strata, clusters=clusters) == "single-cluster-stratum"
    assert refusal(np.ones(8), strata=strata, clusters=clusters, fpc=[9] * 6 + [2] * 2) == (
        "single-cluster-stratum"
    )
    whole = build_survey_design(np.ones(8), strata=strata, clusters=clusters, fpc=[9] * 6 + [1] * 2)
    assert whole.stages[0].fraction == pytest.approx([1 / 3, 1])


def test_impossible_designs_are_named():
    assert refusal(np.ones(8), strata=[0, 1] * 4, clusters=EIGHT) == "cluster-crosses-strata"
    assert refusal(np.ones(8), clusters=np.zeros(8)) == "too-few-groups"
    assert refusal(np.ones(8), clusters=EIGHT, fpc=np.full(8, 3)) == "not-a-count"
    assert refusal(np.ones(8), fpc=np.arange(8) + 10) == "not-a-count"
    assert refusal(np.ones(8), strata=["a"] * 7 + [None]) == "missing-group"
    assert refusal(np.ones(8), clusters=[1, 2]) == "unequal-lengths"


def test_the_callers_weights_are_copied():
    weights = np.arange(1.0, 9.0)
    design = build_survey_design(weights)
    weights[0] = 7
    assert design.weights[0] == 1
