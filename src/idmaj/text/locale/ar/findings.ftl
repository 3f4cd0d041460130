# unreviewed: a native reader has not signed yet

finding-subject-within = { $outcome } خلال { $duration }
finding-subject-after = { $outcome } بعد { $duration }
finding-subject-wave = { $outcome } ({ $wave })
finding-subject-of = { $subject }، { $subgroup }

finding-base-people = لكل { $hundred } شخص
finding-base-amount = في المتوسط لكل شخص
finding-amount = { $number } { $unit }

finding-side-people =
    { $side ->
        [less] نقص بقدر { $amount }
        [more] زيادة بقدر { $amount }
       *[none] انعدام أي فرق
    }
finding-side-amount =
    { $side ->
        [less] نقص بقدر { $amount }
        [more] زيادة بقدر { $amount }
       *[none] انعدام أي فرق
    }
finding-range-people =
    { $side ->
        [less] نقص يتراوح بين { $low } و{ $high }
       *[more] زيادة تتراوح بين { $low } و{ $high }
    }
finding-range-amount =
    { $side ->
        [less] نقص يتراوح بين { $low } و{ $high }
       *[more] زيادة تتراوح بين { $low } و{ $high }
    }

finding-arm-support = مع البرنامج
finding-arm-comparison = بدون البرنامج

finding-x = { $subject }: تعذر الحساب.
finding-c0 = { $subject }: عدد الأشخاص أقل من أن يسمح بنشر هذه النتيجة.
finding-c0-comparable = { $subject }: قليل جدا من أفراد مجموعة المقارنة يشبهون المستفيدين؛ فلا يمكن قول شيء عن أي فرق.
finding-c0-none =
    مع { $people }، حتى لو { $event ->
        [reincarceration] لم تسجل أي عودة
        [return_for_breach] لم تسجل أي عودة
        [re_arrest] لم يسجل أي توقيف جديد
        [reconviction] لم تسجل أي إدانة جديدة
       *[other] لم تسجل أي حالة
    }، فقد تصل النسبة الحقيقية إلى { $limit }.
finding-c0-all = مع { $people }، حتى لو كان جواب الجميع نعم، فقد لا تتعدى النسبة الحقيقية { $limit }.

finding-c1-share = { $subject }: { $events } من أصل { $people } ({ $share }). ولا يمكن تحديد سبب ذلك.
finding-c1-risk = { $subject }: حوالي { $share }، حسب تتبع { $people }. ولا يمكن تحديد سبب ذلك.
finding-c1-mean = { $subject }: { $mean } في المتوسط لدى { $people }. ولا يمكن تحديد سبب ذلك.
finding-c1-pair = { $subject }: { $support } في مجموعة «{ $support_arm }» و{ $comparison } في مجموعة «{ $comparison_arm }»؛ ولا يمكن تحديد سبب الفرق.
finding-c1-bare = { $subject }: يمكن وصف المجموعتين، لكن لا يمكن تحديد سبب أي فرق بينهما.

finding-c2 = { $subject }: لا تحسم النتائج المسألة. فهي تتوافق، مقارنة مع المجموعة الأخرى، مع كل احتمال ما بين { $low } و{ $high } { $base }. ويلزم عدد أكبر من الأشخاص لحسمها.
finding-c3 =
    { $subject }: إن كان بين المجموعتين فرق { $direction ->
        [worse] في غير صالح البرنامج
        [better] لصالح البرنامج
        [lower] بالنقصان
       *[higher] بالزيادة
    } فالراجح أنه لا يتجاوز { $bound } { $base }؛ وقد لا يكون هناك أي فرق. وتتوافق النتائج مع كل احتمال ما بين { $low } و{ $high }.
finding-c3-none =
    { $subject }: الراجح ألا يكون بين المجموعتين فرق { $direction ->
        [worse] في غير صالح البرنامج
        [better] لصالح البرنامج
        [lower] بالنقصان
       *[higher] بالزيادة
    }؛ وقد لا يكون هناك أي فرق. وتتوافق النتائج مع كل احتمال ما بين { $low } و{ $high } { $base }.
finding-c4 = { $subject }: إن كان بين المجموعتين فرق فالراجح أنه أقل من { $smallest } { $base }. وتتوافق النتائج مع كل احتمال ما بين { $low } و{ $high }.
finding-c5s-causal = { $subject }: أدى البرنامج إلى { $estimate } تقريبا { $base } ({ $range })، أي أقل من { $smallest }، وهو الحد الذي اعتبر مهما مسبقا.
finding-c5s-associated = { $subject }: الفرق المرتبط بالبرنامج هو { $estimate } تقريبا { $base } ({ $range })، أي أقل من { $smallest }، وهو الحد الذي اعتبر مهما مسبقا.
finding-c5-causal = { $subject }: أدى البرنامج إلى { $estimate } تقريبا { $base } ({ $range }).
finding-c5-associated = { $subject }: الفرق المرتبط بالبرنامج هو { $estimate } تقريبا { $base } ({ $range }).

finding-verdict-better = وهذا أفضل مما سجل في المجموعة الأخرى.
finding-verdict-worse = وهذا أسوأ مما سجل في المجموعة الأخرى.
finding-only-just = وذلك بهامش ضئيل جدا: فحسابات معتادة أخرى لا تستبعد انعدام الفرق.
finding-assumption-randomised = ويهم هذا من شاركوا فعلا، ولم تكن القرعة وحدها هي التي حددت المشاركة.
finding-assumption-comparison = ولا يصح هذا إلا إذا كانت المجموعتان متشابهتين أيضا في كل ما لم يقس.
finding-assumption-panel = ولا يصح هذا إلا إذا كانت المجموعتان ستتطوران بالوتيرة نفسها لولا البرنامج.

finding-family-undeclared = فحصت عدة نتائج ولم تحدد أي منها مسبقا: فقد يظهر في إحداها فرق بمحض الصدفة.
finding-family-chance = لو أخذت هذه النتيجة وحدها لاستبعد انعدام الفرق؛ غير أنها واحدة من { $n ->
        [zero] { $number } نتيجة
        [one] نتيجة واحدة
        [two] نتيجتين
        [few] { $number } نتائج
        [many] { $number } نتيجة
       *[other] { $number } نتيجة
    } تم فحصها معا، وقد يكون ذلك من باب الصدفة.
finding-family-single = لو أخذ مجال الثقة وحده لاستبعد انعدام الفرق، لكن الاختبار المرافق له لا يستبعده.
finding-family-outside = لو أخذت هذه النتيجة وحدها لاستبعد انعدام الفرق، لكنها ليست من النتائج المحددة مسبقا.
finding-family-unjudged = لو أخذت هذه النتيجة وحدها لاستبعد انعدام الفرق، لكن تعذر الحكم عليها مع باقي النتائج المحددة مسبقا.

finding-checks-passed = ويصمد ذلك أيضا أمام عمليات التحقق الإضافية: { $checks }.
finding-checks-failed = عمليات تحقق إضافية لا يصمد أمامها ذلك: { $checks }.
finding-checks-absent = عمليات تحقق إضافية لم تنجز: { $checks }.
finding-check-family = الحكم على النتائج المحددة مسبقا مجتمعة
finding-check-family-alone = تحديد النتيجة مسبقا
finding-check-lost = أحسن الاحتمالات وأسوؤها لمن تعذر تتبعهم
finding-check-robustness = الحسابات الأخرى المقررة
finding-check-specifications = طرق أخرى لإجراء الحساب
finding-check-hidden = عامل غير مقيس بقوة أقوى العوامل المقيسة

finding-reason-single-group = لا توجد مجموعة مقارنة.
finding-reason-few-people = شملت المعاينة أقل من ثلاثين شخصا في إحدى المجموعتين: يكفي هذا العدد للوصف لا للمقارنة.
finding-reason-few-unrandomised = شملت المعاينة أقل من ستين شخصا في إحدى المجموعتين، ولم تجر أي قرعة: يكفي هذا للوصف لا للمقارنة.
finding-reason-balance = حتى بعد الترجيح، ظلت المجموعتان مختلفتين فيما كان معروفا من قبل.
finding-reason-overlap = كثير من المستفيدين لا يوجد من يشبههم في المجموعة الأخرى.
finding-reason-weights = يعتمد الحساب على عدد قليل جدا من أشخاص المجموعة الأخرى.
finding-reason-placebo = الحساب نفسه يظهر فرقا، أو لا يستبعده، حيث لا يمكن أن يكون هناك فرق، أي قبل البرنامج.
finding-reason-placebo-absent = لم تتوفر أي نتيجة سابقة للبرنامج يمكن اختبار الحساب عليها.
finding-reason-agreement = ولا تعطي حسابات معتادة أخرى الجواب نفسه.
finding-reason-attrition = تعذر تتبع عدد كبير من الأشخاص، أو كان عددهم في إحدى المجموعتين أكبر منه في الأخرى.
finding-reason-detection = لا يراعي الحساب الطريقة التي تم بها اختيار الأشخاص أو تجميعهم أو معاينتهم.
finding-reason-pre_trend = كانت المجموعتان تتطوران بشكل مختلف قبل الدعم، أو لا يمكن استبعاد ذلك.
finding-reason-honest = يكفي اختلاف في الاتجاه لا يتجاوز ما لوحظ قبل الدعم لتفسير النتيجة.
finding-reason-clusters = عدد المواقع أو المجموعات المستفيدة أقل من أن يميز بين الصدفة والبرنامج.
finding-reason-absent = لم تنجز بعض عمليات التحقق التي تتطلبها مثل هذه المقارنة.
finding-reason-naive = لم تكن المجموعتان متشابهتين في البداية: فلا تصح مقارنة أرقامهما مباشرة.
finding-reason-no-number = لم يعط الحساب أي رقم.
finding-reason-no-interval = لم يعط الحساب أي مجال صالح للاستعمال.
finding-reason-no-people = عدد الأشخاص المعنيين غير معروف.
