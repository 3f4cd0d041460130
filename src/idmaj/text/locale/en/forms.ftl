## File and sheets
form-not-a-form = the file is not a survey form
    .expected = an XLSForm workbook, or the JSON of a Kobo form
    .remedy = Name the form that the survey was collected with.
form-without-survey = the workbook has no sheet of questions
    .expected = a sheet named survey
    .remedy = Name the form, not an export of its answers.
form-without-questions = the sheet of questions is empty
    .expected = at least one question
    .remedy = Ask for the form again.
form-column-missing = the sheet of questions has no column “{ $name }”
    .expected = a header row with this name
    .remedy = Restore the header, or ask for the form again.

## Groups and names
form-group-open = the group “{ $name }” is not closed
    .expected = a row that ends it
    .remedy = Add the row that ends the group.
form-group-not-open = the row ends a group that was not begun
    .expected = a row that begins it
    .remedy = Remove the row, or add the one that begins the group.
form-group-crossed = the row ends something else than “{ $name }”, which was begun last
    .expected = groups and repeats that end in turn
    .remedy = Correct the order of the rows that end groups and repeats.
form-name-missing = the row has no name
    .expected = a name for each question and group
    .remedy = Add the name.
form-name-twice = the name “{ $name }” stands twice in one group
    .expected = a name of its own for each question of a group
    .remedy = Rename one of them as the platform did.

## Questions
form-type-unknown = there is no type “{ $found }”; the answers are read as text
    .expected = a type of question of XLSForm
    .remedy = Correct the type if the answers are no text.
form-list-missing = there is no list of choices “{ $name }”
    .expected = a list of the sheet of choices
    .remedy = Add the list, or correct its name in the type.
form-reference-unknown = the reference “{ $name }” leads to no question
    .expected = the name of a question of the form
    .remedy = Correct the name.
form-target-unreadable = “{ $found }” names no table and column
    .expected = table.column, or nothing
    .remedy = Correct the target, or leave the cell blank.
form-missing-unreadable = “{ $found }” says of no code which kind of missing value it means
    .expected = pairs of a code and one of { $allowed }; for a choice, one of these words
    .remedy = Correct the cell, or leave it blank.
form-class-unknown = “{ $found }” is no class of disclosure
    .expected = one of { $allowed }
    .remedy = Correct the cell, or leave it blank.

## Conditions
form-expression-syntax = the condition of “{ $name }” cannot be read at “{ $found }”; it is not checked again
    .expected = a condition that the platform accepts
    .remedy = Correct the condition.
form-expression-quotes = the condition of “{ $name }” has typographic quotation marks at “{ $found }”; it is not checked again
    .expected = straight quotation marks
    .remedy = Replace them by straight ones.
form-expression-function = the condition of “{ $name }” uses “{ $found }”, which the answers alone do not decide; it is not checked again
    .expected = functions of answers
    .remedy = Nothing needs to be done; check these skips by hand.
form-expression-path = the condition of “{ $name }” refers to “{ $found }” by a path that is not followed; it is not checked again
    .expected = a reference to a question by its name
    .remedy = Refer to the question by its name.
form-expression-pattern = the condition of “{ $name }” has the pattern “{ $found }”, which cannot be read; it is not checked again
    .expected = a regular expression written out in the condition
    .remedy = Correct the pattern.

## Targets and answers
form-target-twice = several questions have the target “{ $target }”: { $names }; the first keeps it
    .expected = one question for each target
    .remedy = Leave the target to one of them.
form-target-unknown = the target “{ $target }” of “{ $name }” is no canonical column; the answer goes to a column of this name
    .expected = a column of the data dictionary
    .remedy = Check the spelling of the target.
form-target-in-wrong-table = the target of “{ $name }” is in the table “{ $target }”, which its place in the form does not fill
    .expected = interviews for questions outside repeats, justice_events inside one
    .remedy = Correct the target.
form-label-twice = two choices of the list “{ $name }” have the label “{ $label }”
    .expected = a label of its own for each choice
    .remedy = Export codes, not labels, or change one label.
form-flag-answer = the choice “{ $code }” of “{ $name }” means neither yes nor no
    .expected = yes, no, or a missing value
    .remedy = Name the word or the kind of missing value of the choice.
