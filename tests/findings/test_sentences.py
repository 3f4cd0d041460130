"""Sentences: golden ones in three languages; every one obeys the linter and every numeral has a source."""

import itertools
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from idmaj.findings import find_findings, lint_finding, say_finding
from idmaj.text import LANGUAGES, round_half_up, strip_isolates

GOLDEN = tomllib.loads(Path(__file__).with_name("golden.toml").read_text(encoding="utf-8"))["sentence"]
STATES = {"X", "C0", "C1", "C2", "C3", "C3-", "C4", "C5s", "C5", "C5-", "C6"}
GROUPING = {"en": (",", "."), "fr": ("\u202f", ","), "ar": (".", ",")}
NUMERAL = {"en": r"\d[\d,]*(?:\.\d+)?", "fr": r"\d[\d\u202f]*(?:,\d+)?", "ar": r"\d[\d.]*(?:,\d+)?"}


def told(make, outcome):
    return make.row(outcome, estimator="exact", scale="probability", role="diagnostic", n=7,
                    term="all|upper limit at none of n", estimate=0.4096,
                    population="depends on the number of people only")  # fmt: skip


def withheld(make, outcome):
    return make.level(
        outcome, "all", None, None, role="primary", release="annex", interval="none", note="withheld"
    )


def pair(make, outcome):
    if outcome in {"re_arrest", "employed"}:
        counts = {"support": (48, 216), "comparison": (66, 216)}
        return [make.level(outcome, arm, round(k / n, 2), n, k) for arm, (k, n) in counts.items()]
    means = {"support": (6349.14, 185), "comparison": (14846.66, 15992)}
    return [make.level(outcome, arm, mean, n) for arm, (mean, n) in means.items()]


def contrast(outcome, *numbers, design="randomised", failed=(), with_levels=False, naive=None, **more):
    """A case: the study and the rows of one outcome."""

    def build(make):
        rows = [make.primary(outcome, *numbers, **more), *make.gates(outcome, failed=failed)]
        if naive:
            rows.append(make.primary(outcome, *naive, role="naive", estimator="difference_in_means"))
        return make.study(design, only=outcome), rows + (pair(make, outcome) if with_levels else [])

    return build


PRIMARY = ({"id": "main", "outcomes": ["re_arrest", "employed"]},)


def checked(outcome, *numbers, lost=0.0, bounds=None, others=(), p_adjusted=0.01, families=PRIMARY, **more):
    """A case that was put to every check of C6."""

    def build(make):
        rows = [make.primary(outcome, *numbers, p_adjusted=p_adjusted, **more), make.lost(outcome, lost)]
        rows += [make.bounds(outcome, *bounds)] if bounds else []
        rows += [make.other(outcome, *other) for other in others or [numbers]]
        return make.study(families=families), rows

    return build


SECONDARY = (
    {"id": "main", "outcomes": ["earnings"]},
    {"id": "more", "role": "secondary", "outcomes": ["employed"]},
)


CASES = {
    "x": contrast("re_arrest", None, None, None),
    "c0": lambda make: (make.study("single_group"), [withheld(make, "re_arrest"), told(make, "re_arrest")]),
    "c0 higher": lambda make: (make.study("single_group"), [withheld(make, "employed"), told(make, "employed")]),
    "c0 amount": lambda make: (make.study("single_group"), [withheld(make, "earnings")]),
    "c1 share": lambda make: (
        make.study("single_group"),
        [make.level("employed", "all", 0.45, 40, 18, role="primary")],
    ),
    "c1 mean": lambda make: (make.study("single_group"), [make.level("earnings", "all", 2150.4, 40, role="primary")]),
    "c1 number": lambda make: (make.study("single_group"), [make.level("hours", "all", 31.26, 40, role="primary")]),
    "c1 pair": contrast("earnings", 1273.55, 5.45, 2541.65, design="comparison", failed=["agreement"],
                        with_levels=True, naive=(-8497.5, -9893.0, -7102.0)),
    "c1 few": contrast("employed", 0.1, 0.02, 0.18, n_min=25.0, with_levels=True),
    "c1 bare": contrast("employed", 0.1, 0.02, 0.18, failed=["attrition"]),
    "c2": contrast("employed", 0.02, -0.08, 0.12),
    "c3": contrast("re_arrest", -0.0792, -0.1596, 0.0013),
    "c3 touching": contrast("re_arrest", -0.08, -0.16, 0.0),
    "c3 minus": contrast("earnings", -900.0, -2100.0, 300.0),
    "c3 either": contrast("hours", 3.0, -1.5, 7.5),
    "c4": contrast("earnings", 40.0, -310.0, 390.0),
    "c5s": contrast("re_arrest", -0.03, -0.048, -0.012),
    "c5s associated": contrast("weeks_free", 1.0, 0.4, 1.6, design="comparison"),
    "c5": contrast("re_arrest", -0.083, -0.165, -0.0002),
    "c5 money": contrast("earnings", 1794.34, 474.01, 3114.67),
    "c5 associated": contrast("employed", 0.11, 0.02, 0.19, design="comparison", estimand="att"),
    "c5 time": contrast("weeks_free", 2.0417, 0.1, 4.4),
    "c5 minus": contrast("re_arrest", 0.09, 0.02, 0.16),
    "c5 either": contrast("hours", -5.2, -9.1, -1.3),
    "c5 several": lambda make: (make.study(), contrast("hours", -5.2, -9.1, -1.3)(make)[1]),
    "c5 doubted": checked("employed", 0.11, 0.02, 0.19, lost=0.1, bounds=(-0.02, 0.21), others=[(0.04, -0.02, 0.1)]),
    "c6": checked("re_arrest", -0.083, -0.165, -0.012),
    "c6 harm": checked("re_arrest", 0.09, 0.02, 0.16, lost=0.1, bounds=(0.01, 0.2)),
    "c6 small": checked("employed", 0.03, 0.012, 0.048),
    "c3 together": checked("employed", 0.11, 0.02, 0.19, p_adjusted=0.08),
    "c4 single": checked("employed", 0.02, 0.001, 0.039, p_adjusted=0.051, families=SECONDARY),
    "c3 outside": checked("hours", 5.2, 1.3, 9.1, families=SECONDARY),
    "c3 unjudged": checked("re_arrest", -0.083, -0.165, -0.012, p_adjusted=None),
}  # fmt: skip


def find_case(name, make):
    study, rows = CASES[name](make)
    return find_findings(make.released(rows), study).iloc[0], study


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden["case"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_sentences(make, golden, language):
    finding, study = find_case(golden["case"], make)
    assert finding["state"] == golden["state"]
    assert strip_isolates(say_finding(finding, study, language)) == golden[language]


def test_every_state_has_a_golden_sentence():
    assert {golden["state"] for golden in GOLDEN} == STATES
    assert [golden["case"] for golden in GOLDEN] == list(CASES)


def make_everything(make):
    """Findings of every outcome, design, interval around 0 and m, and failed gate."""
    unit = {"risk_difference": 0.01, "mean_difference": 97.3, "rmst_difference": 0.37}
    for outcome, design in itertools.product(make.outcomes, ["randomised", "comparison"]):
        study = make.study(design, families=[{"id": "main", "outcomes": [outcome]}])
        smallest = study.outcome[outcome].smallest_effect
        edges = [-3, -1, -0.5, -1e-4, 0, 1e-4, 0.5, 1, 3]
        for low, high in itertools.combinations(edges, 2):
            m = smallest.value
            numbers = (m * (low + high) / 2, m * low, m * high)
            for lost in (0.0, 0.05):  # where nobody is lost every check passes
                primary = make.primary(outcome, *numbers, p_adjusted=0.04)
                rows = [
                    primary,
                    make.other(outcome, *numbers),
                    make.lost(outcome, lost),
                    *make.gates(outcome)[1:],
                ]
                yield find_findings(make.released(rows), study).iloc[0], study
        value = unit[smallest.scale]
        for gate in ("attrition", "balance", "overlap", "weights", "placebo", "agreement"):
            rows = [make.primary(outcome, value, value, value), *make.gates(outcome, failed=[gate])]
            yield find_findings(make.released([*rows, *pair(make, outcome)]), study).iloc[0], study


@pytest.fixture(scope="module")
def everything(make):
    return [*make_everything(make), *(find_case(name, make) for name in CASES)]


def test_the_cases_reach_every_state(everything):
    assert {finding["state"] for finding, _ in everything} == STATES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_passes_its_own_linter(everything, language):
    faults = {
        say_finding(finding, study, language): found
        for finding, study in everything
        if (found := lint_finding(finding, say_finding(finding, study, language), language))
    }
    assert faults == {}


def read_number(text, language):
    group, decimal = GROUPING[language]
    plain = text.replace(group, "").replace(decimal, ".")
    return Decimal(plain), len(plain.partition(".")[2])


def raw_numbers(value):
    if isinstance(value, dict):
        return [number for part in value.values() for number in raw_numbers(part)]
    return [Decimal(str(value))] if isinstance(value, int | float) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_numeral_is_a_number_of_the_finding(everything, language):
    for finding, study in everything:
        arguments = json.loads(finding["arguments"])
        if "allowed" in arguments:
            arguments["complement"] = 1 - arguments["allowed"]["limit"]  # what all of n still fit
        raw = [abs(number) for number in raw_numbers(arguments)]
        sources = [*raw, *(number * 100 for number in raw), Decimal(100)]
        text = strip_isolates(say_finding(finding, study, language)).replace("\u00a0", " ")
        for numeral in re.findall(NUMERAL[language], text):
            shown, digits = read_number(numeral, language)
            assert any(round_half_up(number, digits) == shown for number in sources), (numeral, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_effect_never_prints_a_bound_as_zero(everything, language):
    zero = re.compile(r"(?<![\d.,])0(?:[.,]0+)?(?![\d.,]*\d)")
    for finding, study in everything:
        if finding["state"] in {"C5", "C5-", "C5s", "C6"}:
            assert not zero.search(strip_isolates(say_finding(finding, study, language)))


@pytest.mark.parametrize(
    ("low", "high", "just"), [(-0.165, -0.0002, True), (-0.165, -0.004, True), (-0.165, -0.006, False)]
)
def test_a_bound_that_rounds_to_zero_is_only_just(make, low, high, just):
    rows = [make.primary("re_arrest", -0.083, low, high), *make.gates("re_arrest")]
    finding = find_findings(make.released(rows), make.study()).iloc[0]
    text = strip_isolates(say_finding(finding, make.study(), "en"))
    assert ("Only just: other standard calculations do not rule out" in text) is just


def test_harm_is_said_as_plainly_as_benefit(make):
    benefit, _ = find_case("c5", make)
    harm, _ = find_case("c5 minus", make)
    assert benefit["message"] == harm["message"]
    tails = [json.loads(finding["arguments"])["tails"] for finding in (benefit, harm)]
    assert tails[0][0], tails[1][0] == ("finding-verdict-better", "finding-verdict-worse")
    assert tails[1][1:] == [tail for tail in tails[0][1:] if tail != "finding-only-just"]


def test_a_ratio_has_no_sentence(make):
    rows = [make.primary("re_arrest", 0.7, 0.5, 0.9, scale="risk_ratio"), *make.gates("re_arrest")]
    finding = find_findings(make.released(rows), make.study()).iloc[0]
    with pytest.raises(KeyError):
        say_finding(finding, make.study(), "en")
