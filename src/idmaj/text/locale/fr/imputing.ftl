# unreviewed: a native reader has not signed yet
## Personnes perdues de vue imputées, et point de bascule
estimator-multiple_imputation = Imputation multiple des personnes perdues de vue
estimator-tipping_point = Point de bascule : les perdus de vue diffèrent de ce qui est imputé
population-delta = bénéficiaires perdus de vue, décalés de { $transform }
population-as-imputed = tels qu’imputés
population-at-tip = au point de bascule
note-imputed = les résultats des personnes perdues de vue sont tirés plusieurs fois parmi les personnes retrouvées du même groupe aux caractéristiques semblables, puis combinés ; juste si, entre personnes semblables, être perdu de vue ne dit rien du résultat
note-missing-information = part de l’incertitude due aux personnes perdues de vue
note-tipping-curve = ce que serait l’effet si les bénéficiaires perdus de vue avaient fait mieux ou moins bien que les personnes semblables retrouvées ; oui ou non : décalage en logarithme de la cote
note-tipping-loses = à partir de ce décalage, l’intervalle n’exclut plus l’absence d’écart
note-tipping-gains = à partir de ce décalage, l’intervalle exclut l’absence d’écart
note-tipping-none = aucun décalage de la plage essayée ne change le fait que l’intervalle exclut ou non l’absence d’écart
note-lost-imputed = ce qui est attribué aux bénéficiaires perdus de vue, et ce qu’il faudrait qu’ils soient au point de bascule

## Conditions
estimation-nobody-lost = aucun bénéficiaire n’a été perdu de vue : il n’y a personne à imputer
    .expected = des bénéficiaires dont le résultat n’est pas connu
    .remedy = Rien à faire : l’estimation prévue compte tous les bénéficiaires.
estimation-arm-all-lost = toutes les personnes d’un groupe ont été perdues de vue : rien ne dit ce qu’elles sont devenues
    .expected = des personnes retrouvées dans chaque groupe
    .remedy = Retrouver des personnes de ce groupe, ou décrire seulement l’autre groupe.
estimation-too-few-imputations = il y a trop peu de jeux de données complétés pour dire à quel point ils diffèrent
    .expected = au moins deux ; vingt ou plus sont d’usage
    .remedy = Demander davantage d’imputations.
