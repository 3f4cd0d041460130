"""The effect among people at liberty: none where no event sets the outcome; selected; bounds hold the truth.

Lee's bounds of a yes or no by hand: with p and q the shares at liberty of the supported and the others, p > q, the
supported at liberty are trimmed by 1 - q/p of them, first from the yes, then from the no.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.disclosure import is_selected
from idmaj.effects.bounds import estimate_lee_bounds
from idmaj.effects.comparison import Planned, plan_comparison
from idmaj.effects.lost.at_liberty import compare_at_liberty
from idmaj.effects.rows import place_outcome
from idmaj.estimates import build_estimates
from idmaj.study import Study
from idmaj.text import LANGUAGES, message

LABEL = {"en": "x", "fr": "x", "ar": "x"}


def make_planned(custody, *, design="randomised", strata=(), lost=0):
    """100 people an arm; `custody` of each arm, or of each arm and place, are in prison; half of the others work."""
    shares = np.broadcast_to(np.array(custody, dtype=float).reshape(2, -1), (2, 2))
    frames = []
    for arm, name in enumerate(("support", "comparison")):
        place = np.arange(100) % 2
        order = np.arange(100) // 2
        held = order < np.round(shares[arm, place] * 50)
        works = ~held & (order % 2 == 1)
        frames.append(pd.DataFrame({"arm": name, "place": place, "held": held, "value": works.astype(float)}))
    people = pd.concat(frames, ignore_index=True)
    people["person_id"] = [f"p{i:03d}" for i in range(200)]
    gone = people.index[~people["held"]][:lost]
    people.loc[gone, "value"] = np.nan
    people["missing"] = np.where(people["value"].isna(), "refused", "")
    people = people.assign(outcome="working", time=np.nan, after_event=people["held"])
    people["place"] = people["place"].map({0: "a", 1: "b"}).astype("str")
    study = Study.model_validate(
        {
            "format": 1, "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL, "design": design,
                "identifiers": "none",
            },
            "arms": {"column": "arm", "support": [1], "comparison": [0]},
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {
                "working": {
                    "label": LABEL, "domain": "employment", "kind": "binary", "better": "higher",
                    "value": {"column": "work", "equals": 1}, "estimator": "difference_in_means",
                }
            },
            "analysis": {"covariates": ["place"], "strata": list(strata)},
        }
    )  # fmt: skip
    planned = plan_comparison(
        people.drop(columns=["held", "place"]), people[["person_id", "place"]], study,
        place_outcome(study, "working", as_of="2020-01-01"), is_primary=True,
    )  # fmt: skip
    assert isinstance(planned, Planned)
    return planned


def test_nobody_held_no_rows():
    assert compare_at_liberty(make_planned([0.0, 0.0])) == []


def test_the_conditional_effect_and_its_bounds_by_hand():
    # supported: 80 at liberty, 40 at work; others: 60 at liberty, 30 at work; trimmed 1 - 60/80 = 1/4 of 80
    rows = compare_at_liberty(make_planned([0.2, 0.4]))
    conditional, bounds = rows
    assert (conditional.population, conditional.n_treated, conditional.n_comparison) == (
        "population-still-free",
        80,
        60,
    )
    assert conditional.estimate == pytest.approx(0.0)
    assert (bounds.bound_low, bounds.bound_high) == pytest.approx((20 / 60 - 0.5, 40 / 60 - 0.5))
    assert (bounds.n, bounds.n_min) == (200, 60.0)
    assert bounds.note == "selected|note-free-support|note-free-unchecked"


def test_rows_are_selected_secondary_and_worded():
    planned = make_planned([0.4, 0.2], lost=7)
    rows = compare_at_liberty(planned)
    build_estimates([planned.primary, *planned.others, *rows])
    assert {row.role for row in rows} == {"secondary"} and all(is_selected(row.note) for row in rows)
    assert rows[1].n == 193 and "note-free-comparison" in rows[1].note
    for language in LANGUAGES:
        for row in rows:
            assert message(row.population, language)
            assert all(message(part, language) for part in row.note.split("|")[1:])


def test_a_comparison_group_has_no_bounds_of_a_lot():
    (row,) = compare_at_liberty(make_planned([0.2, 0.4], design="comparison"))
    assert row.population == "population-still-free"


def test_strata_that_disagree_about_liberty_warn():
    rows = compare_at_liberty(make_planned([[0.1, 0.8], [0.8, 0.1]], strata=["place"]))
    assert rows[1].note.endswith("note-free-broken")


def test_an_arm_held_whole_is_refused_by_name():
    rows = compare_at_liberty(make_planned([1.0, 0.4]))
    assert [row.estimate for row in rows] == [None, None]
    assert [row.bound_low for row in rows] == [None, None]
    assert all(row.note.startswith("selected|estimation-too-few-people") for row in rows)


@pytest.mark.parametrize("direction", [1, -1])
def test_bounds_hold_the_truth_that_the_conditional_effect_misses(direction):
    """Support keeps some out of prison (or sends some there) and does nothing for those free in either arm."""
    generator = np.random.default_rng(11)
    held, naive = [], []
    for _ in range(200):
        free_anyway, swayed = generator.uniform(size=600) < 0.6, generator.uniform(size=600) < 0.5
        treated = generator.permutation(np.arange(600) % 2).astype(bool)
        works = (generator.uniform(size=600) < np.where(free_anyway, 0.6, 0.1)).astype(float)
        free = free_anyway | (swayed & (treated if direction > 0 else ~treated))
        lee = estimate_lee_bounds(works, free, treated)
        held.append(lee.bounds.conf_low <= 0.0 <= lee.bounds.conf_high)
        naive.append(lee.naive)
    assert direction * np.mean(naive) < -0.08
    assert np.mean(held) >= 0.93
