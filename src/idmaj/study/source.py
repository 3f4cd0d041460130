"""Where raw files are and what their columns mean."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Literal, get_args

from pydantic import Field, model_validator

from idmaj.study.base import Cell, Part

SourceRole = Literal["persons", "interviews", "justice_events", "grants", "handovers"]
MissingKind = Literal["not_asked", "dk", "refused", "na", "not_collected", "unparseable", "withheld"]

Format = Literal["csv", "xlsx", "parquet", "stata", "spss"]
Platform = Literal[
    "csv", "xlsx", "parquet", "stata", "spss", "kobo", "kobo_legacy", "odk_central", "odk_briefcase", "odk_odata",
    "surveycto", "commcare", "limesurvey", "google_forms", "qualtrics", "plain",
]  # fmt: skip
FORMATS: tuple[str, ...] = get_args(Format)

OF_FORM: dict[str, tuple[str, ...]] = {
    "interviews": ("person_id", "wave", "outcome", "interviewed_on", "submission_uuid"),
    "justice_events": ("person_id", "event_type", "event_on", "event_id"),
}
"""Columns that an export of a form brings under their canonical names, by the role of its rows."""

MISSING_MARK = "\ue000"
"""Begins the cells that stand for a kind of missing value in tables made from exports of a form."""

SEVERAL_REGIONS = "|"
"""Separates the regions of a hand-over that was held in several."""

REQUIRED_COLUMNS: dict[str, tuple[str, ...]] = {
    "persons": (),
    "interviews": ("person_id", "wave"),
    "justice_events": ("person_id", "event_type", "event_on"),
    "grants": ("person_id",),
    "handovers": ("handover_id",),
}
"""Canonical columns that a source of each role must map."""


LINKED = ("persons", "justice_events")
"""Roles of sources that `link` may stand on."""


class Keep(Part):
    """Rows of a file that belong to the study: those whose column holds one of the values."""

    column: str = Field(description="column of the raw file")
    any_of: list[Cell] = Field(min_length=1, description="values that keep the row")


class Limits(Part):
    """Numbers that a column may hold; a number outside is flagged and not used."""

    at_least: float | None = Field(None, description="smallest number")
    at_most: float | None = Field(None, description="largest number")

    @model_validator(mode="after")
    def _limit_something(self) -> Limits:
        if self.at_least is None and self.at_most is None:
            raise ValueError("limits need at_least, at_most or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least:g} is greater than at_most {self.at_most:g}")
        return self


class Link(Part):
    """Columns of a raw file that tell who a row is about; they link it, and never enter a table."""

    code: str | None = Field(None, description="programme code, best with a check digit")
    cin: str | None = Field(None, description="number of the identity card")
    born_on: str | None = Field(None, description="date of birth")
    first_name: str | None = Field(None, description="first name, in Arabic or Latin letters")
    last_name: str | None = Field(None, description="family name, in Arabic or Latin letters")
    sex: str | None = Field(None, description="sex; it only supports other columns")
    province: str | None = Field(None, description="province; it only supports other columns")

    @model_validator(mode="after")
    def _can_tell_people_apart(self) -> Link:
        if not (self.code or self.cin or (self.last_name and (self.born_on or self.first_name))):
            raise ValueError("a link needs code, cin, or last_name with born_on or first_name")
        return self

    @property
    def columns(self) -> dict[str, str]:
        """Identifier → column of the raw file, of those that are named."""
        return {name: str(column) for name, column in self.model_dump(exclude_none=True).items()}


class Source(Part):
    """One raw file.

    `columns` maps canonical names to names in the file. A column of the file that an outcome, a
    covariate or an arm names, and that `columns` does not rename, keeps its own name; every other
    column stays out of the tables.
    """

    role: SourceRole = Field(description="what a row of the file is")
    file: str = Field(description="path relative to the workspace, such as data/raw/<study>/file.csv")
    platform: Platform | None = Field(
        None, description="format of the file, or with a form the survey platform; by default detected"
    )
    form: str | None = Field(
        None,
        description="survey form (XLSForm) of which the file is an export; columns are then those of the form",
    )
    timezone: str = Field(
        "Africa/Casablanca", description="zone of times that an export writes without an offset"
    )
    encoding: str | None = Field(None, description="by default: byte-order mark, UTF-8, then cp1256/cp1252")
    separator: Literal[",", ";", "\t", "|"] | None = Field(None, description="by default found in the header")
    sheet: str | None = Field(None, description="sheet of a workbook; by default the only one")
    header_row: int = Field(1, ge=1, description="row of the header, counted from 1")
    columns: dict[str, str] = Field(default_factory=dict, description="canonical name = name in the file")
    keep: Keep | None = Field(None, description="rows that belong to the study")
    first_by: str | None = Field(
        None,
        description="persons, where the file has several rows a person: column of the file that orders them; "
        "the row where it is smallest is read",
    )
    spells: bool = Field(
        False,
        description="persons, where each row is a spell of a person under observation (keys entry and time of an "
        "outcome): every row is kept, and errors are clustered on the person",
    )
    recode: dict[str, dict[Cell, Cell]] = Field(
        default_factory=dict, description="canonical name = { value in the file = value meant }"
    )
    missing: dict[Cell, MissingKind] = Field(
        default_factory=dict, description="codes that mean a missing value, in every column of this file"
    )
    limits: dict[str, Limits] = Field(
        default_factory=dict, description="column = { at_least = …, at_most = … }; names as in the tables"
    )
    date_format: str | None = Field(None, description="such as %d/%m/%Y; by default ISO 8601")
    decimal: Literal[".", ","] = Field(".", description="decimal sign of numbers in this file")
    observed_from: date | None = Field(
        None, description="first day that the file covers; rows before it are not expected"
    )
    observed_until: date | None = Field(
        None, description="first day that the file no longer covers; by default the data cut-off"
    )
    reported_by: Literal["register", "self_report", "archive"] | None = Field(
        None, description="justice_events: who told; an outcome reads the events of its data_source"
    )
    link: Link | None = Field(
        None, description="who a row is about: on the persons, and on a register that lacks their ids"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_columns_of_form(cls, given: object) -> object:
        """Give an export of a form the columns and the kinds of missing values that it always has."""
        if not isinstance(given, dict) or given.get("form") is None or given.get("role") not in OF_FORM:
            return given
        always: dict[str, dict[str, str]] = {
            "columns": {name: name for name in OF_FORM[given["role"]]},
            "missing": {f"{MISSING_MARK}{kind}": kind for kind in get_args(MissingKind)},
        }
        declared = {key: given.get(key, {}) for key in always}
        return given | {key: always[key] | own for key, own in declared.items() if isinstance(own, dict)}

    @model_validator(mode="after")
    def _orders_rows_of_persons(self) -> Source:
        if self.first_by is not None and (self.role != "persons" or "person_id" not in self.columns):
            raise ValueError("first_by belongs to a source of role persons that maps columns.person_id")
        return self

    @model_validator(mode="after")
    def _has_spells_of_persons(self) -> Source:
        if self.spells and (self.role != "persons" or "person_id" not in self.columns or self.first_by):
            raise ValueError(
                "spells belongs to a source of role persons that maps columns.person_id and has no first_by"
            )
        return self

    @model_validator(mode="after")
    def _lies_in_the_workspace(self) -> Source:
        if not _is_inside(self.file):
            raise ValueError("file must be a path inside the workspace, such as data/raw/<study>/file.csv")
        if self.form is not None and not _is_inside(self.form):
            raise ValueError("form must be a path inside the workspace, such as studies/<study>/form.xlsx")
        return self

    @model_validator(mode="after")
    def _is_of_its_form(self) -> Source:
        if self.form is None:
            if self.platform is not None and self.platform not in FORMATS:
                raise ValueError(f"platform {self.platform} needs form, the survey form of the export")
            return self
        if self.role not in OF_FORM:
            raise ValueError(f"an export of a form holds {' or '.join(OF_FORM)}, not {self.role}")
        return self

    @model_validator(mode="after")
    def _needs_columns(self) -> Source:
        required = REQUIRED_COLUMNS[self.role]
        if self.is_register:
            required = tuple(name for name in required if name != "person_id")
            if "person_id" in self.columns:
                raise ValueError(
                    "columns.person_id and link are two ways to say who a row is about: keep one"
                )
        elif self.link is not None and self.role != "persons":
            raise ValueError(
                f"a source of role {self.role} cannot be linked: link is for {', '.join(LINKED)}"
            )
        absent = [name for name in required if name not in self.columns]
        if absent:
            raise ValueError(f"a source of role {self.role} must map: columns.{', columns.'.join(absent)}")
        return self

    @property
    def is_register(self) -> bool:
        """Whether rows are linked to persons by what tells who they are about."""
        return self.link is not None and self.role == "justice_events"


def _is_inside(shown: str) -> bool:
    path = PurePosixPath(shown.replace("\\", "/"))
    return bool(shown) and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
