"""What the columns of an exported table mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from idmaj.errors import Problem

Part = Literal["whole", "choice", "latitude", "longitude", "altitude", "accuracy", "other", "url"]
Style = Literal["names", "labels", "mixed"]
SelectShape = Literal["text", "split", "both", "none"]


@dataclass(frozen=True)
class ColumnUse:
    """A column and the question that it answers.

    Attributes
    ----------
    question
        Path of the question in the form.
    part
        `whole` answer; one `choice` of a select; a part of a geopoint; the text of `other`; the `url`
        of a medium.
    position
        In the header of the table.
    choice
        Code of the choice; "" for other parts.
    instance
        Numbers of the repeats as the header writes them, outermost first; () outside wide repeats.
    version
        Prefix of an older version of the form, such as `v1`; "" for none.
    style
        `names`, or the language of the label that the header bears.
    """

    question: str
    part: Part
    position: int
    choice: str = ""
    instance: tuple[int, ...] = ()
    version: str = ""
    style: str = "names"

    @property
    def target(self) -> tuple[str, str, str, tuple[int, ...]]:
        """What the column holds; several columns may hold the same."""
        return self.question, self.part, self.choice, self.instance


@dataclass(frozen=True)
class TableMapping:
    """The columns of a table by the questions of a form.

    Attributes
    ----------
    repeat
        Repeat of the form, `MAIN` for the table of submissions.
    columns
        Uses; of one question in the order in which their cells are taken: the first filled one wins.
    style, language
        What headers bear; language of labels, "" where headers bear names.
    separator
        Between groups and question, "" where headers bear no groups.
    select_shape
        How questions with several answers stand: joined text, a column a choice, both.
    unmatched
        Positions of columns that are neither answers nor the platform's own.
    platform_columns
        Positions of columns that the platform adds.
    problems
        `blocking` where the table or a column cannot be told.
    wide_repeats
        Repeats whose instances stand side by side in the table, in the order of the form.
    """

    repeat: str
    columns: tuple[ColumnUse, ...]
    style: Style = "names"
    language: str = ""
    separator: str = ""
    select_shape: SelectShape = "none"
    unmatched: list[int] = field(default_factory=list)
    platform_columns: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wide_repeats: tuple[str, ...] = ()

    def uses_of(self, question: str, part: Part = "whole") -> tuple[ColumnUse, ...]:
        """Columns of one question and part outside wide repeats, in the order in which they are taken."""
        return tuple(
            use for use in self.columns if use.question == question and use.part == part and not use.instance
        )
