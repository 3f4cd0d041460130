# unreviewed: a native reader has not signed yet

unit-minute =
    { $n ->
        [one] { $number } minute
       *[other] { $number } minutes
    }

unit-hour =
    { $n ->
        [one] { $number } heure
       *[other] { $number } heures
    }

unit-day =
    { $n ->
        [one] { $number } jour
       *[other] { $number } jours
    }

unit-week =
    { $n ->
        [one] { $number } semaine
       *[other] { $number } semaines
    }

unit-month =
    { $n ->
        [one] { $number } mois
       *[other] { $number } mois
    }

unit-quarter =
    { $n ->
        [one] { $number } trimestre
       *[other] { $number } trimestres
    }

unit-year =
    { $n ->
        [one] { $number } an
       *[other] { $number } ans
    }

unit-person =
    { $n ->
        [one] { $number } personne
       *[other] { $number } personnes
    }

unit-participant =
    { $n ->
        [one] { $number } bénéficiaire
       *[other] { $number } bénéficiaires
    }

unit-project =
    { $n ->
        [one] { $number } projet
       *[other] { $number } projets
    }

unit-handover =
    { $n ->
        [one] { $number } remise
       *[other] { $number } remises
    }

unit-interview =
    { $n ->
        [one] { $number } entretien
       *[other] { $number } entretiens
    }

unit-province =
    { $n ->
        [one] { $number } province
       *[other] { $number } provinces
    }

unit-point =
    { $n ->
        [one] { $number } point de pourcentage
       *[other] { $number } points de pourcentage
    }

money-mad =
    { $n ->
        [one] { $number } MAD
       *[other] { $number } MAD
    }

money-usd =
    { $n ->
        [one] { $number } USD
       *[other] { $number } USD
    }

money-eur =
    { $n ->
        [one] { $number } EUR
       *[other] { $number } EUR
    }

money-gbp =
    { $n ->
        [one] { $number } GBP
       *[other] { $number } GBP
    }
money-other = { $number } { $currency }
