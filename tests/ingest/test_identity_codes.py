"""Identifiers however they were typed: codes with a check digit, cards, telephones, and where they hide."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idmaj.identity import (
    check_digit,
    find_identifiers,
    key_id,
    make_code,
    make_ephemeral_key,
    make_pseudonym,
    mask_identifiers,
    normalise_cin,
    normalise_phone,
    read_cin,
    read_code,
)

INSTRUMENT = Path(__file__).parent.parent / "exports" / "instrument"
# Printed on the list of participants; made by whoever drew up the instrument, not by this library.
PRINTED = [
    "TM000016",
    "TM000021",
    "TM000037",
    "TM00009X",
    "TM000107",
    "TM00016X",
    "TM00023X",
    "TM00030X",
    "TM000406",
]


def instrument_codes():
    text = (INSTRUMENT / "kobo" / "xml_both.csv").read_text(encoding="utf-8")
    return sorted(set(re.findall('"([A-Z]{2}[0-9]{5}[0-9X])"', text)))


@pytest.mark.parametrize("code", PRINTED)
def test_printed_codes_are_read_and_made(code):
    assert read_code(code).is_valid
    assert make_code("TM", int(code[2:7])) == code


def test_every_code_of_the_instrument_is_valid():
    codes = instrument_codes()
    assert len(codes) == 40
    assert [code for code in codes if not read_code(code).is_valid] == []


@pytest.mark.parametrize(
    ("typed", "text", "is_valid", "is_mended"),
    [
        ("tm 00009-x", "TM00009X", True, False),
        ("TM٠٠٠١٠٧", "TM000107", True, False),
        ("\u200fTM000021\u200f", "TM000021", True, False),
        ("ТМ000021", "TM000021", True, False),  # Cyrillic T and M
        ("TM00O1O7", "TM000107", True, True),
        ("TM000l07", "TM000107", True, True),
        ("TM000108", "TM000108", False, False),
        ("TM00O108", "", False, False),  # a letter that no check digit vouches for
        ("TM0001", "", False, False),
        ("", "", False, False),
    ],
)
def test_a_code_however_it_was_typed(typed, text, is_valid, is_mended):
    reading = read_code(typed)
    assert (reading.text, reading.is_valid, reading.is_mended) == (text, is_valid, is_mended)


@given(st.integers(0, 99_999), st.integers(2, 6), st.integers(0, 9))
def test_every_single_wrong_digit_is_found(number, place, digit):
    code = make_code("TM", number)
    wrong = code[:place] + str(digit) + code[place + 1 :]
    assert read_code(wrong).is_valid == (wrong == code)


@given(st.integers(0, 99_999), st.integers(2, 5))
def test_every_swap_of_neighbours_is_found(number, place):
    code = make_code("TM", number)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(wrong).is_valid == (wrong == code)


@pytest.mark.parametrize("number", [-1, 100_000])
def test_a_number_that_does_not_fit_has_no_code(number):
    with pytest.raises(ValueError, match="99999"):
        check_digit(number)


def test_a_prefix_that_is_no_two_letters():
    with pytest.raises(ValueError, match="two Latin letters"):
        make_code("T1", 5)


@pytest.mark.parametrize(
    ("typed", "cin", "is_mended"),
    [
        ("ZZ 123456", "ZZ123456", False),
        ("zz-123456", "ZZ123456", False),
        ("ZZ١٢٣٤٥٦", "ZZ123456", False),
        ("К1234567", "K1234567", False),  # Cyrillic K
        ("ZZ12O456", "ZZ120456", True),
        ("ZZI23456", "ZZ123456", True),
        ("IO12345", "IO12345", False),  # letters stay letters before the digits
        ("123456", "", False),
        ("ZZZ12345", "", False),
        ("ZZ12", "", False),
    ],
)
def test_an_identity_card_however_it_was_typed(typed, cin, is_mended):
    reading = read_cin(typed)
    assert (reading.text, reading.is_valid, reading.is_mended) == (cin, bool(cin), is_mended)
    assert normalise_cin(typed) == cin


@pytest.mark.parametrize(
    "typed",
    ["0612345678", "+212 6 12 34 56 78", "00212612345678", "612345678", "212612345678", "06.12.34.56.78",
     "٠٦١٢٣٤٥٦٧٨", "+212 (0) 612345678", "612345678.0", "06-12-34-56-78"],
)  # fmt: skip
def test_a_moroccan_telephone_has_one_form(typed):
    assert normalise_phone(typed) == "+212612345678"


@pytest.mark.parametrize(("typed", "phone"), [("+33 6 12 34 56 78", "+33612345678"), ("12", ""), ("n/a", "")])
def test_other_telephones(typed, phone):
    assert normalise_phone(typed) == phone


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Appeler au 06 12 34 56 78 ou a.b@exemple.ma", "Appeler au ••• ou •••"),
        ("رقم الهاتف ٠٦١٢٣٤٥٦٧٨", "رقم الهاتف •••"),
        ("البطاقة الوطنية رقم ZZ 123456.", "البطاقة الوطنية رقم •••."),
        ("sa CIN: 123456", "sa CIN: •••"),
        ("zz123456, tm00010-7", "•••, •••"),
        ("RIB 230780123456789012345678", "RIB •••"),
        ("+212\u00a0612-345-678", "•••"),
        ("_ZZ123456_", "_•••_"),
    ],
)
def test_identifiers_in_free_text_are_masked(text, masked):
    assert mask_identifiers(text) == masked


@pytest.mark.parametrize(
    "text",
    ["Il gagne de 15000 DH à 20 000 DH par mois", "DH 15000", "le 12000e jour, en 2024-12-11", "06 mois, 2019-2020",
     "267.788,01 MAD", "ثلاثة أشهر ثم 3500 درهم", "2024-12-11T09:52:00", ""],
)  # fmt: skip
def test_amounts_and_dates_are_no_identifiers(text):
    assert mask_identifiers(text) == text


def test_what_was_found_is_named():
    text = "TM000107 ZZ123456 0612345678 a@b.ma 1234567890123"
    assert [(kind, text[start:end]) for kind, start, end in find_identifiers(text)] == [
        ("code", "TM000107"),
        ("cin", "ZZ123456"),
        ("phone", "0612345678"),
        ("email", "a@b.ma"),
        ("number", "1234567890123"),
    ]


@given(st.text())
def test_no_text_breaks_the_readers(text):
    read_code(text), read_cin(text), normalise_phone(text)
    found = find_identifiers(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)
    assert all(one[2] <= other[1] for one, other in itertools.pairwise(found))


@given(
    st.text(alphabet="abc ,.\n", max_size=20), st.integers(0, 99_999), st.text(alphabet=" ,.\n", min_size=1)
)
def test_a_code_in_a_sentence_never_stays(before, number, after):
    code = make_code("TM", number)
    assert code not in mask_identifiers(f"{before} {code}{after}")


def test_keys_of_one_run_differ_and_have_names():
    one, other = make_ephemeral_key(), make_ephemeral_key()
    assert len(one) == len(other) == 32
    assert one != other
    assert key_id(one) != key_id(other)


def test_the_name_of_a_key_is_the_start_of_a_keyed_hash():
    # printf id | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f (openssl 3)
    assert key_id(bytes(range(32))) == "8adc89f9"


def test_pseudonyms_of_two_domains_differ():
    key = bytes(range(32))
    assert make_pseudonym(key, "ZZ123456") != make_pseudonym(key, "ZZ123456", domain="record")
