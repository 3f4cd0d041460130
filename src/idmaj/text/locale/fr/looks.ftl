# unreviewed: a native reader has not signed yet
# families of outcomes and scheduled looks

estimator-confidence_sequence = Suite d’intervalles de confiance
population-one-look = comme si cette analyse était la seule

note-family-of-one = seul résultat de sa famille : rien à ajuster
note-p-by-inversion = valeur p tirée de l’intervalle : le niveau auquel il toucherait l’absence d’écart
note-holm-instead = ajusté par la méthode de Holm : les résultats de cette famille ne peuvent être tirés à nouveau ensemble
note-look-spending = intervalle valable pour l’ensemble des analyses programmées (dépense de l’erreur de Lan et DeMets, à la manière d’O’Brien et Fleming)
note-look-sequence = intervalle valable pour l’ensemble des analyses programmées (suite asymptotique d’intervalles de confiance)
note-look-share = intervalle valable pour l’ensemble des analyses programmées (suite bêta-binomiale d’intervalles de confiance)
note-one-look = intervalle calculé comme si cette analyse était la seule : lu à plusieurs reprises, il manque la vraie valeur plus souvent qu’il ne l’annonce

look-out-of-calendar = la date d’arrêté des données { $as_of } ne figure pas parmi les analyses programmées
    .expected = l’une des dates { $dates }
    .remedy = Choisissez l’une de ces dates. Une analyse ajoutée après coup rendrait moins sûrs les résultats de toutes les autres.
estimation-information = la part d’information d’une analyse n’est pas définie
    .expected = des parts supérieures à 0, croissantes d’une analyse à l’autre et ne dépassant pas 1
    .remedy = Corrigez l’information des analyses programmées dans le fichier d’étude.
estimation-look-too-early = cette analyse vient si tôt qu’il ne lui revient presque rien de l’erreur admise : aucun intervalle ne peut être donné
    .expected = une analyse disposant d’une plus grande part de l’information finale
    .remedy = Attendez l’analyse suivante, ou bornez-vous à décrire les groupes.
estimation-too-few-redraws = trop peu de nouveaux tirages des données ont donné un résultat
    .expected = au moins une centaine de tirages, presque tous avec un résultat
    .remedy = Déclarez la méthode de Holm pour cette famille.
