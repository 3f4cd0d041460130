# unreviewed: a native reader has not signed yet

## Report on the quality of field data: who must do what, which rows were kept

quality-title = جودة المعطيات الميدانية
quality-verdict =
    { $state ->
        [blocking] لا يمكن استعمال المعطيات قبل تسوية الحالات المانعة أسفله.
        [flagged] المعطيات صالحة للاستعمال؛ والحالات أسفله تحتاج إلى تحقق.
        [note] المعطيات صالحة للاستعمال؛ والملاحظات أسفله على سبيل الإخبار.
       *[none] المعطيات صالحة للاستعمال؛ ولم يسجل أي مشكل عند المراقبة.
    }
quality-small = المجموعة صغيرة: تعد الحالات وتسرد، ولا تحتسب أي نسبة.
quality-correct = لا تغير الملفات الخام يدويا أبدا: كل تصحيح سطر في ملف التصحيحات، يتضمن الجواب القديم والجواب الجديد والسبب.
quality-severity =
    { $severity ->
        [blocking] مانع
        [flagged] للتحقق
       *[note] للإخبار
    }
quality-say-severity = { $severity }: { $what }

## Who must act
quality-actor-enumerator = الباحث الميداني { $name }
quality-actor-enumerator-unknown = باحث ميداني غير معين
quality-actor-supervisor = المشرف الميداني
quality-actor-data_manager = المسؤول عن المعطيات
quality-actor-evaluator = المكلف بالتقييم

## Headings
quality-heading-overview = من عليه أن يتدخل
quality-heading-rows = مآل كل سطر
quality-heading-set-aside = الأسطر المستبعدة حسب السبب
quality-heading-detected = ما تم التعرف عليه في الملفات
quality-heading-clear = تمت مراقبته ولم يسجل فيه شيء
quality-heading-not-run = لم تتم مراقبته لغياب ما تتطلبه المراقبة
quality-not-run = لم تتم المراقبة: { $reason }
quality-not-run-reason =
    { $kind ->
        [lacks] { $name } غير متوفر
       *[too_few] عدد المقابلات أو الأشخاص قليل جدا
    }
quality-table-overview = عدد المراقبات التي سجلت شيئا وعدد الحالات المطلوب تسويتها، حسب من عليه أن يتدخل
quality-table-scopes = مواضع التسجيل
quality-table-cases = الحالات واحدة واحدة
quality-no-cases = لا توجد حالة تستدعي تدخل أحد.
quality-counted = { $n } من أصل { $of }
quality-counted-rate = { $n } من أصل { $of } ({ $rate })
quality-label-expected = المطلوب
quality-label-remedy = ما ينبغي فعله

## Rows
quality-rows-state =
    { $state ->
        [kept] مآل كل سطر من كل ملف معروف: فكل سطر وارد إما محتفظ به، أو مستبعد بسبب مذكور، أو عوضته نسخة أحدث منه.
       *[lost] بعض الأسطر مجهولة المآل: انظروا العمود الأخير. لا تستعملوا المعطيات قبل توضيح ذلك.
    }
quality-nothing-set-aside = لم يستبعد أي سطر.
quality-reason-example = السبب (كما ورد في أول هذه الأسطر)
quality-more = توجد { $count } أخرى في المصنف المرفق.
quality-more-left = لم تدرج هنا { $count } أخرى: تسوى هذه أولا ثم تعاد المراقبة.

## Columns
quality-column-actor = من عليه أن يتدخل
quality-column-blocking = مانع
quality-column-flagged = للتحقق
quality-column-note = للإخبار
quality-column-cases = الحالات
quality-column-severity = درجة الخطورة
quality-column-check = المراقبة
quality-column-what = ما تم تسجيله
quality-column-expected = المطلوب
quality-column-remedy = ما ينبغي فعله
quality-column-scope = الموضع
quality-column-n = العدد
quality-column-of = من أصل
quality-column-rate = النسبة
quality-column-wave = الدورة
quality-column-person = الشخص
quality-column-submission = المقابلة
quality-column-enumerator = الباحث
quality-column-column = السؤال
quality-column-shown = الجواب
quality-column-detail = توضيح
quality-column-reason = السبب
quality-column-file = الملف
quality-column-row = السطر
quality-column-table = الجدول
quality-column-rows-in = الأسطر الواردة
quality-column-rows-kept = المحتفظ بها
quality-column-rows-set-aside = المستبعدة
quality-column-rows-not-of-study = خارج الدراسة
quality-column-rows-superseded = عوضتها نسخة أحدث
quality-column-rows-lost = مجهولة المآل

## Sheets of the workbook (at most thirty-one characters)
quality-sheet-overview = نظرة عامة
quality-sheet-rows = الأسطر
quality-sheet-set-aside = الأسطر المستبعدة

## Where a check applies
quality-scope-all = المجموع
quality-scope =
    { $kind ->
        [wave] الدورة { $value }
        [arm] المجموعة: { $value }
        [province] الإقليم { $value }
        [enumerator] الباحث { $value }
        [mode] طريقة المقابلة: { $value }
        [column] السؤال { $value }
        [outcome] نتيجة الاتصال: { $value }
        [kind] النوع: { $value }
        [version] الصيغة { $value } من الاستمارة
        [script] الكتابة: { $value }
        [source] المصدر { $value }
        [message] السبب { $value }
        [sheet] الورقة { $value }
       *[other] { $kind }: { $value }
    }
quality-word =
    { $word ->
        [support] المستفيدون
        [comparison] المقارنة
        [interviewed] تمت المقابلة
        [refused] رفض
        [not_found] تعذر الوصول إليه
        [in_prison] في السجن
        [abroad] بالخارج أو انتقل
        [deceased] متوفى
        [face_to_face] حضوريا
        [phone] هاتفيا
        [proxy] عن طريق قريب
        [dk] لا يعرف
        [na] لا ينطبق
        [blank] ترك فارغا
        [not_asked] لم يطرح
        [not_collected] غير موجود في هذه الصيغة
        [unparseable] غير مقروء
        [withheld] محجوب لغياب الموافقة
       *[other] { $word }
    }
