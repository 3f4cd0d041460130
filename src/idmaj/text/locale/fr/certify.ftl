# unreviewed: a native reader has not signed yet

certificate-heading = Certificat des calculs
certificate-passed = Toutes les limites sont respectées.
certificate-exceeded = Une limite est dépassée : ne vous fiez pas à ces résultats avant d’en connaître la raison.
certificate-intro = Des mondes ont été simulés avec la taille, les groupes, les pertes et les fréquences de l’étude ; dans chacun d’eux, la vérité est connue. Ils ont suivi les mêmes calculs, les mêmes contrôles, les mêmes règles de publication et la même échelle des énoncés que les données de l’étude.
certificate-extent = Mondes simulés de chaque sorte : { $worlds } ; un quart pour ceux à effet double ou à caractéristique ajoutée. Personnes dans chacun : { $people }. Graine : { $seed }.
certificate-how-randomised = Les personnes sont tirées du groupe de comparaison, avec ce qu’elles étaient avant et ce qu’elles sont devenues, puis le sort est tiré de nouveau. Une part change en inversant autant de réponses que l’écart le demande ; un montant croît ou décroît en proportion, si bien que rien reste rien.
certificate-how-comparison = Les personnes et les groupes restent tels quels. Ce que devient chacun est tiré parmi les personnes du groupe de comparaison dont on attendait la même chose : cela dépend de ce qui a été mesuré avant, et de rien d’autre ; aucune méthode n’en connaît la forme.
certificate-how-single_group = Le devenir de chacun et les pertes sont tirés de nouveau, sans égard à ce qui a été constaté. Rien de ce qui serait publié ne doit changer.
certificate-kind =
    { $kind ->
        [null] Aucun écart
        [smallest] Le plus petit écart qui compte
        [double] Le double du plus petit écart qui compte
        [confounded] Aucun écart, mais un trait non mesuré distingue les groupes
       *[random] Devenirs tirés au hasard
    }
certificate-check =
    { $check ->
        [false-effect] Mondes sans écart où un écart est affirmé pour un résultat de la famille principale
        [false-negligible] Mondes où l’écart est le plus petit qui compte et où tout écart est dit inférieur
        [secondary-unadjusted] Écarts affirmés pour d’autres résultats sans que leur valeur p ajustée les soutienne
        [causal-words] Mondes où une phrase nomme une cause que le plan d’étude n’autorise pas
        [group-effect] Mondes où un écart est affirmé d’un seul groupe
       *[public-bytes] Mondes dont les devenirs se lisent dans ce qui serait publié : tableau, constats, notes
    }
certificate-kept =
    { $state ->
        [kept] respectée
       *[exceeded] dépassée
    }
certificate-table-checks = Ce qui est promis
certificate-table-states = Ce qui aurait été dit : part des mondes
certificate-table-measures = Ce que vaut chaque méthode
certificate-note-measures = Un intervalle à { $level } doit contenir la vérité dans à peu près autant de mondes. Exclure l’absence d’écart est une erreur là où il n’y en a pas, et la puissance de l’étude là où il y en a un. Les montants sont dans l’unité du résultat.
certificate-column-check = Promesse
certificate-column-kind = Mondes
certificate-column-outcome = Résultat
certificate-column-found = Constatés
certificate-column-limit = Au plus
certificate-column-worlds = Sur
certificate-column-kept = Limite
certificate-column-silent = Aucun écart affirmé (jusqu’à { $rung })
certificate-column-open = Une direction seulement ({ $rung })
certificate-column-small = Dit petit ({ $rung })
certificate-column-stated = Écart affirmé (dès { $rung })
certificate-column-method = Méthode
certificate-column-coverage = Intervalles contenant la vérité
certificate-column-excludes = Intervalles excluant l’absence d’écart
certificate-column-bias = Erreur moyenne
certificate-column-defined = Mondes avec un intervalle
certificate-sentence-difference = Sur { $worlds } études simulées de cette taille et de cette nature, où les groupes ne diffèrent pas, un écart a été affirmé dans { $found } ; la limite est de { $limit }.
certificate-sentence-bytes = Sur { $worlds } études simulées semblables à celle-ci, rien de ce qui serait publié n’a révélé ce que quiconque est devenu.

certify-passed = { $study } : toutes les limites sont respectées
certify-exceeded = { $study } : une limite est dépassée
certify-refused = { $study } : simulation impossible
certify-page = page : { $path }
certify-line-check = { $check } : { $found } sur { $worlds } (au plus { $limit })
certify-line-measure = { $kind }, { $outcome }, { $method } : contiennent la vérité { $coverage } ; excluent l’absence d’écart { $excludes } ; erreur moyenne { $bias }
certify-line-states = { $kind }, { $outcome } : aucun écart affirmé { $silent } ; une direction seulement { $open } ; dit petit { $small } ; écart affirmé { $stated }

certify-design = aucun monde ne peut être simulé pour le plan { $design }
    .expected = un plan randomisé, avec groupe de comparaison ou à groupe unique, et des résultats de personnes
    .remedy = Retirez cette étude de la commande.

certify-index = aucun monde ne peut être simulé pour des personnes comparées à partir de dates de référence
    .expected = des groupes indiqués par une colonne, et une ligne par personne
    .remedy = Retirez cette étude de la commande ; le registre simulé montre ce que fait la méthode quand la vérité est connue.

certify-curve = aucun monde ne peut être simulé pour un événement que le suivi ne couvre pas pour tous
    .expected = un événement connu de tous à son horizon principal
    .remedy = Choisissez un horizon principal couvert par le suivi de tous, ou retirez cette étude de la commande.
