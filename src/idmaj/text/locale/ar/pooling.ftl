# unreviewed: a native reader has not signed yet
# نتائج مجمعة على عدة أفواج أو مواقع، ونتائج حسب فئات الأشخاص

estimator-random_effects = المتوسط على الأفواج (تأثيرات عشوائية)
estimator-beta_binomial = النسبة على أفواج صغيرة كثيرة (توزيع بيتا الحداني)
estimator-partial_pooling = نتيجة مقربة من نتيجة الجميع
estimator-interaction = اختلاف الفرق بين فئات الأشخاص
population-over-cohorts = متوسط على الأفواج، كل فوج بقدر ما يفيد به

term-pooled = جميع الأفواج معا
term-new-cohort = فوج جديد
term-between-cohorts = بين الأفواج
term-joint = جميع الفئات دفعة واحدة

note-drawn-to-mean = مقربة من نتيجة الجميع، بقدر ما لا تتجاوز الفروق بين المجموعات ما تحدثه الصدفة
note-new-cohort = المجال الذي تقع فيه النتيجة الحقيقية لفوج إضافي من النوع نفسه
note-no-variance-between = لا تختلف الأفواج فيما بينها أكثر مما تحدثه الصدفة وحدها؛ وهذا لا يثبت تماثلها
note-variance-between = تباين النتائج الحقيقية بين الأفواج، بمربع وحدة النتيجة
note-correlation-in-cohorts = مدى تشابه شخصين من الفوج نفسه مقارنة بشخصين من فوجين مختلفين
note-cochran = حصة الفروق بين الأفواج التي لا تفسرها الصدفة (اختبار كوكران)
note-cohort-too-small = عدد الأشخاص أقل من أن يعطي تقديرا خاصا بهذا الفوج: لا يدخل في هذا المتوسط، ويحتسب حيث تجمع النسب
note-cohort-without-estimate = لا تقدير خاصا بهذا الفوج: لا يدخل في هذا المتوسط
note-without-cohort = لم يحتسب الأشخاص الذين لا يعرف فوجهم
note-intervals-combined = مجال مركب من مجالي الفئتين
note-interaction-by-regression = للفئات عناقيد مشتركة: انحدار واحد للجميع، وخطؤه يحتسب العناقيد
note-joint-interaction = اختبار تساوي الفرق في جميع الفئات

estimation-one-cohort = لا يوجد فوجان أو فئتان لهما نتيجة
    .expected = اثنان على الأقل
    .remedy = انتظروا أفواجا أخرى، أو اقرؤوا النتيجة الوحيدة على حدة.
estimation-too-few-cohorts = عدد الأفواج أقل من أن يعرف مدى اختلافها
    .expected = خمسة أفواج على الأقل
    .remedy = انتظروا أفواجا أخرى، أو صفوا كل فوج على حدة.
