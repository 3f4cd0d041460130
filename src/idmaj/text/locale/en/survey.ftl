# survey exports: what stops a run, what is set aside, what is flagged
## Exports of a form to tables: what stops a run
submission-differs = the submission { $key } stands here and in { $first_file } (row { $first_row }) with other answers: { $columns }
    .expected = one content for each submission, or a newer edit
    .remedy = Keep the right one of the two, or give the export in which the edit is marked.
export-lost-signs = { $n ->
        [one] letters or digits of one cell have been lost: question marks stand in their place
       *[other] letters or digits of { $n } cells have been lost: question marks stand in their place
    }
    .expected = the text as it was collected; an encoding without these signs was used when the file was saved
    .remedy = Ask for the original export, or export again in UTF-8; do not save it from a spreadsheet.
out-not-a-folder = this is a file, not a folder
    .expected = a folder for the tables
    .remedy = Name another folder.
out-holds-other-tables = the folder holds tables that were not made here
    .expected = an empty folder, or one of an earlier run
    .remedy = Name another folder.
tables-of-another-key = the tables in this folder were made with another key, so their persons cannot be recognised
    .expected = the key of the earlier run
    .remedy = Name the key of the earlier run, name another folder, or start afresh.
earlier-table-missing = a table of the earlier run is gone
    .expected = all tables that the earlier run wrote
    .remedy = Put the table back, or start afresh.
no-submissions = no submission can be used
    .expected = at least one row with answers
    .remedy = Look at the rows that were set aside, and at the reasons.
workspace-not-empty = { $n ->
        [one] “{ $path }” is there already; nothing was written
       *[other] “{ $path }” and other files ({ $n } in all) are there already; nothing was written
    }
    .expected = a folder that holds nothing that would be written over
    .remedy = Name another folder, or move these files away.
interview-submitted-twice = this submission ({ $key }) is of the same person and wave as { $first_key } ({ $first_file }, row { $first_row })
    .expected = one submission for each person and wave
    .remedy = Find out which one is right; for the other write a line in { $file }: its key, { $variable } as variable, { $value } as new value, the reason, who and when.
date-format-unknown = “{ $value }” is no form of a date
    .expected = year, month and day once each, such as { $example }
    .remedy = Correct the form, or leave it out to have it found.
language-not-of-form = the form has no labels in the language “{ $value }”
    .expected = one of { $known }
    .remedy = Correct the language, or leave it out to have it found.

## Rows set aside
submission-not-decrypted = the answers of this submission could not be decrypted by the server
    .expected = answers
    .remedy = Decrypt the submissions and export again.
submission-superseded = another row of the same submission replaced this one: a newer edit, or the same row in another file
    .expected = one row for each submission
    .remedy = Nothing has to be done.
row-is-total = this is a row of totals, not a submission
    .expected = one row for each submission
    .remedy = Nothing has to be done.
submission-without-key = the row has no key of a submission
    .expected = the key that the platform gives
    .remedy = Export again with the columns of the platform.
event-without-submission = the submission to which this row belongs is not in the export
    .expected = a row of the table of submissions with the same key
    .remedy = Export the submissions and their repeats together.
event-without-consent = the person did not consent to the interview, so the row is withheld
    .expected = no answers without consent
    .remedy = Tell the supervisor; delete the answers where they were collected.
event-empty = the row holds no answer
    .expected = at least one answer
    .remedy = Nothing has to be done.

## Cells flagged
answers-without-consent = answers stand here though the person did not consent; they were withheld
    .expected = no answers without consent
    .remedy = Tell the supervisor; delete the answers where they were collected.
code-check-digit = the check digit of the code is wrong, or this is no code
    .expected = a code as printed on the list
    .remedy = Compare with the list and correct the code.
identifier-breaks-constraint = the cell breaks the condition that the form sets for it
    .expected = what the form demands, such as the same code typed twice
    .remedy = Compare with the list and correct the cell.
columns-outside-form = { $n ->
        [one] one column is no question of the form and was left out: { $columns }
       *[other] { $n } columns are no questions of the form and were left out: { $columns }
    }
    .expected = columns of the form and of the platform
    .remedy = If they hold answers, give the form in which they were asked.
repeat-not-exported = the export holds no rows of the repeat { $repeat }
    .expected = the repeats with the submissions; a CSV of Kobo never holds them
    .remedy = Export a workbook, or the CSV files of all repeats together.
submission-vanished = { $n ->
        [one] one submission of an earlier run is no longer in the export; it stays in the tables
       *[other] { $n } submissions of an earlier run are no longer in the export; they stay in the tables
    }
    .expected = every submission that was exported before
    .remedy = Ask whether they were deleted, and why; start afresh to leave them out.

## What the command says
cli-ingest-table = { $table }: { $n ->
        [one] one row
       *[other] { $n } rows
    }
cli-ingest-written = Written to { $path }.
cli-ingest-refused = Nothing was written to { $path }; earlier tables stand.
cli-ingest-ephemeral = Persons were given pseudonyms by a key of this run alone; name a key in { $variable } so that later runs recognise them.
mapping-line-headers = Headers bear { $style ->
        [names] names
        [labels] labels ({ $labels })
       *[mixed] names and labels ({ $labels })
    }, separator of groups { $separator }; { $n ->
        [one] one question was found
       *[other] { $n } questions were found
    }.
mapping-line-selects = Questions with several answers stand { $shape ->
        [text] as text
        [split] in a column for each choice
        [both] as text and in a column for each choice
       *[none] nowhere
    }.
cli-times = ({ $n ->
        [one] once
       *[other] { $n } times
    })
cli-ingest-blocked-checks = { $n ->
        [one] One check must be resolved before a study can be run on these tables; see { $path }.
       *[other] { $n } checks must be resolved before a study can be run on these tables; see { $path }.
    }
cli-ingest-quality = Quality report: { $path }
cli-new-file = made: { $path }
