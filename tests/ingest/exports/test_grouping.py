"""Files that a platform wrote together are one export, in whatever order they come."""

import itertools

from idmaj.ingest.exports import ExportSettings, read_exports

LONG = {
    "followup": [
        ["SubmissionDate", "starttime", "q", "SET-OF-child", "instanceID", "formdef_version", "KEY"],
        ["Sep 18, 2018 12:12:37 PM", "Sep 18, 2018 12:11:39 PM", 1, "uuid:a/child", "uuid:a", 18, "uuid:a"],
    ],
    "followup-child": [
        ["name", "PARENT_KEY", "KEY", "SET-OF-child"],
        ["n", "uuid:a", "uuid:a/child[1]", "uuid:a/child"],
    ],
}
OTHER = [
    ["SubmissionDate", "starttime", "instanceID", "formdef_version", "KEY"],
    ["x", "y", "uuid:b", 2, "uuid:b"],
]


def test_loose_files_of_a_long_export(kit, tmp_path):
    files = [kit.write_text(tmp_path / f"{name}.csv", rows) for name, rows in LONG.items()]
    files.append(kit.write_text(tmp_path / "other.csv", OTHER))
    for order in itertools.permutations(files):
        exports, problems = read_exports(list(order), ExportSettings())
        assert not problems
        joined = {e.main.name: [kit.keys_of(r) for r in e.repeats] for e in exports}
        assert joined == {"followup": [["a"]], "other": []}
        first = next(e for e in exports if e.repeats)
        assert {name.rsplit("/", 1)[-1] for name in first.files} == {"followup.csv", "followup-child.csv"}
        assert first.platform == "surveycto"


def test_a_repeat_without_its_submissions_is_refused(kit, tmp_path):
    file = kit.write_text(tmp_path / "followup-child.csv", LONG["followup-child"])
    assert [p.message for p in kit.refusals(file)] == ["export-repeat-without-main"]


def test_a_repeat_that_could_belong_to_two_is_refused(kit, tmp_path):
    names = {"one": LONG["followup"], "two": OTHER, "child": LONG["followup-child"]}
    files = [kit.write_text(tmp_path / f"{name}.csv", rows) for name, rows in names.items()]
    exports, problems = read_exports(files, ExportSettings())
    assert [len(e.repeats) for e in exports] == [0, 0]
    assert [p.message for p in problems] == ["export-repeat-without-main"]


def test_a_repeat_that_names_no_submission_is_refused(kit, tmp_path):
    sheets = {
        "main": [["q", "_uuid", "_submission_time"], ["x", "a", "2025"]],
        "child": [["c", "_parent_table_name"], ["y", "main"]],
    }
    file = kit.write_workbook(tmp_path / "a.xlsx", sheets)
    (problem,) = kit.refusals(file)
    assert (problem.message, problem.place.sheet) == ("export-repeat-without-parent", "child")


def test_every_problem_is_told_at_once(kit, tmp_path):
    good = kit.write_text(tmp_path / "good.csv", [["_uuid", "q"], ["a", 1]])
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    files = [empty, good, tmp_path / "gone.csv", tmp_path]
    exports, problems = read_exports(files, ExportSettings(), root=tmp_path.parent)
    assert [e.main.name for e in exports] == ["good"]
    assert [p.message for p in problems] == ["file-empty", "file-missing", "file-is-folder"]
    assert problems[0].place.file == f"{tmp_path.name}/empty.csv"
