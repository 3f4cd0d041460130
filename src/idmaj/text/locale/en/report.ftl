# the frame of documents: page numbers, footers, tables under charts, quality report, catalogue

report-page = Page { $page } of { $total }
report-as-of = Situation as of { $date }
report-footer = Idmaj { $version } · data fingerprint { $hash }
report-data-table = The numbers behind this chart
report-source = Source: { $source }
report-restricted = Restricted: not for publication
report-more-rows = { $count } more in the version to read on a screen.
report-more = { $count } more are not listed.

report-quality = Quality of the raw data
report-quality-verdict =
    { $state ->
        [blocking] The data cannot be used before the problems below are corrected.
        [set_aside] The data can be used; some rows were set aside, each with its reason.
        [flagged] The data can be used; some cells need a look.
       *[none] The data can be used; nothing was found.
    }
report-severity =
    { $severity ->
        [blocking] blocking
        [set_aside] set aside
       *[flagged] to look at
    }
report-table-files = Every row received is kept, set aside with a reason, or not part of this study
report-table-kinds = What was found, by kind
report-table-problems = What was found, one by one
report-column-file = File
report-column-rows-in = Rows received
report-column-rows-kept = Kept
report-column-rows-not-of-study = Not part of the study
report-column-rows-set-aside = Set aside
report-column-severity = Severity
report-column-check = Check
report-column-times = Times
report-column-where = Where
report-column-wrong = What is wrong
report-column-expected = What was expected
report-column-remedy = What to do
report-column-group = Group

report-annex = Restricted annex
report-annex-intro = Everyone in the group is shown. These figures can point to a person: they stay with those who follow the people up, and are not copied into any public document.
report-annex-table = Levels and intervals

report-index-title = Published briefs
report-index-intro = Every brief opens without a connection. PDF to print, HTML to read on a screen or with a screen reader.
report-index-empty = Nothing has been published yet.
report-index-study = Study
report-index-as-of = Situation as of
report-index-briefs = Brief
report-index-numbers = Numbers
report-index-charts = Charts
report-index-estimates = estimates (CSV)
report-index-manifest = manifest
report-index-state = State
report-index-state-of =
    { $state ->
        [complete] complete
       *[partial] some parts are missing
    }
