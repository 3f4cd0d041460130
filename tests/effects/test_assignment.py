"""What was assigned follows from arms, strata and clusters alone."""

import numpy as np
import pytest

from idmaj.effects.assignment import find_assignment

ARM = np.array([1, 1, 0, 0, 1, 1, 0, 0], dtype=bool)


def test_without_strata_and_clusters_people_are_counted():
    assignment = find_assignment(ARM)
    assert (assignment.clusters, assignment.errors, assignment.is_paired) == (None, "HC2", False)


def test_two_people_a_stratum_are_a_pair_that_errors_count():
    arm = np.array([1, 0, 1, 0, 0, 1], dtype=bool)
    assignment = find_assignment(arm, strata=np.array([0, 0, 1, 1, 2, 2]))
    assert assignment.is_paired
    assert assignment.n_clusters == 3
    assert assignment.units is None


def test_two_clusters_a_stratum_are_a_pair_that_errors_count():
    clusters, strata = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    assignment = find_assignment(ARM, strata=strata, clusters=clusters)
    assert assignment.is_paired
    np.testing.assert_array_equal(assignment.clusters, strata)
    np.testing.assert_array_equal(assignment.units, clusters)


def test_a_cluster_that_is_the_stratum_and_holds_both_arms_is_a_pair_of_units():
    pairs = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    assignment = find_assignment(ARM, strata=pairs, clusters=pairs)
    assert assignment.is_paired
    np.testing.assert_array_equal(assignment.units, [1, 1, 0, 0, 3, 3, 2, 2])


def test_larger_strata_of_clusters_are_no_pairs():
    clusters = np.arange(8)
    assignment = find_assignment(ARM, strata=np.array([0, 0, 0, 0, 1, 1, 1, 1]), clusters=clusters)
    assert not assignment.is_paired
    np.testing.assert_array_equal(assignment.clusters, clusters)


def test_people_drawn_within_clusters_were_assigned_one_by_one():
    clusters = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    assignment = find_assignment(ARM, clusters=clusters)
    assert assignment.units is None
    np.testing.assert_array_equal(assignment.clusters, clusters)


@pytest.mark.parametrize(("n_clusters", "errors"), [(20, "CR2"), (49, "CR2"), (50, "CR1"), (200, "CR1")])
def test_few_clusters_get_the_bias_reduced_error(n_clusters, errors):
    clusters = np.repeat(np.arange(n_clusters), 3)
    assert find_assignment(clusters % 2 == 0, clusters=clusters).errors == errors
