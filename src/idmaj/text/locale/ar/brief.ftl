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
brief-warning-naive = كانت المجموعتان مختلفتين قبل البرنامج: فالفرق الخام بينهما لا يدل على شيء بخصوص البرنامج، ولا يقدم هنا على أنه نتيجة.
brief-gate-balance = تشابه المجموعتين بعد الترجيح
brief-gate-overlap = لكل مستفيد من يشبهه في مجموعة المقارنة
brief-gate-weights = لا يستأثر أي شخص بحصة مفرطة من الأوزان
brief-gate-placebo = لا فرق قبل البرنامج
brief-gate-agreement = اتفاق الحسابات المعدلة الأخرى
brief-gate-attrition = قلة من تعذر تتبعهم، وبالقدر نفسه في المجموعتين
brief-gate-detection = مراعاة مجالات الثقة لطريقة اختيار الأشخاص
brief-gate-pre_trend = كانت المجموعتان تتطوران بالشكل نفسه قبل الدعم
brief-gate-honest = تصمد النتيجة ولو اختلفت الاتجاهات بقدر اختلافها قبل الدعم
brief-gate-clusters = عدد كاف من العناقيد في كل مجموعة

brief-key-difference =
    { $unit ->
        [points] نقطة مئوية، «{ $support }» مقارنة مع «{ $comparison }»: { $measure }
       *[other] «{ $support }» مقارنة مع «{ $comparison }»: { $measure }
    }
brief-key-interval = مجال الثقة { $level }: { $range }
brief-key-against = { $support } مقابل { $comparison }
brief-key-people = عدد الأشخاص: { $group }
brief-key-balance = بوحدة الانحراف المعياري: أكبر فرق قبل الترجيح ({ $covariate })
brief-key-balance-limit = الحد: { $limit }
brief-key-balance-after = بعد الترجيح: { $value }؛ الحد: { $limit }
brief-key-people-helped = شخصا تسلموا معدات
brief-key-money = مجموع المبالغ المنشورة
brief-key-median = للشخص الواحد (الوسيط)
brief-key-over-rows = حسب { $stating } ورد فيها ذلك

brief-levels = { $measure }: { $support } من { $n_support } ({ $arm_support }) و{ $comparison } من { $n_comparison } ({ $arm_comparison }).
brief-balance = لا تفيد المقارنة في الحكم على البرنامج إلا إذا كانت المجموعتان متشابهتين قبله. ويجعلهما الترجيح متشابهتين في ما تم قياسه، وقد تبقيان مختلفتين في ما لم يقس.

brief-verdict =
    { $verdict ->
        [passed] مستوفى
       *[failed] غير مستوفى
    }
brief-column-millions = المبلغ (بالملايين)

brief-heading-balance = من يقارن بمن؟
brief-heading-checks = هل تصمد النتيجة؟
brief-heading-table = النتائج حسب المجموعة
brief-heading-method = كيف أجري التقييم
brief-heading-limits = ما لا يقوله هذا الموجز
brief-heading-activities = ما تم تسليمه
brief-heading-size = ما يسمح به عدد الأشخاص
brief-heading-region = أين؟
brief-heading-year = متى؟
brief-heading-cost = بأي تكلفة للشخص الواحد؟
brief-heading-conflicts = حين تختلف المصادر
brief-heading-claim = رقم منشور لا يمكن استعماله

brief-column-outcome = النتيجة
brief-column-difference = الفرق (مجال الثقة)
brief-column-level = المستوى
brief-column-interval = مجال الثقة
brief-column-check = الشرط
brief-column-verdict = هل استوفي؟
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
brief-column-cost = المبلغ للشخص الواحد
brief-column-kept = القيمة المعتمدة
brief-column-told = ما تقوله المصادر (بلغة السجل)

brief-table-outcomes = المستويات عند الأجل الرئيسي؛ والفرق هو نتيجة الحساب المقرر
brief-table-quiet = تدل الشرطة على أنه لا يمكن تقديم أي فرق.
brief-table-gates = شروط يجب استيفاؤها قبل تقديم أي فرق
brief-table-activities = المشاريع حسب نوعها، كما نشرت
brief-table-region = عمليات التسليم والأشخاص والمبالغ حسب الجهة
brief-table-year = عمليات التسليم والأشخاص والمبالغ حسب السنة
brief-table-far = عمليات التسليم التي ينبغي التحقق منها أولا
brief-table-conflicts = عمليات تسليم يختلف فيها مصدران
brief-naive-row = { $calculation }: مجموعتان غير قابلتين للمقارنة

brief-definition = ما يتم احتسابه: { $definition }.
brief-followed-curve = من أصل { $people }، تم تتبع { $observed } ({ $share }) إلى التاريخ الرئيسي أو وقع لهم الحدث قبله. ويحتسب المنحنى كل شخص طوال مدة تتبعه.
brief-followed-all = شمل الحساب عند الأجل الرئيسي جميع الأشخاص ({ $people }): لم ينقطع تتبع أي منهم.
brief-followed = من أصل { $people }، شمل الحساب { $observed } ({ $share }) عند الأجل الرئيسي.
brief-estimator = الحساب الرئيسي: «{ $estimator }»، وقد حدد قبل الاطلاع على النتائج؛ مجالات الثقة { $level }.
brief-smallest-effect = الحد الذي اعتبر مهما مسبقا: فرق لا يقل عن { $size } ({ $outcomes }).

brief-other-calculation = { $calculation }: { $value } ({ $range })
brief-disagreement =
    { $kind ->
        [excludes] { $measure }: لا يحسم الحساب الرئيسي المسألة، بينما يستبعد حساب آخر، بهامش ضئيل جدا، انعدام الفرق: { $calculations }. والمعتمد هو الحساب المحدد مسبقا.
       *[includes] { $measure }: لا يستبعد حساب آخر انعدام الفرق: { $calculations }.
    }
brief-selected = { $measure }، لدى من ظلوا في حالة حرية فقط: { $support } ({ $arm_support }) و{ $comparison } ({ $arm_comparison }). وقد يكون البقاء في حالة حرية رهينا بالبرنامج نفسه، فليست هذه مقارنة بين متماثلين.
brief-limit-withheld = لا تنشر النتائج التي تستند إلى أقل من { $threshold } أشخاص.
brief-limit-others = الآثار على الغير. { $note }
brief-limit-elsewhere = تخص النتائج هؤلاء الأشخاص في ذلك المكان وفي ذلك الوقت؛ وقد تختلف في غيرهما.
brief-limit-public = سبق لجهات أخرى أن نشرت هذه المعطيات شخصا شخصا، فلم يكن هنا ما يستوجب الحجب.

brief-nothing-public = لا يمكن نشر أي نتيجة.
brief-too-few = مع { $people } لا يمكن نشر أي نتيجة: فكل رقم قد يدل على شخص بعينه.
brief-size-alone = مع { $people }، حتى لو لم يقع الحدث لأي منهم، فقد تصل النسبة الحقيقية إلى { $limit } (الحد الأعلى لمجال الثقة الدقيق { $level }). ويلزم عدد أكبر من الأشخاص لمعرفة المزيد.
brief-size-rule = لا تنشر النتائج المتعلقة بالأشخاص إلا ابتداء من { $threshold } أشخاص. ولا شيء مما يعرض هنا يتوقف على وضعية أي شخص.

brief-register-people = أعلن عن { $handovers }؛ وبلغ عدد المستفيدين { $people }، حسب { $stating } ذكر فيها العدد.
brief-register-money = وبلغ مجموع المبالغ المعلنة { $money }، حسب { $stating } ذكر فيها المبلغ.
brief-register-no-outcome = ولم ينشر ما آل إليه هؤلاء الأشخاص.
brief-register-rows = كل سطر عملية تسليم واحدة. وتستبعد من المجاميع الأسطر التي قد تكون تكرارا لغيرها.
brief-refused-ratio = لا يقسم المبلغ الإجمالي ({ $money }، { $with_money }) على العدد الإجمالي للأشخاص ({ $people }، { $with_people }): فالمجموعان لا يستندان إلى عمليات التسليم نفسها.
brief-cost-spread = حسب { $rows } ذكر فيها العدد والمبلغ معا، يبلغ وسيط المبلغ للشخص الواحد { $median }؛ وتتراوح المبالغ بين { $low } و{ $high }.
brief-cost-far = مبالغ بعيدة عن غيرها ينبغي التحقق منها أولا: { $named }.
brief-cost-named = { $place } ({ $money })
brief-cost-others = { $count } غيرها
brief-claim = { $statement }. المصدر: { $source }. لا يمكن استعمال هذا الرقم:

brief-heading-kinds = كل نوع من أنواع الدعم
brief-kinds-apart = يقارن كل نوع بمجموعة المقارنة نفسها؛ ولا تقارن الأنواع فيما بينها.
brief-kind-finding = { $kind }: { $finding }
brief-number-unit = { $number } { $unit }
brief-quoted = «{ $name }»
