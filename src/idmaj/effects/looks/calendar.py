"""Which of the declared looks a data cut-off is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from idmaj.errors import Place, Problem, StudyProblems
from idmaj.study import Study


@dataclass(frozen=True)
class Look:
    """One of the looks that a study declares.

    Attributes
    ----------
    number
        From 1, in the order of the calendar.
    planned
        Looks in the calendar.
    shares
        Shares of the final information at this look and those before it, rising; the last is this one's.
    method
        How two arms are compared: ``spending`` or ``sequence``.
    """

    number: int
    planned: int
    shares: tuple[float, ...]
    method: Literal["spending", "sequence"]

    @property
    def is_repeated(self) -> bool:
        """Whether intervals must hold at several looks together."""
        return self.planned > 1


def find_look(study: Study, as_of: str) -> Look | None:
    """Find the look of a data cut-off; looks that were never published count like any other.

    Parameters
    ----------
    study
        Declares the calendar.
    as_of
        Data cut-off, ISO date.

    Returns
    -------
    Look or None
        None where the study declares no calendar.

    Raises
    ------
    StudyProblems
        ``look-out-of-calendar`` where the cut-off is no date of the calendar.
    """
    looks = study.looks
    if looks is None:
        return None
    dates = [date.isoformat() for date in looks.dates]
    if as_of not in dates:
        arguments = {"as_of": as_of, "dates": ", ".join(dates)}
        place = Place(file=f"studies/{study.id}/study.toml", key="looks.dates")
        raise StudyProblems([Problem("look-out-of-calendar", place, arguments=arguments)])
    number = dates.index(as_of) + 1
    return Look(number, len(dates), tuple(looks.shares[:number]), looks.method)
