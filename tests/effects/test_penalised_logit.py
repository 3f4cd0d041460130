"""Derivatives of the penalised likelihood are those of its values, by differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.penalised_logit import evaluate_penalised, fit_penalised_logit

STEP = 1e-5


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_gradient_and_curvature(seed):
    generator = np.random.default_rng(seed)
    design = np.column_stack([np.ones(15), generator.normal(size=(15, 2))])
    y, weight = generator.integers(0, 2, 15).astype(float), generator.uniform(0.5, 2, 15)
    b = generator.normal(size=3)
    here = evaluate_penalised(b, design, y=y, weight=weight)
    ahead, behind = (
        [evaluate_penalised(b + sign * STEP * e, design, y=y, weight=weight) for e in np.eye(3)]
        for sign in (1, -1)
    )
    slopes = [(a.value - z.value) / (2 * STEP) for a, z in zip(ahead, behind, strict=True)]
    bends = [(z.gradient - a.gradient) / (2 * STEP) for a, z in zip(ahead, behind, strict=True)]
    assert here.gradient == pytest.approx(slopes, abs=1e-7)
    assert here.curvature == pytest.approx(np.array(bends), abs=1e-7)
    assert here.curvature == pytest.approx(here.curvature.T)


def test_a_point_without_information_has_no_value():
    design = np.column_stack([np.ones(4), np.arange(4.0)])
    assert evaluate_penalised(np.array([0.0, 1e6]), design, y=np.ones(4), weight=np.ones(4)).value == -np.inf


def test_the_gradient_vanishes_at_the_maximum(rossi):
    model = fit_penalised_logit(rossi.arrest, np.column_stack([rossi.aid, rossi.covariates]))
    assert model.at.gradient == pytest.approx(np.zeros(8), abs=1e-9)
    original = model.design @ np.linalg.inv(model.to_original)
    assert original[:, 1] == pytest.approx(rossi.aid.astype(float), abs=1e-12)
