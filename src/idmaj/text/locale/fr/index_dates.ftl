# unreviewed: a native reader has not signed yet
## Dates of release and of support
index-release-missing = la date de libération n’est pas connue (lignes dans ce cas : { $n })
    .expected = une date de libération pour toute personne à comparer
    .remedy = Demandez-la à l’administration pénitentiaire ; sans elle, la personne reste hors de la comparaison.
index-release-late = la libération tombe le { $until } ou après, date à partir de laquelle les événements ne sont plus connus (lignes dans ce cas : { $n })
    .expected = une libération que le registre des événements permet de suivre
    .remedy = Demandez une extraction plus récente du registre, ou corrigez la date.
index-support-before-release = le soutien commence avant la libération (lignes dans ce cas : { $n })
    .expected = un soutien le jour de la libération ou après
    .remedy = Vérifiez les deux dates ; une personne aidée en prison ne peut être comparée à partir d’une remise postérieure à la libération.
index-support-undated = le jour du soutien n’est pas connu (lignes dans ce cas : { $n })
    .expected = une date de remise pour toute personne aidée
    .remedy = Demandez-la ; d’ici là, la personne n’est dans aucun des deux groupes.
index-support-repeated = une personne a une deuxième remise (lignes dans ce cas : { $n })
    .expected = une remise par personne ; de plusieurs, la première compte
    .remedy = Vérifiez que ces lignes ne sont pas la même remise saisie deux fois.
index-coverage-undeclared = rien n’indique jusqu’à quel jour ce registre des événements est complet
    .expected = le premier jour qu’il ne couvre plus, ou une date d’arrêt des données de l’étude
    .remedy = Ajoutez { $key } à la source ; d’ici là, le jour du dernier événement est retenu.

## Index dates: who is compared, and from when
note-index-risk_set = personnes aidées face à des personnes qui, le même jour après leur libération, étaient en liberté, sans événement et pas encore aidées ; celles qui l’ont été plus tard comptent jusque-là
note-index-offer = les deux groupes à partir du jour de leur proposition, quelle que soit la suite
note-index-hand_over = les deux groupes à partir d’une date donnée par le fichier
note-naive-clock = le décompte part de la libération : le temps que les personnes aidées ont dû passer dehors avant la remise compte pour le soutien ; cette comparaison le flatte et ne répond à rien
note-index-clusters = une personne peut figurer dans plusieurs comparaisons : les erreurs comptent les personnes, non les lignes
population-index-matched = personnes aidées pour lesquelles quelqu’un de comparable a été trouvé, à partir de la remise
population-naive-clock = toutes les personnes depuis leur libération, selon qu’elles ont été aidées un jour ou non
population-censoring-weighted = personnes aidées pour lesquelles quelqu’un de comparable a été trouvé ; celles qui continuent sans aide comptent aussi pour leurs semblables aidées plus tard
note-censoring-weights = pondération des comparaisons arrêtées parce que la personne a été aidée
index-flow-matched = Aidées et comparées
index-flow-unmatched = Aidées, sans personne comparable encore exposée
index-flow-not_at_risk = Aidées alors qu’elles n’étaient plus exposées : retour, décès, départ ou détention
index-flow-outside_coverage = Aidées alors que le registre ne les couvrait pas
index-flow-before_release = Aidées avant la libération
index-flow-no_date = Jour du soutien inconnu
index-flow-no_release = Date de libération inconnue
index-flow-episodes = Comparaisons
index-flow-people = Personnes différentes servant de comparaison
index-flow-supported_later = Comparaisons arrêtées parce que la personne a été aidée

estimation-no-release-date = la date de libération n’est connue pour aucune personne aidée
    .expected = la date de libération de chaque personne
    .remedy = Demandez-la à l’administration pénitentiaire ; d’ici là, aucun écart ne peut être estimé.
estimation-empty-risk-sets = aucune personne aidée n’a pu être comparée à quelqu’un d’encore exposé le même jour après la libération
    .expected = des personnes aidées en liberté au moment de la remise, et d’autres semblables
    .remedy = Voyez le décompte des personnes aidées par motif ; élargissez la fenêtre de calendrier ou retirez une colonne d’accord exact.

## Teaching page: immortal time
immortal-title = Un décompte qui flatte
immortal-lead = Dans ces données fictives, le soutien n’aide personne : l’écart véritable est nul. Seul change le moment à partir duquel on compte.
immortal-clock-naive = Depuis la libération, selon que la personne a été aidée un jour ou non
immortal-clock-never = Depuis la remise, face à des personnes jamais aidées
immortal-clock-risk_set = Depuis la remise, face à des personnes exposées le même jour et pas encore aidées
immortal-clock-truth = La vérité
immortal-why-naive = Qui est retourné tôt en prison ne pouvait plus être aidé. Les personnes aidées ont d’abord dû rester dehors, et ce temps compte pour le soutien.
immortal-why-never = Qui reste longtemps dehors finit par être aidé. Écarter ces personnes de la comparaison n’y laisse que les retours précoces.
immortal-why-risk_set = Le premier jour compté, les deux groupes étaient restés dehors aussi longtemps ; qui est aidé plus tard compte jusque-là.
index-none = Cette étude ne compare personne à partir de dates de référence.
index-column-who = Qui
index-column-count = Nombre
immortal-column-clock = Comparaison
immortal-column-support = Avec aide, retour dans l’année
immortal-column-comparison = Sans aide, retour dans l’année
immortal-column-difference = Écart
