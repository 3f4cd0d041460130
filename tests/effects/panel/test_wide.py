"""A long panel arranged by unit and period keeps every value and refuses contradictions."""

import numpy as np
import pytest

from idmaj.effects.panel.wide import build_wide_panel
from idmaj.errors import EstimationError

UNITS = np.array(["b", "a", "b", "c", "a"])
PERIODS = np.array([2020, 2020, 2024, 2024, 2022])
OUTCOME = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
STARTS = np.array([2022.0, 0.0, 2022.0, np.nan, 0.0])


def test_values_stand_where_unit_and_period_meet():
    panel = build_wide_panel(
        OUTCOME, UNITS, PERIODS, STARTS, covariates=OUTCOME[:, None] * 10, weights=OUTCOME, clusters=UNITS
    )
    assert panel.times.tolist() == [2020, 2022, 2024]
    assert panel.outcome.tolist() == [[2, 5, 0], [1, 0, 3], [0, 0, 4]]
    assert panel.observed.tolist() == [[True, True, False], [True, False, True], [False, False, True]]
    assert panel.covariates[:, :, 0].tolist() == (panel.outcome * 10).tolist()
    assert panel.weights.tolist() == panel.outcome.tolist()
    assert panel.first_treated.tolist() == [np.inf, 2022, np.inf]
    assert panel.clusters is not None
    assert panel.clusters.tolist() == [0, 1, 2]


def test_zero_is_a_period_where_periods_reach_it():
    panel = build_wide_panel(OUTCOME, UNITS, PERIODS - 2022, np.where(STARTS == 2022, 0.0, np.inf))
    assert panel.first_treated.tolist() == [np.inf, 0, np.inf]


def test_contradictions_are_refused():
    cases = {
        "repeated-unit-period": lambda: build_wide_panel(
            OUTCOME, UNITS, [2020, 2020, 2020, 2024, 2022], STARTS
        ),
        "varies-in-unit": lambda: build_wide_panel(OUTCOME, UNITS, PERIODS, [2022, 0, 2024, 0, 0]),
        "too-few-groups": lambda: build_wide_panel(OUTCOME[:2], ["a", "b"], [1, 1], [0, 0]),
        "unequal-lengths": lambda: build_wide_panel(OUTCOME, UNITS, PERIODS, STARTS[:3]),
        "not-finite": lambda: build_wide_panel(OUTCOME, UNITS, PERIODS, np.full(5, -np.inf)),
        "missing-group": lambda: build_wide_panel(OUTCOME, [1, 2, np.nan, 3, 2], PERIODS, STARTS),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id


def test_cluster_must_hold_whole_units():
    with pytest.raises(EstimationError) as caught:
        build_wide_panel(OUTCOME, UNITS, PERIODS, STARTS, clusters=[1, 1, 2, 2, 1])
    assert caught.value.message_id == "varies-in-unit"
    assert caught.value.arguments["what"] == "clusters"
