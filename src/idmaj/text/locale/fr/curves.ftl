# unreviewed: a native reader has not signed yet
## Pourquoi il manque un nombre d’une courbe
estimation-entry-not-before-exit = quelqu’un n’entre en observation qu’après la fin de sa durée
    .expected = un début d’observation antérieur à la fin
    .remedy = Vérifiez les dates entre lesquelles la source observe les personnes.
estimation-gap-in-observation = avant cet horizon, il y a un moment où personne n’était en observation
    .expected = au moins une personne en observation du début jusqu’à l’horizon
    .remedy = Choisissez un horizon plus court, ou une source qui observe les personnes dès le début.
estimation-not-a-cause = le numéro d’un événement n’est aucun de ceux qui ont été nommés
    .expected = rien, l’événement, ou l’un des événements concurrents
    .remedy = Signalez-le : le logiciel n’aurait pas dû le demander.
