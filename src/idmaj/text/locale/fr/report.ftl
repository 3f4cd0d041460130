# unreviewed: a native reader has not signed yet

report-page = Page { $page } sur { $total }
report-as-of = Situation au { $date }
report-footer = Idmaj { $version } · données { $hash }
report-data-table = Les chiffres de ce graphique
report-source = Source : { $source }
