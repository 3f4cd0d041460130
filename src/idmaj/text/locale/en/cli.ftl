# what the command line says, and problems of notebooks and their parameters

cli-busy = Another run holds this workspace. Wait until it has ended, then run again.
cli-fault = A fault in Idmaj itself: { $error }. The log is at { $path }; please send it to those who maintain Idmaj.

cli-step-done = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): done, { $seconds } s
cli-step-kept = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): nothing has changed
cli-step-failed = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): failed, { $error }

cli-check-ready = { $study }: can be run
cli-check-refused = { $study }: cannot be run until the problems below are solved

cli-run-published = { $study }: published in { $path }
cli-run-partial = { $study }: published in { $path }, but something is missing
cli-run-failed = { $study }: nothing was published; earlier reports stand
cli-run-refused = { $study }: refused because of the problems below; earlier reports stand
cli-where-to-look = Open { $index }. The executed notebooks, not for publication, are in { $notebooks }.

cli-status-never-run = { $study }: never run
cli-status-running = { $study }: running, or interrupted (run it again to continue)
cli-status-published = { $study }: published
cli-status-partial = { $study }: published in part
cli-status-failed = { $study }: the last run failed
cli-status-refused = { $study }: the last run was refused
cli-release = report: { $path }
cli-stale = stale: data, study file or library have changed since the last run
cli-waiting = not executed: { $notebook }
cli-unreviewed = Texts that no native reader has signed yet: { $languages }

cli-failure = { $notebook } ({ $language }), cell { $cell }: { $error }. { $output }
cli-failure-outside = { $notebook } ({ $language }): { $error }. { $output }

cli-reproduced = Published numbers that ours agree with: { $n } of { $total }
cli-reproduce-differing = Numbers of ours that are others by convention; agreement is not claimed:
cli-reproduce-not-run = Not run, because the data were not found: { $n }. To run them, put the files into { $path } beside the workspace, or name their folder in { $variable }.
cli-reproduce-data-missing = { $study }: { $file }; numbers left out: { $n }

notebook-missing = the notebook is not there
    .expected = a notebook of this name
    .remedy = Put the notebook back, for instance from git.
notebook-unreadable = the file is not a readable notebook
    .expected = a notebook of format 4
    .remedy = Put the notebook back, for instance from git.
parameters-untagged = the notebook has no cell tagged { $tag }
    .expected = one cell with the tag { $tag }
    .remedy = Tag the cell of parameters in JupyterLab (property inspector).
parameter-unknown = the notebook has no parameter { $name }
    .expected = one of { $allowed }
    .remedy = Correct the name; the nearest is { $nearest }.
parameter-mistyped = the parameter { $name } is of type { $given }
    .expected = { $wanted }
    .remedy = Give a value of the expected type; write dates as text in the form year-month-day.
language-not-in-study = the study has no briefs in the language { $name }
    .expected = { $allowed }
    .remedy = Add the language to the study file, or leave it out.
