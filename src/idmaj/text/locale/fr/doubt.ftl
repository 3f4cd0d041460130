# unreviewed: a native reader has not signed yet
# ce qui renverserait une estimation : biais caché, autres spécifications

estimator-e_value = Force d’une cause cachée (E-value)
estimator-rosenbaum = Biais caché auquel les paires résistent (Rosenbaum)
estimator-oster = Stabilité à l’ajout des covariables (Oster)
estimator-robustness_value = Valeur de robustesse
estimator-specification_curve = Courbe des spécifications

scale-gamma = cotes de soutien entre deux personnes semblables
scale-delta = non mesuré rapporté au mesuré
scale-partial_r2 = part expliquée du reste

population-regression = par régression linéaire sur les covariables
population-gamma = si un biais caché multipliait les cotes de soutien par { $transform } au plus
population-all-specifications = toutes les spécifications
population-specification = une spécification : { $transform }
specification-all = toutes les covariables
specification-none = sans covariable
specification-without = sans « { $covariate } »
specification-named = covariables : { $set }
specification-cut = montants plafonnés au quantile { $share }
specification-uncut = montants tels quels

note-e-value-shares = une cause non mesurée devrait être au moins autant de fois plus fréquente chez les bénéficiaires et en présence du résultat ; la part observée chez les bénéficiaires est tenue pour fixe
note-e-value-means = une cause non mesurée devrait être au moins autant de fois plus fréquente chez les bénéficiaires et en présence d’une valeur élevée ; l’écart en écarts types tient lieu de rapport de parts
note-left-out = de combien la limite se déplace sans cette covariable, exprimé comme la force d’une cause cachée
note-regression = régression linéaire sur les covariables ; ce n’est pas le calcul prévu
note-oster = régression linéaire ; on suppose explicable au plus une fois et trois dixièmes ce qu’expliquent les covariables
note-oster-away = ce qui a été mesuré a éloigné l’écart de zéro
note-matched-sets = test unilatéral sur les groupes appariés, à la moitié de ce que laisse le niveau de confiance
note-matched-bounds = bornes de l’écart sous un biais caché, sans intervalle
note-nothing-to-overturn = même sans biais caché, le test n’exclut pas l’absence d’écart
note-specifications = médiane, minimum et maximum de toutes les spécifications ; pas d’intervalle
note-specifications-capped = d’autres spécifications étaient déclarées et n’ont pas été calculées

estimation-not-a-ratio = un rapport n’est pas supérieur à zéro
    .expected = un rapport supérieur à zéro
    .remedy = Laissez cette mesure de côté ; l’écart lui-même reste valable.
estimation-bounds-out-of-order = une estimation se trouve hors de son propre intervalle
    .expected = une limite inférieure, l’estimation et une limite supérieure, dans cet ordre
    .remedy = Vérifiez l’estimation et son intervalle.
estimation-not-matched-sets = un groupe apparié ne se compose pas d’un bénéficiaire et d’autres personnes
    .expected = un bénéficiaire et au moins une autre personne par groupe
    .remedy = Vérifiez la colonne des groupes.
estimation-dependent-sets = les groupes appariés dépendent les uns des autres
    .expected = personne dans deux groupes, ni grappes ni poids de sondage
    .remedy = Appariez sans remise, ou lisez les autres mesures du biais caché.
