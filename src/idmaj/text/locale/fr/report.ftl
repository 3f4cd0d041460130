# unreviewed: a native reader has not signed yet

report-page = Page { $page } sur { $total }
report-as-of = Situation au { $date }
report-footer = Idmaj { $version } · empreinte des données { $hash }
report-data-table = Les chiffres de ce graphique
report-source = Source : { $source }
report-restricted = Accès restreint : ne pas publier
report-more-rows = { $count } de plus dans la version à lire à l’écran.
report-more = { $count } autres ne sont pas affichés.

report-quality = Qualité des données brutes
report-quality-verdict =
    { $state ->
        [blocking] Les données ne peuvent être utilisées avant correction des problèmes ci-dessous.
        [set_aside] Les données sont utilisables ; certaines lignes ont été écartées, chacune avec son motif.
        [flagged] Les données sont utilisables ; certaines cellules sont à vérifier.
       *[none] Les données sont utilisables ; rien n’a été relevé.
    }
report-severity =
    { $severity ->
        [blocking] bloquant
        [set_aside] écarté
       *[flagged] à vérifier
    }
report-table-files = Chaque ligne reçue est gardée, écartée avec un motif, ou hors de cette étude
report-table-kinds = Ce qui a été relevé, par type
report-table-problems = Ce qui a été relevé, cas par cas
report-column-file = Fichier
report-column-rows-in = Lignes reçues
report-column-rows-kept = Gardées
report-column-rows-not-of-study = Hors de l’étude
report-column-rows-set-aside = Écartées
report-column-severity = Gravité
report-column-check = Contrôle
report-column-times = Nombre de fois
report-column-where = Où
report-column-wrong = Ce qui ne va pas
report-column-expected = Ce qui était attendu
report-column-remedy = Ce qu’il faut faire
report-column-group = Groupe

report-annex = Annexe à accès restreint
report-annex-intro = Chaque personne du groupe y figure. Ces chiffres peuvent désigner une personne : ils restent entre les mains de celles et ceux qui assurent le suivi et ne sont repris dans aucun document public.
report-annex-table = Niveaux et intervalles

report-index-title = Notes publiées
report-index-intro = Chaque note s’ouvre sans connexion. PDF pour imprimer, HTML pour lire à l’écran ou avec un lecteur d’écran.
report-index-empty = Rien n’a encore été publié.
report-index-study = Étude
report-index-as-of = Situation au
report-index-briefs = Note
report-index-numbers = Chiffres
report-index-charts = Graphiques
report-index-estimates = estimations (CSV)
report-index-manifest = manifeste
report-index-state = État
report-index-state-of =
    { $state ->
        [complete] complet
       *[partial] des parties manquent
    }
