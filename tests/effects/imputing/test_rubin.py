"""Rubin's rules agree with R mice and with statsmodels, and refuse what has no variance to pool.

Expected numbers: R 4.2.2, mice 3.15.0, `pool` of `lm(chl ~ age + bmi)` on 20 completed sets of its data nhanes (25
people, 3 coefficients). The inputs are the 20 coefficients of age and their squared errors, in full in
`idmaj/published/calls/mi_nhanes.json`.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.imputation.mice import MICE, MICEData
from statsmodels.regression.linear_model import OLS

from idmaj.effects.imputing.rubin import pool_coefficients, pool_imputations
from idmaj.errors import EstimationError
from idmaj.reproduce.published import read_reference

NUMBERS = st.floats(-1e3, 1e3, allow_nan=False)


def of_age() -> dict[str, list[float]]:
    blocks = [b for b in read_reference("mi_nhanes") if "estimates" in b["call"].get("settings", {})]
    return next(b for b in blocks if b["numbers"][0]["quantity"].startswith("age"))["call"]["settings"]


def test_age_agrees_with_mice():
    pooled = pool_imputations(**of_age())
    assert pooled.estimate == pytest.approx(32.5554564268781, rel=1e-12)
    assert pooled.total == pytest.approx(131.103196685844, rel=1e-12)
    assert pooled.df == pytest.approx(10.7608107495668, rel=1e-12)
    assert pooled.fmi == pytest.approx(0.497323319248687, rel=1e-12)
    assert pooled.contrast.conf_low == pytest.approx(7.28559626870964, rel=1e-10)
    assert pooled.contrast.p_value == pytest.approx(0.0163091520766427, rel=1e-10)


def test_by_hand_with_complete_degrees_of_freedom_that_are_infinite():
    """Rubin (1987), 3.1: (m - 1)(1 + 1/r)² degrees of freedom."""
    pooled = pool_imputations([1.0, 2.0, 3.0], [1.0, 1.0, 1.0])
    total, riv = 1 + 4 / 3, 4 / 3
    assert (pooled.within, pooled.between, pooled.total) == pytest.approx((1, 1, total))
    assert pooled.df == pytest.approx(2 * (1 + 1 / riv) ** 2)
    assert pooled.contrast.conf_high - 2 == pytest.approx(stats.t.ppf(0.975, pooled.df) * np.sqrt(total))


def test_estimates_and_errors_are_those_of_statsmodels(monkeypatch):
    """statsmodels 0.15, `MICE.combine`: its own pooling of its own completed data sets."""
    generator = np.random.default_rng(0)
    rows = pd.DataFrame(generator.normal(size=(60, 2)), columns=["y", "x"])
    rows.loc[:14, "x"] = np.nan
    chance = np.random.RandomState(0)
    for name in ("normal", "randint", "uniform"):
        monkeypatch.setattr(np.random, name, getattr(chance, name))
    study = MICE("y ~ x", OLS, MICEData(rows))
    result = study.fit(n_burnin=2, n_imputations=5)
    sets = study.results_list
    ours = pool_coefficients([s.params for s in sets], [np.diag(s.cov_params()) for s in sets])
    assert [p.estimate for p in ours] == pytest.approx(list(result.params))
    assert [p.std_error for p in ours] == pytest.approx(list(result.bse))
    assert all(p.between > 0 for p in ours)


def test_data_sets_that_agree_have_only_the_variance_within():
    pooled = pool_imputations([2.0] * 4, [0.25] * 4, df_complete=22)
    assert (pooled.std_error, pooled.riv, pooled.lambda_) == (0.5, 0, 0)
    assert pooled.df == pytest.approx(23 / 25 * 22)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(NUMBERS, st.floats(1e-3, 1e3)), min_size=2, max_size=8),
    st.sampled_from([0.01, 100.0]),
    st.randoms(use_true_random=False),
)
def test_units_and_order_change_nothing(sets, unit, shuffler):
    q, u = (np.array(column) for column in zip(*sets, strict=True))
    order = list(range(len(q)))
    shuffler.shuffle(order)
    first = pool_imputations(q, u, df_complete=30)
    second = pool_imputations(unit * q[order], unit**2 * u[order], df_complete=30)
    assert second.estimate == pytest.approx(unit * first.estimate, rel=1e-9, abs=unit * 1e-9)
    assert second.std_error == pytest.approx(unit * first.std_error, rel=1e-9)
    assert second.df == pytest.approx(first.df, rel=1e-6)
    assert first.total >= first.within > 0
    assert 0 <= first.lambda_ <= first.fmi + 1e-12 <= 1 + 1e-12


@pytest.mark.parametrize(
    ("given_arrays", "condition"),
    [
        (([1.0], [1.0]), "too-few-imputations"),
        (([1.0, 2.0], [0.0, 0.0]), "no-variation"),
        (([1.0, 2.0], [1.0, -1.0]), "no-variation"),
        (([1.0, np.nan], [1.0, 1.0]), "not-finite"),
        (([1.0, 2.0], [1.0]), "unequal-lengths"),
    ],
)
def test_what_cannot_be_pooled_is_refused(given_arrays, condition):
    with pytest.raises(EstimationError, match=condition):
        pool_imputations(*given_arrays)


def test_degrees_of_freedom_and_levels_must_be_possible():
    with pytest.raises(EstimationError, match="too-few-people"):
        pool_imputations([1.0, 2.0], [1.0, 1.0], df_complete=0)
    with pytest.raises(EstimationError, match="confidence-level"):
        pool_imputations([1.0, 2.0], [1.0, 1.0], conf_level=1.0)
    with pytest.raises(EstimationError, match="unequal-lengths"):
        pool_coefficients(np.ones((3, 2)), np.ones((3, 1)))
