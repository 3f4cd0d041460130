"""Whether a difference holds: other calculations, the checks it had to pass, and whether groups were alike."""

from __future__ import annotations

from idmaj.report.contrast_figures import balance_figure, events_figure, forest_figure
from idmaj.report.document import Column, Section, Table
from idmaj.report.material import QUIET_STATES, Material
from idmaj.report.questioned import answer_questions
from idmaj.report.rows import gate_verdicts
from idmaj.report.words import name_outcome


def checks_section(material: Material, outcome: str) -> Section | None:
    """The difference over time and by other calculations, and the checks that it had to pass."""
    made = (events_figure(material, outcome), forest_figure(material, outcome))
    figures = tuple(figure for figure in made if figure is not None)
    if not figures:
        return None
    table = _gates_table(material, outcome)
    return Section(material.say("brief-heading-checks"), figures=figures, table=table)


def _gates_table(material: Material, outcome: str) -> Table | None:
    """Verdicts of the gates; None where all passed, for then they change nothing."""
    verdicts = gate_verdicts(material.released, outcome)
    if verdicts.all():
        return None
    columns = (
        Column(material.say("brief-column-check"), width=4),
        Column(material.say("brief-column-verdict")),
    )
    rows = tuple(
        (
            material.say(f"brief-gate-{gate}"),
            material.say("brief-verdict", verdict="passed" if passed else "failed"),
        )
        for gate, passed in verdicts.items()
    )
    return Table(material.say("brief-table-gates"), columns, rows)


def asked_section(material: Material, outcome: str) -> Section | None:
    """Five questions about a result, in one place; the page edition alone has room for them."""
    answers = answer_questions(
        material.released, material.study, material.language, outcome=outcome,
        is_quiet=material.state(outcome) in QUIET_STATES,
    )  # fmt: skip
    if not answers:
        return None
    name = name_outcome(material.study, outcome, material.language)
    columns = (
        Column(material.say("asked-column-question"), width=1),
        Column(material.say("asked-column-answer"), width=4),
    )
    rows = tuple(
        (material.say(f"asked-question-{answer.question}"), " ".join(answer.sentences)) for answer in answers
    )
    heading = material.say("brief-table-asked", outcome=name)
    return Section(heading, table=Table(heading, columns, rows), is_printed=False)


def balance_section(material: Material, outcome: str) -> Section | None:
    """Whether the groups were alike, before and after weighting."""
    figure = balance_figure(material, outcome)
    if figure is None:
        return None
    return Section(material.say("brief-heading-balance"), (material.say("brief-balance"),), figures=(figure,))
