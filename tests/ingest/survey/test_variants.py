"""Exports that nobody has shown us give the same tables: variants made by program from the instrument's answers.

What they must agree with is the table of `instrument/kobo/xml_both.xlsx`, which Kobo's own exporter wrote and which
`test_same_tables.py` holds against the expected values.
"""

import importlib.util
import json
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from idmaj.ingest.exports import ExportSettings, read_exports
from idmaj.ingest.survey import SurveySettings, ingest_exports

EXPORTS = Path(__file__).parents[2] / "exports"
INSTRUMENT = EXPORTS / "instrument"
FORM = INSTRUMENT / "instrument_draft.xlsx"
KEY = bytes(range(32))
TRACE = {"source", "source_row", "ingest_id", "validation", "n_edits", "edited_at"}
_SPEC = importlib.util.spec_from_file_location(
    "export_variants",
    EXPORTS / "variants" / "__init__.py",
    submodule_search_locations=[str(EXPORTS / "variants")],
)
variants = sys.modules.setdefault(_SPEC.name, importlib.util.module_from_spec(_SPEC))
_SPEC.loader.exec_module(variants)
central, kobo = (sys.modules[f"export_variants.{name}"] for name in ("central", "kobo"))
files = sys.modules["export_variants.files"]
KEYS = {s.server[name]: s.key for s in variants.read_submissions() for name in ("index", "id")}
MARKS = {name: [pytest.mark.full] if v.is_slow else [] for name, v in variants.VARIANTS.items()}


def ingest(paths, folder, **declared):
    return ingest_exports(paths, FORM, folder, SurveySettings(ExportSettings(**declared), key=KEY))


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    return ingest([INSTRUMENT / "kobo/xml_both.xlsx"], tmp_path_factory.mktemp("reference") / "out")


def with_keys(table, lost):
    """Numbers of a platform for keys that the variant has lost, back to those keys."""
    if "key" in lost:
        table = table.assign(
            submission_uuid=[KEYS.get(k.rsplit("-")[-1], k) for k in table["submission_uuid"]]
        )
    order = ["submission_uuid", *(["sequence"] if "sequence" in table else [])]
    return table.sort_values(order).reset_index(drop=True)


def compare(ours, theirs, lost):
    """Agree in every column that the variant has not lost."""
    ours = with_keys(ours, lost)
    lost = {*TRACE, *lost, *(["event_id"] if "key" in lost else [])}
    lost |= {f"{name}{part}" for name in lost for part in ("__missing", "__precision")}
    columns = [name for name in theirs.columns if name not in lost]
    assert [name for name in columns if name not in ours.columns] == []
    if "version" in lost:  # which questions a version held is known by versions alone
        kinds = [name for name in columns if name.endswith("__missing")]
        ours, theirs = (t.astype(dict.fromkeys(kinds, object)).replace({k: {"not_collected": "blank"} for k in kinds})
                        for t in (ours, theirs))  # fmt: skip
    pd.testing.assert_frame_equal(ours[columns], theirs[columns], check_dtype=False)


def check_conservation(run):
    runs = run.read("ingest_runs")
    assert (runs["rows_in"] == runs["rows_kept"] + runs["rows_set_aside"] + runs["rows_superseded"]).all()


@pytest.mark.parametrize("name", [pytest.param(name, marks=MARKS[name]) for name in variants.VARIANTS])
def test_variant_gives_the_same_tables(name, tmp_path, reference):
    variant = variants.VARIANTS[name]
    run = ingest(variant.write(tmp_path), tmp_path / "out", **variant.settings)
    blocking = {p.message for p in run.problems if p.severity == "blocking"}
    if variant.refused:
        assert variant.refused in blocking
        assert not (tmp_path / "out").exists()
        return
    assert blocking == set(), run.problems
    compare(run.read("interviews"), reference.read("interviews"), variant.lost)
    if "events" in variant.lost:
        assert "repeat-not-exported" in {p.message for p in run.problems}
    else:
        compare(run.read("justice_events"), reference.read("justice_events"), variant.lost)
    check_conservation(run)


def test_amounts_that_could_be_two_are_flagged_not_guessed(tmp_path):
    run = ingest(variants.VARIANTS["groups without decimals"].write(tmp_path), tmp_path / "out")
    debts = run.read("interviews").set_index("submission_uuid")
    assert debts.loc[debts["debt_mad__missing"] == "unparseable", "debt_mad"].isna().all()
    flags = run.read("quality_flags")
    ambiguous = flags[flags["check_id"] == "cell-ambiguous-number"]
    assert set(ambiguous["column"]) == {"main/life/debt_mad"}
    assert len(ambiguous) == (debts["debt_mad__missing"] == "unparseable").sum()


# --- downloads one after the other -----------------------------------------------------------------------------------


def edited_central(folder, *, key_place=3):
    """Central's archive after one submission was edited: same KEY, one edit more, another housing."""
    main = central.central_main()
    housing, edits = main.header.index("main-life-housing"), main.header.index("Edits")
    asked = [place for place, row in enumerate(main.rows) if row[housing]]
    row = main.rows[asked[key_place]]
    row[housing], row[edits] = {"1": "2"}.get(row[housing], "1"), "1"
    key = row[main.header.index("KEY")].removeprefix("uuid:")
    grids = {"f.csv": main, "f-jev.csv": central.central_events()}
    folder.mkdir()
    return [files.write_zip(folder, "later.zip", grids)], key, row[housing]


@pytest.mark.parametrize("is_together", [True, False])
@pytest.mark.parametrize("is_reversed", [True, False])
def test_newer_edit_replaces(tmp_path, reference, is_together, is_reversed):
    first = central.write_central(tmp_path)
    later, key, housing = edited_central(tmp_path / "later")
    order = [later, first] if is_reversed else [first, later]
    steps = [[*order[0], *order[1]]] if is_together else order
    for step in steps:
        run = ingest(step, tmp_path / "out")
        assert not run.is_blocked, run.problems
    interviews = run.read("interviews")
    expected = reference.read("interviews")
    assert len(interviews) == len(expected)
    assert interviews.set_index("submission_uuid").loc[key, "housing"] == housing
    others = interviews["submission_uuid"] != key
    compare(interviews[others].reset_index(drop=True), expected[others].reset_index(drop=True), set())
    compare(run.read("justice_events"), reference.read("justice_events"), set())
    check_conservation(run)


def edited_kobo(folder):
    """Kobo's workbook after an edit: another `_uuid`, the first one in `meta/rootUuid`."""
    main, inner = kobo.kobo_main(), kobo.kobo_events()
    uuid, housing = main.header.index("_uuid"), main.header.index("main/life/housing")
    with_events = {row[inner.header.index("_submission__uuid")] for row in inner.rows}
    row = next(r for r in main.rows if r[uuid] in with_events and r[housing])
    old, new = row[uuid], "00000000-1111-4222-8333-444444444444"
    root = [f"uuid:{r[uuid]}" for r in main.rows]
    row[uuid], row[housing] = new, {"1": "2"}.get(row[housing], "1")
    for event in inner.rows:
        place = inner.header.index("_submission__uuid")
        event[place] = new if event[place] == old else event[place]
    deprecated = [f"uuid:{old}" if r is row else "" for r in main.rows]
    for name, values in (("meta/rootUuid", root), ("meta/deprecatedID", deprecated)):
        main.columns.append(kobo.Column(name, lambda s: ""))
        for record, value in zip(main.rows, values, strict=True):
            record.append(value)
    folder.mkdir()
    return [files.write_xlsx(folder, "later.xlsx", [main, inner])], old, row[housing]


def test_edit_in_kobo_keeps_the_key_of_the_first_submission(tmp_path, reference):
    first = kobo.write_kobo_xlsx(tmp_path)
    later, key, housing = edited_kobo(tmp_path / "later")
    assert not ingest(first, tmp_path / "out").is_blocked
    run = ingest(later, tmp_path / "out")
    assert not run.is_blocked, run.problems
    interviews = run.read("interviews").set_index("submission_uuid")
    assert len(interviews) == len(reference.read("interviews"))
    assert interviews.loc[key, "housing"] == housing
    compare(run.read("justice_events"), reference.read("justice_events"), set())
    check_conservation(run)


def test_edit_in_the_api_keeps_the_key_of_the_first_submission(tmp_path):
    content = json.loads((INSTRUMENT / "kobo/api_v2_data.json").read_text(encoding="utf-8"))
    record = next(r for r in content if r.get("main/just/jev"))
    key = record["_uuid"]
    record |= {"_uuid": "0" * 8, "meta/instanceID": "uuid:00000000", "meta/rootUuid": f"uuid:{key}"}
    record |= {"meta/deprecatedID": f"uuid:{key}", "main/life/housing": "6"}
    (tmp_path / "later.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    run = ingest([INSTRUMENT / "kobo/api_v2_data.json", tmp_path / "later.json"], tmp_path / "out")
    assert not run.is_blocked, run.problems
    assert run.read("interviews").set_index("submission_uuid").loc[key, "housing"] == "6"
    events = run.read("justice_events")
    assert (events["submission_uuid"] == key).sum() == len(record["main/just/jev"])
    assert len(events) == 33


def test_two_downloads_that_differ_with_nothing_newer_are_refused(tmp_path):
    (tmp_path / "later").mkdir()
    main = kobo.kobo_main()
    place = main.header.index("main/life/housing")
    row = next(r for r in main.rows if r[place])
    row[place] = {"1": "2"}.get(row[place], "1")
    changed = files.write_csv(tmp_path / "later", "changed.csv", main, ";")
    run = ingest([*kobo.write_kobo_csv(tmp_path), changed], tmp_path / "out")
    assert {p.message for p in run.problems if p.severity == "blocking"} == {"submission-differs"}
    assert not (tmp_path / "out").exists()


def test_vanished_row_is_kept_and_told(tmp_path, reference):
    main = kobo.kobo_main()
    gone = main.rows.pop(7)[main.header.index("_uuid")]
    folder = tmp_path / "later"
    folder.mkdir()
    ingest(kobo.write_kobo_xlsx(tmp_path), tmp_path / "out")
    run = ingest([files.write_xlsx(folder, "later.xlsx", [main, kobo.kobo_events()])], tmp_path / "out")
    flags = run.read("quality_flags")
    assert set(flags.loc[flags["check_id"] == "submission-vanished", "submission_uuid"]) == {gone}
    compare(run.read("interviews"), reference.read("interviews"), set())


def test_repeat_of_another_download_is_not_joined_by_row_numbers(tmp_path):
    main = kobo.kobo_main().without("_id")
    inner = kobo.kobo_events().without("_submission__uuid", "_submission__id")
    paths = [
        files.write_csv(tmp_path, "main.csv", main, ";"),
        files.write_csv(tmp_path, "main-jev.csv", inner, ";"),
    ]
    run = ingest(paths, tmp_path / "out")
    assert "export-repeat-without-parent" in {p.message for p in run.problems if p.severity == "blocking"}


def test_words_for_nothing_are_told_by_columns_that_cannot_hold_them(tmp_path, reference):
    write = partial(variants.damage.damaged_csv, lost=())

    def typed_once(column, cell):
        return "NA" if column.header == "main/emp/occupation" else cell

    run = ingest(write(typed_once)(tmp_path), tmp_path / "out")
    told = run.read("interviews")["occupation"].dropna()
    assert set(told) == {"NA"}
    assert len(told) == reference.read("interviews")["occupation"].notna().sum()


def test_panic_of_the_workbook_reader_is_a_problem(tmp_path, monkeypatch):
    # calamine panics on some damaged .xls (16 of 400 with flipped bytes); PyO3's panic is no Exception
    import python_calamine

    class PanicException(BaseException):
        pass

    class Broken:
        @staticmethod
        def from_filelike(opened):
            raise PanicException

    file = kobo.write_kobo_xlsx(tmp_path)[0]
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Broken)
    exports, problems = read_exports([file], ExportSettings())
    assert exports == []
    assert [p.message for p in problems] == ["workbook-broken"]
