## Columns of an export and questions of its form
mapping-ambiguous-column = this header could be any of the questions { $questions }
    .expected = a header that names one question
    .remedy = Export again with names instead of labels, with the names of groups.
mapping-lost-letters = the letters of this header were lost when the file was saved
    .expected = a header that can be read
    .remedy = Ask for the export as the platform wrote it; letters that were lost cannot be brought back.
mapping-nothing-matches = no column of “{ $table }” belongs to a question of the form; its columns are { $columns }
    .expected = an export of this form
    .remedy = Check that the form and the export belong together, and that the headers stand in the right row.
mapping-unknown-repeat = no repeat of the form has the columns of “{ $table }”: { $columns }
    .expected = the rows of one repeat of the form
    .remedy = Give the version of the form that had this repeat, or leave the table out of the export.
mapping-which-repeat = “{ $table }” could be any of the repeats { $repeats }
    .expected = columns that only one repeat has, or the name of the repeat as the name of the table
    .remedy = Export again with the names of groups.
