"""The suite attacks its own releases: no protected count comes back, no byte follows tiny outcomes."""

import io
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from idmaj.disclosure import release_estimates
from idmaj.estimates import build_estimates

ARMS = ("support", "comparison")
CATEGORIES = ("sex=men", "sex=women", "sex=unknown")
THRESHOLD = 10


@st.composite
def tables(draw):
    """Counts (k, n) of an arm and category: small, empty, whole and comfortable ones."""
    cells = {}
    for arm, category in itertools.product(ARMS, CATEGORIES):
        n = draw(st.sampled_from([0, 5, 12, 25, 40, 80, 200]))
        k = draw(st.sampled_from(sorted({0, min(3, n), min(10, n), n // 3, n // 2, max(n - 4, 0), n})))
        cells[arm, category] = (k, n)
    return cells


def publish(cells, make, study):
    """Release every margin of the table: arms, categories, both pooled, and their contrasts."""
    sums = {}
    for arms, categories in itertools.product(
        [(a,) for a in ARMS] + [ARMS], [(c,) for c in CATEGORIES] + [CATEGORIES]
    ):
        chosen = [cells[arm, category] for arm in arms for category in categories]
        term = arms[0] if len(arms) == 1 else "all"
        subgroup = categories[0] if len(categories) == 1 else "all"
        sums[term, subgroup] = tuple(map(sum, zip(*chosen, strict=True)))
    rows = [make.level(term, k, n, subgroup=subgroup) for (term, subgroup), (k, n) in sums.items()]
    rows += [make.contrast(subgroup=s, role="secondary") for s in (*CATEGORIES, "all")]
    released = release_estimates(build_estimates(rows), study)
    return sums, released.loc[released["release"] == "public"]


def attack(sums, public, cells, target):
    """Range of a count that the published counts leave, by linear programming over the smallest cells.

    The attacker knows every number of people, every published count, and that 0 ≤ k ≤ n.
    """
    atoms = list(cells)
    known = [(row.term, row.subgroup) for row in public.itertuples() if row.scale == "share"]

    def incidence(place):
        term, subgroup = place
        return [float(term in ("all", arm) and subgroup in ("all", cat)) for arm, cat in atoms]

    equations = np.array([incidence(place) for place in known]).reshape(-1, len(atoms))
    counts = [sums[place][0] for place in known]
    fixed = {"A_eq": equations, "b_eq": counts} if known else {}
    bounds = [(0, cells[atom][1]) for atom in atoms]
    ends = [
        sign * linprog(sign * np.array(incidence(target)), bounds=bounds, **fixed).fun for sign in (1, -1)
    ]
    return tuple(ends)


@settings(max_examples=200, deadline=None)
@given(cells=tables())
def test_linear_reconstruction_recovers_no_protected_count(make, study, cells):
    sums, public = publish(cells, make, study)
    for place, (k, n) in sums.items():
        is_protected = n > 0 and min(k, n - k) < THRESHOLD
        if is_protected:
            assert not ((public["term"] == place[0]) & (public["subgroup"] == place[1])).any()
            low, high = attack(sums, public, cells, place)
            assert high - low >= 1 - 1e-6 or n < 2, (place, sums[place])
    levels = set(zip(public["term"], public["subgroup"], strict=True))
    contrasts = public.loc[public["estimator"] == "newcombe", "subgroup"]
    assert all({("support", subgroup), ("comparison", subgroup)} <= levels for subgroup in contrasts)


def test_the_attack_can_succeed(make):
    cells = {(arm, category): (0, 0) for arm in ARMS for category in CATEGORIES}
    cells |= {("support", "sex=men"): (40, 100), ("support", "sex=women"): (3, 20)}
    sums = {("support", "all"): (43, 120), ("support", "sex=men"): (40, 100)}
    careless = pd.DataFrame(
        {"term": ["support", "support"], "subgroup": ["all", "sex=men"], "scale": ["share", "share"]}
    )
    assert attack(sums, careless, cells, ("support", "sex=women")) == (3, 3)


# A tiny study: whatever its seven people answer, the same bytes are published.

answers = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0, None]), st.sampled_from([0.0, 900.0, 3100.0, None]), st.booleans()),
    min_size=7,
    max_size=7,
)


def describe_tiny(answers, make):
    """Rows as the estimates stage makes them, those included that exist for some answers only."""
    worked = [a for a, _, _ in answers if a is not None]
    money = [b for _, b, _ in answers if b is not None]
    returned = [c for _, _, c in answers]
    rows = [make.level("all", int(sum(worked)), len(worked), role="primary", interval="clopper_pearson")]
    rows.append(make.level("all", sum(returned), 7, outcome="returned", interval="clopper_pearson"))
    spread = float(np.std(money)) if len(money) > 1 else 0.0
    rows.append(make.mean("all", len(money), std_error=spread, estimate=sum(money) / max(len(money), 1)))
    if any(returned):
        free = [a for a, _, c in answers if a is not None and not c]
        rows.append(make.level("all", int(sum(free)), len(free), selected=True))
    rows += [make.flow("all|assigned", 7), make.flow("all|observed", len(worked))]
    if len(worked) < 7:
        rows.append(make.flow("all|lost:refused", 7 - len(worked)))
    if sum(worked) > 2:
        rows.append(make.contrast(role="robustness", n_min=3.0, estimator="cox", scale="hazard_ratio"))
    return build_estimates(rows)


def published_bytes(estimates, study):
    file = io.BytesIO()
    release_estimates(estimates, study).to_parquet(file, index=False)
    return file.getvalue()


@pytest.fixture(scope="module")
def published_once(make):
    """What is published of the tiny study where everybody works and nobody returns."""
    study = make.study(single_group=True, facts=[7])
    return study, published_bytes(describe_tiny([(1.0, 900.0, False)] * 7, make), study)


@settings(max_examples=200, deadline=None)
@given(answers=answers)
def test_what_seven_people_answer_changes_no_published_byte(make, published_once, answers):
    study, expected = published_once
    assert published_bytes(describe_tiny(answers, make), study) == expected


def test_the_tiny_study_would_differ_without_release(make):
    full = [describe_tiny([(a, 900.0, False)] * 7, make) for a in (0.0, 1.0)]
    assert not full[0].equals(full[1])
