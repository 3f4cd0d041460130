"""Analyses once, briefings in each language; what fails does not keep others from running."""

import threading
import time

import pytest

from idmaj.batch.matrix import ANALYSES, BRIEFING, build_tasks, place_slots, run_slots
from idmaj.batch.tasks import Ending, Task
from idmaj.store import open_evaluation

DONE = Ending("done")


def tasks(study, *names):
    return [Task(study, name, "en", f"{name}.ipynb", f"out/{name}.ipynb", {}) for name in names]


def run(slots, execute, jobs):
    return list(run_slots(slots, execute, jobs=jobs, stop=lambda: None))


def test_a_second_language_adds_one_notebook_and_no_analysis(shipped):
    evaluation = open_evaluation("tarp", workspace=shipped)
    one, three = (build_tasks(evaluation, names) for names in (["fr"], ["fr", "ar", "en"]))
    assert [task.notebook for task in one] == [*ANALYSES, BRIEFING]
    assert three[: len(one)] == one
    assert [(task.notebook, task.language) for task in three[len(one) :]] == [
        (BRIEFING, "ar"),
        (BRIEFING, "en"),
    ]


def test_every_parameter_is_a_json_value_and_no_path_of_this_machine(shipped):
    for task in build_tasks(open_evaluation("tarp", workspace=shipped), ["ar"]):
        assert all(isinstance(value, str) for value in task.parameters.values())
        assert not any(
            value.startswith("/") for value in (task.source, task.output, *task.parameters.values())
        )


def test_no_two_tasks_write_to_the_same_place(shipped):
    found = [
        task.output
        for study in shipped.studies()
        for task in build_tasks(open_evaluation(study, workspace=shipped), ["ar", "fr", "en"])
    ]
    assert len(found) == len(set(found))


def test_analyses_wait_for_each_other_and_briefings_for_the_last_analysis():
    slots = place_slots("a", tasks("a", "01_ingest", "06_effects", BRIEFING, BRIEFING))
    assert [slot.after for slot in slots] == [(), (0,), (1,), (1,)]


def test_who_only_reads_tables_waits_for_the_last_that_makes_them():
    slots = place_slots("a", tasks("a", *ANALYSES, BRIEFING))
    after = {slot.task.notebook: [ANALYSES[number] for number in slot.after] for slot in slots}
    assert after["01_ingest"] == []
    assert after["02_follow_up"] == ["01_ingest"]
    assert after["06_effects"] == ["02_follow_up"]
    others = [*{*ANALYSES} - {"01_ingest", "02_follow_up", "06_effects"}, BRIEFING]
    assert {tuple(after[name]) for name in others} == {("06_effects",)}


def test_studies_run_side_by_side_and_notebooks_of_one_in_order():
    slots = [s for name in "ab" for s in place_slots(name, tasks(name, "01_ingest", "02_follow_up"))]
    order = [(slot.study, slot.number, ending is None) for slot, ending in run(slots, lambda _: DONE, 2)]
    assert [step[:2] for step in order[:2]] == [("a", 0), ("b", 0)], "both start before either ends"
    for study in "ab":
        assert [step for step in order if step[0] == study] == [
            (study, 0, True), (study, 0, False), (study, 1, True), (study, 1, False),
        ]  # fmt: skip


def test_a_failure_does_not_keep_the_others_from_running():
    slots = place_slots("a", tasks("a", "01_ingest", "02_follow_up", BRIEFING))
    endings = [e for _, e in run(slots, lambda s: Ending("failed") if s.number == 0 else DONE, 1) if e]
    assert [ending.state for ending in endings] == ["failed", "done", "done"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_never_more_than_jobs_at_a_time(jobs):
    lock, now, most = threading.Lock(), [0], [0]

    def execute(_):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return DONE

    run([s for name in "abcdef" for s in place_slots(name, tasks(name, "01_ingest"))], execute, jobs)
    assert most[0] == jobs


def test_what_runs_is_stopped_when_the_run_is_broken_off():
    stopped = threading.Event()
    slots = place_slots("a", tasks("a", "01_ingest"))
    steps = run_slots(
        slots, lambda _: DONE if stopped.wait(10) else Ending("failed"), jobs=1, stop=stopped.set
    )
    next(steps)
    with pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt())
    assert stopped.is_set()
