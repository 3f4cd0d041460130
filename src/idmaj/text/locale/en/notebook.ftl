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
notebook-between = { "; " }
notebook-remark = Remark
notebook-p = p
notebook-p-below = below { $limit }
notebook-events = By time since the support began
notebook-reason = Why this estimate: { $reason }

# remarks of the estimates table
note-all-agree = all agree
note-differs = another answer from: { $calculations }
note-no-smallest-effect = no smallest effect that matters was declared
note-no-placebo = no outcome from before the programme was declared
note-no-period-before = no period before the support to compare
note-placebo-missing = the earlier outcome is missing for some people
note-bounds-hold = whoever was lost, the bounds exclude no difference
note-farthest = farthest from zero at time { $time }
note-honest = if trends differed after the support as much as before it: { $low } to { $high }
note-few-clusters = few clusters: interval of the restricted wild bootstrap
note-winsorised = largest amounts cut at the value that { $share } do not exceed
note-not-normalised = weights not normalised
note-weak-first-stage = the offer moved taking part too little
note-anderson-rubin = Anderson–Rubin interval: { $low } to { $high }
note-redrawn-all = all possible draws of the groups
note-redrawn = number of draws of the groups: { $n }
note-matched = people of the comparison group used: { $n }
note-matched-some = people of the comparison group used: { $n }; participants without a match: { $lost }
note-several-dates = with several dates of support, some effects may count with the wrong sign
note-always-supported = left out, supported from the first wave on: { $n }
note-unpaired = left out, without two waves to compare: { $n }
note-without-comparison = groups and dates without a comparison: { $n }
