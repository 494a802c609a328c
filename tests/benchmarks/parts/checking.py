"""Checking the data."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Job, cpu, peaks, side_by_side
from benchmarks.profiles import Profile, profile
from benchmarks.projects import HERE, Bench, own
from benchmarks.results import Goal, Row, compare

SCHEMA = HERE.parents[1] / "build_tools" / "policybook" / "schemas" / "document.json"
PEER = "jsonschema alone"


def rows(bench: Bench) -> Iterator[Row | Profile]:
    """The check of all latest documents beside jsonschema, and that of the whole history."""
    latest, history = own(bench), own(bench, latest=False)
    command = (sys.executable, HERE / "validating.py", SCHEMA, latest.policies)
    jobs = (
        latest.check("check"),
        latest.check("check, nothing changed", cold=False),
        Job(PEER, command, latest.folder),
        history.check("check of all versions"),
    )
    taken = side_by_side(jobs, bench.pairs)
    cold, again, peer, whole = (cpu(taken[job.name]) for job in jobs)
    first, second = (profile(job, runs=bench.pairs) for job in jobs[:2])
    what, goal = "check with every rule on, CPU", Goal(1.0, why=first.spent)
    yield compare(what, cold, peer, against=PEER, goal=goal)
    what, goal = "check with nothing changed, CPU", Goal(0.15, why=second.spent)
    yield compare(what, again, peer, against=PEER, goal=goal)
    within = [_within(latest.policies) for _ in range(bench.pairs)]
    mine, theirs = [mine for mine, _ in within], [theirs for _, theirs in within]
    what, against = "check, its schema part, CPU", "jsonschema's part"
    yield compare(what, mine, theirs, against=against, goal=Goal(0.15))
    what, against = "check of all versions, CPU", "that of the latest"
    yield compare(what, whole, cold, against=against, goal=Goal(4.0))
    memory = peaks(taken[jobs[0].name]), peaks(taken[PEER])
    yield compare("check with every rule on, peak memory", *memory, against=PEER, unit="MB")
    yield from (first, second)


def _within(policies: Path) -> tuple[float, float]:
    """The seconds of both schema parts, within one process."""
    command = (sys.executable, HERE / "schema_part.py", policies)
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = json.loads(run.stdout)
    return seconds["own"], seconds["peer"]
