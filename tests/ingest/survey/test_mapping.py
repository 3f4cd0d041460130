"""Every header by which platforms and people name a question leads to that question, or to a problem."""

import csv
import io
import random
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from idmaj.ingest.exports.model import ExportTable
from idmaj.ingest.forms.model import MAIN, Choice, Form, Question
from idmaj.ingest.forms.xlsform import read_form
from idmaj.ingest.survey.mapping import map_table

INSTRUMENT = Path(__file__).parents[2] / "exports" / "instrument"
LANGUAGES = ("ar", "fr", "en")


def table_of(header, name="main", *, is_repeat=False, **more):
    return ExportTable(name, list(header), lambda: iter(()), is_repeat, **more)


def targets(mapping):
    """Position → what the column holds."""
    return {use.position: use.target for use in mapping.columns}


def by_header(header, mapping):
    return {header[use.position]: (use.question, use.part, use.choice) for use in mapping.columns}


@pytest.fixture(scope="module")
def instrument():
    return read_form(INSTRUMENT / "instrument_draft.xlsx")


def csv_header(name, encoding="utf-8-sig", separator=";"):
    text = (INSTRUMENT / name).read_bytes().decode(encoding)
    return next(csv.reader(io.StringIO(text), delimiter=separator))


def sheet_header(name, sheet):
    return [
        str(cell)
        for cell in CalamineWorkbook.from_path(str(INSTRUMENT / name)).get_sheet_by_name(sheet).to_python()[0]
    ]


def exported_paths(header):
    """Truth of headers in names: Kobo writes paths, choices as `path/code`, parts of a geopoint as `_name_part`."""
    parts = {
        "latitude": "latitude",
        "longitude": "longitude",
        "altitude": "altitude",
        "precision": "accuracy",
    }
    truth = {}
    for name in header:
        geo = re.fullmatch(r"(?:(.*)/)?_(\w+)_(latitude|longitude|altitude|precision)", name)
        if geo:
            truth[name] = (f"{geo[1]}/{geo[2]}", parts[geo[3]], "")
        elif re.search(r"/(formality|ent_close_reason|barriers)/", name):
            path, code = name.rsplit("/", 1)
            truth[name] = (path, "choice", code)
        elif name == "gps":  # the text column of a geopoint loses its groups
            truth[name] = ("ident/gps", "whole", "")
        elif not name.startswith("_"):
            truth[name] = (name, "whole", "")
    return truth


class TestExportsOfTheInstrument:
    @pytest.mark.parametrize(
        ("name", "encoding"), [("kobo/xml_both.csv", "utf-8-sig"), ("damaged/fr_excel_cp1252.csv", "cp1252")]
    )
    def test_names(self, instrument, name, encoding):
        header = csv_header(name, encoding)
        mapping = map_table(table_of(header), instrument, "kobo")
        assert by_header(header, mapping) == exported_paths(header)
        assert (mapping.style, mapping.separator, mapping.select_shape) == ("names", "/", "both")
        assert mapping.unmatched == [] and mapping.problems == []
        assert [header[place] for place in mapping.platform_columns] == header[-10:]  # _id … _index

    @pytest.mark.parametrize("sheet", ["Reintegration follow-up", "jev"])
    def test_labels_agree_with_names_column_by_column(self, instrument, sheet):
        # The same exporter wrote both from the same form: the order of columns is the same.
        names = sheet_header("kobo/xml_both.xlsx", sheet)
        labels = sheet_header("kobo/labels_ar.xlsx", sheet)
        is_repeat = sheet == "jev"
        in_names = map_table(table_of(names, sheet, is_repeat=is_repeat), instrument, "kobo")
        in_labels = map_table(table_of(labels, sheet, is_repeat=is_repeat), instrument, "kobo")
        assert targets(in_names) == targets(in_labels)
        assert in_labels.repeat == ("jev" if is_repeat else MAIN)
        assert (in_labels.style, in_labels.language, in_labels.separator) == ("labels", "ar", "/")
        assert in_labels.unmatched == in_names.unmatched == []

    def test_central(self, instrument):
        with zipfile.ZipFile(INSTRUMENT / "odk_central" / "central_default.zip") as archive:
            header, events = (
                next(csv.reader(io.StringIO(archive.read(name).decode())))
                for name in ("reintegration_followup.csv", "reintegration_followup-jev.csv")
            )
        mapping = map_table(table_of(header), instrument, "odk_central")
        found = by_header(header, mapping)
        assert found["main-emp-hours"] == ("main/emp/hours", "whole", "")
        assert found["ident-gps-Accuracy"] == ("ident/gps", "accuracy", "")
        own = "SubmissionDate KEY SubmitterID SubmitterName AttachmentsPresent AttachmentsExpected Status ReviewState "
        own += "DeviceID Edits FormVersion meta-audit meta-instanceID meta-instanceName"
        assert {header[place] for place in mapping.platform_columns} == set(own.split())
        assert all(path == name.replace("-", "/") for name, (path, part, _) in found.items()
                   if part == "whole")  # fmt: skip
        assert (mapping.separator, mapping.select_shape, mapping.unmatched) == ("-", "text", [])
        repeat = map_table(table_of(events, is_repeat=True), instrument, "odk_central")
        assert repeat.repeat == "jev" and len(repeat.columns) == 4

    def test_json_counts_of_repeats_are_no_answers(self, instrument):
        mapping = map_table(table_of(["main/just/just_n", "main/just/jev_count"]), instrument, "kobo")
        assert mapping.unmatched == [] and [use.question for use in mapping.columns] == ["main/just/just_n"]


def header_of(form, *, style="names", separator="/", is_split=True, rename=None, is_grouped=True):
    """Headers of the main table as an exporter with these settings writes them, with what they hold."""
    made = []
    for question in form.of_table(MAIN):
        paths = ["/".join(question.groups[: end + 1]) for end in range(len(question.groups))]
        label = question.labels.get(style) or question.name
        groups = [form.group_labels.get(path, {}).get(style) or path.rsplit("/")[-1] for path in paths]
        if style == "names":
            groups, label = list(question.groups), question.name
        groups = [rename(group) for group in groups] if rename else groups
        full = separator.join([*(groups if is_grouped else []), label])
        made.append((full, (question.path, "whole", "", ())))
        if question.kind == "select_multiple" and is_split:
            for choice in form.choices_of(question):
                text = choice.code if style == "names" else choice.labels.get(style) or choice.code
                made.append((f"{full}{separator or '/'}{text}", (question.path, "choice", choice.code, ())))
    return made


def assert_maps(form, made, **expected):
    mapping = map_table(table_of([header for header, _ in made]), form, "plain")
    wrong = {made[p][0]: t for p, t in targets(mapping).items() if made[p][1] is not None and made[p][1] != t}
    missed = [
        header for place, (header, target) in enumerate(made) if target and place not in targets(mapping)
    ]
    strange = [made[p][0] for p in targets(mapping) if made[p][1] is None]
    assert (wrong, missed, strange, mapping.problems) == ({}, [], [], [])
    for name, value in expected.items():
        assert getattr(mapping, name) == value
    return mapping


class TestVariants:
    @pytest.mark.parametrize("separator", ["/", "-", ".", ":", "_", " - ", "::", " / "])
    @pytest.mark.parametrize("style", ["names", *LANGUAGES])
    def test_any_separator_in_any_language(self, instrument, style, separator):
        made = header_of(instrument, style=style, separator=separator)
        language = "" if style == "names" else style
        assert_maps(instrument, made, separator=separator, language=language, select_shape="both")

    @pytest.mark.parametrize("style", ["names", *LANGUAGES])
    def test_no_groups(self, instrument, style):
        assert_maps(instrument, header_of(instrument, style=style, is_grouped=False), separator="")

    def test_groups_without_any_separator(self, instrument):
        made = header_of(instrument, separator="", is_split=False)
        assert_maps(instrument, made, separator="", select_shape="text")

    @pytest.mark.parametrize("separator", ["/", "-", ".", ":", "_"])
    @pytest.mark.parametrize("style", ["names", *LANGUAGES])
    def test_renamed_groups(self, instrument, style, separator):
        made = header_of(
            instrument, style=style, separator=separator, rename=lambda group: f"x {group[::-1]} y"
        )
        assert_maps(instrument, made)

    @pytest.mark.parametrize("style", ["names", *LANGUAGES])
    @pytest.mark.parametrize("seed", range(3))
    def test_order_of_columns_and_extra_columns(self, instrument, style, seed):
        made = header_of(instrument, style=style)
        made += [
            (name, None)
            for name in ("score", "Unnamed: 7", "remarques du superviseur", "x/y/z", "ملاحظة المشرف")
        ]
        random.Random(seed).shuffle(made)
        assert_maps(instrument, made)

    @pytest.mark.parametrize("style", ["names", *LANGUAGES])
    @pytest.mark.parametrize(
        "change",
        [
            str.upper,
            lambda text: unicodedata.normalize("NFD", text),
            lambda text: f"  {text.replace(' ', chr(0xA0))} ",
            lambda text: f"\u200f{text}\u200e",
            lambda text: re.sub(r"[^\w]", ".", text),  # make.names of R
            lambda text: text.replace("'", "’").replace("أ", "ا").replace("ة", "ه"),
        ],
    )
    def test_case_spaces_marks_and_letters(self, instrument, style, change):
        assert_maps(
            instrument, [(change(header), target) for header, target in header_of(instrument, style=style)]
        )

    def test_headers_cut_at_the_length_of_stata_names(self, instrument):
        made = header_of(instrument, separator="_", is_split=False)
        cut = [(header[:32], target) for header, target in made]
        assert any(len(header) > 32 for header, _ in header_of(instrument, separator="_"))
        assert_maps(instrument, cut)

    def test_labels_cut_by_spss(self, instrument):
        made = header_of(instrument, style="fr", is_split=False)
        short = [(header[:80], target) for header, target in made]
        kept = [pair for pair in short if [header for header, _ in short].count(pair[0]) == 1]
        assert sum(len(header) == 80 for header, _ in kept) >= 5
        assert_maps(instrument, kept)

    def test_details_only(self, instrument):
        made = header_of(instrument)
        several = {path for _, (path, part, _, _) in made if part == "choice"}
        made = [pair for pair in made if not (pair[1][0] in several and pair[1][1] == "whole")]
        assert_maps(instrument, made, select_shape="split")

    def test_names_and_labels_in_one_table(self, instrument):
        names, labels = header_of(instrument), header_of(instrument, style="fr")
        made = [names[place] if place % 4 else labels[place] for place in range(len(names))]
        assert_maps(instrument, made, style="mixed")

    def test_column_labels_of_statistical_files(self, instrument):
        made = header_of(instrument)
        names = [f"var{place + 1}" for place in range(len(made))]
        table = table_of(names, column_labels={place: header for place, (header, _) in enumerate(made)})
        mapping = map_table(table, instrument, "kobo_legacy")
        assert targets(mapping) == {place: target for place, (_, target) in enumerate(made)}

    @settings(max_examples=50, deadline=None)
    @given(st.randoms(use_true_random=False), st.sampled_from(["names", *LANGUAGES]), st.sampled_from("/-.:"))
    def test_any_part_of_the_columns_in_any_order(self, instrument, chance, style, separator):
        made = header_of(instrument, style=style, separator=separator)
        chance.shuffle(made)
        assert_maps(instrument, made[: chance.randint(1, len(made))])


def question(name, *groups, repeat=MAIN, kind="text", **more):
    return Question(name, groups, repeat, kind, **more)


def form_of(*questions, repeats=None, choices=None, group_labels=None, languages=("fr",)):
    return Form(
        "form.xlsx",
        "f",
        "",
        "1",
        "fr",
        languages,
        questions,
        choices or {},
        group_labels or {},
        repeats or {},
    )


SPECIFY = form_of(
    question("q1", labels={"fr": "Avez-vous un emploi ?"}),
    question("q1_oth", labels={"fr": "Précisez"}),
    question("q2", labels={"fr": "Où logez-vous ?"}),
    question("q2_oth", labels={"fr": "Précisez"}),
    question("q3", labels={"fr": "Votre santé ?"}),
    question("q4", labels={"fr": "Votre âge ?"}),
)
IN_ORDER = ["q1", "q1_oth", "q2", "q2_oth", "q3", "q4"]


class TestLabelsOfTwoQuestions:
    def test_neighbours_settle(self):
        header = [
            "Avez-vous un emploi ?",
            "Précisez",
            "Où logez-vous ?",
            "Précisez",
            "Votre santé ?",
            "Votre âge ?",
        ]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert [t[0] for _, t in sorted(targets(mapping).items())] == IN_ORDER
        assert mapping.problems == []

    def test_one_of_them_missing(self):
        header = ["Avez-vous un emploi ?", "Où logez-vous ?", "Précisez", "Votre santé ?", "Votre âge ?"]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert targets(mapping)[2][0] == "q2_oth" and mapping.problems == []

    def test_out_of_order_is_refused(self):
        header = ["Votre santé ?", "Précisez", "Où logez-vous ?", "Précisez", "Avez-vous un emploi ?"]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert [(p.message, p.severity, p.place.column) for p in mapping.problems] == [
            ("mapping-ambiguous-column", "blocking", "Précisez")
        ] * 2
        assert mapping.problems[0].arguments["questions"] == "q1_oth, q2_oth"
        assert not {"q1_oth", "q2_oth"} & {t[0] for t in targets(mapping).values()}

    def test_neighbours_of_a_shuffled_table_prove_nothing(self):
        header = ["Votre âge ?", "Votre santé ?", "Avez-vous un emploi ?", "Précisez", "Où logez-vous ?"]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert [problem.message for problem in mapping.problems] == ["mapping-ambiguous-column"]

    def test_numbers_of_pandas_keep_the_order_of_the_export(self):
        header = ["Précisez.1", "Votre santé ?", "Où logez-vous ?", "Précisez", "Avez-vous un emploi ?"]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert (targets(mapping)[0][0], targets(mapping)[3][0]) == ("q2_oth", "q1_oth")

    @pytest.mark.parametrize(
        "tails", [("", ".1"), ("...2", "...4"), ("", "_duplicated_0"), ("", "2"), ("", "_1"), ("", " (2)")]
    )
    def test_numbers_of_other_programs(self, tails):
        header = ["Avez-vous un emploi ?", f"Précisez{tails[0]}", "Où logez-vous ?", f"Précisez{tails[1]}"]
        header += ["Votre santé ?", "Votre âge ?"]
        mapping = map_table(table_of(header), SPECIFY, "kobo")
        assert [t[0] for _, t in sorted(targets(mapping).items())] == IN_ORDER

    def test_labels_of_groups_settle(self):
        form = form_of(
            question("a", "g"), question("a", "h"),
            group_labels={"g": {"fr": "Emploi"}, "h": {"fr": "Logement"}},
        )  # fmt: skip
        header = ["Logement/a", "Emploi/a"]
        assert [t[0] for _, t in sorted(targets(map_table(table_of(header), form, "kobo")).items())] == [
            "h/a",
            "g/a",
        ]

    def test_one_column_certain_leaves_the_other(self):
        form = form_of(question("a", "g"), question("a", "h"), question("b"))
        mapping = map_table(table_of(["a", "b", "h/a"]), form, "kobo")
        assert targets(mapping) == {
            0: ("g/a", "whole", "", ()),
            1: ("b", "whole", "", ()),
            2: ("h/a", "whole", "", ()),
        }

    def test_notes_that_cannot_be_told_apart_are_no_problem(self):
        notes = [question(name, kind="note", labels={"fr": "Merci."}) for name in ("n1", "n2")]
        mapping = map_table(table_of(["Merci.", "b"]), form_of(*notes, question("b")), "kobo")
        assert (mapping.problems, mapping.unmatched) == ([], [0])

    def test_same_name_in_two_groups_without_groups(self):
        form = form_of(question("a", "g"), question("a", "h"))
        mapping = map_table(table_of(["a"]), form, "odk_central")
        assert [problem.message for problem in mapping.problems] == ["mapping-ambiguous-column"]


class TestMarkupInLabels:
    @pytest.mark.parametrize(
        ("label", "header"),
        [
            ("<span style='color:red'>Votre **âge** ?</span>", "Votre âge ?"),
            ("<b>Votre</b> âge&nbsp;?", "<b>Votre</b> âge&nbsp;?"),
            ("Âge de ${nom} ?", "Âge de ${nom} ?"),
            ("Âge de ${nom} ?", "Âge de ?"),
            ("_Votre_ âge\n(en années)", "Votre âge (en années)"),
            ("Homme/Femme", "Votre profil/Homme/Femme"),
        ],
    )
    def test_label(self, label, header):
        form = form_of(
            question("x", "g", labels={"fr": label}),
            question("y"),
            group_labels={"g": {"fr": "Votre profil"}},
        )
        assert targets(map_table(table_of([header, "y"]), form, "kobo"))[0][0] == "g/x"


LISTS = {"l": tuple(Choice(code, {"fr": label}) for code, label in [
    ("1", "Casier, fiche"), ("-99", "Ne sait pas"), ("99", "Autre / divers"), ("other", "Autre: préciser"),
])}  # fmt: skip
SEVERAL = form_of(
    question("q", "g", kind="select_multiple", list_name="l", labels={"fr": "Quels obstacles ?"}),
    question("q_other", "g", labels={"fr": "Autre obstacle"}),
    choices=LISTS,
)


class TestChoices:
    @pytest.mark.parametrize(
        ("header", "code"),
        [
            ("g/q/1", "1"), ("q/1", "1"), ("q_1", "1"), ("q.1", "1"), ("g-q/1", "1"), ("g.q.1", "1"),
            ("q/-99", "-99"), ("q/99", "99"), ("q__99", "-99"), ("q_99", "99"), ("q..99", "-99"), ("q.99", "99"),
            ("q[99]", "99"), ("q - 99", "99"), ("Q/OTHER", "other"), ("g-q/other", "other"), ("g.q.other", "other"),
            ("Quels obstacles ?/Autre / divers", "99"), ("Quels obstacles ?/Casier, fiche", "1"),
            ("Quels obstacles ? [Ne sait pas]", "-99"), ("g/Quels obstacles ?/Autre: préciser", "other"),
            ("q/Ne sait pas", "-99"), ("Quels obstacles ?/99", "99"),
        ],
    )  # fmt: skip
    def test_choice(self, header, code):
        assert by_header([header], map_table(table_of([header]), SEVERAL, "kobo")) == {
            header: ("g/q", "choice", code)
        }

    @pytest.mark.parametrize("header", ["g/q_other", "g-q_other", "q_other", "g.q_other", "Autre obstacle"])
    def test_question_of_the_text_is_no_choice(self, header):
        found = by_header(["g/q/other", header], map_table(table_of(["g/q/other", header]), SEVERAL, "kobo"))
        assert found == {"g/q/other": ("g/q", "choice", "other"), header: ("g/q_other", "whole", "")}

    @pytest.mark.parametrize(("kind", "header"), [
        ("select_one", "s_other"), ("select_one", "s/other"), ("select_one", "s[other]"),
        ("select_multiple", "s_other"),
    ])  # fmt: skip
    def test_text_of_or_other(self, kind, header):
        form = form_of(question("s", kind=kind, list_name="l", or_other=True), choices=LISTS)
        assert by_header([header], map_table(table_of([header]), form, "kobo")) == {
            header: ("s", "other", "")
        }

    def test_choice_of_or_other(self):
        lists = {"l": LISTS["l"][:2]}
        form = form_of(question("s", kind="select_multiple", list_name="l", or_other=True), choices=lists)
        header = ["s", "s/1", "s/other", "s_other"]
        assert [(p, c) for _, p, c in by_header(header, map_table(table_of(header), form, "kobo")).values()] == [
            ("whole", ""), ("choice", "1"), ("choice", "other"), ("other", ""),
        ]  # fmt: skip


class TestOtherPlatforms:
    def test_surveycto(self, instrument):
        """Names alone, choices and instances behind `_`, signs of codes as `_`, as the manual says."""
        made = [("SubmissionDate", None), ("starttime", None), ("endtime", None), ("subscriberid", None)]
        for header, (path, part, code, _) in header_of(instrument, is_grouped=False):
            name = (
                header if part == "whole" else f"{path.rsplit('/')[-1]}_{re.sub('[^A-Za-z0-9]', '_', code)}"
            )
            made.append((name, (path, part, code, ())))
        events = [question for question in instrument.questions if question.repeat == "jev"]
        for n in (1, 2, 3):
            made += [(f"{event.name}_{n}", (event.path, "whole", "", (n,))) for event in events]
        made += [(name, None) for name in ("SET-OF-jev", "jev_count", "instanceID", "formdef_version", "KEY")]
        header = [name for name, _ in made]
        mapping = map_table(table_of(header), instrument, "surveycto")
        assert targets(mapping) == {place: target for place, (_, target) in enumerate(made) if target}
        assert (mapping.unmatched, mapping.problems, mapping.wide_repeats) == ([], [], ("jev",))

    def test_commcare(self, instrument):
        made = header_of(instrument, separator=".", is_split=False)
        header = [
            "number",
            "formid",
            *(f"form.{name}" for name, _ in made),
            "form.meta.deviceID",
            "form.case.@case_id",
        ]
        mapping = map_table(table_of(header), instrument, "commcare")
        assert targets(mapping) == {place: target for place, (_, target) in enumerate(made, start=2)}
        assert (mapping.unmatched, mapping.problems) == ([], [])

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_google_forms(self, instrument, language):
        made = [
            ("Horodateur", None),
            *header_of(instrument, style=language, is_grouped=False, is_split=False),
        ]
        mapping = map_table(table_of([name for name, _ in made]), instrument, "google_forms")
        assert targets(mapping) == {place: target for place, (_, target) in enumerate(made) if target}
        assert (mapping.unmatched, mapping.language) == ([], language)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_limesurvey_codes_and_texts(self, instrument, language):
        names, texts = (
            header_of(instrument, is_grouped=False),
            header_of(instrument, style=language, is_grouped=False),
        )
        made = [("id", None), ("submitdate", None), ("groupTime12", None)]
        for (name, target), (text, _) in zip(names, texts, strict=True):
            if target[1] == "whole":
                made.append((f"{name}. {text}", target))
            else:
                made.append((f"{name.replace('/', '[', 1)}]", target))
        mapping = map_table(table_of([name for name, _ in made]), instrument, "limesurvey")
        assert targets(mapping) == {place: target for place, (_, target) in enumerate(made) if target}
        assert mapping.unmatched == []


class TestVersions:
    def test_question_that_moved(self):
        form = form_of(
            question("hh_sex", "v2", kind="select_multiple", list_name="l"), question("b"), choices=LISTS
        )
        header = ["v1/hh_sex", "v2/hh_sex", "b", "hh_sex"]
        mapping = map_table(table_of(header), form, "kobo")
        assert [use.position for use in mapping.uses_of("v2/hh_sex")] == [1, 3, 0]
        assert mapping.columns[2].version == "v1"

    def test_question_that_left_its_group(self, instrument):
        header = [*csv_header("kobo/xml_both.csv"), "main/old/hours"]
        mapping = map_table(table_of(header), instrument, "kobo")
        assert [use.position for use in mapping.uses_of("main/emp/hours")] == [
            header.index("main/emp/hours"),
            108,
        ]

    def test_a_look_alike_is_no_second_column(self, instrument):
        header = ["ident/mode", "Mode", "Interview mode", "respondent_mode"]
        mapping = map_table(table_of(header), instrument, "kobo")
        assert targets(mapping) == {0: ("ident/mode", "whole", "", ())}
        assert mapping.unmatched == [1, 2, 3]

    def test_a_name_behind_another_word_is_no_second_column(self, instrument):
        made = [*header_of(instrument, separator="_"), ("interview_mode", None), ("days_in_wave", None)]
        assert_maps(instrument, made, separator="_")

    def test_the_beginning_of_a_header_is_no_cut_header(self):
        mapping = map_table(table_of(["Avez-vous un em", "Où logez-vous ?"]), SPECIFY, "plain")
        assert mapping.unmatched == [0]

    def test_names_that_r_made_valid(self):
        form = form_of(question("7days"), question("gps", "g", kind="geopoint"), question("X2nd"))
        header = ["X7days", "X_gps_latitude", "X2nd", "X_id", "x_submission_time"]
        mapping = map_table(table_of(header), form, "kobo")
        assert [use.target[:2] for use in mapping.columns] == [
            ("7days", "whole"),
            ("g/gps", "latitude"),
            ("X2nd", "whole"),
        ]
        assert (mapping.platform_columns, mapping.unmatched) == ([3, 4], [])

    def test_media_and_location(self):
        form = form_of(
            question("pic", "g", kind="media"), question("gps", "g", kind="geopoint", labels={"fr": "Lieu"})
        )
        header = [
            "g/pic",
            "g/pic_URL",
            "gps",
            "g/_gps_latitude",
            "gpslongitude",
            "g-gps-Altitude",
            "_Lieu_precision",
        ]
        found = by_header(header, map_table(table_of(header), form, "kobo"))
        parts = [found[name][1] for name in header]
        assert parts == ["whole", "url", "whole", "latitude", "longitude", "altitude", "accuracy"]


class TestDamage:
    def test_some_letters_lost(self):
        form = form_of(question("a", labels={"fr": "Vague d’enquête"}), question("b", labels={"fr": "Mode"}))
        assert targets(map_table(table_of(["Vague d?enqu?te"]), form, "kobo"))[0][0] == "a"

    def test_all_letters_lost_is_refused(self):
        form = form_of(question("a", labels={"ar": "جولة البحث"}), question("b", labels={"ar": "الحالة"}))
        mapping = map_table(table_of(["???? ?????", "الحالة"]), form, "kobo")
        assert [problem.message for problem in mapping.problems] == ["mapping-lost-letters"]

    def test_another_form_is_refused(self, instrument):
        mapping = map_table(table_of(["zone", "prix", "quantité"]), instrument, "kobo")
        assert [problem.message for problem in mapping.problems] == ["mapping-nothing-matches"]

    def test_a_column_without_a_name_is_said(self, instrument):
        mapping = map_table(table_of(["ident/mode", ""]), instrument, "plain")
        assert mapping.unmatched == [1]


class TestRepeats:
    FORM = form_of(
        question("n"),
        question("name", "children", repeat="children"), question("age", "children", repeat="children", kind="integer"),
        question("name", "goods", repeat="goods"), question("price", "goods", repeat="goods", kind="integer"),
        repeats={"children": "children", "goods": "goods"},
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "header", "repeat"),
        [
            ("children", ["name", "_parent_index", "_submission__uuid"], "children"),
            ("form-goods.csv", ["name", "PARENT_KEY", "KEY"], "goods"),
            ("Sheet2", ["name", "price"], "goods"),
            ("Sheet2", ["x/children/name", "x/children/age"], "children"),
        ],
    )
    def test_found_by_columns_then_by_name(self, name, header, repeat):
        mapping = map_table(table_of(header, name, is_repeat=True), self.FORM, "kobo")
        assert (mapping.repeat, mapping.problems) == (repeat, [])

    @pytest.mark.parametrize(("header", "message"), [
        (["name"], "mapping-which-repeat"), (["colour"], "mapping-unknown-repeat"),
    ])  # fmt: skip
    def test_refused_when_unsure(self, header, message):
        mapping = map_table(table_of(header, "Sheet2", is_repeat=True), self.FORM, "kobo")
        assert [problem.message for problem in mapping.problems] == [message]

    def test_a_form_without_repeats(self):
        mapping = map_table(table_of(["q1"], "Sheet2", is_repeat=True), SPECIFY, "kobo")
        assert [problem.message for problem in mapping.problems] == ["mapping-unknown-repeat"]


ANY = form_of(
    *SPECIFY.questions, *SEVERAL.questions, *TestRepeats.FORM.questions, question("gps", kind="geopoint"),
    choices=LISTS, repeats=TestRepeats.FORM.repeats,
)  # fmt: skip
PIECES = st.sampled_from([
    "q", "q1", "g", "/", "_", "-", ".", "[1]", "[", "_2", "1", "-99", "other", "Précisez", "children", "name", "price",
    "?", "??", "…", "_latitude", "gps", "v1/", "X", " ", "<b>", "&amp;", "\u200f", "_uuid", "KEY", "${q}",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=5).map("".join)), max_size=8),
    st.sampled_from(["kobo", "odk_central", "surveycto", "commcare", "plain", "?"]),
    st.booleans(),
)
def test_every_column_is_accounted_for_and_no_header_raises(header, platform, is_repeat):
    mapping = map_table(table_of(header, is_repeat=is_repeat), ANY, platform)
    places = [use.position for use in mapping.columns]
    named = {problem.place.column for problem in mapping.problems}
    said = {*places, *mapping.unmatched, *mapping.platform_columns}
    assert len(places) == len(set(places))
    assert not set(places) & {*mapping.unmatched, *mapping.platform_columns}
    assert all(place in said or header[place] in named for place in range(len(header)))
