"""Groups of people who share clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.pooling.asking import compare_kinds
from idmaj.effects.pooling.crossing import find_crossing
from idmaj.estimates import build_estimates

from .conftest import World, make_world


def clustered(*, crossing: bool) -> World:
    """60 villages of ten people, drawn by lot; what neighbours share falls on women and men alike."""
    rng = np.random.default_rng(6)
    village = np.repeat(np.arange(60), 10)
    arm = np.where(village % 2 == 0, "support", "comparison")
    sex = np.where(np.arange(600) % 2 == 0 if crossing else village % 4 < 2, "f", "m")
    values = rng.standard_normal(60)[village] * 3 + rng.standard_normal(600) + 1.0 * (arm == "support")
    persons = pd.DataFrame({"arm": arm, "sex": sex, "village": [f"v{i:02d}" for i in village]})
    return make_world(persons, values, kind="continuous", subgroups=["sex"], cluster="village")


def difference(world: World) -> pd.Series:
    rows = build_estimates(compare_kinds(world.plan()))
    return rows.loc[rows["term"] == "f - m"].iloc[0]


def test_what_neighbours_share_drops_out_of_the_difference():
    """Within villages women and men differ by chance alone, so the difference is far surer than either effect."""
    found = difference(clustered(crossing=True))
    assert found["note"] == "note-interaction-by-regression"
    assert found["n_clusters"] == 60
    assert found["std_error"] < 0.4  # independent parts would give about 1.1


def test_the_regression_gives_the_difference_of_the_parts():
    world = clustered(crossing=True)
    rows = build_estimates(compare_kinds(world.plan()))
    effects = rows.loc[rows["estimator"] == "difference_in_means"].set_index("subgroup")["estimate"]
    assert difference(world)["estimate"] == pytest.approx(effects["sex=f"] - effects["sex=m"], abs=1e-9)
    joint = rows.loc[rows["term"] == "joint"].iloc[0]
    assert joint["statistic"] == pytest.approx(
        (difference(world)["estimate"] / difference(world)["std_error"]) ** 2, rel=1e-6
    )


def test_statsmodels_agrees_about_the_coefficient():
    import statsmodels.formula.api as smf

    world = clustered(crossing=True)
    frame = world.persons.assign(y=world.outcomes["value"], t=(world.persons["arm"] == "support") * 1.0)
    theirs = smf.ols("y ~ t * C(sex, Treatment('m'))", frame).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(frame["village"])[0]}
    )
    found = difference(world)
    assert found["estimate"] == pytest.approx(theirs.params["t:C(sex, Treatment('m'))[T.f]"], abs=1e-9)
    assert found["std_error"] == pytest.approx(theirs.bse["t:C(sex, Treatment('m'))[T.f]"], rel=0.05)


def test_clusters_within_one_group_leave_the_groups_independent():
    world = clustered(crossing=False)
    assert find_crossing(world.plan(), "sex", ["f", "m"]) is None
    assert "regression" not in difference(world)["note"]
