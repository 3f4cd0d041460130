# unreviewed: a native reader has not signed yet

## File and sheets
form-not-a-form = الملف ليس استمارة بحث
    .expected = مصنف استمارة أو النسخة النصية لاستمارة من منصة الجمع
    .remedy = حددوا الاستمارة التي جمعت بها المعطيات.
form-without-survey = ليس في المصنف ورقة للأسئلة
    .expected = ورقة للأسئلة بالاسم المعتمد في هذا النوع من الاستمارات
    .remedy = حددوا الاستمارة نفسها لا ملفا مصدرا من أجوبتها.
form-without-questions = ورقة الأسئلة فارغة
    .expected = سؤال واحد على الأقل
    .remedy = اطلبوا الاستمارة من جديد.
form-column-missing = ليس في ورقة الأسئلة عمود «{ $name }»
    .expected = سطر عناوين يحمل هذا الاسم
    .remedy = أعيدوا العنوان إلى مكانه، أو اطلبوا الاستمارة من جديد.

## Groups and names
form-group-open = المجموعة «{ $name }» غير مغلقة
    .expected = سطر ينهيها
    .remedy = أضيفوا السطر الذي ينهي المجموعة.
form-group-not-open = ينهي هذا السطر مجموعة لم تفتح
    .expected = سطر يفتحها
    .remedy = احذفوا السطر، أو أضيفوا السطر الذي يفتح المجموعة.
form-group-crossed = ينهي هذا السطر شيئا غير «{ $name }» الذي فتح أخيرا
    .expected = مجموعات وتكرارات تغلق بالترتيب
    .remedy = صححوا ترتيب السطور التي تغلق المجموعات والتكرارات.
form-name-missing = ليس لهذا السطر اسم
    .expected = اسم لكل سؤال ولكل مجموعة
    .remedy = أضيفوا الاسم.
form-name-twice = الاسم «{ $name }» وارد مرتين في المجموعة نفسها
    .expected = اسم خاص بكل سؤال داخل المجموعة
    .remedy = غيروا أحد الاسمين كما فعلت المنصة.

## Questions
form-type-unknown = لا يوجد نوع أسئلة باسم «{ $found }»؛ تقرأ الأجوبة نصا
    .expected = نوع من أنواع الأسئلة المعروفة
    .remedy = صححوا النوع إن لم تكن الأجوبة نصا.
form-list-missing = لا توجد لائحة اختيارات باسم «{ $name }»
    .expected = لائحة من ورقة الاختيارات
    .remedy = أضيفوا اللائحة، أو صححوا اسمها في خانة النوع.
form-reference-unknown = الإحالة «{ $name }» لا تقود إلى أي سؤال
    .expected = اسم سؤال من الاستمارة
    .remedy = صححوا الاسم.
form-target-unreadable = «{ $found }» لا يحدد جدولا وعمودا
    .expected = اسم الجدول ثم نقطة ثم اسم العمود، أو لا شيء
    .remedy = صححوا الوجهة، أو اتركوا الخانة فارغة.
form-missing-unreadable = «{ $found }» لا يبين نوع القيمة الناقصة التي يعنيها الرمز
    .expected = أزواج من رمز وإحدى الكلمات { $allowed }؛ وللاختيار إحدى هذه الكلمات
    .remedy = صححوا الخانة، أو اتركوها فارغة.
form-class-unknown = «{ $found }» ليس من أصناف الإفصاح
    .expected = إحدى الكلمات { $allowed }
    .remedy = صححوا الخانة، أو اتركوها فارغة.

## Conditions
form-expression-syntax = تتعذر قراءة شرط «{ $name }» عند «{ $found }»؛ لا يعاد التحقق منه
    .expected = شرط تقبله المنصة
    .remedy = صححوا الشرط.
form-expression-quotes = في شرط «{ $name }» علامات اقتباس مطبعية عند «{ $found }»؛ لا يعاد التحقق منه
    .expected = علامات اقتباس مستقيمة
    .remedy = عوضوها بعلامات مستقيمة.
form-expression-function = يستعمل شرط «{ $name }» الدالة «{ $found }» التي لا تحددها الأجوبة وحدها؛ لا يعاد التحقق منه
    .expected = دوال للأجوبة
    .remedy = لا يلزم أي تصحيح؛ تحققوا يدويا من هذه القفزات.
form-expression-path = يحيل شرط «{ $name }» إلى «{ $found }» بمسار لا يتبع؛ لا يعاد التحقق منه
    .expected = إحالة إلى السؤال باسمه
    .remedy = أحيلوا إلى السؤال باسمه.
form-expression-pattern = في شرط «{ $name }» النمط «{ $found }» الذي تتعذر قراءته؛ لا يعاد التحقق منه
    .expected = تعبير نمطي مكتوب في الشرط
    .remedy = صححوا النمط.

## Targets and answers
form-target-twice = لأسئلة عدة الوجهة نفسها «{ $target }»: { $names }؛ يحتفظ بها أولها
    .expected = سؤال واحد لكل وجهة
    .remedy = اتركوا الوجهة لسؤال واحد منها.
form-target-unknown = الوجهة «{ $target }» للسؤال «{ $name }» ليست عمودا معتمدا؛ يوضع الجواب في عمود بهذا الاسم
    .expected = عمود من قاموس المعطيات
    .remedy = تحققوا من كتابة الوجهة.
form-target-in-wrong-table = وجهة «{ $name }» في الجدول «{ $target }» الذي لا يملؤه موضع السؤال في الاستمارة
    .expected = جدول المقابلات خارج التكرارات، وجدول الوقائع القضائية داخل التكرار
    .remedy = صححوا الوجهة.
form-label-twice = لاختيارين من اللائحة «{ $name }» التسمية نفسها «{ $label }»
    .expected = تسمية خاصة بكل اختيار
    .remedy = صدروا الرموز لا التسميات، أو غيروا إحدى التسميتين.
form-flag-answer = الاختيار «{ $code }» في «{ $name }» لا يعني نعم ولا لا
    .expected = نعم أو لا أو قيمة ناقصة
    .remedy = حددوا الكلمة أو نوع القيمة الناقصة لهذا الاختيار.
