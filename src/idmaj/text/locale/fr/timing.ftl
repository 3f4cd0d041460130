# unreviewed: a native reader has not signed yet
# durées jusqu’aux événements : courbes, tests et risques instantanés, événements concurrents, point de départ

chart-title-incidence = { $outcome } : part des personnes au fil du temps
chart-incidence-subtitle = Part des personnes pour qui l’événement « { $event } » s’est produit, avec bandes de confiance à { $level }
chart-incidence-first = Un autre événement peut survenir avant. Les personnes concernées restent au dénominateur et ne sont pas comptées ici.
chart-course-whole = Pointillés : bande à { $level } valable pour toute la courbe à la fois.
chart-alt-incidence = Part avec « { $outcome } », { $horizon }. { $full }
    .short = Part avec « { $outcome } », { $horizon }. { $values }
    .shortest = Part avec l’événement : { $values }

estimator-gray = Test de Gray
estimator-proportional_hazards = Test de proportionnalité des risques instantanés
estimator-concordance = Concordance du modèle
scale-time_lost = durée moyenne perdue du fait de l’événement
scale-time_lost_difference = écart des durées moyennes perdues du fait de l’événement
population-standardised = comme si tous étaient dans un groupe, puis dans l’autre
population-time-varying = caractéristique qui change pendant le suivi
note-one-minus-km = n’est pas la part des personnes concernées : ce calcul suppose que l’autre événement n’arrive à personne, et donne donc un chiffre trop élevé
timing-class = catégorie « { $value } »

timing-heading-definition = Ce qui compte
timing-heading-people = De combien de personnes peut-on juger ?
timing-heading-levels = Parts aux échéances
timing-heading-frequency = À quelle fréquence ?
timing-heading-sources = Ce que chaque source a vu
timing-heading-events = Les types d’événements côte à côte
timing-heading-tests = Toute la durée : tests et durées moyennes
timing-heading-hazards = Risques instantanés
timing-heading-checks = Ce que supposent ces modèles
timing-heading-changing = Ce qui change pendant le suivi
timing-heading-naive = Le point de départ qui avantage

timing-immature = Le suivi de certaines personnes n’est pas terminé à l’échéance. Elles sont comptées ici et laissées hors des parts : elles ne sont jamais comptées comme n’ayant pas eu l’événement.
timing-same-event = Des chiffres qui portent sur des événements, des points de départ, des durées ou des sources différents ne se comparent pas.
timing-one-event = Cette étude ne mesure qu’un seul type d’événement.
timing-no-frequency = Cette étude ne compte pas la fréquence des événements.
timing-no-sources = Aucun événement de cette étude n’est rapporté par deux sources.
timing-no-course = Cette étude n’a pas deux groupes dont on puisse comparer les durées jusqu’à un événement.
timing-frequency-liberty = Le temps passé en détention n’est pas du temps à risque : une année est une année en liberté.
timing-sources-apart = Les déclarations des personnes et le registre restent distincts. Figurer dans l’un seulement n’est pas en soi une erreur.
timing-hazards-read = Un rapport de risques instantanés compare le rythme des événements chez ceux qui n’en ont pas encore eu. Ce n’est pas un rapport de parts, et aucun résultat n’en est tiré seul.
timing-checks-read = Une valeur p faible indique que le rapport a changé avec le temps : le chiffre unique est alors une moyenne.
timing-changing-read = L’emploi et le retour agissent l’un sur l’autre, et tous deux viennent après le soutien. Ces lignes décrivent ; elles ne disent rien de ce que le programme a changé.
timing-naive-read = Ici le temps est compté depuis la sortie, or une personne soutenue a forcément dû rester libre jusqu’au soutien. Cela suffit à la faire paraître meilleure. Ces lignes montrent l’erreur ; ce ne sont pas des résultats.
timing-statistic = { $value } (degrés de liberté : { $df })

timing-in-both = { $first } et { $second }
timing-in-one = { $source } seulement
timing-in-neither = ni { $first } ni { $second }

timing-column-event = Événement
timing-column-known = Cas connus
timing-column-immature = Suivi non terminé
timing-column-source = Source
timing-column-clock = Point de départ
data-source-self_report = déclarations des personnes
data-source-register = registre
data-source-archive = archives
data-source-study = données de l’étude
timing-column-part = Élément
timing-column-rule = Règle
