"""Raw files are as they were received: rows, columns and hash stand in the SOURCE.md beside them."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

RAW = Path(__file__).parents[2] / "data" / "raw"
LINE = re.compile(r"^\| `([^`]+\.csv)` \| (\d+) \| (\d+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
PUBLIC = ["handovers", "nsw", "nsw-cps", "tarp", "temara"]


@pytest.mark.parametrize("folder", PUBLIC)
def test_every_public_file_is_described_and_unchanged(folder):
    described = {
        name: rest for name, *rest in LINE.findall((RAW / folder / "SOURCE.md").read_text(encoding="utf-8"))
    }
    assert described.keys() == {file.name for file in (RAW / folder).glob("*.csv")}
    for name, (rows, columns, digest) in described.items():
        content = (RAW / folder / name).read_bytes()
        table = list(csv.reader(content.decode("utf-8").splitlines()))
        assert hashlib.sha256(content).hexdigest() == digest
        assert (len(table) - 1, len(table[0])) == (int(rows), int(columns))


def test_nothing_real_is_known_of_the_people_of_temara():
    # Only the hand-over, the kinds and the total were published: no name, amount or release date.
    header = (RAW / "temara" / "simulated_persons.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "person,sex"
    assert all(file.name.startswith("simulated_") for file in (RAW / "temara").glob("*.csv"))
