"""Languages as forms and exports name them: by a code, or by a name in Arabic, French or English."""

from __future__ import annotations

import re

from idmaj.ingest.matching import match_key

_NAMES = {
    "ar": (
        "arabic", "modern standard arabic", "arabe", "arabe standard", "العربية", "عربية", "عربي",
        "اللغة العربية", "ara", "arb",
    ),
    "fr": ("french", "francais", "frances", "الفرنسية", "فرنسية", "فرنسي", "اللغة الفرنسية", "fra", "fre"),
    "en": ("english", "anglais", "الإنجليزية", "الانجليزية", "الإنكليزية", "إنجليزية", "إنجليزي",
           "اللغة الإنجليزية", "eng"),
}  # fmt: skip
_CODE_OF = {match_key(name): code for code, names in _NAMES.items() for name in (code, *names)}
_IN_BRACKETS = re.compile(r"^(.*?)\s*[(\[（]\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*[)\]）]\s*$")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,4})+")


def read_language(text: str) -> str:
    """Read a language from the name that a form, header or setting gives it.

    Parameters
    ----------
    text
        Such as `العربية (ar)`, `French`, `fr`, `Arabe (MSA)`; a code in brackets goes before the name.

    Returns
    -------
    str
        `ar`, `fr` or `en`; the name without brackets for another language; "" for nothing.
    """
    text = " ".join(text.split())
    bracketed = _IN_BRACKETS.match(text)
    if bracketed:
        name, code = bracketed[1].strip(), bracketed[2]
        return _find(code) or ("" if _is_code(code) else _find(name)) or name or code
    coded = _CODE.fullmatch(text)
    without_brackets = re.sub(r"\s*[(\[].*?[)\]]", "", text)
    return _find(text) or _find(without_brackets) or (_find(coded[1]) if coded else "") or text


def _find(text: str) -> str:
    return _CODE_OF.get(match_key(text), "")


def _is_code(text: str) -> bool:
    return text.islower() or len(text) == 2
