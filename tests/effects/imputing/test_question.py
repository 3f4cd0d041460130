"""Rows of imputation and tipping point: none where nobody is lost, everybody counted where somebody is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.comparison import Planned, plan_comparison
from idmaj.effects.imputing.question import impute_lost
from idmaj.effects.rows import place_outcome
from idmaj.estimates import build_estimates
from idmaj.study import Study
from idmaj.text import LANGUAGES, message

LABEL = {"en": "x", "fr": "x", "ar": "x"}


def make_study(kind: str, design: str = "randomised", **outcome: object) -> Study:
    rule = {"column": "y", "equals": 1} if kind == "binary" else {"column": "y"}
    return Study.model_validate(
        {
            "format": 1, "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": design, "identifiers": "none",
            },
            "arms": {"column": "arm", "support": [1], "comparison": [0]},
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {
                "y": {"label": LABEL, "domain": "income", "kind": kind, "better": "higher", "value": rule, **outcome}
            },
            "analysis": {"covariates": ["x", "z"]},
        }
    )  # fmt: skip


def make_planned(
    kind: str = "continuous",
    *,
    n: int = 240,
    lost: float = 0.2,
    design: str = "randomised",
    **outcome: object,
) -> Planned:
    generator = np.random.default_rng(2)
    treated = np.arange(n) % 2 == 0
    x, z = generator.normal(size=(2, n))
    y = 0.3 * treated + x + generator.normal(size=n)
    values = (y > 0).astype(float) if kind == "binary" else y
    gone = generator.uniform(size=n) < lost
    people = pd.DataFrame({"person_id": [f"p{i:04d}" for i in range(n)], "x": x, "z": z})
    rows = pd.DataFrame(
        {
            "person_id": people["person_id"], "arm": np.where(treated, "support", "comparison"), "outcome": "y",
            "value": np.where(gone, np.nan, values), "missing": np.where(gone, "not_found", ""), "time": np.nan,
        }
    )  # fmt: skip
    study = make_study(kind, design, **outcome)
    place = place_outcome(study, "y", as_of="2020-01-01")
    planned = plan_comparison(rows, people, study, place, is_primary=True)
    assert isinstance(planned, Planned)
    return planned


@pytest.mark.parametrize(
    ("kind", "design", "outcome"),
    [
        ("continuous", "randomised", {}),
        ("continuous", "comparison", {}),
        ("continuous", "randomised", {"money": True, "winsorise": 0.99}),
        ("binary", "randomised", {}),
        ("binary", "randomised", {"estimator": "newcombe"}),
    ],
)
def test_rows_hold_the_contract(kind, design, outcome):
    planned = make_planned(kind, design=design, **outcome)
    rows = impute_lost(planned)
    table = build_estimates([planned.primary, *rows])
    main = rows[0]
    assert (main.estimator, main.role, main.scale) == (
        "multiple_imputation",
        "robustness",
        planned.primary.scale,
    )
    assert (main.n, main.n_treated, main.n_comparison) == (240, 120, 120)
    assert main.n_min == planned.primary.n_min < 120
    assert main.conf_low < main.estimate < main.conf_high
    curve = [row for row in rows if row.population.startswith("population-delta|")]
    assert len(curve) == 15
    unmoved = next(row for row in curve if row.population == "population-delta|0")
    assert (unmoved.estimate, unmoved.conf_low) == pytest.approx((main.estimate, main.conf_low))
    tip = next(row for row in rows if row.term == "tipping point")
    assert tip.scale == ("log_odds" if kind == "binary" else "mean_difference") and tip.estimate is not None
    levels = {row.population: row.estimate for row in rows if row.term == "lost supported"}
    assert set(levels) == {"population-as-imputed", "population-at-tip"}
    assert (levels["population-at-tip"] - levels["population-as-imputed"]) * tip.estimate >= 0
    assert table["estimate_id"].is_unique


def test_every_word_of_the_rows_is_in_three_languages():
    rows = [row for kind in ("continuous", "binary") for row in impute_lost(make_planned(kind))]
    for language in LANGUAGES:
        for row in rows:
            stem, _, argument = row.population.partition("|")
            arguments = {"transform": argument} if argument else {}
            assert not stem or message(stem, language, **arguments)
            assert message(row.note, language)
            assert message(f"estimator-{row.estimator}", language) and message(f"scale-{row.scale}", language)


def test_nobody_lost_no_rows():
    assert impute_lost(make_planned(lost=0.0)) == []


def test_people_whose_time_has_not_come_are_not_imputed():
    planned = make_planned()
    planned.outcomes.loc[planned.outcomes["value"].isna(), "missing"] = "immature"
    assert impute_lost(planned) == []


def test_nobody_supported_lost_has_no_tip_and_says_why():
    planned = make_planned()
    outcomes = planned.outcomes
    back = outcomes["value"].isna() & (outcomes["arm"] == "support")
    outcomes.loc[back, "value"] = 0.5
    rows = impute_lost(planned)
    assert rows[0].estimate is not None
    assert rows[-1].note == "estimation-nobody-lost" and rows[-1].estimate is None


def test_an_estimator_that_refuses_is_said_with_its_covariate():
    planned = make_planned(design="comparison")
    planned.persons["z"] = planned.persons["x"] * 2
    (row,) = impute_lost(planned)
    assert row.estimate is None and "collinear-covariates" in row.note and "column=" in row.note


def test_the_order_of_rows_changes_nothing():
    planned = make_planned()
    again = make_planned()
    shuffled = again.outcomes.sample(frac=1, random_state=1).index
    again.outcomes[:] = again.outcomes.loc[shuffled].to_numpy()
    assert [row.estimate for row in impute_lost(planned)] == [row.estimate for row in impute_lost(again)]
