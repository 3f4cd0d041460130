"""Rows that cannot tell anything leave the panel, and are counted."""

import numpy as np
import pytest

from idmaj.effects.panel.panel_rows import check_panel_rows
from idmaj.errors import EstimationError

ONE = np.ones((6, 1))


def test_leaving_out_a_row_can_leave_another_alone():
    # d is seen once; without it, period 9 holds c alone, and then c is seen once.
    units, periods = ["a", "a", "b", "b", "c", "c"], [1, 2, 1, 2, 9, 2]
    rows = check_panel_rows(np.arange(6.0), ONE, units=units, periods=periods)
    assert rows.kept.tolist() == [True] * 4 + [False] * 2
    assert rows.n_singletons == 2
    assert rows.units.tolist() == [0, 0, 1, 1]


def test_rows_of_no_weight_are_left_out_but_are_no_singletons():
    rows = check_panel_rows(
        np.arange(6.0), ONE, units=[1, 1, 2, 2, 3, 3], periods=None, weights=[1, 3, 2, 2, 0, 0]
    )
    assert (rows.n_singletons, len(rows.outcome)) == (0, 4)
    assert rows.weights.tolist() == [0.5, 1.5, 1.0, 1.0]


def test_nothing_left():
    with pytest.raises(EstimationError, match="too-few-people"):
        check_panel_rows(np.arange(6.0), ONE, units=np.arange(6), periods=None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": ["a"] * 6}, "too-few-groups"),
        ({"units": ["a", "a", None, "b", "b", "b"]}, "missing-group"),
        ({"periods": [1] * 6}, "too-few-groups"),
        ({"clusters": [1] * 6}, "too-few-groups"),
        ({"weights": [1, 1, 1, 1, 1, -1]}, "negative-weights"),
        ({"units": [1, 2]}, "unequal-lengths"),
    ],
)
def test_bad_columns_are_named(change, message):
    columns = {"units": [1, 1, 2, 2, 3, 3], "periods": [1, 2, 1, 2, 1, 2]} | change
    with pytest.raises(EstimationError, match=message):
        check_panel_rows(np.arange(6.0), ONE, **columns)
