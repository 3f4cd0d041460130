# unreviewed: a native reader has not signed yet

## Numbers
cell-range = « { $value } » est une fourchette ou un montant approximatif
    .expected = un seul nombre exact
    .remedy = Demandez le montant à l’enquêteur et saisissez-le comme correction.
cell-lost-signs = « { $value } » n’est fait que de points d’interrogation : des lettres ou des chiffres ont été détruits à l’enregistrement du fichier
    .expected = les lettres ou les chiffres d’origine
    .remedy = Redemandez l’export et ne l’enregistrez pas depuis un tableur dans un encodage régional.
cell-currency = « { $value } » indique une autre monnaie que le dirham
    .expected = un montant en dirhams
    .remedy = Vérifiez le montant et, au besoin, convertissez-le par une correction.
cell-not-whole = « { $value } » n’est pas un nombre entier
    .expected = un nombre entier, comme le demande le formulaire
    .remedy = Vérifiez la réponse.

## Dates and times
cell-ambiguous-date = « { $value } » peut désigner deux jours
    .expected = un ordre du jour et du mois que la colonne prouve
    .remedy = Déclarez la forme des dates, ou redemandez l’export avec des dates écrites année-mois-jour.
cell-hijri-date = « { $value } » semble être une date du calendrier hégirien
    .expected = une date du calendrier grégorien
    .remedy = Convertissez la date avec la personne qui l’a écrite.
cell-date-by-nearness = « { $value } » peut désigner deux jours ; le plus proche de l’entretien a été retenu
    .expected = un ordre du jour et du mois que la colonne prouve
    .remedy = Vérifiez le jour.
cell-excel-serial = « { $value } » est le nombre par lequel un tableur compte un jour
    .expected = une date écrite année-mois-jour
    .remedy = Vérifiez le jour ; gardez les dates sous forme de texte en enregistrant le fichier.
cell-short-year = l’année de « { $value } » n’a que deux chiffres
    .expected = une année à quatre chiffres
    .remedy = Vérifiez le siècle.
cell-not-a-time = « { $value } » n’est pas un jour avec une heure
    .expected = un jour et une heure, écrits comme la plateforme les écrit
    .remedy = Corrigez la cellule ou redemandez l’export.
cell-time-missing = « { $value } » est un jour sans heure
    .expected = un jour et une heure
    .remedy = Le premier instant du jour a été retenu ; vérifiez-le si l’heure importe.
cell-clock-change = l’heure légale a changé à « { $value } » : les horloges ont indiqué cette heure deux fois, ou jamais
    .expected = une heure avec son décalage
    .remedy = Le décalage antérieur a été retenu ; demandez un export avec les décalages.
timezone-unknown = il n’existe pas de fuseau horaire « { $value } »
    .expected = un nom de la base des fuseaux horaires, par exemple { $example }
    .remedy = Corrigez le nom du fuseau.

## Choices
cell-unknown-choice = « { $value } » n’est aucun des choix du formulaire
    .expected = un code ou un libellé de la liste de la question
    .remedy = Vérifiez que le formulaire est bien celui de l’export, ou corrigez la réponse.
cell-two-choices = « { $value } » peut désigner deux choix du formulaire
    .expected = un code, ou un libellé qu’un seul choix porte
    .remedy = Déclarez la langue des libellés, ou exportez les codes plutôt que les libellés.
cell-missing-with-answers = « { $value } » contient une réponse à côté d’une valeur manquante comme « ne sait pas »
    .expected = des réponses, ou une seule raison de leur absence
    .remedy = Les réponses ont été gardées ; vérifiez-les.
cell-parts-differ = le texte « { $value } » et les colonnes de ses choix se contredisent
    .expected = les mêmes choix des deux côtés
    .remedy = Redemandez l’export ; l’un des deux a été modifié à la main.
cell-read-from-parts = « { $value } » est illisible ; les colonnes de ses choix ont été retenues
    .expected = les codes ou les libellés des choix
    .remedy = Vérifiez la réponse.
