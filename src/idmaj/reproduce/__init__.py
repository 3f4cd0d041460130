"""Published results beside ours: the same functions as a run, and every number of the references."""

from __future__ import annotations

from idmaj.reproduce.calls import reproduce_reference
from idmaj.reproduce.comparison import Comparison
from idmaj.reproduce.public_data import BESIDE_THE_WORKSPACE, VARIABLE, PublicData, find_public_data
from idmaj.reproduce.published import (
    list_public_studies,
    list_published,
    list_references,
    read_published,
    read_reference,
)
from idmaj.reproduce.studies import reproduce_public_study, reproduce_study
from idmaj.store import Workspace, find_workspace

__all__ = [
    "BESIDE_THE_WORKSPACE",
    "VARIABLE",
    "Comparison",
    "PublicData",
    "find_public_data",
    "list_public_studies",
    "list_published",
    "list_references",
    "read_published",
    "read_reference",
    "reproduce",
    "reproduce_public_study",
    "reproduce_reference",
    "reproduce_study",
]


def reproduce(workspace: Workspace | None = None) -> list[Comparison]:
    """Compare every published number with ours.

    Parameters
    ----------
    workspace
        By default the one found from the current folder.

    Returns
    -------
    list of Comparison
        Studies of the workspace, then public studies, then numbers of single functions; in the order of
        their published numbers. Those whose data are not found are there too, without a number of ours.
    """
    place = workspace or find_workspace()
    data = find_public_data(place)
    return [
        *(c for study in list_published(place) for c in reproduce_study(study, place)),
        *(c for study in list_public_studies() for c in reproduce_public_study(study, data)),
        *(c for reference in list_references() for c in reproduce_reference(reference, data)),
    ]
