# what would overturn an estimate: hidden bias, other specifications

estimator-e_value = Strength of a hidden cause (E-value)
estimator-rosenbaum = Hidden bias that pairs survive (Rosenbaum)
estimator-oster = Stability when covariates enter (Oster)
estimator-robustness_value = Robustness value
estimator-specification_curve = Specification curve

scale-gamma = odds of support, one person over a like one
scale-delta = unmeasured over measured
scale-partial_r2 = share of the rest explained

population-regression = by linear regression on the covariates
population-gamma = if hidden bias moved the odds of support up to { $transform } times
population-all-specifications = all specifications
population-specification = one specification: { $transform }
specification-all = all covariates
specification-none = no covariates
specification-without = without “{ $covariate }”
specification-named = covariates: { $set }
specification-cut = amounts above the quantile { $share } cut
specification-uncut = amounts as they are

note-e-value-shares = an unmeasured cause would need to be at least this many times likelier both among the supported and with the outcome; shares of the supported are held as observed
note-e-value-means = an unmeasured cause would need to be at least this many times likelier both among the supported and with a high outcome; the difference in standard deviations stands for a ratio of shares
note-left-out = how far leaving this covariate out moves the limit, as the strength of a hidden cause
note-regression = linear regression on the covariates; not the planned calculation
note-oster = linear regression; all that could be explained is taken as 1.3 times what the covariates explain
note-oster-away = what was measured moved the difference away from none
note-matched-sets = one-sided test of matched sets, at half of what the confidence level leaves
note-matched-bounds = bounds of the effect under hidden bias, without interval
note-nothing-to-overturn = even without hidden bias the test does not leave out that there is no difference
note-specifications = median, least and largest of all specifications; no interval
note-specifications-capped = further specifications were declared and not run

estimation-not-a-ratio = a ratio is not above zero
    .expected = a ratio above zero
    .remedy = Leave this measure out; the difference itself stands.
estimation-bounds-out-of-order = an estimate lies outside its own interval
    .expected = a lower limit, the estimate and an upper limit, in this order
    .remedy = Check the estimate and its interval.
estimation-not-matched-sets = a matched set does not consist of one supported person and others
    .expected = one supported person and at least one other in each set
    .remedy = Check the column of sets.
estimation-dependent-sets = the matched sets depend on each other
    .expected = nobody in two sets, no clusters and no survey weights
    .remedy = Match without replacement, or read the other measures of hidden bias.
