"""Conventions of forms: codes that mean a missing value, questions that explain one, what identifies people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from idmaj.ingest.dictionary import find_column
from idmaj.ingest.forms.model import Choice, Disclosure, Question
from idmaj.ingest.matching import match_key

# IPA's codes (ipacheck: -99 do not know, -88 refused, -77 not applicable); three and four digits likewise.
_KIND_OF_CODE = {"99": "dk", "98": "dk", "88": "refused", "77": "na", "dk": "dk", "nsp": "dk", "na": "na"}
_WORDS = {
    "dk": (
        "don't know", "dont know", "do not know", "doesn't know", "does not know", "dk", "dn", "unknown",
        "not sure", "ne sait pas", "ne sais pas", "nsp", "je ne sais pas", "inconnu", "لا أعرف", "لا يعرف",
        "لا تعرف", "لا أدري", "لا يدري", "لا أعلم", "لا يعلم", "غير معروف", "ما عرفتش",
    ),
    "refused": (
        "refused", "refuse", "refusal", "refused to answer", "refuses to answer", "prefer not to answer",
        "prefer not to say", "prefers not to answer", "declined", "refus", "refus de repondre",
        "refuse de repondre", "prefere ne pas repondre", "ne souhaite pas repondre", "ne veut pas repondre",
        "sans reponse", "رفض", "رفضت", "رفض الإجابة", "رفض الجواب", "رفضت الإجابة", "يرفض الإجابة",
        "أرفض الإجابة", "امتنع", "امتنع عن الإجابة", "امتنع عن الجواب", "أفضل عدم الإجابة",
        "يفضل عدم الإجابة", "أفضل عدم الجواب", "يفضل عدم الجواب",
    ),
    "na": (
        "not applicable", "does not apply", "n/a", "na", "n.a.", "sans objet", "non applicable", "s.o.",
        "ne s'applique pas", "لا ينطبق", "لا تنطبق", "غير معني", "غير معنية",
    ),
}  # fmt: skip
_KEYS = {kind: frozenset(match_key(word) for word in words) for kind, words in _WORDS.items()}
KINDS_OF_FORMS = ("dk", "refused", "na", "not_asked", "not_collected")
"""Kinds of missing values that a form may give to a code."""

_EQUALS = (r"\.\s*=\s*['\"]?(-?\d+)['\"]?", r"['\"]?(-?\d+)['\"]?\s*=\s*\.(?!\d)")
_BLANK = (
    r"string-length\s*\(\s*\$\{\s*([^}\s]+)\s*\}\s*\)\s*=\s*0",
    r"\$\{\s*([^}\s]+)\s*\}\s*=\s*(?:''|\"\")",
    r"(?:''|\"\")\s*=\s*\$\{\s*([^}\s]+)\s*\}",
)
_IDENTIFYING_WORDS = frozenset(map(match_key, (
    "phone", "phonenumber", "telephone", "tel", "gsm", "msisdn", "whatsapp", "cin", "cnie", "cni", "nin", "ssn",
    "passport", "passeport", "name", "names", "firstname", "lastname", "fullname", "surname", "forename", "nom",
    "noms", "prenom", "prenoms", "address", "adresse", "email", "mail", "courriel", "gps", "latitude", "longitude",
    "الاسم", "اسم", "اسمك", "النسب", "الهاتف", "هاتف", "هاتفك", "العنوان", "عنوان", "عنوانك", "البريد",
)))  # fmt: skip
_IDENTIFYING_LABELS = _IDENTIFYING_WORDS - frozenset({"tel", "mail", "gps"})
_BESIDE_THEM = frozenset({
    "number", "no", "nr", "num", "numero", "n", "next", "second", "alt", "alternative", "other", "autre", "home",
    "own", "contact", "of", "de", "du", "la", "le", "the", "id", "رقم",
})  # fmt: skip
_SENSITIVE_WORDS = frozenset(map(match_key, (
    "just", "justice", "judicial", "judiciaire", "legal", "police", "prison", "crime", "offence", "offense",
    "infraction", "recidivism", "recidive", "health", "sante", "medical", "mental", "addiction", "drugs",
    "القضاء", "العدالة", "السجن", "الصحة", "الصحه",
)))  # fmt: skip
_SENSITIVE_COLUMNS = frozenset(
    {"is_justice_self_any", "health_self", *(f"who5_{item}" for item in range(1, 6))}
)


def find_missing_kind(code: str, labels: Iterable[str]) -> str:
    """Say which kind of missing value a choice means by convention; "" for an answer.

    A negative conventional code (-99, -999, -98, -88, -77 …) needs labels that agree or none; a positive one
    or a word (99, dk, nsp) needs a label that says nothing else. -66 is "other": an answer.
    """
    shown = [key for key in map(match_key, labels) if key and key != match_key(code)]
    kind = _KIND_OF_CODE.get(_shorten(code))
    if kind is None:
        return ""
    if code.startswith("-"):
        return kind if not shown or any(_says(kind, key) for key in shown) else ""
    return kind if any(key in _KEYS[kind] for key in shown) else ""


def find_sentinels(constraint: str, declared: str) -> dict[str, str]:
    """Find the codes of a number that mean missing values.

    Parameters
    ----------
    constraint
        Constraint of the question: a conventional negative code counts where it is admitted by equality.
    declared
        Text such as `-99=dk -88=refused`; it goes before the constraint.

    Raises
    ------
    ValueError
        For a declaration that cannot be read; its argument is the part.
    """
    if declared:
        return _read_declared(declared)
    admitted = [code for pattern in _EQUALS for code in re.findall(pattern, constraint)]
    return {
        code: _KIND_OF_CODE[_shorten(code)]
        for code in admitted
        if code.startswith("-") and _shorten(code) in _KIND_OF_CODE
    }


def find_explained(relevant: str, choices: Iterable[Choice]) -> str:
    """Find the question whose blank answer a select explains: all its choices mean missing values."""
    listed = list(choices)
    if not listed or not all(choice.missing for choice in listed):
        return ""
    found = (re.search(pattern, relevant) for pattern in _BLANK)
    return next((match[1] for match in found if match), "")


def find_disclosure(question: Question, *, is_identifying: bool, group_labels: Iterable[str]) -> Disclosure:
    """Class a question by what its answer would tell about a person.

    Parameters
    ----------
    question
        The question, with its target.
    is_identifying
        Whether its type identifies (place, medium, device).
    group_labels
        Labels of the groups above it.
    """
    known = find_column(question.table, question.column)
    if is_identifying or question.table == "persons" or (known is not None and known.is_identifying):
        return "id"
    if known is None and _is_named_like_identifier(question):
        return "id"
    words = {word for text in (*question.groups, *group_labels) for word in _words(text)}
    if (
        question.table == "justice_events"
        or question.column in _SENSITIVE_COLUMNS
        or words & _SENSITIVE_WORDS
    ):
        return "sensitive"
    return "open"


def repeats_identifier(question: Question, identifying: Mapping[str, Question]) -> bool:
    """Whether a question asks for an identifier a second time: its constraint compares the two."""
    pattern = r"(?:^|[^\w.])\.\s*=\s*\$\{\s*([^}\s]+)\s*\}|\$\{\s*([^}\s]+)\s*\}\s*=\s*\.(?![\w.])"
    named = {name for pair in re.findall(pattern, question.constraint) for name in pair if name}
    return question.kind in {"text", "integer", "decimal"} and bool(named & set(identifying))


def _read_declared(text: str) -> dict[str, str]:
    sentinels = {}
    for part in re.split(r"[\s,;]+", text.strip()):
        code, sign, kind = part.partition("=")
        if not sign or not code or kind not in KINDS_OF_FORMS:
            raise ValueError(part)
        sentinels[code] = kind
    return sentinels


def _shorten(code: str) -> str:
    """`-999` and `-9999` to `99`, as two digits say the same."""
    digits = code.removeprefix("-").lower()
    is_run = digits.isdigit() and 2 < len(digits) < 5 and set(digits[:-1]) == {digits[0]}
    return digits[-2:] if is_run else digits


def _says(kind: str, key: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", key) for word in _KEYS[kind])


def _is_named_like_identifier(question: Question) -> bool:
    words = set(_words(question.name)) - {""}
    if question.kind in {"integer", "decimal"}:
        rest = {word for word in words if not word.isdigit()} - _IDENTIFYING_WORDS - _BESIDE_THEM
        return bool(words & _IDENTIFYING_WORDS) and not rest and not question.sentinels
    if question.kind not in {"text", "calculate"}:
        return False
    asked = {word for label in question.labels.values() for word in _words(label)}
    is_written = question.kind == "text" and bool(asked & _IDENTIFYING_LABELS)
    return is_written or bool(words & _IDENTIFYING_WORDS) or find_is_person_code(question.name)


def find_is_person_code(name: str) -> bool:
    """Whether a question bears the name of a canonical column that identifies a person."""
    known = find_column("interviews", name)
    return known is not None and known.is_identifying


def _words(text: str) -> list[str]:
    """Words of a name or label, folded; `prenomNom2` gives `prenom`, `nom`, `2`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|[\W_]+", " ", text)
    return match_key(parted).split()
