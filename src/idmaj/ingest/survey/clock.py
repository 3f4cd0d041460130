"""Start, end and submission of interviews in UTC, and the local day of the interview."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block, Export
from idmaj.ingest.exports.platforms import PLATFORMS
from idmaj.ingest.instants import InstantReader
from idmaj.ingest.survey.fields import Field, column_of_block

INTERVIEW_TIMES = ("started_at", "ended_at")
SERVER_TIMES = ("submitted_at", "edited_at")
_INSTANT = pa.timestamp("us", "UTC")


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
        self._export, self._fields = export, fields
        self._device = InstantReader(zone, is_utc=False)
        self._server = InstantReader(zone, is_utc=PLATFORMS[export.platform].is_utc)

    def read(self, block: Block) -> dict[str, pa.Array]:
        """Read a block.

        Returns
        -------
        dict
            `started_at`, `ended_at`, `submitted_at`, `edited_at` (UTC; null where unknown) and
            `interviewed_on` (date32, the local day of the start, else of the submission).
        """
        times: dict[str, pa.Array] = {}
        for name in INTERVIEW_TIMES:
            times[name] = self._read(self._cells(block, name), self._device, len(block.rows))
        for name in SERVER_TIMES:
            times[name] = self._read(self._system(block, name), self._server, len(block.rows))
        known = pc.coalesce(times["started_at"], times["submitted_at"])
        return times | {"interviewed_on": self._device.local_dates(known)}

    @staticmethod
    def _read(cells: pa.Array | None, reader: InstantReader, n: int) -> pa.Array:
        return pa.nulls(n, _INSTANT) if cells is None else reader.read(cells).values

    def _cells(self, block: Block, name: str) -> pa.Array | None:
        field = self._fields.get(name)
        return field.cells(block) if field is not None else self._system(block, name)

    def _system(self, block: Block, role: str) -> pa.Array | None:
        position = self._export.system.get(role)
        return None if position is None else column_of_block(block, position)
