# what notebooks show: headings of tables and sentences where a study has nothing for a notebook

notebook-file = File
notebook-rows-in = Rows received
notebook-rows-kept = Rows kept
notebook-rows-set-aside = Rows set aside
notebook-rows-not-of-study = Rows of other people
notebook-table = Table
notebook-rows = Rows
notebook-table-persons = People
notebook-table-interviews = Interviews
notebook-table-justice_events = Justice events
notebook-table-grants = Grants
notebook-table-handovers = Hand-overs
notebook-outcome = Outcome
notebook-horizon = When
notebook-group = Group
notebook-stage = Stage
notebook-people = People
notebook-stage-assigned = at the start
notebook-stage-observed = outcome known
notebook-covariate = Characteristic
notebook-when = When
notebook-difference = Standardised difference
notebook-wave = Wave
notebook-contact = Contact
notebook-population = People concerned
notebook-level = Level
notebook-method = Method
notebook-scale = Measure
notebook-estimate = Estimate
notebook-role = Role
notebook-check = Check
notebook-value = Value
notebook-limit = Limit
notebook-verdict = Verdict
notebook-verdict-passed = passed
notebook-verdict-failed = failed
notebook-verdict-unknown = not known
notebook-state = State
notebook-sentence = What may be said

notebook-no-set-aside = No row was set aside.
notebook-no-quality-flags = No cell was flagged.
notebook-no-persons = This study has no data on persons, so nobody was followed.
notebook-no-comparison = This study has no comparison group, so there is no difference to show.
notebook-no-outcome = This study measures no outcome of this domain: { $domain }.
notebook-no-curve = This study measures no time to an event.
notebook-no-handovers = This study has no register of hand-overs.
notebook-no-gate = There is no comparison to check.
notebook-no-finding = There is no result about which anything may be said.
notebook-more = Not listed here: { $number } more.

notebook-set-aside =
    { $n ->
        [one] { $number } row was set aside.
       *[other] { $number } rows were set aside.
    }
notebook-quality-flags =
    { $n ->
        [one] { $number } cell was flagged.
       *[other] { $number } cells were flagged.
    }
notebook-failed-gates =
    { $n ->
        [one] { $number } check of the comparison was not passed.
       *[other] { $number } checks of the comparison were not passed.
    }

notebook-produced = What was produced
notebook-to-look-at = What needs a look
notebook-nothing = Nothing was set aside, flagged or failed.
notebook-no-surveys = This study has no survey export that is read with its form.
notebook-no-check = The checks of field data found nothing.
notebook-severity = Severity
notebook-cases = Cases
notebook-link-rule = Link by
notebook-link-status = State of the link
