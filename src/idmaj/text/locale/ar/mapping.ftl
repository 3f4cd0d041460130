# unreviewed: a native reader has not signed yet

## Columns of an export and questions of its form
mapping-ambiguous-column = يمكن أن يدل عنوان هذا العمود على أي من الأسئلة { $questions }
    .expected = عنوان يدل على سؤال واحد
    .remedy = أعيدوا التصدير بأسماء الأسئلة بدل نصوصها، مع أسماء المجموعات.
mapping-lost-letters = ضاعت حروف عنوان هذا العمود عند حفظ الملف
    .expected = عنوان مقروء
    .remedy = اطلبوا الملف كما صدرته المنصة؛ فالحروف الضائعة لا تسترجع.
mapping-nothing-matches = لا يوافق أي عمود من «{ $table }» سؤالا من الاستمارة؛ وأعمدته هي { $columns }
    .expected = ملف مصدر من هذه الاستمارة
    .remedy = تحققوا من أن الملف صادر عن هذه الاستمارة ومن أن العناوين في السطر الصحيح.
mapping-unknown-repeat = ليس في الاستمارة قسم متكرر له أعمدة «{ $table }»: { $columns }
    .expected = أسطر قسم متكرر واحد من الاستمارة
    .remedy = قدموا نسخة الاستمارة التي كانت تضم هذا القسم المتكرر، أو احذفوا هذا الجدول من الملف المصدر.
mapping-which-repeat = يمكن أن يكون «{ $table }» أيا من الأقسام المتكررة { $repeats }
    .expected = أعمدة خاصة بقسم متكرر واحد، أو جدول يحمل اسمه
    .remedy = أعيدوا التصدير مع أسماء المجموعات.
