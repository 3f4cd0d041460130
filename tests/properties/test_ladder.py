"""Every interval has exactly one state, and symmetries and caps hold (METHODS, section 4)."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from idmaj.findings.ladder import LadderInput, classify

MANY = settings(max_examples=400, deadline=None)
SWAPPED = {"C3": "C3-", "C3-": "C3", "C5": "C5-", "C5-": "C5"}
RANK = {"X": 0, "C0": 1, "C1": 2, "C6": 10}
EFFECTS = {"C5s", "C5", "C5-"}

# Multiples of 1/8 meet 0, −m and +m often; any float meets the rest.
numbers = st.one_of(
    st.integers(-40, 40).map(lambda n: n / 8),
    st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False),
)
margins = st.one_of(
    st.integers(1, 24).map(lambda n: n / 8), st.floats(1e-6, 1e5, allow_nan=False, allow_subnormal=False)
)


@st.composite
def inputs(draw, **fixed):
    low, high = sorted((draw(numbers), draw(numbers)))
    given_values = {
        "estimate": (low + high) / 2,
        "conf_low": low,
        "conf_high": high,
        "scale": "mean_difference",
        "better": draw(st.sampled_from(["higher", "lower", "either"])),
        "smallest_effect": draw(st.none() | margins),
        "design": draw(st.sampled_from(["randomised", "comparison", "panel", "single_group"])),
        "n_min": draw(st.sampled_from([3, 9, 9.9, 10, 29, 30, 59, 60, 1000])),
        "is_public": draw(st.booleans()),
        "is_identified": draw(st.booleans()),
        "stands_together": draw(st.booleans()),
        "holds": draw(st.booleans()),
    }
    return LadderInput(**(given_values | fixed))


def uncapped(**fixed):
    return inputs(design="randomised", n_min=100, is_public=True, is_identified=True, **fixed)


def matching_rules(low, high, m):
    """The rules of METHODS, section 4, typed as they stand there; L and U are oriented, m or None."""
    touches = low <= 0 <= high
    rules = {
        "C2": touches and (m is None or (low <= -m and high >= m)),
        "C3": touches and m is not None and low > -m and high >= m,
        "C3-": touches and m is not None and low <= -m and high < m,
        "C4": m is not None and -m < low <= 0 <= high < m,
        "C5s": m is not None and ((low > 0 and high < m) or (high < 0 and low > -m)),
        "C5": low > 0 and (m is None or high >= m),
        "C5-": high < 0 and (m is None or low <= -m),
    }
    return [state for state, holds in rules.items() if holds]


@MANY
@given(uncapped())
def test_every_interval_has_exactly_one_state(given_input):
    low, high = given_input.conf_low, given_input.conf_high
    if given_input.better == "lower":
        low, high = -high, -low
    if not given_input.stands_together:  # read as an interval that touches no difference
        low, high = min(low, 0), max(high, 0)
    rules = matching_rules(low, high, given_input.smallest_effect)
    assert len(rules) == 1
    is_confirmed = given_input.holds and rules[0] in EFFECTS
    assert classify(given_input) == ("C6" if is_confirmed else rules[0])


@MANY
@given(inputs())
def test_checks_raise_only_effects_of_a_lot(given_input):
    below, above = (classify(replace(given_input, holds=holds)) for holds in (False, True))
    assert below != "C6"
    assert above == ("C6" if below in EFFECTS and given_input.design == "randomised" else below)


@MANY
@given(inputs())
def test_a_family_that_leaves_chance_open_leaves_no_effect(given_input):
    together = classify(replace(given_input, stands_together=False))
    assert together not in EFFECTS | {"C6"}
    alone = classify(replace(given_input, stands_together=True))
    assert together == alone or alone in EFFECTS | {"C6"}


@MANY
@given(inputs())
def test_relabelling_the_arms_swaps_better_and_worse_and_nothing_else(given_input):
    relabelled = replace(
        given_input,
        estimate=-given_input.estimate,
        conf_low=-given_input.conf_high,
        conf_high=-given_input.conf_low,
    )
    state = classify(given_input)
    assert classify(relabelled) == SWAPPED.get(state, state)


@MANY
@given(inputs(), st.booleans())
def test_flipping_better_swaps_better_and_worse_and_nothing_else(given_input, from_higher):
    first, second = ("higher", "lower") if from_higher else ("lower", "higher")
    state = classify(replace(given_input, better=first))
    assert classify(replace(given_input, better=second)) == SWAPPED.get(state, state)


@MANY
@given(inputs())
def test_a_failed_cap_never_raises_a_state(given_input):
    state = classify(given_input)
    for weaker in (
        replace(given_input, is_identified=False),
        replace(given_input, is_public=False),
        replace(given_input, n_min=min(given_input.n_min, 20)),
        replace(given_input, n_min=min(given_input.n_min, 9)),
        replace(given_input, design="single_group"),
        replace(given_input, holds=False),
        replace(
            given_input, design="comparison" if given_input.design == "randomised" else given_input.design
        ),
    ):
        capped = classify(weaker)
        assert capped == state or RANK.get(capped, 9) < RANK.get(state, 9)


@MANY
@given(inputs(), st.integers(-20, 20))
def test_a_change_of_unit_leaves_the_state(given_input, exponent):
    unit = 2.0**exponent  # exact in binary, so that touching bounds still touch
    m = given_input.smallest_effect
    rescaled = replace(
        given_input,
        estimate=given_input.estimate * unit,
        conf_low=given_input.conf_low * unit,
        conf_high=given_input.conf_high * unit,
        smallest_effect=None if m is None else m * unit,
    )
    assert classify(rescaled) == classify(given_input)


@MANY
@given(st.floats(0.01, 50), st.floats(0.01, 50), st.floats(1.01, 10))
def test_ratios_are_read_on_the_log_scale(one, other, r):
    low, high = sorted((one, other))
    logs = (math.log(low), math.log(high), math.log(r))
    ratio = LadderInput(
        estimate=low,
        conf_low=low,
        conf_high=high,
        scale="risk_ratio",
        better="higher",
        smallest_effect=r,
        design="randomised",
        n_min=100,
        is_public=True,
        is_identified=True,
    )
    difference = replace(
        ratio, estimate=0.0, conf_low=logs[0], conf_high=logs[1], scale="log_odds", smallest_effect=logs[2]
    )
    assert classify(ratio) == classify(difference)


@MANY
@given(uncapped(), st.sampled_from([math.nan, math.inf, -math.inf, None]), st.integers(0, 2))
def test_what_is_not_a_number_could_not_be_computed(given_input, value, position):
    column = ("estimate", "conf_low", "conf_high")[position]
    assert classify(replace(given_input, **{column: value})) == "X"


@MANY
@given(uncapped())
def test_bounds_in_the_wrong_order_could_not_be_computed(given_input):
    assume(given_input.conf_low < given_input.conf_high)
    turned = replace(given_input, conf_low=given_input.conf_high, conf_high=given_input.conf_low)
    assert classify(turned) == "X"


@pytest.mark.parametrize(
    ("low", "high", "m", "state"),
    [
        (0.0, 0.2, 0.05, "C3"),  # touches 0
        (-0.05, 0.2, 0.05, "C2"),  # touches −m
        (-0.04, 0.05, 0.05, "C3"),  # touches +m
        (0.01, 0.05, 0.05, "C5"),  # touches +m from below: may be that large
        (0.01, 0.0499, 0.05, "C5s"),
        (-0.05, -0.01, 0.05, "C5-"),
        (-0.0499, -0.01, 0.05, "C5s"),
        (-0.04, 0.04, 0.05, "C4"),
        (-0.2, 0.04, 0.05, "C3-"),
        (0.0, 0.0, 0.05, "C4"),
        (0.001, 9.0, None, "C5"),
        (-9.0, -0.001, None, "C5-"),
        (-1e-12, 9.0, None, "C2"),
    ],
)
def test_bounds_that_touch_do_not_exclude(low, high, m, state):
    row = LadderInput(
        estimate=(low + high) / 2,
        conf_low=low,
        conf_high=high,
        scale="risk_difference",
        better="higher",
        smallest_effect=m,
        design="randomised",
        n_min=100,
        is_public=True,
        is_identified=True,
    )
    assert classify(row) == state


@pytest.mark.parametrize(
    ("scale", "m"), [("risk_difference", 0.0), ("risk_difference", -1.0), ("risk_ratio", 1.0), ("ratio", 0.5)]
)
def test_a_smallest_effect_that_is_none_is_refused(scale, m):
    row = LadderInput(
        estimate=1.0,
        conf_low=0.5,
        conf_high=2.0,
        scale=scale,
        better="higher",
        smallest_effect=m,
        design="randomised",
        n_min=100,
        is_public=True,
        is_identified=True,
    )
    with pytest.raises(ValueError, match="smallest effect"):
        classify(row)
