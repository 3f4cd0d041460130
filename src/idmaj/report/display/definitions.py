"""Notebook 05: what each measure counts, part by part, in words."""

from __future__ import annotations

from idmaj.estimates import Domain
from idmaj.report.definitions import describe_definition, list_definition
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.words import name_outcome
from idmaj.store import Evaluation
from idmaj.text import Language, message


def show_definitions(evaluation: Evaluation, domain: Domain, language: Language) -> Sheet:
    """Show the definition of each event of a domain: in one sentence, and the parts of all side by side.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    domain
        One of the five domains.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study defines no event of the domain.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    names = [
        name
        for name, outcome in study.outcome.items()
        if outcome.domain == domain and outcome.event is not None
    ]
    if not names:
        words = message(f"domain-{domain}", language)
        return sheet.say(message("notebook-no-outcome", language, domain=words))
    for name in names:
        sheet = sheet.say(name_outcome(study, name, language), heading=True)
        sheet = sheet.say(describe_definition(study, name, language))
        parts = [[label, words] for _, label, words in list_definition(study, name, language)]
        heads = [message(f"timing-column-{part}", language) for part in ("part", "rule")]
        sheet = sheet.tabulate(heads, parts)
    return sheet.say(message("timing-same-event", language)) if len(names) > 1 else sheet
