"""Shares and their comparisons agree with R 4.2.2.

Sources: binom.test, prop.test(correct = FALSE), qbeta; Newcombe (1998) method 10 and Woolf by their formulas in
R; fisher.test. Counts: Rossi, Berk & Lenihan (48 of 216 re-arrested with aid, 66 of 216 without) and n = 7.
"""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.proportions import (
    agresti_coull,
    clopper_pearson,
    estimate_odds_ratio,
    estimate_risk_difference,
    estimate_risk_ratio,
    estimate_upper_bound_at_zero,
    jeffreys,
    wilson,
)
from idmaj.errors import EstimationError

AID, NONE = (48, 216), (66, 216)
WILSON_OF_7 = [
    (0, 0.354330435066687),
    (0.0256796243447436, 0.513127829274319),
    (0.0822189240040568, 0.641065548167381),
    (0.15821985525147, 0.749541635472343),
    (0.250458364527657, 0.84178014474853),
    (0.358934451832619, 0.917781075995943),
    (0.486872170725681, 0.974320375655256),
    (0.645669564933313, 1),
]
CLOPPER_PEARSON_OF_7 = [
    (0, 0.409616397225003),
    (0.00361029686190059, 0.578723197043195),
    (0.0366925661760856, 0.709579136262657),
    (0.0989882784425079, 0.815948432359917),
    (0.184051567640083, 0.901011721557492),
    (0.290420863737343, 0.963307433823914),
    (0.421276802956805, 0.996389703138099),
    (0.590383602774997, 1),
]
JEFFREYS_OF_7 = [
    (0, 0.29243617366231),
    (0.0158765242127468, 0.500797461619078),
    (0.0647282669494834, 0.647661654959421),
    (0.13886421910489, 0.765498750747906),
    (0.234501249252094, 0.86113578089511),
    (0.352338345040579, 0.935271733050517),
    (0.499202538380922, 0.984123475787253),
    (0.70756382633769, 1),
]


AGRESTI_COULL_OF_7 = [
    (-0.0501087955178726, 0.40443923058456),
    (0.00531810620050643, 0.533489347418556),
    (0.0756357553634223, 0.647648716808015),
    (0.157521245739399, 0.750240244984414),
    (0.249759755015586, 0.842478754260601),
    (0.352351283191985, 0.924364244636578),
    (0.466510652581444, 0.994681893799494),
    (0.59556076941544, 1.05010879551787),
]


@pytest.mark.parametrize(
    ("method", "expected"),
    [(wilson, WILSON_OF_7), (clopper_pearson, CLOPPER_PEARSON_OF_7), (jeffreys, JEFFREYS_OF_7)],
)
def test_every_count_of_seven_agrees_with_r(method, expected):
    for events, limits in enumerate(expected):
        share = method(events, 7)
        assert share.estimate == events / 7
        assert (share.conf_low, share.conf_high) == pytest.approx(limits, abs=1e-13)


def test_agresti_coull_agrees_with_r():
    for events, limits in enumerate(AGRESTI_COULL_OF_7):
        share = agresti_coull(events, 7, clipped=False)
        assert (share.conf_low, share.conf_high) == pytest.approx(limits, abs=1e-13)
    assert (agresti_coull(0, 7).conf_low, agresti_coull(7, 7).conf_high) == (0, 1)


def test_rule_of_three():
    assert estimate_upper_bound_at_zero(7, one_sided=True) == pytest.approx(0.348163655131161, abs=1e-14)
    assert estimate_upper_bound_at_zero(1_000, one_sided=True) == pytest.approx(3 / 1_000, rel=5e-3)
    with pytest.raises(EstimationError, match="confidence-level"):
        estimate_upper_bound_at_zero(7, conf_level=0.4, one_sided=True)


def test_zero_of_seven_allows_up_to_41_percent():
    assert estimate_upper_bound_at_zero(7) == pytest.approx(0.409616397225003, abs=1e-14)
    assert estimate_upper_bound_at_zero(7) == pytest.approx(1 - 0.025 ** (1 / 7), abs=1e-14)


def test_rossi_one_year_shares():
    assert wilson(*AID).conf_low == pytest.approx(0.171906153087752, abs=1e-13)
    assert wilson(*NONE).conf_high == pytest.approx(0.369939517662571, abs=1e-13)
    assert clopper_pearson(*AID).conf_high == pytest.approx(0.283609212657023, abs=1e-12)
    assert clopper_pearson(114, 432).conf_low == pytest.approx(0.222910290484972, abs=1e-12)


def test_rossi_risk_difference():
    result = estimate_risk_difference(AID, NONE)
    assert result.estimate == pytest.approx(-0.0833333333333334, abs=1e-14)
    assert result.std_error == pytest.approx(0.0422202593219273, rel=1e-12)
    assert (result.conf_low, result.conf_high) == pytest.approx(
        (-0.16504625391351, -0.000151036535038951), abs=1e-13
    )
    assert result.p_value == pytest.approx(0.0632182639554605, rel=1e-10)


def test_seven_against_seven():
    result = estimate_risk_difference((6, 7), (3, 7))
    assert (result.conf_low, result.conf_high) == pytest.approx(
        (-0.0614512800226347, 0.723224689271698), abs=1e-13
    )
    ratio = estimate_risk_ratio((6, 7), (3, 7))
    assert (ratio.estimate, ratio.std_error) == pytest.approx((2, 0.462910049886276), rel=1e-12)
    assert (ratio.conf_low, ratio.conf_high) == pytest.approx(
        (0.807235489040717, 4.95518352984384), rel=1e-12
    )


def test_rossi_ratios():
    ratio = estimate_risk_ratio(AID, NONE)
    assert (ratio.estimate, ratio.std_error) == pytest.approx(
        (0.727272727272727, 0.163479629390298), rel=1e-12
    )
    assert (ratio.conf_low, ratio.conf_high) == pytest.approx(
        (0.527889700889237, 1.00196237764012), rel=1e-12
    )
    odds = estimate_odds_ratio(AID, NONE)
    assert (odds.estimate, odds.std_error) == pytest.approx((0.649350649350649, 0.220462913216478), rel=1e-12)
    assert (odds.conf_low, odds.conf_high) == pytest.approx((0.421522641600138, 1.00031700364058), rel=1e-12)


def test_undefined_problems_are_refused():
    for counts in [(-1, 7), (8, 7), (0, 0), (1.5, 7)]:
        for method in (wilson, clopper_pearson, jeffreys, agresti_coull):
            with pytest.raises(EstimationError, match="not-a-count"):
                method(*counts)
    with pytest.raises(EstimationError, match="no-events"):
        estimate_risk_ratio((0, 7), (3, 7))
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_risk_ratio((7, 7), (7, 7))
    with pytest.raises(EstimationError, match="empty-cell"):
        estimate_odds_ratio((7, 7), (3, 7))


def test_clopper_pearson_never_covers_less_than_it_says():
    n = 12
    shares = [clopper_pearson(k, n) for k in range(n + 1)]
    for risk in np.linspace(0.001, 0.999, 333):
        pmf = np.array([comb(n, k) * risk**k * (1 - risk) ** (n - k) for k in range(n + 1)])
        inside = np.array([s.conf_low <= risk <= s.conf_high for s in shares])
        assert pmf[inside].sum() >= 0.95


people = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=300, deadline=None)
@given(one=people, two=people, level=st.sampled_from([0.8, 0.95, 0.99]))
def test_limits_hold_the_estimate_and_labels_flip(one, two, level):
    for method in (wilson, clopper_pearson, jeffreys, agresti_coull):
        share = method(*one, conf_level=level)
        assert 0 <= share.conf_low <= share.estimate <= share.conf_high <= 1
        other = method(one[1] - one[0], one[1], conf_level=level)
        assert (other.conf_low, other.conf_high) == pytest.approx((1 - share.conf_high, 1 - share.conf_low))
    result = estimate_risk_difference(one, two, conf_level=level)
    flipped = estimate_risk_difference(two, one, conf_level=level)
    assert -1 <= result.conf_low <= result.estimate <= result.conf_high <= 1
    assert (flipped.estimate, flipped.conf_low) == pytest.approx((-result.estimate, -result.conf_high))
    assert flipped.p_value == pytest.approx(result.p_value)
