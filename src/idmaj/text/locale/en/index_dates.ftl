## Dates of release and of support
index-release-missing = the date of release is not known (rows like this: { $n })
    .expected = a date of release for everybody who is to be compared
    .remedy = Ask the prison administration for it; whoever has none stays out of the comparison.
index-release-late = the release lies on or after { $until }, from when events are no longer known (rows like this: { $n })
    .expected = a release that the register of events follows
    .remedy = Ask for a newer export of the register, or correct the date.
index-support-before-release = support begins before the release (rows like this: { $n })
    .expected = support on or after the day of release
    .remedy = Check both dates; whoever was supported in prison cannot be compared from a hand-over after release.
index-support-undated = the day of the support is not known (rows like this: { $n })
    .expected = a date of hand-over for everybody who was supported
    .remedy = Ask for it; until then the person is in neither group.
index-support-repeated = a person has a second hand-over (rows like this: { $n })
    .expected = one hand-over a person; of several the first counts
    .remedy = Check that the rows are not the same hand-over written twice.
index-coverage-undeclared = nothing says up to which day this register of events is complete
    .expected = the first day that it no longer covers, or a data cut-off of the study
    .remedy = Add { $key } to the source; until then the day of the last event is taken.

## Index dates: who is compared, and from when
note-index-risk_set = supported people beside people who on the same day since release were at liberty, without an event, and not yet supported; whoever of them was supported later counts until then
note-index-offer = both groups from the day of their offer, whatever was handed over
note-index-hand_over = both groups from a date that the file gives them
note-naive-clock = the clock starts at release, so the time that supported people had to stay out before the hand-over counts for the support: this comparison flatters it and answers nothing
note-index-clusters = a person may stand in several comparisons: errors count people, not rows
population-index-matched = supported people for whom somebody comparable was found, from the hand-over on
population-naive-clock = everybody from release on, by whether they were ever supported
population-censoring-weighted = supported people for whom somebody comparable was found; whoever goes on without support also counts for those like them who were supported later
note-censoring-weights = weights for comparisons that end because the person was supported
index-flow-matched = Supported, and compared
index-flow-unmatched = Supported, and nobody comparable was at risk
index-flow-not_at_risk = Supported when no longer at risk: returned, died, left, or in custody
index-flow-outside_coverage = Supported when the register did not cover them
index-flow-before_release = Supported before release
index-flow-no_date = Day of the support not known
index-flow-no_release = Date of release not known
index-flow-episodes = Comparisons
index-flow-people = Different people compared with
index-flow-supported_later = Comparisons that end because the person was supported

estimation-no-release-date = no date of release is known of anybody who was supported
    .expected = the date of release of each person
    .remedy = Ask the prison administration for it; until then there is no difference to estimate.
estimation-empty-risk-sets = no supported person could be compared with anybody at risk on the same day since release
    .expected = supported people at liberty at the hand-over, and others like them
    .remedy = See the count of supported people by reason; widen the calendar window or drop a column of exact agreement.

## Teaching page: immortal time
immortal-title = A clock that flatters
immortal-lead = In these invented data the support helps nobody: the true difference is nought. What differs is only from when people are counted.
immortal-clock-naive = From release, by whether people were ever supported
immortal-clock-never = From the hand-over, beside people who were never supported
immortal-clock-risk_set = From the hand-over, beside people at risk on the same day and not yet supported
immortal-clock-truth = The truth
immortal-why-naive = Whoever returned early could no longer be supported. The supported had to stay out first, and that time counts for the support.
immortal-why-never = Whoever stays out long is supported in the end. Leaving those people out of the comparison leaves the early returns in it.
immortal-why-risk_set = Both groups had stayed out equally long on the first day that counts, and whoever is supported later counts until then.
index-none = This study compares nobody from index dates.
index-column-who = Who
index-column-count = Number
immortal-column-clock = Compared
immortal-column-support = With support, returned within a year
immortal-column-comparison = Without, returned within a year
immortal-column-difference = Difference
