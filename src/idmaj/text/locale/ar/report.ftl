# unreviewed: a native reader has not signed yet

report-page = الصفحة { $page } من { $total }
report-as-of = الوضعية إلى غاية { $date }
report-footer = إدماج { $version } · بصمة المدخلات { $hash }
report-data-table = أرقام هذا الرسم
report-source = المصدر: { $source }
