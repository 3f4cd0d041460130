# unreviewed: a native reader has not signed yet
# خمسة أسئلة حول كل نتيجة

brief-table-asked = { $outcome }: ما الذي تستند إليه
asked-column-question = السؤال
asked-column-answer = الجواب
asked-question-estimate = ما الذي تم تقديره؟
asked-question-moves = ما الذي يغيره؟
asked-question-overturns = ما الذي قد يقلبه؟
asked-question-settles = ما الذي يحسم المسألة؟
asked-question-costs = كم كانت الكلفة؟

asked-quiet = لا يقدم أي فرق بين المجموعتين.
asked-estimate = { $measure }: { $value }. طريقة الحساب: { $method }.
asked-family = عند النظر فيه مع باقي النتائج المحددة مسبقا، تبلغ القيمة الاحتمالية المعدلة { $p }.
asked-others = تعطي طرق الحساب الأخرى المقررة، وعددها { $number }، { $range }؛ عدد ما يستبعد منها انعدام الفرق: { $clear }.
asked-specifications = عند إجراء الحساب بطرق أخرى يمكن الدفاع عنها، وعددها { $number }، تكون النتيجة { $range }.
asked-nobody-lost = لم يفقد أثر أي شخص خلال التتبع.
asked-lost = لا تعرف النتيجة بالنسبة إلى { $share } من الأشخاص.
asked-bounds = كيفما كان مآل من فقد أثرهم: { $bounds } (المجال { $range }). طريقة الحساب: { $method }.
asked-tipping-loses = يبدأ المجال في شمول انعدام الفرق لو كان لدى المستفيدين الذين فقد أثرهم { $tip } بدل { $imputed }.
asked-tipping-gains = يبدأ المجال في استبعاد انعدام الفرق لو كان لدى المستفيدين الذين فقد أثرهم { $tip } بدل { $imputed }.
asked-tipping-none = مهما كانت نتائج المستفيدين الذين فقد أثرهم أحسن أو أسوأ، في حدود ما تمت تجربته، تبقى القراءة هي نفسها.
asked-e-value = قد يفسر الفرق كله عامل لم يتم قياسه، احتمال وجوده لدى المستفيدين أكبر { $value } مرة، ويرتبط بالنتيجة بالقوة نفسها.
asked-e-value-beside = قد يجعل المجال يشمل انعدام الفرق عامل لم يتم قياسه، احتمال وجوده لدى المستفيدين أكبر { $value } مرة، ويرتبط بالنتيجة بالقوة نفسها؛ أما أقوى الخصائص المقيسة ({ $covariate }) فأثره يعادل { $strongest }.
asked-robustness-value = قد يجعل المجال يشمل انعدام الفرق عامل لم يتم قياسه يفسر { $value } مما تبقى من الاستفادة ومن النتيجة.
asked-robustness-value-beside = قد يجعل المجال يشمل انعدام الفرق عامل لم يتم قياسه يفسر { $value } مما تبقى من الاستفادة ومن النتيجة؛ أما عامل بقوة أقوى الخصائص المقيسة ({ $covariate }) فيفسر { $strongest }.
asked-detectable = بهذا العدد من الأشخاص، يرصد فرق قدره { $value } في { $power } من مثل هذه الدراسات.
asked-power = يرصد أصغر فرق ذي أهمية في { $power } من مثل هذه الدراسات.
asked-months = بالوتيرة الحالية، يستغرق ذلك { $months } شهرا.
asked-money = تبلغ كلفة ذلك { $money }.
asked-no-cost = لا يصرح ملف الدراسة بأي كلفة.
asked-price = { $view }: بلغت كلفة المستفيد الواحد { $money }.
asked-ratio = بلغت كلفة الوحدة من النتيجة { $money }.
asked-ratio-range = بلغت كلفة الوحدة من النتيجة { $money } (المجال { $range }).
asked-points = { $value } نقطة مئوية
asked-other = تعطي طريقة الحساب الأخرى المقررة { $value }. طريقة الحساب: { $method }.
asked-people = يتطلب رصد أصغر فرق ذي أهمية { $people } شخصا في المجموعتين معا، منهم { $supported } من المستفيدين.
asked-people-further = يتطلب رصد أصغر فرق ذي أهمية { $people } شخصا في المجموعتين معا، منهم { $supported } من المستفيدين، أي بزيادة { $further } عن العدد الحالي.
asked-assumed = يفترض هذا أن تبلغ النسبة بدون دعم { $share }.
asked-no-ratio = لا تعطى كلفة الوحدة من النتيجة: { $reason }.
