"""Cox and Fine-Gray with weights, strata, late entries and clusters, against R 4.2.2, survival 3.5-3, cmprsk 2.2-11."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effects.oracle_people import read_people

from idmaj.effects.adjusted_curves import estimate_standardised_survival
from idmaj.effects.concordance import estimate_cox_concordance
from idmaj.effects.cox import estimate_cox
from idmaj.effects.fine_gray import estimate_fine_gray
from idmaj.effects.proportional_hazards import estimate_proportional_hazards
from idmaj.errors import EstimationError

PEOPLE = read_people()
X = PEOPLE[["fin", "age", "prio"]].to_numpy(dtype=float)
TIME, EVENT = PEOPLE["week"].to_numpy(dtype=float), PEOPLE["arrest"].to_numpy()
ENTRY, WEIGHTS = PEOPLE["entry"].to_numpy(), PEOPLE["w"].to_numpy()
CLUSTERS, STRATA = PEOPLE["cl"].to_numpy(), PEOPLE["st"].to_numpy()
CAUSE = PEOPLE["cause"].to_numpy()


def errors(fit):
    return np.sqrt(np.diag(fit.vcov_robust))


def test_case_weights_and_robust_errors():
    # coxph(Surv(week, arrest) ~ fin + age + prio, d, weights = w, robust = TRUE, ties = "efron")
    fit = estimate_cox(TIME, EVENT, X, weights=WEIGHTS)
    assert fit.coefficients == pytest.approx([-0.292094205346, -0.058090668505, 0.101250865658], abs=2e-8)
    assert errors(fit) == pytest.approx([0.196504310581, 0.0242026105692, 0.0270122664081], abs=2e-8)


def test_breslow_ties_and_clusters():
    # coxph(…, weights = w, cluster = cl, ties = "breslow")
    fit = estimate_cox(TIME, EVENT, X, weights=WEIGHTS, clusters=CLUSTERS, ties="breslow")
    assert fit.coefficients == pytest.approx([-0.291732539931, -0.0579221254699, 0.100794616853], abs=2e-8)
    assert errors(fit) == pytest.approx([0.218176327217, 0.0252619982738, 0.0263927286422], abs=2e-8)


def test_late_entry_and_strata():
    # coxph(Surv(entry, week, arrest) ~ fin + age + prio + strata(st), d)
    fit = estimate_cox(TIME, EVENT, X, entry=ENTRY, strata=STRATA)
    assert fit.coefficients == pytest.approx([-0.33187048548, -0.0651083790651, 0.0842823616795], abs=2e-8)
    assert np.sqrt(np.diag(fit.vcov)) == pytest.approx([0.190301576517, 0.0206444712559, 0.0282429433295])
    assert [fit.log_likelihood_null, fit.log_likelihood] == pytest.approx([-602.62335195, -590.189059934])


def test_late_entry_weights_and_clusters():
    # coxph(Surv(entry, week, arrest) ~ …, d, robust = TRUE, cluster = cl, weights = w)
    fit = estimate_cox(TIME, EVENT, X, entry=ENTRY, weights=WEIGHTS, clusters=CLUSTERS)
    assert fit.coefficients == pytest.approx([-0.287890190945, -0.057950097286, 0.100904847387], abs=2e-8)
    assert errors(fit) == pytest.approx([0.21856730681, 0.0253113619594, 0.0265578369066], abs=2e-8)


def test_proportional_hazards_with_late_entry():
    # cox.zph(coxph(Surv(entry, week, arrest) ~ …, d), transform = "identity")
    found = estimate_proportional_hazards(TIME, EVENT, X, entry=ENTRY, transform="identity")
    statistics = [*(test.statistic for test in found.covariates), found.overall.statistic]
    assert statistics == pytest.approx([0.019076970161, 7.06617977274, 0.401449158054, 7.75420093591])


def test_concordance_with_late_entry():
    # concordance(coxph(Surv(entry, week, arrest) ~ …, d)): concordance, var
    found = estimate_cox_concordance(TIME, EVENT, X, entry=ENTRY)
    assert found.estimate == pytest.approx(0.63204287844, abs=2e-8)
    assert found.std_error**2 == pytest.approx(0.000736088164777, rel=1e-8)


def test_fine_gray_is_crr():
    # cmprsk::crr(d$week, ev, cbind(d$fin, d$age, d$prio))
    fit = estimate_fine_gray(TIME, CAUSE == 1, CAUSE == 2, X)
    assert fit.coefficients == pytest.approx([-0.250539484817, -0.0296226782632, 0.0274619091439], abs=1e-7)
    assert errors(fit) == pytest.approx([0.267397448769, 0.0292243551377, 0.0429311244819], abs=1e-7)
    assert fit.log_likelihood == pytest.approx(-340.53618982, abs=1e-7)


def test_fine_gray_is_finegray_with_coxph():
    # finegray(Surv(week, factor(ev)) ~ …, etype = 1), then coxph(…, weights = fgwt) with Efron ties
    fit = estimate_fine_gray(TIME, CAUSE == 1, CAUSE == 2, X, ties="efron", censored_tie="after_events")
    assert fit.coefficients == pytest.approx([-0.250928560498, -0.0296709177076, 0.0275791443719], abs=1e-8)


def test_fine_gray_with_late_entry():
    # finegray(Surv(entry, week, factor(ev)) ~ …, id = id, etype = 1), then coxph as above
    fit = estimate_fine_gray(
        TIME, CAUSE == 1, CAUSE == 2, X, entry=ENTRY, ties="efron", censored_tie="after_events"
    )
    assert fit.coefficients == pytest.approx([-0.243875875056, -0.0295901652992, 0.0273912546023], abs=1e-7)


def test_a_competing_event_before_the_first_event_is_counted_once():
    time, event, competing = [1.0, 2, 3, 4, 5, 6], [0, 1, 0, 1, 0, 1], [1, 0, 0, 0, 0, 0]
    x = [[0.3], [1.0], [0.0], [0.5], [0.2], [0.9]]
    later = estimate_fine_gray([2.5, *time[1:]], event, competing, x)
    first = estimate_fine_gray(time, event, competing, x)
    assert first.log_likelihood == pytest.approx(later.log_likelihood, abs=1e-12)


def test_weights_of_two_are_two_people():
    w = np.where(np.arange(len(TIME)) % 5 == 0, 2, 1)
    twice = np.repeat(np.arange(len(TIME)), w)
    weighted = estimate_cox(TIME, EVENT, X, weights=w, ties="breslow")
    repeated = estimate_cox(TIME[twice], EVENT[twice], X[twice], ties="breslow")
    assert weighted.coefficients == pytest.approx(repeated.coefficients, abs=2e-8)


@given(seed=st.integers(0, 10_000), cut=st.floats(1, 40))
@settings(max_examples=200, deadline=None)
def test_splitting_a_follow_up_in_two_changes_nothing(seed, cut):
    rng = np.random.default_rng(seed)
    chosen = rng.random(len(TIME)) < 0.5
    parts = chosen & (cut < TIME)
    time = np.concatenate([np.where(parts, cut, TIME), TIME[parts]])
    event = np.concatenate([np.where(parts, 0, EVENT), EVENT[parts]])
    entry = np.concatenate([np.zeros(len(TIME)), np.full(parts.sum(), cut)])
    x = np.concatenate([X, X[parts]])
    whole, split = estimate_cox(TIME, EVENT, X), estimate_cox(time, event, x, entry=entry)
    assert split.coefficients == pytest.approx(whole.coefficients, abs=1e-8)
    assert split.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-8)


def test_who_enters_after_leaving_is_refused():
    with pytest.raises(EstimationError):
        estimate_cox(TIME, EVENT, X, entry=TIME)


def test_standardised_risks_of_an_unadjusted_model_are_those_of_the_arms():
    treated = PEOPLE["fin"].to_numpy()
    found = estimate_standardised_survival(TIME, EVENT, np.empty((len(TIME), 0)), treated, [52.0])
    shares = [EVENT[treated == arm].mean() for arm in (1, 0)]
    assert [found.risk_treated[0], found.risk_comparison[0]] == pytest.approx(shares, abs=0.005)
    # two binomial shares of 216 men: sqrt(p1 q1/216 + p0 q0/216), the model's error is close to it
    assert found.std_error_difference[0] == pytest.approx(0.0422, abs=0.001)


def test_standardised_risks_vary_as_the_bootstrap_says():
    treated, covariates = PEOPLE["fin"].to_numpy(), X[:, 1:]
    rng, drawn = np.random.default_rng(3), []
    for _ in range(200):
        i = rng.integers(0, len(TIME), len(TIME))
        found = estimate_standardised_survival(TIME[i], EVENT[i], covariates[i], treated[i], [52.0])
        drawn.append(found.risk_treated[0] - found.risk_comparison[0])
    once = estimate_standardised_survival(TIME, EVENT, covariates, treated, [52.0])
    assert once.std_error_difference[0] == pytest.approx(np.std(drawn), rel=0.15)
