"""Products in pieces equal numpy's, and leave their factors alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects import products
from idmaj.effects.products import multiply


@settings(max_examples=200, deadline=None)
@given(
    shape=st.tuples(st.integers(1, 150), st.integers(1, 150), st.integers(1, 12)),
    largest=st.sampled_from([1, 40, 3_000, 262_144]),
    is_counted=st.booleans(),
)
def test_product_is_that_of_numpy(shape, largest, is_counted):
    rng = np.random.default_rng(sum(shape))
    left, right = rng.poisson(1.0, size=shape[:2]), rng.normal(size=shape[1:])
    left = left.astype(np.uint8) if is_counted else left * 0.37
    before = left.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "LARGEST_PRODUCT", largest)
        patch.setattr(products, "TILE_CELLS", 900)
        product = multiply(left, right)
    assert product == pytest.approx(left.astype(float) @ right, rel=1e-12, abs=1e-11)
    assert np.array_equal(left, before)


def test_factors_that_are_views(monkeypatch):
    monkeypatch.setattr(products, "LARGEST_PRODUCT", 500)
    rng = np.random.default_rng(1)
    wide, tall = rng.normal(size=(90, 70)), rng.normal(size=(90, 66))
    assert multiply(wide.T, tall[:, ::2]) == pytest.approx(wide.T @ tall[:, ::2])
    assert multiply(wide[::2, 4:], tall.T[:, :5]) == pytest.approx(wide[::2, 4:] @ tall.T[:, :5])
