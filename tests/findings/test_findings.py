"""From released rows to states: the shipped plans, caps of design, gates and publication."""

import json

import pytest

from idmaj.findings import find_findings
from idmaj.findings.ladder import LadderInput, classify


def find_one(rows, study, make):
    findings = find_findings(make.released(rows), study)
    assert len(findings) == 1
    return findings.iloc[0]


# Literal inputs of METHODS, section 4 ("Shipped studies, fixed by their plans").
@pytest.mark.parametrize(
    ("numbers", "caps", "state"),
    [
        # tarp: risk difference by logit g-computation at 52 weeks
        (
            {"estimate": -0.0792, "conf_low": -0.1596, "conf_high": 0.0013, "scale": "risk_difference",
             "better": "lower", "smallest_effect": 0.05},
            {"design": "randomised", "n_min": 216, "is_public": True, "is_identified": True},
            "C3",
        ),
        # nsw: difference in means of 1978 earnings
        (
            {"estimate": 1794.34, "conf_low": 474.01, "conf_high": 3114.67, "scale": "mean_difference",
             "better": "higher", "smallest_effect": 500},
            {"design": "randomised", "n_min": 185, "is_public": True, "is_identified": True},
            "C5",
        ),
        # nsw-cps: normalised AIPW-ATT; the agreement gate fails
        (
            {"estimate": 1273.55, "conf_low": 5.45, "conf_high": 2541.65, "scale": "mean_difference",
             "better": "higher", "smallest_effect": 500},
            {"design": "comparison", "n_min": 185, "is_public": True, "is_identified": False},
            "C1",
        ),
        # temara: seven people
        (
            {"estimate": 0.86, "conf_low": 0.42, "conf_high": 1.0, "scale": "share", "better": "higher",
             "smallest_effect": None},
            {"design": "single_group", "n_min": 7, "is_public": True, "is_identified": True},
            "C0",
        ),
    ],
    ids=["tarp", "nsw", "nsw-cps", "temara"],
)  # fmt: skip
def test_states_of_the_shipped_studies(numbers, caps, state):
    assert classify(LadderInput(**numbers, **caps)) == state


def test_a_withheld_row_is_c0_whatever_else(make):
    row = make.primary("employed", None, None, None, release="withheld", n_min=None)
    finding = find_one([row], make.study(), make)
    assert (finding["state"], finding["message"]) == ("C0", "finding-c0")


@pytest.mark.parametrize(
    ("design", "failed", "state"),
    [
        ("randomised", (), "C5"),
        ("randomised", ("balance",), "C5"),  # a diagnostic where people were drawn by lot
        ("randomised", ("attrition",), "C1"),
        ("comparison", (), "C5"),
        ("comparison", ("balance",), "C1"),
        ("comparison", ("agreement",), "C1"),
        ("comparison", ("attrition",), "C1"),
        ("panel", (), "C1"),  # nothing compares the movements before the programme yet
    ],
)
def test_gates_cap_the_state(make, design, failed, state):
    rows = [make.primary("employed", 0.1, 0.02, 0.18), *make.gates("employed", failed=failed)]
    finding = find_one(rows, make.study(design), make)
    assert finding["state"] == state
    assert all(f"{name}:failed" in finding["gates"] for name in failed if design != "randomised")


def test_a_gate_that_a_design_needs_and_nobody_checked_caps_too(make):
    rows = [make.primary("employed", 0.1, 0.02, 0.18), *make.gates("employed")[:-1]]
    finding = find_one(rows, make.study("comparison"), make)
    assert finding["state"] == "C1"
    assert finding["gates"].endswith("agreement:absent")
    assert json.loads(finding["arguments"])["tails"] == ["finding-reason-absent"]


def test_gates_of_another_outcome_are_not_read(make):
    rows = [make.primary("employed", 0.1, 0.02, 0.18), *make.gates("employed"),
            make.gate("earnings", "attrition", False)]  # fmt: skip
    assert find_one(rows, make.study(), make)["state"] == "C5"


def test_the_smallest_effect_counts_on_its_own_scale_only(make):
    # smallest effect of `employed` stands on the risk difference: with a mean difference there is none
    gates = make.gates("employed")
    inside = {"estimate": 0.0, "low": -0.01, "high": 0.01}
    rows = [make.primary("employed", *inside.values()), *gates]
    assert find_one(rows, make.study(), make)["state"] == "C4"
    rows = [make.primary("employed", *inside.values(), scale="mean_difference"), *gates]
    assert find_one(rows, make.study(), make)["state"] == "C2"


@pytest.mark.parametrize(("n_min", "design", "state"), [
    (9.9, "randomised", "C0"), (10, "randomised", "C1"), (29.9, "randomised", "C1"), (30, "randomised", "C5"),
    (30, "comparison", "C1"), (59.9, "comparison", "C1"), (60, "comparison", "C5"),
])  # fmt: skip
def test_bands_of_the_smallest_arm(make, n_min, design, state):
    rows = [make.primary("employed", 0.1, 0.02, 0.18, n_min=n_min), *make.gates("employed")]
    assert find_one(rows, make.study(design), make)["state"] == state


@pytest.mark.parametrize(
    ("design", "estimand", "message"),
    [
        ("randomised", "itt", "finding-c5-causal"),
        ("randomised", "cace", "finding-c5-causal"),
        ("randomised", "att", "finding-c5-associated"),
        ("comparison", "att", "finding-c5-associated"),
        ("comparison", "itt", "finding-c5-associated"),
    ],
)
def test_causal_words_need_the_lot_and_everybody_as_assigned(make, design, estimand, message):
    rows = [make.primary("employed", 0.1, 0.02, 0.18, estimand=estimand), *make.gates("employed")]
    finding = find_one(rows, make.study(design), make)
    assert finding["message"] == message
    assumed = f"finding-assumption-{design}" in json.loads(finding["arguments"])["tails"]
    assert assumed == message.endswith("associated")


def test_a_description_takes_its_levels_from_released_rows_over_everybody(make):
    levels = [
        make.level("employed", "support", 0.4, 200, 80),
        make.level("employed", "comparison", 0.5, 200, 100),
        make.level("employed", "support", 0.6, 130, 78, note="selected", population="population-still-free"),
    ]
    rows = [make.primary("employed", 0.1, 0.02, 0.18), *make.gates("employed", failed=["overlap"]), *levels]
    finding = find_one(rows, make.study("comparison"), make)
    arguments = json.loads(finding["arguments"])
    assert finding["message"] == "finding-c1-pair"
    assert {arm: level["n_events"] for arm, level in arguments["levels"].items()} == {
        "support": 80,
        "comparison": 100,
    }
    assert arguments["tails"] == ["finding-reason-overlap"]


def test_a_description_without_released_levels_gives_no_number(make):
    withheld = {"release": "annex", "interval": "none", "note": "withheld"}
    rows = [make.primary("employed", 0.1, 0.02, 0.18), *make.gates("employed", failed=["overlap"])]
    rows.append(make.level("employed", "support", None, None, **withheld))
    finding = find_one(rows, make.study("comparison"), make)
    assert finding["message"] == "finding-c1-bare"


def test_naive_contrasts_are_warned_of(make):
    naive = make.primary("earnings", -8497.5, -9893.0, -7102.0, role="naive", estimator="difference_in_means")
    rows = [
        make.primary("earnings", 1273.55, 5.45, 2541.65),
        naive,
        *make.gates("earnings", failed=["agreement"]),
    ]
    finding = find_one(rows, make.study("comparison"), make)
    assert finding["state"] == "C1"
    assert json.loads(finding["arguments"])["tails"] == ["finding-reason-naive", "finding-reason-agreement"]
    assert "8497" not in finding["arguments"]


def test_a_single_group_is_described(make):
    row = make.level("employed", "all", 0.45, 40, 18, role="primary")
    finding = find_one([row], make.study("single_group"), make)
    assert (finding["state"], finding["message"]) == ("C1", "finding-c1-share")


def test_what_n_alone_allows_stands_beside_c0_where_it_is_released(make):
    told = make.row("re_arrest", estimator="exact", scale="probability", role="diagnostic", n=7,
                    term="all|upper limit at none of n", estimate=0.4096,
                    population="depends on the number of people only")  # fmt: skip
    row = make.level("re_arrest", "all", None, None, role="primary", release="annex", n_events=None,
                     interval="none", note="withheld")  # fmt: skip
    arguments = json.loads(find_one([row, told], make.study("single_group"), make)["arguments"])
    assert arguments["tails"] == ["finding-c0-none"]
    assert arguments["allowed"] == {"n": 7, "limit": 0.4096}


def test_no_outcome_no_finding(make):
    findings = find_findings(make.released([]), make.study())
    assert findings.empty
    assert list(findings.columns)[:2] == ["estimate_id", "outcome"]
