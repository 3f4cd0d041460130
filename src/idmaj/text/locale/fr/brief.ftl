# unreviewed: a native reader has not signed yet

brief-within = dans un délai de { $duration }
brief-after = après { $duration }
brief-measure = { $outcome }, { $when }
brief-value-range = { $value } ({ $range })
brief-published = publié le { $date }
brief-undated = sans date
brief-place-when = { $place }, { $when }

brief-warning-simulated = Les données de suivi de cette étude sont inventées pour montrer la méthode ; elles ne décrivent personne.
brief-warning-facts = Les chiffres datés sont tels que publiés.
brief-warning-naive = Les deux groupes ne se ressemblaient pas avant le programme : leur écart brut ne dit rien du programme et n’est pas mis en avant ici.
brief-gate-balance = groupes semblables après pondération
brief-gate-overlap = chaque bénéficiaire a des semblables dans le groupe de comparaison
brief-gate-weights = aucune personne ne porte une trop grande part du poids
brief-gate-placebo = aucun écart avant le programme
brief-gate-agreement = les autres calculs ajustés concordent
brief-gate-attrition = peu de personnes perdues de vue, et autant dans les deux groupes
brief-gate-detection = les intervalles tiennent compte de la façon dont les personnes ont été choisies
brief-gate-pre_trend = les groupes évoluaient de même avant le soutien
brief-gate-honest = le résultat tient même si les tendances diffèrent autant qu’avant le soutien
brief-gate-clusters = assez de grappes dans chaque groupe

brief-key-difference =
    { $unit ->
        [points] points de pourcentage, « { $support } » par rapport à « { $comparison } » : { $measure }
       *[other] « { $support } » par rapport à « { $comparison } » : { $measure }
    }
brief-key-interval = intervalle de confiance à { $level } : { $range }
brief-key-against = { $support } contre { $comparison }
brief-key-people = personnes : { $group }
brief-key-balance = écarts-types : plus grand écart avant pondération ({ $covariate })
brief-key-balance-limit = limite : { $limit }
brief-key-balance-after = après pondération : { $value } ; limite : { $limit }
brief-key-people-helped = personnes ont reçu un équipement
brief-key-money = au total des montants publiés
brief-key-median = par personne (médiane)
brief-key-over-rows = dans les { $stating } qui l’indiquent

brief-levels = { $measure } : { $support } de { $n_support } ({ $arm_support }) et { $comparison } de { $n_comparison } ({ $arm_comparison }).
brief-balance = Une comparaison ne renseigne sur le programme que si les groupes se ressemblaient avant lui. La pondération les rend semblables sur ce qui a été mesuré ; ils peuvent encore différer sur le reste.

brief-verdict =
    { $verdict ->
        [passed] remplie
       *[failed] non remplie
    }
brief-column-millions = Montant (millions)

brief-heading-balance = Qui est comparé à qui ?
brief-heading-checks = Le résultat tient-il ?
brief-heading-table = Résultats par groupe
brief-heading-method = Comment l’évaluation a été faite
brief-heading-limits = Ce que cette note ne dit pas
brief-heading-activities = Ce qui a été remis
brief-heading-size = Ce que permet le nombre de personnes
brief-heading-region = Où ?
brief-heading-year = Quand ?
brief-heading-cost = À quel coût par personne ?
brief-heading-conflicts = Quand les sources divergent
brief-heading-claim = Un chiffre publié qui ne peut être utilisé

brief-column-outcome = Résultat
brief-column-difference = Écart (intervalle de confiance)
brief-column-level = Niveau
brief-column-interval = Intervalle de confiance
brief-column-check = Condition
brief-column-verdict = Constat
brief-column-people = Personnes
brief-column-when = Quand
brief-column-calculation = Calcul
brief-column-covariate = Caractéristique
brief-column-before = Avant pondération
brief-column-after = Après pondération
brief-column-activity = Nature du projet
brief-column-count = Nombre
brief-column-region = Région
brief-column-year = Année
brief-column-handovers = Remises
brief-column-money = Montant
brief-column-place = Lieu
brief-column-cost = Montant par personne
brief-column-kept = Valeur retenue
brief-column-told = Ce que disent les sources (dans la langue du registre)

brief-table-outcomes = Niveaux à l’échéance principale ; l’écart est celui du calcul prévu
brief-table-quiet = Un tiret indique qu’aucun écart ne peut être mis en avant.
brief-table-gates = Conditions à remplir avant de mettre un écart en avant
brief-table-activities = Projets selon leur nature, tels que publiés
brief-table-region = Remises, personnes et montants par région
brief-table-year = Remises, personnes et montants par année
brief-table-far = Remises à vérifier en premier
brief-table-conflicts = Remises sur lesquelles deux sources divergent
brief-naive-row = { $calculation } : groupes non comparables

brief-definition = Ce qui est compté : { $definition }.
brief-followed-curve = Sur { $people }, { $observed } ({ $share }) ont été suivis jusqu’à la date principale ou ont eu un événement auparavant. La courbe compte chacun aussi longtemps qu’il a été suivi.
brief-followed-all = Les { $people } sont comptées à l’échéance principale : aucune n’a été perdue de vue.
brief-followed = Sur { $people }, { $observed } ({ $share }) sont comptées à l’échéance principale.
brief-estimator = Calcul principal : « { $estimator } », fixé avant de voir les résultats ; intervalles de confiance à { $level }.
brief-smallest-effect = Seuil d’importance fixé d’avance : un écart d’au moins { $size } ({ $outcomes }).

brief-other-calculation = { $calculation } : { $value } ({ $range })
brief-disagreement =
    { $kind ->
        [excludes] { $measure } : le calcul principal ne permet pas de trancher, tandis qu’un autre exclut de justesse l’absence d’écart : { $calculations }. Le calcul fixé d’avance fait foi.
       *[includes] { $measure } : un autre calcul n’exclut pas l’absence d’écart : { $calculations }.
    }
brief-selected = { $measure }, parmi les seules personnes encore en liberté : { $support } ({ $arm_support }) et { $comparison } ({ $arm_comparison }). Être encore en liberté peut dépendre du programme lui-même : ce n’est pas une comparaison entre personnes semblables.
brief-limit-withheld = Les résultats qui reposent sur moins de { $threshold } personnes ne sont pas publiés.
brief-limit-others = Effets sur d’autres personnes. { $note }
brief-limit-elsewhere = Les résultats concernent ces personnes, en ce lieu et à cette époque ; ailleurs, ils peuvent différer.
brief-limit-public = Ces données sont déjà publiées par d’autres, personne par personne ; rien n’a dû être masqué ici.

brief-nothing-public = Aucun résultat ne peut être publié.
brief-too-few = Avec { $people }, aucun résultat ne peut être publié : tout chiffre pourrait désigner une personne.
brief-size-alone = Avec { $people }, même si l’événement ne s’était jamais produit, le taux réel pourrait atteindre { $limit } (limite supérieure de l’intervalle exact à { $level }). Il faut davantage de personnes pour en savoir plus.
brief-size-rule = Les résultats sur les personnes ne sont publiés qu’à partir de { $threshold } personnes. Rien de ce qui est montré ici ne dépend de la situation d’une personne.

brief-register-people = { $handovers } ont été rapportées ; { $people } ont reçu un équipement dans les { $stating } dont l’effectif est indiqué.
brief-register-money = Les { $stating } dont le montant est indiqué totalisent { $money }.
brief-register-no-outcome = Ce que ces personnes sont devenues n’a pas été publié.
brief-register-rows = Chaque ligne est une remise. Celles qui pourraient en répéter une autre sont exclues des sommes.
brief-refused-ratio = Le montant total ({ $money }, { $with_money }) n’est pas divisé par le nombre total de personnes ({ $people }, { $with_people }) : les deux sommes ne portent pas sur les mêmes remises.
brief-cost-spread = Dans les { $rows } qui indiquent l’effectif et le montant, le montant médian par personne est de { $median } ; les montants vont de { $low } à { $high }.
brief-cost-far = Montants éloignés des autres, à vérifier en premier : { $named }.
brief-cost-named = { $place } ({ $money })
brief-cost-others = { $count } autres
brief-claim = { $statement }. Source : { $source }. Ce chiffre ne peut être utilisé :

brief-heading-kinds = Chaque forme d’aide
brief-kinds-apart = Chaque forme est comparée au même groupe ; les formes ne sont pas comparées entre elles.
brief-kind-finding = { $kind } : { $finding }
brief-number-unit = { $number } { $unit }
brief-quoted = « { $name } »
