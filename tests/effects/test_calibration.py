"""Intervals hold the truth as often as they say, plans read the table, and the table is the whole.

Monte-Carlo tolerance: three standard errors, as the quantile of the binomial law that has their tail, for draws
are few. The draws of a process depend on its name, n and their own number alone, so that a failure repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from benchmarks.calibration import build_processes, find_processes, merge
from benchmarks.coverage import Interval, Process, attempt, measure_coverage
from benchmarks.panel_intervals import average_effects
from benchmarks.people_intervals import INCOME
from benchmarks.processes import (
    average,
    cut_income,
    draw_people,
    draw_sample,
    effect,
    event_of,
    find_quantile,
    mean_income,
    propensity,
    share_above,
)
from benchmarks.randomisation_error import DESIGNS, measure_rejections
from scipy import stats

from idmaj.effects import calibration, design
from idmaj.effects.calibration import COVERED, NOT_PLANNED, is_certified, read_coverage
from idmaj.effects.contrasts import ESTIMATORS
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError

SIZES = (60, 200, 1_000)
FAST = 300
SAMPLE = 400_000
Entry = dict[str, Any]


def find_process(kind: str, name: str) -> Process:
    return next(one for one in build_processes() if (one.kind, one.name) == (kind, name))


def allowed(entry: Entry, *, expected: float = COVERED) -> float:
    """Smallest share that is not below the expected one by chance (1 in 741, three standard errors)."""
    given = round(entry["draws"] * (1 - sum(entry["refused"].values())))
    return float(stats.binom.ppf(0.00135, given, expected)) / given


def describe(entry: Entry) -> str:
    return f"{entry['estimator']} {entry['kind']}/{entry['process']} n={entry['n']}: {entry['coverage']}"


@pytest.mark.parametrize(
    ("kind", "name", "n"),
    [
        ("income", "lottery", 60),
        ("risk", "lottery, risk 0.25", 200),
        ("panel", "two waves", 200),
    ],
)
def test_intervals_cover_in_a_few_draws(kind: str, name: str, n: int) -> None:
    for entry in measure_coverage(find_process(kind, name), n, draws=FAST):
        assert entry["coverage"] >= allowed(entry), describe(entry)


def test_an_interval_that_is_too_narrow_is_found_out() -> None:
    """A normal interval of half the width holds the truth in 67 % of draws."""

    def halve_interval(values: np.ndarray) -> Any:
        error = values.std(ddof=1) / np.sqrt(len(values))
        yield attempt("half", 0.0, lambda: (values.mean() - 0.98 * error, values.mean() + 0.98 * error))

    process = Process("normal", "test", lambda rng, n: rng.standard_normal(n), halve_interval)
    (entry,) = measure_coverage(process, 200, draws=1_000)
    half = stats.norm.cdf(0.98) - stats.norm.cdf(-0.98)
    assert abs(entry["coverage"] - half) < 4 * entry["mc_error"]
    assert entry["coverage"] < allowed(entry)


def test_draws_without_an_interval_are_counted_by_reason() -> None:
    def refuse_negative(value: float) -> Any:
        def find() -> tuple[float, float]:
            if value < 0:
                raise EstimationError("no-variation")
            return -np.inf, np.inf

        yield attempt("some", 0.0, find)

    process = Process("normal", "test", lambda rng, n: rng.standard_normal(), refuse_negative)
    (entry,) = measure_coverage(process, 60, draws=400)
    assert entry["coverage"] == 1.0
    assert 0.4 < entry["refused"]["no-variation"] < 0.6


def test_a_band_must_hold_all_of_the_truth() -> None:
    truth = np.array([0.0, 1.0])
    assert Interval("band", truth - 1, truth + 1, truth).covers
    assert not Interval("band", truth - 1, np.array([1.0, 0.9]), truth).covers


@pytest.fixture(scope="module")
def everybody() -> dict[str, np.ndarray]:
    """Both outcomes of 400,000 people, from the process itself."""
    rng = np.random.default_rng(20)
    people = draw_people(rng, SAMPLE)
    one, zero = np.ones(SAMPLE), np.zeros(SAMPLE)
    helped = rng.random(SAMPLE) < propensity(people.x, people.z)
    return {"one": people.outcome(one), "zero": people.outcome(zero), "helped": helped}


def check_mean(values: np.ndarray, truth: float) -> None:
    assert abs(values.mean() - truth) < 4 * values.std() / np.sqrt(len(values))


def test_truths_of_incomes_are_those_of_the_process(everybody: dict[str, np.ndarray]) -> None:
    one, zero, helped = everybody["one"], everybody["zero"], everybody["helped"]
    check_mean(one - zero, effect(mean_income))
    check_mean((one - zero)[helped], effect(mean_income, over="att"))
    check_mean((one > 0).astype(float) - (zero > 0), effect(share_above(0.0)))
    check_mean((zero > 4_000).astype(float), average(share_above(4_000.0), 0.0))
    cap = find_quantile(0.99, arms=(0.0, 1.0))
    check_mean(np.minimum(one, cap) - np.minimum(zero, cap), effect(cut_income(cap)))
    check_mean((one <= find_quantile(0.75, arms=(1.0,))).astype(float), 0.75)
    assert abs((zero == 0).mean() - 0.35) < 0.004
    assert abs(np.log(zero[zero > 0]).std() - 1.0) < 0.05


@pytest.mark.parametrize("risk", [0.05, 0.25, 0.5])
def test_truths_of_risks_are_those_of_the_process(risk: float) -> None:
    people = draw_people(np.random.default_rng(21), SAMPLE, risk=risk)
    one, zero = people.outcome(np.ones(SAMPLE)), people.outcome(np.zeros(SAMPLE))
    check_mean(zero, risk)
    check_mean(one - zero, effect(event_of(risk)))
    assert average(event_of(risk), 0.0) == pytest.approx(risk, abs=1e-10)


def test_averages_of_a_panel_by_hand() -> None:
    """Two groups, from 4 and 6 of six periods: cells 1, 1.2, 1.4 (twice as many) and 2."""
    starts, levels, sizes = np.array([4, 6]), np.array([1.0, 2.0]), np.array([2.0, 1.0])
    assert average_effects("group", starts, levels, sizes)[0] == pytest.approx((2 * 1.2 + 2) / 3)
    assert average_effects("simple", starts, levels, sizes)[0] == pytest.approx((2 * 3.6 + 2) / 7)
    assert average_effects("dynamic", starts, levels, sizes)[1] == pytest.approx(
        {0.0: 4 / 3, 1.0: 1.2, 2.0: 1.4}
    )
    assert average_effects("calendar", starts, levels, sizes)[1][6.0] == pytest.approx((2 * 1.4 + 2) / 3)


@pytest.mark.parametrize("arms", ["randomised", "stratified", "paired", "clustered", "paired towns"])
def test_lotteries_are_even_and_repeat(arms: str) -> None:
    sample = draw_sample(np.random.default_rng(3), 200, arms=arms)
    again = draw_sample(np.random.default_rng(3), 200, arms=arms)
    np.testing.assert_array_equal(sample.outcome, again.outcome)
    assert 60 <= sample.n_treated <= 140
    assert sample.assignment.is_paired == ("paired" in arms)
    assert (sample.assignment.clusters is None) == (arms in ("randomised", "stratified"))


@pytest.mark.parametrize("arms", DESIGNS)
def test_randomisation_test_rarely_rejects_the_truth(arms: str) -> None:
    entry = measure_rejections(arms, 60, draws=FAST)
    assert entry["rejected"] <= 0.05 + 2 * entry["mc_error"]


def make_entry(estimator: str, coverage: float | None, *, kind: str = "income", n: int = 60) -> Entry:
    entry = {"estimator": estimator, "kind": kind, "process": "made up", "n": n, "coverage": coverage}
    return entry | {"refused": {}}


@pytest.fixture
def with_table(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a made-up table in the place of the repository's."""

    def put(*entries: Entry) -> None:
        monkeypatch.setattr(calibration, "read_coverage", lambda: list(entries))
        calibration._by_size.cache_clear()

    yield put
    calibration._by_size.cache_clear()


@pytest.fixture
def sample() -> Sample:
    return draw_sample(np.random.default_rng(4), 200)


def test_an_estimator_that_falls_short_is_not_primary(
    with_table: Callable[..., None], sample: Sample
) -> None:
    with_table(
        make_entry("difference_in_means", 0.93, n=200),
        make_entry("ancova", 0.95, n=200),
        make_entry("lin", 0.95),
    )
    plan = design.choose_plan("randomised", INCOME, sample)
    assert plan.primary == "ancova"
    assert plan.reason == "plan-calibrated"
    assert set(plan.robustness) == {"difference_in_means", "lin"}


def test_an_estimator_that_falls_short_elsewhere_stays_primary(
    with_table: Callable[..., None], sample: Sample
) -> None:
    with_table(
        make_entry("difference_in_means", 0.80), make_entry("difference_in_means", 0.95, n=200),
        make_entry("difference_in_means", 0.80, n=1_000),
        make_entry("difference_in_means", 0.80, kind="risk", n=200), make_entry("ancova", 0.95),
    )  # fmt: skip
    assert design.choose_plan("randomised", INCOME, sample).primary == "difference_in_means"


def test_the_lowest_coverage_of_a_kind_decides_and_missing_ones_do_not(
    with_table: Callable[..., None],
) -> None:
    with_table(
        make_entry("aipw", 0.95), make_entry("aipw", 0.934), make_entry("ipw", None), make_entry("ipw", 0.935),
        make_entry("matching", None), make_entry("aipw", 0.95, kind="clustered income"),
    )  # fmt: skip
    assert not is_certified("aipw", n=60, is_binary=False)
    assert is_certified("aipw", n=60, is_binary=False, structure="clustered")
    assert not is_certified("aipw", n=60, is_binary=False, structure="weighted")
    assert is_certified("aipw", n=60, is_binary=True)
    assert is_certified("ipw", n=60, is_binary=False)
    assert is_certified("matching", n=60, is_binary=False)


def test_an_estimator_that_often_gives_no_interval_is_not_certified(
    with_table: Callable[..., None],
) -> None:
    with_table(
        make_entry("aipw", 0.95) | {"refused": {"no-variation": 0.04, "separation": 0.02}},
        make_entry("ipw", 0.95) | {"refused": {"no-variation": 0.05}},
        make_entry("lin", None) | {"refused": {"no-variation": 1.0}},
        # of the fifth to which a plan brings it, a quarter; of none, nothing is told
        make_entry("ancova", 0.95) | {"refused": {NOT_PLANNED: 0.8, "separation": 0.05}},
        make_entry("matching", None) | {"refused": {NOT_PLANNED: 1.0}},
    )
    certified = {name: is_certified(name, n=60, is_binary=False) for name in ESTIMATORS}
    assert [name for name, held in certified.items() if not held] == ["ancova", "lin", "aipw"]


def test_the_table_holds_every_estimator_at_every_size() -> None:
    held = {
        (entry["estimator"], entry["n"]) for entry in read_coverage()
        if entry["coverage"] is not None or entry["refused"] == {NOT_PLANNED: 1.0}
    }  # fmt: skip
    assert held >= {(estimator, n) for estimator in ESTIMATORS for n in SIZES}
    # 60 people, 3 parameters and 10 events for each of them: no plan comes to a logit
    unplanned = {
        (entry["estimator"], entry["n"]) for entry in read_coverage() if NOT_PLANNED in entry["refused"]
    }
    assert {estimator for estimator, _ in unplanned} == {"logit_gcomputation"}


def test_the_table_holds_every_declared_process_and_no_other() -> None:
    held = {(entry["kind"], entry["process"], entry["n"]) for entry in read_coverage()}
    assert held == {(process.kind, process.name, n) for process in build_processes() for n in SIZES}


PRIMARIES = ("difference_in_means", "ancova", "newcombe", "logit_gcomputation", "aipw", "ipw",
             "entropy_balancing", "callaway_santanna", "dr_did")  # fmt: skip


@pytest.mark.parametrize("estimator", PRIMARIES)
def test_primary_estimators_were_drawn_two_thousand_times(estimator: str) -> None:
    rows = [entry for entry in read_coverage() if entry["estimator"] == estimator]
    assert {entry["n"] for entry in rows} == set(SIZES)
    assert all(entry["draws"] >= 2_000 for entry in rows)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("risk", [None, 0.05, 0.25, 0.5])
@pytest.mark.parametrize("arms", ["randomised", "comparison"])
def test_what_a_plan_puts_first_covers(arms: str, risk: float | None, n: int) -> None:
    drawn = draw_sample(np.random.default_rng(5), n, arms=arms, risk=risk)
    plan = design.choose_plan(arms, INCOME, drawn)
    others = [name for name in plan.robustness if is_certified(name, n=n, is_binary=risk is not None)]
    # of 60 people with 3 events no estimator of a comparison gives an interval in 95 of 100 draws
    assert is_certified(plan.primary, n=n, is_binary=risk is not None) or not others, plan
    assert is_certified(plan.primary, n=n, is_binary=risk is not None) or (arms == "comparison" and n == 60)


def test_new_entries_take_the_place_of_old_ones_of_the_same_key() -> None:
    process = find_processes()[0]
    old = [{"kind": process.kind, "process": process.name, "n": n, "coverage": 0.9} for n in (60, 200)]
    new = [{"kind": process.kind, "process": process.name, "n": 60, "coverage": 0.95}]
    merged = merge({"coverage": old}, {"coverage": new, "type_1_error": []})["coverage"]
    assert [(entry["n"], entry["coverage"]) for entry in merged] == [(60, 0.95), (200, 0.9)]


def _list_small_runs() -> list[tuple[Process, int, int]]:
    """Every process at every size, fewer draws where they are slow."""
    slow = {60: 20, 200: 10, 1_000: 3}
    return [
        (process, n, slow[n] if process.at_most < 1_000_000 else 120)
        for process in build_processes()
        for n in SIZES
    ]


@pytest.mark.full
@pytest.mark.parametrize(
    ("process", "n", "draws"),
    [pytest.param(*run, id=f"{run[0].kind}/{run[0].name} {run[1]}") for run in _list_small_runs()],
)
def test_intervals_cover_as_the_table_says(process: Process, n: int, draws: int) -> None:
    """Each estimator again, in a few draws that are the first of the table's."""
    table = {
        entry["estimator"]: entry["coverage"]
        for entry in read_coverage()
        if (entry["kind"], entry["process"], entry["n"]) == (process.kind, process.name, n)
    }
    for entry in measure_coverage(process, n, draws=draws):
        expected = table[entry["estimator"]]
        if entry["coverage"] is not None and expected is not None:
            assert entry["coverage"] >= allowed(entry, expected=min(expected, 0.95)), describe(entry)
