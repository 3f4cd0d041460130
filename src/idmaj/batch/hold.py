"""One run at a time holds a workspace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from idmaj.errors import WorkspaceBusy
from idmaj.store import Workspace


@contextmanager
def hold_workspace(workspace: Workspace) -> Iterator[None]:
    """Hold a workspace while the block runs; the system lets go of it when the process ends.

    Raises
    ------
    WorkspaceBusy
        When another run holds it.
    """
    file = workspace.root / "data" / "processed" / ".lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor)
        _sweep(workspace)
        yield
    finally:
        os.close(descriptor)


def _sweep(workspace: Workspace) -> None:
    """Remove what runs that were killed left half done."""
    for pattern in ("reports/.releases/.draft-*", "reports/*/.link-*", "data/processed/*/*/notebooks/.*-*"):
        for folder in workspace.root.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)


def _take(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        take = lambda: msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # noqa: E731
    else:
        take = lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # noqa: E731
    try:
        take()
    except OSError as error:
        raise WorkspaceBusy("workspace-busy") from error
