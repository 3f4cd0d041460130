## Duplicates
check-submission-repeated = the same submission stands in several rows
    .expected = every submission once
    .remedy = Read the exports again; if the rows differ, keep one and drop the others in the file of corrections.
check-person-wave-repeated = the same person has several submissions in one wave
    .expected = one submission for each person and wave
    .remedy = Keep one and drop the others in the file of corrections, or correct the person or the wave of the one that is wrong.
check-near-identical = two interviews of a wave share nearly all their answers
    .expected = interviews that differ as people do
    .remedy = Compare the two with the enumerator; drop the copy in the file of corrections, or note there that the finding was looked at and is right.

## Consent
check-answers-without-consent = answers stand where the person did not agree to take part, or where agreement is not recorded
    .expected = no answers without consent
    .remedy = Find out whether the person agreed. If not, drop the answers and record the incident; if so, correct the answer on consent.
check-answers-withheld = answers were taken without consent, and were left out of the tables
    .expected = no answers without consent
    .remedy = Record the incident, and see with the enumerator how it happened.
check-consent-missing = the interview was held and nothing says whether the person agreed
    .expected = a yes or a no
    .remedy = Say what the person answered, as a correction; answers without consent are not used.
check-link-without-consent = a person who refused the link to records is linked to one
    .expected = links only for people who agreed to them
    .remedy = Remove the link before anything else is done with the tables, and record the incident.

## Identity
check-person-code-wrong = the check digit of the person’s code is wrong
    .expected = a code as it is printed on the list
    .remedy = Read the code on the list again and correct it.
check-person-code-differs = an identifier does not meet the condition of the form: typed twice, the two may differ
    .expected = the same identifier both times
    .remedy = Read the identifier on the list again and correct it.
check-cells-flagged = cells were flagged while the files were read
    .expected = cells that can be read in one way
    .remedy = Look at the flagged cells in the raw file; correct at the source what is wrong.
check-person-missing = the submission names no person
    .expected = the code of a person on the list
    .remedy = Find the person with the enumerator and correct the code.
check-person-unknown = the person is not on the list of people to follow
    .expected = people of the list
    .remedy = Correct the code, or complete the list.

## Completeness
check-outcome-missing = the outcome of the contact is missing
    .expected = one of the outcomes of the form
    .remedy = Say how the contact ended.
check-not-reached = people on the list have neither an interview nor an outcome in the wave
    .expected = for everybody an interview, or the reason why there is none
    .remedy = Look for these people, or record the outcome of the contact.
check-coverage = people on the list with a submission in the wave
    .expected = everybody on the list
    .remedy = See where people are lacking before results are compared.
check-response = people interviewed among those who could be
    .expected = a share that is high and alike in all groups
    .remedy = Take losses into account when results are read.
check-outcomes = outcomes of the contacts
    .expected = nobody left out: prison and absence are results too
    .remedy = Keep these people in the tables; what became of them counts.
check-rows-set-aside = too many rows were set aside
    .expected = a small share of the rows
    .remedy = Read the reasons of the rows set aside, and correct their cause at the source.

## Attrition
check-attrition-by-arm = the group lost more people than the others; difference in percentage points: { $points }
    .expected = losses that are alike in all groups
    .remedy = Look for the people of this group first, and report bounds beside the estimates.
check-attrition-by-trait = people lost and people kept differ in this trait; standardised difference: { $difference }
    .expected = a difference of less than a quarter of a standard deviation
    .remedy = Weight for response by this trait, and say so in the report.

## Days and clocks
check-outside-wave = the interview was held outside the window of its wave (day of the interview, first and last day of the window)
    .expected = a day inside the window
    .remedy = Correct the wave or the day, or widen the window if the wave was prolonged.
check-before-release = the interview was held before the person was released (day of the interview, day of release)
    .expected = an interview after release
    .remedy = Check the day of release and the person’s code.
check-before-delivery = a follow-up interview was held before the support was handed over (day of the interview, day of the hand-over)
    .expected = follow-up interviews after the hand-over
    .remedy = Check the wave, the day of the hand-over and the person’s code.
check-interview-in-future = the interview was held after it arrived, or after the last day for which data are known
    .expected = a day on or before the day of arrival
    .remedy = Correct the day of the interview; set the clock of the device.
check-end-before-start = the interview ends before it starts
    .expected = an end after the start
    .remedy = Set the clock of the device, and correct the times if they are known.
check-clock-wrong = the clock of the device does not agree with the day of the interview or of arrival (start, day of the interview, day of arrival)
    .expected = a start on the day of the interview
    .remedy = Set the clock of the device, and correct the day that is wrong.
check-sent-late = the interview was sent many days after it ended (day of the interview, day of arrival)
    .expected = interviews sent within a week
    .remedy = Send finished interviews as soon as there is a network.

## Length and hour of interviews
check-interview-short = the interview took less time than its questions need (minutes)
    .expected = time enough to read the questions
    .remedy = Say how the interview was held; hold it again if it was not held as it should be.
check-interview-long = the interview stayed open for hours (minutes)
    .expected = an interview of ordinary length
    .remedy = Say whether it was interrupted; close interviews when they end.
check-duration-unusual = the interview took far more or far less time than others of its mode (minutes)
    .expected = a duration near those of the other interviews
    .remedy = Say why; hold the interview again if it was not held as it should be.
check-interview-at-night = the interview starts at night
    .expected = interviews by day
    .remedy = Say whether the hour is right; set the clock of the device if it is not.
check-interviews-overlap = the interview starts before another one of the same enumerator has ended
    .expected = one interview after the other
    .remedy = Say how the two were held; set the clock of the device.

## Versions and reviews
check-version-unknown = the version of the form is not one that was handed out
    .expected = one of the versions of this study
    .remedy = Name the version in the settings if it is right; else find out where the form came from.
check-version-outdated = an older version of the form was used long after a newer one came into use
    .expected = the newest version
    .remedy = Have the device download the form again.
check-versions-mixed = several versions of the form were used in one wave
    .expected = one version in a wave
    .remedy = See which questions differ between the versions before answers are put together.
check-not-approved = a reviewer of the platform has not approved the submission
    .expected = submissions that are approved or not yet reviewed
    .remedy = Ask the reviewer for the reason; correct the submission or drop it in the file of corrections.

## Skips and conditions of the form
check-answer-out-of-skip = the question was not to be asked, and there is an answer
    .expected = answers only where the form asks
    .remedy = See whether an earlier answer was changed afterwards, or the condition differs between versions of the form.
check-question-left-out = the question was to be asked, and there is no answer
    .expected = an answer, or the reason why there is none
    .remedy = Ask the question again, or say why it was left out.
check-constraint-broken = the answer does not meet the condition of the form
    .expected = an answer that the form admits
    .remedy = Ask again, and correct the answer.
check-condition-not-evaluated = a condition of the form cannot be evaluated again: { $reason }
    .expected = conditions made of the answers of the form and of common functions
    .remedy = Check this question by hand, or simplify the condition in the form.

## Missing answers
check-missing-answers = missing answers, by question and kind
    .expected = few missing answers
    .remedy = Take them into account when the question is used.
check-often-missing = many people do not answer the question
    .expected = few missing answers
    .remedy = Look at the wording of the question and at how it is asked; say the share in the report.
check-missing-by-group = the question goes unanswered in this group far more often than in the others
    .expected = shares that are alike
    .remedy = Listen to an interview, and explain the question again to the enumerators.
check-justice-refused = answers on contact with justice that were refused, left blank or not known
    .expected = few such answers, as many in each group
    .remedy = Report their share beside every result on return to prison.
check-unreadable = the cell cannot be read
    .expected = a value of the type of the question
    .remedy = Look at the cell in the raw file, and correct it at the source or in the file of corrections.

## Numbers
check-outlier = the amount is far from those of the other people (in brackets: what it would be in another unit)
    .expected = an amount near those of the others, or a reason why it is not
    .remedy = Ask again: dirhams, riyals, centimes or thousands? Correct it only if the person says so.
check-unit-error = the amount is twenty, a hundred or a thousand times that of another wave (both amounts, and the factor)
    .expected = amounts in dirhams in every wave
    .remedy = Ask in which unit the amount was told, and correct the one that is wrong.
check-change-unusual = the amount changed from one wave to the next far more than those of other people
    .expected = changes of ordinary size, or a reason
    .remedy = Compare the two interviews, and ask again if there is no reason.
check-undeclared-code = the number looks like a code for a missing answer, and the form does not declare it
    .expected = codes that the form declares
    .remedy = Ask what was meant; declare the code in the form, or correct the answers.

## Answers that contradict each other
check-profit-gap = the profit is far from revenue less costs (profit, revenue, costs)
    .expected = a profit of about that size
    .remedy = Ask for the three amounts again; people often forget costs, or what they take for the home.
check-wage-without-job = there is a wage where no day was worked or there is no job
    .expected = a wage only where there was work
    .remedy = Ask whether the wage is of the last thirty days, and how many days were worked.
check-hours-without-job = hours were worked, and the person is not employed
    .expected = no hours without employment
    .remedy = Ask the questions on work again.
check-household-below-own = the household has less than the person alone (household, person)
    .expected = a household income that includes the person’s own
    .remedy = Ask for the income of the whole household again.
check-too-much-work = more hours than a week allows, or more days than a month has
    .expected = at most sixteen hours a day, and thirty days
    .remedy = Ask again, and correct the number.
check-lost-out-of-time = the project stopped, or the equipment was lost, before the hand-over or after the interview (day told, day of the hand-over, day of the interview)
    .expected = a day between the hand-over and the interview
    .remedy = Ask for the day again, and correct it.

## Changes that cannot be
check-trait-changed = a trait that does not change was told otherwise
    .expected = the same sex, birth and day of release in every interview and on the list
    .remedy = Check first that it is the same person; then correct the wrong one.
check-age-impossible = the age did not grow as time passed
    .expected = an age that follows the calendar
    .remedy = Check first that it is the same person; then correct the wrong one.
check-education-lost = the education is lower than in an earlier interview
    .expected = the same education or a higher one
    .remedy = Check first that it is the same person; then correct the wrong one.
check-equipment-returned = equipment that was sold, lost or given away works in the next interview
    .expected = equipment that stays lost, or a word on how it came back
    .remedy = Ask what happened to the equipment, and correct the wrong answer.
check-closure-redated = the day on which the project closed changed between two interviews
    .expected = the same day each time
    .remedy = Ask whether the project reopened in between, and correct the wrong day.
check-waves-out-of-order = the interview of a later wave was held before that of an earlier one
    .expected = waves in the order of time
    .remedy = Correct the wave or the day.
check-deceased-returned = a person reported deceased was contacted again
    .expected = no contact after a death
    .remedy = Check the person’s code and the outcome of the earlier contact.

## Contact with justice
check-event-before-release = the event lies before release (day of the event, day of release)
    .expected = events after release
    .remedy = Ask for the day again; leave the event out if it belongs to the earlier sentence.
check-event-in-future = the event lies after the interview that tells it (day of the event, day of the interview)
    .expected = a day on or before that of the interview
    .remedy = Correct the day.
check-event-undated = the event has no day, month or year
    .expected = at least the year
    .remedy = Ask for the month or the year.
check-event-precision = how exactly events are dated
    .expected = a day or a month
    .remedy = Take the precision into account where months are counted.
check-justice-contradiction = the answer on contact with justice and the events told do not agree
    .expected = a yes with events, a no without
    .remedy = See whether an event was left out, or the answer is wrong.
check-justice-sources = people with an event by their own word, by the records, or by both
    .expected = both sources reported, and how far they agree
    .remedy = Report both. Nobody is to be asked again because a record says otherwise.

## Free text
check-identifier-in-text = the text holds an identifier of a person
    .expected = text that names nobody
    .remedy = Replace the text in the file of corrections. Names are not recognised: read the texts.
check-other-to-recode = an “other” answer to be given a code
    .expected = an answer of the list where one fits
    .remedy = Give it the code that fits, or add a choice to the form.
check-text-script = scripts in which text is written
    .expected = the language of the interview
    .remedy = Plan translation before texts are coded.

## Enumerators
check-enumerator-spelling = the enumerator’s code is written in several ways
    .expected = one spelling for each enumerator
    .remedy = Choose one spelling in the file of corrections; offer a list in the form.
check-enumerator-effect = answers depend on who asks; intraclass correlation: { $share }
    .expected = answers that do not depend on the enumerator
    .remedy = Compare how the question is asked; give enumerators people of all places and groups.
check-enumerator-many-noes = the enumerator writes no far more often than the others
    .expected = a share of no near that of the others
    .remedy = Listen to an interview: a no often spares the questions behind it.
check-enumerator-straight-lines = in the enumerator’s interviews the five answers on well-being are the same far more often
    .expected = answers that differ between the questions
    .remedy = Listen to an interview, and have the five questions read one by one.
check-enumerator-narrow = the enumerator’s answers vary half as much as those of the others
    .expected = answers as different as those of the others
    .remedy = Ask a part of these interviews again.
check-enumerator-fast = the enumerator’s interviews are much shorter; median in minutes: { $minutes }, others: { $others }
    .expected = a duration near that of the others
    .remedy = Listen to an interview, and ask a part of them again.

## Back checks
check-back-check-differs = asked again, the person answers otherwise (first answer, second answer)
    .expected = the same answer
    .remedy = Say which is right, and correct the wrong one.
check-back-check-errors = too many of the enumerator’s answers are not confirmed
    .expected = nine answers in ten confirmed
    .remedy = Train the enumerator again, and ask more of these interviews again.
check-back-checks-few = few interviews were asked again; needed: { $wanted }
    .expected = one interview in ten
    .remedy = Draw more interviews by lot, and ask a part of their questions again.

## Corrections
corrections-column-missing = the file of corrections lacks { $column }
    .expected = columns for the submission, the variable, the old and the new value, the reason, who and when
    .remedy = Add the column.
correction-incomplete = the correction does not say everything
    .expected = a submission, a variable, a reason and a person
    .remedy = Complete the line.
correction-without-day = the correction bears no day
    .expected = a day written year-month-day
    .remedy = Complete the line.
correction-key-unknown = no submission bears this key; { $variable } is not corrected
    .expected = the key of a submission in the tables
    .remedy = Check the key; remove the line if the submission is gone.
correction-variable-unknown = “{ $variable }” cannot be corrected
    .expected = a column of the interviews that does not follow from others
    .remedy = Correct the name, or the answer from which the column follows.
correction-value-wrong = “{ $value }” cannot stand in { $variable }
    .expected = a value of the type and choices of the question, or a kind of missing answer
    .remedy = Correct the new value.
correction-old-value-gone = { $variable } is no longer “{ $value }” but “{ $current }”
    .expected = the old value, as proof that the right cell is corrected
    .remedy = Look at the submission again; correct the line, or remove it.
submission-dropped = the submission was dropped by a correction: { $reason }
    .expected = submissions that are right
    .remedy = Remove the line from the file of corrections to have it back.
