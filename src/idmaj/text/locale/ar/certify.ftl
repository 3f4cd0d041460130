# unreviewed: a native reader has not signed yet

certificate-heading = شهادة سلامة الحسابات
certificate-passed = احترمت جميع الحدود.
certificate-exceeded = تم تجاوز أحد الحدود: لا تعتمدوا هذه النتائج قبل معرفة السبب.
certificate-intro = أنشئت عوالم اصطناعية بحجم الدراسة ومجموعاتها ونسب الفقدان والنسب الأساسية فيها، والحقيقة معروفة في كل واحد منها. ومرت بنفس الحسابات والمراقبات وقواعد النشر وسلم العبارات التي مرت بها معطيات الدراسة.
certificate-extent = عدد العوالم من كل صنف: { $worlds }؛ وربع هذا العدد من صنفي الأثر المضاعف والخاصية المضافة. عدد الأشخاص في كل عالم: { $people }. بذرة السحب: { $seed }.
certificate-how-randomised = يسحب الأشخاص من مجموعة المقارنة مع ما كانوا عليه من قبل وما آلوا إليه، ثم تعاد القرعة. وتتغير النسبة بقلب ما يلزم من الأجوبة ليحصل الفرق المطلوب، ويزيد المبلغ أو ينقص بالتناسب، فيبقى المنعدم منعدما.
certificate-how-comparison = يبقى الأشخاص والمجموعات على حالهم. ويسحب مآل كل شخص من بين أشخاص مجموعة المقارنة الذين كان ينتظر منهم الشيء نفسه، فلا يتعلق إلا بما تم قياسه من قبل، ولم تعرف أي طريقة صيغة ذلك.
certificate-how-single_group = يسحب مآل الجميع ومن تعذر تتبعهم من جديد دون اعتبار لما تم تسجيله. ولا يجوز أن يتغير شيء مما قد ينشر.
certificate-kind =
    { $kind ->
        [null] لا فرق
        [smallest] أصغر فرق ذي أهمية
        [double] ضعف أصغر فرق ذي أهمية
        [confounded] لا فرق، لكن صفة غير مقيسة تميز بين المجموعتين
       *[random] نتائج مسحوبة عشوائيا
    }
certificate-check =
    { $check ->
        [false-effect] عوالم لا فرق فيها ذكر فيها فرق في نتيجة من المجموعة الرئيسية
        [false-negligible] عوالم فيها أصغر فرق ذي أهمية قيل فيها إن أي فرق أصغر منه
        [secondary-unadjusted] فروق ذكرت في نتائج أخرى دون أن تسندها القيمة الاحتمالية المصححة
        [causal-words] عوالم ذكرت فيها جملة سببا لا يسمح به تصميم الدراسة
        [group-effect] عوالم ذكر فيها فرق عن مجموعة واحدة
       *[public-bytes] عوالم تظهر نتائجها فيما قد ينشر: الجدول والخلاصات والمذكرات
    }
certificate-kept =
    { $state ->
        [kept] محترم
       *[exceeded] متجاوز
    }
certificate-table-checks = ما يتم التعهد به
certificate-table-states = ما كان سيقال: نسبة العوالم
certificate-table-measures = جودة كل طريقة
certificate-note-measures = ينبغي أن يضم المجال بدرجة ثقة { $level } الحقيقة في نسبة مماثلة تقريبا من العوالم. واستبعاد انعدام الفرق خطأ حيث لا فرق، وهو قدرة الدراسة حيث يوجد فرق. والمبالغ بوحدة النتيجة.
certificate-column-check = التعهد
certificate-column-kind = العوالم
certificate-column-outcome = النتيجة
certificate-column-found = المسجل
certificate-column-limit = الحد الأقصى
certificate-column-worlds = من أصل
certificate-column-kept = الحد
certificate-column-silent = لم يذكر فرق (إلى { $rung })
certificate-column-open = اتجاه واحد فقط ({ $rung })
certificate-column-small = وصف بالصغير ({ $rung })
certificate-column-stated = ذكر فرق (ابتداء من { $rung })
certificate-column-method = الطريقة
certificate-column-coverage = المجالات التي تضم الحقيقة
certificate-column-excludes = المجالات التي تستبعد انعدام الفرق
certificate-column-bias = متوسط الخطأ
certificate-column-defined = العوالم ذات مجال
certificate-sentence-difference = في { $worlds } من الدراسات الاصطناعية بهذا الحجم وهذا النوع، حيث لا تختلف المجموعتان، ذكر فرق في { $found }؛ والحد هو { $limit }.
certificate-sentence-bytes = في { $worlds } من الدراسات الاصطناعية الشبيهة بهذه الدراسة، لم يكشف شيء مما قد ينشر عما آل إليه أي شخص.

certify-passed = { $study }: احترمت جميع الحدود
certify-exceeded = { $study }: تم تجاوز أحد الحدود
certify-refused = { $study }: لا يمكن محاكاتها
certify-page = الصفحة: { $path }
certify-line-check = { $check }: { $found } من أصل { $worlds } (الحد الأقصى { $limit })
certify-line-measure = { $kind }، { $outcome }، { $method }: تضم الحقيقة { $coverage }؛ تستبعد انعدام الفرق { $excludes }؛ متوسط الخطأ { $bias }
certify-line-states = { $kind }، { $outcome }: لم يذكر فرق { $silent }؛ اتجاه واحد فقط { $open }؛ وصف بالصغير { $small }؛ ذكر فرق { $stated }

certify-design = لا يمكن محاكاة عوالم للتصميم { $design }
    .expected = تصميم بالقرعة أو بمجموعة مقارنة أو بمجموعة واحدة، مع نتائج تخص أشخاصا
    .remedy = استثنوا هذه الدراسة من الأمر.

certify-index = لا يمكن محاكاة عوالم لأشخاص تتم مقارنتهم انطلاقا من تواريخ مرجعية
    .expected = مجموعتان يحددهما عمود، وسطر واحد لكل شخص
    .remedy = استثنوا هذه الدراسة من الأمر؛ ويبين السجل المحاكى ما تعطيه المنهجية حين تكون الحقيقة معروفة.

certify-curve = لا يمكن محاكاة عوالم لحدث لم يتم تتبع الجميع إلى نهايته
    .expected = حدث معروف بالنسبة إلى الجميع عند أفقه الرئيسي
    .remedy = اختاروا أفقا رئيسيا يشمله تتبع الجميع، أو استثنوا هذه الدراسة من الأمر.
