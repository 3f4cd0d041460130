## Lost people imputed, and the tipping point
estimator-multiple_imputation = Multiple imputation of people lost
estimator-tipping_point = Tipping point: people lost differ from what is imputed
population-delta = participants lost, moved by { $transform }
population-as-imputed = as imputed
population-at-tip = at the tipping point
note-imputed = outcomes of people lost are drawn several times from people found in the same group with like characteristics, and the results pooled; true if, among like people, being lost says nothing of the outcome
note-missing-information = part of the uncertainty that comes from people lost
note-tipping-curve = what the effect would be if participants lost had done better or worse than people like them who were found; yes or no: moved in log odds
note-tipping-loses = from this shift on, the interval no longer excludes no difference
note-tipping-gains = from this shift on, the interval excludes no difference
note-tipping-none = no shift within the range tried changes whether the interval excludes no difference
note-lost-imputed = what participants lost are given, and what they would have to be at the tipping point

## Conditions
estimation-nobody-lost = no participant was lost, so there is nobody to impute
    .expected = participants whose outcome is not known
    .remedy = Nothing to do: the planned estimate counts every participant.
estimation-arm-all-lost = everybody of one group was lost, so nothing tells what became of them
    .expected = people found in each group
    .remedy = Find people of that group again, or describe the other group only.
estimation-too-few-imputations = there are too few completed data sets to tell how far they differ
    .expected = at least two; twenty or more are usual
    .remedy = Ask for more imputations.
