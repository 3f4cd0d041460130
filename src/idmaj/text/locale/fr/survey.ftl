# unreviewed: a native reader has not signed yet
## Exports of a form to tables: what stops a run
submission-differs = la soumission { $key } figure ici et dans { $first_file } (ligne { $first_row }) avec d’autres réponses : { $columns }
    .expected = un seul contenu par soumission, ou une modification plus récente
    .remedy = Gardez la bonne des deux, ou fournissez l’export où la modification est indiquée.
export-lost-signs = { $n ->
        [one] des lettres ou des chiffres d’une cellule sont perdus : des points d’interrogation les remplacent
       *[other] des lettres ou des chiffres de { $n } cellules sont perdus : des points d’interrogation les remplacent
    }
    .expected = le texte tel qu’il a été recueilli ; le fichier a été enregistré dans un encodage qui ne connaît pas ces signes
    .remedy = Demandez l’export d’origine ou exportez de nouveau en UTF-8 ; n’enregistrez pas le fichier depuis un tableur.
out-not-a-folder = c’est un fichier, non un dossier
    .expected = un dossier pour les tables
    .remedy = Indiquez un autre dossier.
out-holds-other-tables = le dossier contient des tables qui n’ont pas été produites ici
    .expected = un dossier vide, ou celui d’une exécution antérieure
    .remedy = Indiquez un autre dossier.
tables-of-another-key = les tables de ce dossier ont été produites avec une autre clé : leurs personnes ne peuvent être reconnues
    .expected = la clé de l’exécution antérieure
    .remedy = Indiquez la clé de l’exécution antérieure ou un autre dossier, ou recommencez à neuf.
earlier-table-missing = une table de l’exécution antérieure a disparu
    .expected = toutes les tables écrites par l’exécution antérieure
    .remedy = Remettez la table, ou recommencez à neuf.
no-submissions = aucune soumission n’est utilisable
    .expected = au moins une ligne avec des réponses
    .remedy = Examinez les lignes mises de côté et leurs motifs.
workspace-not-empty = { $n ->
        [one] « { $path } » existe déjà ; rien n’a été écrit
       *[other] « { $path } » et d’autres fichiers ({ $n } en tout) existent déjà ; rien n’a été écrit
    }
    .expected = un dossier où rien ne serait écrasé
    .remedy = Indiquez un autre dossier, ou déplacez ces fichiers.
interview-submitted-twice = cette soumission ({ $key }) porte sur la même personne et la même vague que { $first_key } ({ $first_file }, ligne { $first_row })
    .expected = une seule soumission par personne et par vague
    .remedy = Cherchez laquelle est la bonne ; pour l’autre, écrivez une ligne dans { $file } : sa clé, { $variable } comme variable, { $value } comme nouvelle valeur, le motif, qui et quand.
date-format-unknown = « { $value } » n’est pas un format de date
    .expected = l’année, le mois et le jour une fois chacun, par exemple { $example }
    .remedy = Corrigez le format, ou ne l’indiquez pas pour qu’il soit détecté.
language-not-of-form = le formulaire n’a pas de libellés dans la langue « { $value } »
    .expected = l’une de : { $known }
    .remedy = Corrigez la langue, ou ne l’indiquez pas pour qu’elle soit détectée.

## Rows set aside
submission-not-decrypted = le serveur n’a pas pu déchiffrer les réponses de cette soumission
    .expected = des réponses
    .remedy = Déchiffrez les soumissions et exportez de nouveau.
submission-superseded = une autre ligne de la même soumission a remplacé celle-ci : une modification plus récente, ou la même ligne dans un autre fichier
    .expected = une ligne par soumission
    .remedy = Il n’y a rien à faire.
row-is-total = c’est une ligne de totaux, non une soumission
    .expected = une ligne par soumission
    .remedy = Il n’y a rien à faire.
submission-without-key = la ligne ne porte aucune clé de soumission
    .expected = la clé attribuée par la plateforme
    .remedy = Exportez de nouveau avec les colonnes de la plateforme.
event-without-submission = la soumission à laquelle appartient cette ligne n’est pas dans l’export
    .expected = une ligne de la table des soumissions avec la même clé
    .remedy = Exportez ensemble les soumissions et leurs répétitions.
event-without-consent = la personne n’a pas consenti à l’entretien : la ligne est retenue
    .expected = aucune réponse sans consentement
    .remedy = Prévenez le superviseur ; effacez les réponses là où elles ont été recueillies.
event-empty = la ligne ne contient aucune réponse
    .expected = au moins une réponse
    .remedy = Il n’y a rien à faire.

## Cells flagged
answers-without-consent = des réponses figurent ici alors que la personne n’a pas consenti ; elles ont été retenues
    .expected = aucune réponse sans consentement
    .remedy = Prévenez le superviseur ; effacez les réponses là où elles ont été recueillies.
code-check-digit = la clé de contrôle du code est fausse, ou ce n’est pas un code
    .expected = un code tel qu’il est imprimé sur la liste
    .remedy = Comparez avec la liste et corrigez le code.
identifier-breaks-constraint = la cellule ne respecte pas la condition posée par le formulaire
    .expected = ce que le formulaire exige, par exemple le même code saisi deux fois
    .remedy = Comparez avec la liste et corrigez la cellule.
columns-outside-form = { $n ->
        [one] une colonne ne correspond à aucune question du formulaire et a été laissée de côté : { $columns }
       *[other] { $n } colonnes ne correspondent à aucune question du formulaire et ont été laissées de côté : { $columns }
    }
    .expected = des colonnes du formulaire et de la plateforme
    .remedy = Si elles contiennent des réponses, fournissez le formulaire où elles ont été demandées.
repeat-not-exported = l’export ne contient aucune ligne de la répétition { $repeat }
    .expected = les répétitions avec les soumissions ; un CSV de Kobo n’en contient jamais
    .remedy = Exportez un classeur, ou ensemble les fichiers CSV de toutes les répétitions.
submission-vanished = { $n ->
        [one] une soumission d’une exécution antérieure n’est plus dans l’export ; elle reste dans les tables
       *[other] { $n } soumissions d’une exécution antérieure ne sont plus dans l’export ; elles restent dans les tables
    }
    .expected = toutes les soumissions exportées auparavant
    .remedy = Demandez si elles ont été supprimées, et pourquoi ; recommencez à neuf pour les écarter.

## What the command says
cli-ingest-table = { $table } : { $n ->
        [one] une ligne
       *[other] { $n } lignes
    }
cli-ingest-written = Écrit dans { $path }.
cli-ingest-refused = Rien n’a été écrit dans { $path } ; les tables antérieures restent.
cli-ingest-ephemeral = Les personnes ont reçu des pseudonymes par une clé propre à cette exécution ; indiquez une clé dans { $variable } pour que les exécutions suivantes les reconnaissent.
mapping-line-headers = Les en-têtes portent { $style ->
        [names] les noms
        [labels] les libellés ({ $labels })
       *[mixed] les noms et les libellés ({ $labels })
    }, séparateur de groupes { $separator } ; { $n ->
        [one] une question retrouvée
       *[other] { $n } questions retrouvées
    }.
mapping-line-selects = Les questions à choix multiples figurent { $shape ->
        [text] en texte
        [split] dans une colonne par choix
        [both] en texte et dans une colonne par choix
       *[none] nulle part
    }.
cli-times = ({ $n ->
        [one] une fois
       *[other] { $n } fois
    })
cli-ingest-blocked-checks = { $n ->
        [one] Un contrôle doit être résolu avant qu’une étude puisse s’appuyer sur ces tables ; voir { $path }.
       *[other] { $n } contrôles doivent être résolus avant qu’une étude puisse s’appuyer sur ces tables ; voir { $path }.
    }
cli-ingest-quality = Rapport de qualité : { $path }
cli-new-file = créé : { $path }
