"""Choices as cells name them: by code, by label in some language, or several joined in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from idmaj.ingest.forms.model import Choice
from idmaj.ingest.matching import canonical_code, clean_cell, match_key

Names = Mapping[str, tuple[str, ...]]
"""Folded name → codes that bear it."""

TRUE_WORDS = frozenset({"true", "vrai", "1", "yes", "oui", "y", "o", "نعم", "checked", "x", "✓", "✔"})
FALSE_WORDS = frozenset({"false", "faux", "0", "no", "non", "n", "لا", "unchecked"})
"""Folded words for a choice that was taken, or not, in columns of one choice each."""

_BOOLEANS = ({"true", "vrai"}, {"false", "faux"})
_YES_NO = ({"1", "yes", "oui", "true", "y", "o"}, {"0", "no", "non", "false", "n"})
_MARKUP = re.compile(r"<[^<>]*>|\*{1,3}|_{2,3}")
_JOINTS = " ,;|"
_MOST_WAYS = 4
"""Ways to take a joined cell apart that are kept; more are as unclear as two."""


class ChoiceNames:
    """The names of the choices of a list.

    Parameters
    ----------
    choices
        Choices of the list.
    language
        Language of the labels that the cells are declared to bear; None where they may be codes.
    """

    def __init__(self, choices: Sequence[Choice], language: str | None) -> None:
        self.codes = frozenset(choice.code for choice in choices)
        self._folded = _names((choice.code, choice.code) for choice in choices)
        languages = dict.fromkeys(name for choice in choices for name in choice.labels)
        self._labels = {
            name: _names((c.labels[name], c.code) for c in choices if c.labels.get(name))
            for name in languages
        }
        self._exact = {(c.code, label) for c in choices for label in map(clean_cell, c.labels.values())}
        self._declared = [language] if language in self._labels else []

    def find(self, cell: str) -> tuple[str, ...]:
        """Find the codes that a cell may mean: none, one, or several that are equally likely."""
        text = clean_cell(cell)
        key = match_key(_MARKUP.sub("", text)) or match_key(text)
        for language in self._declared:
            if key in self._labels[language]:
                return self._exactly(self._labels[language][key], text)
        code = self._find_code(text)
        if code:
            return (code,)
        named = dict.fromkeys(c for names in self._labels.values() for c in names.get(key, ()))
        return (
            self._exactly(tuple(named), text) or self._folded.get(match_key(text), ()) or self._boolean(key)
        )

    def split(self, cell: str) -> set[frozenset[str]]:
        """Take a cell of several choices apart: the sets of codes that use up the whole cell.

        Codes by spaces first (labels first where a language is declared), then the labels of one language,
        then those of all languages together. An empty set means that the cell cannot be used up.
        """
        text = clean_cell(cell)
        tokens = [self._find_code(token) for token in text.split()]
        key = match_key(_MARKUP.sub("", text)) or match_key(text)
        ways = _split_names(key, self._labels[self._declared[0]]) if self._declared else set()
        if ways:
            return ways
        if tokens and all(tokens):
            return {frozenset(token for token in tokens if token)}
        for names in self._name_tables():
            ways = set().union(*(_split_names(key, table) for table in names))
            if ways:
                return ways
        return set()

    def _name_tables(self) -> Iterator[list[Names]]:
        yield list(self._labels.values())
        yield [self._folded]
        together: dict[str, tuple[str, ...]] = {}
        for names in (self._folded, *self._labels.values()):
            for key, codes in names.items():
                together[key] = tuple(dict.fromkeys((*together.get(key, ()), *codes)))
        yield [together]

    def _find_code(self, text: str) -> str:
        """Find a code as it stands, or as a spreadsheet writes a number (`1.0`)."""
        if text in self.codes:
            return text
        plain = canonical_code(text)
        return plain if plain in self.codes else ""

    def _exactly(self, codes: tuple[str, ...], text: str) -> tuple[str, ...]:
        """Choose among codes whose labels fold alike the one whose label is the very text."""
        exact = tuple(code for code in codes if (code, text) in self._exact) if len(codes) > 1 else ()
        return exact if len(exact) == 1 else codes

    def _boolean(self, key: str) -> tuple[str, ...]:
        """Read `TRUE` for the code 1 or yes, as spreadsheets write it; for yes also `y`, `oui`, `1`."""
        words = _YES_NO if self._is_yes_no() else _BOOLEANS
        for here in (0, 1):
            if key in words[here]:
                own, other = self._of_words(_YES_NO[here]), self._of_words(_YES_NO[1 - here])
                return own if len(own) == len(other) == 1 else ()
        return ()

    def _is_yes_no(self) -> bool:
        return bool(self._of_words({"yes", "oui", "y", "o"}) and self._of_words({"no", "non", "n"}))

    def _of_words(self, words: set[str]) -> tuple[str, ...]:
        return tuple(code for key, codes in self._folded.items() if key in words for code in codes)


def _names(pairs: Iterator[tuple[str, str]]) -> Names:
    table: dict[str, tuple[str, ...]] = {}
    for label, code in pairs:
        key = match_key(_MARKUP.sub("", label)) or match_key(label)
        if key:
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), code)))
    return table


def _split_names(key: str, names: Names) -> set[frozenset[str]]:
    """Take a folded cell apart into names; no choice is named twice."""
    ways: dict[int, set[frozenset[str]]] = {len(key): {frozenset()}}
    starts = [place for place in range(len(key)) if place == 0 or key[place - 1] in _JOINTS]
    present = [name for name in names if name in key]
    for start in reversed(starts):
        found: set[frozenset[str]] = set()
        for name in present:
            end = start + len(name)
            if key.startswith(name, start) and (end == len(key) or key[end] in _JOINTS):
                rest = len(key) - len(key[end:].lstrip(_JOINTS))
                found |= {way | {c} for way in ways.get(rest, ()) for c in names[name] if c not in way}
        ways[start] = set(sorted(found, key=sorted)[:_MOST_WAYS])
    return ways.get(0, set()) if key else set()
