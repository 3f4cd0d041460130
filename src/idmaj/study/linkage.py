"""When a record of a register is linked to a person of the study."""

from __future__ import annotations

from pydantic import Field, model_validator

from idmaj.study.base import Part


class Linkage(Part):
    """Section `[linkage]`: probabilities from which a pair is a link, and from which a clerk is asked."""

    accept: float = Field(0.95, gt=0.5, le=1, description="probability from which a pair is a link")
    review: float = Field(0.5, gt=0, lt=1, description="probability from which a clerk is asked")

    @model_validator(mode="after")
    def _review_is_lower(self) -> Linkage:
        if self.review > self.accept:
            raise ValueError(f"review {self.review:g} is greater than accept {self.accept:g}")
        return self
