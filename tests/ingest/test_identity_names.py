"""Spellings of one name meet; names that differ stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idmaj.identity import fold_name, sound_name

# Usual spellings of one name in one script (SURVEYS.md section 6).
ONE_NAME = [
    ("Mohamed", "Mohammed", "Med", "MOHAMMAD", "Muhammed"),
    ("محمد", "مُحمَّد", "محمـد"),
    ("Abdellah", "Abdallah", "Abdullah", "Abd Allah"),
    ("عبد الله", "عبدالله"),
    ("Abderrahmane", "Abdelrahman", "Abd er-Rahmane"),
    ("Noureddine", "Nour-Eddine", "Nour Eddin"),
    ("نور الدين", "نورالدين"),
    ("أحمد", "احمد"),
    ("فاطمة الزهراء", "فاطمه الزهراء"),
    ("ليلى", "ليلي"),
    ("العلوي", "علوي"),
    ("بن علي", "بنعلي", "ابن علي"),
    ("El Idrissi", "Idrissi", "Elidrissi", "EL-IDRISSI"),
    ("Ben Ali", "Benali"),
    ("Bouchaib", "Bou Chaïb"),
    ("Jawad", "Jaouad"),
    ("Rachid", "Rashid"),
    ("Hassan", "Hassane", "El Hassan"),
    ("Saïd", "Said"),
    ("Fatima-Zahra", "Fatima Ezzahra", "Fatimazahra"),
]
BOTH_SCRIPTS = [
    ("محمد", "Mohammed"), ("يوسف", "Youssef"), ("خديجة", "Khadija"), ("رشيد", "Rachid"), ("بوشعيب", "Bouchaib"),
    ("عبد الله", "Abdellah"), ("عبد الرحمن", "Abderrahmane"), ("نور الدين", "Noureddine"), ("بنعلي", "Ben Ali"),
    ("فاطمة الزهراء", "Fatima Zahra"), ("القادري", "El Kadiri"), ("الغزالي", "Ghazali"), ("الشرقاوي", "Cherkaoui"),
    ("حسن", "Hassan"), ("جواد", "Jaouad"),
]  # fmt: skip
DIFFERENT = [
    ("Karim", "Kamal"),
    ("حسن", "حسين"),
    ("Rachid", "Rachida"),
    ("Alami", "Alaoui"),
    ("Said", "Saad"),
]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_meet(spellings):
    assert len({fold_name(name) for name in spellings}) == 1


@pytest.mark.parametrize(("arabic", "latin"), BOTH_SCRIPTS)
def test_both_scripts_have_one_sound(arabic, latin):
    assert sound_name(arabic) == sound_name(latin) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_differ_stay_apart(one, other):
    assert fold_name(one) != fold_name(other)


@given(st.text())
def test_no_text_breaks_the_folding(text):
    assert " " not in fold_name(text)
    assert " " not in sound_name(text)


@given(st.sampled_from([name for names in ONE_NAME for name in names]))
def test_case_and_outer_spaces_do_not_matter(name):
    assert fold_name(f" {name.upper()} ") == fold_name(name)
