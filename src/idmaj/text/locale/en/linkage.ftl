## Rules that make a link, or ask a clerk
link-rule-decision = decision of a clerk
link-rule-code = programme code
link-rule-cin-and-birth = identity card and date of birth
link-rule-cin-and-name = identity card and name
link-rule-probabilistic = likeness of several identifiers
link-rule-code-contradicted = programme code, but card, date of birth and name do not agree with it
link-rule-cin-contradicted = identity card, but date of birth or name do not agree with it
link-rule-cin-alone = identity card alone: nothing else can be compared
link-rule-several-persons = several people could be meant
link-rule-person-taken = this person has another entry in the register already
link-rule-alike = likeness of date of birth and names

## What became of an entry of a register
link-status-accepted = linked
link-status-review = to be decided
link-status-outdone = less likely than the link that was made
link-status-declined = declined by a clerk
link-status-records = entries
link-status-linked = entries linked
link-status-in-review = entries to be decided
link-status-not-linked = entries about nobody of the study

## Problems
linkage-not-installed = records that share no code or identity card with a participant were not linked: splink is not installed
    .expected = the extra { $extra }
    .remedy = Install it, or decide the pairs of the review list.
linkage-too-few = too few records agree beyond doubt with a participant for probabilities to be learnt
    .expected = at least { $least } of them
    .remedy = Nothing to correct in a small study: a clerk decides the pairs of the review list.
linkage-untrained = how often “{ $column }” agrees for one person and for two could not be learnt, so no record was linked by likeness
    .expected = a column that most people fill, with differing values
    .remedy = Leave this column out of the section link, or decide the pairs of the review list.
link-codes-wrong = programme codes whose check digit is wrong, on the side of { $side ->
    [persons] the participants
   *[records] the register
 }: { $n }
    .expected = codes as they are printed on the list
    .remedy = Correct them; until then other identifiers are used.
link-birth-unread = dates of birth that cannot be read: { $n }
    .expected = dates of the form that the study file declares
    .remedy = Correct date_format, or the dates.
link-row-blank = rows that tell nothing of whom they are about: { $n }
    .expected = a code, an identity card, or a name with a date of birth
    .remedy = Complete the register; these rows are linked to nobody.
link-nothing = no row of the register is linked to a participant
    .expected = participants among the people of the register, if any of them is in it
    .remedy = Check that the columns of the section link are the right ones before anything is concluded.
link-review = pairs of a record and a participant that a clerk must decide: { $n }
    .expected = a decision for each
    .remedy = Open { $file } in the restricted folder of the study, and enter the decisions in { $decisions }.
link-decision-unknown = decisions about pairs that are no longer there: { $n }
    .expected = the ids of the review list, made with the same key
    .remedy = Check the key, or remove the decisions.
link-decision-contradicted = decisions that contradict each other: { $n }
    .expected = one decision for a pair, and at most one person for a record
    .remedy = Keep the right one.
link-decision-unread = “{ $value }” is no decision
    .expected = one of { $known }, or nothing while it is open
    .remedy = Correct the cell.
link-decisions-column-missing = the file of decisions lacks this column
    .expected = { $columns }
    .remedy = Add the column.
link-decisions-show-people = the file of decisions has a column that may show people
    .expected = { $columns } alone
    .remedy = Remove the column: this file lies beside the study file, which may be shared.
