# unreviewed: a native reader has not signed yet
# figures des bornes, des spécifications et des résultats réunis ; pages sur les perdus de vue et sur le doute

chart-title-bounds = { $outcome } : ce que les personnes perdues de vue laissent ouvert
chart-title-specifications = { $outcome } : toutes les façons de calculer
chart-title-pooled = { $outcome } : par catégorie de personnes, et toutes réunies
chart-alt-bounds = { $outcome } : estimation prévue { $value } { $unit }. { $method } : { $bounds }
    .short = Estimation prévue { $value }. { $method } : { $bounds }
    .shortest = { $method } : { $bounds }
chart-alt-specifications = { $outcome } : { $n } calculs donnent { $range } { $unit }, celui du plan { $value }
    .short = { $n } calculs donnent { $range } { $unit }
    .shortest = { $n } calculs : { $range }
chart-alt-pooled = { $outcome } selon « { $column } », catégories montrées : { $n }. { $label } : { $value }
    .short = Selon « { $column } », catégories montrées : { $n }. { $label } : { $value }
    .shortest = { $label } : { $value }

chart-bounds-subtitle = { $outcome }, compte tenu des perdus de vue : « { $support } » moins « { $comparison } » ({ $unit })
chart-bounds-lines = Trait épais interrompu : où se situe l’écart sous la condition de sa ligne. Trait fin : intervalle à { $level } de ces bornes.
chart-specifications-subtitle = { $outcome } : « { $support } » moins « { $comparison } » ({ $unit }), dans chaque calcul, avec intervalles à { $level }
chart-specifications-order = Chaque colonne est un calcul, du résultat le plus bas au plus élevé ; les points du dessous disent ce qu’il retient.
chart-specifications-planned = Losange : le calcul prévu dans le plan.
chart-specifications-median = La moitié des résultats se situe au-dessous de { $median } ({ $unit }).
chart-pooled-subtitle = { $outcome } selon « { $column } » : « { $support } » moins « { $comparison } » ({ $unit })
chart-pooled-subtitle-arm = { $outcome } selon « { $column } » : { $arm } ({ $unit })
chart-pooled-subtitle-group = { $outcome } selon « { $column } » ({ $unit })
chart-pooled-everybody = Ensemble (estimation prévue)
chart-pooled-drawn = Cercles vides : le même résultat rapproché de celui de l’ensemble, pour autant que les catégories ne diffèrent pas plus que ne le veut le hasard.
chart-pooled-new = Barre vide : où se situerait le vrai résultat d’une cohorte de plus, du même genre.
chart-pooled-small = En gris : trop peu de personnes pour entrer dans la moyenne de l’ensemble.

specification-planned = montants comme dans le plan
doubt-log-odds = { $number } (logarithme de la cote)
doubt-with-unit = { $number } { $unit }
doubt-cohort = cohorte

doubt-heading-lost = Si les perdus de vue diffèrent des personnes retrouvées
doubt-heading-hidden = Si une cause non mesurée rendait les groupes différents
doubt-heading-specifications = Si l’on calcule autrement
doubt-heading-parts = Si les catégories de personnes ou les cohortes diffèrent
doubt-heading-looks = Si l’on regarde plusieurs fois, ou plusieurs résultats ensemble
doubt-heading-power = Ce que ces personnes peuvent montrer
doubt-nothing = Aucune comparaison n’était prévue ici : il n’y en a aucune à mettre en doute.
doubt-family = Famille « { $family } » : p { $p } pris seul, { $adjusted } compte tenu des autres résultats de la famille.
doubt-difference = { $first } moins { $second }
doubt-term-tipping-point = décalage au point de bascule
doubt-term-lost-supported = bénéficiaires perdus de vue
doubt-term-missing-information = information manquante
doubt-term-estimate = pour l’estimation
doubt-term-limit = pour la limite la plus proche de l’absence d’écart
doubt-term-partial = part du reste que les groupes expliquent
doubt-term-delta = pour effacer tout l’écart
doubt-term-adjusted = écart si le non mesuré accompagne le soutien comme le mesuré
doubt-term-directions = les catégories de « { $columns } » perdent-elles davantage dans le même groupe ?

notebook-loss-everybody = Les deux groupes
notebook-loss-between = { $support } moins { $comparison }
notebook-loss-of = { $outcomes } : perdus de vue moins retrouvés, en écarts types
notebook-loss-joint = Les caractéristiques, prises ensemble, disent-elles qui a été perdu de vue ? Khi-deux { $statistic }, degrés de liberté { $df }, p { $p }.
notebook-loss-between-joint = Les deux groupes ont-ils perdu des personnes différentes ? Khi-deux { $statistic }, degrés de liberté { $df }, p { $p }.
notebook-loss-size = Pondérées pour représenter tout le monde, les personnes retrouvées du plus petit groupe renseignent autant que { $n } personnes.
notebook-loss-nobody = Personne n’a été perdu de vue pour ces résultats : { $outcomes }.
notebook-loss-not-asked = Les perdus de vue ne sont pas comparés aux retrouvés pour ces résultats, faute de caractéristiques de départ déclarées ou de deux groupes : { $outcomes }.
