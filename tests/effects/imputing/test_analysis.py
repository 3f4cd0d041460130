"""Planned contrasts of completed data: the plain one where nobody is lost, unbiased where loss hangs on covariates.

Expected numbers: simulations with a known truth, and the estimators themselves on complete data.
"""

import numpy as np
import pytest

from idmaj.effects.assignment import Assignment
from idmaj.effects.contrasts import ESTIMATORS
from idmaj.effects.imputing.analysis import estimate_imputed
from idmaj.effects.imputing.outcomes import impute_outcome
from idmaj.effects.imputing.rubin import pool_imputations
from idmaj.effects.regression import estimate_ancova
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError


def make_sample(outcome, treated, x, *, is_binary=False, **more) -> Sample:
    n = len(outcome)
    sizes = (int(treated.sum()), int((~treated).sum()))
    return Sample(outcome, treated, x, ("a", "b"), is_binary, np.arange(n).astype(str), sizes, **more)


def make_world(generator, n: int, *, is_binary: bool = False, effect: float = 0.5):
    """Supported people are lost where they do well, the others where they do badly: the raw difference is biased."""
    treated = np.arange(n) % 2 == 0
    x = generator.normal(size=(n, 2))
    outcome = effect * treated + x[:, 0] + generator.normal(size=n)
    lost = generator.uniform(size=n) < 1 / (1 + np.exp(1.3 - 1.2 * x[:, 0] * np.where(treated, 1, -1)))
    return (outcome > 0).astype(float) if is_binary else outcome, ~lost, treated, x


@pytest.mark.parametrize("estimator", ["difference_in_means", "ancova", "lin", "aipw", "ipw", "matching"])
def test_where_nobody_is_lost_it_is_the_planned_contrast(rng, estimator):
    outcome, _, treated, x = make_world(rng, 200)
    sample = make_sample(outcome, treated, x)
    plain = ESTIMATORS[estimator](sample, 0.9)
    ours = estimate_imputed(
        impute_outcome(outcome, np.ones(200), treated, x), sample, estimator=estimator, conf_level=0.9
    )
    assert (ours.estimate, ours.std_error, ours.conf_low) == (
        plain["estimate"], plain["std_error"], plain["conf_low"],
    )  # fmt: skip
    assert ours.pooled is None


@pytest.mark.parametrize("estimator", ["newcombe", "logit_gcomputation", "firth_logit"])
def test_shares_where_nobody_is_lost(rng, estimator):
    outcome, _, treated, x = make_world(rng, 200, is_binary=True)
    sample = make_sample(outcome, treated, x, is_binary=True)
    plain = ESTIMATORS[estimator](sample, 0.95)
    imputed = impute_outcome(outcome, np.ones(200), treated, x, is_binary=True)
    ours = estimate_imputed(imputed, sample, estimator=estimator)
    assert (ours.conf_low, ours.interval) == (plain["conf_low"], plain["interval"])


def test_pooling_is_rubins_over_the_estimator_on_each_set(rng):
    outcome, found, treated, x = make_world(rng, 120)
    imputed = impute_outcome(outcome, found, treated, x)
    sets = [
        estimate_ancova(imputed.complete(number), treated, x, conf_level=0.95) for number in range(imputed.m)
    ]
    pooled = pool_imputations(
        [s.estimate for s in sets], [s.std_error**2 for s in sets], df_complete=sets[0].df
    )
    ours = estimate_imputed(imputed, make_sample(outcome, treated, x), estimator="ancova")
    assert (ours.estimate, ours.std_error, ours.df) == pytest.approx(
        (pooled.estimate, pooled.std_error, pooled.df)
    )
    assert ours.std_error > np.sqrt(pooled.within)


@pytest.mark.parametrize("is_binary", [False, True])
def test_it_removes_a_bias_of_loss_that_the_raw_difference_shows(is_binary):
    generator = np.random.default_rng(5)
    naive, ours, truth = [], [], []
    for _ in range(12):
        outcome, found, treated, x = make_world(generator, 600, is_binary=is_binary)
        sample = make_sample(outcome, treated, x, is_binary=is_binary)
        imputed = impute_outcome(outcome, found, treated, x, is_binary=is_binary, imputations=(5, 0))
        ours.append(estimate_imputed(imputed, sample, estimator="difference_in_means").estimate)
        naive.append(outcome[treated & found].mean() - outcome[~treated & found].mean())
        truth.append(outcome[treated].mean() - outcome[~treated].mean())
    scale = 0.3 if is_binary else 1.0
    assert np.mean(naive) - np.mean(truth) < -0.25 * scale
    assert abs(np.mean(ours) - np.mean(truth)) < 0.1 * scale


def test_clusters_count_in_the_pooled_error(rng):
    outcome, found, treated, x = make_world(rng, 200)
    clusters = np.arange(200) // 10
    treated = clusters % 2 == 0
    outcome = outcome + 2 * rng.normal(size=20)[clusters]
    errors = []
    for assignment in (Assignment(), Assignment(None, clusters, clusters)):
        sample = make_sample(outcome, treated, x, assignment=assignment)
        imputed = impute_outcome(outcome, found, treated, x, clusters=assignment.clusters)
        errors.append(estimate_imputed(imputed, sample, estimator="difference_in_means").std_error)
    assert errors[1] > 1.5 * errors[0]


def test_winsorised_amounts_are_cut_in_every_set(rng):
    outcome, found, treated, x = make_world(rng, 200)
    outcome = np.exp(2 * outcome)
    imputed = impute_outcome(outcome, found, treated, x)
    plain, cut = (
        estimate_imputed(
            imputed, make_sample(outcome, treated, x, uncut=outcome, winsorised_at=share),
            estimator="difference_in_means",
        )
        for share in (None, 0.95)
    )  # fmt: skip
    assert cut.std_error < plain.std_error


def test_what_does_not_fit_is_refused(rng):
    outcome, found, treated, x = make_world(rng, 100)
    imputed = impute_outcome(outcome, found, treated, x)
    sample = make_sample(outcome, treated, x)
    with pytest.raises(EstimationError, match="unequal-lengths"):
        estimate_imputed(imputed, make_sample(outcome, ~treated, x), estimator="ancova")
    with pytest.raises(EstimationError, match="wrong-design"):
        estimate_imputed(imputed, sample, estimator="no_such_estimator")
    with pytest.raises(EstimationError, match="confidence-level"):
        estimate_imputed(imputed, sample, estimator="ancova", conf_level=2.0)
    with pytest.raises(EstimationError, match="too-few-imputations"):
        estimate_imputed(imputed.first(1), sample, estimator="ancova")


@pytest.mark.full
@pytest.mark.parametrize("n", [60, 200, 1_000])
@pytest.mark.parametrize(
    ("estimator", "is_binary"),
    [("difference_in_means", False), ("ancova", False), ("newcombe", True), ("logit_gcomputation", True)],
)
def test_intervals_cover_where_loss_hangs_on_covariates(n, estimator, is_binary):
    """A quarter is lost; the least that 500 draws of a coverage of 0.935 give is 0.91."""
    generator = np.random.default_rng(n)
    draws = 500
    large = make_world(generator, 2_000_000, is_binary=is_binary)
    truth = large[0][large[2]].mean() - large[0][~large[2]].mean() if is_binary else 0.5
    covered = refused = 0
    for _ in range(draws):
        outcome, found, treated, x = make_world(generator, n, is_binary=is_binary)
        sample = make_sample(outcome, treated, x, is_binary=is_binary)
        imputed = impute_outcome(outcome, found, treated, x, is_binary=is_binary, imputations=(20, 0))
        try:
            effect = estimate_imputed(imputed, sample, estimator=estimator)
        except EstimationError as error:  # a logit of 60 people may be separated in some completed set
            assert (error.message_id, n) == ("separation", 60)
            refused += 1
            continue
        covered += effect.conf_low <= truth <= effect.conf_high
    assert refused <= 0.05 * draws
    assert covered / (draws - refused) >= 0.91
