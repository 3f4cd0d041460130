"""Numbers of identity cards (CIN) and telephones."""

from __future__ import annotations

import re

from idmaj.identity.readings import IdentifierReading
from idmaj.identity.signs import fold_capitals, fold_signs

_CIN = re.compile(r"([A-Z]{1,2})(\d{3,7})")
_CIN_MENDABLE = re.compile(r"([A-Z]{1,2})([\dOIL]{3,7})")
_MENDED = str.maketrans("OIL", "011")

_MOROCCAN = re.compile(r"(?:(?:\+|00)2120?|2120?(?=\d{9}$)|0)?([5-8]\d{8})")
_FOREIGN = re.compile(r"(?:\+|00)([1-9]\d{7,14})")


def read_cin(text: str) -> IdentifierReading:
    """Read the number of a Moroccan identity card, however it was typed; it is never a number.

    Parameters
    ----------
    text
        A cell: any case, any digits, look-alike letters of other scripts, spaces and hyphens anywhere.

    Returns
    -------
    IdentifierReading
        One or two Latin letters and three to seven digits. Letters O, I and L in the place of digits are
        read as 0 and 1, and the reading says so.
    """
    folded = fold_capitals(text)
    found = _CIN.fullmatch(folded)
    if found:
        return IdentifierReading(folded, is_valid=True)
    found = _CIN_MENDABLE.fullmatch(folded)
    if found and sum(sign.isdigit() for sign in found[2]) >= len(found[2]) - 2:
        return IdentifierReading(found[1] + found[2].translate(_MENDED), is_valid=True, is_mended=True)
    return IdentifierReading("", is_valid=False)


def normalise_cin(text: str) -> str:
    """Write the number of an identity card one way; "" where the text is none."""
    return read_cin(text).text


def normalise_phone(text: str) -> str:
    """Write a telephone number one way.

    Parameters
    ----------
    text
        A cell: Moroccan numbers with +212, 00212, a leading 0, or none (as a spreadsheet leaves them);
        others with their country code.

    Returns
    -------
    str
        Such as `+212612345678`; "" where the text is no telephone number.
    """
    folded = re.sub(r"[-()._/\u2010-\u2014]", "", fold_signs(text).removesuffix(".0"))
    found = _MOROCCAN.fullmatch(folded)
    if found:
        return f"+212{found[1]}"
    found = _FOREIGN.fullmatch(folded)
    return f"+{found[1]}" if found else ""
