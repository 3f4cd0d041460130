"""A small randomised study with interviews, whose files a test writes as it likes."""

import copy
import json

import pytest

from idmaj.ingest import ingest_study
from idmaj.store import Workspace
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "س"}

STUDY = {
    "id": "toy",
    "format": 1,
    "study": {
        "title": LABEL,
        "programme": LABEL,
        "population": LABEL,
        "source": LABEL,
        "design": "randomised",
        "as_of": "2025-12-31",
        "identifiers": "none",
    },
    "arms": {"column": "arm", "support": ["S"], "comparison": ["C"]},
    "source": [
        {"role": "persons", "file": "data/raw/toy/persons.csv", "columns": {"person_id": "code"}},
        {
            "role": "interviews",
            "file": "data/raw/toy/interviews.csv",
            "columns": {"person_id": "code", "wave": "wave", "interviewed_on": "day", "outcome": "result"},
            "missing": {"-99": "dk", "-88": "refused"},
        },
    ],
    "wave": [
        {"id": "w1", "time": 6, "label": LABEL, "opens_on": "2025-01-01", "closes_on": "2025-06-30"},
        {"id": "w2", "time": 12, "label": LABEL, "opens_on": "2025-07-01", "closes_on": "2025-12-31"},
    ],
    "outcome": {
        "income": {
            "label": LABEL,
            "domain": "income",
            "kind": "continuous",
            "better": "higher",
            "value": {"column": "income"},
            "horizons": ["w1", "w2"],
            "primary_horizon": "w2",
        }
    },
    "analysis": {"covariates": ["age"]},
    "disclosure": {"set_aside_share": 1.0},
}

PERSONS = [["code", "arm", "age"], *([f"P{i}", "S" if i % 2 else "C", str(20 + i)] for i in range(1, 11))]
INTERVIEWS = [
    ["code", "wave", "day", "result", "income"],
    *([f"P{i}", "w1", "2025-03-01", "interviewed", str(100 * i)] for i in range(1, 11)),
    *([f"P{i}", "w2", "2025-09-01", "interviewed", str(200 * i)] for i in range(1, 11)),
]


class Toy:
    """The study and its files, to be changed and then read."""

    def __init__(self, root):
        self.root = root
        self.content = copy.deepcopy(STUDY)
        self.persons = copy.deepcopy(PERSONS)
        self.interviews = copy.deepcopy(INTERVIEWS)
        self.cut_off = None
        (root / "studies" / "toy").mkdir(parents=True)
        (root / "data" / "raw" / "toy").mkdir(parents=True)

    @property
    def study(self):
        return Study.model_validate_json(json.dumps(self.content), strict=False)

    @property
    def workspace(self):
        return Workspace(self.root)

    def file(self, name):
        return self.root / "data" / "raw" / "toy" / name

    def write(self):
        for name, rows in (("persons.csv", self.persons), ("interviews.csv", self.interviews)):
            if not self.file(name).exists():
                self.file(name).write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")

    def read(self):
        self.write()
        study = self.study
        return ingest_study(self.workspace, study, self.cut_off or study.study.as_of)

    def problems(self, severity=None):
        return [p for p in self.read().problems if severity is None or p.severity == severity]


@pytest.fixture
def toy(tmp_path):
    return Toy(tmp_path)
