"""Text with separators: every record with its row, whatever the encoding; nothing lost in silence."""

import csv
import io
import random

import pytest

from idmaj.ingest.exports import ExportSettings, read_exports, records, scan

MARKS = ["_uuid", "_submission_time"]


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(scan, "PIECE", 64)


def test_rows_are_counted_as_a_person_counts_them(kit, tmp_path):
    text = (
        '_uuid,_index,q\n\nuuid:a,1,"two\nlines"\n   \n,,\nb,2,"say ""yes"""\nc,3\nd,4,x,\ne,5,x,y\nf,6, \n'
    )
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode())
    export = kit.read_one(file)
    assert kit.rows_of(export.main) == [
        ["a", 3, "uuid:a", "1", "two\nlines"],
        ["b", 6, "b", "2", 'say "yes"'],
        ["d", 8, "d", "4", "x"],
        ["f", 10, "f", "6", ""],
    ]
    assert export.main.misshapen == {7: 2, 9: 4}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_line_ends_and_separators(kit, tmp_path, end, separator):
    records_in = [[*MARKS, "q"], ["a", "2025", "x,y;z"], ["b", "2025", 'a "q" b'], ["c", "", "é ة"]]
    file = tmp_path / "a.csv"
    file.write_bytes(kit.text_of(records_in, separator).replace("\n", end).encode())
    export = kit.read_one(file)
    assert export.separator == separator
    assert [row[2:] for row in kit.rows_of(export.main)] == records_in[1:]


def test_a_line_that_names_the_separator_is_obeyed(kit, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("sep=|\n_uuid|q,r\nx|1,2\n")
    export = kit.read_one(file)
    assert (export.separator, export.header_row) == ("|", 2)
    assert kit.rows_of(export.main) == [["x", 3, "x", "1,2"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "é ة"), ("utf-8-sig", "é ة"), ("utf-16", "é ة"), ("utf-16-le", "é ة"), ("utf-32", "é ة"),
        ("cp1252", "mécanicien à Témara, l’été"), ("cp1256", "بائع متجول في تمارة"),
    ],
)  # fmt: skip
def test_encodings(kit, tmp_path, encoding, text):
    content = kit.text_of([[*MARKS, "q"], ["a", "2025", text]], ";")
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    file = tmp_path / "a.csv"
    file.write_bytes((mark + content).encode(encoding))
    export = kit.read_one(file)
    assert kit.rows_of(export.main) == [["a", 2, "a", "2025", text]]
    assert export.encoding.replace("-sig", "").startswith(encoding.replace("-sig", "").replace("-le", ""))


def test_a_declared_encoding_wins_or_is_refused(kit, tmp_path):
    file = kit.write_text(
        tmp_path / "a.csv", [["_uuid", "q"], ["a", "é"]], encoding="iso-8859-6".replace("-6", "-1")
    )
    assert kit.rows_of(kit.read_one(file, encoding="cp1256").main)[0][3] == "é"
    assert [p.message for p in kit.refusals(file, encoding="utf-8")] == ["encoding-wrong"]
    assert [p.message for p in kit.refusals(file, encoding="klingon")] == ["encoding-unknown"]
    assert [p.message for p in kit.refusals(file, encoding="base64")] == ["encoding-unknown"]
    assert [p.message for p in kit.refusals(file, encoding="utf-16")] == ["encoding-wrong"]


def test_utf8_with_a_foreign_byte_is_refused_with_its_row(kit, tmp_path):
    lines = ["_uuid,q", *(f"{n},تمارة" for n in range(20))]
    content = "\n".join(lines).encode() + b"\n99,l\x92homme\n"
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    (problem,) = kit.refusals(file)
    assert (problem.message, problem.place.row) == ("encoding-mixed", 22)


def test_a_byte_that_cp1252_lacks_makes_it_cp1256(kit, tmp_path):
    text = "été à Témara " * 5 + "پ"  # Persian pe is 0x81, which cp1252 does not know
    file = kit.write_text(tmp_path / "a.csv", [["_uuid", "q"], ["a", text]], encoding="cp1256")
    export = kit.read_one(file)
    assert (export.encoding, kit.rows_of(export.main)[0][3]) == ("cp1256", text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file-empty"),
        (b" \n\n", "file-empty"),
        (b"_uuid,q\na,\x00\x00\n", "file-not-text"),
        (b'_uuid,q\na,"never closed\nb,2\n', "file-broken-quotes"),
        (b'_uuid,q\na,"closed" too early\n', "file-broken-quotes"),
        (b"<html><table></table></html>", "file-is-page"),
        (b"%PDF-1.7 x", "file-not-of-export"),
        (b"type,name,label\ntext,q,Q?\n", "export-is-form"),
        (b"Field name,Total duration (seconds)\nq,2\n", "export-is-audit"),
    ],
)
def test_what_is_no_export_is_refused(kit, tmp_path, content, message):
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    assert [problem.message for problem in kit.refusals(file)] == [message]


def test_a_broken_quotation_mark_is_shown_with_its_row(kit, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('_uuid,q\na,1\nb,"x"y\nc,3\n')
    assert kit.refusals(file)[0].place.row == 3


def test_inches_are_no_quotation_marks(kit, tmp_path, small_pieces):
    rows = [f'{n},12" pipe,5",x' for n in range(50)]
    file = tmp_path / "a.csv"
    file.write_text("_uuid,a,b,c\n" + "\n".join(rows) + "\n")
    assert [row[2:] for row in kit.rows_of(kit.read_one(file).main)] == [row.split(",") for row in rows]


def test_pieces_hold_whole_records(kit, tmp_path, small_pieces):
    """Random tables against `csv.reader` of the standard library."""
    draw = random.Random(11)
    for trial in range(120):
        width = draw.randrange(2, 6)
        cells = [
            "",
            "x",
            "ة é",
            "a,b",
            'he said "no"',
            "two\nlines",
            "\r\n",
            '"',
            "\n",
            '5" tube',
            "0612345678",
        ]
        rows = [
            [f"k{n}", *(draw.choice(cells) for _ in range(width - 1))] for n in range(draw.randrange(1, 40))
        ]
        quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        text = kit.text_of([["_uuid", *(f"q{n}" for n in range(width - 1))], *rows], ",", quoting=quoting)
        file = tmp_path / f"{trial}.csv"
        file.write_bytes(text.encode())
        expected = [
            [record[0], at, *("" if cell.isspace() else cell for cell in record)]
            for at, record in enumerate(csv.reader(io.StringIO(text, newline="")), start=1)
        ][1:]
        assert kit.rows_of(kit.read_one(file, separator=",").main) == expected


def test_blocks_are_read_again_from_the_start(kit, tmp_path, small_pieces):
    file = kit.write_text(tmp_path / "a.csv", [["_uuid", "q"], *([n, n] for n in range(99)), ["x"]])
    export = kit.read_one(file)
    assert kit.rows_of(export.main) == kit.rows_of(export.main)
    assert export.main.misshapen == {101: 1}
    assert len(list(export.main.read_blocks())) > 3


def test_a_reader_that_stops_early_leaves_nothing_open(kit, tmp_path, small_pieces):
    file = kit.write_text(tmp_path / "a.csv", [["_uuid", "q"], *([n, n] for n in range(999))])
    blocks = kit.read_one(file).main.read_blocks()
    next(blocks)
    blocks.close()
    file.unlink()


def test_columns_without_a_name_and_names_twice_are_kept(kit, tmp_path):
    file = kit.write_text(
        tmp_path / "a.csv", [["", "_uuid", "q", "q", ""], [1, "a", 2, 3, ""], [2, "b", 4, 5, ""]]
    )
    export = kit.read_one(file)
    assert export.main.header == ["", "_uuid", "q", "q", ""]
    assert kit.rows_of(export.main)[1] == ["b", 3, "2", "b", "4", "5", ""]


def test_a_separator_at_the_end_of_rows_only(kit, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("_uuid;q\na;1;\nb;2;\nc;3;\n")
    export = kit.read_one(file)
    assert (export.main.header, kit.keys_of(export.main)) == (["_uuid", "q", ""], ["a", "b", "c"])


def test_titles_above_and_tags_below_the_header_are_passed_over(kit, tmp_path):
    above = [["Suivi 2025", "", ""], ["", "", ""], ["équipe 3", "", ""]]
    header, tags = ["q1", "_uuid", "_submission_time"], ["#indicator", "#meta+id", "#date"]
    file = kit.write_text(tmp_path / "a.csv", [*above, header, tags, ["x", "a", "2025"]])
    export = kit.read_one(file)
    assert (export.header_row, export.main.header) == (4, header)
    assert kit.rows_of(export.main) == [["a", 6, "x", "a", "2025"]]
    assert {"export-rows-above-header", "export-hxl-row"} <= {message for message, _ in export.reasons}


def test_the_names_of_the_form_show_the_header_of_a_plain_table(kit, tmp_path):
    rows = [
        ["Liste", "du", "mois", "de", "mai"],
        ["code", "nom", "revenu", "heures", "note"],
        ["a", "b", 1, 2, 3],
    ]
    file = kit.write_text(tmp_path / "a.csv", rows)
    (export,), _ = read_exports([file], ExportSettings(), known_names=["ident/code", "revenu", "heures"])
    assert export.header_row == 2
    assert kit.read_one(file, header_row=2).main.header == rows[1]


def test_only_line_ends_end_a_record(kit, tmp_path):
    """Labels that were pasted hold U+2028, U+0085 and the like, which Python counts among line ends."""
    odd = "a\u2028b\x85c\x0bd\x1ce"
    file = kit.write_text(tmp_path / "a.csv", [["_uuid", odd], ["k", odd], ["l", odd, odd], ["m", odd, ""]])
    export = kit.read_one(file)
    assert export.main.header == ["_uuid", odd]
    assert [row[0::3] for row in kit.rows_of(export.main)] == [["k", odd], ["m", odd]]
    assert export.main.misshapen == {3: 3}


def test_rows_are_keys_only_where_nothing_else_is(kit, tmp_path):
    one = kit.write_text(tmp_path / "one.csv", [["id", "x"], ["p", 1], ["q", 2]])
    two = kit.write_text(tmp_path / "two.csv", [["id", "x"], ["p", 1], ["p", 2]])
    assert kit.keys_of(kit.read_one(one).main) == ["p", "q"]
    export = kit.read_one(two)
    assert kit.keys_of(export.main) == ["row-2", "row-3"]
    assert "key" not in export.system
    assert ("export-keys-by-row", {}) in export.reasons
    exports, _ = read_exports(
        [two, kit.write_text(tmp_path / "three.csv", [["x", "y"], [1, 2]])], ExportSettings()
    )
    assert [kit.keys_of(e.main)[0] for e in exports] == ["two-row-2", "three-row-2"]


def test_a_blank_key_stays_blank(kit, tmp_path):
    file = kit.write_text(tmp_path / "a.csv", [["_uuid", "q"], ["", "total"], [" uuid:b ", 1]])
    assert kit.keys_of(kit.read_one(file).main) == ["", "b"]


def test_parse_piece_counts_every_record():
    parsed = records.parse_piece(b'a,b\n\n1\n"x\ny",2\n', ",", 2)
    assert (parsed.kept.tolist(), parsed.odd, parsed.n_records) == ([0, 3], {2: 1}, 4)
