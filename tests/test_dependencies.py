"""One list of dependencies: pyproject.toml; the lock and the conda environment follow it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
FORBIDDEN = ("arabic-reshaper", "python-bidi")  # they reverse what matplotlib 3.11 shapes by itself
CONDA_NAMES = {"brotli": "brotli-python", "tzdata": "python-tzdata"}
ONLY_ON_PYPI = {
    "fontpkg",
    "fontpkg-ibm-plex-sans-arabic",
    "typst",
}  # conda's typst is the program, not the module
LINE = re.compile(r"([A-Za-z0-9._-]+)(\[.*\])?(.*)")


def split(requirement):
    name, _, bounds = LINE.fullmatch(requirement).groups()
    return name, bounds.replace(" ", "")


def normalise(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def locked():
    return {
        normalise(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.M)
    }


def read_environment():
    """Requirements of environment.yml: those of conda, those of pip."""
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    conda = [split(line[4:]) for line in lines if re.match(r"  - [a-z]", line) and "conda-forge" not in line]
    pip = [line[8:] for line in lines if line.startswith("      - ")]
    return dict(conda), pip


def test_the_conda_environment_equals_pyproject():
    conda, pip = read_environment()
    wanted = dict(map(split, PROJECT["dependencies"]))
    assert dict(split(line) for line in pip if not line.startswith("-")) == {
        name: wanted[name] for name in wanted if name in ONLY_ON_PYPI
    }
    assert {name: bounds for name, bounds in conda.items() if name not in {"python", "pip", "pip:"}} == {
        CONDA_NAMES.get(name, name): bounds for name, bounds in wanted.items() if name not in ONLY_ON_PYPI
    }
    assert conda["python"] == PROJECT["requires-python"]
    assert "-e ." in pip


def test_the_conda_environment_says_that_nobody_has_solved_it():
    assert "not solved by us" in (ROOT / "environment.yml").read_text(encoding="utf-8").lower()


def test_every_dependency_is_locked():
    extras = [line for group in PROJECT["optional-dependencies"].values() for line in group]
    names = {normalise(split(line)[0]) for line in [*PROJECT["dependencies"], *extras]}
    assert names - locked().keys() == set()


def test_every_locked_package_has_a_hash():
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", LOCK, flags=re.M)[1:]
    assert len(entries) == len(locked())
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_versions_are_exact_and_wheels_are_required():
    assert "--only-binary :all:" in LOCK
    assert not re.search(r"^[A-Za-z0-9._-]+\s*(>=|<|~=|@)", LOCK, re.M)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_packages_that_are_forbidden(name):
    assert normalise(name) not in locked()
    assert name not in " ".join(PROJECT["dependencies"])


def test_no_committed_file_names_an_index_of_packages():
    found = subprocess.run(
        ["git", "-C", str(ROOT), "grep", "-nIE", r"(--(extra-)?index-url|--find-links[ =]+[a-z/]|://[a-z.]*pypi[a-z.]*/simple)"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line for line in found.stdout.splitlines() if not line.startswith("tests/test_dependencies.py")]
    assert lines == []


def test_installed_versions_are_the_locked_ones():
    from importlib.metadata import version

    wrong = {
        name: (version(name), locked()[normalise(name)])
        for name, _ in map(split, PROJECT["dependencies"])
        if version(name) != locked()[normalise(name)]
    }
    assert wrong == {}
