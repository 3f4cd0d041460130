# unreviewed: a native reader has not signed yet
# what the command line says, and problems of notebooks and their parameters

cli-busy = هناك تشغيل آخر جار في فضاء العمل هذا. انتظروا انتهاءه ثم أعيدوا المحاولة.
cli-fault = وقع خطأ في برنامج إدماج نفسه: { $error }. يوجد السجل في { $path }، والمرجو إرساله إلى القائمين على هذا البرنامج المعلوماتي.

cli-step-done = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): تم، المدة بالثواني { $seconds }
cli-step-kept = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): لم يتغير شيء
cli-step-failed = [{ $number }/{ $total }] { $study } { $notebook } ({ $language }): تعذر الإنجاز، { $error }

cli-check-ready = { $study }: يمكن تشغيل الدراسة
cli-check-refused = { $study }: لا يمكن تشغيل الدراسة قبل حل المشاكل أدناه

cli-run-published = { $study }: نشرت في { $path }
cli-run-partial = { $study }: نشرت في { $path } مع نقص
cli-run-failed = { $study }: لم ينشر شيء، والتقارير السابقة باقية كما هي
cli-run-refused = { $study }: رفضت بسبب المشاكل أدناه، والتقارير السابقة باقية كما هي
cli-where-to-look = افتحوا { $index }. توجد الدفاتر المنفذة، وهي غير معدة للنشر، في { $notebooks }.

cli-status-never-run = { $study }: لم تشغل قط
cli-status-running = { $study }: قيد التشغيل أو توقفت قبل نهايتها (أعيدوا التشغيل للمتابعة)
cli-status-published = { $study }: منشورة
cli-status-partial = { $study }: منشورة جزئيا
cli-status-failed = { $study }: فشل آخر تشغيل
cli-status-refused = { $study }: رفض آخر تشغيل
cli-release = التقرير: { $path }
cli-stale = متجاوز: تغيرت المعطيات أو ملف الدراسة أو المكتبة منذ آخر تشغيل
cli-waiting = لم ينفذ: { $notebook }
cli-unreviewed = نصوص لم يصادق عليها بعد قارئ لغته الأم هي لغة النص: { $languages }

cli-failure = { $notebook } ({ $language })، الخلية { $cell }: { $error }. { $output }
cli-failure-outside = { $notebook } ({ $language }): { $error }. { $output }

cli-reproduced = الأرقام المنشورة التي تؤكدها أرقامنا: { $n } من أصل { $total }
cli-reproduce-differing = أرقام تختلف باختلاف الاصطلاح، ولا يدعى تطابقها:
cli-reproduce-not-run = أرقام لم يتم التحقق منها لعدم العثور على المعطيات: { $n }. للتحقق منها، ضعوا الملفات في { $path } بجانب فضاء العمل، أو حددوا مجلدها في { $variable }.
cli-reproduce-data-missing = { $study }: { $file }؛ عدد الأرقام غير المتحقق منها: { $n }

notebook-missing = الدفتر غير موجود
    .expected = دفتر بهذا الاسم
    .remedy = أعيدوا الدفتر إلى مكانه، مثلا من مستودع الشفرة.
notebook-unreadable = لا يمكن قراءة الملف بوصفه دفترا
    .expected = دفتر بالصيغة الرابعة
    .remedy = أعيدوا الدفتر إلى مكانه، مثلا من مستودع الشفرة.
parameters-untagged = لا توجد في الدفتر خلية تحمل الوسم { $tag }
    .expected = خلية واحدة تحمل الوسم { $tag }
    .remedy = ضعوا الوسم على خلية المعاملات في برنامج تحرير الدفاتر.
parameter-unknown = لا يوجد في الدفتر معامل باسم { $name }
    .expected = أحد المعاملات الآتية: { $allowed }
    .remedy = صححوا الاسم، وأقربها إليه { $nearest }.
parameter-mistyped = المعامل { $name } من نوع { $given }
    .expected = { $wanted }
    .remedy = أعطوا قيمة من النوع المطلوب، واكتبوا التواريخ نصا بصيغة سنة-شهر-يوم.
language-not-in-study = لا تتضمن الدراسة موجزات باللغة { $name }
    .expected = { $allowed }
    .remedy = أضيفوا اللغة إلى ملف الدراسة أو احذفوها من الأمر.
