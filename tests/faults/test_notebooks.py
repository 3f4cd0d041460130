"""A notebook that raises, crashes, hangs or is killed is named; the other reports stand."""

import nbformat
import pytest

from idmaj.batch import Limits, read_status, run_studies

pytestmark = [pytest.mark.full, pytest.mark.timeout(1200)]

FAULTS = {
    "02_follow_up": ("raise KeyError('SIM-1')", "KeyError"),
    "03_employment": ("import os\nos._exit(3)", "DeadKernelError"),
    "04_income": ("while True:\n    pass", "CellTimeoutError"),
    "05_recidivism": ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\ninput()", "WorkerKilled(9)"),
    "06_effects": ("import ctypes\nctypes.CDLL(None).abort()", "DeadKernelError"),
}
DAMAGED_CELL = 6


def damage(workspace, name, source):
    file = workspace.notebooks / f"{name}.ipynb"
    content = nbformat.read(file, as_version=4)
    content.cells[DAMAGED_CELL - 1].source = source
    nbformat.write(content, file)


def run(workspace, studies, **limits):
    return run_studies(workspace, studies, languages=["fr"], jobs=2, limits=Limits(**limits))


def test_each_fault_is_named_with_its_notebook_cell_and_error_and_other_reports_stand(workspace):
    before = {r.study: r for r in run(workspace, ["temara", "handovers"])}
    assert {r.state for r in before.values()} == {"published"}
    old = (workspace.root / before["temara"].published).readlink()
    for name, (source, _) in FAULTS.items():
        damage(workspace, name, source)
    (after,) = run(workspace, ["temara"], cell_seconds=20)
    assert after.state == "failed"
    assert {f.notebook: (f.error, f.cell) for f in after.failures} == {
        name: (error, DAMAGED_CELL) for name, (_, error) in FAULTS.items()
    }
    assert (workspace.root / before["temara"].published).readlink() == old
    status = {found.study: found for found in read_status(workspace)}
    assert status["temara"].failures == after.failures
    assert status["temara"].releases == (before["temara"].published,)
    assert (status["handovers"].state, status["handovers"].failures) == ("published", ())


def test_where_nothing_was_published_the_rest_is_published_and_says_what_is_missing(workspace):
    damage(workspace, "04_income", "raise ValueError")
    (after,) = run(workspace, ["temara"])
    assert after.state == "partial"
    assert [f.notebook for f in after.failures] == ["04_income"]
    assert '"04_income"' in (workspace.root / after.published / "manifest.json").read_text()


def test_a_notebook_that_ignores_interruption_is_ended_by_the_limit_of_its_run(workspace):
    stubborn = (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)"
    )
    damage(workspace, "01_ingest", stubborn)
    (after,) = run(workspace, ["handovers"], cell_seconds=500, run_seconds=40)
    (failure,) = after.failures
    assert (failure.notebook, failure.error) == ("01_ingest", "RunTimeoutError")


def test_a_failed_notebook_is_executed_again_and_the_others_are_not(workspace):
    file = workspace.notebooks / "03_employment.ipynb"
    whole = file.read_text()
    damage(workspace, "03_employment", "raise ValueError")
    run(workspace, ["handovers"])
    file.write_text(whole)
    (after,) = run(workspace, ["handovers"])
    assert (after.state, after.n_executed, after.n_kept) == ("published", 1, 7)


def test_a_study_with_blocking_problems_is_refused_and_its_report_stands(workspace):
    (good,) = run(workspace, ["handovers"])
    raw = workspace.root / "data/raw/handovers/handovers.csv"
    raw.chmod(0o644)
    raw.write_text("")
    (after,) = run(workspace, ["handovers"])
    assert after.state == "refused"
    assert any(problem.severity == "blocking" for problem in after.problems)
    assert (workspace.root / good.published / "all/brief.fr.pdf").is_file()
