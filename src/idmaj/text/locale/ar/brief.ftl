# unreviewed: a native reader has not signed yet

brief-within = خلال { $duration }
brief-after = بعد { $duration }
brief-measure = { $outcome }، { $when }
brief-value-range = { $value } ({ $range })
brief-published = نشر في { $date }
brief-undated = بدون تاريخ
brief-place-when = { $place }، { $when }

brief-warning-simulated = معطيات التتبع في هذه الدراسة مختلقة لبيان المنهجية، ولا تصف أي شخص.
brief-warning-facts = أما الأرقام المؤرخة فهي كما نشرت.
brief-warning-naive = كانت المجموعتان مختلفتين قبل البرنامج: فالفرق الخام بينهما لا يدل على شيء بخصوص البرنامج، ولا يقدم هنا كنتيجة.
brief-gate-balance = تشابه المجموعتين بعد الترجيح
brief-gate-overlap = لكل مستفيد من يشبهه في مجموعة المقارنة
brief-gate-weights = لا أحد يتحمل حصة كبيرة من الترجيح
brief-gate-placebo = لا فرق قبل البرنامج
brief-gate-agreement = اتفاق الحسابات المعدلة الأخرى
brief-gate-attrition = قلة من تعذر تتبعهم، وتساويهم في المجموعتين
brief-gate-detection = مراعاة مجالات الثقة لطريقة سحب الأشخاص

brief-key-difference =
    { $unit ->
        [points] نقطة مئوية، «{ $support }» مقارنة مع «{ $comparison }»: { $measure }
       *[other] «{ $support }» مقارنة مع «{ $comparison }»: { $measure }
    }
brief-key-interval = مجال الثقة { $level }: { $range }
brief-key-against = { $support } مقابل { $comparison }
brief-key-people = عدد الأشخاص: { $group }
brief-key-balance = انحراف معياري: أكبر فرق قبل الترجيح ({ $covariate })
brief-key-balance-limit = الحد: { $limit }
brief-key-balance-after = بعد الترجيح: { $value }؛ الحد: { $limit }
brief-key-people-helped = شخصا تسلموا معدات
brief-key-money = مجموع المبالغ المنشورة
brief-key-median = لكل شخص، في الوسيط
brief-key-over-rows = حسب { $stating } ورد فيها ذلك

brief-levels = { $measure }: { $support } من { $n_support } ({ $arm_support }) و{ $comparison } من { $n_comparison } ({ $arm_comparison }).
brief-balance = لا تدل المقارنة على البرنامج إلا إذا كانت المجموعتان متشابهتين قبله. يجعلهما الترجيح متشابهتين في ما تم قياسه، أما ما لم يقس فقد يبقى مختلفا.

brief-verdict =
    { $verdict ->
        [passed] مستوفى
       *[failed] غير مستوفى
    }
brief-column-millions = المبلغ بالملايين

brief-heading-balance = من يقارن بمن
brief-heading-checks = هل تصمد النتيجة؟
brief-heading-table = النتائج حسب المجموعة
brief-heading-method = كيف أجري التقييم
brief-heading-limits = ما لا يقوله هذا الموجز
brief-heading-activities = ما تم تسليمه
brief-heading-size = ما يسمح به عدد الأشخاص
brief-heading-region = أين
brief-heading-year = متى
brief-heading-cost = بأي تكلفة لكل شخص
brief-heading-conflicts = حيث تختلف المصادر
brief-heading-claim = رقم منشور لا يمكن استعماله

brief-column-outcome = النتيجة
brief-column-difference = الفرق (مجال الثقة)
brief-column-level = المستوى
brief-column-interval = مجال الثقة
brief-column-check = الاختبار
brief-column-verdict = الحكم
brief-column-people = عدد الأشخاص
brief-column-when = التوقيت
brief-column-calculation = الحساب
brief-column-covariate = الخاصية
brief-column-before = قبل الترجيح
brief-column-after = بعد الترجيح
brief-column-activity = نوع المشروع
brief-column-count = العدد
brief-column-region = الجهة
brief-column-year = السنة
brief-column-handovers = عمليات التسليم
brief-column-money = المبلغ
brief-column-place = المكان
brief-column-cost = التكلفة لكل شخص
brief-column-kept = القيمة المعتمدة
brief-column-told = ما تقوله المصادر (بلغة السجل)

brief-table-outcomes = المستويات عند التاريخ الرئيسي؛ والفرق هو نتيجة الحساب المقرر
brief-table-quiet = تدل الشرطة على أنه لا يمكن تقديم أي فرق.
brief-table-gates = اختبارات يجب استيفاؤها قبل تقديم أي فرق
brief-table-activities = المشاريع حسب نوعها، كما نشرت
brief-table-region = عمليات التسليم والأشخاص والمبالغ حسب الجهة
brief-table-year = عمليات التسليم والأشخاص والمبالغ حسب السنة
brief-table-far = عمليات التسليم التي ينبغي التحقق منها أولا
brief-table-conflicts = عمليات تسليم يختلف فيها مصدران
brief-naive-row = { $calculation }: مجموعتان غير قابلتين للمقارنة

brief-followed-all = احتسب جميع الأشخاص عند التاريخ الرئيسي ({ $people }): لم يفقد تتبع أحد.
brief-followed = من أصل { $people }، احتسب { $observed } ({ $share }) عند التاريخ الرئيسي.
brief-estimator = الحساب الرئيسي: { $estimator }، حدد قبل الاطلاع على النتائج؛ مجالات الثقة { $level }.
brief-smallest-effect = العتبة المهمة المحددة مسبقا: فرق لا يقل عن { $size } ({ $outcomes }).

brief-other-calculation = { $calculation }: { $value } ({ $range })
brief-disagreement =
    { $kind ->
        [excludes] { $measure }: لا يحسم الحساب الرئيسي المسألة، بينما يستبعد حساب آخر بالكاد انعدام الفرق: { $calculations }. والمعتمد هو الحساب المحدد مسبقا.
       *[includes] { $measure }: يبقى انعدام الفرق ممكنا كذلك حسب حساب آخر: { $calculations }.
    }
brief-selected = { $measure }، ضمن من ظلوا أحرارا فقط: { $support } ({ $arm_support }) و{ $comparison } ({ $arm_comparison }). قد يتوقف البقاء حرا على البرنامج نفسه، فليست هذه مقارنة بين أشخاص في وضعية متماثلة.
brief-limit-withheld = لا تنشر النتائج التي تستند إلى أقل من { $threshold } أشخاص.
brief-limit-others = الآثار على الغير: { $note }
brief-limit-elsewhere = تخص النتائج هؤلاء الأشخاص في ذلك المكان وذلك الزمن؛ وقد تختلف في غيرهما.
brief-limit-public = نشر آخرون هذه المعطيات شخصا بشخص، فلم يكن هنا ما يلزم حجبه.

brief-nothing-public = لا يمكن نشر أي نتيجة.
brief-too-few = مع { $people } لا يمكن نشر أي نتيجة: فكل رقم قد يدل على شخص بعينه.
brief-size-alone = مع { $people }، وحتى لو لم يقع الحدث لأي منهم، يبقى من الممكن أن يبلغ الخطر الحقيقي { $limit } (الحد الأعلى لمجال الثقة الدقيق { $level }). ولمعرفة المزيد يلزم عدد أكبر من الأشخاص.
brief-size-rule = تنشر النتائج المتعلقة بالأشخاص ابتداء من { $threshold } أشخاص. وما يعرض هنا لا يتوقف على وضعية أي شخص.

brief-register-people = نشر خبر { $handovers }؛ وحسب { $stating } ذكر فيها العدد، تسلم المعدات { $people }.
brief-register-money = يبلغ مجموع { $stating } ذكر فيها المبلغ { $money }.
brief-register-no-outcome = لم ينشر ما آل إليه هؤلاء الأشخاص.
brief-register-rows = كل سطر عملية تسليم واحدة. تستبعد من المجاميع الأسطر التي قد تكرر غيرها.
brief-refused-ratio = لا يقسم المبلغ الإجمالي ({ $money }، { $with_money }) على مجموع الأشخاص ({ $people }، { $with_people }): فالمجموعان لا يستندان إلى عمليات التسليم نفسها.
brief-cost-spread = حسب { $rows } ذكر فيها الأمران معا، يبلغ وسيط التكلفة لكل شخص { $median }، وتتراوح بين { $low } و{ $high }.
brief-cost-far = بعيدا عن الباقي، وينبغي التحقق منها أولا: { $named }.
brief-cost-named = { $place } ({ $money })
brief-cost-others = { $count } غيرها
brief-claim = { $statement }. المصدر: { $source }. لا يمكن استعمال هذا الرقم:

brief-heading-kinds = كل نوع من أنواع الدعم
brief-kinds-apart = يقارن كل نوع بمجموعة المقارنة نفسها؛ ولا تقارن الأنواع فيما بينها.
brief-kind-finding = { $kind }: { $finding }
