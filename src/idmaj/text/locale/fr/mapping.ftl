# unreviewed: a native reader has not signed yet

## Columns of an export and questions of its form
mapping-ambiguous-column = cet en-tête peut désigner chacune des questions { $questions }
    .expected = un en-tête qui ne désigne qu’une question
    .remedy = Refaites l’export avec les noms plutôt que les libellés, et avec les noms des groupes.
mapping-lost-letters = les lettres de cet en-tête ont été perdues à l’enregistrement du fichier
    .expected = un en-tête lisible
    .remedy = Demandez l’export tel que la plateforme l’a écrit : des lettres perdues ne se retrouvent pas.
mapping-nothing-matches = aucune colonne de « { $table } » ne correspond à une question du formulaire ; ses colonnes : { $columns }
    .expected = un export de ce formulaire
    .remedy = Vérifiez que l’export provient bien de ce formulaire et que les en-têtes sont sur la bonne ligne.
mapping-unknown-repeat = aucune répétition du formulaire n’a les colonnes de « { $table } » : { $columns }
    .expected = les lignes d’une répétition du formulaire
    .remedy = Fournissez la version du formulaire qui contenait cette répétition, ou retirez cette table de l’export.
mapping-which-repeat = « { $table } » peut être chacune des répétitions { $repeats }
    .expected = des colonnes propres à une seule répétition, ou une table qui porte son nom
    .remedy = Refaites l’export avec les noms des groupes.
