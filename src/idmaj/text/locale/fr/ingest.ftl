# unreviewed: a native reader has not signed yet

## Données qui ne s’ouvrent pas ou n’ont pas de sens
file-unreadable = le fichier ne peut être ouvert
    .expected = un fichier que vous avez le droit de lire
    .remedy = Accordez-vous le droit de le lire, ou copiez-le de nouveau.
file-is-folder = c’est un dossier et non un fichier
    .expected = un fichier
    .remedy = Corrigez le chemin.
cell-too-long = une cellule compte plus de { $most } caractères
    .expected = des cellules de longueur ordinaire
    .remedy = Vérifiez les guillemets de cette ligne, ou demandez à nouveau l’export.
keep-leaves-nothing = aucune ligne du fichier ne contient une valeur qui la retienne
    .expected = au moins une ligne dont la cellule est l’une de { $known }
    .remedy = Corrigez les valeurs de { $key } dans le fichier d’étude.
column-not-dates = { $n } cellules sur { $of } ne sont pas des dates, alors que l’étude en a besoin ici ; voici la première
    .expected = une date écrite année-mois-jour, ou dans la forme déclarée
    .remedy = Déclarez la forme des dates dans le fichier d’étude, ou nommez une autre colonne.
answer-never-found = aucune ligne ne contient « { $value } », que compte { $key } (valeurs trouvées : { $found })
    .expected = une réponse présente dans le fichier
    .remedy = Corrigez la valeur dans le fichier d’étude. Majuscules et minuscules diffèrent.
study-unknown = il n’y a pas d’étude « { $name } »
    .expected = l’une de { $allowed }
    .remedy = Vouliez-vous dire « { $nearest } » ?
workspace-empty = cet espace de travail ne contient aucune étude
    .expected = un fichier d’étude dans un dossier à lui sous { $folder }
    .remedy = Créez-en un, ou passez à un autre espace de travail.
folder-forbidden = vous n’avez pas le droit d’utiliser cet emplacement
    .expected = un espace de travail que vous pouvez lire et modifier
    .remedy = Accordez-vous les droits, ou copiez l’espace de travail ailleurs.
panel-support-ends = dans { $n } unités, le soutien prend fin ; les estimations le supposent durable
    .expected = un soutien qui dure une fois commencé
    .remedy = Lisez le résultat comme l’effet d’avoir commencé, ou retirez ces unités.
