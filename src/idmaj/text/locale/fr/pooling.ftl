# unreviewed: a native reader has not signed yet
# résultats réunis sur plusieurs cohortes ou sites, et résultats par catégorie de personnes

estimator-random_effects = Moyenne sur les cohortes (effets aléatoires)
estimator-beta_binomial = Part sur de nombreuses petites cohortes (bêta-binomiale)
estimator-partial_pooling = Résultat rapproché de celui de l’ensemble
estimator-interaction = Variation de l’écart entre catégories de personnes
population-over-cohorts = moyenne sur les cohortes, chacune selon ce qu’elle apprend

term-pooled = toutes les cohortes réunies
term-new-cohort = une nouvelle cohorte
term-between-cohorts = entre cohortes
term-joint = toutes les catégories à la fois

note-drawn-to-mean = rapproché du résultat de l’ensemble, pour autant que les groupes ne diffèrent pas plus que ne le veut le hasard
note-new-cohort = intervalle où se situerait le vrai résultat d’une cohorte de plus, du même genre
note-no-variance-between = les cohortes ne diffèrent pas plus que ne le veut le hasard ; cela ne prouve pas qu’elles soient semblables
note-variance-between = variance des vrais résultats entre cohortes, dans l’unité du résultat au carré
note-correlation-in-cohorts = ressemblance de deux personnes d’une même cohorte, comparée à celle de deux personnes de cohortes différentes
note-cochran = part des écarts entre cohortes que le hasard n’explique pas (test de Cochran)
note-cohort-too-small = trop peu de personnes pour une estimation propre : hors de cette moyenne, mais comptées là où les parts sont réunies
note-cohort-without-estimate = pas d’estimation propre : hors de cette moyenne
note-without-cohort = les personnes dont la cohorte n’est pas connue sont laissées de côté
note-intervals-combined = intervalle obtenu en combinant ceux des deux groupes
note-interaction-by-regression = les groupes ont des grappes en commun : une seule régression pour tous, dont l’erreur compte les grappes
note-joint-interaction = test de l’hypothèse d’un écart identique dans tous les groupes

estimation-one-cohort = il n’y a pas deux cohortes ou groupes avec un résultat
    .expected = au moins deux
    .remedy = Attendez d’autres cohortes, ou lisez le seul résultat pour lui-même.
estimation-too-few-cohorts = les cohortes sont trop peu nombreuses pour savoir de combien elles diffèrent
    .expected = au moins cinq cohortes
    .remedy = Attendez d’autres cohortes, ou décrivez chacune séparément.
