## Files that are no export, or cannot be read as one
file-is-page = the file is a web page under the name of another format
    .expected = an export: text with separators, a workbook, an archive, JSON, Stata, SPSS or Parquet
    .remedy = Export again, or save the page as a workbook.
file-not-of-export = the file is of a kind that no survey platform exports
    .expected = text with separators, a workbook, a ZIP archive, JSON, Stata, SPSS or Parquet
    .remedy = Unpack it, or ask for the export again.
archive-broken = the archive, or a file in it, cannot be unpacked
    .expected = a whole ZIP archive
    .remedy = Ask for the export again.
archive-locked = the archive is protected by a password
    .expected = an archive that opens without a password
    .remedy = Ask for it without a password, or unpack it and name its files.
archive-too-large = the archive grows beyond measure when it is unpacked
    .expected = an archive of tables of ordinary size
    .remedy = Unpack it where you can look at it, and name its files.
archive-unsafe = a name in the archive leads out of the archive
    .expected = files that lie within the archive
    .remedy = Do not open it; ask for the export again.
archive-without-tables = the archive holds no table
    .expected = at least one text file with separators, workbook or other table
    .remedy = Ask for the export again.
workbook-too-wide = a sheet of the workbook spans more cells than can be held: a single cell far below or far to the right is enough
    .expected = a sheet that ends where the answers end
    .remedy = Delete the empty rows and columns after the answers, save, and try again.
encoding-mixed = most of the text is UTF-8, but from this row on some letters are not
    .expected = one encoding for the whole file
    .remedy = Ask for the original export. If you know the encoding, declare it with { $option }.
separator-unknown = “{ $separator }” cannot separate cells
    .expected = one sign, such as a comma, a semicolon or a tab
    .remedy = Correct the separator, or leave it out.
json-not-submissions = the file holds no list of submissions
    .expected = a list of objects, one for each submission
    .remedy = Ask for the data of the submissions, not those of the form or the project.
json-more-pages = the file holds one page of the submissions; more follow on the server
    .expected = all submissions
    .remedy = Download the other pages too, and name all of them.

## What cannot be told
export-is-form = this is a form, not an export of answers
    .expected = an export with one row for each submission
    .remedy = Name it with { $option }, and give the export here.
export-is-audit = this is a record of how one interview went, not an export of answers
    .expected = an export with one row for each submission
    .remedy = Leave this file out.
export-sheet-missing = the workbook has no such sheet of submissions
    .expected = one of { $sheets }
    .remedy = Correct the name of the sheet, or leave it out.
export-several-tables = several sheets could hold the submissions: { $sheets }
    .expected = one sheet of submissions, and sheets of its repeats
    .remedy = Name the sheet, or remove the others.
export-platform-unsure = the columns fit { $first } as well as { $second }
    .expected = the columns that one platform writes
    .remedy = Declare the platform with { $option }.
export-platform-unknown = there is no platform “{ $platform }”
    .expected = one of { $known }
    .remedy = Correct the name, or leave it out.
export-repeat-without-main = these are rows of a repeat, and no file given holds the submissions that they belong to
    .expected = the table of submissions beside its repeats
    .remedy = Give the main file of the export as well; keep the names that the platform gave.
export-repeat-without-parent = no column says to which submission the rows of this repeat belong
    .expected = the key of the submission, or the number of its row
    .remedy = Export again with the columns of the platform.

## Why a file was taken for what it is
export-platform-declared = The platform was declared.
export-platform-by-columns = Known by its columns { $columns }.
export-platform-none = No column is that of a survey platform: the file is read as a plain table.
export-rows-above-header = { $n ->
        [one] One row above the header was passed over.
       *[other] { $n } rows above the header were passed over.
    }
export-hxl-row = A row of tags under the header was passed over.
export-question-rows = { $n ->
        [one] One row with the words of the questions under the header was passed over.
       *[other] { $n } rows with the words of the questions under the header were passed over.
    }
export-blank-words = Cells with { $words } stand for nothing: columns of numbers, dates and choices hold them too.
export-keys-by-row = No column holds a key of the submissions, so they are known by their row: if rows are added in between or removed, an earlier run cannot be continued.

## Sheets and members that were set aside
sheet-not-table = it is no sheet of cells
sheet-hidden = it is hidden
sheet-empty = it is empty
sheet-without-header = it has no header
sheet-is-form = it is part of a form
sheet-is-audit = it is a record of how an interview went
sheet-not-main = it does not hold the submissions
member-media = it is no table
member-empty = it is empty
member-archive = it is an archive within the archive
repeat-not-included = its rows are not in this file

## What was detected
export-line-platform = { $files }: { $platform }
export-line-plain = { $files }: a plain table
export-line-text = Encoding { $encoding }, separator { $sign }, header in row { $row }.
export-line-main = Table of submissions “{ $table }”: { $n ->
        [one] one column
       *[other] { $n } columns
    }.
export-line-repeat = Repeat “{ $table }”: { $n ->
        [one] one column
       *[other] { $n } columns
    }.
export-line-key = The key of a submission stands in { $column }.
export-line-set-aside = Set aside: { $name } ({ $reason }).
export-line-many-set-aside = { $n ->
        [one] Set aside: one part ({ $reason }).
       *[other] Set aside: { $n } parts ({ $reason }).
    }
separator-comma = comma
separator-semicolon = semicolon
separator-tab = tab
separator-bar = vertical bar
separator-other = “{ $sign }”
