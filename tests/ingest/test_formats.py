"""The same rows in every format, encoding and separator give the same cells."""

import zipfile

import pandas as pd
import pyreadstat
import pytest

from idmaj.errors import IngestProblems
from idmaj.ingest.delimited import decode_text
from idmaj.ingest.readers import read_raw
from idmaj.study import Source

ROWS = [["code", "city", "income"], ["007", "Témara", "2500.5"], ["8", "تمارة", ""], ["9", "Salé", "-99"]]
CELLS = pd.DataFrame(ROWS[1:], columns=ROWS[0], dtype="str")


def read(folder, name, content, **settings):
    (folder / name).write_bytes(content)
    return read_raw(folder, Source(role="persons", file=name, **settings))


def joined(rows, separator=","):
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_is_found(tmp_path, separator):
    table = read(tmp_path, "x.csv", joined(ROWS, separator).encode())
    assert table.separator == separator
    pd.testing.assert_frame_equal(table.cells, CELLS)


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")]
)
def test_every_unicode_encoding_is_found(tmp_path, encoding, found):
    table = read(tmp_path, "x.csv", joined(ROWS).encode(encoding))
    assert table.encoding == found
    pd.testing.assert_frame_equal(table.cells, CELLS)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("المدينة,المهنة\nتمارة,نجار", "cp1256"),
        ("ville,métier\nTémara,maçon\nSalé,forgé à l’été", "cp1252"),
        ("ville,nom\nTémara,naïve – où", "cp1252"),
    ],
)
def test_old_encodings_are_told_by_their_letters(text, encoding):
    assert decode_text(text.encode(encoding), None, "x.csv") == (text, encoding)


def test_a_declared_encoding_wins():
    assert decode_text("é".encode("cp1252"), "cp1256", "x.csv") == ("é", "cp1256")


def test_separators_and_newlines_inside_quotes_stay_in_the_cell(tmp_path):
    table = read(tmp_path, "x.csv", b'"a;b,c";d\n"line 1\nline 2";"say ""yes"""\n3;4\n')
    assert table.header == ["a;b,c", "d"]
    assert table.cells.iloc[0].tolist() == ["line 1\nline 2", 'say "yes"']
    assert table.rows.tolist() == [2, 3]


def test_title_rows_blank_rows_and_trailing_separators(tmp_path):
    table = read(tmp_path, "x.csv", b"Export of May;;\n\na;b;\n1;2;\n;;\n3;4;\n", header_row=3)
    assert table.cells.to_dict("list") == {"a": ["1", "3"], "b": ["2", "4"]}
    assert table.rows.tolist() == [4, 6]


def test_words_that_software_takes_for_missing_stay(tmp_path):
    table = read(tmp_path, "x.csv", b"a,b\nNA,None\nnull,1E5\n")
    assert table.cells.to_numpy().tolist() == [["NA", "None"], ["null", "1E5"]]


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(place, number):
    return f'<c r="{place}"><v>{number}</v></c>'


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    f'<row r="1">{text_cell("A1", "code")}{text_cell("B1", "city")}{text_cell("C1", "income")}</row>'
    f'<row r="2">{text_cell("A2", "007")}{text_cell("B2", "Témara")}{number_cell("C2", 2500.5)}</row>'
    f'<row r="3">{number_cell("A3", 8)}{text_cell("B3", "تمارة")}</row>'
    f'<row r="4">{number_cell("A4", 9.0)}{text_cell("B4", "Salé")}{number_cell("C4", -99)}</row>'
    "</sheetData></worksheet>"
)


def write_workbook(file, sheets):
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(file, "w") as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            f'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        )
        for i, sheet in enumerate(sheets.values(), 1):
            book.writestr(f"xl/worksheets/sheet{i}.xml", sheet)


def test_workbook(tmp_path):
    write_workbook(tmp_path / "x.xlsx", {"data": SHEET})
    table = read_raw(tmp_path, Source(role="persons", file="x.xlsx"))
    pd.testing.assert_frame_equal(table.cells, CELLS)
    assert table.typed == {"income"}
    assert table.rows.tolist() == [2, 3, 4]


def test_workbook_with_several_sheets(tmp_path):
    write_workbook(tmp_path / "x.xlsx", {"notes": SHEET.replace("007", "1"), "data": SHEET})
    table = read_raw(tmp_path, Source(role="persons", file="x.xlsx", sheet="data"))
    pd.testing.assert_frame_equal(table.cells, CELLS)
    with pytest.raises(IngestProblems) as unnamed:
        read_raw(tmp_path, Source(role="persons", file="x.xlsx"))
    assert unnamed.value.problems[0].message == "sheet-not-named"
    with pytest.raises(IngestProblems) as missing:
        read_raw(tmp_path, Source(role="persons", file="x.xlsx", sheet="Dta"))
    assert missing.value.problems[0].message == "sheet-missing"
    assert missing.value.problems[0].arguments["nearest"] == "data"


def test_parquet(tmp_path):
    frame = CELLS.assign(
        income=[2500.5, None, -99.0], seen=pd.to_datetime(["2025-01-31", None, "2025-02-01"])
    )
    frame.to_parquet(tmp_path / "x.parquet")
    table = read_raw(tmp_path, Source(role="persons", file="x.parquet"))
    pd.testing.assert_frame_equal(table.cells[["code", "city", "income"]], CELLS)
    assert table.cells["seen"].tolist() == ["2025-01-31", "", "2025-02-01"]


def test_spss_keeps_user_missing_codes_and_labels(tmp_path):
    frame = CELLS.assign(income=[2500.5, None, -99.0], sex=[1.0, 2.0, 1.0])
    pyreadstat.write_sav(
        frame,
        tmp_path / "x.sav",
        missing_ranges={"income": [-99]},
        variable_value_labels={"sex": {1.0: "رجل", 2.0: "امرأة"}},
    )
    table = read_raw(tmp_path, Source(role="persons", file="x.sav"))
    pd.testing.assert_frame_equal(table.cells[["code", "city", "income"]], CELLS)
    assert table.cells["sex"].tolist() == ["1", "2", "1"]
    assert table.labels == {"sex": {"1": "رجل", "2": "امرأة"}}


def test_stata_keeps_labels_and_tagged_missing_values(tmp_path):
    frame = pd.DataFrame(
        {"code": ["007", "8", "9"], "income": [2500.5, float("nan"), -99.0], "sex": [1.0, 2.0, 1.0]}
    )
    pyreadstat.write_dta(
        frame.assign(why=[1.0, "a", 2.0]),
        tmp_path / "x.dta",
        missing_user_values={"why": ["a"]},
        variable_value_labels={"sex": {1.0: "M", 2.0: "F"}},
    )
    table = read_raw(tmp_path, Source(role="persons", file="x.dta"))
    assert table.cells["income"].tolist() == ["2500.5", "", "-99"]
    assert table.cells["why"].tolist() == ["1", "a", "2"]
    assert table.labels == {"sex": {"1": "M", "2": "F"}}


def test_an_ending_that_says_nothing(tmp_path):
    with pytest.raises(IngestProblems) as caught:
        read(tmp_path, "x.dat", b"a,b\n1,2\n")
    assert caught.value.problems[0].message == "file-format-unknown"
    assert read(tmp_path, "y.dat", b"a,b\n1,2\n", platform="csv").header == ["a", "b"]
