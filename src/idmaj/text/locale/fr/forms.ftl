# unreviewed: a native reader has not signed yet

## File and sheets
form-not-a-form = le fichier n’est pas un formulaire d’enquête
    .expected = un classeur XLSForm, ou le JSON d’un formulaire Kobo
    .remedy = Indiquez le formulaire avec lequel l’enquête a été collectée.
form-without-survey = le classeur n’a pas de feuille de questions
    .expected = une feuille nommée survey
    .remedy = Indiquez le formulaire, et non un export de ses réponses.
form-without-questions = la feuille de questions est vide
    .expected = au moins une question
    .remedy = Redemandez le formulaire.
form-column-missing = la feuille de questions n’a pas de colonne « { $name } »
    .expected = une ligne d’en-tête avec ce nom
    .remedy = Rétablissez l’en-tête, ou redemandez le formulaire.

## Groups and names
form-group-open = le groupe « { $name } » n’est pas fermé
    .expected = une ligne qui le termine
    .remedy = Ajoutez la ligne qui termine le groupe.
form-group-not-open = la ligne termine un groupe qui n’a pas été ouvert
    .expected = une ligne qui l’ouvre
    .remedy = Supprimez la ligne, ou ajoutez celle qui ouvre le groupe.
form-group-crossed = la ligne termine autre chose que « { $name } », ouvert en dernier
    .expected = des groupes et répétitions fermés dans l’ordre
    .remedy = Corrigez l’ordre des lignes qui ferment groupes et répétitions.
form-name-missing = la ligne n’a pas de nom
    .expected = un nom pour chaque question et chaque groupe
    .remedy = Ajoutez le nom.
form-name-twice = le nom « { $name } » figure deux fois dans un même groupe
    .expected = un nom propre à chaque question d’un groupe
    .remedy = Renommez l’une des deux, comme l’a fait la plateforme.

## Questions
form-type-unknown = le type « { $found } » n’existe pas ; les réponses sont lues comme du texte
    .expected = un type de question XLSForm
    .remedy = Corrigez le type si les réponses ne sont pas du texte.
form-list-missing = il n’y a pas de liste de choix « { $name } »
    .expected = une liste de la feuille des choix
    .remedy = Ajoutez la liste, ou corrigez son nom dans le type.
form-reference-unknown = la référence « { $name } » ne mène à aucune question
    .expected = le nom d’une question du formulaire
    .remedy = Corrigez le nom.
form-target-unreadable = « { $found } » ne désigne pas de table et de colonne
    .expected = table.colonne, ou rien
    .remedy = Corrigez la destination, ou laissez la cellule vide.
form-missing-unreadable = « { $found } » n’indique pas quel type de valeur manquante un code désigne
    .expected = des paires d’un code et de l’un des mots { $allowed } ; pour un choix, l’un de ces mots
    .remedy = Corrigez la cellule, ou laissez-la vide.
form-class-unknown = « { $found } » n’est pas une classe de divulgation
    .expected = l’un des mots { $allowed }
    .remedy = Corrigez la cellule, ou laissez-la vide.

## Conditions
form-expression-syntax = la condition de « { $name } » est illisible à « { $found } » ; elle n’est pas revérifiée
    .expected = une condition que la plateforme accepte
    .remedy = Corrigez la condition.
form-expression-quotes = la condition de « { $name } » contient des guillemets typographiques à « { $found } » ; elle n’est pas revérifiée
    .expected = des guillemets droits
    .remedy = Remplacez-les par des guillemets droits.
form-expression-function = la condition de « { $name } » utilise « { $found } », que les réponses seules ne déterminent pas ; elle n’est pas revérifiée
    .expected = des fonctions des réponses
    .remedy = Rien à corriger ; vérifiez ces sauts à la main.
form-expression-path = la condition de « { $name } » se réfère à « { $found } » par un chemin qui n’est pas suivi ; elle n’est pas revérifiée
    .expected = une référence à une question par son nom
    .remedy = Référez-vous à la question par son nom.
form-expression-pattern = la condition de « { $name } » contient le motif « { $found } », illisible ; elle n’est pas revérifiée
    .expected = une expression régulière écrite dans la condition
    .remedy = Corrigez le motif.

## Targets and answers
form-target-twice = plusieurs questions ont la destination « { $target } » : { $names } ; la première la garde
    .expected = une question par destination
    .remedy = Laissez la destination à l’une d’elles.
form-target-unknown = la destination « { $target } » de « { $name } » n’est pas une colonne canonique ; la réponse va dans une colonne de ce nom
    .expected = une colonne du dictionnaire des données
    .remedy = Vérifiez l’orthographe de la destination.
form-target-in-wrong-table = la destination de « { $name } » est dans la table « { $target } », que sa place dans le formulaire ne remplit pas
    .expected = interviews hors des répétitions, justice_events dans une répétition
    .remedy = Corrigez la destination.
form-label-twice = deux choix de la liste « { $name } » ont le libellé « { $label } »
    .expected = un libellé propre à chaque choix
    .remedy = Exportez les codes et non les libellés, ou changez un libellé.
form-flag-answer = le choix « { $code } » de « { $name } » ne veut dire ni oui ni non
    .expected = oui, non ou une valeur manquante
    .remedy = Indiquez le mot ou le type de valeur manquante du choix.
