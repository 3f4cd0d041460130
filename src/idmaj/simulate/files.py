"""A simulated study as files: what an institution would send, the study file, and the truth beside it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from string import Template

import pandas as pd

from idmaj.errors import WorkspaceError
from idmaj.simulate.register import Register, simulate_register
from idmaj.store import Workspace, make_workspace
from idmaj.store.new_workspace import STUDY as EXAMPLE
from idmaj.study import load_study
from idmaj.text.places import Province, read_provinces

NATIONAL, SMALL = "simulated-national", "simulated-register"
"""Ids of the studies."""
PEOPLE = {NATIONAL: 100_000, SMALL: 6_000}
"""People by default."""


def write_simulated_study(
    folder: Path, *, national: bool = False, people: int | None = None, seed: int = 0
) -> list[str]:
    """Write a simulated study with known truth into a workspace, which is made where there is none.

    Parameters
    ----------
    folder
        The workspace.
    national
        All 75 provinces and prefectures, 100,000 people by default; otherwise three, and 6,000 people.
    people
        People released.
    seed
        The same seed writes the same bytes.

    Returns
    -------
    list of str
        Paths that were written, relative to `folder`, with `/`.

    Raises
    ------
    WorkspaceError
        ``workspace-not-empty`` when a file that would be written is there already; then nothing is written.
    """
    name = NATIONAL if national else SMALL
    raw, study_file = f"data/raw/{name}", f"studies/{name}/study.toml"
    paths = [f"{raw}/{file}.csv" for file in ("persons", "grants", "justice_events")]
    paths += [study_file, f"{raw}/truth.json"]
    taken = [path for path in paths if (folder / path).exists()]
    if taken:
        raise WorkspaceError("workspace-not-empty", path=taken[0], n=len(taken))
    _make_room(folder, paths)
    register = simulate_register(people or PEOPLE[name], seed=seed, national=national)
    for path, table in zip(paths, (register.persons, register.grants, register.justice_events), strict=False):
        _write_table(table, folder / path)
    (folder / study_file).write_text(_fill_study(name, register, national=national), encoding="utf-8")
    truth = json.dumps(register.truth, indent=1, sort_keys=True) + "\n"
    (folder / raw / "truth.json").write_text(truth, encoding="utf-8")
    load_study(folder / study_file)
    return paths


def _make_room(folder: Path, paths: list[str]) -> None:
    """Make the workspace where there is none, without its example, and the folders of the study."""
    if not (folder / "studies").is_dir():
        make_workspace(folder)
        _drop_example(Workspace(folder))
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)


def _drop_example(workspace: Workspace) -> None:
    """Take the files of the example of a workspace that was just made away again."""
    for place in (workspace.study_file(EXAMPLE).parent, workspace.root / "data" / "raw" / EXAMPLE):
        for file in sorted(place.iterdir()):
            file.unlink()
        place.rmdir()


def _write_table(table: pd.DataFrame, file: Path) -> None:
    import pyarrow as pa
    from pyarrow import csv

    days = {name: table[name].dt.date for name in table.columns if name.endswith("_on")}
    columns = {
        name: pa.array(days[name], type=pa.date32()) if name in days else pa.array(table[name])
        for name in table.columns
    }
    csv.write_csv(pa.table(columns), file, write_options=csv.WriteOptions(quoting_style="needed"))


def _fill_study(name: str, register: Register, *, national: bool) -> str:
    template = Template((files("idmaj.simulate") / "templates" / "study.toml").read_text(encoding="utf-8"))
    places = read_provinces() if national else ()
    return template.substitute(
        id=name,
        as_of=register.as_of.isoformat(),
        first_day=register.first_day.isoformat(),
        exact='"sex", "province"' if national else '"sex"',
        ratio="1" if national else "2",
        more_covariates="" if national else ', "sex"',
        place_labels="".join(_label_place(place) for place in places),
    )


def _label_place(place: Province) -> str:
    words = {language: place.name(language) for language in ("en", "fr", "ar")}
    inside = ", ".join(
        f"{language} = {json.dumps(word, ensure_ascii=False)}" for language, word in words.items()
    )
    return f'"province={place.name_fr}" = {{ {inside} }}\n'
