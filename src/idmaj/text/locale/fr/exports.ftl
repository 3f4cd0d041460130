# unreviewed: a native reader has not signed yet

## Fichiers qui ne sont pas un export, ou qu’on ne peut lire comme tel
file-is-page = le fichier est une page web sous le nom d’un autre format
    .expected = un export : texte à séparateurs, classeur, archive, JSON, Stata, SPSS ou Parquet
    .remedy = Refaites l’export, ou enregistrez la page comme classeur.
file-not-of-export = le fichier est d’un genre qu’aucune plateforme d’enquête n’exporte
    .expected = un texte à séparateurs, un classeur, une archive ZIP, JSON, Stata, SPSS ou Parquet
    .remedy = Décompressez-le, ou demandez à nouveau l’export.
archive-broken = l’archive, ou un fichier qu’elle contient, ne peut être décompressée
    .expected = une archive ZIP complète
    .remedy = Demandez à nouveau l’export.
archive-locked = l’archive est protégée par un mot de passe
    .expected = une archive sans mot de passe
    .remedy = Demandez-la sans mot de passe, ou décompressez-la et nommez ses fichiers.
archive-too-large = l’archive grossit démesurément quand on la décompresse
    .expected = une archive de tableaux de taille ordinaire
    .remedy = Décompressez-la là où vous pouvez l’examiner, et nommez ses fichiers.
archive-unsafe = un nom de l’archive mène hors de l’archive
    .expected = des fichiers situés dans l’archive
    .remedy = Ne l’ouvrez pas ; demandez à nouveau l’export.
archive-without-tables = l’archive ne contient aucun tableau
    .expected = au moins un texte à séparateurs, un classeur ou un autre tableau
    .remedy = Demandez à nouveau l’export.
workbook-too-wide = une feuille du classeur couvre plus de cellules qu’on ne peut en contenir : une seule cellule très bas ou très à droite suffit
    .expected = une feuille qui finit où finissent les réponses
    .remedy = Supprimez les lignes et colonnes vides après les réponses, enregistrez, puis recommencez.
encoding-mixed = la plus grande partie du texte est en UTF-8, mais à partir de cette ligne certaines lettres ne le sont pas
    .expected = un seul encodage pour tout le fichier
    .remedy = Demandez l’export d’origine. Si vous connaissez l’encodage, déclarez-le avec { $option }.
separator-unknown = « { $separator } » ne peut séparer des cellules
    .expected = un seul signe, comme une virgule, un point-virgule ou une tabulation
    .remedy = Corrigez le séparateur, ou ne l’indiquez pas.
json-not-submissions = le fichier ne contient pas de liste de soumissions
    .expected = une liste d’objets, un par soumission
    .remedy = Demandez les données des soumissions, et non celles du formulaire ou du projet.
json-more-pages = le fichier contient une page des soumissions ; d’autres suivent sur le serveur
    .expected = toutes les soumissions
    .remedy = Téléchargez aussi les autres pages, et nommez-les toutes.

## Ce qu’on ne peut dire
export-is-form = c’est un formulaire et non un export de réponses
    .expected = un export avec une ligne par soumission
    .remedy = Indiquez-le avec { $option }, et donnez ici l’export.
export-is-audit = c’est le relevé du déroulement d’un entretien et non un export de réponses
    .expected = un export avec une ligne par soumission
    .remedy = Laissez ce fichier de côté.
export-sheet-missing = le classeur n’a pas cette feuille de soumissions
    .expected = l’une de { $sheets }
    .remedy = Corrigez le nom de la feuille, ou ne l’indiquez pas.
export-several-tables = plusieurs feuilles pourraient contenir les soumissions : { $sheets }
    .expected = une feuille de soumissions, et les feuilles de ses répétitions
    .remedy = Nommez la feuille, ou retirez les autres.
export-platform-unsure = les colonnes conviennent à { $first } autant qu’à { $second }
    .expected = les colonnes qu’écrit une seule plateforme
    .remedy = Déclarez la plateforme avec { $option }.
export-platform-unknown = il n’y a pas de plateforme « { $platform } »
    .expected = l’une de { $known }
    .remedy = Corrigez le nom, ou ne l’indiquez pas.
export-repeat-without-main = ce sont les lignes d’une répétition, et aucun fichier donné ne contient les soumissions auxquelles elles appartiennent
    .expected = le tableau des soumissions à côté de ses répétitions
    .remedy = Donnez aussi le fichier principal de l’export ; gardez les noms donnés par la plateforme.
export-repeat-without-parent = aucune colonne ne dit à quelle soumission appartiennent les lignes de cette répétition
    .expected = la clé de la soumission, ou le numéro de sa ligne
    .remedy = Refaites l’export avec les colonnes de la plateforme.

## Pourquoi un fichier a été pris pour ce qu’il est
export-platform-declared = La plateforme a été déclarée.
export-platform-by-columns = Reconnu à ses colonnes { $columns }.
export-platform-none = Aucune colonne n’est celle d’une plateforme d’enquête : le fichier est lu comme un simple tableau.
export-rows-above-header = { $n ->
        [one] { $n } ligne au-dessus de l’en-tête a été ignorée.
       *[other] { $n } lignes au-dessus de l’en-tête ont été ignorées.
    }
export-hxl-row = Une ligne d’étiquettes sous l’en-tête a été ignorée.
export-question-rows = { $n ->
        [one] { $n } ligne portant le texte des questions sous l’en-tête a été ignorée.
       *[other] { $n } lignes portant le texte des questions sous l’en-tête ont été ignorées.
    }
export-blank-words = Les cellules { $words } sont tenues pour vides : des colonnes de nombres, de dates et de choix en contiennent aussi.
export-keys-by-row = Aucune colonne ne porte la clé des soumissions : elles sont reconnues à leur ligne. Si des lignes sont ajoutées entre elles ou retirées, un traitement antérieur ne pourra être poursuivi.

## Feuilles et éléments mis de côté
sheet-not-table = ce n’est pas une feuille de cellules
sheet-hidden = elle est masquée
sheet-empty = elle est vide
sheet-without-header = elle n’a pas d’en-tête
sheet-is-form = elle fait partie d’un formulaire
sheet-is-audit = c’est le relevé du déroulement d’un entretien
sheet-not-main = elle ne contient pas les soumissions
member-media = ce n’est pas un tableau
member-empty = le fichier est vide
member-archive = c’est une archive dans l’archive
repeat-not-included = ses lignes ne sont pas dans ce fichier

## Ce qui a été reconnu
export-line-platform = { $files } : { $platform }
export-line-plain = { $files } : un simple tableau
export-line-text = Encodage { $encoding }, séparateur { $sign }, en-tête à la ligne { $row }.
export-line-main = Tableau des soumissions « { $table } » : { $n ->
        [one] { $n } colonne
       *[other] { $n } colonnes
    }.
export-line-repeat = Répétition « { $table } » : { $n ->
        [one] { $n } colonne
       *[other] { $n } colonnes
    }.
export-line-key = La clé d’une soumission se trouve dans { $column }.
export-line-set-aside = Mis de côté : { $name } ({ $reason }).
export-line-many-set-aside = { $n ->
        [one] Mis de côté : { $n } élément ({ $reason }).
       *[other] Mis de côté : { $n } éléments ({ $reason }).
    }
separator-comma = virgule
separator-semicolon = point-virgule
separator-tab = tabulation
separator-bar = barre verticale
separator-other = « { $sign } »
