"""Clusters: the formulas of Kish and Bloom, computed in R 4.2.2 (40 clusters of 20, correlation .05)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.settling.clusters import estimate_design_effect, find_detectable_in_clusters
from idmaj.effects.settling.means import find_detectable_mean
from idmaj.errors import EstimationError


def test_agrees_with_r():
    assert estimate_design_effect(20, 0.05) == pytest.approx(1.95)
    for distribution, theirs in (("z", 0.276634374960712), ("t", 0.283940470158731)):
        ours = find_detectable_in_clusters(40, 20, 0.05, distribution=distribution)
        assert ours == pytest.approx(theirs, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(n=st.integers(40, 400), size=st.integers(1, 50), intraclass=st.floats(-0.1, 0.9))
def test_clusters_never_help_and_vanish_without_correlation(n, size, intraclass):
    effect = find_detectable_in_clusters(n, size, intraclass)
    alone = find_detectable_in_clusters(n, size, 0.0)
    assert effect >= alone
    simple = find_detectable_mean(n_treated=n * size / 2, n_comparison=n * size / 2)
    assert alone == pytest.approx(simple, rel=0.06)  # fewer degrees of freedom, no more


def test_impossible_questions_are_named():
    for call, message_id in (
        (lambda: find_detectable_in_clusters(2, 20, 0.05), "too-few-groups"),
        (lambda: estimate_design_effect(0.5, 0.05), "too-few-people"),
        (lambda: estimate_design_effect(5, 1), "impossible-share"),
    ):
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
