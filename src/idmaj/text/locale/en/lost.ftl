## People lost: who they were, weights that stand for them, bounds
estimator-response_weights = Weighted for people lost
population-lost-minus-found = lost minus found
population-lost-supported = participants: lost minus found
population-lost-compared = comparison group: lost minus found
population-lost-between-arms = participants minus comparison group, each lost minus found
population-directions = which group more people were lost from, part by part
population-tightened = people who would be found in either group, part by part: { $transform }
population-everybody-due = everybody, found or lost

note-response-weighted = people found are weighted by how rarely people like them in their group were found; true if, among like people, being lost says nothing of the outcome
note-response-pooled = few people were lost: the weights let characteristics count alike in both groups
note-response-size = the people found, weighted, tell as much as this many people
note-lost-minus-found = in standard deviations; description, no interval
note-loss-tested = whether what was known at the start tells who was lost, all of it at once
note-directions-compared = whether all parts lost more people of the same group
note-trimmed-support = more of the participants were found: the bounds cut their highest, then their lowest results
note-trimmed-comparison = more of the comparison group were found: the bounds cut their highest, then their lowest results
note-trimmed-nobody = equal shares of both groups were found: nobody is cut
note-monotonicity-unchecked = true only if support moved everybody’s chance of being found in one direction, which no data can confirm
note-monotonicity-doubtful = some parts of the people lost more participants, others more of the comparison group; that may be chance, and no data can confirm that support moved everybody’s chance of being found in one direction
note-monotonicity-broken = some parts of the people lost more participants, others more of the comparison group, by more than chance: these bounds rest on a condition that does not hold
note-worst-case = people lost are given the worst possible result, then the best; nothing is assumed of them

## People at liberty, where custody sets the outcome of the others
population-free-in-either = people who would be at liberty in either group
note-free-support = more of the participants were at liberty: the bounds cut their highest, then their lowest results
note-free-comparison = more of the comparison group were at liberty: the bounds cut their highest, then their lowest results
note-free-equal = equal shares of both groups were at liberty: nobody is cut
note-free-unchecked = true only if support moved everybody’s chance of being at liberty in one direction, which no data can confirm
note-free-broken = in some parts of the people more participants were at liberty, in others more of the comparison group, by more than chance: these bounds rest on a condition that does not hold

## Conditions
estimation-response-near-zero = some people had almost no chance of being found, so that nobody found can stand for them
    .expected = like people found for everybody who was lost
    .remedy = Merge rare baseline values, or leave out the column that sets these people apart.
estimation-no-limits = nothing says between which values the outcome must lie
    .expected = an outcome of yes or no, or a share
    .remedy = Read the bounds for people who would be found in either group.
