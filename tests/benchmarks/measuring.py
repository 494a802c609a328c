"""What commands take: run in turn, so that all of them meet the same moods of a machine."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

PATIENCE = 3600
"""Seconds after which a command is ended."""

LINES = 20
"""How much is told of what a command said that failed."""

ASIDE = "aside"
"""The folder, beside that of a job, of what its runs must not find."""

AROUND = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What is around each command. Installed packages are compiled; so may be what is measured."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command and its children took: seconds of the processor, megabytes at the peak."""

    user: float
    system: float
    peak: float

    @property
    def cpu(self) -> float:
        """All seconds of the processor."""
        return self.user + self.system


@dataclass(frozen=True, slots=True)
class Job:
    """A command to measure; what it must not find is put aside before each run."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    without: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class JobFailedError(Exception):
    """A command did not end well, so that there is nothing to measure."""


def run(job: Job) -> Usage:
    """Run a command once.

    Linux counts the memory of who starts a command as its peak, too, so nothing large may be
    kept where this is called.
    """
    for path in filter(Path.exists, job.without):
        # Not removed: for minutes after that, some file systems take their time to make new files.
        aside = job.folder.parent / ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / secrets.token_hex(8))
    with TemporaryFile() as said:
        process = subprocess.Popen(
            [*map(str, job.command)],
            cwd=job.folder,
            env={**AROUND, **job.environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        _, status, took = os.wait4(process.pid, 0)
        watch.cancel()
        # Popen would wait for it once more.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")
            tail = "\n".join(text.splitlines()[-LINES:])
            raise JobFailedError(f"{job.name} ended with {process.returncode}:\n{tail}")
    return Usage(took.ru_utime, took.ru_stime, took.ru_maxrss / 1024)


def side_by_side(jobs: Sequence[Job], pairs: int) -> dict[str, list[Usage]]:
    """What each command took in so many rounds; every second round runs them backwards."""
    taken: dict[str, list[Usage]] = {job.name: [] for job in jobs}
    for number in range(pairs):
        for job in jobs if number % 2 == 0 else reversed(jobs):
            usage = run(job)
            taken[job.name].append(usage)
            progress = f"{number + 1}/{pairs} {job.name}"
            print(f"{progress:<64}{usage.cpu:8.2f} s{usage.peak:8.0f} MB", file=sys.stderr)
    return taken


def cpu(usages: Iterable[Usage]) -> list[float]:
    """The seconds of each run."""
    return [usage.cpu for usage in usages]


def peaks(usages: Iterable[Usage]) -> list[float]:
    """The megabytes of each run."""
    return [usage.peak for usage in usages]
