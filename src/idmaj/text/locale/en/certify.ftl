# certificates: what simulated worlds say of a study's calculations

certificate-heading = Certificate of the calculations
certificate-passed = Every limit is kept.
certificate-exceeded = A limit is exceeded: do not rely on these results before the reason is known.
certificate-intro = Worlds were simulated with the size, the groups, the losses and the base rates of the study; in each of them the truth is known. They went through the same calculations, checks, rules of publication and claim ladder as the data of the study.
certificate-extent = Simulated worlds of each kind: { $worlds }; a quarter as many of those with twice the smallest effect or a planted trait. People in each: { $people }. Seed: { $seed }.
certificate-how-randomised = People are drawn from the comparison group with what they were before and what became of them, and the lot is drawn again. A share then moves by turning as many answers as the difference asks; an amount grows or shrinks in proportion, so that nothing stays nothing.
certificate-how-comparison = People and groups stay as they are. What becomes of each person is drawn from people of the comparison group of whom the same was to be expected, so it depends on what was measured before and on nothing else; no method was told how.
certificate-how-single_group = What became of everybody, and who was lost, is drawn anew without regard to what was found. Nothing that would be published may differ.
certificate-kind =
    { $kind ->
        [null] No difference
        [smallest] The smallest difference that matters
        [double] Twice the smallest difference that matters
        [confounded] No difference, but an unmeasured trait sets the groups apart
       *[random] Outcomes drawn at random
    }
certificate-check =
    { $check ->
        [false-effect] Worlds without a difference in which one is stated of an outcome of the primary family
        [false-negligible] Worlds with the smallest difference that matters in which any difference is called smaller
        [secondary-unadjusted] Differences stated of other outcomes that their adjusted p-values do not bear out
        [causal-words] Worlds in which a sentence names a cause that the design does not allow
        [group-effect] Worlds in which a difference is stated of a single group
       *[public-bytes] Worlds whose outcomes show in what would be published: table, findings, briefs
    }
certificate-kept =
    { $state ->
        [kept] kept
       *[exceeded] exceeded
    }
certificate-table-checks = What is promised
certificate-table-states = What would have been said: share of the worlds
certificate-table-measures = How well each method does
certificate-note-measures = An interval at { $level } should hold the truth in about as many worlds. Leaving out no difference is an error where there is none, and the power of the study where there is one. Amounts are in the unit of the outcome.
certificate-column-check = Promise
certificate-column-kind = Worlds
certificate-column-outcome = Outcome
certificate-column-found = Found
certificate-column-limit = At most
certificate-column-worlds = Of
certificate-column-kept = Limit
certificate-column-silent = No difference said (to { $rung })
certificate-column-open = One direction only ({ $rung })
certificate-column-small = Called small ({ $rung })
certificate-column-stated = Difference stated (from { $rung })
certificate-column-method = Method
certificate-column-coverage = Intervals that hold the truth
certificate-column-excludes = Intervals that leave out no difference
certificate-column-bias = Mean error
certificate-column-defined = Worlds with an interval
certificate-sentence-difference = In { $worlds } simulated studies of this size and kind in which the groups do not differ, a difference was stated in { $found }; the limit is { $limit }.
certificate-sentence-bytes = In { $worlds } simulated studies like this one, nothing that would be published told what became of anybody.

certify-passed = { $study }: every limit is kept
certify-exceeded = { $study }: a limit is exceeded
certify-refused = { $study }: cannot be simulated
certify-page = page: { $path }
certify-line-check = { $check }: { $found } of { $worlds } (at most { $limit })
certify-line-measure = { $kind }, { $outcome }, { $method }: hold the truth { $coverage }; leave out no difference { $excludes }; mean error { $bias }
certify-line-states = { $kind }, { $outcome }: no difference said { $silent }; one direction only { $open }; called small { $small }; difference stated { $stated }

certify-design = no worlds can be simulated of the design { $design }
    .expected = a randomised or comparison design, or a single group, with outcomes of persons
    .remedy = Leave this study out of the command.

certify-index = no worlds can be simulated of people compared from index dates
    .expected = arms told by a column, and one row a person
    .remedy = Leave this study out of the command; what its method does with a known truth is shown by the simulated register.

certify-curve = no worlds can be simulated of an event that not everybody was followed for
    .expected = an event known of everybody at its primary horizon
    .remedy = Choose a primary horizon within everybody’s follow-up, or leave this study out of the command.
