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
        [less] نقص ما بين { $low } و{ $high }
       *[more] زيادة ما بين { $low } و{ $high }
    }
finding-range-amount =
    { $side ->
        [less] نقص ما بين { $low } و{ $high }
       *[more] زيادة ما بين { $low } و{ $high }
    }

finding-arm-support = مع البرنامج
finding-arm-comparison = بدون البرنامج

finding-x = { $subject }: تعذر الحساب.
finding-c0 = { $subject }: عدد الأشخاص أقل من أن تنشر هذه النتيجة.
finding-c0-none =
    مع { $people }، حتى { $event ->
        [reincarceration] انعدام أي عودة
        [return_for_breach] انعدام أي عودة
        [re_arrest] انعدام أي توقيف جديد
        [reconviction] انعدام أي إدانة جديدة
       *[other] انعدام أي حالة
    } يظل متوافقا مع خطر حقيقي قد يصل إلى { $limit }.
finding-c0-all = مع { $people }، حتى جواب الجميع بنعم يظل متوافقا مع نسبة حقيقية قد لا تتعدى { $limit }.

finding-c1-share = { $subject }: { $events } من أصل { $people } ({ $share }). لا يمكن القول إلى ماذا يعود ذلك.
finding-c1-mean = { $subject }: { $mean } في المتوسط لدى { $people }. لا يمكن القول إلى ماذا يعود ذلك.
finding-c1-pair = { $subject }: { $support } في مجموعة «{ $support_arm }» و{ $comparison } في مجموعة «{ $comparison_arm }»؛ ولا يمكن القول إلى ماذا يعود الفرق.
finding-c1-bare = { $subject }: يمكن وصف المجموعتين، لكن لا يمكن القول إلى ماذا يعود أي فرق بينهما.

finding-c2 = { $subject }: تتوافق النتائج مع كل احتمال ما بين { $low } و{ $high } { $base }. يلزم عدد أكبر من الأشخاص لحسم المسألة.
finding-c3 =
    { $subject }: إن كان هناك فرق { $direction ->
        [worse] في غير صالح البرنامج
        [better] لصالح البرنامج
        [lower] بالنقصان
       *[higher] بالزيادة
    } فالراجح أنه لا يتجاوز { $bound } { $base }؛ وقد لا يكون هناك أي فرق. تتوافق النتائج مع كل احتمال ما بين { $low } و{ $high }.
finding-c3-none =
    { $subject }: يستبعد وجود فرق { $direction ->
        [worse] في غير صالح البرنامج
        [better] لصالح البرنامج
        [lower] بالنقصان
       *[higher] بالزيادة
    }؛ وقد لا يكون هناك أي فرق. تتوافق النتائج مع كل احتمال ما بين { $low } و{ $high } { $base }.
finding-c4 = { $subject }: إن كان هناك فرق فالراجح أنه أقل من { $smallest } { $base }. تتوافق النتائج مع كل احتمال ما بين { $low } و{ $high }.
finding-c5s-causal = { $subject }: أدى البرنامج إلى { $estimate } تقريبا { $base } ({ $range })، أي أقل من { $smallest }، وهو الحد الذي اعتبر مهما قبل الاطلاع على النتائج.
finding-c5s-associated = { $subject }: الفرق المرتبط بالبرنامج هو { $estimate } تقريبا { $base } ({ $range })، أي أقل من { $smallest }، وهو الحد الذي اعتبر مهما قبل الاطلاع على النتائج.
finding-c5-causal = { $subject }: أدى البرنامج إلى { $estimate } تقريبا { $base } ({ $range }).
finding-c5-associated = { $subject }: الفرق المرتبط بالبرنامج هو { $estimate } تقريبا { $base } ({ $range }).

finding-verdict-better = وهذا أفضل مما سجل في المجموعة الأخرى.
finding-verdict-worse = وهذا أسوأ مما سجل في المجموعة الأخرى.
finding-only-just = وبفارق ضئيل جدا: فحسابات معتادة أخرى لا تستبعد انعدام الفرق.
finding-assumption-randomised = ويهم هذا من شاركوا فعلا، والقرعة وحدها لم تعينهم.
finding-assumption-comparison = ولا يصح هذا إلا إذا كانت المجموعتان متشابهتين أيضا في كل ما لم يقس.
finding-assumption-panel = ولا يصح هذا إلا إذا كانت المجموعتان ستتطوران بالشكل نفسه بدون البرنامج.

finding-reason-single-group = لا توجد مجموعة مقارنة.
finding-reason-few-people = لوحظ أقل من ثلاثين شخصا في إحدى المجموعتين: يكفي هذا العدد للوصف لا للمقارنة.
finding-reason-few-unrandomised = لوحظ أقل من ستين شخصا في إحدى المجموعتين، ولم تجر أي قرعة: يكفي هذا للوصف لا للمقارنة.
finding-reason-balance = حتى بعد الترجيح، ظلت المجموعتان مختلفتين فيما كان معروفا من قبل.
finding-reason-overlap = كثير من المستفيدين لا يوجد من يشبههم في المجموعة الأخرى.
finding-reason-weights = يعتمد الحساب على عدد قليل جدا من أشخاص المجموعة الأخرى.
finding-reason-placebo = الحساب نفسه يجد فرقا، أو لا يستبعده، حيث لا يمكن أن يوجد فرق: قبل البرنامج.
finding-reason-placebo-absent = لم تتوفر أي نتيجة سابقة للبرنامج لاختبار الحساب عليها.
finding-reason-agreement = حسابات معتادة أخرى لا تعطي الجواب نفسه.
finding-reason-attrition = تعذر تتبع عدد كبير من الأشخاص، أو عدد أكبر في مجموعة منه في الأخرى.
finding-reason-detection = لا يراعي الحساب الطريقة التي اختير بها الأشخاص أو جمعوا أو لوحظوا.
finding-reason-absent = لم تنجز كل عمليات التحقق التي تتطلبها مثل هذه المقارنة.
finding-reason-naive = لم تكن المجموعتان متشابهتين في البداية: لا ينبغي وضع الرقمين أحدهما في مواجهة الآخر.
finding-reason-no-number = لم يعط الحساب أي رقم.
finding-reason-no-interval = لم يعط الحساب أي مجال صالح للاستعمال.
finding-reason-no-people = عدد الأشخاص المعنيين غير معروف.
