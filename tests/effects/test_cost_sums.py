"""Net costs: moments by formula are those of the draws, also where one effect has several consequences."""

import numpy as np
import pytest

from idmaj.effects.cost_inputs import Amount
from idmaj.effects.cost_sums import NetCost, ValuedEffect, find_effects
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate


def make_row(**values: object) -> EffectEstimate:
    fields = {
        "study": "made-up", "outcome": "work", "domain": "employment", "estimator": "difference_in_means",
        "scale": "risk_difference", "term": "support - comparison", "role": "primary", "estimate": 0.1,
        "std_error": 0.04, "conf_low": 0.02, "conf_high": 0.18, "conf_level": 0.95, "n_min": 200.0,
    }  # fmt: skip
    return EffectEstimate(**{**fields, **values})  # type: ignore[arg-type]


def test_moments_by_formula_are_those_of_the_draws():
    one = ValuedEffect(make_row(), 0.1, 0.04)
    other = ValuedEffect(make_row(outcome="wage"), 300.0, 120.0)
    cost = NetCost(
        [Amount(500, "gamma", std_error=80), Amount(40)],
        [
            (one, Amount(2_000, "uniform", low=1_000, high=3_000)),
            (one, Amount(900, "normal", std_error=100)),
            (other, Amount(0.4, "triangular", low=0.2, high=0.6)),
        ],
    )
    draws = cost.draw(400_000, np.random.default_rng(5))
    assert cost.mean == pytest.approx(540 - 0.1 * 2_900 - 300 * 0.4)
    assert draws.mean() == pytest.approx(cost.mean, abs=4 * cost.error / np.sqrt(400_000))
    assert draws.std() == pytest.approx(cost.error, rel=0.01)


def test_effects_point_towards_the_better(study_of_two):
    rows = [
        make_row(), make_row(outcome="arrest", estimate=-0.08), make_row(subgroup="kind=a", estimate=0.5),
        make_row(role="robustness", estimate=0.7), make_row(outcome="wage", scale="risk_ratio"),
    ]  # fmt: skip
    found = find_effects(rows, study_of_two)
    assert {name: effect.mean for name, effect in found.items()} == {"work": 0.1, "arrest": 0.08}
    without = find_effects([make_row(std_error=None)], study_of_two)["work"]
    assert without.error == pytest.approx(0.16 / (2 * 1.959963984540054))


def test_few_people_and_uncertain_signs_are_named():
    with pytest.raises(EstimationError, match="too-few-people"):
        ValuedEffect(make_row(n_min=29.0), 0.1, 0.04).check_people()
    with pytest.raises(EstimationError, match="effect-may-be-none"):
        ValuedEffect(make_row(conf_low=-0.01), 0.1, 0.04).check_sign()


@pytest.fixture
def study_of_two():
    class OfTwo:
        def __init__(self, better: str) -> None:
            self.better = better

    class Two:
        outcome = {"work": OfTwo("higher"), "arrest": OfTwo("lower"), "wage": OfTwo("higher")}  # noqa: RUF012

    return Two()
