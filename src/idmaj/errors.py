"""Exceptions and problems.

::

    IdmajError
    ├── WorkspaceError     no workspace, or a folder that cannot be used
    ├── TextError          a message or number that cannot be put into words
    ├── DataProblems       problems found in a study file or in raw data (carries `Problem`s)
    │   ├── StudyProblems
    │   └── IngestProblems
    ├── EstimationError    a quantity that the data do not define
    ├── ReleaseRefused     disclosure control refuses to publish
    ├── RenderError        a chart or document that cannot be drawn without a fault
    └── RunError           a notebook, its parameters or its process
        ├── ParameterProblems
        └── WorkspaceBusy  another run holds the workspace

Words are not kept here: a `Problem` names a message of the `text` room, and whoever shows
it (command line, quality report) puts it into the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["blocking", "set_aside", "flagged"]
"""`blocking`: nothing is published. `set_aside`: a row that cannot be used. `flagged`: a cell."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is.

    Attributes
    ----------
    file
        Path relative to the workspace, with `/` as separator.
    key
        Key path in a study file, such as ``outcome.re_arrest.horizons``.
    row
        Row of the file as a person counts it: the header is row 1.
    column
        Name of the column as it stands in the file.
    sheet
        Sheet of a workbook.
    """

    file: str = ""
    key: str = ""
    row: int | None = None
    column: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, what was expected and what to do.

    Attributes
    ----------
    message
        Id of a message in ``locale/*/problems.ftl``; its attributes ``expected`` and ``remedy``
        complete it.
    place
        Where it is.
    severity
        See `Severity`.
    arguments
        Values for the message. Never the value of an identifying field.
    """

    message: str
    place: Place = field(default_factory=Place)
    severity: Severity = "blocking"
    arguments: Mapping[str, str | int | float] = field(default_factory=dict)


class IdmajError(Exception):
    """Root of every exception that the library raises on purpose."""


class WorkspaceError(IdmajError):
    """There is no workspace, or a folder of it cannot be used."""

    def __init__(self, message_id: str, **arguments: str | int | float) -> None:
        self.problem = Problem(message_id, arguments=arguments)
        super().__init__(_in_brief(message_id, arguments))


class TextError(IdmajError):
    """A message is unknown, lacks an argument, or cannot be formatted."""


class DataProblems(IdmajError):
    """Problems in a study file or in raw data, all of them at once.

    Parameters
    ----------
    problems
        At least one problem.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(_in_brief(p.message, p.arguments) for p in self.problems))


class StudyProblems(DataProblems):
    """The study file cannot be used."""


class IngestProblems(DataProblems):
    """Raw data cannot be used."""


class EstimationError(IdmajError):
    """The data do not define the quantity asked for.

    Parameters
    ----------
    message_id
        Kebab-case noun, such as ``separation`` or ``empty-arm``; a message of the `text` room
        (``problems.ftl``, prefixed with ``estimation-``) says it in words.
    arguments
        Values for that message.
    """

    def __init__(self, message_id: str, **arguments: str | int | float) -> None:
        self.message_id = message_id
        self.arguments = arguments
        super().__init__(_in_brief(message_id, arguments))


class ReleaseRefused(IdmajError):
    """Disclosure control refuses to publish; nothing is trimmed in silence."""


class RenderError(IdmajError):
    """A chart or document cannot be drawn without a fault."""


class RunError(IdmajError):
    """A notebook run cannot start or did not end well."""


class ParameterProblems(RunError):
    """Parameters of a notebook that are unknown or of the wrong type.

    Parameters
    ----------
    problems
        At least one problem.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(_in_brief(p.message, p.arguments) for p in self.problems))


class WorkspaceBusy(RunError):
    """Another run holds the workspace."""


def _in_brief(message_id: str, arguments: Mapping[str, object]) -> str:
    details = ", ".join(f"{name}={value}" for name, value in arguments.items())
    return f"{message_id} ({details})" if details else message_id
