"""The linter finds forbidden words in the three languages, and lets honest sentences stand."""

import pytest

from idmaj.findings import lint_text

CAUSAL = [
    ("en", "The aid reduced arrests."),
    ("en", "Reducing arrests by a third"),
    ("en", "It caused a fall."),
    ("en", "The impact of the programme"),
    ("en", "Thanks to the programme, more people work."),
    ("en", "The programme led to more work."),
    ("fr", "Le programme a permis de trouver un emploi."),
    ("fr", "Grâce à l’aide, davantage travaillent."),
    ("fr", "Grâce au programme"),
    ("fr", "L’impact du programme"),
    ("fr", "L’aide a réduit les arrestations."),
    ("fr", "Le programme a entraîné une baisse."),
    ("ar", "أدى البرنامج إلى تراجع التوقيفات"),
    ("ar", "أدّى الدعم إلى ارتفاع الدخل"),
    ("ar", "وقد أدت المعدات إلى ارتفاع الدخل"),
    ("ar", "يؤدي إلى ارتفاع الدخل"),
    ("ar", "أدى إلى ارتفاع الدخل"),
    ("ar", "ارتفع الدخل بفضل البرنامج"),
    ("ar", "وبفضل الدعم"),
    ("ar", "أثر البرنامج على الدخل"),
    ("ar", "للأثر الإيجابي"),
    ("ar", "والأثَرُ واضح"),
    ("ar", "تأثير البرنامج"),
    ("ar", "خفّض البرنامج التوقيفات"),
    ("ar", "خفض الدعم عدد العائدين"),
    ("ar", "فخفّضت المعدات البطالة"),
]
NEVER = [
    ("en", "a significant difference"),
    ("en", "not statistically significant"),
    ("en", "Significantly more"),
    ("fr", "un écart significatif"),
    ("fr", "significativement plus"),
    ("fr", "une différence non significative"),
    ("ar", "فرق ذو دلالة إحصائية"),
    ("ar", "فرق دالّ إحصائيا"),
    ("ar", "فرق معنوي"),
]
HONEST = [
    ("en", "More people in the group with aid were in work; we cannot say what caused the gap."),
    ("en", "The programme is associated with 8 fewer arrests."),
    ("fr", "Le programme est associé à 8 arrestations de moins."),
    ("fr", "On ne peut pas dire à quoi tient l’écart."),
    ("ar", "وهذا أفضل مما سجل في المجموعة الأخرى."),
    ("ar", "أكثر من نصف المستفيدين مشتغلون."),
    ("ar", "الفرق المرتبط بالبرنامج هو نقص قدره 8."),
    ("ar", "لا تحسم النتائج المسألة."),
]


@pytest.mark.parametrize(("language", "text"), CAUSAL)
@pytest.mark.parametrize("state", ["X", "C0", "C1", "C2", "C3", "C3-", "C4"])
def test_causal_words_are_found_below_an_effect(language, text, state):
    assert lint_text(text, language, state, is_causal=True)


@pytest.mark.parametrize(("language", "text"), CAUSAL)
@pytest.mark.parametrize("state", ["C5s", "C5", "C5-"])
def test_causal_words_need_a_causal_design(language, text, state):
    assert lint_text(text, language, state)
    assert lint_text(text, language, state, is_causal=True) == []


@pytest.mark.parametrize(("language", "text"), NEVER)
@pytest.mark.parametrize("state", ["C1", "C5"])
def test_significant_is_never_allowed(language, text, state):
    assert lint_text(text, language, state, is_causal=True)


@pytest.mark.parametrize(("language", "text"), HONEST)
def test_honest_sentences_stand(language, text):
    assert lint_text(text, language, "C1") == []


def test_a_word_inside_another_is_not_that_word():
    assert lint_text("compactness", "en", "C1") == []
    assert lint_text("compacts", "fr", "C1") == []
    assert lint_text("أفضل وأكثر", "ar", "C1") == []


def test_isolates_hide_nothing():
    assert lint_text("It \u2068reduced\u2069 arrests", "en", "C1") == ["reduced"]
