"""Averages of imputed effects: another program's estimates and errors, and the test of trends before treatment.

Expected numbers: diff-diff 3.13.0, ImputationDiD(), on the panel of conftest.py; its solver stops at about 1e-11.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from idmaj.effects.panel.imputation import estimate_imputation
from idmaj.effects.panel.imputation_aggregation import aggregate_imputed, check_imputed_pre_trends
from idmaj.errors import EstimationError

SIMPLE = {
    "whole": (1.1906018518268984, 0.15701741935225857),
    "gaps": (1.1985512991712561, 0.15338770989740336),
}
DYNAMIC = {
    "whole": (
        [0.9475694444269772, 1.1610185184931654, 1.4553472221907064, 1.4789583333002463],
        [0.13958258510592678, 0.1678307859272468, 0.21038982032803732, 0.3383053853552834],
    ),
    "gaps": (
        [0.9857099277452538, 1.1871226489639368, 1.4298786943861186, 1.3679302060718017],
        [0.1650081016821165, 0.16857647836636117, 0.1982320622681611, 0.34250267519265476],
    ),
}


@pytest.mark.parametrize("case", SIMPLE)
def test_agrees_with_another_program(staggered, gaps, case):
    effects = estimate_imputation(*(staggered if case == "whole" else gaps).columns())
    result = aggregate_imputed(effects, "dynamic", factor="none")
    assert (result.overall.estimate, result.overall.std_error) == pytest.approx(SIMPLE[case], rel=1e-9)
    estimates, errors = DYNAMIC[case]
    assert result.labels.tolist() == [0, 1, 2, 3]
    assert result.estimates == pytest.approx(np.array(estimates), rel=1e-9)
    assert result.bands.std_errors == pytest.approx(np.array(errors), rel=1e-9)
    corrected = aggregate_imputed(effects).overall
    assert corrected.std_error > result.overall.std_error
    assert corrected.df < 60


def test_one_date_and_no_gaps_is_the_difference_in_differences(staggered):
    panel = staggered.keep(np.isin(staggered.first_treated, (0, 4)))
    overall = aggregate_imputed(estimate_imputation(*panel.columns())).overall
    table = panel.outcome.reshape(-1, 6)
    change = table[:, 3:].mean(axis=1) - table[:, :3].mean(axis=1)
    arm = panel.first_treated[::6] == 4
    welch = stats.ttest_ind(change[arm], change[~arm], equal_var=False)
    assert overall.estimate == pytest.approx(change[arm].mean() - change[~arm].mean(), rel=1e-10)
    assert overall.p_value == pytest.approx(welch.pvalue, rel=1e-8)


def test_labels_average_to_the_whole(staggered):
    effects = estimate_imputation(*staggered.columns())
    overall = aggregate_imputed(effects).overall.estimate
    for kind, label in (("group", effects.starts[:, None]), ("calendar", effects.panel.times)):
        result = aggregate_imputed(effects, kind)
        sizes = [(effects.treated & (label == one)).sum() for one in result.labels]
        assert np.average(result.estimates, weights=sizes) == pytest.approx(overall)


def test_pre_trends_are_leads_of_a_dummy_regression_on_untreated_rows(gaps):
    test = check_imputed_pre_trends(estimate_imputation(*gaps.columns()), 2, factor="none")
    y, u, t, g = gaps.columns()
    untreated = (g == 0) | (t < g)
    since = np.where(g > 0, t - g, np.nan)
    design = np.column_stack(
        [since == -2, since == -1, u[:, None] == np.unique(u), t[:, None] == np.unique(t)[1:]]
    ).astype(float)
    fit = sm.OLS(y[untreated], design[untreated]).fit()
    scores = design[untreated] * fit.resid[:, None]
    sums = np.array([scores[u[untreated] == one].sum(axis=0) for one in np.unique(u)])
    bread = np.linalg.inv(design[untreated].T @ design[untreated])
    vcov = (bread @ sums.T @ sums @ bread)[:2, :2]
    assert test.leads.tolist() == [-2, -1]
    assert test.estimates == pytest.approx(fit.params[:2], abs=1e-10)
    assert test.vcov == pytest.approx(vcov, rel=1e-8)
    wald = fit.params[:2] @ np.linalg.solve(vcov, fit.params[:2])
    assert test.p_value == pytest.approx(stats.chi2.sf(wald, 2), rel=1e-8)


def test_pre_trend_test_finds_a_trend_and_uses_few_degrees_of_freedom(staggered):
    outcome, units, periods, first = staggered.columns()
    rising = outcome + np.where(first > 0, periods * 1.0, 0.0)
    quiet = check_imputed_pre_trends(estimate_imputation(outcome, units, periods, first), 2)
    loud = check_imputed_pre_trends(estimate_imputation(rising, units, periods, first), 2)
    assert loud.p_value < 1e-4 < quiet.p_value
    assert np.isfinite(quiet.df_denominator)
    with pytest.raises(EstimationError) as caught:
        check_imputed_pre_trends(estimate_imputation(outcome, units, periods, first), 9)
    assert caught.value.message_id == "no-period-before"


def test_undefined_errors_are_refused(staggered):
    y, u, t, g = staggered.columns()
    cases = {
        "too-few-people": estimate_imputation(y, u, t, np.where(u == 1, 3.0, g * (g != 3))),
        "no-variation": estimate_imputation(t + 0.1 * u, u, t, g),
    }
    for message_id, effects in cases.items():
        with pytest.raises(EstimationError) as caught:
            aggregate_imputed(effects)
        assert caught.value.message_id == message_id
