"""What the header of each column of one table may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from idmaj.ingest.exports.model import ExportTable
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.survey.headers import (
    GROUP_SEPARATORS,
    clean_header,
    find_cuts,
    find_instances,
    find_tails,
    has_lost_letters,
    is_platform_column,
    letter_key,
    sign_key,
    split_repeated,
    split_version,
    undo_made_valid,
)
from idmaj.ingest.survey.hits import DAMAGED, LETTERS, SIGNS, WRITTEN, Hit
from idmaj.ingest.survey.index import NAMES, HeaderIndex
from idmaj.ingest.survey.settling import Meaning

# Groups may all have other names than in the form: this many columns must then agree on the sign.
_MIN_AGREEING = 5
_MIN_MOVED_LETTERS = 8


@dataclass
class TableColumns:
    """Columns of one table on the way to their questions.

    Attributes
    ----------
    table, form, platform
        Table, its form, its platform.
    repeat
        Repeat of the form that the table is taken for.
    language
        Language of labels that a person declared.
    own
        Positions that the platform is known to use.
    """

    table: ExportTable
    form: Form
    platform: str
    repeat: str
    language: str | None
    own: frozenset[int]

    @cached_property
    def headers(self) -> list[str]:
        """Headers without markup."""
        return [clean_header(header) for header in self.table.header]

    @cached_property
    def style(self) -> str:
        """`names`, or the language whose labels most headers bear that only one style explains."""
        votes: Counter[str] = Counter()
        for header in self.headers:
            styles = self._index.styles_of(header)
            if NAMES not in styles:
                votes.update(styles)
            elif styles == {NAMES}:
                votes[NAMES] += 1
        order = [NAMES, self.language or NAMES, self.form.default_language or NAMES, *self._index.languages]
        return min(order, key=lambda style: -votes[style])

    @cached_property
    def separator(self) -> str:
        """Sign between groups and question that most headers bear; "" where hardly any bears a group."""
        votes = Counter(
            self._index.separator_in(header, hit)
            for header in self.headers
            for hit in self._index.find(header, self.style)
            if hit.is_whole_path and "/" in hit.question
        )
        return votes.most_common(1)[0][0] if votes else self._separator_of_unknown_groups()

    def is_platforms(self, place: int) -> bool:
        """Whether the platform adds the column: identifiers, times, counts of repeats."""
        header = self.headers[place]
        is_count = bool(header) and f"_{sign_key(header)}".endswith(self._counts)
        return place in self.own or is_count or is_platform_column(header, self.platform)

    def find_meanings(self) -> tuple[list[Meaning], list[int]]:
        """Find the questions that each header may stand for, and the positions of those that name none."""
        meanings, rest = [], []
        for place, header in enumerate(self.headers):
            meaning = self._meaning_of(place, header) if header else None
            if meaning:
                meanings.append(meaning)
            else:
                rest.append(place)
        return meanings, rest

    @cached_property
    def _index(self) -> HeaderIndex:
        return HeaderIndex(self.form, self.form.of_table(self.repeat))

    @cached_property
    def _wide(self) -> HeaderIndex | None:
        inner = [question for question in self.form.questions if question.repeat != MAIN]
        return HeaderIndex(self.form, inner) if inner and self.repeat == MAIN else None

    @cached_property
    def _depths(self) -> dict[str, int]:
        """Question → number of repeats above it."""
        paths = set(self.form.repeats.values())
        return {
            question.path: sum(
                "/".join(question.groups[: end + 1]) in paths for end in range(len(question.groups))
            )
            for question in self.form.questions
        }

    @cached_property
    def _counts(self) -> tuple[str, ...]:
        return tuple(f"_{sign_key(name)}_count" for name in self.form.repeats)

    @cached_property
    def _cuts(self) -> set[str]:
        return find_cuts([*self.headers, *self.table.column_labels.values()])

    def _separator_of_unknown_groups(self) -> str:
        lost = [
            header
            for place, header in enumerate(self.headers)
            if not self.is_platforms(place) and not self._read(self._index, header)
        ]
        for sign in GROUP_SEPARATORS:
            n_agreeing = sum(
                any(self._is_exact(tail) for tail in find_tails(header, sign)) for header in lost
            )
            if n_agreeing >= _MIN_AGREEING and 2 * n_agreeing >= len(lost):
                return sign
        return ""

    def _is_exact(self, text: str) -> bool:
        return any(hit.level == WRITTEN for hit in self._index.find(text, self.style))

    def _meaning_of(self, place: int, header: str) -> Meaning | None:
        if hits := self._hits_of(place, header):
            return Meaning(place, header, None, tuple(hits))
        repeated = split_repeated(header, set(self.headers), is_label=self.style != NAMES)
        if repeated and (hits := self._hits_of(place, repeated[0])):
            base, number = repeated
            return Meaning(place, base, number, tuple(replace(hit, how="repeated") for hit in hits))
        hits = self._last_resort(place, header)
        return Meaning(place, header, None, tuple(hits)) if hits else None

    def _hits_of(self, place: int, header: str) -> list[Hit]:
        if self.is_platforms(place):
            return [hit for hit in self._index.find(header) if hit.level == WRITTEN]
        hits = self._read(self._index, header) or self._wide_hits(header)
        if hits:
            return hits
        version, bare = split_version(header)
        if version and (found := self._hits_of(place, bare)):
            return [replace(hit, version=version, how="version") for hit in found]
        valid = undo_made_valid(header)
        return self._moved_hits(header) or (self._read(self._index, valid) if valid != header else [])

    def _read(self, index: HeaderIndex, header: str) -> list[Hit]:
        """Meanings of a header as a whole question or as a part of one, whichever spells it with more care."""
        whole, parts = index.find(header, self.style), index.find_part(header, self.style)
        if whole and parts:
            return parts if parts[0].level < whole[0].level else whole
        return whole or parts

    def _wide_hits(self, header: str) -> list[Hit]:
        """Questions of repeats whose instances stand side by side in the table of submissions."""
        if not self._wide:
            return []
        whole = [hit for hit in self._wide.find(header, NAMES) if hit.level == WRITTEN and hit.is_whole_path]
        if whole:  # each row repeats the submission with one instance
            return [replace(hit, instance=(1,) * self._depths[hit.question]) for hit in whole]
        for depth in sorted(set(self._depths.values()) - {0}):
            choices: list[Hit] = []
            for hits in self._instances_of(self._wide, header, depth):
                if hits[0].part != "choice" and not choices:
                    return hits
                choices += [hit for hit in hits if hit.part == "choice"]
            if choices:
                return choices
        return []

    def _instances_of(self, wide: HeaderIndex, header: str, depth: int) -> Iterator[list[Hit]]:
        is_certain = "[" in header
        for bare, instance in find_instances(header, depth):
            for text in (bare, *(find_tails(bare, "/.") if is_certain else ())):
                found = [
                    replace(hit, instance=instance)
                    for hit in self._read(wide, text)
                    if self._depths[hit.question] == depth and hit.level <= (LETTERS if is_certain else SIGNS)
                ]
                if found:
                    yield found
                    break

    def _moved_hits(self, header: str) -> list[Hit]:
        """The question without its groups: it stood in another group, or the groups have other names."""
        separators = self.separator.strip() or GROUP_SEPARATORS.replace("_", "")
        for tail in find_tails(header, separators):
            hits = self._read(self._index, tail)
            hits = [hit for hit in hits if hit.level < LETTERS or len(letter_key(tail)) >= _MIN_MOVED_LETTERS]
            if hits and separators == "_":  # a name may hold this sign: the weakest evidence
                return [replace(hit, level=DAMAGED) for hit in hits]
            if hits:
                return [replace(hit, how="moved") for hit in hits]
        return []

    def _last_resort(self, place: int, header: str) -> list[Hit]:
        """Label of the column, a header that was cut, a header with damaged letters; only where certain."""
        label = clean_header(self.table.column_labels.get(place, ""))
        if label and label != header and (hits := self._hits_of(place, label)):
            return hits
        if self.is_platforms(place):
            return []
        for text in dict.fromkeys(text for text in (header, label) if text):
            is_cut = text in self._cuts and (text == label or self.headers.count(text) == 1)
            hits = self._index.find_cut(text.rstrip("….")) if is_cut else []
            hits = hits or (self._index.find_damaged(text) if has_lost_letters(text) else [])
            if len(hits) == 1:
                return hits
        return []
