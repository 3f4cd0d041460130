"""How a study is analysed: its arms, covariates, sampling, matching and the limits of its gates."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from idmaj.study.base import Cell, Label, Part

FIRST_TREATED = "first_treated"
"""Column of the persons that is made from `treated_when`."""

Cells = Annotated[list[Cell], BeforeValidator(lambda v: v if isinstance(v, list) else [v])]


def _is_unset(value: object) -> bool:
    """Tell whether a key has its empty value; left out of the plan, so that older plans keep their hash."""
    return value is None or value in ([], {}, "")


class ArmLabels(Part):
    """Names of the two groups."""

    support: Label
    comparison: Label


class Arms(Part):
    """Section `[arms]`: which value of which column means support; in a panel, since when."""

    column: str = Field("", description="column of the persons that tells the arm; not in a panel")
    support: Cells = Field(default_factory=list, description="values that mean support")
    comparison: Cells = Field(default_factory=list, description="values that mean comparison")
    received: str | None = Field(
        None,
        description="column of the persons: took up what the arm offered; its values that mean yes: 1, yes, true",
        exclude_if=_is_unset,
    )
    first_treated: str | None = Field(
        None,
        description="panel: column of the persons with the time of the first supported wave",
        exclude_if=_is_unset,
    )
    treated_when: str | None = Field(
        None,
        description="panel: column of the persons' long file (see first_by) that is 1 in the waves with support",
        exclude_if=_is_unset,
    )
    supported_on: str | None = Field(
        None,
        description="date column of the persons or grants: who has a date was supported from then on (section "
        "[index])",
        exclude_if=_is_unset,
    )
    started: float | None = Field(
        None,
        description="panel: time of the first supported wave of every unit whose column says support",
        exclude_if=_is_unset,
    )
    never: Cells = Field(
        default_factory=list,
        description="panel: values of first_treated that mean never supported, besides a blank",
        exclude_if=_is_unset,
    )
    labels: ArmLabels | None = None
    values: dict[Cell, Label] = Field(
        default_factory=dict, description="words for each value of support, where there are several"
    )

    @model_validator(mode="after")
    def _values_differ(self) -> Arms:
        both = set(self.support) & set(self.comparison)
        if both:
            raise ValueError(f"values in both arms: {sorted(both)}")
        return self

    @model_validator(mode="after")
    def _says_who_is_supported(self) -> Arms:
        by_unit = [name for name in ("first_treated", "treated_when") if getattr(self, name) is not None]
        if self.supported_on is not None and (by_unit or self.column or self.support or self.comparison):
            raise ValueError(
                "supported_on tells the arms: leave out column, support, comparison, first_treated"
            )
        if self.supported_on is None and not by_unit and not (self.column and self.support):
            raise ValueError("column and support are missing: they tell who was supported")
        if by_unit and (self.column or self.support or self.comparison):
            raise ValueError(f"{by_unit[0]} tells the arms of a panel: leave out column, support, comparison")
        if len(by_unit) + (self.started is not None) > 1:
            raise ValueError("first_treated, treated_when and started all say when support began: keep one")
        return self

    @property
    def start_column(self) -> str | None:
        """Column of the persons with the time of the first supported wave."""
        return FIRST_TREATED if self.treated_when is not None else self.first_treated

    @property
    def has_start(self) -> bool:
        """Whether it is known when support began."""
        return self.start_column is not None or self.started is not None


class Analysis(Part):
    """Section `[analysis]`."""

    covariates: list[str] = Field(default_factory=list, description="baseline columns")
    categories: list[str] = Field(default_factory=list, description="columns that are codes, not amounts")
    strata: list[str] = Field(
        default_factory=list, description="columns of the strata within which people were assigned or sampled"
    )
    cluster: str | None = Field(None, description="column of the unit that was assigned or sampled")
    weight: str | None = Field(None, description="column of the survey weight")
    placebo: str | None = Field(
        None, description="outcome of before the programme; leaves the adjustment when it is tested"
    )
    cohort: str | None = Field(
        None, description="column of the cohort or site, over which results are pooled", exclude_if=_is_unset
    )
    subgroups: list[str] = Field(
        default_factory=list,
        description="baseline columns (codes) by whose values the effect is also shown",
        exclude_if=_is_unset,
    )
    labels: dict[str, Label] = Field(
        default_factory=dict, description="words for a covariate (age) or a level of it (race=other)"
    )
    conf_level: float = Field(0.95, gt=0.5, lt=1)


class Matching(Part):
    """Section `[matching]`: how people of a comparison study are matched, fixed before results are seen."""

    ratio: int = Field(1, ge=1, le=10, description="comparison people matched to each supported person")
    caliper: float = Field(
        0.2, gt=0, description="largest distance, in standard deviations of the logit of the propensity"
    )
    exact: list[str] = Field(default_factory=list, description="covariates on which matched people agree")
    replacement: bool = Field(False, description="whether a comparison person may be matched again")


class Margin(Part):
    """Known totals of the population for the values of one column."""

    column: str
    totals: dict[Cell, Annotated[float, Field(gt=0)]] = Field(min_length=2)


class Survey(Part):
    """Section `[survey]`: what a sample survey needs beyond weight, strata and cluster of `[analysis]`."""

    fpc: str | None = Field(
        None, description="column: number of clusters (or people) in the stratum's population"
    )
    margins: list[Margin] = Field(
        default_factory=list, description="one: post-stratification; several: raking"
    )
    replicate_weights: list[str] = Field(default_factory=list, description="columns of replicate weights")
    replicate_method: Literal["jk1", "brr", "bootstrap"] = "jk1"


class Gates(Part):
    """Section `[gates]`: limits of the identification gates."""

    standardised_difference: float = Field(0.1, gt=0)
    naive_difference: float = Field(0.25, gt=0, description="raw imbalance that makes a contrast naive")
    overlap: float = Field(0.95, gt=0, le=1)
    weight_share: float = Field(0.05, gt=0, le=1)
    effective_size: float = Field(60, gt=0)
    attrition: float = Field(0.2, ge=0, le=1)
    differential_attrition: float = Field(0.05, ge=0, le=1)
    spill_over: Label | None = Field(None, description="what is known of effects on others")
