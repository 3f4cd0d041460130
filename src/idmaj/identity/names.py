"""Names of persons, folded so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from idmaj.identity.signs import TATWEEL

_ARABIC_LETTERS = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ڭ": "ك", "گ": "ك", "ء": ""}
)
_ARABIC_JOINED = frozenset({"عبد", "بن", "ابن", "بو", "ابو", "ايت"})
_LATIN_JOINED = frozenset({"abd", "abdel", "abdal", "abdul", "abdoul", "abdes", "abder", "abden", "ben", "bou",
                           "abou", "ait"})  # fmt: skip
_ARTICLES = frozenset({"el", "al", "l", "il", "es", "er", "ed", "en", "ez", "ech"})
_FAITH = frozenset({"din", "dine", "ddin", "ddine", "edin", "edine", "eddin", "eddine"})
_SHORT = {
    "med": "mohamed",
    "mohd": "mohamed",
    "mhd": "mohamed",
    "md": "mohamed",
    "my": "moulay",
    "mly": "moulay",
}
_MOHAMED = re.compile(r"m[ou]+ham+[aei]d")
_SUN_LETTER = re.compile(r"e(?=([dlnrstz])\1)")
_SERVANT = re.compile(r"abd(?:[aeou]|ou)?(?:l|(?=([dnrstz])\1))")

_SPELLINGS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("t?ch|sch", "sh"), ("ph", "f"), ("dj", "j"), ("ou|oo|w|o", "u"), ("ç|c(?=[eiy])", "s"),
        ("c(?!h)|q", "k"), ("gu(?=[eiy])", "g"), ("g(?=[eiy])", "j"), ("x", "ks"), ("y", "i"),
        (r"(.)\1+", r"\1"), ("[ea]i", "e"), (r"(?<=[a-z]{2})e$", ""), ("(?<=[aeiu])h$", ""),
    )
)  # fmt: skip

_ARABIC_SOUNDS = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
        "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f", "ق": "k", "ك": "k",
        "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "b", "ڤ": "f", "چ": "c",
        "ا": "", "و": "", "ي": "", "ع": "",
    }
)  # fmt: skip
_LATIN_SOUNDS = (("sh", "c"), ("kh", "x"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("p", "b"), ("v", "f"))


@lru_cache(maxsize=200_000)
def fold_name(text: str) -> str:
    """Fold a name so that its usual spellings in one script become one, or nearly one.

    Parameters
    ----------
    text
        First or last name in Arabic or Latin letters, or both.

    Returns
    -------
    str
        Letters alone, without spaces. Arabic: no marks, one alif, ى as ي, ة as ه, no article, `عبد`, `بن`
        and `بو` joined to what follows. Latin: no accents, no article, `ou` and `w` as u, `ch` as sh, no
        doubled letters, no silent e, abbreviations of Mohamed and Moulay written out. To be compared
        by likeness (Jaro-Winkler), never to be shown.
    """
    return "".join(_fold_part(part) for part in _parts(text))


@lru_cache(maxsize=200_000)
def sound_name(text: str) -> str:
    """Write the consonants of a name in one alphabet, so that Arabic and Latin spellings meet.

    Parameters
    ----------
    text
        First or last name in Arabic or Latin letters.

    Returns
    -------
    str
        Consonants of the folded name: `محمد` and `Mohammed` are mhmd, `يوسف` and `Youssef` are sf. Many
        names share one: it narrows a search, and proves nothing.
    """
    return "".join(_sound_part(_fold_part(part)) for part in _parts(text))


def _parts(text: str) -> list[str]:
    """Split a name, without marks; articles go, prefixes are joined to what follows."""
    unified = unicodedata.normalize("NFKC", text).casefold().replace("ç", "s").replace(TATWEEL, "")
    bare = "".join(
        s for s in unicodedata.normalize("NFD", unified) if unicodedata.category(s) not in {"Mn", "Cf"}
    )
    words = [word for word in re.split(r"[^\w]+|[\d_]+", bare.translate(_ARABIC_LETTERS)) if word]
    words = [_SHORT.get(word, word) for word in words]
    kept = [word for word in words if word not in _ARTICLES] or words
    joined: list[str] = []
    for word in kept:
        is_tail = word in _FAITH and joined
        if is_tail or (joined and joined[-1] in _ARABIC_JOINED | _LATIN_JOINED):
            joined[-1] += "edin" if is_tail else word
        else:
            joined.append(word)
    return joined


def _fold_part(part: str) -> str:
    return _fold_arabic(part) if "\u0600" <= part[0] <= "\u06ff" else _fold_latin(part)


def _fold_arabic(word: str) -> str:
    word = re.sub("^اب(?=[نو].{2})", "ب", word)
    word = re.sub("(?<=.{2})الدين$", "دين", word)
    return re.sub("^(عبد|بن|بو|ايت|)ال(?=له$|.{3})", r"\1", word)


def _fold_latin(word: str) -> str:
    word = _MOHAMED.sub("mohamed", word)
    word = _SUN_LETTER.sub("", word) if word.startswith("e") and len(word) > 5 else word
    word = _SERVANT.sub("abd", word, count=1) if word.startswith("abd") and len(word) > 5 else word
    while (word.startswith("el") and len(word) >= 6) or (word.startswith("al") and len(word) >= 7):
        word = word[2:]
    for pattern, spelt in _SPELLINGS:
        word = pattern.sub(spelt, word)
    return word


def _sound_part(folded: str) -> str:
    if not folded:
        return ""
    if "\u0600" <= folded[0] <= "\u06ff":
        return folded.removesuffix("ه").translate(_ARABIC_SOUNDS)
    for letters, sound in _LATIN_SOUNDS:
        folded = folded.replace(letters, sound)
    return re.sub("[aeiou]", "", folded)
