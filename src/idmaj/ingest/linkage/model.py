"""What linkage is given and gives: settings, links, pairs for a clerk, rates."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from idmaj.errors import Problem

VERSION = "1"
"""Version of the rules; with the version of splink where a score is its own."""

IDENTIFIERS = ("code", "cin", "born_on", "first_name", "last_name", "sex", "province")
"""Columns of persons and of records that linkage reads; any may be absent."""

STATUSES = ("accepted", "review", "outdone", "declined")
"""A link; a pair that a clerk must decide; a pair less probable than the link of its record; a pair that a
clerk declined."""

ACCEPTING = ("decision", "code", "cin_and_birth", "cin_and_name", "probabilistic")
"""Rules that can make a link, the surest first."""

REVIEWING = ("code_contradicted", "cin_contradicted", "cin_alone", "several_persons", "person_taken", "alike")
"""Rules that only ask a clerk: identifiers that agree and others that do not, identifiers that several
people share, a person whose one record was found already, and likeness where no model could be trained."""

LINK_COLUMNS = ("person_id", "record_id", "rule", "score", "status", "version")


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """When a pair is a link.

    Attributes
    ----------
    accept
        Probability from which a pair is a link without a clerk.
    review
        Probability from which a clerk is asked.
    seed
        Seed of the sampling that trains the model.
    """

    accept: float = 0.95
    review: float = 0.5
    seed: int = 1


@dataclass(frozen=True)
class Linked:
    """Links between records and persons.

    Attributes
    ----------
    links
        One row a pair that is a link, or could be: `person_id`, `record_id`, `rule`, `score`
        (probability; 1 for exact rules and decisions, NaN where no model scored it), `status`
        (one of `STATUSES`), `version`. A record has at most one accepted link.
    review
        The pairs of status `review`, with the identifiers of both sides as they were given
        (`person_…`, `record_…`) and a column `decision` to fill in: it shows persons.
    rates
        One row a rule and status: `rule`, `status`, `n_links`, `n_persons`, `n_records`; and one row each
        with rule "" and status `records`, `linked`, `in_review` and `not_linked`, for all records.
    problems
        Why a step was left out, and decisions that fit nothing.
    """

    links: pd.DataFrame
    review: pd.DataFrame
    rates: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
