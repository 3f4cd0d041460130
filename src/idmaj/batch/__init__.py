"""Run notebooks unattended: one process each, strict parameters, limits of time, reports switched whole.

Names are imported when they are first used: the process of each notebook starts through this package and
needs none of the rooms that estimate.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from idmaj.batch.manifest import Making, build_manifest
    from idmaj.batch.parameters import check_parameters, read_parameters
    from idmaj.batch.publish import publish_release
    from idmaj.batch.records import describe_entry, write_log
    from idmaj.batch.runs import check_study, report_quality, run_studies
    from idmaj.batch.status import StudyStatus, list_unreviewed, read_status
    from idmaj.batch.tasks import Failure, Limits, Progress, Step, StudyRun

__all__ = [
    "Failure",
    "Limits",
    "Making",
    "Progress",
    "Step",
    "StudyRun",
    "StudyStatus",
    "build_manifest",
    "check_parameters",
    "check_study",
    "describe_entry",
    "list_unreviewed",
    "publish_release",
    "read_parameters",
    "read_status",
    "report_quality",
    "run_studies",
    "write_log",
]

_HOMES = {
    "manifest": {"Making", "build_manifest"},
    "parameters": {"check_parameters", "read_parameters"},
    "publish": {"publish_release"},
    "records": {"describe_entry", "write_log"},
    "runs": {"check_study", "report_quality", "run_studies"},
    "status": {"StudyStatus", "list_unreviewed", "read_status"},
    "tasks": {"Failure", "Limits", "Progress", "Step", "StudyRun"},
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
