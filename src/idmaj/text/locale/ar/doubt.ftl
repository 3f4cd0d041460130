# unreviewed: a native reader has not signed yet
# ما قد يقلب التقدير: التحيز الخفي والمواصفات الأخرى

estimator-e_value = قوة العامل الخفي اللازمة لقلب النتيجة
estimator-rosenbaum = التحيز الخفي الذي تصمد أمامه الأزواج (روزنباوم)
estimator-oster = ثبات التقدير عند إدخال المتغيرات (أوستر)
estimator-robustness_value = قيمة الصمود
estimator-specification_curve = منحنى المواصفات

scale-gamma = ترجيح الاستفادة بين شخصين متشابهين
scale-delta = غير المقيس نسبة إلى المقيس
scale-partial_r2 = النسبة المفسرة مما تبقى

population-regression = بالانحدار الخطي على المتغيرات
population-gamma = إذا ضاعف تحيز خفي ترجيح الاستفادة { $transform } مرة على الأكثر
population-all-specifications = جميع المواصفات
population-specification-all = جميع المتغيرات
population-specification-all-cut = جميع المتغيرات؛ مع قص أكبر المبالغ عند الرتبة { $transform }
population-specification-all-uncut = جميع المتغيرات؛ والمبالغ كما هي
population-specification-none = بدون متغيرات
population-specification-none-cut = بدون متغيرات؛ مع قص أكبر المبالغ عند الرتبة { $transform }
population-specification-none-uncut = بدون متغيرات؛ والمبالغ كما هي
population-specification-without = بدون { $transform }
population-specification-without-cut = بدون أحد المتغيرات؛ مع قص أكبر المبالغ ({ $transform })
population-specification-without-uncut = بدون { $transform }؛ والمبالغ كما هي
population-specification-named = المتغيرات: { $transform }
population-specification-named-cut = مجموعة من المتغيرات؛ مع قص أكبر المبالغ ({ $transform })
population-specification-named-uncut = المتغيرات: { $transform }؛ والمبالغ كما هي

note-e-value-shares = يلزم أن يكون العامل غير المقيس أكثر حضورا بهذا القدر على الأقل لدى المستفيدين ومع تحقق النتيجة معا؛ وتعتبر نسبة المستفيدين كما لوحظت
note-e-value-means = يلزم أن يكون العامل غير المقيس أكثر حضورا بهذا القدر على الأقل لدى المستفيدين ومع القيم المرتفعة معا؛ ويقوم الفرق بوحدة الانحراف المعياري مقام نسبة بين حصتين
note-left-out = مقدار تحرك الحد عند ترك هذا المتغير، معبرا عنه بقوة عامل خفي
note-regression = انحدار خطي على المتغيرات؛ وليس الحساب المقرر
note-oster = انحدار خطي؛ ويفترض أن ما يمكن تفسيره لا يتجاوز ما تفسره المتغيرات مزيدا بثلاثة أعشاره
note-oster-away = ما تم قياسه أبعد الفرق عن الصفر
note-matched-sets = اختبار في اتجاه واحد على المجموعات المتطابقة، بنصف ما يتركه مستوى الثقة
note-matched-bounds = حدود الفرق مع وجود تحيز خفي، بدون مجال ثقة
note-nothing-to-overturn = حتى بدون تحيز خفي، لا يستبعد الاختبار انعدام الفرق
note-specifications = وسيط جميع المواصفات وأدناها وأعلاها؛ بدون مجال ثقة
note-specifications-capped = أعلنت مواصفات أخرى ولم تحسب

estimation-not-a-ratio = نسبة لا تفوق الصفر
    .expected = نسبة أكبر من الصفر
    .remedy = اترك هذا القياس؛ فالفرق نفسه يبقى صالحا.
estimation-bounds-out-of-order = تقدير يقع خارج مجال الثقة الخاص به
    .expected = حد أدنى ثم التقدير ثم حد أعلى، بهذا الترتيب
    .remedy = تحقق من التقدير ومن مجال الثقة.
estimation-not-matched-sets = مجموعة متطابقة لا تتكون من مستفيد واحد وأشخاص آخرين
    .expected = مستفيد واحد وشخص آخر على الأقل في كل مجموعة
    .remedy = تحقق من عمود المجموعات.
estimation-dependent-sets = المجموعات المتطابقة مرتبط بعضها ببعض
    .expected = ألا يوجد أحد في مجموعتين، وبدون عناقيد ولا أوزان
    .remedy = طابق بدون إرجاع، أو اقرأ القياسات الأخرى للتحيز الخفي.
