"""The linter: words that a text may not use, given the state of what it cites.

Causal words need an effect state and a causal design. "Significant" is never allowed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from idmaj.findings.ladder import EFFECT_STATES
from idmaj.text import Language, strip_isolates

CAUSAL: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        r"reduc(?:e[sd]?|ing|tions?)", r"caus(?:e[sd]?|ing|al|ally)", r"impact(?:s|ed|ing|ful)?", r"thanks to",
        r"led to", r"leads? to", r"leading to", r"result(?:s|ed|ing)? in", r"because of", r"due to",
        r"brought about", r"effects?", r"effective(?:ly|ness)?", r"improv(?:e[sd]?|ing|ements?)", r"lower(?:s|ed|ing)",
        r"rais(?:e[sd]?|ing)", r"increas(?:e[sd]?|ing)", r"decreas(?:e[sd]?|ing)", r"prevent(?:s|ed|ing)?",
        r"(?:helps?|helped)",
    ),
    "fr": (
        r"(?:a|ont|avait|avaient) permis(?: de| d['’])?", r"permet(?:tent)? d(?:e|['’])", r"gr[âa]ce (?:à|au|aux)",
        r"impacts?", r"impact(?:er|e|ent|é|ée|és|ées)",
        r"(?:a|ont) (?:réduit|baissé|diminué|augmenté|amélioré|évité|empêché)",
        r"réduit", r"réduisent", r"réduire", r"réductions?", r"(?:a|ont) entraîné", r"entraîne(?:nt)?",
        r"(?:a|ont) (?:causé|provoqué)", r"caus(?:e|er|é|ée|és|ées|al|ale|aux)", r"provoqu(?:e|er|é|ée|ent)",
        r"en raison d(?:u|e|es)", r"à cause d(?:u|e|es)", r"effets?", r"efficac(?:e|es|ité)",
    ),
    "ar": (
        r"(?:ادي|ادت|ادوا|ادتا|[يت]ودي|[يت]ودون)(?: \w+){0,4} الي(?:ه|ها)?", r"فضل",
        r"اثر(?:ت|ها|ه|ا)?", r"اثار(?:ه|ها)?",
        r"ي?ت?وثر(?:ت|ان|ون)?", r"تاثير(?:ا|ات|ه|ها)?", r"خفض(?:ت|ا|وا)?", r"[يت]خفض", r"تخفيض(?:ا|ات)?",
        r"قلص(?:ت)?", r"[يت]قلص", r"تقليص", r"قلل(?:ت)?", r"[يت]قلل", r"تسبب(?:ت)?", r"[يت]تسبب", r"[يت]سبب",
        r"نتيجه (?:لل\w+|لهذا|لهذه|لذلك)", r"فعال(?:يه|ه)?", r"حد(?:ت)? من", r"ساهم(?:ت)? في", r"اسهم(?:ت)? في",
    ),
}  # fmt: skip
"""Causal words as regular expressions; Arabic ones after `normalise_arabic`, without proclitics."""

NEVER: Final[dict[Language, tuple[str, ...]]] = {
    "en": (r"(?:in)?significan(?:t|tly|ce)", r"non-significant"),
    "fr": (r"(?:in|non )?significati(?:f|fs|ve|ves|vement)", r"significativité"),
    "ar": (r"دلاله احصاييه", r"دال(?:ه)? احصاييا", r"معنوي(?:ه|ا)?(?: احصاييا)?"),
}

COMPARING: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        r"(?:more|less|fewer|better|worse|lower|higher|larger|smaller|greater)", r"(?:below|above|beneath)",
        r"than (?:expected|the (?:national|published|general))", r"exceed(?:s|ed|ing)?", r"outperform(?:s|ed|ing)?",
        r"(?:beat|beats|beaten)", r"fall(?:s|ing)? short", r"surpass(?:es|ed|ing)?", r"(?:as )?compared (?:with|to)",
    ),
    "fr": (
        r"(?:moins|davantage|mieux|pires?)", r"plus (?:de|d['’]|que|qu['’])",
        r"plus (?:élevée?s?|faibles?|bas(?:se|ses)?|haute?s?|grande?s?|petite?s?)",
        r"(?:meilleur|inférieur|supérieur)e?s?", r"dépass(?:e|ent|é|ée|és|ées|er|ant)", r"au[- ]dess(?:o)?us",
        r"en[- ]deçà", r"surpass(?:e|ent|é|ée|er)", r"par rapport (?:à|au|aux)",
        r"(?:comparé|rapporté)e?s? (?:à|au|aux)",
    ),
    "ar": (
        r"(?:اقل|اكثر|اعلي|ادني|اكبر|اصغر|افضل|احسن|اسوا) (?:من|مما|ممن)(?:ه|ها)?", r"[يت]فوق(?:ت|ان|ون)?",
        r"فاق(?:ت)?", r"[يت]قل عن", r"[يت]زيد (?:عن|علي)", r"[يت]تجاوز", r"تجاوز(?:ت)?", r"دون المتوقع",
        r"مقارنه (?:ب\w*|مع)", r"قياسا (?:ب\w*|الي|علي)",
    ),
}  # fmt: skip
"""Comparing words, which no text may use of a small group beside published rates: that is description."""

ALLOWED: Final[dict[Language, tuple[str, ...]]] = {
    "en": (r"cannot say what caused",),
    "fr": (),
    "ar": (),
}
"""Phrases of refusal that hold a causal word and are right in every state."""

_ARABIC_MARKS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS: Final = str.maketrans("أإآٱىئؤة", "اااايي" + "وه")
_PROCLITICS: Final = r"(?:[وف]?(?:[بكل]?ال|لل|[بكلس])?)"


def lint_text(text: str, language: Language, state: str, *, is_causal: bool = False) -> list[str]:
    """Find words that a text may not use.

    Parameters
    ----------
    text
        Rendered text; isolates and Arabic diacritics are ignored.
    language
        Its language.
    state
        State of the estimate that it cites.
    is_causal
        Whether the design allows causal verbs: randomised, analysed as assigned, attrition gate passed.

    Returns
    -------
    list of str
        The words found, as they stand in the text (Arabic: normalised); empty where the text may stand.
    """
    plain = _flatten(text, language)
    for phrase in ALLOWED[language]:
        plain = re.sub(phrase, " ", plain)
    forbidden = list(NEVER[language])
    if not (is_causal and state in EFFECT_STATES):
        forbidden += CAUSAL[language]
    return _find_words(plain, forbidden, language)


def lint_benchmark(text: str, language: Language) -> list[str]:
    """Find words that a text on a small group beside published rates may not use: causal or comparing, at any n.

    Parameters
    ----------
    text, language
        As `lint_text`.

    Returns
    -------
    list of str
        As `lint_text`.
    """
    comparing = _find_words(_flatten(text, language), COMPARING[language], language)
    return [*lint_text(text, language, "C1"), *comparing]


def _flatten(text: str, language: Language) -> str:
    plain = unicodedata.normalize("NFC", strip_isolates(text)).replace("\u00a0", " ").lower()
    return normalise_arabic(plain) if language == "ar" else plain


def _find_words(plain: str, forbidden: Iterable[str], language: Language) -> list[str]:
    before = _PROCLITICS if language == "ar" else ""
    found = [
        (match.start(), match.group())
        for word in forbidden
        for match in re.finditer(rf"(?<!\w){before}(?:{word})(?!\w)", plain)
    ]
    return [word for _, word in sorted(set(found))]


def lint_finding(finding: Mapping[str, Any], text: str, language: Language) -> list[str]:
    """Find words that a text may not use when it cites a finding.

    Parameters
    ----------
    finding
        Row of the findings table.
    text, language
        As `lint_text`.

    Returns
    -------
    list of str
    """
    is_causal = str(finding["message"]).endswith("-causal")
    return lint_text(text, language, finding["state"], is_causal=is_causal)


def normalise_arabic(text: str) -> str:
    """Take off diacritics and tatweel, and write the letters that vary in one way."""
    return _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)
