# unreviewed: a native reader has not signed yet
## Rules that make a link, or ask a clerk
link-rule-decision = décision d’un agent
link-rule-code = code du programme
link-rule-cin-and-birth = carte nationale et date de naissance
link-rule-cin-and-name = carte nationale et nom
link-rule-probabilistic = ressemblance de plusieurs identifiants
link-rule-code-contradicted = code du programme, mais la carte, la date de naissance et le nom ne concordent pas
link-rule-cin-contradicted = carte nationale, mais la date de naissance ou le nom ne concordent pas
link-rule-cin-alone = carte nationale seule : rien d’autre ne peut être comparé
link-rule-several-persons = plusieurs personnes peuvent être visées
link-rule-person-taken = cette personne a déjà une autre inscription au registre
link-rule-alike = ressemblance de la date de naissance et des noms

## What became of an entry of a register
link-status-accepted = appariée
link-status-review = à trancher
link-status-outdone = moins probable que l’appariement retenu
link-status-declined = écartée par un agent
link-status-records = inscriptions
link-status-linked = inscriptions appariées
link-status-in-review = inscriptions à trancher
link-status-not-linked = inscriptions ne concernant personne de l’étude

## Problems
linkage-not-installed = les enregistrements qui n’ont ni code ni carte nationale en commun avec un participant n’ont pas été appariés : splink n’est pas installé
    .expected = l’extra { $extra }
    .remedy = Installez-le, ou tranchez les paires de la liste à revoir.
linkage-too-few = trop peu d’enregistrements concordent sans aucun doute avec un participant pour que des probabilités soient apprises
    .expected = au moins { $least }
    .remedy = Rien à corriger dans une petite étude : un agent tranche les paires de la liste à revoir.
linkage-untrained = la fréquence des concordances de « { $column } » pour une même personne et pour deux n’a pas pu être apprise ; aucun enregistrement n’a donc été apparié par ressemblance
    .expected = une colonne remplie pour la plupart des personnes, avec des valeurs différentes
    .remedy = Retirez cette colonne de la section link, ou tranchez les paires de la liste à revoir.
link-persons-codes-wrong = codes de participants dont la clé de contrôle est fausse : { $n }
    .expected = les codes tels qu’ils sont imprimés sur la liste
    .remedy = Corrigez-les ; d’ici là, d’autres identifiants sont utilisés.
link-records-codes-wrong = codes du registre dont la clé de contrôle est fausse : { $n }
    .expected = les codes tels qu’ils sont imprimés sur la liste
    .remedy = Corrigez-les ; d’ici là, d’autres identifiants sont utilisés.
link-birth-unread = dates de naissance illisibles : { $n }
    .expected = des dates de la forme déclarée dans le fichier d’étude
    .remedy = Corrigez date_format, ou les dates.
link-row-blank = lignes qui ne disent rien de la personne concernée : { $n }
    .expected = un code, une carte nationale, ou un nom avec une date de naissance
    .remedy = Complétez le registre ; ces lignes ne sont appariées à personne.
link-nothing = aucune ligne du registre n’est appariée à un participant
    .expected = des participants parmi les personnes du registre, si l’une d’elles y figure
    .remedy = Vérifiez que les colonnes de la section link sont les bonnes avant toute conclusion.
link-review = paires d’un enregistrement et d’un participant qu’un agent doit trancher : { $n }
    .expected = une décision pour chacune
    .remedy = Ouvrez { $file } dans le dossier restreint de l’étude, et portez les décisions dans { $decisions }.
link-decision-unknown = décisions sur des paires qui n’existent plus : { $n }
    .expected = les identifiants de la liste à revoir, faits avec la même clé
    .remedy = Vérifiez la clé, ou retirez ces décisions.
link-decision-contradicted = décisions qui se contredisent : { $n }
    .expected = une décision par paire, et au plus une personne par enregistrement
    .remedy = Gardez la bonne.
link-decision-unread = « { $value } » n’est pas une décision
    .expected = l’un de { $known }, ou rien tant que la paire est ouverte
    .remedy = Corrigez la cellule.
link-decisions-column-missing = cette colonne manque au fichier des décisions
    .expected = { $columns }
    .remedy = Ajoutez la colonne.
link-decisions-show-people = le fichier des décisions a une colonne qui peut montrer des personnes
    .expected = { $columns } seulement
    .remedy = Retirez la colonne : ce fichier est à côté du fichier d’étude, qui peut être partagé.
