"""Limits of a certificate, and what measures say of estimators."""

import numpy as np
import pandas as pd
import pytest

from idmaj.certify.measures import count_states, measure_estimators
from idmaj.certify.verdicts import find_limit, judge_group, judge_worlds, list_primary
from idmaj.store import open_evaluation


@pytest.mark.parametrize(("worlds", "limit"), [(1_000, 63), (100, 9), (10_000, 543)])
def test_the_limit_is_five_percent_and_two_monte_carlo_errors(worlds, limit):
    # METHODS, section 4: at most 63 of 1,000 (5 % + 2 Monte-Carlo errors).
    assert find_limit(worlds) == limit


def states_of(kind, outcome, states, *, adjusted=False, words=0):
    return pd.DataFrame(
        {
            "kind": kind, "world": range(len(states)), "outcome": outcome, "state": states,
            "is_adjusted": adjusted, "n_words": words, "has_truth": True,
        }
    )  # fmt: skip


@pytest.fixture
def study(shipped):
    return open_evaluation("tarp", workspace=shipped).study


def verdict(found, check):
    return found.loc[found["check"] == check].iloc[0]


def test_a_world_counts_once_whatever_it_states(study):
    both = [*["C5"] * 9, *["C2"] * 91]
    found = judge_worlds(states_of("null", "re_arrest", both), study)
    assert verdict(found, "false-effect")["found"] == 9
    assert bool(verdict(found, "false-effect")["passed"])
    more = judge_worlds(states_of("null", "re_arrest", ["C5-", *both[1:10], "C6", *both[11:]]), study)
    assert verdict(more, "false-effect")["found"] == 10
    assert not bool(verdict(more, "false-effect")["passed"])


def test_secondary_outcomes_need_their_adjusted_p_value(study):
    assert list_primary(study) == ["re_arrest"]
    null = states_of("null", "re_arrest", ["C2"] * 20)
    for adjusted, passed in ((True, True), (False, False)):
        other = states_of("null", "employed", ["C5", *["C2"] * 19], adjusted=adjusted)
        found = judge_worlds(pd.concat([null, other]), study)
        assert bool(verdict(found, "secondary-unadjusted")["passed"]) is passed
        assert verdict(found, "false-effect")["found"] == 0


def test_an_effect_of_the_smallest_size_may_not_be_called_smaller(study):
    states = pd.concat([
        states_of("null", "re_arrest", ["C2"] * 100),
        states_of("smallest", "re_arrest", [*["C4"] * 10, *["C3"] * 90]),
    ])  # fmt: skip
    assert not bool(verdict(judge_worlds(states, study), "false-negligible")["passed"])


def test_one_causal_word_is_too_many(study):
    states = pd.concat(
        [states_of("null", "re_arrest", ["C1"] * 20), states_of("confounded", "re_arrest", ["C5"], words=1)]
    )
    assert not bool(verdict(judge_worlds(states, study), "causal-words")["passed"])


def test_a_group_may_state_nothing_and_show_nothing():
    states = states_of("random", "employed", ["C0"] * 10)
    assert judge_group(states, 0, is_silent=True)["passed"].all()
    assert not judge_group(states, 1, is_silent=True)["passed"].all()
    stated = states_of("random", "employed", ["C5", *["C1"] * 9])
    assert not judge_group(stated, 0, is_silent=False)["passed"].all()


def test_measures_are_shares_of_worlds():
    rows = pd.DataFrame(
        {
            "kind": "smallest", "world": range(4), "outcome": "y", "estimator": "lin", "role": "primary",
            "estimate": [1.0, 2.0, 3.0, None], "conf_low": [0.5, 1.5, -1.0, None],
            "conf_high": [1.4, 2.5, 7.0, None], "truth": 1.5,
        }
    )  # fmt: skip
    row = measure_estimators(rows).iloc[0]
    assert (row["worlds"], row["defined"]) == (4, 3)
    assert row["coverage"] == pytest.approx(2 / 3)  # 1.4 < 1.5 misses; 1.5 touches
    assert row["excludes"] == pytest.approx(2 / 3)
    assert row["right_side"] == pytest.approx(2 / 3)
    assert row["bias"] == pytest.approx(0.5)
    assert np.isnan(measure_estimators(rows.iloc[3:])["coverage"].iloc[0])
    assert measure_estimators(rows.assign(truth=np.nan)).empty


def test_states_add_up_to_all_worlds():
    counted = count_states(states_of("null", "y", ["C2", "C2", "C5", "C0"]))
    assert counted["share"].sum() == pytest.approx(1)
    assert dict(zip(counted["state"], counted["worlds"], strict=True)) == {"C2": 2, "C5": 1, "C0": 1}
