# units, counted things and money; $n chooses the form, $number is shown

unit-minute =
    { $n ->
        [one] { $number } minute
       *[other] { $number } minutes
    }

unit-hour =
    { $n ->
        [one] { $number } hour
       *[other] { $number } hours
    }

unit-day =
    { $n ->
        [one] { $number } day
       *[other] { $number } days
    }

unit-week =
    { $n ->
        [one] { $number } week
       *[other] { $number } weeks
    }

unit-month =
    { $n ->
        [one] { $number } month
       *[other] { $number } months
    }

unit-quarter =
    { $n ->
        [one] { $number } quarter
       *[other] { $number } quarters
    }

unit-year =
    { $n ->
        [one] { $number } year
       *[other] { $number } years
    }

unit-person =
    { $n ->
        [one] { $number } person
       *[other] { $number } people
    }

unit-participant =
    { $n ->
        [one] { $number } participant
       *[other] { $number } participants
    }

unit-project =
    { $n ->
        [one] { $number } project
       *[other] { $number } projects
    }

unit-handover =
    { $n ->
        [one] { $number } hand-over
       *[other] { $number } hand-overs
    }

unit-interview =
    { $n ->
        [one] { $number } interview
       *[other] { $number } interviews
    }

unit-province =
    { $n ->
        [one] { $number } province
       *[other] { $number } provinces
    }

unit-point =
    { $n ->
        [one] { $number } percentage point
       *[other] { $number } percentage points
    }

money-mad =
    { $n ->
        [one] MAD { $number }
       *[other] MAD { $number }
    }

money-usd =
    { $n ->
        [one] USD { $number }
       *[other] USD { $number }
    }

money-eur =
    { $n ->
        [one] EUR { $number }
       *[other] EUR { $number }
    }

money-gbp =
    { $n ->
        [one] GBP { $number }
       *[other] GBP { $number }
    }
money-other = { $currency } { $number }
