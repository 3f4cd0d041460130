"""Likeness of two names or dates."""

from __future__ import annotations

from functools import lru_cache

PREFIX = 4
"""Signs at the start that count double (Winkler 1990)."""

ALIKE = 0.9
"""Jaro-Winkler likeness from which two folded names are one name in two spellings."""


@lru_cache(maxsize=500_000)
def jaro_winkler(one: str, other: str) -> float:
    """Return the Jaro-Winkler likeness of two texts, 0 to 1.

    Jaro (1989), J. Am. Stat. Assoc. 84, 414; Winkler (1990), with weight 0.1 for up to four equal signs at
    the start where the Jaro likeness is above 0.7.
    """
    if one == other:
        return 1.0
    jaro = _jaro(one, other)
    if jaro <= 0.7:
        return jaro
    same = 0
    for left, right in zip(one[:PREFIX], other[:PREFIX], strict=False):
        if left != right:
            break
        same += 1
    return jaro + 0.1 * same * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    reach = max(len(one), len(other)) // 2 - 1
    taken = [False] * len(other)
    first: list[str] = []
    for position, sign in enumerate(one):
        for place in range(max(0, position - reach), min(len(other), position + reach + 1)):
            if not taken[place] and other[place] == sign:
                taken[place] = True
                first.append(sign)
                break
    if not first:
        return 0.0
    second = [sign for sign, is_taken in zip(other, taken, strict=True) if is_taken]
    n = len(first)
    swaps = sum(left != right for left, right in zip(first, second, strict=True)) // 2
    return (n / len(one) + n / len(other) + (n - swaps) / n) / 3


def is_same_birth(one: str, other: str) -> bool:
    """Whether two ISO dates can be one date of birth.

    They are equal, or of one year with day and month swapped, or of one year where one is 1 January, the
    day that is written when only the year is known.
    """
    if one == other:
        return True
    if one[:4] != other[:4]:
        return False
    return one[5:] == "01-01" or other[5:] == "01-01" or (one[5:7] == other[8:] and one[8:] == other[5:7])
