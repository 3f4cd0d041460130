# unreviewed: a native reader has not signed yet
# what notebooks show: headings of tables and sentences where a study has nothing for a notebook

notebook-file = الملف
notebook-rows-in = الأسطر الواردة
notebook-rows-kept = الأسطر المعتمدة
notebook-rows-set-aside = الأسطر المستبعدة
notebook-rows-not-of-study = أسطر تخص أشخاصا آخرين
notebook-table = الجدول
notebook-rows = الأسطر
notebook-table-persons = الأشخاص
notebook-table-interviews = المقابلات
notebook-table-justice_events = الوقائع القضائية
notebook-table-grants = المنح
notebook-table-handovers = عمليات التسليم
notebook-outcome = النتيجة
notebook-horizon = الأجل
notebook-group = المجموعة
notebook-stage = المرحلة
notebook-people = الأشخاص
notebook-stage-assigned = العدد في البداية
notebook-stage-observed = من عرفت نتيجتهم
notebook-covariate = الخاصية
notebook-when = التوقيت
notebook-difference = الفرق المعياري
notebook-wave = الدورة
notebook-contact = نتيجة الاتصال
notebook-population = الأشخاص المعنيون
notebook-level = المستوى
notebook-method = الطريقة
notebook-scale = المقياس
notebook-estimate = التقدير
notebook-role = الدور
notebook-check = الشرط
notebook-value = القيمة
notebook-limit = الحد
notebook-verdict = هل استوفي؟
notebook-verdict-passed = مستوفى
notebook-verdict-failed = غير مستوفى
notebook-verdict-unknown = غير معروف
notebook-state = الحالة
notebook-sentence = ما يمكن قوله

notebook-no-set-aside = لم يستبعد أي سطر.
notebook-no-quality-flags = لم تسجل ملاحظة على أي خانة.
notebook-no-persons = لا تتضمن هذه الدراسة معطيات عن أشخاص، فلم يجر تتبع أحد.
notebook-no-comparison = ليست لهذه الدراسة مجموعة مقارنة، فليس هناك فرق يعرض.
notebook-no-outcome = لا تقيس هذه الدراسة أي نتيجة في هذا المجال: { $domain }.
notebook-no-curve = لا تقيس هذه الدراسة أي مدة تسبق وقوع حدث.
notebook-no-handovers = لا تتضمن هذه الدراسة سجلا لعمليات التسليم.
notebook-no-gate = ليست هناك مقارنة للتحقق منها.
notebook-no-finding = ليست هناك نتيجة يمكن قول شيء عنها.
notebook-more = غير مدرج هنا: { $number } أخرى.

notebook-set-aside =
    { $n ->
        [zero] لم يستبعد أي سطر ({ $number }).
        [one] استبعد سطر واحد ({ $number }).
        [two] استبعد سطران ({ $number }).
        [few] استبعدت { $number } أسطر.
        [many] استبعد { $number } سطرا.
       *[other] استبعد { $number } سطر.
    }
notebook-quality-flags =
    { $n ->
        [zero] لم تسجل ملاحظة على أي خانة ({ $number }).
        [one] سجلت ملاحظة على خانة واحدة ({ $number }).
        [two] سجلت ملاحظات على خانتين ({ $number }).
        [few] سجلت ملاحظات على { $number } خانات.
        [many] سجلت ملاحظات على { $number } خانة.
       *[other] سجلت ملاحظات على { $number } خانة.
    }
notebook-failed-gates =
    { $n ->
        [zero] استوفيت كل شروط المقارنة ({ $number }).
        [one] لم يستوف شرط واحد من شروط المقارنة ({ $number }).
        [two] لم يستوف شرطان من شروط المقارنة ({ $number }).
        [few] لم تستوف { $number } شروط من شروط المقارنة.
        [many] لم يستوف { $number } شرطا من شروط المقارنة.
       *[other] لم يستوف { $number } شرط من شروط المقارنة.
    }

notebook-produced = ما تم إنتاجه
notebook-to-look-at = ما يستدعي النظر
notebook-nothing = لم يستبعد شيء ولم تسجل أي ملاحظة واستوفيت كل الشروط.
notebook-no-surveys = لا تضم هذه الدراسة تصديرا لبحث يُقرأ مع استمارته.
notebook-no-check = لم تعثر فحوص المعطيات الميدانية على شيء.
notebook-severity = الدرجة
notebook-cases = الحالات
notebook-link-rule = الربط بواسطة
notebook-link-status = حالة الربط
notebook-between = { "؛ " }
notebook-remark = ملاحظة
notebook-p = القيمة الاحتمالية
notebook-p-below = أقل من { $limit }
notebook-events = حسب المدة منذ بداية الدعم
notebook-reason = سبب اختيار هذا التقدير: { $reason }

# remarks of the estimates table
note-all-agree = جميعها متفقة
note-differs = نتيجة مختلفة حسب: { $calculations }
note-no-smallest-effect = لم يصرح بأصغر أثر ذي أهمية
note-no-placebo = لم يصرح بأي نتيجة سابقة للبرنامج
note-no-period-before = لا توجد فترة للمقارنة قبل الدعم
note-placebo-missing = النتيجة السابقة غير معروفة لدى بعض الأشخاص
note-bounds-hold = مهما كان حال من تعذر تتبعهم، تستبعد الحدود انعدام الفرق
note-farthest = أبعد ما يكون عن الصفر في الزمن { $time }
note-honest = لو اختلفت الاتجاهات بعد الدعم بقدر اختلافها قبله: من { $low } إلى { $high }
note-few-clusters = عدد العناقيد قليل: المجال بطريقة إعادة المعاينة المقيدة
note-winsorised = حصرت المبالغ الكبيرة في قيمة لا يتجاوزها { $share }
note-not-normalised = أوزان غير معيارية
note-weak-first-stage = لم يغير العرض المشاركة إلا قليلا جدا
note-anderson-rubin = مجال أندرسون وروبين: من { $low } إلى { $high }
note-redrawn-all = جميع القرعات الممكنة للمجموعتين
note-redrawn = عدد القرعات المعادة: { $n }
note-matched = عدد المستعملين من مجموعة المقارنة: { $n }
note-matched-some = عدد المستعملين من مجموعة المقارنة: { $n }؛ مستفيدون بدون نظير: { $lost }
note-several-dates = مع تعدد تواريخ الدعم، قد تحتسب بعض الآثار بإشارة معكوسة
note-always-supported = مستبعدون لأنهم استفادوا منذ المرحلة الأولى: { $n }
note-unpaired = مستبعدون لعدم توفر مرحلتين للمقارنة: { $n }
note-without-comparison = مجموعات وتواريخ بدون مقارنة: { $n }
