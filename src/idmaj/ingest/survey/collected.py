"""Which questions the versions of a form held, as far as the rows tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from idmaj.ingest.survey.reading import BLANK, Answers

ENOUGH_ASKED = 5
"""People who were asked and all left a question empty, from which their version did not hold it."""


@dataclass
class Collected:
    """Counts of people by version and question.

    Attributes
    ----------
    n_asked, n_answered
        (version, path of the question) → people who were asked, and who answered.
    """

    n_asked: dict[tuple[str, str], int] = field(default_factory=dict)
    n_answered: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, versions: np.ndarray, answers: Answers, asked: Mapping[str, np.ndarray]) -> None:
        """Count a block, before its blanks are explained."""
        distinct, codes = np.unique(versions.astype(str), return_inverse=True)
        everybody = np.bincount(codes, minlength=len(distinct))
        for path, reading in answers.readings.items():
            blank = reading.kinds == BLANK
            if not blank.any():
                self._count(distinct, path, everybody, everybody)
                continue
            was_asked = asked.get(path, np.ones(answers.n, dtype=bool))
            n_asked = np.bincount(codes[was_asked | ~blank], minlength=len(distinct))
            self._count(distinct, path, n_asked, np.bincount(codes[~blank], minlength=len(distinct)))

    def join(self, other: Collected) -> None:
        """Add the counts of another block."""
        for key, n in other.n_asked.items():
            self.n_asked[key] = self.n_asked.get(key, 0) + n
            self.n_answered[key] = self.n_answered.get(key, 0) + other.n_answered[key]

    def _count(self, versions: np.ndarray, path: str, n_asked: np.ndarray, n_answered: np.ndarray) -> None:
        for version, asked, answered in zip(versions, n_asked, n_answered, strict=True):
            key = (str(version), path)
            self.n_asked[key] = self.n_asked.get(key, 0) + int(asked)
            self.n_answered[key] = self.n_answered.get(key, 0) + int(answered)

    def not_collected(self, current: str) -> dict[str, frozenset[str]]:
        """Find questions that nobody answered though enough people were asked.

        Parameters
        ----------
        current
            Version of the form at hand, which holds every question.

        Returns
        -------
        dict
            Version → paths of the questions that it did not hold.
        """
        found: dict[str, set[str]] = {}
        for (version, path), n in self.n_asked.items():
            if version and version != current and n >= ENOUGH_ASKED and not self.n_answered[version, path]:
                found.setdefault(version, set()).add(path)
        return {version: frozenset(paths) for version, paths in sorted(found.items())}
