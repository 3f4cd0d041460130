"""People of an arm: who is taken, how they are scaled, and what earlier waves add to a draw."""

import numpy as np
import pytest

from idmaj.effects.imputing.chained import People
from idmaj.errors import EstimationError


def make_people(seen, *, waves=None, is_binary=False) -> People:
    n = len(seen)
    generator = np.random.default_rng(0)
    outcome = generator.normal(size=n)
    outcome = (outcome > 0).astype(float) if is_binary else outcome
    covariates = np.column_stack([generator.normal(5, 3, size=n), np.full(n, 7.0)])
    return People(
        outcome, np.asarray(seen), covariates, np.empty((n, 0)) if waves is None else waves, None, is_binary
    )


def test_covariates_are_centred_on_the_found_and_one_that_does_not_vary_counts_nothing():
    seen = np.arange(20) < 15
    taken = make_people(seen).take(np.arange(20))
    assert taken.covariates[seen, 0].mean() == pytest.approx(0, abs=1e-12)
    assert taken.covariates[:, 0].std() == pytest.approx(1)
    assert (taken.covariates[:, 1] == 0).all()


def test_the_order_given_is_the_order_of_the_people():
    people = make_people(np.ones(6, dtype=bool))
    rows = np.array([4, 1, 3])
    assert (people.take(rows).outcome == people.outcome[rows]).all()


@pytest.mark.parametrize(("found", "condition"), [(0, "arm-all-lost"), (1, "too-few-people")])
def test_nobody_and_one_person_tell_nothing_of_the_lost(found, condition):
    with pytest.raises(EstimationError, match=condition):
        make_people(np.arange(9) < found).take(np.arange(9))


def test_complete_earlier_waves_decide_where_they_tell_everything():
    seen = np.arange(60) < 40
    people = make_people(seen)
    told = People(people.outcome, seen, people.covariates, people.outcome[:, None] * 3, None, False)
    drawn = told.take(np.arange(60)).draw(np.random.default_rng(0))
    assert drawn == pytest.approx(people.outcome[~seen], abs=0.05)


def test_incomplete_waves_are_completed_from_the_outcome_too():
    """A wave known of half the found is all but the outcome: the lost who have it are drawn near it."""
    seen = np.arange(200) < 120
    people = make_people(seen)
    wave = np.where(np.arange(200) % 2 == 0, people.outcome, np.nan)
    told = People(people.outcome, seen, people.covariates, wave[:, None], None, False)
    drawn = told.take(np.arange(200)).draw(np.random.default_rng(0))
    known = np.isfinite(wave[~seen])
    assert np.corrcoef(drawn[known], wave[~seen][known])[0, 1] > 0.9
    assert np.isfinite(told.earlier).sum() == 100


def test_a_wave_of_which_nobody_is_known_is_left_out():
    seen = np.arange(30) < 20
    empty = make_people(seen, waves=np.full((30, 1), np.nan), is_binary=True).take(np.arange(30))
    none = make_people(seen, is_binary=True).take(np.arange(30))
    assert (empty.draw(np.random.default_rng(0)) == none.draw(np.random.default_rng(0))).all()
