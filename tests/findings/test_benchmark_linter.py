"""No causal and no comparing word on a small group beside published rates, in any language, at any n."""

from __future__ import annotations

import pytest

from idmaj.findings.linter import lint_benchmark
from idmaj.text import LANGUAGES, message, message_ids, message_variables

REFUSED = {
    "en": [
        "Fewer people returned than expected.",
        "Their rate was below the national one.",
        "The group did better.",
        "One return, compared with two.",
        "The rate is lower than the published rate.",
        "The programme reduced returns.",
        "The figure exceeds the national rate.",
    ],
    "fr": [
        "Moins de retours que prévu.",
        "Un taux inférieur au taux national.",
        "Le groupe fait mieux.",
        "Un retour par rapport à deux attendus.",
        "Le taux est plus faible que le taux publié.",
        "Le groupe dépasse le taux national.",
        "L’aide a réduit les retours.",
    ],
    "ar": [
        "عدد العائدين أقل من المتوقع.",
        "نسبتهم أدنى من النسبة الوطنية.",
        "النتيجة أفضل من المعدل.",
        "حالة واحدة مقارنة بحالتين.",
        "يفوق العدد ما هو متوقع.",
        "خفض البرنامج حالات العودة.",
        "نسبة تقل عن المعدل الوطني.",
    ],
}

STEMS = ("benchmark-", "note-benchmark-", "population-benchmark-", "chart-benchmark", "chart-alt-benchmark")

ALLOWED = {
    "en": ["Observed 1, expected 0.5; observed over expected 2.0 (0.1 to 9.6)."],
    "fr": ["Observés 1, attendus 0,5 ; observés sur attendus 2,0 (de 0,1 à 9,6)."],
    "ar": ["المعاين 1 والمتوقع 0,5؛ المعاين على المتوقع 2,0."],
}


@pytest.mark.parametrize(("language", "text"), [(k, text) for k, texts in REFUSED.items() for text in texts])
def test_comparing_and_causal_words_are_found(language, text):
    assert lint_benchmark(text, language)


@pytest.mark.parametrize(("language", "text"), [(k, text) for k, texts in ALLOWED.items() for text in texts])
def test_description_may_stand(language, text):
    assert lint_benchmark(text, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_section_pass(language):
    shown = [
        name for name in message_ids(language)
        if name.startswith(STEMS)
        and not name.endswith((".expected", ".remedy"))
    ]  # fmt: skip
    assert len(shown) > 40
    problems = {
        name: lint_benchmark(message(name, language, **dict.fromkeys(message_variables(name, language), "x")), language)
        for name in shown
        if not _is_of_a_problem(name, language)
    }  # fmt: skip
    assert {name: words for name, words in problems.items() if words} == {}


def _is_of_a_problem(name: str, language: str) -> bool:
    return f"{name}.remedy" in message_ids(language)
