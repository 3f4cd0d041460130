"""The same 110 invented submissions, as five exporters wrote them: same keys, same repeats, same cells."""

import csv

import pytest

VARIANTS = {
    "kobo/xml_both.csv": "kobo",
    "kobo/xml_both.xlsx": "kobo",
    "kobo/labels_ar.xlsx": "kobo",
    "kobo/api_v2_data.json": "kobo",
    "odk_central/central_default.zip": "odk_central",
    "damaged/fr_excel_cp1252.csv": "kobo",
    "damaged/ar_labels_cp1256_lost_digits_MUST_BE_REFUSED.csv": "kobo",
}


@pytest.fixture(scope="module")
def exports(instrument, kit):
    return {name: kit.read_one(instrument / name) for name in VARIANTS}


def test_every_variant_holds_the_same_submissions(exports, kit):
    for name, platform in VARIANTS.items():
        keys = kit.keys_of(exports[name].main)
        assert (exports[name].platform, len(keys), len(set(keys))) == (platform, 110, 110), name
        assert set(keys) == set(kit.keys_of(exports["kobo/xml_both.csv"].main)), name


def test_the_expected_submissions_are_among_them(exports, kit, instrument):
    with (instrument / "expected_wave_interview.csv").open(encoding="utf-8") as opened:
        expected = {row["submission_uuid"] for row in csv.DictReader(opened)}
    assert expected <= set(kit.keys_of(exports["kobo/xml_both.csv"].main))


def test_repeats_join_to_the_same_submissions(exports, kit):
    with_repeats = [name for name, export in exports.items() if export.repeats]
    assert len(with_repeats) == 4  # the CSV of Kobo has no repeats
    for name in with_repeats:
        (repeat,) = exports[name].repeats
        keys = kit.keys_of(repeat)
        assert sorted(keys) == sorted(kit.keys_of(exports["kobo/xml_both.xlsx"].repeats[0])), name
        assert set(keys) <= set(kit.keys_of(exports[name].main)), name


def test_cells_agree_between_exporters(exports, kit):
    names = {
        "kobo/xml_both.csv": "{}", "kobo/xml_both.xlsx": "{}", "kobo/api_v2_data.json": "{}",
        "odk_central/central_default.zip": "-",
    }  # fmt: skip
    read = {}
    for name, separator in names.items():
        export = exports[name]
        undecrypted = export.system.get("status") if separator == "-" else None
        read[name] = {
            row[0]: dict(zip(export.main.header, row[2:], strict=True))
            for row in kit.rows_of(export.main)
            if undecrypted is None or not row[2 + undecrypted]
        }
    first = read["kobo/xml_both.csv"]
    for path in (
        "ident/person_code",
        "main/inc/wage_30d",
        "main/emp/occupation",
        "main/life/debt_mad",
        "today",
    ):
        for name, separator in names.items():
            column = path.replace("/", separator) if separator == "-" else path
            cells = {key: row.get(column, "") for key, row in read[name].items()}
            assert cells == {key: first[key][path] for key in cells}, (name, path)


def test_files_are_hashed_as_they_came(exports, instrument):
    import hashlib

    for name, export in exports.items():
        digest = hashlib.sha256((instrument / name).read_bytes()).hexdigest()
        assert list(export.files.values()) == [digest]


def test_typed_columns_are_those_of_the_workbook(exports):
    export = exports["kobo/xml_both.xlsx"]
    typed = {export.main.header[position] for position in export.main.typed}
    assert {"start", "today", "main/inc/wage_30d", "_id"} <= typed
    assert not {"ident/person_code", "_uuid", "main/emp/occupation"} & typed


def test_the_form_is_no_export(kit, instrument):
    for name in ("instrument_draft.xlsx", "instrument_outline.csv"):
        assert [p.message for p in kit.refusals(instrument / name)] == ["export-is-form"]
