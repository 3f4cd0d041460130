# times to events: curves, tests and hazards, events that compete, clocks; pages of notebooks 05 and 06

chart-title-incidence = { $outcome }: share of people over time
chart-incidence-subtitle = Share of people to whom “{ $event }” has happened, with { $level } confidence bands
chart-incidence-first = Another event may come first. People to whom it happened stay in the denominator, and are not counted here.
chart-course-whole = Dotted lines: { $level } band for the whole curve at once.
chart-alt-incidence = Share with “{ $outcome }”, { $horizon }. { $full }
    .short = Share with “{ $outcome }”, { $horizon }. { $values }
    .shortest = Share with the event: { $values }

estimator-gray = Gray’s test
estimator-proportional_hazards = Test of proportional hazards
estimator-concordance = Concordance of the model
scale-time_lost = mean time lost to the event
scale-time_lost_difference = difference of mean times lost to the event
population-standardised = as if everybody were in one group, then in the other
population-time-varying = covariate that changes while people are followed
note-one-minus-km = not the share to whom it happened: it takes for granted that nobody had the other event first, and is therefore too high
timing-class = class “{ $value }”

timing-heading-definition = What counts
timing-heading-people = How many people can be judged
timing-heading-levels = Shares at the horizons
timing-heading-frequency = How often
timing-heading-sources = What each source saw
timing-heading-events = Kinds of events side by side
timing-heading-tests = The whole course: tests and times
timing-heading-hazards = Hazards
timing-heading-checks = What the hazard models take for granted
timing-heading-changing = What changes while people are followed
timing-heading-naive = The clock that flatters

timing-immature = Follow-up of some people is not over at the horizon. They are counted here and left out of the shares: they are never counted as without the event.
timing-same-event = Figures on different events, clocks, windows or sources cannot be compared with each other.
timing-one-event = This study measures a single kind of event.
timing-no-frequency = This study does not count how often events happened.
timing-no-sources = This study has no event that two sources report.
timing-no-course = This study has no two groups whose times to an event could be compared.
timing-frequency-liberty = Time in custody is not time at risk: a year is a year at liberty.
timing-sources-apart = What people say and what a register holds stay apart. Who appears in one of them only is no error by itself.
timing-hazards-read = A hazard ratio compares the pace of events among those to whom none has happened yet. It is no ratio of shares, and no result is read from it alone.
timing-checks-read = A small p says that the ratio changed over time: the one number is then an average.
timing-changing-read = Work and return move each other, and both come after the support. These rows describe; they say nothing about what the programme did.
timing-naive-read = The clock starts at release, and whoever was supported had to stay out until then. That alone makes the supported look better. These rows show the error; they are no result.
timing-statistic = { $value } (degrees of freedom: { $df })

timing-in-both = { $first } and { $second }
timing-in-one = { $source } only
timing-in-neither = neither { $first } nor { $second }

timing-column-event = Event
timing-column-known = Judged
timing-column-immature = Follow-up not over
timing-column-source = Source
timing-column-clock = Clock starts at
data-source-self_report = what people say
data-source-register = register
data-source-archive = archive
data-source-study = data of the study
timing-column-part = Part
timing-column-rule = Rule
