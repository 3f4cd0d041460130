# unreviewed: a native reader has not signed yet
# رسوم الحدود وطرق الحساب والنتائج المجمعة؛ صفحات من تعذر تتبعهم وصفحات الشك

chart-title-bounds = { $outcome }: ما يتركه من تعذر تتبعهم مفتوحا
chart-title-specifications = { $outcome }: جميع طرق الحساب
chart-title-pooled = { $outcome }: حسب فئات الأشخاص، وكلها مجتمعة
chart-alt-bounds = { $outcome }: التقدير المقرر { $value } { $unit }. { $method }: { $bounds }
    .short = التقدير المقرر { $value }. { $method }: { $bounds }
    .shortest = { $method }: { $bounds }
chart-alt-specifications = { $outcome }: عدد الحسابات { $n }، ونتائجها { $range } { $unit }، والمقرر منها { $value }
    .short = عدد الحسابات { $n }، ونتائجها { $range } { $unit }
    .shortest = عدد الحسابات { $n }: { $range }
chart-alt-pooled = { $outcome } حسب «{ $column }»، عدد الفئات المعروضة: { $n }. { $label }: { $value }
    .short = حسب «{ $column }»، عدد الفئات المعروضة: { $n }. { $label }: { $value }
    .shortest = { $label }: { $value }

chart-bounds-subtitle = { $outcome }، مع مراعاة من تعذر تتبعهم: الفرق بين «{ $support }» و«{ $comparison }» ({ $unit })
chart-bounds-lines = الخط السميك المتقطع: المجال الذي يقع فيه الفرق وفق شرط سطره. الخط الرقيق: مجال الثقة { $level } لهذين الحدين.
chart-specifications-subtitle = { $outcome }: الفرق بين «{ $support }» و«{ $comparison }» ({ $unit }) وفق كل حساب، مع مجالات الثقة { $level }
chart-specifications-order = كل عمود حساب، من أدنى نتيجة إلى أعلاها؛ وتبين النقط أسفله ما يأخذ به.
chart-specifications-planned = المعين: الحساب المقرر في خطة التحليل.
chart-specifications-median = نصف النتائج أدنى من { $median } ({ $unit }).
chart-pooled-subtitle = { $outcome } حسب «{ $column }»: الفرق بين «{ $support }» و«{ $comparison }» ({ $unit })
chart-pooled-subtitle-arm = { $outcome } حسب «{ $column }»: { $arm } ({ $unit })
chart-pooled-subtitle-group = { $outcome } حسب «{ $column }» ({ $unit })
chart-pooled-everybody = الجميع (التقدير المقرر)
chart-pooled-drawn = الدوائر الفارغة: النتيجة نفسها مقربة من نتيجة الجميع، بقدر ما لا تتجاوز فروق الفئات أثر الصدفة.
chart-pooled-new = الشريط الفارغ: المجال الذي تقع فيه النتيجة الحقيقية لفوج آخر من النوع نفسه.
chart-pooled-small = باللون الرمادي: عدد الأشخاص أقل من أن يدخل في متوسط الجميع.

specification-planned = المبالغ كما في الخطة
doubt-log-odds = { $number } (لوغاريتم الأرجحية)
doubt-with-unit = { $number } { $unit }
doubt-cohort = الفوج

doubt-heading-lost = إذا كان من تعذر تتبعهم مختلفين عمن جرى تتبعهم
doubt-heading-hidden = إذا كان سبب غير مقيس يجعل المجموعتين مختلفتين
doubt-heading-specifications = إذا اعتمدت طريقة حساب أخرى
doubt-heading-parts = إذا اختلفت فئات الأشخاص أو الأفواج
doubt-heading-looks = إذا اطلع على النتائج عدة مرات، أو على عدة نتائج معا
doubt-heading-power = ما يمكن لهذا العدد من الأشخاص أن يظهره
doubt-nothing = لم تقرر هنا أي مقارنة، فليس هناك ما يوضع موضع الشك.
doubt-family = مجموعة النتائج «{ $family }»: القيمة الاحتمالية { $p } منفردة، و{ $adjusted } بعد احتساب باقي نتائج المجموعة.
doubt-difference = { $first } ناقص { $second }
doubt-term-tipping-point = مقدار الإزاحة عند نقطة الانقلاب
doubt-term-lost-supported = المستفيدون الذين تعذر تتبعهم
doubt-term-missing-information = المعلومات الناقصة
doubt-term-estimate = بالنسبة للتقدير
doubt-term-limit = بالنسبة للحد الأقرب إلى انعدام الفرق
doubt-term-partial = ما تفسره المجموعتان من الباقي
doubt-term-delta = ما يكفي لمحو الفرق كله
doubt-term-adjusted = الفرق إذا رافق غير المقيس الدعم كما يرافقه المقيس
doubt-term-directions = هل تفقد الفئات حسب «{ $columns }» عددا أكبر من المجموعة نفسها؟

notebook-loss-everybody = المجموعتان معا
notebook-loss-between = { $support } ناقص { $comparison }
notebook-loss-of = { $outcomes }: من تعذر تتبعهم ناقص من جرى تتبعهم، بوحدة الانحراف المعياري
notebook-loss-joint = هل تدل الخصائص مجتمعة على من تعذر تتبعهم؟ إحصائية مربع كاي { $statistic }، درجات الحرية { $df }، القيمة الاحتمالية { $p }.
notebook-loss-between-joint = هل فقدت المجموعتان أشخاصا مختلفين؟ إحصائية مربع كاي { $statistic }، درجات الحرية { $df }، القيمة الاحتمالية { $p }.
notebook-loss-size = بعد ترجيح من جرى تتبعهم ليمثلوا الجميع، تعادل المعلومات التي تقدمها أصغر المجموعتين ما يقدمه هذا العدد من الأشخاص: { $n }.
notebook-loss-nobody = لم يفقد تتبع أي شخص بالنسبة لهذه النتائج: { $outcomes }.
notebook-loss-not-asked = لم تجر مقارنة من تعذر تتبعهم بمن جرى تتبعهم بالنسبة لهذه النتائج، لعدم التصريح بخصائص قبلية أو لعدم وجود مجموعتين: { $outcomes }.
