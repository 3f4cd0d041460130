# families of outcomes and scheduled looks

estimator-confidence_sequence = Confidence sequence
population-one-look = as if this were the only look

note-family-of-one = the only result of its family: nothing to adjust
note-p-by-inversion = p-value by the interval: the level at which it would touch no difference
note-holm-instead = adjusted by Holm’s method: results of this family cannot be redrawn together
note-look-spending = interval that holds over all scheduled looks together (Lan–DeMets spending, as O’Brien and Fleming)
note-look-sequence = interval that holds over all scheduled looks together (asymptotic confidence sequence)
note-look-share = interval that holds over all scheduled looks together (beta-binomial confidence sequence)
note-one-look = interval as if this were the only look: read at several looks, it misses the truth more often than it says

look-out-of-calendar = the data cut-off { $as_of } is not one of the scheduled looks
    .expected = one of { $dates }
    .remedy = Choose one of these cut-offs. A look added afterwards would make the results of all others less sure.
estimation-information = the share of information at a look is not defined
    .expected = shares above 0 that rise from look to look and end at 1 at most
    .remedy = Correct the information of the looks in the study file.
estimation-look-too-early = so little of the error is left to this early look that no interval can be given
    .expected = a look with more of the final information
    .remedy = Wait for the next look, or describe the groups.
estimation-too-few-redraws = too few redraws of the data gave a result
    .expected = at least a hundred redraws, nearly all of them with a result
    .remedy = Declare Holm’s method for this family.
