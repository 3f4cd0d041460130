"""Adjusted p-values against R."""

import numpy as np
import pytest

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
