# results pooled over cohorts and sites, and results by kinds of people

estimator-random_effects = Mean over cohorts (random effects)
estimator-beta_binomial = Share over many small cohorts (beta-binomial)
estimator-partial_pooling = Drawn toward the result of all
estimator-interaction = How the difference varies between groups of people
population-over-cohorts = average over cohorts, each counted by what it tells

term-pooled = all cohorts together
term-new-cohort = a new cohort
term-between-cohorts = between cohorts
term-joint = all groups of people at once

note-drawn-to-mean = drawn toward the result of all, as far as the groups differ no more than chance makes them
note-new-cohort = where the true result of one more cohort of the same kind would lie
note-no-variance-between = the cohorts differ no more than chance alone would make them; that does not prove them alike
note-variance-between = variance of the true results between cohorts, in the squared unit of the result
note-correlation-in-cohorts = how much more two people of one cohort resemble each other than two of different cohorts
note-cochran = share of the differences between cohorts that chance does not explain (Cochran’s test)
note-cohort-too-small = too few people for an estimate of its own to be pooled: left out of this mean, and counted where shares are pooled
note-cohort-without-estimate = no estimate of its own: left out of this mean
note-without-cohort = people whose cohort is not known are left out
note-intervals-combined = interval combined from those of the two groups
note-interaction-by-regression = the groups share clusters: one regression for all, its error counts clusters
note-joint-interaction = test that the difference is the same in all groups

estimation-one-cohort = there are not two cohorts or groups with a result
    .expected = at least two
    .remedy = Wait for more cohorts, or read the single result by itself.
estimation-too-few-cohorts = there are too few cohorts to tell how much they differ
    .expected = at least five cohorts
    .remedy = Wait for more cohorts, or describe each by itself.
