# unreviewed: a native reader has not signed yet
## Pourquoi un chiffre d’un modèle de risques instantanés manque
estimation-event-and-competing = une personne a au même moment l’événement et un événement concurrent
    .expected = au plus un événement qui met fin à la durée
    .remedy = Indiquez lequel des deux est survenu en premier.
estimation-time-not-positive = une durée est nulle ou négative et n’a donc pas de logarithme
    .expected = des durées supérieures à zéro
    .remedy = Choisissez une autre fonction du temps, ou vérifiez le début du décompte.
estimation-one-event-time = tous les événements surviennent au même moment : aucune évolution dans le temps n’est visible
    .expected = des événements à des moments différents
    .remedy = Renoncez à ce test.
estimation-no-comparable-pairs = personne n’était suivi au moment où une autre personne a connu l’événement
    .expected = des personnes encore suivies lors de l’événement d’une autre
    .remedy = Renoncez à cette mesure, ou attendez davantage de données.
