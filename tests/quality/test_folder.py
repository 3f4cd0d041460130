"""Tables are read from a folder with their types."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from idmaj.quality.folder import read_survey_tables


def test_types_survive_parquet(tmp_path: Path):
    table = pa.table(
        {
            "submission_uuid": ["a", "b"],
            "is_consent": pa.array([True, None]),
            "interviewed_on": pa.array(["2025-06-02", None]).cast(pa.date32()),
            "started_at": pa.array([1_700_000_000_000_000, None], pa.timestamp("us", "UTC")),
            "hours_7d": pa.array([1.5, None]),
            "mode": pa.array(["phone", None]),
        }
    )
    pq.write_table(table, tmp_path / "interviews.parquet")
    tables = read_survey_tables(tmp_path)
    interviews = tables.interviews
    assert isinstance(interviews["is_consent"].dtype, pd.BooleanDtype)
    assert tables.days("interviewed_on").astype(str).tolist() == ["2025-06-02", "NaT"]
    assert str(interviews["started_at"].dtype.tz) == "UTC"
    assert tables.text("mode").tolist() == ["phone", ""]
    assert len(tables.justice_events) == 0
    assert tables.links is None
