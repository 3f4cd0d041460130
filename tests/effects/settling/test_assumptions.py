"""What power rests on: the planned estimator's own error, the declared effect, and its direction."""

import numpy as np
import pytest
from scipy import stats

from idmaj.effects.settling.assumptions import (
    assume_from_declaration,
    assume_from_sample,
    find_direction,
    find_effect_that_matters,
)
from idmaj.errors import EstimationError
from idmaj.study import Outcome

LABEL = {"en": "x", "fr": "x", "ar": "x"}
TREATED = np.arange(400) % 2 == 0


def make_outcome(better: str, effect: float | None, scale: str = "risk_difference") -> Outcome:
    found = {"value": effect, "scale": scale} if effect is not None else None
    return Outcome.model_validate(
        {
            "label": LABEL, "domain": "employment", "kind": "binary", "better": better,
            "value": {"column": "work", "equals": 1}, "smallest_effect": found,
        }
    )  # fmt: skip


def test_the_smallest_difference_is_a_multiple_of_the_planned_error(study, sample):
    """Bloom (1995), Evaluation Review 19: with many people, 2.8 standard errors at power .8."""
    rng = np.random.default_rng(2)
    wage = rng.gamma(2, 900, 400)
    given = sample(wage, TREATED, is_binary=False)
    for std_error in (80.0, 160.0):
        made = study()
        assumed = assume_from_sample(given, made.outcome["wage"], made, std_error=std_error)
        multiple = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
        assert assumed.detectable_with(200, 200) == pytest.approx(multiple * std_error, rel=0.02)


def test_people_needed_grow_with_the_square_of_the_error_and_with_losses(study, sample):
    wage = np.random.default_rng(2).gamma(2, 900, 400)
    made = study()
    plain, doubled, lossy = (
        assume_from_sample(
            sample(wage, TREATED, is_binary=False, lost=lost), made.outcome["wage"], made, std_error=error
        )
        for error, lost in ((100.0, 0), (200.0, 0), (100.0, 50))
    )
    assert doubled.find_people().total == pytest.approx(4 * plain.find_people().total)
    assert lossy.find_people().total == pytest.approx(plain.find_people().total * 500 / 400)


def test_a_declared_correlation_replaces_the_observed_one(study, sample, clusters_of):
    work = (np.arange(400) % 3 == 0).astype(float)
    declared = study(settling={"intraclass": 0.1})
    given = sample(work, TREATED, is_binary=True, assignment=clusters_of(400, 20))
    assumed = assume_from_sample(given, declared.outcome["work"], declared, std_error=0.07)
    assert assumed.design_effect == pytest.approx(1 + 19 * 0.1)
    observed = assume_from_sample(given, declared.outcome["work"], study(), std_error=0.07)
    assert observed.design_effect != pytest.approx(2.9)


def test_small_arms_are_counted_exactly(study, sample):
    work = np.array([0.0] * 7 + [0, 0, 0, 0, 0, 1, 1])
    assumed = assume_from_sample(
        sample(work, np.arange(14) < 7, is_binary=True), study().outcome["work"], study(), std_error=0.2
    )
    assert assumed.design_effect == 1
    with pytest.raises(EstimationError, match="nothing-detectable"):
        assume_from_declaration(make_outcome("lower", 0.1), study(), share=0.3).detectable_with(7, 7)
    effect = assume_from_declaration(make_outcome("higher", 0.1), study(), share=0.1).detectable_with(7, 7)
    assert 0.6 < effect < 0.9


@pytest.mark.parametrize(
    ("better", "base", "direction"),
    [("higher", 0.9, 1), ("lower", 0.1, -1), ("either", 0.9, -1), ("either", 0.1, 1)],
)
def test_direction(better, base, direction):
    assert find_direction(make_outcome(better, 0.1), base, is_binary=True) == direction


def test_effects_on_other_scales():
    assert find_effect_that_matters(
        make_outcome("lower", 0.8, "risk_ratio"), 0.3, is_binary=True
    ) == pytest.approx(0.06)
    assert find_effect_that_matters(
        make_outcome("higher", 1.25, "risk_ratio"), 0.4, is_binary=True
    ) == pytest.approx(0.1)
    assert find_effect_that_matters(make_outcome("lower", 2, "rmst_difference"), 0.3, is_binary=True) is None


def test_an_effect_beyond_a_share_is_named(study):
    assumed = assume_from_declaration(make_outcome("lower", 0.2), study(), share=0.1)
    with pytest.raises(EstimationError, match="impossible-effect"):
        assumed.find_people()


def test_without_variation_nothing_is_assumed(study, sample):
    with pytest.raises(EstimationError, match="no-variation"):
        assume_from_sample(
            sample(np.ones(400), TREATED, is_binary=True),
            make_outcome("higher", 0.1),
            study(),
            std_error=None,
        )
