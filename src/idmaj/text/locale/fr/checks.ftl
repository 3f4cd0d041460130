# unreviewed: a native reader has not signed yet

## Doublons
check-submission-repeated = la même soumission figure sur plusieurs lignes
    .expected = chaque soumission une seule fois
    .remedy = Relisez les exports ; si les lignes diffèrent, gardez-en une et écartez les autres dans le fichier de corrections.
check-person-wave-repeated = la même personne a plusieurs soumissions dans une vague
    .expected = une soumission par personne et par vague
    .remedy = Gardez-en une et écartez les autres dans le fichier de corrections, ou corrigez la personne ou la vague de celle qui est fausse.
check-near-identical = deux entretiens d’une vague ont presque toutes leurs réponses en commun
    .expected = des entretiens aussi différents que les personnes
    .remedy = Comparez les deux avec l’enquêteur ; écartez la copie dans le fichier de corrections, ou notez-y que le constat a été examiné et que les réponses sont justes.

## Consentement
check-answers-without-consent = des réponses figurent alors que la personne n’a pas accepté de participer, ou que son accord n’est pas noté
    .expected = aucune réponse sans consentement
    .remedy = Établissez si la personne a accepté. Sinon, supprimez les réponses et consignez l’incident ; si oui, corrigez la réponse sur le consentement.
check-answers-withheld = des réponses ont été recueillies sans consentement et n’ont pas été reprises dans les tables
    .expected = aucune réponse sans consentement
    .remedy = Consignez l’incident et voyez avec l’enquêteur comment il s’est produit.
check-consent-missing = l’entretien a eu lieu et rien ne dit si la personne a accepté
    .expected = un oui ou un non
    .remedy = Indiquez, par une correction, ce que la personne a répondu ; sans consentement, les réponses ne sont pas utilisées.
check-link-without-consent = une personne qui a refusé le rapprochement avec les registres y est rattachée
    .expected = des rapprochements pour les seules personnes qui les ont acceptés
    .remedy = Supprimez le lien avant tout autre usage des tables, et consignez l’incident.

## Identité
check-person-code-wrong = le chiffre de contrôle du code de la personne est faux
    .expected = un code tel qu’il est imprimé sur la liste
    .remedy = Relisez le code sur la liste et corrigez-le.
check-person-code-differs = un identifiant ne respecte pas la condition du formulaire : saisi deux fois, il peut différer
    .expected = le même identifiant les deux fois
    .remedy = Relisez l’identifiant sur la liste et corrigez-le.
check-cells-flagged = des cellules ont été signalées à la lecture des fichiers
    .expected = des cellules qui ne se lisent que d’une façon
    .remedy = Regardez les cellules signalées dans le fichier brut ; corrigez à la source ce qui est faux.
check-person-missing = la soumission ne nomme aucune personne
    .expected = le code d’une personne de la liste
    .remedy = Retrouvez la personne avec l’enquêteur et corrigez le code.
check-person-unknown = la personne ne figure pas sur la liste des personnes à suivre
    .expected = des personnes de la liste
    .remedy = Corrigez le code, ou complétez la liste.

## Complétude
check-outcome-missing = l’issue du contact manque
    .expected = l’une des issues du formulaire
    .remedy = Indiquez comment le contact s’est terminé.
check-not-reached = des personnes de la liste n’ont ni entretien ni issue de contact dans la vague
    .expected = pour chacun un entretien, ou la raison de son absence
    .remedy = Recherchez ces personnes, ou notez l’issue du contact.
check-coverage = personnes de la liste ayant une soumission dans la vague
    .expected = toutes les personnes de la liste
    .remedy = Voyez où il manque des personnes avant de comparer des résultats.
check-response = personnes interrogées parmi celles qui pouvaient l’être
    .expected = une part élevée et semblable dans tous les groupes
    .remedy = Tenez compte des pertes en lisant les résultats.
check-outcomes = issues des contacts
    .expected = personne d’oublié : la détention et l’absence sont aussi des résultats
    .remedy = Gardez ces personnes dans les tables ; ce qu’elles sont devenues compte.
check-rows-set-aside = trop de lignes ont été écartées
    .expected = une faible part des lignes
    .remedy = Lisez les motifs des lignes écartées et corrigez leur cause à la source.

## Attrition
check-attrition-by-arm = le groupe a perdu plus de personnes que les autres ; écart en points de pourcentage : { $points }
    .expected = des pertes semblables dans tous les groupes
    .remedy = Recherchez d’abord les personnes de ce groupe, et donnez des bornes à côté des estimations.
check-attrition-by-trait = les personnes perdues et les personnes suivies diffèrent par ce trait ; différence standardisée : { $difference }
    .expected = une différence de moins d’un quart d’écart-type
    .remedy = Pondérez la réponse selon ce trait, et dites-le dans le rapport.

## Jours et horloges
check-outside-wave = l’entretien a eu lieu hors de la période de sa vague (jour de l’entretien, premier et dernier jour de la période)
    .expected = un jour de la période
    .remedy = Corrigez la vague ou le jour, ou élargissez la période si la vague a été prolongée.
check-before-release = l’entretien a eu lieu avant la libération de la personne (jour de l’entretien, jour de la libération)
    .expected = un entretien après la libération
    .remedy = Vérifiez le jour de la libération et le code de la personne.
check-before-delivery = un entretien de suivi a eu lieu avant la remise de l’aide (jour de l’entretien, jour de la remise)
    .expected = des entretiens de suivi après la remise
    .remedy = Vérifiez la vague, le jour de la remise et le code de la personne.
check-interview-in-future = l’entretien a eu lieu après son arrivée, ou après le dernier jour connu
    .expected = un jour antérieur ou égal à celui de l’arrivée
    .remedy = Corrigez le jour de l’entretien ; réglez l’horloge de l’appareil.
check-end-before-start = l’entretien finit avant d’avoir commencé
    .expected = une fin après le début
    .remedy = Réglez l’horloge de l’appareil, et corrigez les heures si elles sont connues.
check-clock-wrong = l’horloge de l’appareil ne concorde pas avec le jour de l’entretien ou de l’arrivée (début, jour de l’entretien, jour de l’arrivée)
    .expected = un début le jour de l’entretien
    .remedy = Réglez l’horloge de l’appareil, et corrigez le jour qui est faux.
check-sent-late = l’entretien a été envoyé bien des jours après sa fin (jour de l’entretien, jour de l’arrivée)
    .expected = des entretiens envoyés dans la semaine
    .remedy = Envoyez les entretiens terminés dès qu’il y a du réseau.

## Durée et heure des entretiens
check-interview-short = l’entretien a pris moins de temps que ses questions n’en demandent (minutes)
    .expected = assez de temps pour lire les questions
    .remedy = Dites comment l’entretien s’est déroulé ; refaites-le s’il n’a pas été mené comme il se doit.
check-interview-long = l’entretien est resté ouvert pendant des heures (minutes)
    .expected = un entretien de durée ordinaire
    .remedy = Dites s’il a été interrompu ; fermez les entretiens quand ils sont terminés.
check-duration-unusual = l’entretien a pris beaucoup plus ou beaucoup moins de temps que les autres du même mode (minutes)
    .expected = une durée proche de celle des autres entretiens
    .remedy = Dites pourquoi ; refaites l’entretien s’il n’a pas été mené comme il se doit.
check-interview-at-night = l’entretien commence la nuit
    .expected = des entretiens de jour
    .remedy = Dites si l’heure est juste ; sinon réglez l’horloge de l’appareil.
check-interviews-overlap = l’entretien commence avant la fin d’un autre du même enquêteur
    .expected = un entretien après l’autre
    .remedy = Dites comment les deux se sont déroulés ; réglez l’horloge de l’appareil.

## Versions et relectures
check-version-unknown = la version du formulaire n’est pas de celles qui ont été distribuées
    .expected = l’une des versions de cette étude
    .remedy = Nommez la version dans les réglages si elle est juste ; sinon établissez d’où vient le formulaire.
check-version-outdated = une ancienne version du formulaire a servi longtemps après la mise en service d’une nouvelle
    .expected = la version la plus récente
    .remedy = Faites télécharger de nouveau le formulaire sur l’appareil.
check-versions-mixed = plusieurs versions du formulaire ont servi dans une vague
    .expected = une seule version par vague
    .remedy = Voyez quelles questions diffèrent entre les versions avant de réunir les réponses.
check-not-approved = un relecteur de la plateforme n’a pas approuvé la soumission
    .expected = des soumissions approuvées ou pas encore relues
    .remedy = Demandez-en la raison au relecteur ; corrigez la soumission ou écartez-la dans le fichier de corrections.

## Sauts et conditions du formulaire
check-answer-out-of-skip = la question n’était pas à poser, et il y a une réponse
    .expected = des réponses là seulement où le formulaire interroge
    .remedy = Voyez si une réponse antérieure a été changée après coup, ou si la condition diffère selon la version du formulaire.
check-question-left-out = la question était à poser, et il n’y a pas de réponse
    .expected = une réponse, ou la raison de son absence
    .remedy = Reposez la question, ou dites pourquoi elle a été omise.
check-constraint-broken = la réponse ne respecte pas la condition du formulaire
    .expected = une réponse que le formulaire admet
    .remedy = Reposez la question et corrigez la réponse.
check-condition-not-evaluated = une condition du formulaire ne peut être évaluée de nouveau : { $reason }
    .expected = des conditions faites des réponses du formulaire et de fonctions courantes
    .remedy = Vérifiez cette question à la main, ou simplifiez la condition dans le formulaire.

## Réponses manquantes
check-missing-answers = réponses manquantes, par question et par nature
    .expected = peu de réponses manquantes
    .remedy = Tenez-en compte en utilisant la question.
check-often-missing = beaucoup de personnes ne répondent pas à la question
    .expected = peu de réponses manquantes
    .remedy = Examinez la formulation de la question et la façon de la poser ; indiquez la part dans le rapport.
check-missing-by-group = la question reste sans réponse dans ce groupe bien plus souvent que dans les autres
    .expected = des parts semblables
    .remedy = Assistez à un entretien, et expliquez de nouveau la question aux enquêteurs.
check-justice-refused = réponses sur les contacts avec la justice refusées, laissées vides ou non sues
    .expected = peu de ces réponses, autant dans chaque groupe
    .remedy = Donnez leur part à côté de tout résultat sur le retour en prison.
check-unreadable = la cellule ne peut être lue
    .expected = une valeur du type de la question
    .remedy = Regardez la cellule dans le fichier brut, et corrigez-la à la source ou dans le fichier de corrections.

## Nombres
check-outlier = le montant est loin de ceux des autres personnes (entre parenthèses : ce qu’il serait dans une autre unité)
    .expected = un montant proche de ceux des autres, ou une raison
    .remedy = Redemandez : dirhams, rials, centimes ou milliers ? Ne corrigez que si la personne le dit.
check-unit-error = le montant est vingt, cent ou mille fois celui d’une autre vague (les deux montants et le facteur)
    .expected = des montants en dirhams à chaque vague
    .remedy = Demandez dans quelle unité le montant a été dit, et corrigez celui qui est faux.
check-change-unusual = le montant a changé d’une vague à l’autre bien plus que ceux des autres personnes
    .expected = des changements de taille ordinaire, ou une raison
    .remedy = Comparez les deux entretiens, et redemandez s’il n’y a pas de raison.
check-undeclared-code = le nombre ressemble à un code de réponse manquante que le formulaire ne déclare pas
    .expected = des codes déclarés par le formulaire
    .remedy = Demandez ce qui était voulu ; déclarez le code dans le formulaire, ou corrigez les réponses.

## Réponses qui se contredisent
check-profit-gap = le bénéfice est loin des ventes moins les dépenses (bénéfice, ventes, dépenses)
    .expected = un bénéfice à peu près de cette taille
    .remedy = Redemandez les trois montants ; on oublie souvent des dépenses, ou ce qui est pris pour la maison.
check-wage-without-job = il y a un salaire alors qu’aucun jour n’a été travaillé ou qu’il n’y a pas d’emploi
    .expected = un salaire là seulement où il y a eu du travail
    .remedy = Demandez si le salaire est celui des trente derniers jours, et combien de jours ont été travaillés.
check-hours-without-job = des heures ont été travaillées, et la personne n’est pas en emploi
    .expected = pas d’heures sans emploi
    .remedy = Reposez les questions sur le travail.
check-household-below-own = le ménage a moins que la personne seule (ménage, personne)
    .expected = un revenu du ménage qui comprend celui de la personne
    .remedy = Redemandez le revenu de tout le ménage.
check-too-much-work = plus d’heures qu’une semaine n’en permet, ou plus de jours que n’en compte un mois
    .expected = au plus seize heures par jour, et trente jours
    .remedy = Redemandez et corrigez le nombre.
check-lost-out-of-time = le projet a cessé, ou l’équipement a été perdu, avant la remise ou après l’entretien (jour dit, jour de la remise, jour de l’entretien)
    .expected = un jour entre la remise et l’entretien
    .remedy = Redemandez le jour et corrigez-le.

## Changements impossibles
check-trait-changed = un trait qui ne change pas a été dit autrement
    .expected = le même sexe, la même naissance et le même jour de libération dans chaque entretien et sur la liste
    .remedy = Vérifiez d’abord qu’il s’agit de la même personne ; corrigez ensuite ce qui est faux.
check-age-impossible = l’âge n’a pas suivi le temps écoulé
    .expected = un âge qui suit le calendrier
    .remedy = Vérifiez d’abord qu’il s’agit de la même personne ; corrigez ensuite ce qui est faux.
check-education-lost = le niveau d’instruction est plus bas que dans un entretien antérieur
    .expected = le même niveau ou un niveau plus élevé
    .remedy = Vérifiez d’abord qu’il s’agit de la même personne ; corrigez ensuite ce qui est faux.
check-equipment-returned = un équipement vendu, perdu ou donné fonctionne à l’entretien suivant
    .expected = un équipement qui reste perdu, ou un mot sur son retour
    .remedy = Demandez ce qu’est devenu l’équipement, et corrigez la réponse fausse.
check-closure-redated = le jour de fermeture du projet a changé entre deux entretiens
    .expected = le même jour chaque fois
    .remedy = Demandez si le projet a rouvert entre-temps, et corrigez le jour qui est faux.
check-waves-out-of-order = l’entretien d’une vague ultérieure a eu lieu avant celui d’une vague antérieure
    .expected = des vagues dans l’ordre du temps
    .remedy = Corrigez la vague ou le jour.
check-deceased-returned = une personne dite décédée a été contactée de nouveau
    .expected = aucun contact après un décès
    .remedy = Vérifiez le code de la personne et l’issue du contact antérieur.

## Contacts avec la justice
check-event-before-release = l’événement est antérieur à la libération (jour de l’événement, jour de la libération)
    .expected = des événements postérieurs à la libération
    .remedy = Redemandez le jour ; retirez l’événement s’il relève de la peine précédente.
check-event-in-future = l’événement est postérieur à l’entretien qui le rapporte (jour de l’événement, jour de l’entretien)
    .expected = un jour antérieur ou égal à celui de l’entretien
    .remedy = Corrigez le jour.
check-event-undated = l’événement n’a ni jour, ni mois, ni année
    .expected = au moins l’année
    .remedy = Demandez le mois ou l’année.
check-event-precision = précision des dates d’événements
    .expected = un jour ou un mois
    .remedy = Tenez compte de la précision là où des mois sont comptés.
check-justice-contradiction = la réponse sur les contacts avec la justice et les événements rapportés ne concordent pas
    .expected = un oui avec des événements, un non sans événement
    .remedy = Voyez si un événement a été omis, ou si la réponse est fausse.
check-justice-sources = personnes ayant un événement selon elles-mêmes, selon les registres, ou selon les deux
    .expected = les deux sources, et dans quelle mesure elles concordent
    .remedy = Rapportez les deux. Personne ne doit être réinterrogé parce qu’un registre dit autre chose.

## Texte libre
check-identifier-in-text = le texte contient un identifiant de personne
    .expected = un texte qui ne nomme personne
    .remedy = Remplacez le texte dans le fichier de corrections. Les noms ne sont pas reconnus : lisez les textes.
check-other-to-recode = une réponse « autre » à coder
    .expected = une réponse de la liste quand l’une convient
    .remedy = Donnez-lui le code qui convient, ou ajoutez un choix au formulaire.
check-text-script = écritures dans lesquelles les textes sont saisis
    .expected = la langue de l’entretien
    .remedy = Prévoyez la traduction avant de coder les textes.

## Enquêteurs
check-enumerator-spelling = le code de l’enquêteur est écrit de plusieurs façons
    .expected = une seule graphie par enquêteur
    .remedy = Choisissez une graphie dans le fichier de corrections ; proposez une liste dans le formulaire.
check-enumerator-effect = les réponses dépendent de qui interroge ; corrélation intraclasse : { $share }
    .expected = des réponses qui ne dépendent pas de l’enquêteur
    .remedy = Comparez les façons de poser la question ; confiez à chaque enquêteur des personnes de tous les lieux et groupes.
check-enumerator-many-noes = l’enquêteur note « non » bien plus souvent que les autres
    .expected = une part de « non » proche de celle des autres
    .remedy = Assistez à un entretien : un « non » épargne souvent les questions qui suivent.
check-enumerator-straight-lines = dans les entretiens de l’enquêteur, les cinq réponses sur le bien-être sont bien plus souvent les mêmes
    .expected = des réponses qui diffèrent d’une question à l’autre
    .remedy = Assistez à un entretien, et faites lire les cinq questions une à une.
check-enumerator-narrow = les réponses recueillies par l’enquêteur varient deux fois moins que celles des autres
    .expected = des réponses aussi diverses que celles des autres
    .remedy = Faites refaire une partie de ces entretiens.
check-enumerator-fast = les entretiens de l’enquêteur sont bien plus courts ; médiane en minutes : { $minutes }, autres : { $others }
    .expected = une durée proche de celle des autres
    .remedy = Assistez à un entretien, et faites-en refaire une partie.

## Contre-enquêtes
check-back-check-differs = interrogée de nouveau, la personne répond autrement (première réponse, seconde réponse)
    .expected = la même réponse
    .remedy = Dites laquelle est juste, et corrigez l’autre.
check-back-check-errors = trop de réponses recueillies par l’enquêteur ne sont pas confirmées
    .expected = neuf réponses sur dix confirmées
    .remedy = Formez de nouveau l’enquêteur, et faites refaire davantage de ses entretiens.
check-back-checks-few = peu d’entretiens ont été refaits ; nombre nécessaire : { $wanted }
    .expected = un entretien sur dix
    .remedy = Tirez d’autres entretiens au sort, et reposez une partie de leurs questions.

## Corrections
corrections-column-missing = il manque au fichier de corrections { $column }
    .expected = des colonnes pour la soumission, la variable, l’ancienne et la nouvelle valeur, le motif, l’auteur et la date
    .remedy = Ajoutez la colonne.
correction-incomplete = la correction ne dit pas tout
    .expected = une soumission, une variable, un motif et un auteur
    .remedy = Complétez la ligne.
correction-without-day = la correction ne porte pas de date
    .expected = un jour écrit année-mois-jour
    .remedy = Complétez la ligne.
correction-key-unknown = aucune soumission ne porte cette clé ; { $variable } n’est pas corrigé
    .expected = la clé d’une soumission des tables
    .remedy = Vérifiez la clé ; retirez la ligne si la soumission n’existe plus.
correction-variable-unknown = « { $variable } » ne peut être corrigé
    .expected = une colonne des entretiens qui ne découle pas d’autres colonnes
    .remedy = Corrigez le nom, ou la réponse dont la colonne découle.
correction-value-wrong = « { $value } » ne peut figurer dans { $variable }
    .expected = une valeur du type et des choix de la question, ou une nature de réponse manquante
    .remedy = Corrigez la nouvelle valeur.
correction-old-value-gone = { $variable } n’est plus « { $value } » mais « { $current } »
    .expected = l’ancienne valeur, preuve que la bonne cellule est corrigée
    .remedy = Revoyez la soumission ; corrigez la ligne, ou retirez-la.
submission-dropped = la soumission a été écartée par une correction : { $reason }
    .expected = des soumissions justes
    .remedy = Retirez la ligne du fichier de corrections pour la rétablir.
