"""What is estimated follows from the design and counts, never from the results."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.contrasts import ESTIMATORS, estimate_contrast
from idmaj.effects.design import choose_plan
from idmaj.effects.gates import check_allocation, check_attrition, check_comparison, check_placebo
from idmaj.effects.rows import Place
from idmaj.effects.sample import Sample, build_covariates
from idmaj.study import Outcome, Study

LABEL = {"en": "x", "fr": "x", "ar": "x"}


def make_study(design: str = "comparison", **analysis: object) -> Study:
    return Study.model_validate(
        {
            "format": 1,
            "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": design, "identifiers": "none",
            },
            "arms": {"column": "arm", "support": [1], "comparison": [0]},
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {
                "wage": {
                    "label": LABEL, "domain": "income", "kind": "continuous", "better": "higher",
                    "value": {"column": "wage"}, "smallest_effect": {"value": 0.5, "scale": "mean_difference"},
                }
            },
            "analysis": {"covariates": ["x", "before"], **analysis},
        }
    )  # fmt: skip


def make_sample(rng: np.random.Generator, *, shift: float, n: int = 2_000, binary: bool = False) -> Sample:
    treated = np.arange(n) % 4 == 0
    x = rng.normal(size=n) + shift * treated
    outcome = 1.0 * treated + x + rng.normal(size=n)
    if binary:
        outcome = (outcome > 0.5).astype(float)
    ids = np.array([f"p{i:05d}" for i in range(n)])
    covariates = np.column_stack([x, x + rng.normal(size=n)])
    return Sample(
        outcome,
        treated,
        covariates,
        ("x", "before"),
        binary,
        ids,
        (int(treated.sum()), int((~treated).sum())),
    )


PLACE = Place({"study": "made-up", "outcome": "wage", "domain": "income"})


def gates_of(sample: Sample, study: Study) -> dict[str, bool]:
    fields = {"estimand": "att", "conf_level": 0.95}
    primary = estimate_contrast(sample, PLACE, estimator="aipw", role="primary", **fields)
    others = [
        estimate_contrast(sample, PLACE, estimator=e, role="robustness", **fields)
        for e in ("ipw", "entropy_balancing")
    ]
    rows = check_comparison(sample, PLACE, study, primary=primary, others=others)
    return {f"{row.estimator}/{row.scale}": row.passed for row in rows if row.role == "gate"}


def test_alike_groups_pass_every_gate(rng):
    assert set(gates_of(make_sample(rng, shift=0.3), make_study()).values()) == {True}


def test_groups_without_overlap_fail_the_gates_that_look_at_it(rng):
    verdicts = gates_of(make_sample(rng, shift=6.0), make_study())
    assert not all(verdicts.values())
    assert not verdicts.get("weights/effective_size", False)


def test_the_placebo_passes_when_nothing_was_there_before_and_fails_when_something_was(rng):
    study = make_study(placebo="before")
    sample = make_sample(rng, shift=0.0)
    quiet = pd.DataFrame({"person_id": sample.person_ids, "before": sample.covariates[:, 0]})
    loud = quiet.assign(before=quiet["before"] + 2.0 * sample.treated)
    results = [
        check_placebo(sample, persons, PLACE, study, estimator="aipw").passed
        for persons in (quiet.assign(before=rng.normal(size=len(quiet))), loud)
    ]
    assert results == [True, False]


def test_without_a_declared_placebo_the_gate_fails_and_says_so(rng):
    sample = make_sample(rng, shift=0.0)
    row = check_placebo(
        sample, pd.DataFrame({"person_id": sample.person_ids}), PLACE, make_study(), estimator="aipw"
    )
    assert row.passed is False
    assert "no pre-programme outcome" in row.note


@pytest.mark.parametrize(
    ("lost_support", "lost_comparison", "verdicts"),
    [(0, 0, [True, True]), (20, 20, [True, True]), (21, 21, [False, True]), (12, 4, [True, False])],
)
def test_attrition_gates_at_their_limits(lost_support, lost_comparison, verdicts):
    rows = []
    for arm, lost in (("support", lost_support), ("comparison", lost_comparison)):
        values = [np.nan] * lost + [1.0] * (100 - lost)
        rows.append(
            pd.DataFrame({"arm": arm, "value": values, "missing": ["not_found"] * lost + [""] * (100 - lost)})
        )
    found = check_attrition(pd.concat(rows), PLACE, make_study())
    assert [row.passed for row in found] == verdicts


def test_people_whose_time_has_not_come_are_not_lost():
    people = pd.DataFrame(
        {
            "arm": ["support", "support", "comparison"],
            "value": [1.0, np.nan, 0.0],
            "missing": ["", "immature", ""],
        }
    )
    assert [row.estimate for row in check_attrition(people, PLACE, make_study())] == [0.0, 0.0]


def test_a_binary_outcome_with_few_events_is_not_modelled(rng):
    study = make_study("randomised")
    outcome = study.outcome["wage"]
    sample = make_sample(rng, shift=0.0, n=400, binary=True)
    assert choose_plan("randomised", outcome, sample).primary == "logit_gcomputation"
    rare = Sample(
        np.zeros(400), sample.treated, sample.covariates, sample.names, True, sample.person_ids, (100, 300)
    )
    rare.outcome[:3] = 1.0
    assert choose_plan("randomised", outcome, rare).primary == "newcombe"


def test_the_study_file_may_name_the_primary_estimator(rng):
    outcome: Outcome = make_study().outcome["wage"].model_copy(update={"estimator": "entropy_balancing"})
    plan = choose_plan("comparison", outcome, make_sample(rng, shift=0.1))
    assert plan.primary == "entropy_balancing"
    assert set(plan.robustness) == {"aipw", "ipw", "matching"}


@pytest.mark.parametrize(
    "estimator", ["difference_in_means", "ancova", "lin", "ipw", "aipw", "entropy_balancing"]
)
def test_every_estimator_finds_a_known_effect(estimator, rng):
    sample = make_sample(rng, shift=0.0, n=8_000)
    row = estimate_contrast(
        sample, PLACE, estimator=estimator, role="primary", estimand="att", conf_level=0.95
    )
    assert abs(row.estimate - 1.0) < 4 * row.std_error
    assert estimator in ESTIMATORS


def test_an_estimator_that_cannot_answer_leaves_a_row_without_a_number(rng):
    sample = make_sample(rng, shift=0.0)
    flat = sample.with_outcome(np.zeros(len(sample.outcome)))
    row = estimate_contrast(
        flat, PLACE, estimator="difference_in_means", role="primary", estimand="itt", conf_level=0.95
    )
    assert row.estimate is None
    assert row.note.startswith("estimation-no-variation")


def test_codes_become_indicators_and_blanks_keep_their_people():
    persons = pd.DataFrame({"age": [20.0, np.nan, 40.0], "race": ["black", "other", None]})
    names, matrix = build_covariates(persons, ["age", "race"])
    assert names == ("age", "age=missing", "race=other", "race=missing")
    assert matrix.tolist() == [[20.0, 0.0, 0.0, 0.0], [30.0, 1.0, 1.0, 0.0], [40.0, 0.0, 0.0, 1.0]]


@pytest.mark.parametrize(("n", "note"), [(400, "permutation test"), (6_000, "F test")])
def test_the_allocation_of_a_fair_lot_is_not_suspected_and_that_of_a_rigged_one_is(n, note, rng):
    sample = make_sample(rng, shift=0.0, n=n)
    (fair,) = check_allocation(sample, PLACE)
    (rigged,) = check_allocation(make_sample(rng, shift=1.0, n=n), PLACE)
    assert (fair.note, fair.passed, rigged.passed) == (note, True, False)
