"""Which identifiers make a link, and which only ask a clerk: one case a line."""

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.ingest.linkage import LinkageSettings, link_records
from idmaj.ingest.linkage.likeness import is_same_birth, jaro_winkler

PERSON = {
    "code": "QZ000016", "cin": "ZZ100001", "born_on": "1985-03-12", "first_name": "Rachid", "last_name": "Berrada",
}  # fmt: skip
OTHER = {
    "code": "QZ000021", "cin": "ZZ200002", "born_on": "1990-11-30", "first_name": "Karim", "last_name": "Ouazzani",
}  # fmt: skip
BLANK = dict.fromkeys(PERSON, "")


def link(records, persons=(PERSON, OTHER), decisions=None):
    people = pd.DataFrame([p | {"person_id": f"p{n}"} for n, p in enumerate(persons, start=1)])
    register = pd.DataFrame([BLANK | r | {"record_id": f"r{n}"} for n, r in enumerate(records, start=1)])
    return link_records(people, register, LinkageSettings(), decisions=decisions)


def outcome(record, **more):
    links = link([record], **more).links
    return [(line.person_id, line.rule, line.status) for line in links.itertuples()]


BORN, NAMED = {"born_on": "1985-03-12"}, {"first_name": "RACHID", "last_name": "El Berrada"}
NOT_BORN, NOT_NAMED = {"born_on": "1971-07-07"}, {"first_name": "Hicham", "last_name": "Tazi"}
CARD, CODE = {"cin": "zz 100001"}, {"code": "qz-00001-6"}

CASES = {
    "code alone": (CODE, [("p1", "code", "accepted")]),
    "code, other name": (CODE | NOT_NAMED, [("p1", "code", "accepted")]),
    "code, other name and birth": (CODE | NOT_NAMED | NOT_BORN, [("p1", "code_contradicted", "review")]),
    "code and card, other name and birth": (CODE | CARD | NOT_NAMED | NOT_BORN, [("p1", "code", "accepted")]),
    "code whose check digit is wrong": ({"code": "QZ000017"}, []),
    "code of one, card of another": (CODE | {"cin": "ZZ200002", "first_name": "Karim", "last_name": "Ouazzani"},
                                     [("p1", "several_persons", "review"), ("p2", "several_persons", "review")]),
    "card and birth": (CARD | BORN | NOT_NAMED, [("p1", "cin_and_birth", "accepted")]),
    "card and birth, day and month swapped": (CARD | {"born_on": "1985-12-03"}, [("p1", "cin_and_birth", "accepted")]),
    "card and 1 January": (CARD | {"born_on": "1985-01-01"}, [("p1", "cin_and_birth", "accepted")]),
    "card and name": (CARD | NAMED | NOT_BORN, [("p1", "cin_and_name", "accepted")]),
    "card and name in Arabic": (CARD | {"first_name": "رشيد", "last_name": "برادة"},
                                [("p1", "cin_and_name", "accepted")]),
    "card, name and birth both different": (CARD | NOT_NAMED | NOT_BORN, [("p1", "cin_contradicted", "review")]),
    "card, birth different, no name": (CARD | NOT_BORN, [("p1", "cin_contradicted", "review")]),
    "card alone": (CARD, [("p1", "cin_alone", "review")]),
    "name and birth, no model": (NAMED | BORN, [("p1", "alike", "review")]),
    "name alone, no model": (NAMED, [("p1", "alike", "review")]),
    "name, other birth": (NAMED | NOT_BORN, []),
    "birth alone": (BORN, []),
    "nothing": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_which_identifiers_make_a_link(case):
    record, expected = CASES[case]
    assert outcome(record) == expected


def test_two_people_with_one_code_are_a_question_for_a_clerk():
    assert outcome(CODE, persons=(PERSON, PERSON)) == [
        ("p1", "several_persons", "review"),
        ("p2", "several_persons", "review"),
    ]


def test_codes_of_another_form_are_compared_as_they_are():
    assert outcome({"code": " p-17 "}, persons=(PERSON | {"code": "P-17"},)) == [("p1", "code", "accepted")]


def decided(*lines):
    return pd.DataFrame(list(lines), columns=["person_id", "record_id", "decision"])


@pytest.mark.parametrize(
    ("record", "decision", "expected"),
    [
        (CARD, ("p1", "r1", "same"), [("p1", "decision", "accepted")]),
        ({}, ("p2", "r1", "same"), [("p2", "decision", "accepted")]),
        (CODE, ("p1", "r1", "different"), [("p1", "decision", "declined")]),
        (CODE, ("p2", "r1", "same"), [("p2", "decision", "accepted")]),
    ],
)
def test_decisions_win(record, decision, expected):
    assert outcome(record, decisions=decided(decision)) == expected


def test_decisions_that_fit_nothing_are_told():
    problems = link([CODE], decisions=decided(("p9", "r1", "same"), ("p1", "r7", "same"))).problems
    assert [(p.message, p.arguments.get("n")) for p in problems if p.message.startswith("link-d")] == [
        ("link-decision-unknown", 2)
    ]


def test_decisions_that_contradict_each_other_are_refused():
    problems = link([CODE], decisions=decided(("p1", "r1", "same"), ("p2", "r1", "same"))).problems
    assert ("link-decision-contradicted", "blocking") in [(p.message, p.severity) for p in problems]


def test_wrong_check_digits_are_counted():
    problems = link([{"code": "QZ000017"}, {"code": "QZ00001X"}]).problems
    assert ("link-records-codes-wrong", {"n": 2}) in [(p.message, dict(p.arguments)) for p in problems]


def test_without_the_extra_one_problem_says_so(monkeypatch):
    monkeypatch.setattr("idmaj.ingest.linkage.link.has_splink", lambda: False)
    linked = link([CODE, CARD | BORN])
    assert [p.message for p in linked.problems] == ["linkage-not-installed"]
    assert list(linked.links["status"]) == ["accepted", "accepted"]


def test_review_shows_both_sides_and_the_links_show_nobody():
    linked = link([CARD | NOT_NAMED | NOT_BORN])
    assert linked.review.loc[0, ["decision", "person_cin", "record_cin"]].tolist() == [
        "",
        "ZZ100001",
        "zz 100001",
    ]
    text = linked.links.to_csv().casefold()
    assert not any(value.casefold() in text for value in [*PERSON.values(), *NOT_NAMED.values()])


def test_rates_add_up():
    rates = link([CODE, CARD, NAMED, {}, NOT_BORN]).rates.set_index(["rule", "status"])["n_records"]
    assert rates.xs("").to_dict() == {"records": 5, "linked": 1, "in_review": 2, "not_linked": 2}


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["", PERSON["code"], OTHER["code"], "QZ000017"]),
            "cin": st.sampled_from(["", PERSON["cin"], OTHER["cin"], "x"]),
            "born_on": st.sampled_from(["", PERSON["born_on"], OTHER["born_on"], "1985-01-01"]),
            "first_name": st.sampled_from(["", "Rachid", "Karim"]) | st.text(max_size=5),
            "last_name": st.sampled_from(["", "Berrada", "Ouazzani"]) | st.text(max_size=5),
        }
    ),
    min_size=1,
    max_size=6,
)


def check_order(records, random):
    people = pd.DataFrame([PERSON | {"person_id": "p1"}, OTHER | {"person_id": "p2"}])
    register = pd.DataFrame([r | {"record_id": f"r{n}"} for n, r in enumerate(records)])
    order = list(range(len(register)))
    random.shuffle(order)
    one = link_records(people, register, LinkageSettings())
    other = link_records(people.iloc[::-1], register.iloc[order], LinkageSettings())
    pd.testing.assert_frame_equal(one.links, other.links)
    accepted = one.links[one.links["status"] == "accepted"]
    assert accepted["record_id"].is_unique


@settings(max_examples=20, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_a_record_has_one_person(records, random):
    check_order(records, random)


@pytest.mark.full
@settings(max_examples=300, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_order_does_not_matter_on_many_registers(records, random):
    check_order(records, random)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    # The usual textbook examples of Winkler (1990); the next test compares with a program.
    [("MARTHA", "MARHTA", 0.961), ("DWAYNE", "DUANE", 0.84), ("DIXON", "DICKSONX", 0.813), ("a", "", 0.0)],
)
def test_likeness_of_names(one, other, likeness):
    assert jaro_winkler(one, other) == pytest.approx(likeness, abs=5e-4)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abcdmhrn", min_size=1, max_size=9), st.text(alphabet="abcdmhrn", min_size=1, max_size=9)
)
def test_likeness_is_that_of_duckdb(one, other):
    theirs = duckdb.execute("select jaro_winkler_similarity(?, ?)", [one, other]).fetchone()[0]
    assert jaro_winkler(one, other) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1985-03-12", "1985-03-12", True),
        ("1985-03-12", "1985-12-03", True),
        ("1985-03-12", "1985-01-01", True),
        ("1985-03-12", "1985-03-13", False),
        ("1985-03-12", "1986-03-12", False),
        ("1985-03-12", "1986-01-01", False),
    ],
)
def test_dates_that_can_be_one_birth(one, other, same):
    assert is_same_birth(one, other) is same
