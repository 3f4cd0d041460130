# unreviewed: a native reader has not signed yet
# المدد التي تسبق الأحداث: المنحنيات والاختبارات ومعدلات الخطر والأحداث المتنافسة ونقطة البداية

chart-title-incidence = { $outcome }: نسبة الأشخاص مع مرور الوقت
chart-incidence-subtitle = نسبة من وقع لهم «{ $event }»، مع مجالات الثقة { $level }
chart-incidence-first = قد يقع حدث آخر قبله. ومن وقع له ذلك يبقى محسوبا في المقام، ولا يعد هنا.
chart-course-whole = الخطوط المنقطة: مجال الثقة { $level } للمنحنى كله دفعة واحدة.
chart-alt-incidence = نسبة من وقع لهم «{ $outcome }»، { $horizon }. { $full }
    .short = نسبة من وقع لهم «{ $outcome }»، { $horizon }. { $values }
    .shortest = نسبة من وقع لهم الحدث: { $values }

estimator-gray = اختبار غراي
estimator-proportional_hazards = اختبار تناسب معدلات الخطر
estimator-concordance = توافق النموذج
scale-time_lost = متوسط المدة الضائعة بسبب الحدث
scale-time_lost_difference = الفرق بين متوسطي المدة الضائعة بسبب الحدث
population-standardised = كأن الجميع في مجموعة ثم في الأخرى
population-time-varying = خاصية تتغير خلال التتبع
note-one-minus-km = ليست نسبة من وقع لهم الحدث: يفترض هذا الحساب أن الحدث الآخر لا يقع لأحد، فيعطي رقما أعلى من الواقع
timing-class = الصنف «{ $value }»

timing-heading-definition = ما الذي يحتسب؟
timing-heading-people = كم شخصا يمكن الحكم على حالتهم؟
timing-heading-levels = النسب عند الآجال
timing-heading-frequency = كم مرة؟
timing-heading-sources = ما رصده كل مصدر
timing-heading-events = أنواع الأحداث جنبا إلى جنب
timing-heading-tests = المدة بكاملها: الاختبارات ومتوسطات المدد
timing-heading-hazards = معدلات الخطر
timing-heading-checks = ما تفترضه هذه النماذج
timing-heading-changing = ما يتغير خلال التتبع
timing-heading-naive = نقطة البداية التي تجمل النتيجة

timing-immature = لم تنته مدة تتبع بعض الأشخاص عند الأجل. هم معدودون هنا وخارج حساب النسب: لا يعدون أبدا ممن لم يقع لهم الحدث.
timing-same-event = لا تصح المقارنة بين أرقام تخص أحداثا أو نقط بداية أو مددا أو مصادر مختلفة.
timing-one-event = لا تقيس هذه الدراسة إلا نوعا واحدا من الأحداث.
timing-no-frequency = لا تعد هذه الدراسة عدد مرات وقوع الأحداث.
timing-no-sources = ليس في هذه الدراسة حدث يبلغ عنه مصدران.
timing-no-course = ليست في هذه الدراسة مجموعتان تمكن المقارنة بين المدد التي تسبق فيهما حدثا ما.
timing-frequency-liberty = مدة الاعتقال لا تدخل في مدة التعرض للحدث: السنة سنة حرية.
timing-sources-apart = تبقى تصريحات الأشخاص وبيانات السجل منفصلة. والورود في أحدهما فقط ليس خطأ في حد ذاته.
timing-hazards-read = تقارن نسبة معدلي الخطر وتيرة وقوع الحدث بين من لم يقع لهم بعد. وهي ليست نسبة بين حصتين، ولا تستخلص منها وحدها أي نتيجة.
timing-checks-read = تدل القيمة الاحتمالية الصغيرة على أن النسبة تغيرت مع الزمن: فالرقم الواحد متوسط عندئذ.
timing-changing-read = يؤثر العمل والعودة أحدهما في الآخر، وكلاهما يأتي بعد الدعم. هذه الأسطر وصف، ولا تقول شيئا عما غيره البرنامج.
timing-naive-read = يبدأ العد هنا من تاريخ الإفراج، ومن استفاد من الدعم بقي حرا بالضرورة إلى حين حصوله عليه. وهذا وحده يظهره في وضع أحسن. تبين هذه الأسطر الخطأ، وليست نتائج.
timing-statistic = { $value } (درجات الحرية: { $df })

timing-in-both = { $first } و{ $second }
timing-in-one = { $source } فقط
timing-in-neither = لا { $first } ولا { $second }

timing-column-event = الحدث
timing-column-known = الحالات المعروفة
timing-column-immature = لم ينته التتبع
timing-column-source = المصدر
timing-column-clock = نقطة بداية العد
data-source-self_report = تصريحات الأشخاص
data-source-register = السجل
data-source-archive = الأرشيف
data-source-study = معطيات الدراسة
timing-column-part = العنصر
timing-column-rule = القاعدة
