"""Meanings of headers, and how much care a header was spelled with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from idmaj.ingest.survey.model import ColumnUse, Part

WRITTEN, FOLDED, SIGNS, LETTERS, DAMAGED = range(5)
"""Levels of care: as written; but for case, spaces, marks; other separators; letters and digits; cut."""


@dataclass(frozen=True)
class Hit:
    """One meaning of a header.

    Attributes
    ----------
    order
        Place of the question in the form.
    question, part, choice, instance, version, style
        As of `ColumnUse`.
    level
        How much care the header was spelled with: `WRITTEN` … `DAMAGED`.
    is_whole_path
        Whether the header bears all groups.
    how
        `header`; `moved` to another group, `version` of the form, `repeated` header.
    """

    order: int
    question: str
    style: str
    level: int
    is_whole_path: bool
    part: Part = "whole"
    choice: str = ""
    instance: tuple[int, ...] = ()
    version: str = ""
    how: str = "header"

    @property
    def target(self) -> tuple[str, str, str, tuple[int, ...]]:
        """As of `ColumnUse`."""
        return self.question, self.part, self.choice, self.instance

    def use_at(self, position: int) -> ColumnUse:
        """The column as a use of its question."""
        return ColumnUse(
            self.question, self.part, position, self.choice, self.instance, self.version, self.style
        )


def merge_hits(hits: Iterable[Hit]) -> list[Hit]:
    """One hit a target, names before languages in their order."""
    merged: dict[tuple[str, str, str, tuple[int, ...]], Hit] = {}
    for hit in hits:
        merged.setdefault(hit.target, hit)
    return list(merged.values())
