# unreviewed: a native reader has not signed yet
# cinq questions sur un résultat

brief-table-asked = { $outcome } : sur quoi cela repose
asked-column-question = Question
asked-column-answer = Réponse
asked-question-estimate = Qu’a-t-on estimé ?
asked-question-moves = Qu’est-ce qui le fait bouger ?
asked-question-overturns = Qu’est-ce qui le renverserait ?
asked-question-settles = Qu’est-ce qui trancherait ?
asked-question-costs = Combien cela a-t-il coûté ?

asked-quiet = Aucune différence entre les groupes n’est avancée.
asked-estimate = { $measure } : { $value }. Calcul : { $method }.
asked-family = Jugée avec les autres critères annoncés à l’avance, la valeur p ajustée est de { $p }.
asked-others = { $number } autres calculs prévus donnent { $range } ; parmi eux, { $clear } excluent l’absence de différence.
asked-specifications = Mené de { $number } manières défendables, le calcul donne { $range }.
asked-nobody-lost = Personne n’a été perdu de vue.
asked-lost = Le résultat de { $share } des personnes n’est pas connu.
asked-bounds = Quoi que soient devenues les personnes perdues de vue : { $bounds } (intervalle { $range }). Calcul : { $method }.
asked-tipping-loses = L’intervalle commencerait à comprendre l’absence de différence si les personnes aidées perdues de vue avaient { $tip } au lieu de { $imputed }.
asked-tipping-gains = L’intervalle commencerait à exclure l’absence de différence si les personnes aidées perdues de vue avaient { $tip } au lieu de { $imputed }.
asked-tipping-none = Que les personnes aidées perdues de vue aient fait mieux ou moins bien, dans les limites essayées, la lecture reste la même.
asked-e-value = Une cause non mesurée, { $value } fois plus fréquente parmi les personnes aidées et liée aussi fortement au résultat, pourrait expliquer toute la différence.
asked-e-value-beside = Une cause non mesurée, { $value } fois plus fréquente parmi les personnes aidées et liée aussi fortement au résultat, pourrait ramener l’absence de différence dans l’intervalle ; la plus forte des caractéristiques mesurées ({ $covariate }) compte pour { $strongest }.
asked-robustness-value = Un facteur non mesuré expliquant { $value } de ce qui reste de l’aide et du résultat pourrait ramener l’absence de différence dans l’intervalle.
asked-robustness-value-beside = Un facteur non mesuré expliquant { $value } de ce qui reste de l’aide et du résultat pourrait ramener l’absence de différence dans l’intervalle ; un facteur aussi fort que la plus forte des caractéristiques mesurées ({ $covariate }) en explique { $strongest }.
asked-detectable = Avec ces personnes, une différence de { $value } serait décelée dans { $power } des études de ce genre.
asked-power = La plus petite différence qui compte serait décelée dans { $power } des études de ce genre.
asked-months = Au rythme actuel, cela prend { $months } mois.
asked-money = Cela coûterait { $money }.
asked-no-cost = Le fichier de l’étude ne déclare aucun coût.
asked-price = { $view } : une personne aidée a coûté { $money }.
asked-ratio = Une unité du résultat a coûté { $money }.
asked-ratio-range = Une unité du résultat a coûté { $money } (intervalle { $range }).
asked-points = { $value } points de pourcentage
asked-other = L’autre calcul prévu donne { $value }. Calcul : { $method }.
asked-people = Pour déceler la plus petite différence qui compte, il faut { $people } personnes, les deux groupes réunis, dont { $supported } aidées.
asked-people-further = Pour déceler la plus petite différence qui compte, il faut { $people } personnes, les deux groupes réunis, dont { $supported } aidées, soit { $further } de plus qu’aujourd’hui.
asked-assumed = On suppose que, sans aide, la part serait de { $share }.
asked-no-ratio = Le coût d’une unité du résultat n’est pas donné : { $reason }.
