"""Risk sets against a slow loop over everybody, and the chance of each member."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.prepare.range_ranks import build_range_ranks, count_below, select_places
from idmaj.prepare.risk_sets import Spells, draw_risk_sets, is_at_risk

WINDOW = 4


@st.composite
def worlds(draw):
    n, m = draw(st.integers(0, 25)), draw(st.integers(0, 8))

    def whole(size, low, high):
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)), dtype=np.int64)

    entry = whole(n, 0, 6)
    spells = Spells(np.arange(n), whole(n, -5, 12), entry, entry + whole(n, 1, 9), whole(n, 0, 1))
    return spells, {"day": whole(m, 0, 10), "released": whole(m, -5, 12), "cell": whole(m, 0, 2)}


def find_members(spells, day, released, cell):
    """The definition, one person at a time."""
    return {
        j
        for j in range(len(spells.person))
        if spells.cell[j] == cell
        and abs(spells.released[j] - released) <= WINDOW
        and spells.entry[j] <= day < spells.leave[j]
    }


@settings(max_examples=300, deadline=None)
@given(worlds(), st.integers(1, 4), st.integers(0, 5))
def test_the_sets_are_those_of_the_definition(world, ratio, seed):
    spells, asked = world
    drawn = draw_risk_sets(spells, **asked, window=WINDOW, ratio=ratio, seed=seed)
    for i in range(len(asked["day"])):
        members = find_members(spells, *(asked[name][i] for name in ("day", "released", "cell")))
        chosen = drawn.spell[drawn.asked == i].tolist()
        assert drawn.n_at_risk[i] == len(members)
        assert set(chosen) <= members
        assert len(set(chosen)) == len(chosen) == min(ratio, len(members))


@settings(max_examples=200, deadline=None)
@given(st.permutations(range(13)), st.integers(0, 13), st.integers(0, 13), st.data())
def test_ranks_in_a_beginning_of_an_order(order, first, limit, data):
    ranks = build_range_ranks(np.array(order, dtype=np.int64))
    one = np.array([first]), np.array([limit])
    assert count_below(ranks, *one)[0] == sum(place < limit for place in order[:first])
    if first:
        rank = data.draw(st.integers(0, first - 1))
        none = np.zeros(1, dtype=np.int64)
        found = select_places(ranks, one[0], ranks, none, np.array([rank]))
        assert found[0] == sorted(order[:first])[rank]


def test_every_member_is_drawn_equally_often():
    n, m = 7, 7_000
    leave = np.array([5, 9, 9, 2, 9, 9, 9])
    spells = Spells(np.arange(n), np.zeros(n, int), np.array([0, 0, 4, 0, 0, 0, 0]), leave, np.zeros(n, int))
    asked = {name: np.full(m, value) for name, value in (("day", 3), ("released", 0), ("cell", 0))}
    drawn = draw_risk_sets(spells, **asked, window=0, ratio=2, seed=3)
    counts = np.bincount(drawn.spell, minlength=n)
    assert set(np.flatnonzero(counts)) == {0, 1, 4, 5, 6}
    expected = 2 * m / 5
    # chi-square with 4 degrees of freedom: 18.47 is its 0.999 quantile (scipy.stats.chi2.ppf)
    assert ((counts[counts > 0] - expected) ** 2 / expected).sum() < 18.47


def test_a_person_with_two_spells_is_at_risk_in_each():
    spells = Spells(*(np.array(x) for x in ([0, 0, 1], [0, 0, 0], [0, 10, 3], [4, 20, 5], [0, 0, 0])))
    person = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    day = np.array([0, 3, 4, 10, 20, 2, 3, 5])
    assert is_at_risk(spells, person, day).tolist() == [True, True, False, True, False, False, True, False]


def test_nobody_is_at_risk_where_there_are_no_spells():
    none = np.empty(0, dtype=np.int64)
    spells = Spells(none, none, none, none, none)
    drawn = draw_risk_sets(spells, day=np.array([1]), released=np.array([0]), cell=np.array([0]), window=3)
    assert drawn.n_at_risk.tolist() == [0] and len(drawn.spell) == 0
    assert not is_at_risk(spells, np.array([0]), np.array([0])).any()
