# the frame of documents: page numbers, footers, tables under charts, quality report, catalogue

report-page = Page { $page } of { $total }
report-as-of = Situation as of { $date }
report-footer = Idmaj { $version } · inputs { $hash }
report-data-table = The numbers behind this chart
report-source = Source: { $source }
