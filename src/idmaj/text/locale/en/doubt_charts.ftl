# charts of bounds, specifications and pooled results; pages about people lost and about doubt

chart-title-bounds = { $outcome }: what the people lost leave open
chart-title-specifications = { $outcome }: every way of calculating
chart-title-pooled = { $outcome }: by part of the people, and all together
chart-alt-bounds = { $outcome }: planned estimate { $value } { $unit }. { $method }: { $bounds }
    .short = Planned estimate { $value }. { $method }: { $bounds }
    .shortest = { $method }: { $bounds }
chart-alt-specifications = { $outcome }: { $n } calculations give { $range } { $unit }, the planned one { $value }
    .short = { $n } calculations give { $range } { $unit }
    .shortest = { $n } calculations: { $range }
chart-alt-pooled = { $outcome } by “{ $column }”, parts shown: { $n }. { $label }: { $value }
    .short = By “{ $column }”, parts shown: { $n }. { $label }: { $value }
    .shortest = { $label }: { $value }

chart-bounds-subtitle = { $outcome }, with people lost: “{ $support }” minus “{ $comparison }” ({ $unit })
chart-bounds-lines = Thick broken line: where the difference lies under the condition of its row. Thin line: the { $level } interval of these bounds.
chart-specifications-subtitle = { $outcome }: “{ $support }” minus “{ $comparison }” ({ $unit }), in every calculation, with { $level } intervals
chart-specifications-order = Each column is a calculation, from the lowest result to the highest; the dots below say what it takes.
chart-specifications-planned = Diamond: the planned calculation.
chart-specifications-median = Half of the results lie below { $median } ({ $unit }).
chart-pooled-subtitle = { $outcome } by “{ $column }”: “{ $support }” minus “{ $comparison }” ({ $unit })
chart-pooled-subtitle-arm = { $outcome } by “{ $column }”: { $arm } ({ $unit })
chart-pooled-subtitle-group = { $outcome } by “{ $column }” ({ $unit })
chart-pooled-everybody = Everybody (planned estimate)
chart-pooled-drawn = Open circles: the same drawn toward the result of all, as far as the parts differ no more than chance makes them.
chart-pooled-new = Open bar: where the true result of one more cohort of the same kind would lie.
chart-pooled-small = Grey: too few people to enter the mean of all.

specification-planned = amounts as planned
doubt-log-odds = { $number } (log odds)
doubt-with-unit = { $number } { $unit }
doubt-cohort = cohort

doubt-heading-lost = If people lost differ from those found
doubt-heading-hidden = If something unmeasured made the groups unlike
doubt-heading-specifications = If it is calculated in another way
doubt-heading-parts = If kinds of people or cohorts differ
doubt-heading-looks = If results are looked at several times, or several together
doubt-heading-power = What these people can show
doubt-nothing = No comparison was planned here, so there is none to doubt.
doubt-family = Family “{ $family }”: p { $p } alone, { $adjusted } with the other outcomes of the family counted.
doubt-difference = { $first } minus { $second }
doubt-term-tipping-point = shift at the tipping point
doubt-term-lost-supported = participants lost
doubt-term-missing-information = missing information
doubt-term-estimate = for the estimate
doubt-term-limit = for the limit nearest to no difference
doubt-term-partial = what the groups explain of the rest
doubt-term-delta = to explain the difference away
doubt-term-adjusted = difference if the unmeasured goes with support as the measured does
doubt-term-directions = do parts by “{ $columns }” lose more of the same group?

notebook-loss-everybody = Both groups
notebook-loss-between = { $support } minus { $comparison }
notebook-loss-of = { $outcomes }: people lost minus people found, in standard deviations
notebook-loss-joint = Do the characteristics tell who was lost, all at once? Chi-square { $statistic }, degrees of freedom { $df }, p { $p }.
notebook-loss-between-joint = Were different people lost in the two groups? Chi-square { $statistic }, degrees of freedom { $df }, p { $p }.
notebook-loss-size = Weighted to stand for everybody, the people found in the smaller group tell as much as { $n } people.
notebook-loss-nobody = Nobody was lost for these outcomes: { $outcomes }.
notebook-loss-not-asked = Who was lost is not set against who was found for these outcomes, since nothing known at the start was declared or there are no two groups: { $outcomes }.
