"""Types that every part of a study file shares."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""Name of an outcome, wave, fact or claim."""

Cell = Annotated[str, BeforeValidator(lambda value: _as_cell(value))]
"""A value as it stands in a cell: text, so that `1` and `"1"` in a study file mean the same."""

TimeUnit = Literal["day", "week", "month", "year"]


class Part(BaseModel):
    """A part of a study file: unknown keys are refused, values cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Label(Part):
    """Words in the three languages of the reports."""

    en: str = Field(min_length=1, description="English")
    fr: str = Field(min_length=1, description="French")
    ar: str = Field(min_length=1, description="Arabic")

    def __getitem__(self, language: str) -> str:
        """Return the words in one language (`ar`, `fr` or `en`)."""
        return str(getattr(self, language))


def _as_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value
