"""The people behind a contrast: outcome, arm and covariates as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from idmaj.effects.assignment import Assignment, find_assignment
from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_groups
from idmaj.effects.sampling import read_survey_design
from idmaj.effects.survey.design import SurveyDesign
from idmaj.effects.winsorising import CapRule, find_caps, winsorise
from idmaj.errors import EstimationError
from idmaj.study import Study
from idmaj.study.plan import Matching

SEEN = "is_known"
"""Column of outcome rows whose values are pseudo-observations: whether the state at the horizon was seen."""
YES = ("1", "yes", "true")
"""Values of the column of take-up that mean yes."""


@dataclass(frozen=True, eq=False)
class Sample:
    """People of both arms with the outcome observed at one horizon.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        Value of the outcome; 0 or 1 where it is binary.
    treated : ndarray of bool, shape (n,)
    covariates : ndarray, shape (n, k)
        Numeric columns as they are, codes as indicators of every level but the first.
    names : tuple of str
        Names of the k covariates, such as ``race=white``.
    is_binary : bool
    person_ids : ndarray of str, shape (n,)
    n_assigned : tuple of int
        People assigned to support and to comparison, outcome observed or not.
    assignment : Assignment
        Strata, assigned units, and clusters that errors count.
    survey : SurveyDesign, optional
        How people were sampled, where they carry weights.
    received : ndarray of bool, shape (n,), optional
        Who took up what the arm offered.
    exposure : ndarray, shape (n,), optional
        Time under observation of a count.
    matching : Matching
        How the study matches people.
    uncut : ndarray, shape (n,)
        The outcome before amounts were winsorised.
    winsorised_at : float, optional
        Quantile over both arms to which larger amounts were cut.
    is_pseudo : bool
        Whether `outcome` holds pseudo-observations of a risk (see `idmaj.effects.pseudo_observations`).
    n_seen : int, optional
        People of the smaller arm whose state was seen, where `outcome` holds pseudo-observations.
    """

    outcome: FloatArray
    treated: BoolArray
    covariates: FloatArray
    names: tuple[str, ...]
    is_binary: bool
    person_ids: np.ndarray
    n_assigned: tuple[int, int]
    assignment: Assignment = field(default_factory=Assignment)
    survey: SurveyDesign | None = None
    received: BoolArray | None = None
    exposure: FloatArray | None = None
    matching: Matching = field(default_factory=Matching)
    uncut: FloatArray = field(default_factory=lambda: np.empty(0))
    winsorised_at: float | None = None
    is_pseudo: bool = False
    n_seen: int | None = None

    @property
    def scale(self) -> Literal["risk_difference", "mean_difference"]:
        """Scale of a contrast of the outcome."""
        return "risk_difference" if self.is_binary or self.is_pseudo else "mean_difference"

    @property
    def weights(self) -> FloatArray | None:
        """Survey weights, shape (n,)."""
        return None if self.survey is None else self.survey.weights

    @property
    def n_treated(self) -> int:
        """People supported."""
        return int(self.treated.sum())

    @property
    def n_comparison(self) -> int:
        """People compared with."""
        return int((~self.treated).sum())

    @property
    def n_min(self) -> float:
        """People of the smaller arm with the outcome seen; its effective size where people are weighted."""
        if self.n_seen is not None:
            return float(self.n_seen)
        if self.weights is None:
            return float(min(self.n_treated, self.n_comparison))
        arms = (self.weights[self.treated], self.weights[~self.treated])
        return float(min(w.sum() ** 2 / (w @ w) if w.any() else 0.0 for w in arms))

    @property
    def events(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(events, people) of the supported and of the others."""
        one, zero = self.outcome[self.treated], self.outcome[~self.treated]
        return (int(one.sum()), len(one)), (int(zero.sum()), len(zero))

    @property
    def stratum_indicators(self) -> FloatArray:
        """Indicators of every stratum but the first, shape (n, s)."""
        strata = self.assignment.strata
        if strata is None:
            return np.empty((len(self.outcome), 0))
        return (strata[:, None] == np.arange(1, int(strata.max()) + 1)).astype(np.float64)

    @property
    def adjustment(self) -> FloatArray:
        """Covariates, and indicators of the strata, for models that have no other place for them."""
        return np.column_stack([self.covariates, self.stratum_indicators])

    @property
    def events_per_parameter(self) -> float:
        """Events or non-events, whichever are fewer, over the parameters of a logit."""
        rarer = min(self.outcome.sum(), len(self.outcome) - self.outcome.sum())
        return float(rarer / (self.adjustment.shape[1] + 2))

    @property
    def fewest_events(self) -> int:
        """Events or non-events of an arm, the fewest of the four counts."""
        return min(min(k, n - k) for k, n in self.events)

    def name_column(self, error: EstimationError) -> EstimationError:
        """Put the covariate's name where an estimator says its position."""
        position = error.arguments.get("column")
        if not isinstance(position, int):
            return error
        name = self.names[position] if 0 <= position < len(self.names) else "arm"
        return EstimationError(error.message_id, **{**error.arguments, "column": name})

    def without(self, column: str) -> Sample:
        """Return the sample without a covariate (and its indicators)."""
        kept = [i for i, name in enumerate(self.names) if name.partition("=")[0] != column]
        names = tuple(self.names[i] for i in kept)
        return replace(self, covariates=self.covariates[:, kept], names=names)

    def with_outcome(self, outcome: FloatArray, *, is_binary: bool = False) -> Sample:
        """Return the same people with another outcome."""
        return replace(
            self, outcome=outcome, uncut=outcome, winsorised_at=None, is_binary=is_binary, is_pseudo=False
        )


def build_sample(outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, *, is_binary: bool) -> Sample:
    """Build the sample of a contrast.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon.
    persons
        Canonical persons.
    study
        Tells covariates, strata, clusters, weights and take-up.
    is_binary
        Whether the outcome is 0 or 1.

    Returns
    -------
    Sample
        Ordered by person id, so that the order of rows in files changes nothing.

    Raises
    ------
    EstimationError
        ``missing-group``, ``not-finite``, ``negative-weights`` or ``no-weight`` where the columns of the
        design do not say what they must of everybody.
    """
    in_arms = outcomes.loc[outcomes["arm"].isin(["support", "comparison"])]
    observed = in_arms.loc[in_arms["value"].notna()].sort_values("person_id")
    people = persons.set_index("person_id").loc[observed["person_id"]]
    names, matrix = build_covariates(people, study.analysis.covariates)
    assigned = in_arms["arm"].value_counts()
    treated = (observed["arm"] == "support").to_numpy()
    outcome = study.outcome[str(in_arms["outcome"].iloc[0])]
    values = observed["value"].to_numpy(dtype=float)
    is_pseudo = SEEN in in_arms
    share = None if outcome.winsorise == "none" or not len(values) else outcome.winsorise
    cut = values if share is None else winsorise(values, find_caps(values, cap_rule(values, share)))
    return Sample(
        outcome=cut,
        treated=treated,
        covariates=matrix,
        names=names,
        is_binary=is_binary and not is_pseudo,
        is_pseudo=is_pseudo,
        n_seen=int(observed.groupby("arm")[SEEN].sum().min()) if is_pseudo and len(observed) else None,
        person_ids=observed["person_id"].to_numpy(),
        n_assigned=(int(assigned.get("support", 0)), int(assigned.get("comparison", 0))),
        assignment=read_assignment(people, treated, study),
        survey=read_survey_design(people, study) if study.analysis.weight and len(people) else None,
        received=_read_received(people, study),
        exposure=people[outcome.exposure].to_numpy(dtype=float) if outcome.exposure else None,
        matching=study.matching,
        uncut=values,
        winsorised_at=share,
    )


def cap_rule(amounts: FloatArray, share: float) -> CapRule:
    """Cut large amounts only; large losses too where some people lost (METHODS.md, income)."""
    return CapRule(share=share, tails="both" if (amounts < 0).any() else "upper")


def read_assignment(people: pd.DataFrame, treated: BoolArray, study: Study) -> Assignment:
    """Read strata and clusters of people; nobody may be without one that the study declares."""
    strata = _codes(people, study.analysis.strata, "strata")
    cluster = [study.cluster_column] if study.cluster_column else []
    clusters = _codes(people, cluster, "clusters")
    if study.study.design == "randomised":
        return find_assignment(treated, strata=strata, clusters=clusters)
    return Assignment(strata, None, clusters)


def _codes(people: pd.DataFrame, columns: list[str], name: str) -> IntArray | None:
    if not columns or people.empty:
        return None
    codes = [check_groups(people[column].to_numpy(), name, n=len(people)) for column in columns]
    return np.unique(np.column_stack(codes), axis=0, return_inverse=True)[1].ravel()


def _read_received(people: pd.DataFrame, study: Study) -> BoolArray | None:
    """Read who took up the offer; a blank is no."""
    if study.arms is None or study.arms.received is None:
        return None
    return people[study.arms.received].astype("str").str.lower().isin(YES).to_numpy()


def build_covariates(persons: pd.DataFrame, columns: list[str]) -> tuple[tuple[str, ...], FloatArray]:
    """Turn baseline columns into a matrix.

    Missing values get the mean (numbers) or no level (codes) and an indicator of being missing,
    so that nobody leaves the analysis for a blank cell (Groenwold et al. 2012, CMAJ 184).

    Parameters
    ----------
    persons
        One row a person.
    columns
        Names of baseline columns.

    Returns
    -------
    names : tuple of str
    matrix : ndarray, shape (n, k)
    """
    made: dict[str, FloatArray] = {}
    for column in dict.fromkeys(columns):
        values = persons[column]
        absent = values.isna().to_numpy()
        if pd.api.types.is_numeric_dtype(values):
            numbers = values.to_numpy(dtype=float)
            made[column] = np.where(absent, numbers[~absent].mean() if (~absent).any() else 0.0, numbers)
        else:
            for level in sorted(values.dropna().unique())[1:]:
                made[f"{column}={level}"] = (values == level).to_numpy(dtype=float)
        if absent.any():
            made[f"{column}=missing"] = absent.astype(float)
    names = tuple(made)
    return names, np.column_stack(list(made.values())) if made else np.empty((len(persons), 0))
