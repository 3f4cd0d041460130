"""Start, end and submission of interviews in UTC, and the local day of the interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block, Export
from idmaj.ingest.exports.platforms import PLATFORMS
from idmaj.ingest.instants import InstantReader
from idmaj.ingest.readings import Fault
from idmaj.ingest.survey.column_readers import Instants
from idmaj.ingest.survey.fields import Field, column_of_block

INTERVIEW_TIMES = ("started_at", "ended_at")
SERVER_TIMES = ("submitted_at", "edited_at")
CLOCK = "@clock"
"""Name under which the decisions on times stand beside those on questions."""

_INSTANT = pa.timestamp("us", "UTC")


@dataclass(frozen=True)
class Times:
    """The times of a block.

    Attributes
    ----------
    columns
        `started_at`, `ended_at`, `submitted_at`, `edited_at` (UTC; null where unknown) and
        `interviewed_on` (date32, the local day of the start, else of the submission).
    faults
        Header of a column of the platform → cells that could not be read or believed. Those of questions
        are told where questions are read.
    """

    columns: Mapping[str, pa.Array]
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def day(self) -> pa.Array:
        """Day of the interview, date32."""
        return self.columns["interviewed_on"]

    @property
    def is_unclear(self) -> bool:
        """Whether the order of day and month of another row might settle a time."""
        return any(
            fault.message == "cell-ambiguous-date" for found in self.faults.values() for fault in found
        )


class Clock:
    """Reads the times of an export.

    Parameters
    ----------
    export
        The export; its platform tells whether times of the server are in UTC.
    fields
        Column of the tables → field, for times that are questions of the form.
    zone
        Zone of times without an offset.
    """

    def __init__(self, export: Export, fields: Mapping[str, Field], zone: str) -> None:
        self._header = export.main.header
        self._fields = {
            name: fields[name] for name in INTERVIEW_TIMES if name in fields and not fields[name].is_absent
        }
        self._readers: dict[str, Instants] = {}
        self._positions: dict[str, int] = {}
        is_utc = PLATFORMS[export.platform].is_utc
        for name in (*INTERVIEW_TIMES, *SERVER_TIMES):
            if name not in self._fields and name in export.system:
                self._positions[name] = export.system[name]
                of_server = name in SERVER_TIMES or name in PLATFORMS[export.platform].server_times
                self._readers[name] = Instants(zone, is_utc=is_utc and of_server)
        self._days = InstantReader(zone, is_utc=False)

    def observe(self, block: Block) -> None:
        """Take note of the order of day and month; days beside the cells speak where none is proven."""
        for name, field_ in self._fields.items():
            field_.observe(block, None)
            field_.reader.decide()
            self._decide_beside(name, block)
        for name, reader in self._readers.items():
            reader.observe(self._cells(block, name), None)
            reader.decide()
            self._decide_beside(name, block)

    def _decide_beside(self, name: str, block: Block) -> None:
        reader = self._fields[name].reader if name in self._fields else self._readers[name]
        if isinstance(reader, Instants) and reader.is_open:
            others = self._read(block, without=name)
            cells = self._fields[name].cells(block) if name in self._fields else self._cells(block, name)
            reader.observe(cells, others.day)
            reader.decide()

    def decide(self) -> Mapping[str, str]:
        """Settle how to read; returns the decisions."""
        return {name: reader.decide() for name, reader in self._readers.items()}

    def read(self, block: Block) -> Times:
        """Read a block."""
        return self._read(block)

    def _read(self, block: Block, *, without: str = "") -> Times:
        times: dict[str, pa.Array] = {}
        faults: dict[str, tuple[Fault, ...]] = {}
        for name in (*INTERVIEW_TIMES, *SERVER_TIMES):
            times[name] = pa.nulls(len(block.rows), _INSTANT)
            if name == without:
                continue
            if name in self._fields:
                times[name] = self._fields[name].read(block, near=None).values
            elif name in self._readers:
                reading = self._readers[name].read(self._cells(block, name), None)
                times[name], faults[self._header[self._positions[name]]] = reading.values, reading.faults
        known = pc.coalesce(times["started_at"], times["submitted_at"])
        return Times(times | {"interviewed_on": self._days.local_dates(known)}, faults)

    def _cells(self, block: Block, name: str) -> pa.Array:
        return column_of_block(block, self._positions[name])
