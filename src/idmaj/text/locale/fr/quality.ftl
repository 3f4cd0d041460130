# unreviewed: a native reader has not signed yet

## Report on the quality of field data: who must do what, which rows were kept

quality-title = Qualité des données de terrain
quality-verdict =
    { $state ->
        [blocking] Les données ne peuvent être utilisées avant le règlement des cas bloquants ci-dessous.
        [flagged] Les données sont utilisables ; les cas ci-dessous sont à vérifier.
        [note] Les données sont utilisables ; les remarques ci-dessous sont données pour information.
       *[none] Les données sont utilisables ; aucun contrôle n’a rien relevé.
    }
quality-small = Le groupe est petit : les cas sont dénombrés et énumérés, sans calcul de taux.
quality-correct = Les fichiers bruts ne sont jamais modifiés à la main : une correction est une ligne du fichier des corrections, avec l’ancienne réponse, la nouvelle et le motif.
quality-severity =
    { $severity ->
        [blocking] bloquant
        [flagged] à vérifier
       *[note] pour information
    }
quality-say-severity = { $severity } : { $what }

## Who must act
quality-actor-enumerator = Enquêteur { $name }
quality-actor-enumerator-unknown = Enquêteur non désigné
quality-actor-supervisor = Superviseur de terrain
quality-actor-data_manager = Gestionnaire des données
quality-actor-evaluator = Évaluateur

## Headings
quality-heading-overview = Qui doit agir
quality-heading-rows = Ce qu’est devenue chaque ligne
quality-heading-set-aside = Lignes écartées, par motif
quality-heading-detected = Ce qui a été reconnu dans les fichiers
quality-heading-clear = Contrôlé, sans rien relever
quality-heading-not-run = Non contrôlé, faute de ce que le contrôle demande
quality-not-run = Non contrôlé : { $reason }
quality-not-run-reason =
    { $kind ->
        [lacks] il manque { $name }
       *[too_few] trop peu d’entretiens ou de personnes
    }
quality-table-overview = Contrôles qui ont relevé quelque chose et cas à régler, pour chaque personne qui doit agir
quality-table-scopes = Où cela a été relevé
quality-table-cases = Les cas, un par un
quality-no-cases = Personne n’a de cas à régler.
quality-counted = { $n } sur { $of }
quality-counted-rate = { $n } sur { $of } ({ $rate })
quality-label-expected = Ce qui était attendu
quality-label-remedy = Ce qu’il faut faire

## Rows
quality-rows-state =
    { $state ->
        [kept] Chaque ligne de chaque fichier est retrouvée : une ligne reçue a été gardée, écartée avec un motif, ou remplacée par une version plus récente d’elle-même.
       *[lost] Des lignes manquent à l’appel : voir la dernière colonne. N’utilisez pas les données avant que cela soit expliqué.
    }
quality-nothing-set-aside = Aucune ligne n’a été écartée.
quality-reason-example = Motif (tel qu’il vaut pour la première de ces lignes)
quality-more = { $count } autres figurent dans le classeur.
quality-more-left = { $count } autres ne figurent pas ici : réglez d’abord ceux-ci, puis relancez les contrôles.

## Columns
quality-column-actor = Qui doit agir
quality-column-blocking = Bloquant
quality-column-flagged = À vérifier
quality-column-note = Pour information
quality-column-cases = Cas
quality-column-severity = Gravité
quality-column-check = Contrôle
quality-column-what = Ce qui a été relevé
quality-column-expected = Ce qui était attendu
quality-column-remedy = Ce qu’il faut faire
quality-column-scope = Où
quality-column-n = Nombre
quality-column-of = Sur
quality-column-rate = Taux
quality-column-wave = Vague
quality-column-person = Personne
quality-column-submission = Entretien
quality-column-enumerator = Enquêteur
quality-column-column = Question
quality-column-shown = Réponse
quality-column-detail = Précision
quality-column-reason = Pourquoi
quality-column-file = Fichier
quality-column-row = Ligne
quality-column-table = Table
quality-column-rows-in = Lignes reçues
quality-column-rows-kept = Gardées
quality-column-rows-set-aside = Écartées
quality-column-rows-not-of-study = Hors de l’étude
quality-column-rows-superseded = Remplacées par une version plus récente
quality-column-rows-lost = Manquantes

## Sheets of the workbook (at most thirty-one characters)
quality-sheet-overview = Vue d’ensemble
quality-sheet-rows = Lignes
quality-sheet-set-aside = Écartées

## Where a check applies
quality-scope-all = partout
quality-scope =
    { $kind ->
        [wave] vague { $value }
        [arm] groupe { $value }
        [province] province { $value }
        [enumerator] enquêteur { $value }
        [mode] mode { $value }
        [column] question { $value }
        [outcome] issue du contact : { $value }
        [kind] nature : { $value }
        [version] version { $value } du formulaire
        [script] écriture : { $value }
        [source] source { $value }
        [message] motif { $value }
        [sheet] feuille { $value }
       *[other] { $kind }: { $value }
    }
quality-word =
    { $word ->
        [support] soutenu
        [comparison] de comparaison
        [interviewed] enquêté
        [refused] refus
        [not_found] introuvable
        [in_prison] en détention
        [abroad] à l’étranger ou déménagé
        [deceased] décédé
        [face_to_face] face à face
        [phone] par téléphone
        [proxy] par un proche
        [dk] ne sait pas
        [na] sans objet
        [blank] laissé vide
        [not_asked] non posée
        [not_collected] absente de cette version
        [unparseable] illisible
        [withheld] retiré faute de consentement
       *[other] { $word }
    }
