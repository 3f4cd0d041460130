# unreviewed: a native reader has not signed yet

unit-minute =
    { $n ->
        [zero] { $number } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $number } دقائق
        [many] { $number } دقيقة
       *[other] { $number } دقيقة
    }

unit-hour =
    { $n ->
        [zero] { $number } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $number } ساعات
        [many] { $number } ساعة
       *[other] { $number } ساعة
    }

unit-day =
    { $n ->
        [zero] { $number } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $number } أيام
        [many] { $number } يوما
       *[other] { $number } يوم
    }

unit-week =
    { $n ->
        [zero] { $number } أسبوع
        [one] أسبوع واحد
        [two] أسبوعين
        [few] { $number } أسابيع
        [many] { $number } أسبوعا
       *[other] { $number } أسبوع
    }

unit-month =
    { $n ->
        [zero] { $number } شهر
        [one] شهر واحد
        [two] شهرين
        [few] { $number } أشهر
        [many] { $number } شهرا
       *[other] { $number } شهر
    }

unit-quarter =
    { $n ->
        [zero] { $number } فصل
        [one] فصل واحد
        [two] فصلين
        [few] { $number } فصول
        [many] { $number } فصلا
       *[other] { $number } فصل
    }

unit-year =
    { $n ->
        [zero] { $number } سنة
        [one] سنة واحدة
        [two] سنتين
        [few] { $number } سنوات
        [many] { $number } سنة
       *[other] { $number } سنة
    }

unit-person =
    { $n ->
        [zero] { $number } شخص
        [one] شخص واحد
        [two] شخصين
        [few] { $number } أشخاص
        [many] { $number } شخصا
       *[other] { $number } شخص
    }

unit-participant =
    { $n ->
        [zero] { $number } مستفيد
        [one] مستفيد واحد
        [two] مستفيدين اثنين
        [few] { $number } مستفيدين
        [many] { $number } مستفيدا
       *[other] { $number } مستفيد
    }

unit-project =
    { $n ->
        [zero] { $number } مشروع
        [one] مشروع واحد
        [two] مشروعين
        [few] { $number } مشاريع
        [many] { $number } مشروعا
       *[other] { $number } مشروع
    }

unit-handover =
    { $n ->
        [zero] { $number } عملية تسليم
        [one] عملية تسليم واحدة
        [two] عمليتي تسليم
        [few] { $number } عمليات تسليم
        [many] { $number } عملية تسليم
       *[other] { $number } عملية تسليم
    }

unit-interview =
    { $n ->
        [zero] { $number } مقابلة
        [one] مقابلة واحدة
        [two] مقابلتين
        [few] { $number } مقابلات
        [many] { $number } مقابلة
       *[other] { $number } مقابلة
    }

unit-province =
    { $n ->
        [zero] { $number } إقليم
        [one] إقليم واحد
        [two] إقليمين
        [few] { $number } أقاليم
        [many] { $number } إقليما
       *[other] { $number } إقليم
    }

unit-point =
    { $n ->
        [zero] { $number } نقطة مئوية
        [one] { $number } نقطة مئوية
        [two] { $number } نقطة مئوية
        [few] { $number } نقاط مئوية
        [many] { $number } نقطة مئوية
       *[other] { $number } نقطة مئوية
    }

money-mad =
    { $n ->
        [zero] { $number } درهم
        [one] { $number } درهم
        [two] { $number } درهم
        [few] { $number } دراهم
        [many] { $number } درهما
       *[other] { $number } درهم
    }

money-usd =
    { $n ->
        [zero] { $number } دولار أمريكي
        [one] { $number } دولار أمريكي
        [two] { $number } دولار أمريكي
        [few] { $number } دولارات أمريكية
        [many] { $number } دولارا أمريكيا
       *[other] { $number } دولار أمريكي
    }

money-eur =
    { $n ->
        [zero] { $number } أورو
        [one] { $number } أورو
        [two] { $number } أورو
        [few] { $number } أورو
        [many] { $number } أورو
       *[other] { $number } أورو
    }

money-gbp =
    { $n ->
        [zero] { $number } جنيه إسترليني
        [one] { $number } جنيه إسترليني
        [two] { $number } جنيه إسترليني
        [few] { $number } جنيهات إسترلينية
        [many] { $number } جنيها إسترلينيا
       *[other] { $number } جنيه إسترليني
    }
money-other = { $number } { $currency }
