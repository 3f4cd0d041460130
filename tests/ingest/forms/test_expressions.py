"""Conditions against XPath 1.0 as libxml2 reads it, and ODK's own functions against their specification."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idmaj.ingest.forms import compile_expression

# Truth values and texts of lxml 6.1.3 (libxml2) on one document per pair of answers, made outside the
# repository. Left out: what ODK defines otherwise (`boolean` of a question, dates) and fractions of more
# than 15 digits, which libxml2 shortens.
ORACLE = json.loads((Path(__file__).parent / "xpath_by_lxml.json").read_text(encoding="utf-8"))
PAIRS = [(first, second) for first in ORACLE["values"] for second in ORACLE["seconds"]]
ANSWERS = {"a": pa.array([first for first, _ in PAIRS]), "b": pa.array([second for _, second in PAIRS])}
ENCODED = {name: column.dictionary_encode() for name, column in ANSWERS.items()}


def truth(text: str, **answers: list[str]) -> list[bool]:
    columns = {name: pa.array(column, pa.string()) for name, column in answers.items() if name != "current"}
    current = pa.array(answers["current"], pa.string()) if "current" in answers else None
    n = len(next(iter(answers.values())))
    return compile_expression(text).evaluate(columns, n, current=current).to_pylist()


@pytest.mark.parametrize("answers", [ANSWERS, ENCODED], ids=["plain", "encoded"])
@pytest.mark.parametrize("text", ORACLE["conditions"])
def test_conditions_agree_with_libxml2(text, answers):
    found = compile_expression(text).evaluate(answers, len(PAIRS)).to_pylist()
    wrong = [
        pair
        for pair, is_, said in zip(PAIRS, found, ORACLE["conditions"][text], strict=True)
        if is_ != (said == "1")
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ORACLE["texts"])
def test_texts_agree_with_libxml2(text):
    found = compile_expression(text).evaluate_text(ANSWERS, len(PAIRS)).to_pylist()
    wanted = ["" if said == "NaN" else said for said in ORACLE["texts"][text]]  # ODK stores no NaN
    assert found == wanted


# ODK XForms specification, XPath functions: selected, count-selected, regex (whole match), coalesce, if.
@pytest.mark.parametrize(
    ("text", "answers", "wanted"),
    [
        ("selected(${a}, '1')", ["", "1", "11", "2 1", "1 2", "-1", "2 11"], [0, 1, 0, 1, 1, 0, 0]),
        ("selected(${a}, '-99')", ["-99", "99", "1 -99", "-990"], [1, 0, 1, 0]),
        ("selected(${a}, 'a.b')", ["a.b", "axb", "c a.b", "c axb"], [1, 0, 1, 0]),
        ("selected(${a}, 'نعم')", ["نعم", "لا نعم", "نعمة"], [1, 1, 0]),
        ("selected(${a}, '')", ["", "1"], [0, 0]),
        ("not(selected(${a}, '0') and count-selected(${a}) > 1)", ["", "0", "0 1", "1 2"], [1, 1, 0, 1]),
        ("count-selected(${a}) = 2", ["", "1", "1 2", " 1  2 "], [0, 0, 1, 1]),
        ("regex(${a}, '[0-9]{2}')", ["12", "123", "", "1"], [1, 0, 0, 0]),
        (
            "regex(${a}, '^(\\+212|0)[5-7][0-9]{8}$')",
            ["0612345678", "+212612345678", "061234567", "0812345678"],
            [1, 1, 0, 0],
        ),
        ("regex(${a}, '(?!00)[0-9]{2}')", ["12", "00", ""], [1, 0, 0]),
        ("regex(${a}, '\\p{L}+')", ["نعم", "1"], [1, 0]),
        ("coalesce(${a}, '7') = 7", ["", "7", "8"], [1, 1, 0]),
        ("if(${a} = '1', 'x', 'y') = 'x'", ["1", "", "2"], [1, 0, 0]),
        ("if(${a} = '1', 1, 0)", ["1", "", "2"], [1, 0, 0]),
        ("if(true(), ${a}, 'y') = '1'", ["1", ""], [1, 0]),
        ("${a}", ["", "0", "x"], [0, 1, 1]),
        ("int(${a}) = -1", ["-1.9", "-1", "1"], [1, 1, 0]),
        ("round(${a}, 1) = 2.5", ["2.46", "2.55", "2.44"], [1, 0, 0]),
        ("max(${a}, 3) = 3", ["1", "4", ""], [1, 0, 0]),
        ("${a} >= date('2024-07-10')", ["2024-07-09", "2024-07-10", "", "2024-07-10T08:00:00"], [0, 1, 0, 1]),
        ("${a} > '2024-07-10'", ["2024-07-10", "2024-07-11", "10/07/2024"], [0, 1, 0]),
        ("/data/g/a = '1' and ../a != current()/../b", ["1", "2"], [1, 0]),
        ("substr(${a}, 1, 3) = 'bc'", ["abcd", "bc", "xbc", ""], [1, 0, 1, 0]),
        ("substr(${a}, 2) = 'cd'", ["abcd", "cd", "بتcd"], [1, 0, 1]),
        ("ends-with(${a}, 'x') or contains(${a}, 'ا')", ["ax", "اب", "xa"], [1, 1, 0]),
    ],
)
def test_functions_of_odk(text, answers, wanted):
    assert truth(text, a=answers, b=["0"] * len(answers)) == [bool(is_) for is_ in wanted]


def test_relevant_of_the_instrument_with_blank_answers():
    # A blank select is not equal to a code, and not-equal to every code (XPath 1.0 §3.4 on the text "").
    assert truth("${ent_status} != '1'", ent_status=["", "1", "2"]) == [True, False, True]
    # A blank calculation is NaN beside a number: equal to none, unequal to all.
    assert truth("${employed} = 0", employed=["", "0", "0.0"]) == [False, True, True]
    assert truth("${employed} != 0", employed=["", "0"]) == [True, False]


def test_today_and_the_current_answer():
    condition = compile_expression(". <= today()")
    days = pa.array(["2024-07-10", "2024-07-11", "2024-07-12", ""])
    today = pa.array([date(2024, 7, 11)] * 4)
    assert (condition.uses_current, condition.uses_today, condition.names) == (True, True, frozenset())
    wanted = [True, True, False, False]
    assert condition.evaluate({}, 4, current=days, today=today).to_pylist() == wanted
    assert condition.evaluate({}, 4, current=days, today=pa.array(["2024-07-11"] * 4)).to_pylist() == wanted
    unknown = pa.array([None] * 4, pa.date32())
    assert condition.evaluate({}, 4, current=days, today=unknown).to_pylist() == [False] * 4
    text = compile_expression("concat(today() - 1, ' ', today())").evaluate_text({}, 4, today=today)
    assert text[0].as_py() == "19914 2024-07-11"  # day 19915: date(2024, 7, 11).toordinal() - 719163


def test_what_is_missing_is_told():
    with pytest.raises(ValueError, match="today"):
        compile_expression("today() > 1").evaluate({}, 1)
    with pytest.raises(ValueError, match="judges"):
        compile_expression(". > 1").evaluate({}, 1)
    with pytest.raises(KeyError):
        compile_expression("${a} > 1").evaluate({}, 1)
    with pytest.raises(ValueError, match="pulldata"):
        compile_expression("pulldata('x', 'y', 'z', ${a})").evaluate({"a": pa.array(["1"])}, 1)


@pytest.mark.parametrize(
    ("text", "reason", "detail"),
    [
        ("pulldata('x', 'y', 'z', ${a}) = 1", "function", "pulldata"),
        ("jr:choice-name(${a}, '${a}') = 'x'", "function", "jr:choice-name"),
        ("selected(${a})", "function", "selected"),
        ("substr(${a}, ${b}) = ''", "function", "substr"),
        ("regex(., ’^(0)$’)", "quotes", "’^(0)$’)"),
        ("${a} = “1”", "quotes", "“1”"),
        ("${a} = '1' &&", "syntax", "&&"),
        ("(${a} = '1'", "syntax", ""),
        ("${a} = ", "syntax", ""),
        ("${a} '1'", "syntax", "'1'"),
        ("${last-saved#a} = '1'", "path", "last-saved#a"),
        ("a = 1", "path", "a"),
        ("/data/r[1]/a = 1", "path", "["),
        ("regex(${a}, '[')", "pattern", "["),
        ("regex(${a}, ${b})", "pattern", "regex"),
        ("", "syntax", ""),
        ("(" * 300 + "1" + ")" * 300, "syntax", "("),
    ],
)
def test_what_is_not_supported_says_why(text, reason, detail):
    expression = compile_expression(text)
    assert not expression.is_supported
    assert (expression.reason, expression.detail) == (reason, detail)
    assert ("a" in expression.names) is ("${a}" in text)


@given(st.text(alphabet="${}ab.'\"()=<>!-+*,/ [12]andorifnotselected’\n", max_size=60) | st.text(max_size=40))
def test_no_text_gives_an_error(text):
    expression = compile_expression(text)
    assert expression.is_supported or expression.reason in {"syntax", "quotes", "function", "path", "pattern"}
    if expression.is_supported:
        answers = {name: pa.array(["", "1"]) for name in expression.names}
        day = pa.array([date(2024, 7, 11)] * 2)
        found = expression.evaluate(answers, 2, current=pa.array(["", "x"]), today=day)
        assert found.type == pa.bool_() and found.null_count == 0 and len(found) == 2


def test_shared_parts_are_evaluated_once_and_current_answers_are_not_shared():
    memory = {}
    answers = {"a": pa.array(["1", "2"])}
    condition = compile_expression("${a} = '1' and . > 1")
    assert condition.evaluate(answers, 2, current=pa.array(["2", "2"]), memory=memory).to_pylist() == [
        True,
        False,
    ]
    assert condition.evaluate(answers, 2, current=pa.array(["0", "2"]), memory=memory).to_pylist() == [
        False,
        False,
    ]
    # The part without `.` comes from memory: other answers in the same memory are not looked at.
    other = {"a": pa.array(["2", "1"])}
    assert condition.evaluate(other, 2, current=pa.array(["2", "2"]), memory=memory).to_pylist() == [
        True,
        False,
    ]
