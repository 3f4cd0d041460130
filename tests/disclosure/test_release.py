"""What is published, and what a row that is not published still holds (METHODS, section 5)."""

import pandas as pd
import pytest

from idmaj.disclosure import release_estimates
from idmaj.disclosure.cells import is_safe_count
from idmaj.errors import ReleaseRefused
from idmaj.estimates import NUMERIC_COLUMNS, EffectEstimate, build_estimates


def release(rows, study):
    return release_estimates(build_estimates(rows), study)


def verdicts(rows, study):
    """Release of the rows, by outcome, horizon, subgroup, term; a dropped row is missing."""
    released = release(rows, study)
    keys = ["outcome", "horizon", "subgroup", "term", "estimator"]
    return {tuple(row[:-1]): row[-1] for row in released[[*keys, "release"]].itertuples(index=False)}


@pytest.mark.parametrize(
    ("k", "n", "allowed", "safe"),
    [
        (10, 20, "", True),
        (9, 20, "", False),
        (11, 20, "", False),
        (10, 19, "", False),
        (0, 1000, "", False),
        (1000, 1000, "", False),
        (0, 1000, "asked for by the programme", True),
        (10, 10, "asked for by the programme", True),
        (9, 9, "asked for by the programme", False),
        (1, 1000, "asked for by the programme", False),
    ],
)
def test_a_proportion_needs_the_threshold_on_both_sides(make, k, n, allowed, safe):
    study = make.study(employed={"allow_unanimous": allowed})
    assert is_safe_count(k, n, study, study.outcome["employed"]) is safe


def test_below_ten_people_no_threshold_helps(make):
    study = make.study(threshold=3)
    assert not is_safe_count(4, 8, study, study.outcome["employed"])
    assert is_safe_count(4, 10, study, study.outcome["employed"])


@pytest.mark.parametrize(
    ("support", "comparison", "published"),
    [((40, 100), (50, 100), True), ((9, 100), (50, 100), False), ((40, 100), (95, 100), False)],
)
def test_a_contrast_needs_the_threshold_in_both_arms(make, study, support, comparison, published):
    rows = [make.level("support", *support), make.level("comparison", *comparison), make.contrast()]
    found = verdicts(rows, study)
    assert (found["employed", "12", "all", "support - comparison", "newcombe"] == "public") is published


def test_a_contrast_without_levels_is_withheld(make, study):
    assert list(release([make.contrast()], study)["release"]) == ["withheld"]


def test_a_withheld_row_keeps_its_place_and_loses_every_number(make, study):
    rows = [
        make.level("support", 3, 100),
        make.level("comparison", 50, 100),
        make.contrast(note="plan|3 of 100"),
    ]
    released = release(rows, study).set_index("term")
    for term in ("support", "support - comparison"):
        row = released.loc[term]
        assert row["release"] in {"annex", "withheld"}
        assert row["release_reason"] == "threshold"
        assert row[list(NUMERIC_COLUMNS)].isna().all()
        assert (row["outcome"], row["horizon"], row["interval"]) == ("employed", "12", "none")
        assert not any(character.isdigit() for character in row["note"])
    assert released.loc["comparison", "release"] == "public"
    assert released.loc["comparison", "n_events"] == 50


def test_both_arms_pooled_do_not_give_one_arm_back(make, study):
    rows = [make.level("support", 3, 100), make.level("comparison", 50, 100), make.level("all", 53, 200)]
    found = verdicts(rows, study)
    assert found["employed", "12", "all", "all", "share"] != "public"
    assert found["employed", "12", "all", "comparison", "share"] == "public"


def test_one_small_category_takes_another_with_it(make, study):
    rows = [make.level("support", 60, 200), make.level("comparison", 60, 200)]
    for term in ("support", "comparison"):
        parts = {"sex=women": (3, 40), "sex=men": (57, 160)} if term == "support" else {
            "sex=women": (20, 80), "sex=men": (40, 120)
        }  # fmt: skip
        rows += [make.level(term, k, n, subgroup=name) for name, (k, n) in parts.items()]
    rows += [make.contrast(subgroup=name) for name in ("all", "sex=women", "sex=men")]
    found = verdicts(rows, study)
    assert found["employed", "12", "all", "support", "share"] == "public"
    assert found["employed", "12", "sex=women", "support", "share"] != "public"
    assert found["employed", "12", "sex=men", "support", "share"] != "public"
    assert found["employed", "12", "sex=men", "comparison", "share"] == "public"
    assert found["employed", "12", "sex=men", "support - comparison", "newcombe"] != "public"


@pytest.mark.parametrize(("everybody", "published"), [(70, True), (60, False), (55, False)])
def test_few_people_without_a_category_are_not_left_over(make, study, everybody, published):
    # 55 of 160 men; what is left of 210 people, 50 of unknown sex, is 15, 5 or nobody with the outcome
    rows = [make.level("support", everybody, 210), make.level("comparison", 70, 210)]
    found = verdicts([*rows, make.level("support", 55, 160, subgroup="sex=men")], study)
    assert found["employed", "12", "all", "support", "share"] == "public"
    assert (found["employed", "12", "sex=men", "support", "share"] == "public") is published


def test_horizons_of_a_cumulative_count_differ_by_nobody_or_enough(make, study):
    rows = [make.level(term, k, 200, outcome="returned", horizon=horizon)
            for term, counts in {"support": (41, 50), "comparison": (40, 50)}.items()
            for horizon, k in zip(("6", "12"), counts, strict=True)]  # fmt: skip
    rows += [
        make.contrast(outcome="returned", horizon=h, role=r)
        for h, r in (("6", "secondary"), ("12", "primary"))
    ]
    found = verdicts(rows, study)
    assert found["returned", "6", "all", "support", "share"] != "public"  # nine between the horizons
    assert found["returned", "6", "all", "comparison", "share"] == "public"  # ten
    assert found["returned", "12", "all", "support", "share"] == "public"  # the primary horizon stays
    assert found["returned", "6", "all", "support - comparison", "newcombe"] != "public"
    assert found["returned", "12", "all", "support - comparison", "newcombe"] == "public"


def test_people_still_at_liberty_do_not_tell_how_many_returned(make, study):
    rows = [make.level(term, 60, 200) for term in ("support", "comparison")]
    rows += [make.level("support", 60, 196, selected=True), make.level("comparison", 60, 150, selected=True)]
    rows += [
        make.level("support", 4, 200, outcome="returned"),
        make.level("comparison", 50, 200, outcome="returned"),
    ]
    released = release(rows, study)
    free = released.loc[released["population"] == "population-still-free"]
    assert list(free["term"]) == ["comparison"]  # the other is not even there: being there tells
    assert list(free["release"]) == ["public"]


@pytest.mark.parametrize(
    ("n", "std_error", "published"), [(10, 2.0, True), (9, 2.0, False), (50, 0.0, False)]
)
def test_a_mean_needs_enough_people_who_differ(make, study, n, std_error, published):
    rows = [make.mean("support", n, std_error=std_error), make.mean("comparison", 40)]
    rows.append(make.contrast(outcome="income", scale="mean_difference", estimator="difference_in_means"))
    released = release(rows, study).set_index("term")["release"]
    assert (released["support"] == "public") is published
    assert (released["support - comparison"] == "public") is published


def test_what_only_n_tells_is_public_where_n_is_published(make):
    row = EffectEstimate(
        study="synthetic", outcome="employed", domain="employment", estimator="exact", scale="probability",
        term="all|upper limit at none of n", role="diagnostic", estimate=0.41, n=7, n_min=7.0,
        population="depends on the number of people only", note="exact",
    )  # fmt: skip
    published = release([row], make.study(single_group=True, facts=[3, 7]))
    assert list(published["release"]) == ["public"]
    assert published["estimate"].item() == 0.41
    hidden = release([row], make.study(single_group=True, facts=[8]))
    assert list(hidden["release"]) == ["withheld"]
    assert hidden[list(NUMERIC_COLUMNS)].isna().all(axis=None)


def test_reasons_of_losses_are_told_together_or_not_at_all(make, study):
    few = [make.flow("support|assigned", 100), make.flow("support|observed", 78), make.flow("support|lost:refused", 12),
           make.flow("support|lost:in_prison", 10)]  # fmt: skip
    assert set(release(few, study)["release"]) == {"public"}
    small = [*few[:2], make.flow("support|lost:refused", 13), make.flow("support|lost:in_prison", 9)]
    assert list(release(small, study)["term"]) == ["support|assigned", "support|observed"]


def test_balance_of_a_small_group_is_withheld_but_its_verdict_stays(make, study):
    shared = {"scale": "standardised_difference", "note": "gate", "estimate": 0.04, "interval": "none",
              "passed": True, "threshold": 0.1, "role": "gate"}  # fmt: skip
    rows = [
        make.contrast(estimator="balance", term=t, n_treated=n, **shared)
        for t, n in (("age", 10), ("sex", 9))
    ]
    released = release(rows, study).set_index("term")
    assert list(released["release"]) == ["public", "withheld"]
    assert released["passed"].all()
    assert released.loc["sex", list(NUMERIC_COLUMNS)].isna().all()


def test_a_verdict_that_reads_outcomes_goes_with_its_numbers(make, study):
    rows = [make.level("support", 3, 100), make.level("comparison", 50, 100),
            make.contrast(role="gate", estimator="agreement", passed=False, threshold=0.0)]  # fmt: skip
    row = release(rows, study).iloc[-1]
    assert row["release"] == "withheld"
    assert pd.isna(row["passed"])


def test_adjusted_p_values_go_where_one_of_the_family_is_withheld(make, study):
    levels = [make.level(term, k, 100, horizon=h) for h, k in (("6", 3), ("12", 50))
              for term in ("support", "comparison")]  # fmt: skip
    family = [
        make.contrast(horizon=h, role=r, family="main", p_adjusted=0.02)
        for h, r in (("6", "secondary"), ("12", "primary"))
    ]
    released = release([*levels, *family, make.contrast(role="robustness", p_adjusted=0.03)], study)
    assert released.loc[released["family"] == "main", "p_adjusted"].isna().all()
    assert released["p_adjusted"].dropna().tolist() == [0.03]


def test_public_microdata_turn_thresholds_off_and_say_so(make, study):
    rows = [make.level("support", 3, 100), make.level("comparison", 50, 100), make.contrast()]
    released = release(rows, make.open_study(study))
    assert set(released["release"]) == {"public"}
    assert set(released["release_reason"]) == {"public-microdata"}
    assert released["n_events"].tolist() == [3, 50, 77]


def test_below_ten_people_not_even_public_microdata_make_an_outcome_public(make, study):
    rows = [make.level("support", 4, 9), make.level("comparison", 50, 100), make.contrast(n_min=9.0)]
    released = release(rows, make.open_study(study)).set_index("term")["release"]
    assert released.to_dict() == {
        "support": "annex", "comparison": "public", "support - comparison": "withheld"
    }  # fmt: skip


def test_a_small_effective_size_is_not_few_people(make, study):
    """Weights may leave one person's worth of comparison; that says nothing of who can be recognised."""
    rows = [make.level("support", 40, 100), make.level("comparison", 50, 100)]
    rows.append(make.contrast(n_min=1.57, n_treated=100, estimator="ipw"))
    released = release(rows, make.open_study(study)).set_index("term")["release"]
    assert released["support - comparison"] == "public"


def test_public_microdata_are_refused_with_keyed_identifiers(make):
    study = make.open_study(make.study(identifiers="keyed"))
    with pytest.raises(ReleaseRefused, match="keyed"):
        release([make.level("support", 40, 100)], study)


@pytest.mark.parametrize("role", ["interviews", "justice_events"])
def test_public_microdata_are_refused_with_a_raw_source(make, study, role):
    raw = study.source[0].model_copy(update={"role": role})
    with pytest.raises(ReleaseRefused, match=role):
        release(
            [make.level("support", 40, 100)],
            make.open_study(study).model_copy(update={"source": [*study.source, raw]}),
        )


def test_an_unknown_kind_of_row_is_withheld(make, study):
    levels = [make.level("support", 40, 100), make.level("comparison", 50, 100)]
    row = make.contrast(
        outcome="income", estimator="quantile", scale="quantile", term="max", role="diagnostic"
    )
    assert verdicts([*levels, row], study)["income", "12", "all", "max", "quantile"] == "withheld"
