## Report on the quality of field data: who must do what, which rows were kept

quality-title = Quality of the field data
quality-verdict =
    { $state ->
        [blocking] The data cannot be used before the blocking cases below are settled.
        [flagged] The data can be used; the cases below need a look.
        [note] The data can be used; the notes below are for information.
       *[none] The data can be used; no check found anything.
    }
quality-small = The group is small: cases are counted and listed, and no rate is computed.
quality-correct = Raw files are never changed by hand: a correction is a line of the file of corrections, with the old answer, the new one and the reason.
quality-severity =
    { $severity ->
        [blocking] blocking
        [flagged] to look at
       *[note] for information
    }
quality-say-severity = { $severity }: { $what }

## Who must act
quality-actor-enumerator = Enumerator { $name }
quality-actor-enumerator-unknown = Enumerator not named
quality-actor-supervisor = Field supervisor
quality-actor-data_manager = Data manager
quality-actor-evaluator = Evaluator

## Headings
quality-heading-overview = Who must act
quality-heading-rows = What became of every row
quality-heading-set-aside = Rows set aside, by reason
quality-heading-detected = What was recognised in the files
quality-heading-clear = Checked, and nothing found
quality-heading-not-run = Not checked, for want of what the check needs
quality-not-run = Not checked: { $reason }
quality-not-run-reason =
    { $kind ->
        [lacks] { $name } is lacking
       *[too_few] too few interviews or people
    }
quality-table-overview = Checks that found something and cases to settle, for each person who must act
quality-table-scopes = Where it was found
quality-table-cases = Cases, one by one
quality-no-cases = Nobody has a case to settle.
quality-counted = { $n } out of { $of }
quality-counted-rate = { $n } out of { $of } ({ $rate })
quality-label-expected = What was expected
quality-label-remedy = What to do

## Rows
quality-rows-state =
    { $state ->
        [kept] Every row of every file is accounted for: a row received was kept, set aside with a reason, or replaced by a newer version of itself.
       *[lost] Some rows are not accounted for: see the last column. Do not use the data before this is explained.
    }
quality-nothing-set-aside = No row was set aside.
quality-reason-example = Reason (as for the first of these rows)
quality-more = { $count } more are in the workbook.
quality-more-left = { $count } more are left out here: settle these first, then run the checks again.

## Columns
quality-column-actor = Who must act
quality-column-blocking = Blocking
quality-column-flagged = To look at
quality-column-note = For information
quality-column-cases = Cases
quality-column-severity = Severity
quality-column-check = Check
quality-column-what = What was found
quality-column-expected = What was expected
quality-column-remedy = What to do
quality-column-scope = Where
quality-column-n = Number
quality-column-of = Out of
quality-column-rate = Rate
quality-column-wave = Wave
quality-column-person = Person
quality-column-submission = Interview
quality-column-enumerator = Enumerator
quality-column-column = Question
quality-column-shown = Answer
quality-column-detail = Detail
quality-column-reason = Why
quality-column-file = File
quality-column-row = Row
quality-column-table = Table
quality-column-rows-in = Rows received
quality-column-rows-kept = Kept
quality-column-rows-set-aside = Set aside
quality-column-rows-not-of-study = Not part of the study
quality-column-rows-superseded = Replaced by a newer version
quality-column-rows-lost = Not accounted for

## Sheets of the workbook (at most thirty-one characters)
quality-sheet-overview = Overview
quality-sheet-rows = Rows
quality-sheet-set-aside = Set aside

## Where a check applies
quality-scope-all = everywhere
quality-scope =
    { $kind ->
        [wave] wave { $value }
        [arm] group { $value }
        [province] province { $value }
        [enumerator] enumerator { $value }
        [mode] mode { $value }
        [column] question { $value }
        [outcome] outcome of contact: { $value }
        [kind] kind: { $value }
        [version] version { $value } of the form
        [script] script: { $value }
        [source] source { $value }
        [message] reason { $value }
        [sheet] sheet { $value }
       *[other] { $kind }: { $value }
    }
quality-word =
    { $word ->
        [support] supported
        [comparison] comparison
        [interviewed] interviewed
        [refused] refused
        [not_found] not found
        [in_prison] in prison
        [abroad] abroad or moved
        [deceased] deceased
        [face_to_face] face to face
        [phone] by telephone
        [proxy] through a relative
        [dk] don’t know
        [na] not applicable
        [blank] left blank
        [not_asked] not asked
        [not_collected] not in this version
        [unparseable] unreadable
        [withheld] withheld for want of consent
       *[other] { $word }
    }
