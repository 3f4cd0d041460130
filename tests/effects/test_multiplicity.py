"""Adjusted p-values against R and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from idmaj.effects.multiplicity import adjust_p_values
from idmaj.errors import EstimationError

P = [0.811766397599801, 0.670768403108664, 0.121039349420648, 0.226712094142513, 0.184221089271418]


# R 4.2.2, p.adjust of P.
@pytest.mark.parametrize(
    ("method", "theirs"),
    [
        ("holm", [1, 1, 0.605196747103241, 0.736884357085674, 0.736884357085674]),
        (
            "bh",
            [0.811766397599801, 0.811766397599801, 0.377853490237522, 0.377853490237522, 0.377853490237522],
        ),
    ],
)
def test_adjusted_p_values_are_those_of_r(method, theirs):
    np.testing.assert_allclose(adjust_p_values(P, method=method).p_adjusted, theirs, rtol=1e-12)


def test_what_is_no_probability_is_refused():
    with pytest.raises(EstimationError, match="confidence-level"):
        adjust_p_values([0.2, 1.4])


THEIRS = {
    "bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg", "hommel": "hommel",
    "bh": "fdr_bh", "by": "fdr_by",
}  # fmt: skip


@pytest.mark.parametrize("m", [1, 2, 5, 9])
def test_adjusted_p_values_are_those_of_statsmodels(m, rng):
    p_values = rng.uniform(size=m).round(2) ** 2
    for method, name in THEIRS.items():
        ours = adjust_p_values(p_values, method=method).p_adjusted
        np.testing.assert_allclose(ours, np.minimum(multipletests(p_values, method=name)[1], 1), atol=1e-12)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.randoms())
def test_adjusted_p_values_are_never_smaller_and_do_not_hang_on_the_order(p_values, random):
    order = list(range(len(p_values)))
    random.shuffle(order)
    for method in THEIRS:
        ours = adjust_p_values(p_values, method=method).p_adjusted
        shuffled = adjust_p_values([p_values[i] for i in order], method=method).p_adjusted
        np.testing.assert_allclose(shuffled, ours[order], atol=1e-12)
        assert (ours >= np.array(p_values) - 1e-12).all() and (ours <= 1).all()
