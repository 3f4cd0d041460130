# sentences of the claim ladder; amounts, bounds and subjects come as text

finding-subject-within = { $outcome } within { $duration }
finding-subject-after = { $outcome } after { $duration }
finding-subject-wave = { $outcome } ({ $wave })
finding-subject-of = { $subject }, { $subgroup }

finding-base-people = for every { $hundred } people
finding-base-amount = per person on average
finding-amount = { $number } { $unit }

finding-side-people =
    { $side ->
        [less] { $amount } fewer
        [more] { $amount } more
       *[none] no difference
    }
finding-side-amount =
    { $side ->
        [less] { $amount } less
        [more] { $amount } more
       *[none] no difference
    }
finding-range-people =
    { $side ->
        [less] between { $low } and { $high } fewer
       *[more] between { $low } and { $high } more
    }
finding-range-amount =
    { $side ->
        [less] between { $low } and { $high } less
       *[more] between { $low } and { $high } more
    }

finding-arm-support = with the programme
finding-arm-comparison = without the programme

finding-x = { $subject }: could not be computed.
finding-c0 = { $subject }: too few people to publish this result.
finding-c0-comparable = { $subject }: too few of those in the comparison group resemble those supported; nothing can be said of a difference.
finding-c0-none =
    Among { $people }, even with { $event ->
        [reincarceration] no return at all
        [return_for_breach] no return at all
        [re_arrest] no new arrest at all
        [reconviction] no new conviction at all
       *[other] not a single case
    }, the true rate could be as high as { $limit }.
finding-c0-all = Among { $people }, even if every one of them answered “yes”, the true share could be as low as { $limit }.

finding-c1-share = { $subject }: { $events } of { $people } ({ $share }). We cannot say what caused it.
finding-c1-risk = { $subject }: about { $share }, as the follow-up of { $people } tells it. We cannot say what caused it.
finding-c1-mean = { $subject }: { $mean } on average among { $people }. We cannot say what caused it.
finding-c1-pair = { $subject }: { $support } in the group “{ $support_arm }”, { $comparison } in the group “{ $comparison_arm }”; we cannot say what caused the difference.
finding-c1-bare = { $subject }: the groups can be described, but we cannot say what caused any difference between them.

finding-c2 = { $subject }: the results do not settle the question. Compared with the other group, they fit anything from { $low } to { $high } { $base }. More people are needed.
finding-c3 =
    { $subject }: compared with the other group, probably not { $direction ->
        [worse] worse
        [better] better
        [lower] lower
       *[higher] higher
    } by more than { $bound } { $base }; there may be no difference. The results fit anything from { $low } to { $high }.
finding-c3-none =
    { $subject }: compared with the other group, probably not { $direction ->
        [worse] worse
        [better] better
        [lower] lower
       *[higher] higher
    }; there may be no difference. The results fit anything from { $low } to { $high } { $base }.
finding-c4 = { $subject }: any difference between the groups is probably smaller than { $smallest } { $base }. The results fit anything from { $low } to { $high }.
finding-c5s-causal = { $subject }: the programme led to about { $estimate } { $base } ({ $range }), which is less than { $smallest }, the size fixed beforehand as large enough to matter.
finding-c5s-associated = { $subject }: the programme is associated with about { $estimate } { $base } ({ $range }), which is less than { $smallest }, the size fixed beforehand as large enough to matter.
finding-c5-causal = { $subject }: the programme led to about { $estimate } { $base } ({ $range }).
finding-c5-associated = { $subject }: the programme is associated with about { $estimate } { $base } ({ $range }).

finding-verdict-better = That is better than in the other group.
finding-verdict-worse = That is worse than in the other group.
finding-only-just = Only just: other standard calculations do not rule out that there is no difference.
finding-assumption-randomised = This concerns those who actually took part, and the draw alone did not decide who took part.
finding-assumption-comparison = This holds only if the groups were also alike in everything that was not measured.
finding-assumption-panel = This holds only if both groups would have changed alike without the programme.

finding-family-undeclared = Several outcomes were looked at and none was singled out beforehand: one of them may differ by chance alone.
finding-family-chance = Alone, this outcome would leave out no difference; among the { $n ->
        [one] { $number } outcome
       *[other] { $number } outcomes
    } looked at together, that may be chance.
finding-family-single = Its interval alone would leave out no difference, but the test that belongs to it does not.
finding-family-outside = Alone, this outcome would leave out no difference, but it is not among those named beforehand.
finding-family-unjudged = Alone, this outcome would leave out no difference, but it could not be judged together with the others named beforehand.

finding-checks-passed = This also holds under the further checks: { $checks }.
finding-checks-failed = Further checks under which it does not hold: { $checks }.
finding-checks-absent = Further checks that were not made: { $checks }.
finding-check-family = the outcomes named beforehand judged together
finding-check-family-alone = an outcome named beforehand
finding-check-lost = the best and the worst case for the people lost
finding-check-robustness = the other planned calculations
finding-check-specifications = other ways of making the calculation
finding-check-hidden = an unmeasured factor as strong as the strongest one measured

finding-reason-single-group = There is no comparison group.
finding-reason-few-people = Fewer than thirty people were observed in a group: enough to describe, not to compare.
finding-reason-few-unrandomised = Fewer than sixty people were observed in a group, and nobody was drawn by lot: enough to describe, not to compare.
finding-reason-balance = Even after weighting, the groups differed in what was known beforehand.
finding-reason-overlap = Too many of the people supported have nobody like them in the other group.
finding-reason-weights = The calculation rests on too few people of the other group.
finding-reason-placebo = The same calculation shows a difference, or cannot rule one out, where there can be none: before the programme.
finding-reason-placebo-absent = There was no outcome from before the programme on which to test the calculation.
finding-reason-agreement = Other standard calculations do not give the same answer.
finding-reason-attrition = Too many people were lost to follow-up, or more in one group than in the other.
finding-reason-detection = The calculation does not take account of how people were sampled, grouped or observed.
finding-reason-pre_trend = Before the support, the groups were already developing differently, or it cannot be ruled out.
finding-reason-honest = A difference in trends no larger than that seen before the support would be enough to explain the result.
finding-reason-clusters = Too few places or groups were supported to tell chance from the programme.
finding-reason-absent = Some of the checks that such a comparison needs were not made.
finding-reason-naive = The groups were not alike to begin with: their figures must not be compared directly.
finding-reason-no-number = The calculation gave no number.
finding-reason-no-interval = The calculation gave no usable interval.
finding-reason-no-people = The number of people behind it is not known.
