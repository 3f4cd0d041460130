# sentences of the two-page brief; numbers come in as text made by the `format_` functions

brief-within = within { $duration }
brief-after = after { $duration }
brief-measure = { $outcome }, { $when }
brief-value-range = { $value } ({ $range })
brief-published = published on { $date }
brief-undated = no date
brief-place-when = { $place }, { $when }

brief-warning-simulated = The follow-up data in this study are invented to show the method; they describe nobody.
brief-warning-facts = Figures with a date are as published.
brief-warning-naive = The two groups were unlike each other before the programme: their raw difference says nothing about the programme and is not put forward here.
brief-gate-balance = groups alike after weighting
brief-gate-overlap = everyone supported has people like them in the comparison group
brief-gate-weights = no person carries too much of the weight
brief-gate-placebo = no difference before the programme
brief-gate-agreement = other adjusted calculations agree
brief-gate-attrition = few people lost to follow-up, and about as many in each group
brief-gate-detection = intervals take account of how people were sampled
brief-gate-pre_trend = groups developed alike before the support
brief-gate-honest = the result stands even if trends differ as much as before the support
brief-gate-clusters = enough clusters in each group

brief-key-difference =
    { $unit ->
        [points] percentage points, “{ $support }” compared with “{ $comparison }”: { $measure }
       *[other] “{ $support }” compared with “{ $comparison }”: { $measure }
    }
brief-key-interval = { $level } confidence interval: { $range }
brief-key-against = { $support } against { $comparison }
brief-key-people = people: { $group }
brief-key-balance = standard deviations: largest difference before weighting ({ $covariate })
brief-key-balance-limit = limit: { $limit }
brief-key-balance-after = after weighting: { $value }; limit: { $limit }
brief-key-people-helped = people received equipment
brief-key-money = in published amounts
brief-key-median = per person (median)
brief-key-over-rows = in the { $stating } that state it

brief-levels = { $measure }: { $support } of { $n_support } ({ $arm_support }) and { $comparison } of { $n_comparison } ({ $arm_comparison }).
brief-balance = A comparison can only tell us about the programme if the groups were alike before it. Weighting makes them alike in what was measured; they may still differ in what was not.

brief-verdict =
    { $verdict ->
        [passed] passed
       *[failed] not passed
    }
brief-column-millions = Amount (millions)

brief-heading-balance = Who is compared with whom?
brief-heading-checks = Does the result hold?
brief-heading-table = Results by group
brief-heading-method = How the evaluation was done
brief-heading-limits = What this brief does not say
brief-heading-activities = What was handed over
brief-heading-size = What the number of people allows
brief-heading-region = Where?
brief-heading-year = When?
brief-heading-cost = At what cost per person?
brief-heading-conflicts = Where sources disagree
brief-heading-claim = A published figure that cannot be used

brief-column-outcome = Outcome
brief-column-difference = Difference (confidence interval)
brief-column-level = Level
brief-column-interval = Confidence interval
brief-column-check = Check
brief-column-verdict = Verdict
brief-column-people = People
brief-column-when = When
brief-column-calculation = Calculation
brief-column-covariate = Characteristic
brief-column-before = Before weighting
brief-column-after = After weighting
brief-column-activity = Kind of project
brief-column-count = Number
brief-column-region = Region
brief-column-year = Year
brief-column-handovers = Hand-overs
brief-column-money = Amount
brief-column-place = Place
brief-column-cost = Amount per person
brief-column-kept = Value used
brief-column-told = What the sources say (in the register’s language)

brief-table-outcomes = Levels at the main date; the difference comes from the planned calculation
brief-table-quiet = A dash means that no difference may be put forward.
brief-table-gates = Checks that must hold before a difference may be put forward
brief-table-activities = Projects by kind, as published
brief-table-region = Hand-overs, people and amounts by region
brief-table-year = Hand-overs, people and amounts by year
brief-table-far = Hand-overs to check first
brief-table-conflicts = Hand-overs on which two sources differ
brief-naive-row = { $calculation }: groups not comparable

brief-definition = What is counted: { $definition }.
brief-followed-curve = Of { $people }, { $observed } ({ $share }) were followed to the main date, or had an event before it. The curve counts each person for as long as they were followed.
brief-followed-all = All { $people } are counted at the main date: nobody was lost to follow-up.
brief-followed = Of { $people }, { $observed } ({ $share }) are counted at the main date.
brief-estimator = Main calculation: “{ $estimator }”, fixed before the results were seen; { $level } confidence intervals.
brief-smallest-effect = Fixed beforehand as large enough to matter: a difference of at least { $size } ({ $outcomes }).

brief-other-calculation = { $calculation }: { $value } ({ $range })
brief-disagreement =
    { $kind ->
        [excludes] { $measure }: the main calculation does not settle the question, while another one only just rules out that there is no difference: { $calculations }. The calculation fixed beforehand stands.
       *[includes] { $measure }: another calculation does not rule out that there is no difference: { $calculations }.
    }
brief-selected = { $measure }, among those still at liberty only: { $support } ({ $arm_support }) and { $comparison } ({ $arm_comparison }). Who is still at liberty may itself depend on the programme, so this is not a comparison of like with like.
brief-limit-withheld = Results that rest on fewer than { $threshold } people are not published.
brief-limit-others = Effects on others. { $note }
brief-limit-elsewhere = The results concern these people, in that place and at that time; elsewhere they may differ.
brief-limit-public = Others have already published these data person by person; nothing had to be withheld here.

brief-nothing-public = No result can be published.
brief-too-few = With { $people }, no result can be published: any figure could point to a person.
brief-size-alone = With { $people }, even if the event never occurred, the true rate could be as high as { $limit } (upper limit of the { $level } exact interval). More people are needed to know more.
brief-size-rule = Results about people are published only from { $threshold } people upwards. Nothing shown here depends on any person’s situation.

brief-register-people = { $handovers } were reported; { $people } received equipment in the { $stating } that state a number.
brief-register-money = The { $stating } that state an amount add up to { $money }.
brief-register-no-outcome = What became of these people has not been published.
brief-register-rows = Each row is one hand-over. Rows that may repeat another one are left out of the sums.
brief-refused-ratio = The total amount ({ $money }, { $with_money }) is not divided by the total number of people ({ $people }, { $with_people }): the two sums rest on different hand-overs.
brief-cost-spread = In the { $rows } that state both, the median amount per person is { $median }; amounts range from { $low } to { $high }.
brief-cost-far = Amounts far from the others, to be checked first: { $named }.
brief-cost-named = { $place } ({ $money })
brief-cost-others = { $count } others
brief-claim = { $statement }. Source: { $source }. This figure cannot be used:

brief-heading-kinds = Each kind of support
brief-kinds-apart = Each kind is compared with the same comparison group; the kinds are not compared with each other.
brief-kind-finding = { $kind }: { $finding }
brief-number-unit = { $number } { $unit }
brief-quoted = “{ $name }”
