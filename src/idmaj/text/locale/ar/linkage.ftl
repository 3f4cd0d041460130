# unreviewed: a native reader has not signed yet
## Rules that make a link, or ask a clerk
link-rule-decision = قرار موظف
link-rule-code = رمز البرنامج
link-rule-cin-and-birth = البطاقة الوطنية وتاريخ الازدياد
link-rule-cin-and-name = البطاقة الوطنية والاسم
link-rule-probabilistic = تشابه عدة معرفات
link-rule-code-contradicted = رمز البرنامج، لكن البطاقة وتاريخ الازدياد والاسم لا توافقه
link-rule-cin-contradicted = البطاقة الوطنية، لكن تاريخ الازدياد أو الاسم لا يوافقها
link-rule-cin-alone = البطاقة الوطنية وحدها: لا شيء غيرها يمكن مقارنته
link-rule-several-persons = قد يكون المقصود أكثر من شخص
link-rule-person-taken = لهذا الشخص قيد آخر في السجل
link-rule-alike = تشابه تاريخ الازدياد والأسماء

## What became of an entry of a register
link-status-accepted = تم ربطه
link-status-review = ينتظر قرارا
link-status-outdone = أقل احتمالا من الربط المعتمد
link-status-declined = رفضه موظف
link-status-records = قيود السجل
link-status-linked = قيود تم ربطها
link-status-in-review = قيود تنتظر قرارا
link-status-not-linked = قيود لا تخص أحدا من أفراد الدراسة

## Problems
linkage-not-installed = لم تربط القيود التي لا تشترك مع أي مستفيد في الرمز ولا في البطاقة الوطنية: مكتبة الربط الاحتمالي غير مثبتة
    .expected = الإضافة { $extra }
    .remedy = ثبتوها، أو احسموا الحالات الواردة في لائحة المراجعة.
linkage-too-few = القيود التي توافق أحد المستفيدين دون أي شك أقل من أن تستخلص منها احتمالات
    .expected = { $least } منها على الأقل
    .remedy = لا شيء يستوجب التصحيح في دراسة صغيرة: يحسم موظف الحالات الواردة في لائحة المراجعة.
linkage-untrained = تعذر استخلاص نسبة توافق «{ $column }» لدى الشخص الواحد ولدى شخصين مختلفين، فلم يربط أي قيد بالتشابه
    .expected = عمود معبأ لدى أغلب الأشخاص وقيمه مختلفة
    .remedy = احذفوا هذا العمود من قسم الربط، أو احسموا الحالات الواردة في لائحة المراجعة.
link-persons-codes-wrong = رموز مستفيدين رقم مراقبتها خاطئ: { $n }
    .expected = الرموز كما طبعت في اللائحة
    .remedy = صححوها، وإلى ذلك الحين تستعمل معرفات أخرى.
link-records-codes-wrong = رموز في السجل رقم مراقبتها خاطئ: { $n }
    .expected = الرموز كما طبعت في اللائحة
    .remedy = صححوها، وإلى ذلك الحين تستعمل معرفات أخرى.
link-birth-unread = تواريخ الازدياد التي تعذرت قراءتها: { $n }
    .expected = تواريخ بالصيغة المصرح بها في ملف الدراسة
    .remedy = صححوا صيغة التاريخ في ملف الدراسة أو صححوا التواريخ.
link-row-blank = الأسطر التي لا تدل على صاحبها: { $n }
    .expected = رمز، أو رقم بطاقة وطنية، أو اسم مع تاريخ الازدياد
    .remedy = أتموا السجل، فهذه الأسطر لا تربط بأحد.
link-nothing = لم يربط أي سطر من السجل بأحد من المستفيدين
    .expected = وجود مستفيدين بين أشخاص السجل، إن كان أحدهم مقيدا فيه
    .remedy = تحققوا من أن أعمدة قسم الربط هي الصحيحة قبل أي استنتاج.
link-review = أزواج من قيد ومستفيد تنتظر قرار موظف: { $n }
    .expected = قرار لكل زوج
    .remedy = افتحوا { $file } في المجلد المحمي للدراسة، ثم دونوا القرارات في { $decisions }.
link-decision-unknown = قرارات تخص أزواجا لم تعد موجودة: { $n }
    .expected = معرفات لائحة المراجعة، المنشأة بالمفتاح نفسه
    .remedy = تحققوا من المفتاح، أو احذفوا هذه القرارات.
link-decision-contradicted = قرارات متناقضة: { $n }
    .expected = قرار واحد لكل زوج، وشخص واحد على الأكثر لكل قيد
    .remedy = احتفظوا بالقرار الصحيح.
link-decision-unread = «{ $value }» ليس قرارا
    .expected = إحدى القيم { $known }، أو خلية فارغة ما دامت الحالة مفتوحة
    .remedy = صححوا الخلية.
link-decisions-column-missing = هذا العمود غير موجود في ملف القرارات
    .expected = { $columns }
    .remedy = أضيفوا العمود.
link-decisions-show-people = في ملف القرارات عمود قد يكشف هوية أشخاص
    .expected = { $columns } لا غير
    .remedy = احذفوا العمود: هذا الملف مجاور لملف الدراسة الذي قد يتداوله آخرون.
