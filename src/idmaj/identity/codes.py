"""Programme codes: two letters, five digits and a check digit."""

from __future__ import annotations

import re

from idmaj.identity.readings import IdentifierReading
from idmaj.identity.signs import fold_capitals

LARGEST = 99_999
"""Largest number that a code can carry."""

_MODULUS = 11
_TEN = "X"
_PLAIN = re.compile(r"([A-Z]{2})(\d{5})([\dX])")
_MENDABLE = re.compile(r"([A-Z]{2})([\dOIL]{5})([\dOILX])")
_MENDED = str.maketrans("OIL", "011")


def check_digit(number: int) -> str:
    """Work out the check digit of a number of five digits.

    Parameters
    ----------
    number
        0 to 99,999.

    Returns
    -------
    str
        The digit, or X for ten, that makes 1·d1 + 2·d2 + 3·d3 + 4·d4 + 5·d5 + check a multiple of 11.
        So every single wrong digit is found, and every swap of two digits but that of the first one and
        the check digit, which weigh the same; the letters do not enter. These weights are those of the
        codes printed so far (TM 00001 6, TM 00009 X, TM 00010 7, TM 00040 6 …).

    Raises
    ------
    ValueError
        When the number does not have at most five digits.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"a programme code carries 0 to {LARGEST}, not {number}")
    total = sum(weight * int(digit) for weight, digit in enumerate(f"{number:05d}", start=1))
    check = -total % _MODULUS
    return _TEN if check == 10 else str(check)


def make_code(prefix: str, number: int) -> str:
    """Make a programme code.

    Parameters
    ----------
    prefix
        Two Latin letters.
    number
        0 to 99,999.

    Returns
    -------
    str
        Such as `TM000016`.

    Raises
    ------
    ValueError
        When the prefix is not two Latin letters, or the number has more than five digits.
    """
    if not re.fullmatch("[A-Za-z]{2}", prefix):
        raise ValueError("the prefix of a programme code is two Latin letters")
    return f"{prefix.upper()}{number:05d}{check_digit(number)}"


def read_code(text: str) -> IdentifierReading:
    """Read a programme code, however it was typed.

    Parameters
    ----------
    text
        A cell: any case, any digits, spaces, hyphens and direction marks anywhere.

    Returns
    -------
    IdentifierReading
        `text` is the code, "" where the cell has not the shape of one. `is_valid`: the check digit is
        right. `is_mended`: letters O, I or L were read as digits, which only a right check digit allows.
    """
    folded = fold_capitals(text)
    for pattern, is_mended in ((_PLAIN, False), (_MENDABLE, True)):
        found = pattern.fullmatch(folded)
        if not found:
            continue
        prefix, digits, check = found[1], found[2].translate(_MENDED), found[3].translate(_MENDED)
        is_valid = check_digit(int(digits)) == check
        if is_valid or not is_mended:
            return IdentifierReading(f"{prefix}{digits}{check}", is_valid, is_mended)
    return IdentifierReading("", is_valid=False)
