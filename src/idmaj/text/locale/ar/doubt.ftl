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
population-specification = مواصفة واحدة: { $transform }
specification-all = جميع المتغيرات
specification-none = بدون متغيرات
specification-without = بدون «{ $covariate }»
specification-named = المتغيرات: { $set }
specification-cut = مع قص المبالغ التي تفوق الرتبة { $share }
specification-uncut = والمبالغ كما هي

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
