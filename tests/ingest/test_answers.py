"""An answer that a study counts is one that its files hold; a misspelt one never counts nobody in silence."""

import pytest

LABEL = {"en": "x", "fr": "x", "ar": "س"}
BINARY = {"label": LABEL, "domain": "employment", "kind": "binary", "better": "higher"}
EVENT = {
    "label": LABEL,
    "domain": "recidivism",
    "kind": "time_to_event",
    "better": "lower",
    "event": "re_arrest",
    "clock": "release",
    "data_source": "archive",
    "time": "weeks",
    "happened": "arrested",
    "horizons": [10],
}


def give(toy, name, values):
    toy.persons[0].append(name)
    for row, value in zip(toy.persons[1:], values, strict=True):
        row.append(value)


def found(toy):
    return [(p.message, p.severity, p.place.column) for p in toy.problems()]


@pytest.mark.parametrize(
    ("equals", "values", "severity"),
    [
        ("oui", ["yes", "no"] * 5, "blocking"),  # a column of yes and no, and neither is counted
        ("Yes", ["yes", "no"] * 5, "blocking"),  # upper and lower case
        ("operatng", ["operating", "closed"] * 5, "blocking"),  # misspelt
        ("operating", ["sold", "closed"] * 5, "flagged"),  # may be true: none is operating
        ("yes", ["no"] * 10, "flagged"),  # may be true: nobody said yes
        ("yes", ["yes", "no"] * 5, None),
        ("1", ["1.0", "0.0"] * 5, None),
        ("yes", [""] * 10, None),
    ],
)
def test_an_answer_that_no_row_holds(toy, equals, values, severity):
    give(toy, "work", values)
    toy.content["outcome"]["work"] = BINARY | {"value": {"any_of": [{"column": "work", "equals": equals}]}}
    assert found(toy) == ([("answer-never-found", severity, "work")] if severity else [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "0"] * 5, []),
        (["oui", "non"] * 5, [("answer-never-found", "blocking", "arrested")]),
        (["1", "0"] * 4 + ["perhaps", ""], [("cell-not-yes-or-no", "blocking", "arrested")]),
    ],
)
def test_whether_it_happened_is_yes_or_no(toy, values, expected):
    give(toy, "arrested", values)
    give(toy, "weeks", ["10"] * 10)
    toy.content["outcome"]["arrest"] = EVENT
    assert found(toy) == expected


def test_a_time_before_the_clock_is_flagged_and_missing(toy):
    give(toy, "arrested", ["1", "0"] * 5)
    give(toy, "weeks", ["-5", *["10"] * 9])
    toy.content["outcome"]["arrest"] = EVENT
    assert found(toy) == [("cell-out-of-range", "flagged", "weeks")]


def test_a_type_of_event_that_is_misspelt(toy):
    toy.file("events.csv").write_text("code,what,day\nP1,prison,2025-02-01\n", encoding="utf-8")
    give(toy, "released_on", ["2025-01-01"] * 10)
    columns = {"person_id": "code", "event_type": "what", "event_on": "day"}
    toy.content["source"].append(
        {"role": "justice_events", "file": "data/raw/toy/events.csv", "columns": columns}
    )
    rule = {"event_within": "prisn", "clock": "released_on"}
    toy.content["outcome"]["back"] = BINARY | {"value": rule, "horizons": [3]}
    assert found(toy) == [("answer-never-found", "blocking", "what")]
