"""Certificates of shipped studies: kept limits, the same worlds on any number of processors, faults found."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.certify import certify_study
from idmaj.certify.answers import answer_world
from idmaj.certify.comparisons import draw_comparison, fit_models
from idmaj.certify.groups import answer_group, draw_group
from idmaj.cli import run_command
from idmaj.effects import contrasts
from idmaj.effects.propensity import estimate_propensity, remember_propensities
from idmaj.errors import StudyProblems
from idmaj.report.certificate import find_certificate, render_certificate, say_certificate, write_certificate
from idmaj.store import open_evaluation
from idmaj.text import LANGUAGES, strip_isolates

WORLDS = 5


@pytest.fixture(scope="module")
def certificate(certified):
    """A certificate of few worlds, in the store."""
    return certify_study(open_evaluation("tarp", workspace=certified), worlds=WORLDS, seed=1, jobs=1)


def constant(_sample, _level):
    """An estimator that has seen no data: always a large difference, always sure of it."""
    return {
        "estimate": 0.3, "std_error": 0.01, "conf_low": 0.28, "conf_high": 0.32, "conf_level": 0.95,
        "p_value": 1e-9, "interval": "wald_z",
    }  # fmt: skip


def test_an_estimator_replaced_by_a_constant_fails(workspace, monkeypatch):
    evaluation = open_evaluation("tarp", workspace=workspace)
    monkeypatch.setitem(contrasts.ESTIMATORS, "logit_gcomputation", constant)
    monkeypatch.setitem(contrasts.ESTIMATORS, "newcombe", constant)
    certificate = certify_study(evaluation, worlds=WORLDS, jobs=1)
    wrong = certificate.verdicts.set_index("check").loc["false-effect"]
    assert not certificate.passed
    assert wrong["found"] == WORLDS


@pytest.mark.full
def test_the_same_worlds_on_one_processor_and_on_two(workspace):
    evaluation = open_evaluation("nsw", workspace=workspace)
    one = certify_study(evaluation, worlds=WORLDS, jobs=1).tables
    for folder in evaluation.folder.glob("certificate-*"):
        (folder / "stage.json").unlink()
    two = certify_study(evaluation, worlds=WORLDS, jobs=2).tables
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, two[name], check_exact=False, rtol=1e-9)


def test_another_seed_gives_other_worlds(certificate, certified):
    other = certify_study(open_evaluation("tarp", workspace=certified), worlds=WORLDS, seed=2, jobs=1)
    assert not np.allclose(certificate.measures["bias"], other.measures["bias"])


def test_no_world_of_seven_people_changes_a_public_byte(certified):
    certificate = certify_study(open_evaluation("temara", workspace=certified), worlds=10, jobs=1)
    assert certificate.passed
    assert "public-bytes" in set(certificate.verdicts["check"])
    assert set(certificate.states["state"]) == {"C0"}


def test_the_bytes_of_people_who_may_be_published_do_change(certified, base_of):
    # The same worlds with thresholds off: what is compared above is able to differ.
    base = base_of("temara")
    open_study = base.study.model_copy(
        update={"disclosure": base.study.disclosure.model_copy(update={"threshold": 3})}
    )
    rows = [base.tables["persons"]] + [
        base.tables["persons"].assign(person_id=lambda p, n=n: p["person_id"] + f"-{n}") for n in range(9)
    ]
    many = pd.concat(rows, ignore_index=True)
    outcomes = pd.concat(
        [base.made["outcomes"]]
        + [base.made["outcomes"].assign(person_id=lambda p, n=n: p["person_id"] + f"-{n}") for n in range(9)],
        ignore_index=True,
    )
    larger = replace(
        base, study=open_study, persons=many, tables=base.tables | {"persons": many},
        made=base.made | {"outcomes": outcomes},
    )  # fmt: skip
    evaluation = open_evaluation("temara", workspace=certified)
    digests = {
        answer_group(draw_group(larger, np.random.default_rng(seed)), larger, evaluation, {}).digest
        for seed in range(2)
    }
    assert len(digests) == 2


def test_a_planted_confounder_gets_no_causal_word(base_of):
    base = base_of("nsw-cps")
    models = fit_models(base)
    with remember_propensities():
        answers = [
            answer_world(
                draw_comparison(base, models, "confounded", np.random.default_rng(seed)), base, lint=True
            )
            for seed in range(3)
        ]
    assert all(state["n_words"] == 0 for answer in answers for state in answer.states)


def test_a_remembered_propensity_is_the_same(rng):
    covariates = rng.normal(size=(300, 3))
    treated = rng.random(300) < 1 / (1 + np.exp(-covariates[:, 0]))
    plain = estimate_propensity(treated, covariates)
    with remember_propensities():
        first, second = (estimate_propensity(treated, covariates.copy()) for _ in range(2))
        other = estimate_propensity(~treated, covariates)
    assert first is second
    assert (first.probabilities == plain.probabilities).all()
    assert not np.allclose(other.probabilities, plain.probabilities)
    assert estimate_propensity(treated, covariates) is not first


def test_a_register_of_grants_has_no_worlds(certified):
    with pytest.raises(StudyProblems) as caught:
        certify_study(open_evaluation("handovers", workspace=certified), worlds=WORLDS, jobs=1)
    assert [problem.message for problem in caught.value.problems] == ["certify-design"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_every_limit_and_measure(certificate, certified, language):
    evaluation = open_evaluation("tarp", workspace=certified)
    tables = certificate.tables
    page = render_certificate(evaluation.study, tables, language)
    assert page == render_certificate(evaluation.study, tables, language)
    assert page.count("<tr>") >= sum(len(tables[name]) for name in ("verdicts", "measures"))
    assert "http" not in page.replace("http-equiv", "")
    found = find_certificate(evaluation)
    assert found is not None
    assert str(WORLDS) in strip_isolates(say_certificate(found, language))


def test_the_command_writes_pages_and_tells_the_limits(certified, monkeypatch, capsys):
    monkeypatch.setenv("IDMAJ_WORKSPACE", str(certified.root))
    command = [
        "certify",
        "temara",
        "handovers",
        "--worlds",
        "10",
        "--jobs",
        "1",
        "--language",
        "ar",
        "--json",
    ]
    code = run_command(command)
    answer = json.loads(capsys.readouterr().out)
    first, second = answer["studies"]
    assert (code, answer["exit"]) == (1, 1)
    assert (first["state"], second["state"]) == ("passed", "refused")
    assert first["pages"] == ["reports/temara/certificate.ar.html"]
    assert Path(certified.root, first["pages"][0]).is_file()
    assert second["problems"][0]["message"] == "certify-design"


def test_a_study_with_protected_people_keeps_its_page_inside(certificate, workspace):
    file = workspace.study_file("tarp")
    text = file.read_text(encoding="utf-8").replace("public_microdata = true", "public_microdata = false")
    for written, folder in (
        (file.read_text(encoding="utf-8"), "reports/tarp"),
        (text, "data/processed/tarp"),
    ):
        file.write_text(written, encoding="utf-8")
        evaluation = open_evaluation("tarp", workspace=workspace)
        page = write_certificate(evaluation, certificate.tables, "en")
        assert workspace.show(page) == f"{folder}/certificate.en.html"


@pytest.mark.full
@pytest.mark.parametrize("study", ["tarp", "nsw", "nsw-cps", "temara"])
def test_shipped_studies_keep_every_limit(certified, study):
    assert certify_study(open_evaluation(study, workspace=certified), worlds=300).passed
