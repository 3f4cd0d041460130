"""Child processes that leave nothing behind.

A Jupyter kernel leads a session of its own, so ending the group of the process that started it is not
enough: every process of a job carries the job's name in its environment, and is found by it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

VARIABLE: Final = "IDMAJ_JOB"
_PR_SET_PDEATHSIG: Final = 1
_ROUNDS: Final = 100
_PAUSE: Final = 0.05  # seconds


class Running:
    """The worker processes of a run, so that they can be ended with it."""

    def __init__(self) -> None:
        self._jobs: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._is_over = False

    @contextmanager
    def start(
        self, command: Sequence[str], environment: Mapping[str, str], log: IO[bytes]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start a process; when the block ends, neither it nor anything it started is left."""
        name = uuid.uuid4().hex
        with self._lock:
            if self._is_over:
                raise InterruptedError("the run is over")
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**environment, VARIABLE: name}, start_new_session=True,
            )  # fmt: skip
            self._jobs[name] = process
        try:
            yield process
        finally:
            with self._lock:
                del self._jobs[name]
            end_job(name, process)

    def end(self) -> None:
        """End all processes; no other can be started."""
        with self._lock:
            self._is_over = True
            jobs = list(self._jobs.items())
        for name, process in jobs:
            end_job(name, process)


def end_job(name: str, process: subprocess.Popen[bytes]) -> None:
    """Kill the process of a job and everything that carries the job's name."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for _ in range(_ROUNDS):  # again, until none is found: a process that ends can start another
        left = find_processes(name)
        if not left:
            return
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_PAUSE)


def find_processes(name: str) -> list[int]:
    """List the processes of a job (Linux; elsewhere none are found)."""
    wanted = f"{VARIABLE}={name}".encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in file.read_bytes().split(b"\0"):
                found.append(int(file.parent.name))
    return found


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when the one that started it dies; end now if it has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
