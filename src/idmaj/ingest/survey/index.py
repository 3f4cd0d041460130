"""Questions by every header that may stand for them: paths, names, labels, choices, parts."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from idmaj.ingest.forms.model import Choice, Form, Question
from idmaj.ingest.matching import match_key
from idmaj.ingest.survey.headers import GROUP_SEPARATORS, clean_header, find_boundaries, letter_key, sign_key
from idmaj.ingest.survey.hits import DAMAGED, FOLDED, LETTERS, SIGNS, WRITTEN, Hit, merge_hits
from idmaj.ingest.survey.model import Part

NAMES = "names"
UNNAMED = "labels"
"""Style of labels whose language the form does not name."""
OTHER = "other"
_GEO_TAIL = re.compile(r"[\W_]*(latitude|longitude|altitude|accuracy|precision)\W*$", re.I)
_GEO_PARTS: dict[str, Part] = {
    "latitude": "latitude", "longitude": "longitude", "altitude": "altitude", "accuracy": "accuracy",
    "precision": "accuracy",
}  # fmt: skip
_URL_TAIL = re.compile(r"[\W_]url\W*$", re.I)
_OTHER_TAIL = re.compile(r"[\W_]+(?:other|oth)\W*$", re.I)
_PART_OF_TAIL: dict[re.Pattern[str], Part] = {_URL_TAIL: "url", _OTHER_TAIL: "other"}
_REFERENCE = re.compile(r"\$\{[^{}]*\}")

Finder = Callable[[str], "list[Hit]"]
_LEVELS: tuple[Callable[[str], str], ...] = (
    lambda text: unicodedata.normalize("NFC", text), match_key, sign_key, letter_key,
)  # fmt: skip


class HeaderIndex:
    """Questions of a form by their headers.

    Parameters
    ----------
    form
        Form.
    questions
        Questions whose columns may occur.
    """

    def __init__(self, form: Form, questions: Sequence[Question]) -> None:
        self.form = form
        self.questions = tuple(questions)
        self._order = {question.path: place for place, question in enumerate(form.questions)}
        self._keys: tuple[dict[str, dict[tuple[str, str], bool]], ...] = tuple(
            defaultdict(dict) for _ in _LEVELS
        )
        self._by_path = {question.path: question for question in self.questions}
        self.languages = _languages(form)
        for question in self.questions:
            for style in (NAMES, *self.languages):
                self._add(question, style)

    def find(self, header: str, preferred: str = "") -> list[Hit]:
        """Find the questions that a header names as a whole.

        Parameters
        ----------
        header
            Header.
        preferred
            Style of the table (`names` or a language): it wins over others where both spell the header
            with the same care.

        Returns
        -------
        list of Hit
            Of the strictest level at which there are any; those that bear all groups alone if any do.
        """
        for levels in ((WRITTEN, FOLDED, SIGNS), (LETTERS,)):
            for is_preferred in (True, False):
                for level in levels:
                    found = self._keys[level].get(_LEVELS[level](header), {})
                    hits = [
                        Hit(self._order[path], path, style, level, is_whole)
                        for (path, style), is_whole in found.items()
                        if style == preferred or not is_preferred
                    ]
                    if hits:
                        return merge_hits([hit for hit in hits if hit.is_whole_path] or hits)
        return []

    def styles_of(self, header: str) -> set[str]:
        """Styles in which a header names a question as strictly as it does in any."""
        for level, key_of in enumerate(_LEVELS):
            if found := self._keys[level].get(key_of(header), {}):
                return {style for _, style in found}
        return set()

    def find_part(self, header: str, preferred: str = "") -> list[Hit]:
        """Find parts of questions that a header names: of a geopoint, a medium, a select, in this order."""
        finders: tuple[Finder, ...] = (
            lambda text: self._find_tail(text, preferred, _GEO_TAIL, ("geopoint",)),
            lambda text: self._find_tail(text, preferred, _URL_TAIL, ("media",)),
            lambda text: self._find_choice(text, preferred),
            lambda text: self._find_tail(
                text, preferred, _OTHER_TAIL, ("select_one", "select_multiple", "rank")
            ),
        )
        return next((hits for finder in finders if (hits := finder(header))), [])

    def find_cut(self, header: str) -> list[Hit]:
        """Find what a header that a program cut begins; nothing where several questions begin so."""
        key = letter_key(header)
        hits = []
        for full, meanings in self._keys[LETTERS].items():
            for (path, style), is_whole in meanings.items():
                hit = Hit(self._order[path], path, style, DAMAGED, is_whole)
                if len(key) >= 8 and full.startswith(key):
                    hits.append(hit)
                elif self._by_path[path].kind == "select_multiple" and full and key.startswith(full):
                    rest = key.removeprefix(full)
                    hits += [
                        replace(hit, part="choice", choice=choice.code)
                        for choice in self.form.choices_of(self._by_path[path])
                        if any(rest and letter_key(text).startswith(rest) for text in _texts_of(choice))
                    ]
        return merge_hits(hits)

    def find_damaged(self, header: str) -> list[Hit]:
        """Find a header in which some letters became question marks; half of them must be left."""
        signs = [sign for sign in match_key(header) if sign.isalnum() or sign in "?\ufffd"]
        n_lost = sum(not sign.isalnum() for sign in signs)
        if not signs or 2 * n_lost > len(signs):
            return []
        pattern = re.compile("".join(sign if sign.isalnum() else ".?" for sign in signs))
        return merge_hits([
            Hit(self._order[path], path, style, DAMAGED, is_whole)
            for full, meanings in self._keys[LETTERS].items()
            if pattern.fullmatch(full)
            for (path, style), is_whole in meanings.items()
        ])  # fmt: skip

    def _find_tail(
        self, header: str, preferred: str, tail: re.Pattern[str], kinds: Collection[str]
    ) -> list[Hit]:
        found = tail.search(header)
        if not found:
            return []
        part = _GEO_PARTS[found[1].casefold()] if tail is _GEO_TAIL else _PART_OF_TAIL[tail]
        hits = self.find(header[: found.start()], preferred)
        return [replace(hit, part=part) for hit in hits if self._by_path[hit.question].kind in kinds]

    def _find_choice(self, header: str, preferred: str) -> list[Hit]:
        hits = []
        for base, rest in find_boundaries(header):
            for hit in self.find(base, preferred):
                question = self._by_path[hit.question]
                if question.kind == "select_multiple":
                    is_text = question.or_other and header[len(base)] == "_" and letter_key(rest) == OTHER
                    if header[len(base)] == "[":
                        rest = rest.removesuffix("]")
                    hits += [
                        replace(hit, part="other", level=level)
                        if is_text
                        else replace(hit, part="choice", choice=code, level=max(hit.level, level))
                        for code, level in self._codes_of(question, rest, hit.style)
                    ]
        strictest = min((hit.level for hit in hits), default=0)
        return merge_hits([hit for hit in hits if hit.level == strictest])

    def _codes_of(self, question: Question, rest: str, style: str) -> list[tuple[str, int]]:
        choices = self.form.choices_of(question)
        for level, key_of in enumerate(_LEVELS):
            wanted = key_of(rest)
            for texts in (_in_style(style), _texts_of):
                found = [
                    choice.code
                    for choice in choices
                    if wanted and wanted in {key_of(text) for text in texts(choice)}
                ]
                if found:
                    return [(code, level) for code in found]
        is_other = question.or_other and letter_key(rest) == OTHER
        return [(OTHER, FOLDED)] if is_other else []

    def _add(self, question: Question, style: str) -> None:
        for texts in _variants(self._segments(question, style)):
            for start in range(len(texts)):
                for level, key in _keys_of(texts[start:]):
                    meanings = self._keys[level][key]
                    meaning = (question.path, style)
                    meanings[meaning] = meanings.get(meaning, False) or start == 0

    def separator_in(self, header: str, hit: Hit) -> str:
        """Signs between the first group and what follows it in a header that bears all groups."""
        first, second = self._segments(self._by_path[hit.question], hit.style)[:2]
        for sign in GROUP_SEPARATORS:
            if header.startswith(f"{first}{sign}{second}"):
                return sign
        start = len(first) if header.casefold().startswith(first.casefold()) else -1
        end = header.casefold().find(second.casefold(), start) if start > 0 else -1
        return header[start:end] if end > start else ""

    def _segments(self, question: Question, style: str) -> list[str]:
        """Names of groups and question; labels where the style is a language, names where there is none."""
        names = [*question.groups, question.name]
        if style == NAMES:
            return names
        language = "" if style == UNNAMED else style
        paths = ["/".join(question.groups[: depth + 1]) for depth in range(len(question.groups))]
        labels = [self.form.group_labels.get(path, {}).get(language, "") for path in paths]
        labels.append(question.labels.get(language, ""))
        return [clean_header(label) or name for label, name in zip(labels, names, strict=True)]


def _languages(form: Form) -> tuple[str, ...]:
    known = dict.fromkeys(form.languages)
    for question in form.questions:
        known.update(dict.fromkeys(question.labels))
    for labels in form.group_labels.values():
        known.update(dict.fromkeys(labels))
    return tuple(language or UNNAMED for language in known)


def _variants(segments: list[str]) -> Iterator[list[str]]:
    """Segments as they stand, and with references to answers left out as some exporters do."""
    yield segments
    bare = [_REFERENCE.sub("", text).strip() for text in segments]
    if bare != segments and bare[-1]:
        yield bare


def _keys_of(segments: Sequence[str]) -> Iterator[tuple[int, str]]:
    separators = GROUP_SEPARATORS if len(segments) > 1 else "/"
    joined = [separator.join(segments) for separator in separators]
    keys = [(level, _LEVELS[level](text)) for level in (WRITTEN, FOLDED) for text in joined]
    keys.append((SIGNS, "_".join(sign_key(text) for text in segments)))
    keys.append((LETTERS, "".join(letter_key(text) for text in segments)))
    yield from ((level, key) for level, key in keys if any(sign.isalnum() for sign in key))


def _in_style(style: str) -> Callable[[Choice], tuple[str, ...]]:
    def texts(choice: Choice) -> tuple[str, ...]:
        return (
            (choice.code,) if style == NAMES else (choice.labels.get("" if style == UNNAMED else style, ""),)
        )

    return texts


def _texts_of(choice: Choice) -> tuple[str, ...]:
    return (choice.code, *choice.labels.values())
