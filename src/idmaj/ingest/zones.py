"""Clock times of a place and instants: the changes of its clocks, from the time zone data base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from idmaj.errors import IngestProblems, Problem

_DAY = 86_400
_FROM, _TO = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (1900, 2101))


@dataclass(frozen=True)
class ZoneClock:
    """The clocks of one zone, 1900–2100.

    Attributes
    ----------
    starts
        int64, instants in microseconds from which an offset holds; the first is the year 1900.
    offsets
        int64, microseconds to add to UTC.
    """

    starts: np.ndarray
    offsets: np.ndarray

    def to_local(self, instants: np.ndarray) -> np.ndarray:
        """Take the clock times (int64, microseconds) of instants."""
        return instants + self.offsets[np.maximum(np.searchsorted(self.starts, instants, "right") - 1, 0)]

    def to_utc(self, clock: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take the instants of clock times, by the earlier offset where the clocks were changed.

        Returns
        -------
        instants, is_unclear : numpy.ndarray
            int64 microseconds; and bool, whether the clock showed that time twice or never.
        """
        before, after = self.offsets[:-1], self.offsets[1:]
        lasts = self.starts[1:] + np.maximum(before, after)
        firsts = self.starts[1:] + np.minimum(before, after)
        places = np.searchsorted(lasts, clock, "right")
        is_unclear = clock >= np.append(firsts, np.iinfo(np.int64).max)[places]
        return clock - self.offsets[places], is_unclear


@lru_cache(maxsize=16)
def read_zone(name: str) -> ZoneClock:
    """Read the changes of the clocks of a zone.

    Parameters
    ----------
    name
        Name in the IANA data base, such as `Africa/Casablanca`.

    Raises
    ------
    IngestProblems
        When the data base has no such zone.
    """
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        arguments = {"value": name, "example": "Africa/Casablanca"}
        raise IngestProblems([Problem("timezone-unknown", arguments=arguments)]) from error
    starts, offsets = [_FROM], [_offset(_FROM, zone)]
    for second in range(_FROM, _TO, _DAY):
        if _offset(second + _DAY, zone) != offsets[-1]:
            starts.append(_find_change(second, second + _DAY, zone))
            offsets.append(_offset(second + _DAY, zone))
    return ZoneClock(np.array(starts) * 1_000_000, np.array(offsets) * 1_000_000)


def _offset(second: int, zone: ZoneInfo) -> int:
    found = datetime.fromtimestamp(second, zone).utcoffset()
    return round(found.total_seconds()) if found else 0


def _find_change(low: int, high: int, zone: ZoneInfo) -> int:
    """Find the first second of a new offset between two seconds a day apart."""
    before = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high
