"""A register that knows no ids of the study: its rows are linked, and nobody is shown."""

import csv
import stat

import pytest

from idmaj.identity import KEY_VARIABLE, make_pseudonym
from idmaj.ingest import build_tables
from idmaj.ingest.linkage.decisions import read_decisions, take_decisions
from idmaj.store import open_evaluation

KEY = bytes(range(32))
PEOPLE = {
    "P1": ("ZZ100001", "1985-03-12", "Berrada"),
    "P2": ("ZZ100002", "1986-04-13", "Tazi"),
    "P3": ("ZZ100003", "1987-05-14", "Lahlou"),
    "P4": ("", "1988-06-15", "Mansouri"),
}
HEADER = ["carte", "naissance", "nom", "type", "date"]
REGISTER = [
    HEADER,
    ["zz 100001", "1985-03-12", "BERRADA", "arrest", "2025-02-01"],
    ["zz 100001", "1985-03-12", "BERRADA", "conviction", "2025-05-01"],
    ["ZZ100002", "1951-01-30", "TAZI", "arrest", "2025-03-01"],
    ["ZZ100003", "1951-01-30", "Saadi", "arrest", "2025-03-02"],  # the card of P3, all else of somebody else
    ["", "1988-06-15", "El Mansouri", "arrest", "2025-03-03"],  # alike P4
    ["ZZ999999", "1971-07-07", "Fassi", "arrest", "2025-03-04"],  # nobody of the study
    ["", "", "", "arrest", "2025-03-05"],
]


@pytest.fixture
def linked(toy, tmp_path_factory, monkeypatch):
    key = tmp_path_factory.mktemp("keys") / "key"
    key.write_bytes(KEY)
    key.chmod(0o600)
    monkeypatch.setenv(KEY_VARIABLE, str(key))
    toy.content["study"]["identifiers"] = "keyed"
    toy.content["source"][0]["link"] = {"cin": "cin", "born_on": "born", "last_name": "name"}
    toy.content["source"].append(
        {
            "role": "justice_events",
            "file": "data/raw/toy/register.csv",
            "columns": {"event_type": "type", "event_on": "date"},
            "link": {"cin": "carte", "born_on": "naissance", "last_name": "nom"},
        }
    )
    toy.persons[0] += ["cin", "born", "name"]
    for row in toy.persons[1:]:
        row += PEOPLE.get(row[0], ("", "", ""))
    toy.register = [list(row) for row in REGISTER]
    write = toy.write

    def write_all():
        write()
        text = "\n".join(",".join(row) for row in toy.register) + "\n"
        toy.file("register.csv").write_text(text, encoding="utf-8")

    monkeypatch.setattr(toy, "write", write_all)
    return toy


def pseudonym(code):
    return make_pseudonym(KEY, code)


def test_rows_get_the_person_of_their_link(linked):
    events = linked.read().tables["justice_events"]
    assert list(zip(events["person_id"], events["event_type"], events["link_rule"], strict=True)) == sorted(
        [
            (pseudonym("P1"), "arrest", "cin_and_birth"),
            (pseudonym("P1"), "conviction", "cin_and_birth"),
            (pseudonym("P2"), "arrest", "cin_and_name"),
        ]
    )
    assert events["link_score"].tolist() == [1, 1, 1]


def test_what_is_not_linked_is_counted_and_no_fault_of_the_file(linked):
    ingested = linked.read()
    runs = ingested.tables["ingest_runs"].set_index("role").loc["justice_events"]
    assert runs[["rows_in", "rows_kept", "rows_set_aside", "rows_not_of_study"]].tolist() == [7, 3, 0, 4]
    assert {(p.message, p.arguments.get("n")) for p in ingested.problems} == {
        ("linkage-too-few", None),
        ("link-row-blank", 1),
        ("link-review", 2),
    }
    rates = ingested.tables["link_rates"].set_index(["rule", "status"])["n_rows"]
    assert rates.to_dict() == {
        ("cin_and_birth", "accepted"): 2,
        ("cin_and_name", "accepted"): 1,
        ("cin_contradicted", "review"): 1,
        ("alike", "review"): 1,
        ("", "records"): 7,
        ("", "linked"): 3,
        ("", "in_review"): 2,
        ("", "not_linked"): 2,
    }


def test_no_table_shows_anybody(linked):
    tables = linked.read().tables
    names = {value.casefold() for person in PEOPLE.values() for value in person if value}
    names |= {row[place].casefold() for row in REGISTER[1:] for place in (0, 2) if row[place]}
    text = "\n".join(table.to_csv() for table in tables.values()).casefold()
    assert [name for name in names if name in text] == []
    assert set(tables["links"]["person_id"]) <= {pseudonym(code) for code in PEOPLE}


@pytest.fixture
def evaluation(linked, monkeypatch):
    """The toy study as a workspace whose study file is the content of the fixture."""
    linked.write()
    (linked.root / "studies" / "toy" / "study.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr("idmaj.store.evaluation.load_study", lambda file: linked.study)
    return lambda: open_evaluation("toy", workspace=linked.workspace)


def review_lines(linked):
    file = linked.workspace.restricted("toy") / "link_review.csv"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return file, list(csv.DictReader(opened))


def test_the_review_list_is_for_its_owner_alone(linked, evaluation):
    build_tables(evaluation())
    file, lines = review_lines(linked)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {(line["rule"], line["person_last_name"], line["record_last_name"]) for line in lines} == {
        ("cin_contradicted", "Lahlou", "Saadi"),
        ("alike", "Mansouri", "El Mansouri"),
    }


def test_a_decision_is_read_at_the_next_run(linked, evaluation):
    build_tables(evaluation())
    file, lines = review_lines(linked)
    for line in lines:
        line["decision"] = {"alike": "Same ", "cin_contradicted": "different"}[line["rule"]]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    decisions = linked.root / "studies" / "toy" / "link_decisions.csv"
    assert take_decisions(file.parent, decisions) == 2
    assert "Mansouri" not in decisions.read_text(encoding="utf-8")
    tables = build_tables(evaluation())
    assert pseudonym("P4") in set(tables["justice_events"]["person_id"])
    told = tables["links"].query("rule == 'decision'")
    assert sorted(told["status"]) == ["accepted", "declined"]
    assert not file.exists()  # nothing is left to decide


def test_what_a_clerk_wrote_is_not_lost_by_another_run(linked, evaluation):
    build_tables(evaluation())
    file, lines = review_lines(linked)
    text = file.read_text(encoding="utf-8-sig").splitlines()
    place = 1 + next(n for n, line in enumerate(lines) if line["rule"] == "alike")
    text[place] = "same" + text[place]
    file.write_text("\n".join(text), encoding="utf-8")
    linked.register.append(["ZZ100001", "1985-03-12", "Berrada", "arrest", "2025-06-01"])
    linked.write()
    build_tables(evaluation())
    assert [line["decision"] for line in review_lines(linked)[1] if line["rule"] == "alike"] == ["same"]


def decide(linked, text):
    file = linked.root / "studies" / "toy" / "link_decisions.csv"
    file.write_text(text, encoding="utf-8")
    return read_decisions(linked.root, "studies/toy/link_decisions.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("person_id,record_id,decision,person_cin\na,b,same,ZZ1\n", "link-decisions-show-people"),
        ("person_id,decision\na,same\n", "link-decisions-column-missing"),
        ("person_id,record_id,decision\na,b,maybe\n", "link-decision-unread"),
        ('person_id,record_id,decision\na,"b,same\n', "file-broken-quotes"),
        ("", "file-empty"),
    ],
)
def test_decisions_that_cannot_be_read_are_refused(linked, text, message):
    problems = decide(linked, text)[1]
    assert [(p.message, p.severity) for p in problems] == [(message, "blocking")]
    linked.write()
    assert message in {p.message for p in linked.problems("blocking")}


def test_open_decisions_are_no_problem(linked):
    decisions, problems = decide(linked, "person_id,record_id,decision\na,b,\nc,d, SAME \n")
    assert problems == []
    assert decisions.to_numpy().tolist() == [["c", "d", "same"]]


def test_a_register_that_knows_nobody_says_so(linked):
    linked.register = [HEADER, ["ZZ999999", "1971-07-07", "Fassi", "arrest", "2025-03-04"]]
    ingested = linked.read()
    assert "link-nothing" in {p.message for p in ingested.problems}
    assert ingested.tables["justice_events"].empty


def test_unreadable_dates_of_birth_are_counted(linked):
    linked.register[1][1] = "12/03/85"
    problem = next(p for p in linked.problems() if p.message == "link-birth-unread")
    assert (problem.place.column, problem.arguments["n"]) == ("naissance", 1)


def test_a_column_that_is_not_there(linked):
    linked.content["source"][2]["link"]["cin"] = "cart"
    problem = next(p for p in linked.problems("blocking"))
    assert (problem.message, problem.arguments["key"], problem.arguments["nearest"]) == (
        "column-missing",
        "source[3].link.cin",
        "carte",
    )


def test_events_of_a_person_set_aside_are_set_aside_too(linked):
    linked.persons[1][1] = ""
    aside = linked.read().tables["set_aside"]
    assert list(aside["message"]).count("person-set-aside") >= 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c["source"][2]["columns"].update(person_id="x"), "keep one"),
        (lambda c: c["source"][1].update(link={"cin": "x"}), "cannot be linked"),
        (lambda c: c["source"][2].update(link={"sex": "x"}), "a link needs code"),
        (lambda c: c["source"][0].pop("link"), "no source of role persons"),
        (lambda c: c["study"].update(identifiers="none"), "must be keyed"),
        (lambda c: c.update(linkage={"accept": 0.6, "review": 0.7}), "greater than accept"),
    ],
)
def test_a_study_file_that_cannot_link_is_refused(linked, change, words):
    change(linked.content)
    with pytest.raises(ValueError, match=words):
        _ = linked.study
