# unreviewed: a native reader has not signed yet

finding-subject-within = { $outcome } dans un délai de { $duration }
finding-subject-after = { $outcome } après { $duration }
finding-subject-wave = { $outcome } ({ $wave })
finding-subject-of = { $subject }, { $subgroup }

finding-base-people = pour { $hundred } personnes
finding-base-amount = par personne en moyenne
finding-amount = { $number } { $unit }

finding-side-people =
    { $side ->
        [less] { $amount } de moins
        [more] { $amount } de plus
       *[none] zéro
    }
finding-side-amount =
    { $side ->
        [less] { $amount } de moins
        [more] { $amount } de plus
       *[none] zéro
    }
finding-range-people =
    { $side ->
        [less] entre { $low } et { $high } de moins
       *[more] entre { $low } et { $high } de plus
    }
finding-range-amount =
    { $side ->
        [less] entre { $low } et { $high } de moins
       *[more] entre { $low } et { $high } de plus
    }

finding-arm-support = avec le programme
finding-arm-comparison = sans le programme

finding-x = { $subject } : le calcul n’a pas pu être fait.
finding-c0 = { $subject } : effectif trop faible pour que ce résultat soit publié.
finding-c0-comparable = { $subject } : trop peu de personnes du groupe de comparaison ressemblent aux bénéficiaires ; on ne peut rien dire d’un écart.
finding-c0-none =
    Avec { $people }, même s’il n’y avait { $event ->
        [reincarceration] aucun retour
        [return_for_breach] aucun retour
        [re_arrest] aucune nouvelle arrestation
        [reconviction] aucune nouvelle condamnation
       *[other] aucun cas
    }, le taux réel pourrait atteindre { $limit }.
finding-c0-all = Avec { $people }, même si toutes répondaient « oui », la part réelle pourrait n’être que de { $limit }.

finding-c1-share = { $subject } : { $events } sur { $people } ({ $share }). On ne peut pas dire à quoi cela tient.
finding-c1-risk = { $subject } : environ { $share }, d’après le suivi de { $people }. On ne peut pas dire à quoi cela tient.
finding-c1-mean = { $subject } : { $mean } en moyenne, pour { $people }. On ne peut pas dire à quoi cela tient.
finding-c1-pair = { $subject } : { $support } dans le groupe « { $support_arm } », { $comparison } dans le groupe « { $comparison_arm } » ; on ne peut pas dire à quoi tient l’écart.
finding-c1-bare = { $subject } : on peut décrire les groupes, mais pas dire à quoi tiendrait un écart entre eux.

finding-c2 = { $subject } : les résultats ne permettent pas de trancher. Par rapport à l’autre groupe, ils sont compatibles avec tout écart allant de { $low } à { $high } { $base }. Il faut davantage de personnes pour conclure.
finding-c3 =
    { $subject } : l’écart avec l’autre groupe, s’il est { $direction ->
        [worse] défavorable
        [better] favorable
        [lower] à la baisse
       *[higher] à la hausse
    }, ne dépasse probablement pas { $bound } { $base } ; il se peut qu’il n’y ait aucun écart. Les résultats sont compatibles avec tout écart allant de { $low } à { $high }.
finding-c3-none =
    { $subject } : un écart { $direction ->
        [worse] défavorable
        [better] favorable
        [lower] à la baisse
       *[higher] à la hausse
    } avec l’autre groupe est peu probable ; il se peut qu’il n’y ait aucun écart. Les résultats sont compatibles avec tout écart allant de { $low } à { $high }, { $base }.
finding-c4 = { $subject } : s’il y a un écart entre les groupes, il est probablement inférieur à { $smallest } { $base }. Les résultats sont compatibles avec tout écart allant de { $low } à { $high }.
finding-c5s-causal = { $subject } : le programme a entraîné un écart d’environ { $estimate } { $base } ({ $range }), soit moins que { $smallest }, le seuil d’importance fixé d’avance.
finding-c5s-associated = { $subject } : le programme est associé à un écart d’environ { $estimate } { $base } ({ $range }), soit moins que { $smallest }, le seuil d’importance fixé d’avance.
finding-c5-causal = { $subject } : le programme a entraîné un écart d’environ { $estimate } { $base } ({ $range }).
finding-c5-associated = { $subject } : le programme est associé à un écart d’environ { $estimate } { $base } ({ $range }).

finding-verdict-better = C’est mieux que dans l’autre groupe.
finding-verdict-worse = C’est moins bien que dans l’autre groupe.
finding-only-just = C’est de justesse : d’autres calculs usuels n’excluent pas l’absence d’écart.
finding-assumption-randomised = Cela concerne les personnes qui ont effectivement participé, et le tirage au sort n’a pas décidé à lui seul de cette participation.
finding-assumption-comparison = Cela ne vaut que si les groupes se ressemblaient aussi pour tout ce qui n’a pas été mesuré.
finding-assumption-panel = Cela ne vaut que si, sans le programme, les deux groupes avaient évolué de la même façon.

finding-family-undeclared = Plusieurs résultats ont été examinés sans qu’aucun ait été désigné d’avance : l’un d’eux peut présenter un écart par le seul hasard.
finding-family-chance = Pris seul, ce résultat exclurait l’absence d’écart ; parmi { $n ->
        [one] { $number } résultat examiné
       *[other] { $number } résultats examinés
    } ensemble, cela peut relever du hasard.
finding-family-single = Son intervalle seul exclurait l’absence d’écart, mais le test qui l’accompagne ne l’exclut pas.
finding-family-outside = Pris seul, ce résultat exclurait l’absence d’écart, mais il ne figure pas parmi ceux désignés d’avance.
finding-family-unjudged = Pris seul, ce résultat exclurait l’absence d’écart, mais il n’a pas pu être jugé avec les autres résultats désignés d’avance.

finding-checks-passed = Cela résiste aussi aux vérifications supplémentaires : { $checks }.
finding-checks-failed = Vérifications supplémentaires auxquelles cela ne résiste pas : { $checks }.
finding-checks-absent = Vérifications supplémentaires qui n’ont pas été faites : { $checks }.
finding-check-family = le jugement d’ensemble des résultats désignés d’avance
finding-check-family-alone = un résultat désigné d’avance
finding-check-lost = le meilleur et le pire cas pour les personnes perdues de vue
finding-check-robustness = les autres calculs prévus
finding-check-specifications = d’autres façons de mener le calcul
finding-check-hidden = un facteur non mesuré aussi fort que le plus fort des facteurs mesurés

finding-reason-single-group = Il n’y a pas de groupe de comparaison.
finding-reason-few-people = Moins de trente personnes ont été observées dans un groupe : assez pour décrire, pas pour comparer.
finding-reason-few-unrandomised = Moins de soixante personnes ont été observées dans un groupe, sans tirage au sort : assez pour décrire, pas pour comparer.
finding-reason-balance = Même après pondération, les groupes différaient par ce que l’on savait d’avance.
finding-reason-overlap = Trop de bénéficiaires n’ont personne qui leur ressemble dans l’autre groupe.
finding-reason-weights = Le calcul repose sur trop peu de personnes de l’autre groupe.
finding-reason-placebo = Le même calcul fait apparaître un écart, ou ne peut l’exclure, là où il ne peut pas y en avoir : avant le programme.
finding-reason-placebo-absent = Aucune mesure d’avant le programme ne permettait de mettre le calcul à l’épreuve.
finding-reason-agreement = D’autres calculs usuels ne donnent pas la même réponse.
finding-reason-attrition = Trop de personnes ont été perdues de vue, ou davantage dans un groupe que dans l’autre.
finding-reason-detection = Le calcul ne tient pas compte de la façon dont les personnes ont été choisies, groupées ou observées.
finding-reason-pre_trend = Avant le soutien, les groupes évoluaient déjà différemment, ou on ne peut l’exclure.
finding-reason-honest = Un écart de tendance pas plus grand que celui observé avant le soutien suffirait à expliquer le résultat.
finding-reason-clusters = Trop peu de lieux ou de groupes ont été soutenus pour distinguer le hasard du programme.
finding-reason-absent = Certaines des vérifications qu’exige une telle comparaison n’ont pas été faites.
finding-reason-naive = Les groupes ne se ressemblaient pas au départ : leurs chiffres ne doivent pas être comparés directement.
finding-reason-no-number = Le calcul n’a donné aucun nombre.
finding-reason-no-interval = Le calcul n’a donné aucun intervalle utilisable.
finding-reason-no-people = Le nombre de personnes concernées n’est pas connu.
