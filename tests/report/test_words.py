"""Numbers of every scale as people read them; expected texts follow from CLDR and the scale alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.report.words import choose_formatter, say_value_and_range
from idmaj.store import open_evaluation
from idmaj.text import strip_isolates

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.fixture
def study(shipped):
    return open_evaluation("nsw", workspace=shipped).study


def row(scale, estimate=None, low=None, high=None, **fields) -> pd.Series:
    fields = {"estimator": "poisson", "term": "support - comparison", "role": "secondary", "unit": "usd",
              "interval": "wald_z", "n": 445, **fields}  # fmt: skip
    made = EffectEstimate(study="nsw", outcome="earnings_1978", domain="income", scale=scale, estimate=estimate,
                          conf_low=low, conf_high=high, **fields)  # fmt: skip
    return build_estimates([made]).iloc[0]


def say(row, study, language="en") -> str:
    return strip_isolates(say_value_and_range(row, study, language)).replace("\u200f", "")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "+39% (+11% to +75%)"),
        ("fr", f"+39{WIDE}% (de +11{WIDE}% à +75{WIDE}%)"),
        ("ar", "+39% (من +11% إلى +75%)"),
    ],
)
def test_a_relative_change_is_a_signed_percentage_and_no_money(study, language, expected):
    assert say(row("percent_change", 0.39, 0.11, 0.75), study, language) == expected


def test_a_relative_change_that_falls_or_is_none_carries_its_own_sign(study):
    assert say(row("percent_change", -0.2, -0.35, -0.001), study) == "−20.0% (−35.0% to −0.1%)"
    assert say(row("percent_change", 0.0, -0.1, 0.1), study) == "0% (−10% to +10%)"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "1.24 (1.02 to 1.51)"), ("fr", "1,24 (de 1,02 à 1,51)")]
)
@pytest.mark.parametrize("scale", ["rate_ratio", "risk_ratio", "odds_ratio", "hazard_ratio"])
def test_ratios_are_plain_numbers(study, scale, language, expected):
    assert say(row(scale, 1.24, 1.02, 1.51), study, language) == expected


def test_a_chance_is_a_percentage(study):
    assert say(row("probability", 0.5512, 0.501, 0.6004), study) == "55.1% (50.1% to 60.0%)"


def test_a_difference_of_quantiles_is_money_or_signed(study):
    assert say(row("quantile", 1094.0, -471.0, 3055.0), study) == "USD\u00a01,094 (−471 to 3,055)"
    assert say(row("quantile", 2.0, -1.0, 5.0, unit=""), study) == "+2.0 (−1.0 to +5.0)"
    assert say(row("quantile", 3.5, unit="", term="median", interval="none", note="-"), study) == "3.50"


def test_bounds_are_a_range_with_the_interval_that_covers_the_effect(study):
    bounds = row("mean_difference", None, -2435.0, 4305.0, bound_low=-1142.0, bound_high=2621.0,
                 estimator="lee_bounds", interval="imbens_manski")  # fmt: skip
    assert say(bounds, study) == "USD\u00a0−1,142 to USD\u00a02,621 (−2,435 to 4,305)"
    shares = row("risk_difference", None, -0.2, 0.1, bound_low=-0.12, bound_high=0.06, unit="",
                 estimator="lee_bounds", interval="imbens_manski")  # fmt: skip
    assert say(shares, study) == "−12.0 to +6.0 (−20.0 to +10.0)"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1.0, "−3.1 (−5.5 to −0.7)"),
        (0.01, "−0.031 (−0.055 to −0.007)"),
        (0.001, "−0.0031 (−0.0055 to −0.0007)"),
        (100.0, "−310.0 (−550.0 to −66.0)"),
    ],
)
def test_small_differences_are_not_printed_as_zero(study, size, expected):
    numbers = np.array([-3.1, -5.5, -0.66]) * size
    assert say(row("mean_difference", *numbers, unit=""), study) == expected


def test_the_ratio_of_a_check_on_money_is_no_money(study):
    check = row("ratio", 0.48, interval="none", estimator="honest", role="gate", threshold=1.0, note="gate")
    assert say(check, study) == "0.48"
    assert strip_isolates(choose_formatter(check, study)(1.0, "en")) == "1.00"
