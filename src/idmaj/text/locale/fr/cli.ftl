# unreviewed: a native reader has not signed yet
# what the command line says, and problems of notebooks and their parameters

cli-busy = Une autre exécution occupe cet espace de travail. Attendez qu’elle se termine, puis relancez.
cli-fault = Une erreur d’Idmaj lui-même : { $error }. Le journal se trouve dans { $path } ; merci de l’envoyer aux responsables de l’outil.

cli-step-done = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }) : terminé, { $seconds } s
cli-step-kept = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }) : rien n’a changé
cli-step-failed = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }) : échec, { $error }

cli-check-ready = { $study } : peut être exécutée
cli-check-refused = { $study } : ne peut être exécutée avant que les problèmes ci-dessous soient réglés

cli-run-published = { $study } : publiée dans { $path }
cli-run-partial = { $study } : publiée dans { $path }, mais il manque quelque chose
cli-run-failed = { $study } : rien n’a été publié ; les rapports précédents restent en place
cli-run-refused = { $study } : refusée à cause des problèmes ci-dessous ; les rapports précédents restent en place
cli-where-to-look = Ouvrez { $index }. Les carnets exécutés, non destinés à la publication, se trouvent dans { $notebooks }.

cli-status-never-run = { $study } : jamais exécutée
cli-status-running = { $study } : en cours, ou interrompue (relancez pour continuer)
cli-status-published = { $study } : publiée
cli-status-partial = { $study } : publiée en partie
cli-status-failed = { $study } : la dernière exécution a échoué
cli-status-refused = { $study } : la dernière exécution a été refusée
cli-release = rapport : { $path }
cli-stale = périmé : les données, le fichier d’étude ou la bibliothèque ont changé depuis la dernière exécution
cli-waiting = non exécuté : { $notebook }
cli-unreviewed = Textes qu’aucun lecteur natif n’a encore validés : { $languages }

cli-failure = { $notebook } ({ $language }), cellule { $cell } : { $error }. { $output }
cli-failure-outside = { $notebook } ({ $language }) : { $error }. { $output }

cli-reproduced = Chiffres publiés que les nôtres confirment : { $n } sur { $total }
cli-reproduce-differing = Chiffres qui diffèrent par convention ; aucun accord n’est annoncé :
cli-reproduce-not-run = Chiffres non vérifiés, faute de données : { $n }. Pour les vérifier, placez les fichiers dans { $path }, à côté de l’espace de travail, ou indiquez leur dossier dans { $variable }.
cli-reproduce-data-missing = { $study } : { $file } ; chiffres laissés de côté : { $n }

notebook-missing = le carnet est absent
    .expected = un carnet de ce nom
    .remedy = Remettez le carnet en place, par exemple depuis git.
notebook-unreadable = le fichier n’est pas un carnet lisible
    .expected = un carnet au format 4
    .remedy = Remettez le carnet en place, par exemple depuis git.
parameters-untagged = le carnet n’a pas de cellule marquée { $tag }
    .expected = une cellule portant la marque { $tag }
    .remedy = Marquez la cellule des paramètres dans JupyterLab (inspecteur de propriétés).
parameter-unknown = le carnet n’a pas de paramètre { $name }
    .expected = l’un de ceux-ci : { $allowed }
    .remedy = Corrigez le nom ; le plus proche est { $nearest }.
parameter-mistyped = le paramètre { $name } est de type { $given }
    .expected = { $wanted }
    .remedy = Donnez une valeur du type attendu ; écrivez les dates sous forme de texte, année-mois-jour.
language-not-in-study = l’étude n’a pas de note dans la langue { $name }
    .expected = { $allowed }
    .remedy = Ajoutez la langue au fichier d’étude, ou retirez-la de la commande.
