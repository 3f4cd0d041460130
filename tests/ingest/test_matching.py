"""Match keys: spellings that people take for the same text are the same, others are not."""

import pytest

from idmaj.ingest.matching import match_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("À l’étranger ou  déménagé", "a l'etranger ou demenage"), ("بالخارج أو انتقل", "بالخارج او انتقل"),
        ("مُتوفّى", "متوفي"), ("عائلـــة", "عايله"), ("ﻻ أعرف", "لا اعرف"), ("\u200fنعم\u00a0", "نعم"), ("ＡＢ１", "ab1"),
        ("Pаris", "paris"), ("ΚΑΤΑΛΟΓΟΣ", "καταλογοσ"), ("Москва", "москва"), ("Œuvre", "oeuvre"), ("٢٥٠٠٫٥", "2500.5"),
        ("۲۵", "25"), ("“oui” – non", '"oui" - non'), ("کتاب", "كتاب"), ("أڭادير", "اكادير"), ("", ""), (" \n\t ", ""),
        ("İSTANBUL", "istanbul"), ("a\u00adb\u200bc", "abc"), ("Straße", "strasse"), ("नमस्ते", "नमस्ते"),
    ],
)  # fmt: skip
def test_one_key_for_the_spellings_of_a_text(text, key):
    assert match_key(text) == key
    assert match_key(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("oui", "non"), ("الأول", "الثاني"), ("1", "10"), ("TM01", "TM 01"), ("-99", "99"), ("a", "а")],
)
def test_different_texts_stay_different(one, other):
    assert match_key(one) != match_key(other)


def test_a_key_of_every_sign_is_its_own_key():
    signs = [chr(n) for n in (*range(0x3000), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800))]
    assert [s for s in signs if match_key(match_key(s)) != match_key(s)] == []
