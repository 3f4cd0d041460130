# unreviewed: a native reader has not signed yet
## Personnes perdues de vue : qui elles étaient, pondération, bornes
estimator-response_weights = Pondération pour les personnes perdues de vue
population-lost-minus-found = perdus de vue moins retrouvés
population-lost-supported = bénéficiaires : perdus de vue moins retrouvés
population-lost-compared = groupe de comparaison : perdus de vue moins retrouvés
population-lost-between-arms = bénéficiaires moins groupe de comparaison, chacun perdus de vue moins retrouvés
population-directions = groupe qui a perdu le plus de personnes, partie par partie
population-tightened = personnes qui seraient retrouvées dans l’un ou l’autre groupe, partie par partie : { $transform }
population-everybody-due = toutes les personnes, retrouvées ou perdues de vue

note-response-weighted = les personnes retrouvées comptent d’autant plus que leurs semblables du même groupe ont rarement été retrouvées ; juste si, entre personnes semblables, être perdu de vue ne dit rien du résultat
note-response-pooled = peu de personnes ont été perdues de vue : dans les poids, les caractéristiques comptent de la même façon dans les deux groupes
note-response-size = les personnes retrouvées, une fois pondérées, renseignent autant que ce nombre de personnes
note-lost-minus-found = en écarts types ; description, sans intervalle
note-loss-tested = ce qui était connu au départ, pris ensemble, dit-il qui a été perdu de vue ?
note-directions-compared = toutes les parties ont-elles perdu davantage de personnes du même groupe ?
note-trimmed-support = les bénéficiaires ont été retrouvés plus souvent : les bornes retranchent leurs résultats les plus élevés, puis les plus bas
note-trimmed-comparison = le groupe de comparaison a été retrouvé plus souvent : les bornes retranchent ses résultats les plus élevés, puis les plus bas
note-trimmed-nobody = les deux groupes ont été retrouvés dans la même proportion : rien n’est retranché
note-monotonicity-unchecked = juste seulement si le soutien a modifié dans un même sens, pour chacun, la chance d’être retrouvé, ce qu’aucune donnée ne peut confirmer
note-monotonicity-doubtful = certaines parties ont perdu davantage de bénéficiaires, d’autres davantage de personnes du groupe de comparaison ; le hasard peut l’expliquer, et aucune donnée ne peut confirmer que le soutien a modifié dans un même sens, pour chacun, la chance d’être retrouvé
note-monotonicity-broken = certaines parties ont perdu davantage de bénéficiaires, d’autres davantage de personnes du groupe de comparaison, plus que ne l’explique le hasard : ces bornes reposent sur une condition qui n’est pas remplie
note-worst-case = aux personnes perdues de vue est attribué le pire résultat possible, puis le meilleur ; rien n’est supposé à leur sujet

## Personnes en liberté, quand la détention fixe le résultat des autres
population-free-in-either = personnes qui seraient en liberté dans l’un ou l’autre groupe
note-free-support = les bénéficiaires étaient plus souvent en liberté : les bornes retranchent leurs résultats les plus élevés, puis les plus bas
note-free-comparison = le groupe de comparaison était plus souvent en liberté : les bornes retranchent ses résultats les plus élevés, puis les plus bas
note-free-equal = les deux groupes étaient en liberté dans la même proportion : rien n’est retranché
note-free-unchecked = juste seulement si le soutien a modifié dans un même sens, pour chacun, la chance d’être en liberté, ce qu’aucune donnée ne peut confirmer
note-free-broken = dans certaines parties les bénéficiaires étaient plus souvent en liberté, dans d’autres le groupe de comparaison, plus que ne l’explique le hasard : ces bornes reposent sur une condition qui n’est pas remplie

## Conditions
estimation-response-near-zero = certaines personnes n’avaient presque aucune chance d’être retrouvées : aucune personne retrouvée ne peut les représenter
    .expected = des personnes semblables retrouvées pour chaque personne perdue de vue
    .remedy = Regroupez les valeurs de départ rares, ou retirez la colonne qui distingue ces personnes.
estimation-no-limits = rien ne dit entre quelles valeurs le résultat doit se trouver
    .expected = un résultat par oui ou non, ou une part
    .remedy = Lisez les bornes pour les personnes qui seraient retrouvées dans l’un ou l’autre groupe.
