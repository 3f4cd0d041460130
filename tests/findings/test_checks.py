"""The checks of C6 (METHODS, section 4): families, people lost, other calculations, what was not measured."""

import json

import pytest

from idmaj.findings import find_findings

MAIN = [{"id": "main", "outcomes": ["re_arrest", "employed"]}]
ALONE = [{"id": "main", "outcomes": ["employed"]}]
HALF = [(0.1, 0.02, 0.18), (0.05, -0.01, 0.11)]


@pytest.fixture
def find(make):
    """Find what may be said of `employed`, 10 (2 to 18) more per hundred, put to the checks."""

    def find_one(*more, outcome="employed", numbers=(0.1, 0.02, 0.18), families=MAIN, design="randomised",
                 lost=0.0, others=HALF, p_adjusted=0.03, estimand="itt"):  # fmt: skip
        rows = [make.primary(outcome, *numbers, p_adjusted=p_adjusted, estimand=estimand),
                make.lost(outcome, lost), *make.gates(outcome)[1:],
                *[make.other(outcome, *other, population=str(n)) for n, other in enumerate(others)], *more]  # fmt: skip
        finding = find_findings(make.released(rows), make.study(design, families=families)).iloc[0]
        arguments = json.loads(finding["arguments"])
        return finding["state"], arguments.get("checks", {}), arguments

    return find_one


def test_an_effect_that_passes_every_check_is_c6(find):
    state, checks, arguments = find()
    assert (state, arguments["held"]) == ("C6", "C5")
    assert checks == {"family": "passed", "lost": "unneeded", "robustness": "passed",
                      "specifications": "unneeded", "hidden": "unneeded"}  # fmt: skip
    assert arguments["tails"][-1] == "finding-checks-passed"


@pytest.mark.parametrize(
    ("numbers", "better", "held"),
    [((-0.1, -0.18, -0.02), "worse", "C5-"), ((0.03, 0.012, 0.048), "better", "C5s")],
)
def test_harm_and_small_effects_are_raised_alike(find, numbers, better, held):
    state, _, arguments = find(numbers=numbers, others=[numbers])
    assert (state, arguments["held"]) == ("C6", held)
    assert arguments["tails"][0] == f"finding-verdict-{better}"


@pytest.mark.parametrize(
    ("families", "p_adjusted", "state", "status"),
    [
        (MAIN, 0.03, "C6", "passed"),
        (MAIN, 0.05, "C6", "passed"),
        (MAIN, 0.0501, "C3", None),  # among several outcomes it may be chance
        (MAIN, None, "C3", None),
        (ALONE, 0.03, "C6", "passed"),
        (ALONE, 0.06, "C5", "failed"),  # the interval of the only primary outcome stands as it is
        (ALONE, None, "C5", "absent"),
        ([], None, "C5", "absent"),
        ([{"id": "main", "outcomes": ["earnings"]}], None, "C3", None),
        ([{"id": "main", "outcomes": ["earnings"]},
          {"id": "other", "role": "secondary", "outcomes": ["employed"]}], 0.06, "C3", None),
        ([{"id": "main", "outcomes": ["earnings"]},
          {"id": "other", "role": "secondary", "outcomes": ["employed"]}], 0.04, "C6", "passed"),
    ],
)  # fmt: skip
def test_families(find, families, p_adjusted, state, status):
    found, checks, _ = find(families=families, p_adjusted=p_adjusted)
    assert found == state
    assert checks.get("family") == status


def test_an_outcome_that_its_family_leaves_to_chance_shows_no_difference_among_what_fits(find):
    _, _, arguments = find(p_adjusted=0.2)
    assert (arguments["conf_low"], arguments["conf_high"]) == (0.0, 0.18)
    assert arguments["tails"] == ["finding-family-chance"]
    assert arguments["family"] == {"kind": "together", "outcomes": 2}


def test_a_family_says_nothing_where_the_interval_includes_no_difference(find):
    state, _, arguments = find(numbers=(0.05, -0.02, 0.12), p_adjusted=0.4)
    assert (state, arguments["tails"]) == ("C3", [])


def test_several_outcomes_without_a_family_are_told(find):
    _, _, arguments = find(families=[])
    assert "finding-family-undeclared" in arguments["tails"]


@pytest.mark.parametrize(
    ("bounds", "more", "status"),
    [
        (None, {}, "absent"),
        ((0.01, 0.2), {}, "passed"),
        ((-0.01, 0.2), {}, "failed"),
        ((0.0, 0.2), {}, "failed"),  # touches
        ((-0.3, -0.1), {}, "failed"),  # the other side
        ((0.01, 0.2), {"estimator": "manski_bounds"}, "passed"),
        ((0.01, 0.2), {"note": "note-monotonicity-broken"}, "absent"),
        ((0.01, 0.2), {"role": "secondary"}, "absent"),  # of those with an income: another selection
        ((0.01, 0.2), {"scale": "mean_difference"}, "absent"),
    ],
)
def test_people_lost_need_bounds_on_the_same_side(make, find, bounds, more, status):
    rows = [make.bounds("employed", *bounds, **more)] if bounds else []
    state, checks, _ = find(*rows, lost=0.02)
    assert checks["lost"] == status
    assert state == ("C6" if status == "passed" else "C5")


@pytest.mark.parametrize(
    ("others", "status"),
    [
        ([], "absent"),
        ([(None, None, None)], "absent"),  # refused: no number
        ([(0.1, 0.02, 0.18)], "passed"),
        (HALF, "passed"),
        ([*HALF, (0.01, -0.05, 0.07)], "failed"),  # a third only leaves out no difference
        ([(0.1, 0.02, 0.18), (-0.01, -0.05, 0.03)], "failed"),  # another sign
        ([(0.1, 0.02, 0.18), (0.0, -0.05, 0.05)], "failed"),  # no sign
    ],
)
def test_other_calculations_agree(find, others, status):
    state, checks, _ = find(others=others)
    assert checks["robustness"] == status
    assert state == ("C6" if status == "passed" else "C5")


def test_time_free_and_ratios_are_oriented(make, find):
    fewer = {"outcome": "re_arrest", "numbers": (-0.1, -0.18, -0.02), "others": [(-0.1, -0.18, -0.02)]}
    free = make.other("re_arrest", 2.0, 0.4, 3.6, scale="rmst_difference", estimator="rmst")
    hazard = make.other("re_arrest", 0.6, 0.4, 0.9, scale="hazard_ratio", estimator="cox")
    logs = make.other("re_arrest", -0.5, -0.9, 0.1, scale="log_hazard", estimator="cox")
    assert find(free, hazard, logs, **fewer)[0] == "C6"
    less = make.other("re_arrest", -2.0, -3.6, -0.4, scale="rmst_difference", estimator="rmst")
    more = make.other("re_arrest", 1.4, 1.1, 2.0, scale="hazard_ratio", estimator="cox")
    assert find(less, **fewer)[1]["robustness"] == "failed"
    assert find(more, **fewer)[1]["robustness"] == "failed"


@pytest.mark.parametrize(("low", "status"), [(0.01, "passed"), (-0.2, "failed")])
def test_specifications_are_a_check_of_their_own(make, find, low, status):
    row = make.other("employed", (low + 0.18) / 2, low, 0.18, role="diagnostic",
                     population="population-specification|age")  # fmt: skip
    state, checks, _ = find(row)
    assert checks["specifications"] == status
    assert state == ("C6" if status == "passed" else "C5")


@pytest.mark.parametrize(("verdict", "status"), [(True, "passed"), (False, "failed"), (None, "absent")])
def test_a_comparison_stays_c5_and_says_what_was_not_measured(make, find, verdict, status):
    row = make.gate("employed", "robustness_value", verdict, role="diagnostic", scale="partial_r2")
    state, checks, _ = find(row, design="comparison", estimand="att")
    assert (state, checks["hidden"]) == ("C5", status)


def test_those_who_took_part_are_no_lot(find):
    state, checks, _ = find(estimand="att")
    assert (state, checks["hidden"]) == ("C5", "absent")


def test_withheld_rows_are_not_read(make, find):
    row = make.other("employed", None, None, None, release="withheld", interval="none", estimator="lin")
    assert find(row, others=[])[1]["robustness"] == "absent"


def test_no_checks_below_an_effect(find):
    state, checks, _ = find(numbers=(0.05, -0.02, 0.12))
    assert (state, checks) == ("C3", {})
