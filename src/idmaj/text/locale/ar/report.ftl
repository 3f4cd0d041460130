# unreviewed: a native reader has not signed yet

report-page = الصفحة { $page } من { $total }
report-as-of = الوضعية إلى غاية { $date }
report-footer = إدماج { $version } · بصمة المعطيات { $hash }
report-data-table = أرقام هذا الرسم
report-source = المصدر: { $source }
report-restricted = وثيقة مقيدة: لا تنشر
report-more-rows = { $count } أخرى في النسخة المعدة للقراءة على الشاشة.
report-more = توجد { $count } أخرى غير معروضة.

report-quality = جودة المعطيات الخام
report-quality-verdict =
    { $state ->
        [blocking] لا يمكن استعمال المعطيات قبل تصحيح المشاكل أسفله.
        [set_aside] المعطيات صالحة للاستعمال؛ استبعدت بعض الأسطر، ولكل منها سببه.
        [flagged] المعطيات صالحة للاستعمال؛ بعض الخانات تحتاج إلى تحقق.
       *[none] المعطيات صالحة للاستعمال؛ لم يسجل أي مشكل.
    }
report-severity =
    { $severity ->
        [blocking] مانع
        [set_aside] مستبعد
       *[flagged] للتحقق
    }
report-table-files = كل سطر ورد إما محتفظ به، أو مستبعد بسبب مذكور، أو خارج هذه الدراسة
report-table-kinds = ما تم تسجيله حسب النوع
report-table-problems = ما تم تسجيله حالة بحالة
report-column-file = الملف
report-column-rows-in = الأسطر الواردة
report-column-rows-kept = المحتفظ بها
report-column-rows-not-of-study = خارج الدراسة
report-column-rows-set-aside = المستبعدة
report-column-severity = درجة الخطورة
report-column-check = نوع الملاحظة
report-column-times = عدد المرات
report-column-where = الموضع
report-column-wrong = المشكل
report-column-expected = المطلوب
report-column-remedy = ما ينبغي فعله
report-column-group = المجموعة

report-annex = ملحق مقيد
report-annex-intro = يظهر هنا كل فرد من المجموعة. وقد تدل هذه الأرقام على شخص بعينه: فهي تبقى لدى من يتولون التتبع، ولا تنقل إلى أي وثيقة عمومية.
report-annex-table = المستويات ومجالاتها

report-index-title = الموجزات المنشورة
report-index-intro = يفتح كل موجز دون اتصال بالشبكة: نسخة للطباعة، وصفحة للقراءة على الشاشة أو بقارئ الشاشة.
report-index-empty = لم ينشر أي شيء بعد.
report-index-study = الدراسة
report-index-as-of = الوضعية إلى غاية
report-index-briefs = الموجز
report-index-numbers = الأرقام
report-index-charts = الرسوم
report-index-estimates = جدول التقديرات
report-index-manifest = بيان المحتوى
report-index-state = الحالة
report-index-state-of =
    { $state ->
        [complete] مكتمل
       *[partial] بعض الأجزاء ناقصة
    }
