"""The search along sorted scores finds what a search through everybody finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.nearest import (
    SearchSpace,
    find_nearest_again,
    find_nearest_covariates,
    find_nearest_once,
)


def space_of(seed: int, *, n: int = 24, limit: float = np.inf, decimals: int = 6) -> SearchSpace:
    rng = np.random.default_rng(seed)
    score = rng.random(n).round(decimals)
    arm = rng.permutation(n) < n // 3
    return SearchSpace(arm, score, rng.integers(0, 2, size=n), score * 4, limit)


def search_everybody(space: SearchSpace, turn: np.ndarray, *, ratio: int, once: bool) -> np.ndarray:
    free, found = ~space.arm, np.full((len(turn), ratio), -1)
    for place in range(ratio):
        for i, row in enumerate(turn):
            open_to = free & (space.group == space.group[row])
            open_to &= np.abs(space.closeness - space.closeness[row]) <= space.limit
            open_to[found[i, :place][found[i, :place] >= 0]] = False
            if open_to.any():
                distance = np.where(open_to, np.abs(space.score - space.score[row]), np.inf)
                found[i, place] = distance.argmin()
                free[found[i, place]] = not once
    return found


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), ratio=st.integers(1, 3), limit=st.sampled_from([np.inf, 0.2]))
def test_both_searches_agree_with_one_through_everybody(seed, ratio, limit):
    space = space_of(seed, limit=limit)
    turn = np.random.default_rng(seed).permutation(np.flatnonzero(space.arm))
    once = find_nearest_once(space, turn, ratio=ratio, side="nearest")
    again = find_nearest_again(space, turn, ratio=ratio, side="nearest")
    along = find_nearest_covariates(space, turn, space.score[:, None], ratio=ratio, replacement=True)
    alone = find_nearest_covariates(space, turn, space.score[:, None], ratio=ratio, replacement=False)
    expected = search_everybody(space, turn, ratio=ratio, once=True)
    assert np.array_equal(once, expected) and np.array_equal(alone, expected)
    expected = search_everybody(space, turn, ratio=ratio, once=False)
    assert np.array_equal(again, expected) and np.array_equal(along, expected)


def test_below_takes_the_next_lower_and_the_next_higher_only_where_there_is_none():
    score = np.array([0.5, 0.1, 0.4, 0.51, 0.9, 0.05])
    arm = np.array([True, False, False, False, False, True])
    space = SearchSpace(arm, score, np.zeros(6, dtype=np.intp), score, np.inf)
    turn = np.array([0, 5])
    assert find_nearest_once(space, turn, ratio=1, side="nearest").ravel().tolist() == [3, 1]
    assert find_nearest_once(space, turn, ratio=1, side="below").ravel().tolist() == [2, 1]
    assert find_nearest_again(space, turn, ratio=2, side="below").tolist() == [[2, 1], [1, 2]]


def test_of_equal_scores_the_order_of_rows_decides():
    score = np.array([0.4, 0.5, 0.4, 0.6, 0.6])
    arm = np.array([False, True, False, False, False])
    space = SearchSpace(arm, score, np.zeros(5, dtype=np.intp), score, np.inf)
    found = find_nearest_once(space, np.array([1]), ratio=4, side="nearest")
    assert found.tolist() == [[2, 0, 3, 4]]


def test_nobody_is_found_beyond_the_group_or_the_limit():
    score = np.array([0.5, 0.5, 0.9])
    arm = np.array([True, False, False])
    group = np.array([0, 1, 0])
    for limit, expected in ((np.inf, 2), (0.3, -1)):
        space = SearchSpace(arm, score, group, score, limit)
        for find in (find_nearest_once, find_nearest_again):
            assert find(space, np.array([0]), ratio=1, side="nearest") == pytest.approx(expected)
