"""Stages are kept by content, whole or not at all; the workspace is found from anywhere inside it."""

from pathlib import Path

import pandas as pd
import pytest

from idmaj.errors import StudyProblems, WorkspaceError
from idmaj.store import find_workspace, open_evaluation, write_atomically
from idmaj.store.tables import read_tables, write_parquet, write_tables
from idmaj.store.workspace import VARIABLE

TABLE = pd.DataFrame({"person_id": pd.Series(["a", None], dtype="str"), "n": [1.5, None]})


def test_tables_come_back_as_they_were(tmp_path):
    write_tables({"t": TABLE}, tmp_path / "stage", "key")
    pd.testing.assert_frame_equal(read_tables(tmp_path / "stage", "key")["t"], TABLE)


def test_tables_of_another_key_are_not_read(tmp_path):
    write_tables({"t": TABLE}, tmp_path / "stage", "key")
    assert read_tables(tmp_path / "stage", "other") is None
    assert read_tables(tmp_path / "absent", "key") is None


def test_the_same_table_gives_the_same_bytes(tmp_path):
    write_parquet(TABLE, tmp_path / "a.parquet")
    write_parquet(TABLE.copy(), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_failed_build_leaves_the_old_stage(tmp_path, monkeypatch):
    write_tables({"t": TABLE}, tmp_path / "stage", "old")
    monkeypatch.setattr("idmaj.store.tables.write_parquet", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_tables({"t": TABLE}, tmp_path / "stage", "new")
    assert read_tables(tmp_path / "stage", "old") is not None


def test_a_stage_is_built_once_and_again_when_the_data_change(workspace):
    built = []

    def build():
        built.append(1)
        return {"t": TABLE}

    for _ in range(2):
        open_evaluation("temara", workspace=workspace).keep("stage", build)
    assert len(built) == 1
    file = workspace.root / "data/raw/temara/simulated_persons.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    open_evaluation("temara", workspace=workspace).keep("stage", build)
    assert len(built) == 2


def test_another_cut_off_has_its_own_folder(shipped):
    own, early = (
        open_evaluation("temara", workspace=shipped),
        open_evaluation("temara", as_of="2025-08-01", workspace=shipped),
    )
    assert own.folder != early.folder
    assert own.key != early.key


@pytest.mark.parametrize("as_of", ["yesterday", "2025-02-30", "01/02/2025"])
def test_a_cut_off_that_is_no_date_is_refused(shipped, as_of):
    with pytest.raises(StudyProblems) as caught:
        open_evaluation("temara", as_of=as_of, workspace=shipped)
    assert [p.message for p in caught.value.problems] == ["as-of-not-a-date"]


def test_an_unknown_slice_and_an_unknown_study_are_refused(shipped):
    with pytest.raises(StudyProblems) as caught:
        open_evaluation("temara", slice="rabat", workspace=shipped)
    assert [p.message for p in caught.value.problems] == ["slice-unknown"]
    with pytest.raises(StudyProblems) as caught:
        open_evaluation("absent", workspace=shipped)
    assert [p.message for p in caught.value.problems] == ["study-file-missing"]


def test_the_workspace_is_the_nearest_folder_with_studies(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "studies").mkdir()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_workspace(inner).root == tmp_path.resolve()


def test_a_named_workspace_must_hold_studies(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(WorkspaceError) as caught:
        find_workspace()
    assert caught.value.problem.message == "workspace-without-studies"


def test_no_workspace_is_one_clear_problem(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(Path(tmp_path.anchor))  # nothing lies above it
    assert caught.value.problem.message == "workspace-not-found"


def test_files_are_replaced_whole(tmp_path):
    file = tmp_path / "folder" / "x.txt"
    write_atomically("first", file)
    write_atomically(b"second", file)
    assert file.read_text() == "second"
    assert list(file.parent.iterdir()) == [file]


def test_the_restricted_folder_is_closed_to_others(workspace):
    folder = workspace.restricted("temara")
    assert folder.stat().st_mode & 0o777 == 0o700
