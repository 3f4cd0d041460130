# unreviewed: a native reader has not signed yet
# what notebooks show: headings of tables and sentences where a study has nothing for a notebook

notebook-file = Fichier
notebook-rows-in = Lignes reçues
notebook-rows-kept = Lignes retenues
notebook-rows-set-aside = Lignes écartées
notebook-rows-not-of-study = Lignes d’autres personnes
notebook-table = Table
notebook-rows = Lignes
notebook-table-persons = Personnes
notebook-table-interviews = Entretiens
notebook-table-justice_events = Événements judiciaires
notebook-table-grants = Subventions
notebook-table-handovers = Remises
notebook-outcome = Résultat
notebook-horizon = Échéance
notebook-group = Groupe
notebook-stage = Étape
notebook-people = Personnes
notebook-stage-assigned = au départ
notebook-stage-observed = résultat connu
notebook-covariate = Caractéristique
notebook-when = Moment
notebook-difference = Écart standardisé
notebook-wave = Vague
notebook-contact = Contact
notebook-population = Personnes concernées
notebook-level = Niveau
notebook-method = Méthode
notebook-scale = Mesure
notebook-estimate = Estimation
notebook-role = Rôle
notebook-check = Condition
notebook-value = Valeur
notebook-limit = Limite
notebook-verdict = Constat
notebook-verdict-passed = remplie
notebook-verdict-failed = non remplie
notebook-verdict-unknown = inconnu
notebook-state = État
notebook-sentence = Ce que l’on peut dire

notebook-no-set-aside = Aucune ligne n’a été écartée.
notebook-no-quality-flags = Aucune cellule n’a été signalée.
notebook-no-persons = Cette étude ne contient pas de données sur des personnes : personne n’a été suivi.
notebook-no-comparison = Cette étude n’a pas de groupe de comparaison : il n’y a donc pas d’écart à montrer.
notebook-no-outcome = Cette étude ne mesure aucun résultat de ce domaine : { $domain }.
notebook-no-curve = Cette étude ne mesure aucune durée jusqu’à un événement.
notebook-no-handovers = Cette étude ne contient pas de registre des remises.
notebook-no-gate = Il n’y a pas de comparaison à vérifier.
notebook-no-finding = Il n’y a aucun résultat dont on puisse dire quelque chose.
notebook-more = Non listées ici : { $number } de plus.

notebook-set-aside =
    { $n ->
        [one] { $number } ligne a été écartée.
       *[other] { $number } lignes ont été écartées.
    }
notebook-quality-flags =
    { $n ->
        [one] { $number } cellule a été signalée.
       *[other] { $number } cellules ont été signalées.
    }
notebook-failed-gates =
    { $n ->
        [one] { $number } condition de la comparaison n’est pas remplie.
       *[other] { $number } conditions de la comparaison ne sont pas remplies.
    }

notebook-produced = Ce qui a été produit
notebook-to-look-at = Ce qu’il faut regarder
notebook-nothing = Rien n’a été écarté ni signalé, et toutes les conditions sont remplies.
notebook-no-surveys = Cette étude n’a pas d’export d’enquête lu avec son formulaire.
notebook-no-check = Les contrôles des données de terrain n’ont rien trouvé.
notebook-severity = Gravité
notebook-cases = Cas
notebook-link-rule = Appariement par
notebook-link-status = État de l’appariement
notebook-between = { " ; " }
notebook-remark = Remarque
notebook-p = p
notebook-p-below = inférieur à { $limit }
notebook-events = Selon le temps écoulé depuis le début du soutien
notebook-reason = Pourquoi cette estimation : { $reason }

# remarks of the estimates table
note-all-agree = toutes concordent
note-differs = autre réponse : { $calculations }
note-no-smallest-effect = aucun plus petit effet qui compte n’a été déclaré
note-no-placebo = aucun résultat antérieur au programme n’a été déclaré
note-no-period-before = aucune période à comparer avant le soutien
note-placebo-missing = le résultat antérieur manque pour certaines personnes
note-bounds-hold = quelles que soient les personnes perdues de vue, les bornes excluent une absence d’écart
note-farthest = le plus loin de zéro au temps { $time }
note-honest = si les tendances différaient après le soutien autant qu’avant : de { $low } à { $high }
note-few-clusters = peu de grappes : intervalle du bootstrap sauvage contraint
note-winsorised = montants les plus élevés ramenés à la valeur que { $share } ne dépassent pas
note-not-normalised = poids non normalisés
note-weak-first-stage = l’offre a trop peu modifié la participation
note-anderson-rubin = intervalle d’Anderson-Rubin : de { $low } à { $high }
note-redrawn-all = tous les tirages possibles des groupes
note-redrawn = nombre de tirages des groupes : { $n }
note-matched = personnes du groupe de comparaison utilisées : { $n }
note-matched-some = personnes du groupe de comparaison utilisées : { $n } ; bénéficiaires sans semblable : { $lost }
note-several-dates = avec plusieurs dates de soutien, certains effets peuvent compter avec le mauvais signe
note-always-supported = écartés, soutenus dès la première vague : { $n }
note-unpaired = écartés, faute de deux vagues à comparer : { $n }
note-without-comparison = groupes et dates sans comparaison : { $n }
